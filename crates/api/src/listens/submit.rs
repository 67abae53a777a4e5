//! Submitting listens, and saying what plays now.

use axum::extract;
use axum::response::Response;
use edge::Problem;
use edge::extract::{Json, NoQuery};
use edge::problem::code;
use http::StatusCode;
use listens::{Outcome, Play, Submission, TimeMeaning, Words, source};
use model::Gid;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::Listening;
use super::own::Writer;
use super::problems::WriteProblems;
use super::shapes::millis;
use crate::accounts::shapes::{done, private};
use crate::error::Result;

/// Listens of one request at most.
const MOST: usize = 1000;

/// What was played, as the player knows it.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WordsRequest {
    /// Artist credit, as one text.
    artist_name: String,
    /// Title.
    recording_name: String,
    /// Title of the release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    release_name: Option<String>,
    /// Artist credit of the release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    release_artist_name: Option<String>,
    /// Number on the medium.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    track_number: Option<String>,
    /// Length in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    length_ms: Option<i64>,
    /// ISRC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    isrc: Option<String>,
    /// MBID of the recording; it is compared with the names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recording_mbid: Option<String>,
    /// MBID of the release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    release_mbid: Option<String>,
    /// MBID of the track.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    track_mbid: Option<String>,
    /// MBIDs of the artists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    artist_mbids: Vec<String>,
}

impl WordsRequest {
    fn words(&self) -> Result<Words, Problem> {
        let trimmed = |text: &Option<String>| {
            text.as_deref().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned)
        };
        let artists = self.artist_mbids.iter().map(|text| gid("artist_mbids", text));
        let maybe =
            |field, text: &Option<String>| text.as_deref().map(|text| gid(field, text)).transpose();
        Ok(Words {
            artist_name: self.artist_name.trim().to_owned(),
            recording_name: self.recording_name.trim().to_owned(),
            release_name: trimmed(&self.release_name),
            release_artist_name: trimmed(&self.release_artist_name),
            track_number: trimmed(&self.track_number),
            length_ms: self.length_ms.filter(|length| *length > 0),
            isrc: trimmed(&self.isrc),
            recording_mbid: maybe("recording_mbid", &self.recording_mbid)?,
            release_mbid: maybe("release_mbid", &self.release_mbid)?,
            track_mbid: maybe("track_mbid", &self.track_mbid)?,
            artist_mbids: artists.collect::<Result<_, _>>()?,
            is_one_artist: false,
        })
    }
}

/// A play.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlayRequest {
    /// What was played.
    words: WordsRequest,
    /// When, RFC 3339.
    listened_at: String,
    /// Whether that is the `start` or the `end` of the play.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(default = "start")]
    time_meaning: Option<String>,
    /// How long it was heard, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    played_ms: Option<i64>,
    /// The source's own id of what was played, as `spotify:track:…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source_track_id: Option<String>,
}

impl PlayRequest {
    fn play(&self) -> Result<Play, Problem> {
        let invalid =
            |field, detail| Err(Problem::new(code::INVALID_FIELD).parameter(field).detail(detail));
        let Some(listened_at_ms) = millis(&self.listened_at) else {
            return invalid("listened_at", "listened_at is an instant, as in 2026-11-21T12:00:00Z");
        };
        let time_meaning = match self.time_meaning.as_deref() {
            None | Some("start") => TimeMeaning::Start,
            Some("end") => TimeMeaning::End,
            Some(_) => return invalid("time_meaning", "time_meaning is start or end"),
        };
        Ok(Play {
            words: self.words.words()?,
            listened_at_ms,
            time_meaning,
            played_ms: self.played_ms,
            source_track_id: self.source_track_id.clone(),
            client: None,
            payload: serde_json::to_string(self).map_err(Problem::internal)?,
        })
    }
}

/// Plays of one program, at most 1,000.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SubmissionRequest {
    /// Program and version.
    #[serde(default)]
    client: Option<String>,
    /// Plays.
    listens: Vec<PlayRequest>,
}

