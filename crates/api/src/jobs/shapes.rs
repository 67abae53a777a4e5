//! Answers about jobs and components.

use axum::response::{IntoResponse as _, Response};
use edge::extract::Json;
use http::HeaderValue;
use http::header::CACHE_CONTROL;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Check, JobRow};

/// A job.
#[derive(Serialize, ToSchema)]
pub(crate) struct JobShape {
    /// Id.
    id: String,
    /// Its kind.
    #[schema(example = "backup.create")]
    name: String,
    /// `queued`, `running`, `completed`, `failed` or `cancelled`.
    #[schema(value_type = String, example = "running")]
    state: &'static str,
    /// How far it is, in percent.
    progress: u8,
    /// What it is doing.
    message: Option<String>,
    /// Why the last attempt ended badly.
    error: Option<String>,
    /// How often it was started.
    attempts: u32,
    /// How often it may fail.
    max_attempts: u32,
    /// Whether it was asked to end.
    cancel_requested: bool,
    /// It does not start before, RFC 3339.
    run_at: String,
    /// When it was made.
    created_at: String,
    /// When the last attempt began.
    started_at: Option<String>,
    /// When it ended.
    finished_at: Option<String>,
}

impl From<JobRow> for JobShape {
    fn from(job: JobRow) -> Self {
        Self {
            id: job.id.to_string(),
            name: job.name,
            state: job.state.as_str(),
            progress: job.progress,
            message: job.message,
            error: job.error,
            attempts: job.attempts,
            max_attempts: job.max_attempts,
            cancel_requested: job.cancel_requested,
            run_at: instant(job.run_at_ms),
            created_at: instant(job.created_at_ms),
            started_at: job.started_at_ms.map(instant),
            finished_at: job.finished_at_ms.map(instant),
        }
    }
}

/// A page of jobs.
#[derive(Serialize, ToSchema)]
pub(super) struct JobPage {
    /// The jobs, the newest first.
    pub(super) jobs: Vec<JobShape>,
    /// What to send as `cursor` for the next page; null on the last.
    pub(super) next_cursor: Option<String>,
}

/// What was found about a component.
#[derive(Serialize, ToSchema)]
pub(super) struct HealthCheckShape {
    /// The component.
    #[schema(example = "database")]
    component: String,
    /// `healthy`, `degraded` or `unhealthy`.
    #[schema(value_type = String, example = "healthy")]
    status: &'static str,
    /// For people.
    message: Option<String>,
    /// Figures of the component.
    #[schema(value_type = Object)]
    data: Value,
    /// When, RFC 3339.
    checked_at: String,
}

impl From<Check> for HealthCheckShape {
    fn from(check: Check) -> Self {
        Self {
            component: check.component,
            status: check.status.as_str(),
            message: check.message,
            // The database keeps JSON only.
            data: serde_json::from_str(&check.data).unwrap_or_default(),
            checked_at: instant(check.checked_at_ms),
        }
    }
}

/// A page of findings.
#[derive(Serialize, ToSchema)]
pub(super) struct HealthPage {
    /// The findings, the newest first.
    pub(super) checks: Vec<HealthCheckShape>,
    /// What to send as `cursor` for the next page; null on the last.
    pub(super) next_cursor: Option<String>,
}

/// An answer that no cache may keep.
pub(super) fn fresh(shape: impl Serialize) -> Response {
    let mut response = Json(shape).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Milliseconds since 1970 as RFC 3339; the ends of time for what lies beyond them.
fn instant(ms: i64) -> String {
    let nearest = if ms < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_millisecond(ms).unwrap_or(nearest).to_string()
}
