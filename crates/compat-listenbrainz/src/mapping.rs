//! Recordings that a person chose for words.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use edge::extract::Json;
use http::StatusCode;
use serde_json::json;
use uuid::Uuid;

use crate::Surface;
use crate::body::Object;
use crate::caller::{Known, Writer};
use crate::failure::{Answer, Failure};
use crate::feedback::id_of;
use crate::params::Params;
use crate::submit::ok;

/// `POST /1/metadata/submit_manual_mapping/`: for all listens of the caller with these words.
pub(crate) async fn set_mapping(
    State(surface): State<Surface>,
    Writer(caller): Writer,
    Object(body): Object,
) -> Answer {
    let missing = |key: &str| Failure::bad_request(format!("{key} is invalid or not present"));
    let msid = id_of(&body, "recording_msid").ok().flatten();
    let msid = msid.ok_or_else(|| missing("recording_msid"))?;
    let mbid = id_of(&body, "recording_mbid").ok().flatten();
    let mbid = mbid.ok_or_else(|| missing("recording_mbid"))?;
    surface.listens().match_words(caller.user_id, msid, Some(mbid)).await?;
    Ok(ok())
}

/// `GET /1/metadata/get_manual_mapping/`
pub(crate) async fn show_mapping(
    State(surface): State<Surface>,
    Known(caller): Known,
    params: Params,
) -> Answer {
    caller.require(accounts::Scope::ListensRead)?;
    let msid = params.get("recording_msid").and_then(|text| Uuid::try_parse(text).ok());
    let invalid = || Failure::bad_request("recording_msid is invalid or not present");
    let msid = msid.ok_or_else(invalid)?;
    let Some(choice) = surface.listens().manual_match(caller.user_id, msid).await? else {
        return Ok(none());
    };
    let user = surface.accounts().find_own(&caller).await?;
    let mapping = json!({
        "recording_msid": choice.recording_msid,
        "recording_mbid": choice.recording_mbid,
        "user_id": user.username.text,
        "created": choice.created_at_ms.div_euclid(1000),
    });
    Ok(Json(json!({"status": "ok", "mapping": mapping})).into_response())
}

/// Nothing was chosen: no error in their eyes, so not in the form of one.
fn none() -> Response {
    (StatusCode::NOT_FOUND, Json(json!({"status": "none"}))).into_response()
}
