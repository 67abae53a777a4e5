//! `POST /1/submit-listens`: the checks of a whole request, in the order of ListenBrainz.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use edge::extract::Json;
use listens::{Play, Submission, source};
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};

mod info;
mod listen;
mod words;

pub(crate) use info::{clean, flatten, stays};
pub(crate) use listen::integer;
pub(crate) use words::words;

use crate::Surface;
use crate::body::{NOT_AN_OBJECT, Raw};
use crate::caller::Writer;
use crate::failure::{Answer, Failure};
use crate::params::Params;
use listen::Checked;

/// Bytes of one listen, on the average of a request.
const MAX_LISTEN_BYTES: usize = 10_240;
/// Listens of one request.
const MAX_LISTENS: usize = 1000;

const INVALID: &str = "Invalid JSON document submitted.";
const TOO_MANY: &str = "Too many listens. You may not submit more than 1000 listens at once.";
const TOO_LARGE: &str =
    "JSON document is too large. Each listens may not be larger than 10240 bytes.";
const ONLY_ONE: &str = "JSON document contains more than listen for a single/playing_now. \
                        It should contain only one.";

/// What is said about listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One that has just ended.
    Single,
    /// One that has just begun.
    PlayingNow,
    /// Some of the past.
    Import,
}

/// The top level of the body; texts of values as they came.
#[derive(Default, Deserialize)]
struct Document<'a> {
    #[serde(borrow, default, deserialize_with = "present")]
    listen_type: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    payload: Option<&'a RawValue>,
}

/// A value that is there, even if it is null.
fn present<'de, D: Deserializer<'de>>(from: D) -> Result<Option<&'de RawValue>, D::Error> {
    Deserialize::deserialize(from).map(Some)
}

/// `POST /1/submit-listens`
pub(crate) async fn submit_listens(
    State(surface): State<Surface>,
    Writer(caller): Writer,
    params: Params,
    body: Raw,
) -> Answer {
    let now_s = surface.listens().now_ms() / 1000;
    let (kind, checked) = read(&body.bytes, now_s)?;
    if kind == Kind::PlayingNow {
        return play_now(&surface, caller.user_id, (checked, params)).await;
    }
    let relayed_from = checked.first().and_then(Checked::relayed_from).map(str::to_owned);
    let plays: Vec<Play> = checked.into_iter().map(Checked::into_play).collect();
    let mut submission =
        Submission { relayed_from, ..Submission::new(caller.user_id, source::LISTENBRAINZ) };
    if let accounts::Means::AppToken { id, .. } = caller.means {
        submission.app_token_id = Some(id);
    }
    surface.listens().accept(&submission, plays).await?;
    Ok(ok())
}

async fn play_now(
    surface: &Surface,
    user_id: uuid::Uuid,
    (checked, params): (Vec<Checked>, Params),
) -> Answer {
    let Some(checked) = checked.into_iter().next() else { return Ok(ok()) };
    let client = checked.client_name().unwrap_or_default().to_owned();
    let play = checked.into_play();
    let listens = surface.listens();
    let msid = listens.set_now_playing(user_id, &client, play.words, play.payload).await?;
    if params.filled("return_msid").is_none() {
        return Ok(ok());
    }
    Ok(Json(json!({"status": "ok", "recording_msid": msid})).into_response())
}

/// The answer to everything that was done.
pub(crate) fn ok() -> Response {
    Json(Done { status: "ok" }).into_response()
}

#[derive(Serialize)]
struct Done {
    status: &'static str,
}

/// Checks a body, first as a whole, then listen by listen.
fn read(bytes: &[u8], now_s: i64) -> Answer<(Kind, Vec<Checked>)> {
    let document = document(bytes)?;
    let payload = document.payload.ok_or_else(|| Failure::bad_request(INVALID))?;
    let listens = items(payload)?;
    if listens.len() > MAX_LISTENS {
        return Err(Failure::bad_request(TOO_MANY));
    }
    if bytes.len() > listens.len() * MAX_LISTEN_BYTES {
        return Err(Failure::bad_request(TOO_LARGE));
    }
    let kind = kind(document.listen_type)?;
    if kind != Kind::Import && listens.len() > 1 {
        return Err(Failure::bad_request(ONLY_ONE));
    }
    let check = |text: &&RawValue| listen::check(text, kind, now_s);
    Ok((kind, listens.iter().map(check).collect::<Answer<_>>()?))
}

/// The top level. Text that is no JSON at all is told apart from JSON that is no object.
fn document(bytes: &[u8]) -> Answer<Document<'_>> {
    let is_object = bytes.trim_ascii_start().starts_with(b"{");
    let read = match is_object {
        true => serde_json::from_slice(bytes),
        false => serde_json::from_slice(bytes).map(|IgnoredAny| Document::default()),
    };
    match read {
        Ok(document) if is_object => Ok(document),
        Ok(_) => Err(Failure::bad_request(NOT_AN_OBJECT)),
        Err(error) => Err(Failure::not_json(&error)),
    }
}

/// The listens of a payload.
fn items(payload: &RawValue) -> Answer<Vec<&RawValue>> {
    if !payload.get().starts_with('[') {
        let text = "The payload in the JSON document should be a list of listens.";
        return Err(Failure::bad_request(text));
    }
    let listens: Vec<&RawValue> =
        serde_json::from_str(payload.get()).map_err(|error| Failure::not_json(&error))?;
    if listens.is_empty() {
        return Err(Failure::bad_request("JSON document does not contain any listens"));
    }
    Ok(listens)
}

fn kind(text: Option<&RawValue>) -> Answer<Kind> {
    let text = text.ok_or_else(|| Failure::bad_request(INVALID))?;
    let word: Value = serde_json::from_str(text.get()).map_err(|e| Failure::not_json(&e))?;
    match word.as_str() {
        Some("single") => Ok(Kind::Single),
        Some("playing_now") => Ok(Kind::PlayingNow),
        Some("import") => Ok(Kind::Import),
        _ => Err(Failure::bad_request("JSON document requires a valid listen_type key.")),
    }
}
