//! What programs tell: a track was played, plays now, is loved.

use listens::{Play, Score, Submission, TimeMeaning, Words, source};

use super::{Answer, Change};
use crate::Surface;
use crate::caller::{client, writer};
use crate::failure::{Code, Failure};
use crate::node::Node;
use crate::params::Params;
use crate::track::{self, Ignored, LASTFM};

/// Tracks of one request.
const MAX_ITEMS: usize = 50;

/// `track.scrobble`: each track has its own answer; one that cannot be is ignored alone.
pub(super) async fn scrobble(surface: &Surface, call: &Change<'_>) -> Answer {
    let client = client(&call.parts);
    let caller = writer(surface, &call.params, &client).await?;
    let items = call.params.items(|it| it.get("artist").or(it.get("track")).is_some());
    if items.is_empty() {
        return Err(Code::Parameters.into());
    }
    if items.len() > MAX_ITEMS {
        let text = format!("Invalid parameters - There are more than {MAX_ITEMS} tracks");
        return Err(Failure::new(Code::Parameters, text));
    }
    let now_ms = surface.listens().now_ms();
    let read: Vec<Result<Play, Ignored>> = items.iter().map(|item| play(item, now_ms)).collect();
    let plays: Vec<Play> = read.iter().filter_map(|play| play.as_ref().ok()).cloned().collect();
    let mut submission = Submission::new(caller.user_id, source::LASTFM);
    submission.client = client.device.clone();
    submission.app_token_id = caller.app_token_id();
    let accepted = plays.len();
    surface.listens().accept(&submission, plays).await?;
    let ignored = read.len() - accepted;
    let answers = items.iter().zip(&read).map(|(item, play)| {
        let mut children = shape(item, play.as_ref().err().copied());
        let at = children.len() - 1;
        let time = item.filled(LASTFM.time).unwrap_or_default();
        children.insert(at, Node::text("timestamp", time));
        Node::new("scrobble", children)
    });
    let scrobbles = Node::new("scrobbles", answers.collect())
        .with("accepted", &accepted.to_string())
        .with("ignored", &ignored.to_string());
    Ok(scrobbles.with_numeric_attributes())
}

fn play(item: &Params, now_ms: i64) -> Result<Play, Ignored> {
    Ok(Play {
        words: track::words(item, &LASTFM)?,
        listened_at_ms: track::time_ms(item, &LASTFM, now_ms)?,
        time_meaning: TimeMeaning::Start,
        payload: track::payload(item),
        ..Play::default()
    })
}

/// `track.updateNowPlaying`
pub(super) async fn update_now_playing(surface: &Surface, call: &Change<'_>) -> Answer {
    let client = client(&call.parts);
    let caller = writer(surface, &call.params, &client).await?;
    // Only one track plays; some programs number it as they number those of a scrobble.
    let items = call.params.items(|_| true);
    let numbered = items.first().filter(|_| call.params.filled("track").is_none());
    let item = numbered.unwrap_or(&call.params);
    let words = named(item)?;
    let payload = track::payload(item);
    let program = client.device.unwrap_or_default();
    let program: String = program.chars().take(500).collect();
    surface.listens().set_now_playing(caller.user_id, &program, words, payload).await?;
    Ok(Node::new("nowplaying", shape(item, None)))
}

/// `track.love` and `track.unlove`
pub(super) async fn love(surface: &Surface, call: &Change<'_>, score: Score) -> Answer {
    let caller = writer(surface, &call.params, &client(&call.parts)).await?;
    let words = named(&call.params)?;
    let listens = surface.listens();
    listens.set_feedback_by_name(caller.user_id, &words, score, source::LASTFM).await?;
    Ok(Node::nothing())
}

fn named(params: &Params) -> Result<Words, Failure> {
    track::words(params, &LASTFM).map_err(|_| Code::Parameters.into())
}

/// What Last.fm says about a track that it was told; nothing is corrected here.
fn shape(item: &Params, ignored: Option<Ignored>) -> Vec<Node> {
    let names = [
        ("track", "track"),
        ("artist", "artist"),
        ("album", "album"),
        ("albumArtist", "albumArtist"),
    ];
    let text = |name| item.filled(name).unwrap_or_default();
    let mut children: Vec<Node> = names
        .iter()
        .map(|(name, key)| Node::text(name, text(key)).with("corrected", "0"))
        .collect();
    let (code, reason) = match ignored {
        None => (0, ""),
        Some(Ignored::Artist) => (1, "Artist was ignored"),
        Some(Ignored::Track) => (2, "Track was ignored"),
        Some(Ignored::TooOld) => (3, "Timestamp was too far in the past"),
        Some(Ignored::TooNew) => (4, "Timestamp was too far in the future"),
    };
    children.push(Node::text("ignoredMessage", reason).with("code", &code.to_string()));
    children
}
