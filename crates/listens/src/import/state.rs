//! The imports of a person: where they stand, and how they are ended.

use store::listen_imports::{self, Import};
use store::{Tx, jobs};
use uuid::Uuid;

use super::report::{Counts, Report};
use crate::error::{Error, Refusal, Result};
use crate::listens::Listens;

/// Imports that are listed.
const LISTED: u32 = 100;

/// Where an import is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportStatus {
    /// It waits for a process with time, or for another try.
    Waiting,
    /// A process works on it.
    Running,
    /// All was read.
    Done,
    /// It was tried in vain.
    Failed,
    /// It was ended before it was done.
    Cancelled,
    /// Nobody works on it: the same file again goes on where it stopped.
    Interrupted,
}

impl ImportStatus {
    /// Whether somebody works on it, or will.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Running)
    }

    /// The word in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Interrupted => "interrupted",
        }
    }
}

/// An import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportState {
    /// Its id.
    pub id: Uuid,
    /// Whose.
    pub user_id: Uuid,
    /// The name of the format.
    pub format: String,
    /// The name of the file or account.
    pub file_name: Option<String>,
    /// Where it is in its life.
    pub status: ImportStatus,
    /// How much of it is done, in percent, as far as somebody knows.
    pub percent: u8,
    /// Why the last try failed.
    pub error: Option<String>,
    /// Rows that were read.
    pub read: u64,
    /// Reports that were new.
    pub new: u64,
    /// Reports that were there.
    pub repeated: u64,
    /// Rows that were skipped.
    pub skipped: u64,
    /// What became of the rest.
    pub report: Report,
    /// When it began.
    pub created_at_ms: i64,
    /// When it was done.
    pub finished_at_ms: Option<i64>,
}

impl Listens {
    /// The imports of a person, the newest first.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn imports(&self, user_id: Uuid) -> Result<Vec<ImportState>> {
        let rows = listen_imports::list(self.store(), user_id, LISTED).await?;
        let mut states = Vec::with_capacity(rows.len());
        for row in rows {
            states.push(self.import_state(row).await?);
        }
        Ok(states)
    }

    /// An import of a person.
    ///
    /// # Errors
    /// Refused: one of somebody else.
    pub async fn find_import(&self, user_id: Uuid, id: Uuid) -> Result<ImportState> {
        let row = self.import_row(id).await?;
        if row.user_id != user_id {
            return Err(Refusal::NotFound { what: "import" }.into());
        }
        self.import_state(row).await
    }

    /// Ends an import of a person, soon if it runs. What was imported stays. False when it had
    /// ended.
    ///
    /// # Errors
    /// Refused: one of somebody else.
    pub async fn cancel_import(&self, user_id: Uuid, id: Uuid) -> Result<bool> {
        self.find_import(user_id, id).await?;
        let Some(job) = self.import_row(id).await?.job_id else { return Ok(false) };
        let now_ms = self.now_ms();
        let work = self.store().write::<_, store::Error, _>(move |tx: &mut Tx<'_>| {
            Box::pin(async move { jobs::cancel(tx, job, now_ms).await })
        });
        Ok(work.await?.is_some())
    }

    /// Whether an import is still to be worked on; none when there is no such import.
    pub(super) async fn is_import_open(&self, id: Uuid) -> Result<Option<bool>> {
        match listen_imports::find(self.store(), id).await? {
            Some(row) => Ok(Some(self.import_state(row).await?.status.is_open())),
            None => Ok(None),
        }
    }

    pub(super) async fn import_row(&self, id: Uuid) -> Result<Import> {
        let row = listen_imports::find(self.store(), id).await?;
        row.ok_or_else(|| Error::from(Refusal::NotFound { what: "import" }))
    }

    async fn import_state(&self, row: Import) -> Result<ImportState> {
        let job = match row.job_id {
            Some(id) if row.finished_at_ms.is_none() => jobs::find(self.store(), id).await?,
            _ => None,
        };
        let status = match job.as_ref().map(|job| job.state) {
            _ if row.finished_at_ms.is_some() => ImportStatus::Done,
            None | Some(jobs::State::Completed) => ImportStatus::Interrupted,
            Some(jobs::State::Queued) => ImportStatus::Waiting,
            Some(jobs::State::Running) => ImportStatus::Running,
            Some(jobs::State::Failed) => ImportStatus::Failed,
            Some(jobs::State::Cancelled) => ImportStatus::Cancelled,
        };
        let percent = if status == ImportStatus::Done { 100 } else { 0 };
        let counts = Counts::of(&row.progress);
        Ok(ImportState {
            id: row.id,
            user_id: row.user_id,
            format: row.format,
            file_name: row.file_name,
            status,
            percent: job.as_ref().map_or(percent, |job| job.progress),
            error: job.and_then(|job| job.error),
            read: counts.read,
            new: counts.new,
            repeated: counts.repeated,
            skipped: counts.skipped,
            report: counts.report,
            created_at_ms: row.created_at_ms,
            finished_at_ms: row.finished_at_ms,
        })
    }
}
