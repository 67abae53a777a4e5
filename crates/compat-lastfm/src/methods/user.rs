//! What programs read about a person.

use accounts::{Scope, User};
use catalog::{View, covers};
use jiff::Timestamp;
use listens::stats::Range;
use listens::{Listen, NowPlaying, Window, Words};
use model::Gid;

use super::Answer;
use super::shapes::{self, Page, artist, images, mbid};
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
    let statistics = surface.listens().statistics(user.id).await?;
    let totals = statistics.totals(&statistics.span(Range::AllTime).await?).await?;
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
        text("playcount", &totals.listens.to_string()),
        text("artist_count", &totals.artists.to_string()),
        text("track_count", &totals.recordings.to_string()),
        text("album_count", &totals.releases.to_string()),
        text("playlists", "0"),
        text("bootstrap", "0"),
        text("type", "user"),
        text("registered", &since_s).numeric().with("unixtime", &since_s),
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
    let playing = match page.number == 1 && window.before_ms.is_none() {
        true => listens.now_playing(user.id).await?,
        false => None,
    };
    let loved = match call.params.get("extended") {
        Some("1") => Some(loved(surface, &user, playing.as_ref(), &found).await?),
        _ => None,
    };
    let catalog = surface.catalogue().get().clone();
    let view = catalog.as_ref().and_then(|catalog| catalog.view().ok());
    let shown = playing.iter().map(|now| (&now.words, None));
    let shown = shown.chain(found.iter().map(|listen| (&listen.words, Some(listen))));
    let tracks = shown.enumerate().map(|(at, (words, listen))| {
        let is_loved = loved.as_ref().map(|loved| loved.get(at) == Some(&true));
        track((words, listen), is_loved, view.as_ref())
    });
    let list = Node::list("recenttracks", "track", tracks.collect());
    Ok(page.around(list, &user.username.text, total))
}

/// Whether the person loves what plays now, and what was listened to.
async fn loved(
    surface: &Surface,
    user: &User,
    playing: Option<&NowPlaying>,
    found: &[Listen],
) -> Result<Vec<bool>, Failure> {
    // What plays has not been matched with anything.
    let playing = playing.map(|now| (&now.words, None));
    let listened = found.iter().map(|listen| {
        let recording = listen.matched.as_deref().map(|matched| matched.recording.mbid);
        (&listen.words, recording)
    });
    let tracks: Vec<_> = playing.into_iter().chain(listened).collect();
    Ok(surface.listens().loved(user.id, &tracks).await?)
}

/// A track that plays now, or of a listen. With an opinion, it says more about its artist.
fn track(
    (words, listen): (&Words, Option<&Listen>),
    is_loved: Option<bool>,
    view: Option<&View<'_>>,
) -> Node {
    let mut children = shape((words, listen), is_loved);
    let matched = listen.and_then(|listen| listen.matched.as_deref());
    let release = matched.and_then(|it| it.release.as_ref());
    // A catalogue that cannot be read says so elsewhere.
    let cover = release
        .zip(view)
        .and_then(|(it, view)| covers::by_mbid(view, Gid(*it.mbid.as_bytes())).ok().flatten());
    children.extend(images(cover));
    let Some(listen) = listen else {
        return Node::new("track", children).with("nowplaying", "true");
    };
    let seconds = listen.listened_at_ms.div_euclid(1000);
    let date = Timestamp::from_second(seconds).map(|at| at.strftime("%d %b %Y, %H:%M").to_string());
    let date = date.unwrap_or_default();
    children.push(Node::text("date", &date).with("uts", &seconds.to_string()));
    Node::new("track", children)
}

fn shape((words, listen): (&Words, Option<&Listen>), is_loved: Option<bool>) -> Vec<Node> {
    let matched = listen.and_then(|listen| listen.matched.as_deref());
    let first = matched.and_then(|it| it.artists.first()).map(|artist| artist.mbid);
    let release = matched.and_then(|it| it.release.as_ref());
    let recording = matched.map(|it| it.recording.mbid);
    let told = words.release_name.as_deref();
    let album = told.or(release.map(|release| release.name.as_str())).unwrap_or_default();
    let release = release.map(|release| release.mbid);
    let mut children = match is_loved {
        None => vec![Node::text("artist", &words.artist_name).with("mbid", &mbid(first))],
        Some(is_loved) => {
            // The catalogue has pictures of releases only.
            let about = artist(&words.artist_name, first).into_iter().chain(images(None));
            let loved = if is_loved { "1" } else { "0" };
            vec![Node::new("artist", about.collect()), Node::text("loved", loved)]
        }
    };
    children.extend([
        Node::text("name", &words.recording_name),
        Node::text("album", album).with("mbid", &mbid(release)),
        Node::text("mbid", &mbid(recording)),
        Node::text("streamable", "0"),
        Node::text("url", &shapes::page("recording", recording)),
    ]);
    children
}
