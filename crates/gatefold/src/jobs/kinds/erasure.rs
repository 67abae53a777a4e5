//! Accounts whose grace period is over are erased, with everything that belongs to them.

use anyhow::Result;
use futures::future::BoxFuture;
use jobs::{Job, Progress as _, Unit};
use serde::{Deserialize, Serialize};

use crate::jobs::kind::{Running, Work};

/// Accounts that are erased between two looks at whether to end.
const STEP: u32 = 20;

/// The job.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct EraseUsers {}

impl Job for EraseUsers {
    const NAME: &'static str = "users.erase";
}

impl Work for EraseUsers {
    fn run(self, running: Running) -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            running.progress.phase("accounts to erase", None, Unit::Items);
            loop {
                running.stop.check()?;
                let erased = running.tools.accounts.erase_due(STEP).await?;
                if erased == 0 {
                    return Ok(());
                }
                running.progress.advance(erased);
            }
        })
    }
}
