//! What plays and what was played.

use accounts::{Caller, Client, Protocol, Scope};
use listens::{Play, Score, Submission, TimeMeaning, source};

use super::Word;
use crate::Surface;
use crate::caller::client;
use crate::failure::Failure;
use crate::params::{Call, Params};
use crate::track::{self, AUDIOSCROBBLER, Ignored};

/// Programs that stamp the end of a play, whatever the protocol says.
const STAMP_THE_END: [&str; 1] = ["mpdscribble"];

async fn writer(surface: &Surface, params: &Params, client: &Client) -> Result<Caller, Word> {
    let key = params.get("s").unwrap_or_default();
    let checked = surface.accounts().check_scrobbler(Protocol::AudioScrobbler, key, client).await;
    let caller = checked.map_err(Failure::from)?;
    caller.require(Scope::ListensWrite).map_err(Failure::from)?;
    Ok(caller)
}

/// Notes what plays. What cannot be is passed over: the client can do nothing about it.
pub(super) async fn set_now_playing(surface: &Surface, call: &Call) -> Result<Vec<String>, Word> {
    let client = client(&call.parts);
    let caller = writer(surface, &call.params, &client).await?;
    let words = match track::words(&call.params, &AUDIOSCROBBLER) {
        Ok(words) => words,
        Err(ignored) => {
            tracing::debug!(?ignored, "what plays was not noted");
            return Ok(Vec::new());
        }
    };
    let program: String = client.device.unwrap_or_default().chars().take(500).collect();
    let payload = track::payload(&call.params);
    let noted = surface.listens().set_now_playing(caller.user_id, &program, words, payload).await;
    noted.map_err(Failure::from)?;
    Ok(Vec::new())
}

/// Keeps what was played, whatever the numbers of the tracks are.
pub(super) async fn submit(surface: &Surface, call: &Call) -> Result<Vec<String>, Word> {
    let client = client(&call.parts);
    let caller = writer(surface, &call.params, &client).await?;
    let device = client.device.as_deref().unwrap_or_default();
    let time_meaning = match STAMP_THE_END.iter().any(|program| device.starts_with(program)) {
        true => TimeMeaning::End,
        false => TimeMeaning::Start,
    };
    let now_ms = surface.listens().now_ms();
    let items = call.params.items(|_| false);
    let mut plays = Vec::with_capacity(items.len());
    for item in &items {
        match play(item, time_meaning, now_ms) {
            Ok(play) if rating(item).is_listen => plays.push(play),
            Ok(_) => {}
            // A refusal would make the client send the same for ever.
            Err(ignored) => tracing::info!(?ignored, item = ?item.0, "a track was dropped"),
        }
    }
    let mut submission = Submission::new(caller.user_id, source::AUDIOSCROBBLER);
    submission.client = client.device.clone();
    submission.app_token_id = caller.app_token_id();
    surface.listens().accept(&submission, plays).await.map_err(Failure::from)?;
    for item in &items {
        let (Some(score), Ok(words)) = (rating(item).score, track::words(item, &AUDIOSCROBBLER))
        else {
            continue;
        };
        let listens = surface.listens();
        let set =
            listens.set_feedback_by_name(caller.user_id, &words, score, source::AUDIOSCROBBLER);
        set.await.map_err(Failure::from)?;
    }
    Ok(Vec::new())
}

fn play(item: &Params, time_meaning: TimeMeaning, now_ms: i64) -> Result<Play, Ignored> {
    Ok(Play {
        words: track::words(item, &AUDIOSCROBBLER)?,
        listened_at_ms: track::time_ms(item, &AUDIOSCROBBLER, now_ms)?,
        time_meaning,
        payload: track::payload(item),
        ..Play::default()
    })
}

/// What a letter in `r` says.
struct Rating {
    is_listen: bool,
    score: Option<Score>,
}

fn rating(item: &Params) -> Rating {
    match item.filled("r") {
        Some("L") => Rating { is_listen: true, score: Some(Score::Love) },
        Some("B") => Rating { is_listen: false, score: Some(Score::Hate) },
        Some("S") => Rating { is_listen: false, score: None },
        _ => Rating { is_listen: true, score: None },
    }
}
