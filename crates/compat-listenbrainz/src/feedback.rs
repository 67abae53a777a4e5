//! Love and hate.

use accounts::Caller;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use edge::extract::Json;
use listens::{Feedback, Score, Target, source};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::Surface;
use crate::body::Object;
use crate::caller::{Listener, Viewer, Writer};
use crate::failure::{Answer, Failure};
use crate::params::{MAX_COUNT, Params};
use crate::submit::{integer, ok};
use crate::track;

const NEEDED: &str = "JSON document must contain either recording_msid or recording_mbid, and \
                      score top level keys";
const ALLOWED: &str =
    "JSON document may only contain recording_msid, recording_mbid and score top level keys";
const NO_RECORDING: &str = "No valid recording msid or recording mbid found.";

/// `POST /1/feedback/recording-feedback`
pub(crate) async fn set_feedback(
    State(surface): State<Surface>,
    Writer(caller): Writer,
    Object(body): Object,
) -> Answer {
    let has = |key: &str| body.contains_key(key);
    if !has("score") || !(has("recording_msid") || has("recording_mbid")) {
        return Err(Failure::bad_request(NEEDED));
    }
    let keys = ["recording_msid", "recording_mbid", "score"];
    if body.keys().any(|key| !keys.contains(&key.as_str())) {
        return Err(Failure::bad_request(ALLOWED));
    }
    let msid = id_of(&body, "recording_msid")?.map(Target::Msid);
    let mbid = id_of(&body, "recording_mbid")?.map(Target::Mbid);
    let score = match integer(&body["score"]) {
        Some(1) => Score::Love,
        Some(0) => Score::Neutral,
        Some(-1) => Score::Hate,
        _ => return Err(invalid("Score can have a value of 1, 0 or -1.")),
    };
    if msid.is_none() && mbid.is_none() {
        return Err(Failure::bad_request(NEEDED));
    }
    for target in mbid.into_iter().chain(msid) {
        let door = source::LISTENBRAINZ;
        surface.listens().set_feedback(caller.user_id, target, score, door).await?;
    }
    Ok(ok())
}

/// An id in a body; none when it is null.
pub(crate) fn id_of(body: &Map<String, Value>, key: &str) -> Answer<Option<Uuid>> {
    match body.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            let id = value.as_str().and_then(|text| Uuid::try_parse(text).ok());
            id.map(Some).ok_or_else(|| invalid(&format!("{key} must be a valid UUID.")))
        }
    }
}

/// 400 for a body of the right form with wrong values.
pub(crate) fn invalid(reason: &str) -> Failure {
    Failure::bad_request(format!("Invalid JSON document submitted: {reason}"))
}

/// `GET /1/feedback/user/{user}/get-feedback`
pub(crate) async fn list_of_user(
    State(surface): State<Surface>,
    Listener(user): Listener,
    params: Params,
) -> Answer {
    let (score, part, with_metadata) = (score(&params)?, params.part()?, params.flag("metadata")?);
    let (rows, total) = surface.listens().feedback(user.id, score, part).await?;
    let mut shapes = Vec::with_capacity(rows.len());
    for row in &rows {
        let metadata = match with_metadata {
            true => described(&surface, row.recording_msid).await?,
            false => Value::Null,
        };
        shapes.push(shape(row, &user.username.text, metadata));
    }
    Ok(list(shapes, total, part.offset))
}

/// `GET /1/feedback/recording/{recording}/get-feedback`
pub(crate) async fn list_on_msid(
    State(surface): State<Surface>,
    viewer: Viewer,
    Path(id): Path<String>,
    params: Params,
) -> Answer {
    let parsed = Uuid::try_parse(&id).map(Target::Msid);
    let wrong = || Failure::bad_request(format!("{id} msid format invalid."));
    list_on(&surface, parsed.map_err(|_| wrong())?, (viewer.0, params)).await
}

/// `GET /1/feedback/recording/{recording}/get-feedback-mbid`
pub(crate) async fn list_on_mbid(
    State(surface): State<Surface>,
    viewer: Viewer,
    Path(id): Path<String>,
    params: Params,
) -> Answer {
    let parsed = Uuid::try_parse(&id).map(Target::Mbid);
    let wrong = || Failure::bad_request(format!("{id} mbid format invalid."));
    list_on(&surface, parsed.map_err(|_| wrong())?, (viewer.0, params)).await
}

