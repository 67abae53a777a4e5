//! Recordings that people show on their profile for a while.

use axum::extract::{Path, State};
use axum::response::IntoResponse as _;
use edge::extract::Json;
use listens::{MAX_COMMENT, NewPin, Pin};
use serde_json::{Map, Value, json};

use crate::Surface;
use crate::body::Object;
use crate::caller::{Listener, Viewer, Writer};
use crate::failure::{Answer, Failure};
use crate::feedback::{described, id_of, invalid};
use crate::params::Params;
use crate::submit::{integer, ok};

const NEEDED: &str = "JSON document must contain either recording_msid or recording_mbid";

/// `POST /1/pin`
pub(crate) async fn pin(
    State(surface): State<Surface>,
    Writer(caller): Writer,
    Object(body): Object,
) -> Answer {
    if !body.contains_key("recording_msid") && !body.contains_key("recording_mbid") {
        return Err(Failure::bad_request(NEEDED));
    }
    let now_s = surface.listens().now_ms().div_euclid(1000);
    let until_s = match body.get("pinned_until") {
        None | Some(Value::Null) => None,
        Some(value) => {
            let second = integer(value).filter(|second| *second > now_s);
            let reason = "Pinned until must be a time that is still to come.";
            Some(second.ok_or_else(|| invalid(reason))?)
        }
    };
    let new = NewPin {
        recording_msid: id_of(&body, "recording_msid")?,
        recording_mbid: id_of(&body, "recording_mbid")?,
        comment: comment(&body)?,
        until_ms: until_s.map(|second| second.saturating_mul(1000)),
    };
    if new.recording_msid.is_none() && new.recording_mbid.is_none() {
        return Err(Failure::bad_request(NEEDED));
    }
    let pin = surface.listens().pin(caller.user_id, new).await?;
    let shape = shape(&surface, &pin).await?;
    Ok(Json(json!({"pinned_recording": shape})).into_response())
}

fn comment(body: &Map<String, Value>) -> Answer<Option<String>> {
    let text = match body.get("blurb_content") {
        None | Some(Value::Null) => return Ok(None),
        Some(value) => value.as_str().ok_or_else(|| invalid("Blurb must be a string."))?,
    };
    if text.chars().count() > MAX_COMMENT {
        return Err(invalid(&format!("Blurb has at most {MAX_COMMENT} characters.")));
    }
    Ok(Some(text.to_owned()))
}

/// `POST /1/pin/unpin`
pub(crate) async fn unpin(State(surface): State<Surface>, Writer(caller): Writer) -> Answer {
    match surface.listens().unpin(caller.user_id).await? {
        true => Ok(ok()),
        false => Err(Failure::not_found("Cannot find an active pin to unpin.")),
    }
}

/// `GET /1/pin/{pin}`
pub(crate) async fn show_pin(
    State(surface): State<Surface>,
    Viewer(viewer): Viewer,
    Path(pin): Path<String>,
) -> Answer {
    let found = surface.listens().find_pin(number(&pin)?).await?;
    let found = found.ok_or_else(|| missing(&pin))?;
    let user = surface.accounts().find_listener_of(found.user_id, viewer.as_ref()).await;
    let user = user.map_err(|error| match error.refusal() {
        Some(_) => missing(&pin),
        None => error.into(),
    })?;
    let shape = shape(&surface, &found).await?;
    let answer = json!({"pinned_recording": shape, "user_name": user.username.text});
    Ok(Json(answer).into_response())
}

/// `POST /1/pin/delete/{pin}`
pub(crate) async fn delete_pin(
    State(surface): State<Surface>,
    Writer(caller): Writer,
    Path(pin): Path<String>,
) -> Answer {
    let number = number(&pin)?;
    match surface.listens().delete_pin(caller.user_id, number).await? {
        true => Ok(ok()),
        false => Err(missing(&pin)),
    }
}

/// `POST /1/pin/update/{pin}`
pub(crate) async fn update_pin(
    State(surface): State<Surface>,
    Writer(caller): Writer,
    Path(pin): Path<String>,
    Object(body): Object,
) -> Answer {
    let number = number(&pin)?;
    if !body.contains_key("blurb_content") {
        return Err(Failure::bad_request("JSON document must contain blurb_content"));
    }
    match surface.listens().update_pin(caller.user_id, number, comment(&body)?).await? {
        true => Ok(ok()),
        false => Err(missing(&pin)),
    }
}

/// A pin whose number is none is not there.
fn number(pin: &str) -> Answer<i64> {
    pin.parse().map_err(|_| missing(pin))
}

fn missing(pin: &str) -> Failure {
    Failure::not_found(format!("Cannot find pin with row_id '{}'", edge::problem::shorten(pin)))
}

/// `GET /1/{user}/pins`
pub(crate) async fn list_pins(
    State(surface): State<Surface>,
    Listener(user): Listener,
    params: Params,
) -> Answer {
    let part = params.part()?;
    let (pins, total) = surface.listens().pins(user.id, part).await?;
    let mut shapes = Vec::with_capacity(pins.len());
    for pin in &pins {
        shapes.push(shape(&surface, pin).await?);
    }
    let answer = json!({
        "pinned_recordings": shapes,
        "count": shapes.len(),
        "total_count": total,
        "offset": part.offset,
        "user_name": user.username.text,
    });
    Ok(Json(answer).into_response())
}

/// `GET /1/{user}/pins/current`
pub(crate) async fn show_current_pin(
    State(surface): State<Surface>,
    Listener(user): Listener,
) -> Answer {
    let pin = match surface.listens().current_pin(user.id).await? {
        Some(pin) => shape(&surface, &pin).await?,
        None => Value::Null,
    };
    let answer = json!({"pinned_recording": pin, "user_name": user.username.text});
    Ok(Json(answer).into_response())
}

/// `GET /1/{user}/pins/following`: nobody follows anybody here, so there are none.
pub(crate) async fn list_followed_pins(Listener(user): Listener, params: Params) -> Answer {
    let part = params.part()?;
    let answer = json!({
        "pinned_recordings": [],
        "count": 0,
        "offset": part.offset,
        "user_name": user.username.text,
    });
    Ok(Json(answer).into_response())
}

async fn shape(surface: &Surface, pin: &Pin) -> Answer<Value> {
    let metadata = described(surface, pin.recording_msid).await?;
    Ok(json!({
        "row_id": pin.row_number,
        "recording_msid": pin.recording_msid,
        "recording_mbid": pin.recording_mbid,
        "blurb_content": pin.comment,
        "created": pin.created_at_ms.div_euclid(1000),
        "pinned_until": pin.pinned_until_ms.div_euclid(1000),
        "track_metadata": metadata,
    }))
}
