//! Rows that only grow in number are removed when they are older than configured.

use std::time::Duration;

use anyhow::Result;
use futures::future::BoxFuture;
use jobs::{Job, Progress as _, Unit};
use serde::{Deserialize, Serialize};
use store::{audit, health, retention};

use super::{Remove, in_steps};
use crate::jobs::kind::{Running, Work};
use crate::jobs::millis;

/// The job.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ApplyRetention {}

impl Job for ApplyRetention {
    const NAME: &'static str = "retention.apply";
    const PHASES: u32 = 2;
}

impl Work for ApplyRetention {
    fn run(self, running: Running) -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            let keep = running.tools.config.retention.clone();
            running.progress.phase("findings about components", None, Unit::Rows);
            sweep(&running, ("health_checks", keep.health_checks), |tx, before_ms, limit| {
                Box::pin(health::delete_before(tx, before_ms, limit))
            })
            .await?;
            running.progress.phase("audit events", None, Unit::Rows);
            sweep(&running, ("audit_events", keep.audit_events), |tx, before_ms, limit| {
                Box::pin(audit::delete_before(tx, before_ms, limit))
            })
            .await
        })
    }
}

/// Removes what is older than `keep`, and writes down the rule and what was removed.
pub(super) async fn sweep(
    running: &Running,
    (class, keep): (&'static str, Option<Duration>),
    remove: Remove,
) -> Result<()> {
    let (store, now_ms) = (&running.tools.store, (running.tools.now_ms)());
    let keep_ms = keep.map(millis);
    let note = store
        .write(move |tx| Box::pin(async move { retention::put(tx, class, keep_ms, now_ms).await }));
    note.await?;
    let Some(keep_ms) = keep_ms else { return Ok(()) };
    let before_ms = now_ms.saturating_sub(keep_ms);
    let removed = in_steps(running, before_ms, remove).await?;
    let record = store.write(move |tx| {
        Box::pin(async move { retention::record_run(tx, class, now_ms, removed).await })
    });
    record.await?;
    Ok(())
}
