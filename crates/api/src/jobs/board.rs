//! What knows the jobs: a trait, plugged in by the program, with rows of its own.

use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use uuid::Uuid;

use crate::components::Status;

/// An answer that is on its way.
pub type Asked<'a, T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + Send + 'a>>;

/// Why there is no answer.
#[derive(Debug)]
pub enum Failure {
    /// The database is away or has too much to do.
    Unavailable {
        /// When to ask again.
        retry_after: Duration,
        /// For the log.
        cause: Box<dyn Error + Send + Sync>,
    },
    /// A fault of the program.
    Internal(Box<dyn Error + Send + Sync>),
}

/// What knows the jobs, and how components were.
pub trait JobBoard: Send + Sync {
    /// Jobs, the newest first, from the one before `before`; all, or those in one state.
    fn list(
        &self,
        state: Option<JobState>,
        before: Option<Uuid>,
        limit: usize,
    ) -> Asked<'_, Vec<JobRow>>;

    /// A job.
    fn find(&self, id: Uuid) -> Asked<'_, Option<JobRow>>;

    /// Ends a job that waits, asks one that runs to end.
    fn cancel(&self, id: Uuid) -> Asked<'_, Cancelled>;

    /// Findings about a component from before an instant, the newest first.
    fn history<'a>(
        &'a self,
        component: &'a str,
        before_ms: i64,
        limit: usize,
    ) -> Asked<'a, Vec<Check>>;
}

/// What came of a cancellation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cancelled {
    /// The job, which has ended or will end soon.
    Asked(Box<JobRow>),
    /// It had ended before.
    Ended,
    /// There is none.
    NoSuch,
}

/// Where a job is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// It waits.
    Queued,
    /// A process works on it.
    Running,
    /// It ended well.
    Completed,
    /// It ended badly.
    Failed,
    /// It was not wanted any more.
    Cancelled,
}

impl JobState {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Queued, Self::Running, Self::Completed, Self::Failed, Self::Cancelled];

    /// The word in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether nothing will change any more.
    #[must_use]
    pub fn is_ended(self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Cancelled)
    }
}

/// A job. Instants are milliseconds since 1970 in UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    /// The id.
    pub id: Uuid,
    /// Which kind.
    pub name: String,
    /// Where it is in its life.
    pub state: JobState,
    /// Percent.
    pub progress: u8,
    /// What it is doing.
    pub message: Option<String>,
    /// Why the last attempt ended badly.
    pub error: Option<String>,
    /// How often it was started.
    pub attempts: u32,
    /// How often it may fail.
    pub max_attempts: u32,
    /// Whether it was asked to end.
    pub cancel_requested: bool,
    /// It does not start before.
    pub run_at_ms: i64,
    /// When it was made.
    pub created_at_ms: i64,
    /// When the last attempt began.
    pub started_at_ms: Option<i64>,
    /// When it ended.
    pub finished_at_ms: Option<i64>,
}

/// What was found about a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The component.
    pub component: String,
    /// How it was.
    pub status: Status,
    /// For people.
    pub message: Option<String>,
    /// JSON with figures.
    pub data: String,
    /// When, in milliseconds since 1970.
    pub checked_at_ms: i64,
}
