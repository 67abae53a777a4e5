//! How far the history of another service was read, for programs that read it.

use axum::extract::State;
use axum::response::IntoResponse as _;
use edge::extract::Json;
use serde_json::json;

use crate::Surface;
use crate::body::Raw;
use crate::caller::{Viewer, Writer, find};
use crate::failure::{Answer, Failure};
use crate::params::Params;
use crate::submit::{integer, ok};

/// The service that is meant when none is named.
const DEFAULT: &str = "lastfm";
/// Names that clients know.
const SERVICES: [&str; 12] = [
    "apple",
    "critiquebrainz",
    "funkwhale",
    "internet_archive",
    "lastfm",
    "librefm",
    "listenbrainz",
    "musicbrainz",
    "navidrome",
    "soundcloud",
    "spotify",
    "youtube",
];

/// `GET /1/latest-import`
pub(crate) async fn show_mark(
    State(surface): State<Surface>,
    Viewer(viewer): Viewer,
    params: Params,
) -> Answer {
    let user = find(&surface, params.get("user_name").unwrap_or_default(), viewer.as_ref()).await?;
    let service = service(params.get("service").unwrap_or(DEFAULT))?;
    let mark = surface.listens().latest_import(user.id, service).await?;
    let answer = json!({
        "musicbrainz_id": user.username.text,
        "latest_import": mark.latest_listened_at_ms.div_euclid(1000),
        "status": mark.status,
        "error": mark.error,
    });
    Ok(Json(answer).into_response())
}

/// `POST /1/latest-import`
pub(crate) async fn set_mark(
    State(surface): State<Surface>,
    Writer(caller): Writer,
    body: Raw,
) -> Answer {
    let invalid = || Failure::bad_request("Invalid data sent");
    let body = crate::body::object(&body.bytes).map_err(|_| invalid())?;
    let second = body.get("ts").map_or(Some(0), integer).ok_or_else(invalid)?;
    let named = match body.get("service") {
        None => DEFAULT,
        Some(name) => name.as_str().ok_or_else(invalid)?,
    };
    let latest_ms = second.max(0).saturating_mul(1000);
    surface.listens().set_latest_import(caller.user_id, service(named)?, latest_ms).await?;
    Ok(ok())
}

fn service(name: &str) -> Answer<&'static str> {
    let lower = name.to_lowercase();
    let known = SERVICES.into_iter().find(|service| *service == lower);
    known.ok_or_else(|| Failure::not_found(format!("Service does not exist: {name}")))
}
