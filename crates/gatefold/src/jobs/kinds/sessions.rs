//! Sessions whose refresh token has expired are removed, and so are session keys of scrobblers.

use anyhow::Result;
use futures::future::BoxFuture;
use jobs::{Job, Progress as _, Unit};
use serde::{Deserialize, Serialize};
use store::{scrobble_sessions, sessions};

use super::in_steps;
use crate::jobs::kind::{Running, Work};

/// The job.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct CleanSessions {}

impl Job for CleanSessions {
    const NAME: &'static str = "sessions.clean";
    const PHASES: u32 = 2;
}

impl Work for CleanSessions {
    fn run(self, running: Running) -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            running.progress.phase("expired sessions", None, Unit::Rows);
            let now_ms = (running.tools.now_ms)();
            in_steps(&running, now_ms, |tx, now_ms, limit| {
                Box::pin(sessions::delete_expired(tx, now_ms, limit))
            })
            .await?;
            running.progress.phase("session keys of scrobblers", None, Unit::Rows);
            in_steps(&running, now_ms, |tx, now_ms, limit| {
                Box::pin(scrobble_sessions::delete_expired(tx, now_ms, limit))
            })
            .await
            .map(drop)
        })
    }
}
