//! Other people.

use axum::extract::State;
use axum::response::IntoResponse as _;
use edge::extract::Json;
use serde_json::{Value, json};

use crate::Surface;
use crate::caller::{Listener, Viewer};
use crate::failure::{Answer, Failure};
use crate::params::Params;

/// `GET /1/search/users/`: people whose names begin so, and whom the viewer may see.
pub(crate) async fn search(
    State(surface): State<Surface>,
    Viewer(viewer): Viewer,
    params: Params,
) -> Answer {
    let term = params.get("search_term").unwrap_or_default();
    let found = surface.accounts().search_listeners(term, viewer.as_ref()).await?;
    let names = found.iter().map(|user| json!({"user_name": user.username.text}));
    Ok(Json(json!({"users": names.collect::<Vec<Value>>()})).into_response())
}

/// `GET /1/user/{user}/similar-users`: this server compares nobody with anybody, so nobody is
/// similar.
pub(crate) async fn list_similar(Listener(_): Listener) -> Answer {
    Ok(Json(json!({"payload": []})).into_response())
}

/// `GET /1/user/{user}/similar-to/{other}`
pub(crate) async fn show_similarity(State(_): State<Surface>, Listener(_): Listener) -> Failure {
    Failure::not_found("Similar-to user not found")
}
