//! Sessions whose refresh token has expired are removed.

use anyhow::Result;
use futures::future::BoxFuture;
use jobs::{Job, Progress as _, Unit};
use serde::{Deserialize, Serialize};
use store::sessions;

use super::in_steps;
use crate::jobs::kind::{Running, Work};

/// The job.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct CleanSessions {}

impl Job for CleanSessions {
    const NAME: &'static str = "sessions.clean";
}

impl Work for CleanSessions {
    fn run(self, running: Running) -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            running.progress.phase("expired sessions", None, Unit::Rows);
            let now_ms = (running.tools.now_ms)();
            in_steps(&running, now_ms, |tx, now_ms, limit| {
                Box::pin(sessions::delete_expired(tx, now_ms, limit))
            })
            .await
            .map(drop)
        })
    }
}
