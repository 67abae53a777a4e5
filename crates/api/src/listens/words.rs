//! Words that the catalogue does not know, and what a person says they are.

use axum::extract;
use axum::response::Response;
use edge::Problem;
use edge::extract::{Json, NoQuery};
use edge::problem::code;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Listening;
use super::own::{Reader, WordsId, Writer};
use super::problems::{OwnProblems, WriteProblems};
use super::shapes::WordsShape;
use crate::accounts::shapes::{done, private};
use crate::error::Result;

/// Words of one list at most.
const MOST: u32 = 100;

/// Words that nothing matches.
#[derive(Serialize, ToSchema)]
pub(crate) struct UnmatchedShape {
    /// The words.
    words: WordsShape,
    /// Their id.
    recording_msid: String,
    /// How often they were heard.
    listens: u64,
}

/// Words that nothing matches, those that were heard most first.
#[derive(Serialize, ToSchema)]
pub(crate) struct UnmatchedList {
    /// At most 100.
    unmatched: Vec<UnmatchedShape>,
}

/// What words are.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MatchRequest {
    /// The MBID of the recording.
    recording_mbid: String,
}

/// List words that the catalogue does not know
#[utoipa::path(
    get,
    path = "/v1/listens/unmatched",
    tag = "listening",
    responses((status = 200, description = "Words", body = UnmatchedList), OwnProblems),
)]
pub(crate) async fn list_unmatched(
    extract::State(listening): extract::State<Listening>,
    Reader(user_id): Reader,
    _: NoQuery,
) -> Result<Response> {
    let unmatched = listening.listens().unmatched(user_id, MOST).await?;
    let unmatched = unmatched.into_iter().map(|it| UnmatchedShape {
        words: it.words.into(),
        recording_msid: it.recording_msid.to_string(),
        listens: it.listens,
    });
    Ok(private(StatusCode::OK, UnmatchedList { unmatched: unmatched.collect() }))
}

/// Say what words are
///
/// All own listens with these words follow, old and new.
#[utoipa::path(
    put,
    path = "/v1/listens/matches/{msid}",
    tag = "listening",
    params(("msid" = String, Path, description = "The id of words")),
    request_body = MatchRequest,
    responses((status = 204, description = "It is kept"), WriteProblems),
)]
pub(crate) async fn match_words(
    extract::State(listening): extract::State<Listening>,
    Writer(user_id): Writer,
    WordsId(msid): WordsId,
    Json(request): Json<MatchRequest>,
) -> Result<Response> {
    let mbid = uuid::Uuid::try_parse(&request.recording_mbid).map_err(|_| {
        let wrong = Problem::new(code::INVALID_FIELD).parameter("recording_mbid");
        wrong.detail("recording_mbid is a UUID")
    })?;
    listening.listens().match_words(user_id, msid, Some(mbid)).await?;
    Ok(done())
}

/// Take back what words are
#[utoipa::path(
    delete,
    path = "/v1/listens/matches/{msid}",
    tag = "listening",
    params(("msid" = String, Path, description = "The id of words")),
    responses((status = 204, description = "The program decides again"), WriteProblems),
)]
pub(crate) async fn unmatch_words(
    extract::State(listening): extract::State<Listening>,
    Writer(user_id): Writer,
    WordsId(msid): WordsId,
) -> Result<Response> {
    listening.listens().match_words(user_id, msid, None).await?;
    Ok(done())
}
