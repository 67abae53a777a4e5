//! The job that imports: what is written down about it.

use std::time::Duration;

use jobs::{Job, Retry};
use serde::{Deserialize, Serialize};
use store::jobs::NewJob;
use uuid::Uuid;

use crate::error::{Error, Result};

/// An import that is to be worked on.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ImportJob {
    /// The import; none only clears uploads away that nobody waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<Uuid>,
    /// IANA name of the zone of times that a player wrote down without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The name of an account whose plays are fetched; none imports the file that was uploaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

impl Job for ImportJob {
    const NAME: &'static str = "listens.import";
    /// A database or a server that was away for some minutes ends nothing.
    const RETRY: Retry = Retry::times(6, Duration::from_secs(30), Duration::from_secs(15 * 60));

    fn unique_key(&self) -> Option<String> {
        Some(match self.import {
            Some(id) => format!("{}.{id}", Self::NAME),
            None => Self::NAME.to_owned(),
        })
    }
}

impl ImportJob {
    /// The row of the job.
    pub(super) fn row(&self, id: Uuid, by: Uuid, now_ms: i64) -> Result<NewJob> {
        let payload = serde_json::to_string(self).map_err(|error| Error::Internal(error.into()))?;
        Ok(NewJob {
            id,
            name: Self::NAME.to_owned(),
            payload,
            priority: Self::PRIORITY,
            max_attempts: Self::RETRY.attempts(),
            run_at_ms: now_ms,
            unique_key: self.unique_key(),
            created_by: Some(by),
            created_at_ms: now_ms,
        })
    }
}