/// Opinions of those whom the viewer may see.
async fn list_on(
    surface: &Surface,
    target: Target,
    (viewer, params): (Option<Caller>, Params),
) -> Answer {
    let (score, part) = (score(&params)?, params.part()?);
    let (rows, total) = surface.listens().feedback_on(target, score, part).await?;
    let mut shapes = Vec::with_capacity(rows.len());
    for row in &rows {
        match surface.accounts().find_listener_of(row.user_id, viewer.as_ref()).await {
            Ok(user) => shapes.push(shape(row, &user.username.text, Value::Null)),
            Err(error) if error.refusal().is_some() => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(list(shapes, total, part.offset))
}

/// `GET /1/feedback/user/{user}/get-feedback-for-recordings`
pub(crate) async fn list_for_recordings(
    State(surface): State<Surface>,
    Listener(user): Listener,
    params: Params,
) -> Answer {
    // The older name of the first.
    let msids = params.filled("recording_msids").or_else(|| params.filled("recordings"));
    let split = |text: Option<&str>| -> Vec<String> {
        let ids = text.into_iter().flat_map(|text| text.split(','));
        ids.map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()).collect()
    };
    let ids = (split(msids), split(params.filled("recording_mbids")));
    for_recordings(&surface, user, ids).await
}

/// `POST /1/feedback/user/{user}/get-feedback-for-recordings`
pub(crate) async fn list_for_recordings_in_body(
    State(surface): State<Surface>,
    Listener(user): Listener,
    Object(body): Object,
) -> Answer {
    let texts = |key: &str| -> Vec<String> {
        let items = body.get(key).and_then(Value::as_array).into_iter().flatten();
        items.filter_map(|item| item.as_str().map(str::to_owned)).collect()
    };
    for_recordings(&surface, user, (texts("recording_msids"), texts("recording_mbids"))).await
}

async fn for_recordings(
    surface: &Surface,
    user: accounts::User,
    (msids, mbids): (Vec<String>, Vec<String>),
) -> Answer {
    if msids.len() + mbids.len() > MAX_COUNT as usize {
        let text = format!("At most {MAX_COUNT} recordings can be asked for at once.");
        return Err(Failure::bad_request(text));
    }
    let id = |text: &String| Uuid::try_parse(text).ok();
    let msids = msids.iter().filter_map(id).map(Target::Msid);
    let targets: Vec<Target> = msids.chain(mbids.iter().filter_map(id).map(Target::Mbid)).collect();
    if targets.is_empty() {
        return Err(Failure::bad_request(NO_RECORDING));
    }
    let rows = surface.listens().feedback_for(user.id, &targets).await?;
    let name = &user.username.text;
    let shapes = targets.iter().zip(&rows).map(|(target, row)| match row {
        Some(row) => shape(row, name, Value::Null),
        None => unknown(*target, name),
    });
    Ok(Json(json!({"feedback": shapes.collect::<Vec<_>>()})).into_response())
}

fn score(params: &Params) -> Answer<Option<Score>> {
    match params.number("score")? {
        None => Ok(None),
        Some(1) => Ok(Some(Score::Love)),
        Some(-1) => Ok(Some(Score::Hate)),
        Some(_) => Err(Failure::bad_request("Score can have a value of 1 or -1.")),
    }
}

fn shape(row: &Feedback, name: &str, metadata: Value) -> Value {
    json!({
        "user_id": name,
        "recording_msid": row.recording_msid,
        "recording_mbid": row.recording_mbid,
        "score": row.score,
        "created": row.created_at_ms.div_euclid(1000),
        "track_metadata": metadata,
    })
}

/// Something without an opinion.
fn unknown(target: Target, name: &str) -> Value {
    let (msid, mbid) = match target {
        Target::Msid(id) => (Some(id), None),
        Target::Mbid(id) => (None, Some(id)),
    };
    json!({
        "user_id": name,
        "recording_msid": msid,
        "recording_mbid": mbid,
        "score": 0,
        "created": null,
        "track_metadata": null,
    })
}

fn list(shapes: Vec<Value>, total: u64, offset: u32) -> Response {
    Json(json!({
        "feedback": shapes,
        "count": shapes.len(),
        "total_count": total,
        "offset": offset,
    }))
    .into_response()
}

/// The words under an id; null when nobody sent them.
pub(crate) async fn described(surface: &Surface, msid: Option<Uuid>) -> Answer<Value> {
    let Some(msid) = msid else { return Ok(Value::Null) };
    let words = surface.listens().words(msid).await?;
    Ok(words.map_or(Value::Null, |words| track::metadata(&words, msid)))
}
