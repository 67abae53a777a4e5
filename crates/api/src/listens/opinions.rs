//! Opinions on recordings, and what a person pins for others to see.

use axum::extract;
use axum::response::Response;
use edge::Problem;
use edge::extract::{Json, NoQuery, Path, Query};
use edge::paging::Cursor;
use edge::problem::code;
use http::StatusCode;
use listens::{Feedback, NewPin, Part, Pin, Score, Target, source};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::Listening;
use super::own::Writer;
use super::problems::{ReadProblems, WriteProblems};
use super::shapes::millis;
use crate::accounts::MaybeCaller;
use crate::accounts::page::{Page, PageQuery};
use crate::accounts::shapes::{done, instant, private};
use crate::error::Result;

/// A recording, by one of two ids.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FeedbackRequest {
    /// The id of words.
    #[schema(value_type = Option<String>, format = "uuid")]
    recording_msid: Option<Uuid>,
    /// The MBID of the recording.
    #[schema(value_type = Option<String>, format = "uuid")]
    recording_mbid: Option<Uuid>,
    /// 1 for love, -1 for hate, 0 for neither.
    score: i8,
}

/// An opinion.
#[derive(Serialize, ToSchema)]
pub(crate) struct FeedbackShape {
    /// The id of words.
    recording_msid: Option<String>,
    /// The MBID of the recording.
    recording_mbid: Option<String>,
    /// 1 for love, -1 for hate.
    score: i64,
    /// When, RFC 3339.
    created_at: String,
}

/// A page of opinions.
#[derive(Serialize, ToSchema)]
pub(crate) struct FeedbackPage {
    /// The newest first.
    feedback: Vec<FeedbackShape>,
    /// How many there are.
    total: u64,
    /// What to send as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
}

/// What to pin: a recording, by one of two ids.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PinRequest {
    /// The id of words.
    #[schema(value_type = Option<String>, format = "uuid")]
    recording_msid: Option<Uuid>,
    /// The MBID of the recording.
    #[schema(value_type = Option<String>, format = "uuid")]
    recording_mbid: Option<Uuid>,
    /// At most 280 characters.
    comment: Option<String>,
    /// Its end, RFC 3339; a week from now when nothing is said.
    until: Option<String>,
}

/// A pin.
#[derive(Serialize, ToSchema)]
pub(crate) struct PinShape {
    /// Number among all pins.
    number: i64,
    /// The id of words.
    recording_msid: Option<String>,
    /// The MBID of the recording.
    recording_mbid: Option<String>,
    /// What the person says about it.
    comment: Option<String>,
    /// When it was made, RFC 3339.
    created_at: String,
    /// Its end.
    pinned_until: String,
}

impl From<Pin> for PinShape {
    fn from(pin: Pin) -> Self {
        Self {
            number: pin.row_number,
            recording_msid: pin.recording_msid.map(|id| id.to_string()),
            recording_mbid: pin.recording_mbid.map(|id| id.to_string()),
            comment: pin.comment,
            created_at: instant(pin.created_at_ms),
            pinned_until: instant(pin.pinned_until_ms),
        }
    }
}

/// A page of pins.
#[derive(Serialize, ToSchema)]
pub(crate) struct PinPage {
    /// The newest first.
    pins: Vec<PinShape>,
    /// How many there are.
    total: u64,
    /// What to send as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
}

/// Love or hate a recording
#[utoipa::path(
    put,
    path = "/v1/listens/feedback",
    tag = "listening",
    request_body = FeedbackRequest,
    responses((status = 204, description = "It is kept"), WriteProblems),
)]
pub(crate) async fn set_feedback(
    extract::State(listening): extract::State<Listening>,
    Writer(user_id): Writer,
    _: NoQuery,
    Json(request): Json<FeedbackRequest>,
) -> Result<Response> {
    let invalid = |field, detail| Problem::new(code::INVALID_FIELD).parameter(field).detail(detail);
    let target = match (request.recording_msid, request.recording_mbid) {
        (Some(msid), None) => Target::Msid(msid),
        (None, Some(mbid)) => Target::Mbid(mbid),
        _ => {
            let words = "say recording_msid or recording_mbid";
            return Err(invalid("recording_msid", words).into());
        }
    };
    let score = match request.score {
        1 => Score::Love,
        0 => Score::Neutral,
        -1 => Score::Hate,
        _ => return Err(invalid("score", "score is 1, 0 or -1").into()),
    };
    listening.listens().set_feedback(user_id, target, score, source::NATIVE).await?;
    Ok(done())
}

