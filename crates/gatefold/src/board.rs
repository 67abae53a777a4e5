//! The jobs as the HTTP interface asks for them.

use api::components::Status;
use api::{Asked, Cancelled, Check, Failure, JobBoard, JobRow, JobState};
use store::health::{self, HealthCheck};
use store::jobs::{self, Job, State};
use store::{Error, Store};
use uuid::Uuid;

/// Rows of the database.
pub struct Rows {
    /// The database.
    pub store: Store,
    /// The time of day.
    pub now_ms: fn() -> i64,
}

impl JobBoard for Rows {
    fn list(
        &self,
        state: Option<JobState>,
        before: Option<Uuid>,
        limit: usize,
    ) -> Asked<'_, Vec<JobRow>> {
        Box::pin(async move {
            let state = state.and_then(|state| State::from_word(state.as_str()));
            let limit = u32::try_from(limit).unwrap_or(u32::MAX);
            let found = jobs::list(&self.store, state, before, limit).await.map_err(failure)?;
            Ok(found.into_iter().map(row).collect())
        })
    }

    fn find(&self, id: Uuid) -> Asked<'_, Option<JobRow>> {
        Box::pin(async move {
            let found = jobs::find(&self.store, id).await.map_err(failure)?;
            Ok(found.map(row))
        })
    }

    fn cancel(&self, id: Uuid) -> Asked<'_, Cancelled> {
        Box::pin(async move {
            let now_ms = (self.now_ms)();
            let cancel = self.store.write(move |tx| {
                Box::pin(async move {
                    match jobs::cancel(tx, id, now_ms).await? {
                        Some(job) => Ok(Cancelled::Asked(Box::new(row(job)))),
                        None if jobs::find(tx, id).await?.is_some() => Ok(Cancelled::Ended),
                        None => Ok(Cancelled::NoSuch),
                    }
                })
            });
            cancel.await.map_err(failure)
        })
    }

    fn history<'a>(
        &'a self,
        component: &'a str,
        before_ms: i64,
        limit: usize,
    ) -> Asked<'a, Vec<Check>> {
        Box::pin(async move {
            let limit = u32::try_from(limit).unwrap_or(u32::MAX);
            let found = health::history(&self.store, component, before_ms, limit).await;
            Ok(found.map_err(failure)?.into_iter().map(check).collect())
        })
    }
}

fn failure(error: Error) -> Failure {
    match error.retry_after() {
        Some(retry_after) => Failure::Unavailable { retry_after, cause: error.into() },
        None => Failure::Internal(error.into()),
    }
}

fn row(job: Job) -> JobRow {
    JobRow {
        id: job.id,
        name: job.name,
        state: match job.state {
            State::Queued => JobState::Queued,
            State::Running => JobState::Running,
            State::Completed => JobState::Completed,
            State::Failed => JobState::Failed,
            State::Cancelled => JobState::Cancelled,
        },
        progress: job.progress,
        message: job.message,
        error: job.error,
        attempts: job.attempts,
        max_attempts: job.max_attempts,
        cancel_requested: job.cancel_requested,
        run_at_ms: job.run_at_ms,
        created_at_ms: job.created_at_ms,
        started_at_ms: job.started_at_ms,
        finished_at_ms: job.finished_at_ms,
    }
}

fn check(check: HealthCheck) -> Check {
    Check {
        component: check.component,
        status: status(check.status),
        message: check.message,
        data: check.data,
        checked_at_ms: check.checked_at_ms,
    }
}

/// The word of the store in the words of the interface.
pub fn status(status: health::Status) -> Status {
    match status {
        health::Status::Healthy => Status::Healthy,
        health::Status::Degraded => Status::Degraded,
        health::Status::Unhealthy => Status::Unhealthy,
    }
}
