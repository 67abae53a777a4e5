//! What was listened to: pages, the number of listens, and deletion.

use axum::extract::State;
use axum::response::IntoResponse as _;
use edge::extract::Json;
use listens::{Window, source};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::Surface;
use crate::body::Object;
use crate::caller::{Listener, Writer};
use crate::failure::{Answer, Failure};
use crate::params::Params;
use crate::submit::{integer, ok};
use crate::track::{self, Track};

#[derive(Serialize)]
struct Body<'a> {
    payload: Page<'a>,
}

/// A page of the history.
#[derive(Serialize)]
struct Page<'a> {
    count: usize,
    user_id: &'a str,
    latest_listen_ts: i64,
    oldest_listen_ts: i64,
    listens: Vec<Track<'a>>,
}

/// `GET /1/user/{user}/listens`
pub(crate) async fn list_listens(
    State(surface): State<Surface>,
    Listener(user): Listener,
    params: Params,
) -> Answer {
    let (max, min) = (params.second("max_ts")?, params.second("min_ts")?);
    if max.zip(min).is_some_and(|(max, min)| max <= min) {
        return Err(Failure::bad_request("max_ts should be greater than min_ts"));
    }
    let window = Window {
        before_ms: max.map(|second| second.saturating_mul(1000)),
        // Whatever began within this second is not later than it.
        after_ms: min.map(|second| second.saturating_mul(1000).saturating_add(999)),
    };
    let count = params.page()?;
    let listens = surface.listens();
    let listens = listens.messages(user.id, window, (count, source::LISTENBRAINZ)).await?;
    let bounds = surface.listens().bounds(user.id).await?;
    let (oldest, latest) = bounds.unwrap_or_default();
    let name = &user.username.text;
    let catalog = surface.catalogue().get().clone();
    let view = catalog.as_ref().and_then(|catalog| catalog.view().ok());
    let shape = |listen| track::listen(listen, name, view.as_ref());
    let payload = Page {
        count: listens.len(),
        user_id: name,
        latest_listen_ts: latest.div_euclid(1000),
        oldest_listen_ts: oldest.div_euclid(1000),
        listens: listens.iter().map(shape).collect(),
    };
    Ok(Json(Body { payload }).into_response())
}

/// `GET /1/user/{user}/listen-count`
pub(crate) async fn count_listens(
    State(surface): State<Surface>,
    Listener(user): Listener,
) -> Answer {
    let count = surface.listens().count(user.id).await?;
    Ok(Json(json!({"payload": {"count": count}})).into_response())
}

/// `POST /1/delete-listen`
pub(crate) async fn delete_listen(
    State(surface): State<Surface>,
    Writer(caller): Writer,
    Object(body): Object,
) -> Answer {
    let missing = || Failure::bad_request("Listen timestamp missing.");
    let second = body.get("listened_at").ok_or_else(missing)?;
    let second = integer(second).ok_or_else(|| {
        Failure::bad_request(format!("{}: Listen timestamp invalid.", plain(second)))
    })?;
    let missing = || Failure::bad_request("Recording MSID missing.");
    let msid = body.get("recording_msid").ok_or_else(missing)?;
    let msid = msid.as_str().and_then(|text| Uuid::try_parse(text).ok()).ok_or_else(|| {
        Failure::bad_request(format!("{}: Recording MSID format invalid.", plain(msid)))
    })?;
    surface.listens().delete_at(caller.user_id, second, msid).await?;
    Ok(ok())
}

/// A value as a message shows it.
fn plain(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    edge::problem::shorten(&text)
}
