//! One-time tokens that have expired, and app tokens that were ended long ago, are removed.

use anyhow::Result;
use futures::future::BoxFuture;
use jobs::{Job, Progress as _, Unit};
use serde::{Deserialize, Serialize};
use store::{app_tokens, one_time_tokens};

use super::in_steps;
use crate::jobs::kind::{Running, Work};

/// How long an app token that was ended or has expired is still listed: thirty days.
const LISTED_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// The job.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct CleanTokens {}

impl Job for CleanTokens {
    const NAME: &'static str = "tokens.clean";
    const PHASES: u32 = 2;
}

impl Work for CleanTokens {
    fn run(self, running: Running) -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            let now_ms = (running.tools.now_ms)();
            running.progress.phase("expired one-time tokens", None, Unit::Rows);
            in_steps(&running, now_ms, |tx, now_ms, limit| {
                Box::pin(one_time_tokens::delete_expired(tx, now_ms, limit))
            })
            .await?;
            running.progress.phase("ended app tokens", None, Unit::Rows);
            in_steps(&running, now_ms - LISTED_MS, |tx, before_ms, limit| {
                Box::pin(app_tokens::delete_ended(tx, before_ms, limit))
            })
            .await
            .map(drop)
        })
    }
}
