//! Jobs: work that waits, runs, and has ended. Several processes may share one queue.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all, first};
use crate::users::one;
use crate::value::Row;
use crate::word::words;

queries! {
    "jobs";
    INSERT = "insert";
    CLAIM = "claim", postgres;
    HEARTBEAT = "heartbeat";
    FINISH = "finish";
    RETRY = "retry";
    CANCEL = "cancel";
    RELEASE_LOST = "release_lost";
    FIND = "find";
    LIST = "list";
    LIST_IN_STATE = "list_in_state";
    COUNT_BY_STATE = "count_by_state";
    NEXT_DUE = "next_due";
    DELETE_FINISHED = "delete_finished";
}

words! {
    /// Where a job is in its life.
    State, "a state of jobs";
    /// It waits.
    Queued = "queued",
    /// A process has it.
    Running = "running",
    /// It ended well.
    Completed = "completed",
    /// It ended badly.
    Failed = "failed",
    /// It was not wanted any more.
    Cancelled = "cancelled",
}

/// A job. Instants are milliseconds since 1970 in UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The id.
    pub id: Uuid,
    /// Which kind.
    pub name: String,
    /// JSON of the kind.
    pub payload: String,
    /// Where it is in its life.
    pub state: State,
    /// The higher, the sooner.
    pub priority: i64,
    /// How often it was started.
    pub attempts: u32,
    /// How often it may fail.
    pub max_attempts: u32,
    /// It does not start before.
    pub run_at_ms: i64,
    /// Among unfinished jobs, a key occurs once.
    pub unique_key: Option<String>,
    /// 0 to 100 percent.
    pub progress: u8,
    /// What it is doing.
    pub message: Option<String>,
    /// Why the last attempt ended badly.
    pub error: Option<String>,
    /// The process that runs it.
    pub claimed_by: Option<String>,
    /// That process's last sign of life.
    pub heartbeat_at_ms: Option<i64>,
    /// Whether it was asked to end.
    pub cancel_requested: bool,
    /// Who wanted it; none for the program.
    pub created_by: Option<Uuid>,
    /// When it was made.
    pub created_at_ms: i64,
    /// When the last attempt began.
    pub started_at_ms: Option<i64>,
    /// When it ended.
    pub finished_at_ms: Option<i64>,
}

/// A job to be done.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// The id.
    pub id: Uuid,
    /// Which kind, at most 200 characters.
    pub name: String,
    /// JSON of the kind.
    pub payload: String,
    /// The higher, the sooner.
    pub priority: i64,
    /// How often it may fail; at least 1.
    pub max_attempts: u32,
    /// It does not start before.
    pub run_at_ms: i64,
    /// Among unfinished jobs, a key occurs once.
    pub unique_key: Option<String>,
    /// Who wants it.
    pub created_by: Option<Uuid>,
    /// Now.
    pub created_at_ms: i64,
}

/// How far a job is.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    /// 0 to 100.
    pub percent: u8,
    /// What it is doing.
    pub message: Option<&'a str>,
}

/// Puts a job into the queue. False when an unfinished job has its unique key.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn insert(tx: &mut Tx<'_>, job: &NewJob) -> Result<bool> {
    let params = params![
        job.id,
        &job.name,
        &job.payload,
        job.priority,
        job.max_attempts,
        job.run_at_ms,
        job.unique_key.as_ref(),
        job.created_by,
        job.created_at_ms,
    ];
    one(tx.execute(&INSERT, params).await)
}

/// Takes the next job that is due for this process.
///
/// # Errors
/// Those of [`Tx::rows`].
pub async fn claim(tx: &mut Tx<'_>, process: &str, now_ms: i64) -> Result<Option<Job>> {
    first(&tx.rows(&CLAIM, params![process, now_ms]).await?, job)
}

/// Tells that the job is being worked on. Answers whether it was asked to end; `None` when it does
/// not belong to this process any more.
///
/// # Errors
/// Those of [`Tx::rows`].
pub async fn heartbeat(
    tx: &mut Tx<'_>,
    (id, process): (Uuid, &str),
    now_ms: i64,
    progress: Progress<'_>,
) -> Result<Option<bool>> {
    let params = params![id, process, now_ms, progress.percent, progress.message];
    first(&tx.rows(&HEARTBEAT, params).await?, |row| row.get("cancel_requested"))
}

