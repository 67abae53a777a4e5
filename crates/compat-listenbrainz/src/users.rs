//! Other people.

use axum::extract::State;
use axum::response::IntoResponse as _;
use edge::extract::Json;
use serde_json::json;

use crate::Surface;
use crate::caller::Listener;
use crate::failure::{Answer, Failure};

/// `GET /1/user/{user}/similar-users`: this server compares nobody with anybody, so nobody is
/// similar.
pub(crate) async fn list_similar(Listener(_): Listener) -> Answer {
    Ok(Json(json!({"payload": []})).into_response())
}

/// `GET /1/user/{user}/similar-to/{other}`
pub(crate) async fn show_similarity(State(_): State<Surface>, Listener(_): Listener) -> Failure {
    Failure::not_found("Similar-to user not found")
}
