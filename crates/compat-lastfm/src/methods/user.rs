//! What programs read about a person.

use accounts::{Scope, User};
use catalog::{View, covers};
use jiff::Timestamp;
use listens::{Listen, NowPlaying, Window, Words};
use model::Gid;

use super::Answer;
use super::shapes::{Page, images, mbid};
use crate::Surface;
use crate::caller::{client, reader};
use crate::failure::{Code, Failure};
use crate::node::Node;
use crate::params::Call;

/// The person named by `user`, else the one who asks, if the history may be seen.
pub(super) async fn person(surface: &Surface, call: &Call) -> Result<User, Failure> {
    let viewer = reader(surface, &call.params, &client(&call.parts)).await?;
    let accounts = surface.accounts();
    let found = match (call.params.filled("user"), &viewer) {
        (Some(name), viewer) => accounts.find_listener(name, viewer.as_ref()).await,
        (None, Some(viewer)) => {
            viewer.require(Scope::ListensRead)?;
            accounts.find_own(viewer).await
        }
        (None, None) => return Err(Code::Parameters.into()),
    };
    found.map_err(|error| match error.refusal() {
        Some(accounts::Refusal::NotFound { .. }) => {
            Failure::new(Code::Parameters, "User not found")
        }
        _ => error.into(),
    })
}

/// `user.getInfo`
pub(super) async fn get_info(surface: &Surface, call: &Call) -> Answer {
    let user = person(surface, call).await?;
    let listens = surface.listens().count(user.id).await?;
    let since_s = user.created_at_ms.div_euclid(1000).to_string();
    let text = |name, text: &str| Node::text(name, text);
    let mut children = vec![
        text("name", &user.username.text),
        text("realname", user.profile.display_name.as_deref().unwrap_or_default()),
        text("url", ""),
        text("country", ""),
        text("age", "0"),
        text("gender", "n"),
        text("subscriber", "0"),
        text("playcount", &listens.to_string()),
        text("playlists", "0"),
        text("bootstrap", "0"),
        text("type", "user"),
        text("registered", &since_s).with("unixtime", &since_s),
    ];
    children.extend(images(None));
    Ok(Node::new("user", children))
}

/// `user.getRecentTracks`: what plays now, then listens from the newest on.
pub(super) async fn get_recent_tracks(surface: &Surface, call: &Call) -> Answer {
    let user = person(surface, call).await?;
    let page = Page::read(&call.params)?;
    let instant = |name| call.params.number(name).map(|seconds| seconds.saturating_mul(1000));
    // Both bounds belong to what is asked for; ours are outside.
    let window = Window {
        after_ms: instant("from").map(|from| from.saturating_sub(1)),
        before_ms: instant("to").map(|to| to.saturating_add(1000)),
    };
    let listens = surface.listens();
    let total = listens.count_in(user.id, window).await?;
    let found = listens.part(user.id, window, (page.offset(), page.limit())).await?;
    let mut tracks = Vec::new();
    if page.number == 1 && window.before_ms.is_none() {
        tracks.extend(listens.now_playing(user.id).await?.as_ref().map(playing));
    }
    let catalog = surface.catalogue().get().clone();
    let view = catalog.as_ref().and_then(|catalog| catalog.view().ok());
    tracks.extend(found.iter().map(|listen| listened(listen, view.as_ref())));
    Ok(page.around(Node::list("recenttracks", "track", tracks), &user.username.text, total))
}

fn playing(now: &NowPlaying) -> Node {
    let mut children = shape(&now.words, None);
    children.extend(images(None));
    Node::new("track", children).with("nowplaying", "true")
}

fn listened(listen: &Listen, view: Option<&View<'_>>) -> Node {
    let mut children = shape(&listen.words, Some(listen));
    let release = listen.matched.as_deref().and_then(|it| it.release.as_ref());
    // A catalogue that cannot be read says so elsewhere.
    let cover = release
        .zip(view)
        .and_then(|(it, view)| covers::by_mbid(view, Gid(*it.mbid.as_bytes())).ok().flatten());
    children.extend(images(cover));
    let seconds = listen.listened_at_ms.div_euclid(1000);
    let date = Timestamp::from_second(seconds).map(|at| at.strftime("%d %b %Y, %H:%M").to_string());
    let date = date.unwrap_or_default();
    children.push(Node::text("date", &date).with("uts", &seconds.to_string()));
    Node::new("track", children)
}

fn shape(words: &Words, listen: Option<&Listen>) -> Vec<Node> {
    let matched = listen.and_then(|listen| listen.matched.as_deref());
    let artist = matched.and_then(|it| it.artists.first()).map(|artist| artist.mbid);
    let release = matched.and_then(|it| it.release.as_ref()).map(|release| release.mbid);
    let recording = matched.map(|it| it.recording.mbid);
    let album = words.release_name.as_deref().unwrap_or_default();
    vec![
        Node::text("artist", &words.artist_name).with("mbid", &mbid(artist)),
        Node::text("name", &words.recording_name),
        Node::text("album", album).with("mbid", &mbid(release)),
        Node::text("mbid", &mbid(recording)),
        Node::text("streamable", "0"),
        Node::text("url", ""),
    ]
}
