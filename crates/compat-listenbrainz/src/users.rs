//! Other people.

use std::collections::BTreeSet;

use accounts::{Scope, User};
use axum::extract::{Path, State};
use axum::response::IntoResponse as _;
use edge::Problem;
use edge::extract::Json;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::Surface;
use crate::caller::{Known, Listener, Viewer};
use crate::failure::{Answer, Failure};
use crate::params::Params;

/// People whom somebody is compared with.
const MOST_COMPARED: usize = 1000;
/// People who are shown to be similar.
const MOST_SIMILAR: usize = 100;

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

/// `GET /1/user/{user}/similar-users`: among those whose history everybody may see.
pub(crate) async fn list_similar(
    State(surface): State<Surface>,
    Listener(user): Listener,
) -> Answer {
    let mut people = surface.accounts().public_listeners().await?;
    people.truncate(MOST_COMPARED);
    let similar = compare(&surface, &user, &people).await?;
    let name = |id: Uuid| people.iter().find(|it| it.id == id).map(|it| &it.username.text);
    let shapes = similar
        .into_iter()
        .take(MOST_SIMILAR)
        .map(|(id, similarity)| json!({"user_name": name(id), "similarity": similarity}));
    Ok(Json(json!({"payload": shapes.collect::<Vec<Value>>()})).into_response())
}

/// `GET /1/user/{user}/similar-to/{other}`
pub(crate) async fn show_similarity(
    State(surface): State<Surface>,
    Listener(user): Listener,
    Path((_, other)): Path<(String, String)>,
    Viewer(viewer): Viewer,
) -> Answer {
    let none = || Failure::not_found("Similar-to user not found");
    let found = crate::caller::find(&surface, &other, viewer.as_ref()).await;
    let other = found.map_err(|_| none())?;
    let similar = compare(&surface, &user, std::slice::from_ref(&other)).await?;
    let (_, similarity) = similar.first().ok_or_else(none)?;
    let payload = json!({"user_name": other.username.text, "similarity": similarity});
    Ok(Json(json!({"payload": payload})).into_response())
}

/// `GET /1/user/{user}/services`: the languages of the servers that own plays are forwarded to.
pub(crate) async fn list_services(
    State(surface): State<Surface>,
    Known(caller): Known,
    Path(name): Path<String>,
) -> Answer {
    caller.require(Scope::ListensRead)?;
    let own = surface.accounts().find_own(&caller).await?;
    if !surface.accounts().is_name_of(&name, &own) {
        return Err(Failure::forbidden(
            "You don't have permissions to view this user's information.",
        ));
    }
    let relays = surface.listens().relays(own.id).await?;
    let used = relays.iter().filter(|relay| relay.target.is_enabled);
    let services: BTreeSet<&str> = used.map(|relay| relay.target.protocol.as_str()).collect();
    let name = &own.username.text;
    Ok(Json(json!({"user_name": name, "services": services})).into_response())
}

/// One comparison at a time: it adds up everybody.
async fn compare(surface: &Surface, user: &User, people: &[User]) -> Answer<Vec<(Uuid, f64)>> {
    let _turn = surface.site().turn().await.map_err(Problem::internal)?;
    let statistics = surface.listens().statistics(user.id).await?;
    Ok(statistics.similar(people).await?)
}
