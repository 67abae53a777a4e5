//! Why an own listen counts for its recording.

use axum::extract;
use axum::response::Response;
use http::StatusCode;
use listens::{Candidate, Reasons, Stage};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::Listening;
use super::own::{ListenId, Reader};
use super::problems::OwnProblems;
use crate::accounts::shapes::private;
use crate::error::Result;

/// The automatic match of a listen's words, after edits and rules.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReasonsShape {
    /// `pending` (the thorough search is to come), `matched`, `uncertain` or `unmatched`.
    status: &'static str,
    /// What found the recording: `mbid isrc exact fuzzy library`; null where nothing did, and where people chose it.
    stage: Option<&'static str>,
    /// How sure it is, 0 to 1; null where no stage found one.
    score: Option<f64>,
    /// What was compared and how it came out; of what people chose how many did, `chosen_by`.
    #[schema(value_type = Object)]
    features: Value,
    /// Whether the person chose another recording, which counts instead.
    is_manual: bool,
    /// Others that were thought of, the best first, at most 10; none where a stage is certain.
    candidates: Vec<CandidateShape>,
}

/// A recording that was thought of.
#[derive(Serialize, ToSchema)]
pub(crate) struct CandidateShape {
    /// The recording.
    recording_mbid: String,
    /// The release that fits best; null when none does.
    release_mbid: Option<String>,
    /// The first stage that finds it: `mbid isrc exact fuzzy`.
    stage: &'static str,
    /// Its title; null when the catalogue has it no more.
    recording_name: Option<String>,
    /// Its artist credit.
    artist_credit_name: Option<String>,
    /// How sure it is, 0 to 1.
    score: f64,
    /// What was compared and how it came out.
    #[schema(value_type = Object)]
    features: Value,
}

impl From<Reasons> for ReasonsShape {
    fn from(it: Reasons) -> Self {
        Self {
            status: it.status.as_str(),
            stage: it.stage.map(Stage::as_str),
            score: it.score,
            features: it.features,
            is_manual: it.is_manual,
            candidates: it.candidates.into_iter().map(CandidateShape::from).collect(),
        }
    }
}

impl From<Candidate> for CandidateShape {
    fn from(it: Candidate) -> Self {
        Self {
            recording_mbid: it.recording_mbid.to_string(),
            release_mbid: it.release_mbid.map(|mbid| mbid.to_string()),
            stage: it.stage.as_str(),
            recording_name: it.recording_name,
            artist_credit_name: it.artist_credit_name,
            score: it.score,
            features: it.features,
        }
    }
}

/// Show why an own listen counts for its recording
///
/// A recording that fits better is chosen at `/v1/listens/matches/{msid}`.
#[utoipa::path(
    get,
    path = "/v1/listens/{id}/match",
    tag = "listening",
    params(("id" = String, Path, description = "The id of a listen")),
    responses((status = 200, description = "The match", body = ReasonsShape), OwnProblems),
)]
pub(crate) async fn show_reasons(
    extract::State(listening): extract::State<Listening>,
    Reader(user_id): Reader,
    ListenId(listen): ListenId,
) -> Result<Response> {
    let reasons = listening.listens().reasons(user_id, listen).await?;
    Ok(private(StatusCode::OK, ReasonsShape::from(reasons)))
}