/// Ends a job well. False when it does not belong to this process any more, as below.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn complete(tx: &mut Tx<'_>, id: Uuid, process: &str, now_ms: i64) -> Result<bool> {
    let params = params![id, process, State::Completed, now_ms, None::<&str>];
    one(tx.execute(&FINISH, params).await)
}

/// Ends a job badly.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn fail(
    tx: &mut Tx<'_>,
    (id, process): (Uuid, &str),
    now_ms: i64,
    error: &str,
) -> Result<bool> {
    one(tx.execute(&FINISH, params![id, process, State::Failed, now_ms, error]).await)
}

/// Ends a job that was asked to end.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn end_cancelled(tx: &mut Tx<'_>, id: Uuid, process: &str, now_ms: i64) -> Result<bool> {
    let params = params![id, process, State::Cancelled, now_ms, None::<&str>];
    one(tx.execute(&FINISH, params).await)
}

/// Puts a job that failed back into the queue.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn retry(
    tx: &mut Tx<'_>,
    (id, process): (Uuid, &str),
    run_at_ms: i64,
    error: &str,
) -> Result<bool> {
    one(tx.execute(&RETRY, params![id, process, run_at_ms, error]).await)
}

/// Ends a job that waits, asks one that runs to end. `None` when it has ended or never was.
///
/// # Errors
/// Those of [`Tx::rows`].
pub async fn cancel(tx: &mut Tx<'_>, id: Uuid, now_ms: i64) -> Result<Option<Job>> {
    first(&tx.rows(&CANCEL, params![id, now_ms]).await?, job)
}

/// Deals with jobs whose process gave no sign of life since `silent_since_ms`: back into the
/// queue, or failed when they were started `crash_limit` times and as often as they may fail.
/// Tells how many.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn release_lost(
    tx: &mut Tx<'_>,
    silent_since_ms: i64,
    now_ms: i64,
    crash_limit: u32,
) -> Result<u64> {
    tx.execute(&RELEASE_LOST, params![silent_since_ms, now_ms, crash_limit]).await
}

/// A job.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find(on: impl Fetch, id: Uuid) -> Result<Option<Job>> {
    first(&on.fetch(&FIND, params![id]).await?, job)
}

/// Jobs, the newest first, from the one before `before`; all or those in one state.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list(
    on: impl Fetch,
    state: Option<State>,
    before: Option<Uuid>,
    limit: u32,
) -> Result<Vec<Job>> {
    let before = before.unwrap_or(Uuid::max());
    let rows = match state {
        None => on.fetch(&LIST, params![before, limit]).await?,
        Some(state) => on.fetch(&LIST_IN_STATE, params![before, limit, state]).await?,
    };
    all(&rows, job)
}

/// How many jobs there are in each state that occurs.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn count_by_state(on: impl Fetch) -> Result<Vec<(State, i64)>> {
    let rows = on.fetch(&COUNT_BY_STATE, params![]).await?;
    all(&rows, |row| Ok((row.get("state")?, row.get("rows")?)))
}

/// When the next job of the queue may start.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn next_due(on: impl Fetch) -> Result<Option<i64>> {
    let rows = on.fetch(&NEXT_DUE, params![]).await?;
    first(&rows, |row| row.get("run_at_ms")).map(Option::flatten)
}

/// Removes jobs that ended before this time, at most `limit`; tells how many.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete_finished(tx: &mut Tx<'_>, before_ms: i64, limit: u32) -> Result<u64> {
    tx.execute(&DELETE_FINISHED, params![before_ms, limit]).await
}

fn job(row: &Row) -> Result<Job> {
    Ok(Job {
        id: row.get("id")?,
        name: row.get("name")?,
        payload: row.get("payload")?,
        state: row.get("state")?,
        priority: row.get("priority")?,
        attempts: row.get("attempts")?,
        max_attempts: row.get("max_attempts")?,
        run_at_ms: row.get("run_at_ms")?,
        unique_key: row.get("unique_key")?,
        progress: row.get("progress")?,
        message: row.get("message")?,
        error: row.get("error")?,
        claimed_by: row.get("claimed_by")?,
        heartbeat_at_ms: row.get("heartbeat_at_ms")?,
        cancel_requested: row.get("cancel_requested")?,
        created_by: row.get("created_by")?,
        created_at_ms: row.get("created_at_ms")?,
        started_at_ms: row.get("started_at_ms")?,
        finished_at_ms: row.get("finished_at_ms")?,
    })
}