/// What became of a play.
#[derive(Serialize, ToSchema)]
pub(crate) struct OutcomeShape {
    /// `kept`: it is a listen. `repeated`: it was sent before, nothing changed. `duplicate`: the
    /// play was reported by another program already; both reports are kept, one listen counts.
    status: &'static str,
    /// The id of the report.
    id: String,
    /// The listen of which it is a duplicate.
    duplicate_of: Option<String>,
    /// The id of the words.
    recording_msid: String,
}

impl From<Outcome> for OutcomeShape {
    fn from(outcome: Outcome) -> Self {
        let (status, of) = match outcome {
            Outcome::Kept { .. } => ("kept", None),
            Outcome::Repeated { .. } => ("repeated", None),
            Outcome::Duplicate { of, .. } => ("duplicate", Some(of.to_string())),
        };
        let (id, recording_msid) = (outcome.id().to_string(), outcome.recording_msid().to_string());
        Self { status, id, duplicate_of: of, recording_msid }
    }
}

/// What became of plays.
#[derive(Serialize, ToSchema)]
pub(crate) struct Outcomes {
    /// In the order of the request.
    listens: Vec<OutcomeShape>,
}

/// Submit listens
///
/// All of them or none. The answer means that they are on disk; the same request again changes
/// nothing.
#[utoipa::path(
    post,
    path = "/v1/listens",
    tag = "listening",
    request_body = SubmissionRequest,
    responses((status = 200, description = "What became of them", body = Outcomes), WriteProblems),
)]
pub(crate) async fn submit_listens(
    extract::State(listening): extract::State<Listening>,
    Writer(user_id): Writer,
    _: NoQuery,
    Json(request): Json<SubmissionRequest>,
) -> Result<Response> {
    if request.listens.len() > MOST {
        let words = format!("send {MOST} listens at most");
        return Err(Problem::new(code::INVALID_FIELD).parameter("listens").detail(words).into());
    }
    let plays = request.listens.iter().map(PlayRequest::play).collect::<Result<Vec<_>, _>>()?;
    let by = Submission { client: request.client, ..Submission::new(user_id, source::NATIVE) };
    let outcomes = listening.listens().submit(&by, plays).await?;
    let listens = outcomes.into_iter().map(OutcomeShape::from).collect();
    Ok(private(StatusCode::OK, Outcomes { listens }))
}

/// What begins to play.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NowPlayingRequest {
    /// Program and version.
    #[serde(default)]
    client: String,
    /// What plays.
    words: WordsRequest,
}

/// Say what plays now
///
/// It ends after its length, or after ten minutes.
#[utoipa::path(
    put,
    path = "/v1/listens/now-playing",
    tag = "listening",
    request_body = NowPlayingRequest,
    responses((status = 204, description = "It is known"), WriteProblems),
)]
pub(crate) async fn set_now_playing(
    extract::State(listening): extract::State<Listening>,
    Writer(user_id): Writer,
    _: NoQuery,
    Json(request): Json<NowPlayingRequest>,
) -> Result<Response> {
    let payload = serde_json::to_string(&request).map_err(Problem::internal)?;
    let (user_id, words) = (user_id, request.words.words()?);
    listening.listens().set_now_playing(user_id, &request.client, words, payload).await?;
    Ok(done())
}

/// Say that nothing plays
#[utoipa::path(
    delete,
    path = "/v1/listens/now-playing",
    tag = "listening",
    responses((status = 204, description = "Nothing plays"), WriteProblems),
)]
pub(crate) async fn clear_now_playing(
    extract::State(listening): extract::State<Listening>,
    Writer(user_id): Writer,
    _: NoQuery,
) -> Result<Response> {
    listening.listens().clear_now_playing(user_id, None).await?;
    Ok(done())
}

fn gid(field: &'static str, text: &str) -> Result<Gid, Problem> {
    let id = Uuid::try_parse(text).map_err(|_| {
        Problem::new(code::INVALID_FIELD).parameter(field).detail(format!("{field} is a UUID"))
    })?;
    Ok(Gid(*id.as_bytes()))
}
