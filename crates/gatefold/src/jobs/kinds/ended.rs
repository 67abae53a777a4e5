//! Jobs that ended long ago are removed.

use anyhow::Result;
use futures::future::BoxFuture;
use jobs::{Job, Progress as _, Unit};
use serde::{Deserialize, Serialize};
use store::jobs as rows;

use super::retention::sweep;
use crate::jobs::kind::{Running, Work};

/// The job.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct CleanJobs {}

impl Job for CleanJobs {
    const NAME: &'static str = "jobs.clean";
}

impl Work for CleanJobs {
    fn run(self, running: Running) -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            running.progress.phase("ended jobs", None, Unit::Rows);
            let keep = running.tools.config.retention.jobs;
            sweep(&running, ("jobs", keep), |tx, before_ms, limit| {
                Box::pin(rows::delete_finished(tx, before_ms, limit))
            })
            .await
        })
    }
}