/// List opinions
#[utoipa::path(
    get,
    path = "/v1/users/{name}/feedback",
    tag = "listening",
    params(("name" = String, Path, description = "The name of a user"), PageQuery),
    responses((status = 200, description = "A page of opinions", body = FeedbackPage), ReadProblems),
)]
pub(crate) async fn list_feedback(
    extract::State(listening): extract::State<Listening>,
    viewer: MaybeCaller,
    Path(name): Path<String>,
    Query(query): Query<PageQuery>,
) -> Result<Response> {
    let user = listening.person(&name, &viewer).await?;
    let page = query.page("feedback")?;
    let (rows, total) = listening.listens().feedback(user.id, None, part(&page)).await?;
    let (rows, next_cursor) = cut(&page, rows);
    let feedback = rows.into_iter().map(|it: Feedback| FeedbackShape {
        recording_msid: it.recording_msid.map(|id| id.to_string()),
        recording_mbid: it.recording_mbid.map(|id| id.to_string()),
        score: it.score,
        created_at: instant(it.created_at_ms),
    });
    Ok(private(StatusCode::OK, FeedbackPage { feedback: feedback.collect(), total, next_cursor }))
}

/// Pin a recording
#[utoipa::path(
    post,
    path = "/v1/listens/pins",
    tag = "listening",
    request_body = PinRequest,
    responses((status = 200, description = "The pin", body = PinShape), WriteProblems),
)]
pub(crate) async fn pin(
    extract::State(listening): extract::State<Listening>,
    Writer(user_id): Writer,
    _: NoQuery,
    Json(request): Json<PinRequest>,
) -> Result<Response> {
    let until_ms = request.until.as_deref().map(|text| {
        let wrong = || Problem::new(code::INVALID_FIELD).parameter("until");
        millis(text).ok_or_else(|| wrong().detail("until is an instant as RFC 3339 writes it"))
    });
    let new = NewPin {
        recording_msid: request.recording_msid,
        recording_mbid: request.recording_mbid,
        comment: request.comment,
        until_ms: until_ms.transpose()?,
    };
    let pin = listening.listens().pin(user_id, new).await?;
    Ok(private(StatusCode::OK, PinShape::from(pin)))
}

/// Unpin what is pinned
#[utoipa::path(
    delete,
    path = "/v1/listens/pins",
    tag = "listening",
    responses((status = 204, description = "Nothing is pinned"), WriteProblems),
)]
pub(crate) async fn unpin(
    extract::State(listening): extract::State<Listening>,
    Writer(user_id): Writer,
    _: NoQuery,
) -> Result<Response> {
    listening.listens().unpin(user_id).await?;
    Ok(done())
}

/// List pins
#[utoipa::path(
    get,
    path = "/v1/users/{name}/pins",
    tag = "listening",
    params(("name" = String, Path, description = "The name of a user"), PageQuery),
    responses((status = 200, description = "A page of pins", body = PinPage), ReadProblems),
)]
pub(crate) async fn list_pins(
    extract::State(listening): extract::State<Listening>,
    viewer: MaybeCaller,
    Path(name): Path<String>,
    Query(query): Query<PageQuery>,
) -> Result<Response> {
    let user = listening.person(&name, &viewer).await?;
    let page = query.page("pins")?;
    let (rows, total) = listening.listens().pins(user.id, part(&page)).await?;
    let (rows, next_cursor) = cut(&page, rows);
    let pins = rows.into_iter().map(PinShape::from).collect();
    Ok(private(StatusCode::OK, PinPage { pins, total, next_cursor }))
}

fn part(page: &Page) -> Part {
    Part { limit: page.wanted() as u32, offset: page.skipped() }
}

/// Cuts the one more off, in a list that is paged by places.
fn cut<T>(page: &Page, rows: Vec<T>) -> (Vec<T>, Option<String>) {
    let mut placed: Vec<(u64, T)> = (u64::from(page.skipped()) + 1..).zip(rows).collect();
    let next = page.cut(&mut placed, |(place, _)| Cursor::at(*place));
    (placed.into_iter().map(|(_, row)| row).collect(), next)
}
