//! Imports of files and accounts: where they stand and what they skipped.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all, first};
use crate::users::one;
use crate::value::{Row, Value};

queries! {
    "listen_imports";
    INSERT = "insert";
    ADVANCE = "advance";
    FINISH = "finish";
    FIND = "find";
    LIST = "list";
    FIND_UNFINISHED = "find_unfinished";
    SET_JOB = "set_job";
}

/// How far an import is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// Where to go on.
    pub position: Option<String>,
    /// Rows that were read.
    pub read_count: i64,
    /// Reports that were stored.
    pub new_count: i64,
    /// Reports that were there.
    pub repeated_count: i64,
    /// Rows that were not taken.
    pub skipped_count: i64,
    /// JSON: skipped rows by reason, with examples.
    pub report: String,
}

/// An import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its id.
    pub id: Uuid,
    /// Whose.
    pub user_id: Uuid,
    /// The job.
    pub job_id: Option<Uuid>,
    /// Such as `spotify-extended`.
    pub format: String,
    /// As uploaded, at most 1,000 characters.
    pub file_name: Option<String>,
    /// Of the file.
    pub file_hash: Option<Vec<u8>>,
    /// How far it is.
    pub progress: Progress,
    /// When it began.
    pub created_at_ms: i64,
    /// When it ended.
    pub finished_at_ms: Option<i64>,
}

/// Adds an import that has not read anything.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn insert(tx: &mut Tx<'_>, it: &Import) -> Result<()> {
    let hash = it.file_hash.as_ref().map_or(Value::Null, |hash| Value::Blob(hash.clone()));
    let mut params = params![it.id, it.user_id, it.job_id, &it.format, it.file_name.as_ref()];
    params.extend([hash, it.created_at_ms.into()]);
    tx.execute(&INSERT, params).await.map(drop)
}

/// Notes how far it is.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn advance(tx: &mut Tx<'_>, id: Uuid, to: &Progress) -> Result<bool> {
    let params = params![
        id,
        to.position.as_ref(),
        to.read_count,
        to.new_count,
        to.repeated_count,
        to.skipped_count,
        &to.report,
    ];
    one(tx.execute(&ADVANCE, params).await)
}

/// Notes that it ended. False when it had.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn finish(tx: &mut Tx<'_>, id: Uuid, now_ms: i64) -> Result<bool> {
    one(tx.execute(&FINISH, params![id, now_ms]).await)
}

/// An import.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find(on: impl Fetch, id: Uuid) -> Result<Option<Import>> {
    first(&on.fetch(&FIND, params![id]).await?, import)
}

/// The imports of a person, the newest first.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list(on: impl Fetch, user_id: Uuid, limit: u32) -> Result<Vec<Import>> {
    all(&on.fetch(&LIST, params![user_id, limit]).await?, import)
}

/// The newest import of a file, as a format, that has not ended.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find_unfinished(
    on: impl Fetch,
    user_id: Uuid,
    (file_hash, format): (&[u8], &str),
) -> Result<Option<Import>> {
    first(&on.fetch(&FIND_UNFINISHED, params![user_id, file_hash, format]).await?, import)
}

/// Notes the job that works on it.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn set_job(tx: &mut Tx<'_>, id: Uuid, job_id: Uuid) -> Result<bool> {
    one(tx.execute(&SET_JOB, params![id, job_id]).await)
}

fn import(row: &Row) -> Result<Import> {
    let progress = Progress {
        position: row.get("position")?,
        read_count: row.get("read_count")?,
        new_count: row.get("new_count")?,
        repeated_count: row.get("repeated_count")?,
        skipped_count: row.get("skipped_count")?,
        report: row.get("report")?,
    };
    Ok(Import {
        id: row.get("id")?,
        user_id: row.get("user_id")?,
        job_id: row.get("job_id")?,
        format: row.get("format")?,
        file_name: row.get("file_name")?,
        file_hash: row.get("file_hash")?,
        progress,
        created_at_ms: row.get("created_at_ms")?,
        finished_at_ms: row.get("finished_at_ms")?,
    })
}
