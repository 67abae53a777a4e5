//! What plays now.

use axum::extract::State;
use axum::response::IntoResponse as _;
use edge::extract::Json;
use listens::Cleared;
use serde_json::{Value, json};

use crate::Surface;
use crate::body::{Raw, object};
use crate::caller::{Listener, Writer};
use crate::failure::{Answer, Failure};
use crate::track;

/// `GET /1/user/{user}/playing-now`
pub(crate) async fn show_playing_now(
    State(surface): State<Surface>,
    Listener(user): Listener,
) -> Answer {
    let playing = surface.listens().now_playing(user.id).await?;
    let name = &user.username.text;
    let shapes: Vec<_> = playing.iter().map(|it| track::playing(it, name)).collect();
    let payload = json!({
        "count": shapes.len(),
        "user_id": name,
        "playing_now": true,
        "listens": shapes,
    });
    Ok(Json(json!({"payload": payload})).into_response())
}

/// `POST /1/playing-now/delete`
pub(crate) async fn clear_playing_now(
    State(surface): State<Surface>,
    Writer(caller): Writer,
    body: Raw,
) -> Answer {
    // With nothing playing the body does not matter.
    let cleared = match surface.listens().now_playing(caller.user_id).await? {
        None => Cleared::Nothing,
        Some(_) => {
            let client = client(&body)?;
            surface.listens().clear_now_playing(caller.user_id, client.as_deref()).await?
        }
    };
    let message = match cleared {
        Cleared::Nothing => "Playing now was already cleared",
        Cleared::Done => "Playing now cleared successfully",
        Cleared::OtherClient => {
            let text = "No playing now listen found for the specified client.";
            return Err(Failure::not_found(text));
        }
    };
    Ok(Json(json!({"status": "ok", "message": message})).into_response())
}

/// The program whose entry is meant.
fn client(body: &Raw) -> Answer<Option<String>> {
    if body.bytes.is_empty() {
        return Ok(None);
    }
    match object(&body.bytes)?.remove("client") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(client)) => Ok(Some(client)),
        Some(_) => Err(Failure::bad_request("The 'client' field must be a string.")),
    }
}
