//! Accounts whose grace period is over are erased, with everything that belongs to them.

use anyhow::Result;
use futures::future::BoxFuture;
use jobs::{Job, Progress as _, Unit};
use serde::{Deserialize, Serialize};
use store::{audit, users};

use crate::jobs::kind::{Running, Work};
use crate::jobs::millis;

/// Accounts that are read at once; each is erased in a unit of work of its own.
const STEP: u32 = 50;

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
            let grace_ms = millis(running.tools.config.erase_after);
            let before_ms = (running.tools.now_ms)().saturating_sub(grace_ms);
            loop {
                let gone = users::list_deleted(&running.tools.store, before_ms, STEP).await?;
                if gone.is_empty() {
                    return Ok(());
                }
                for user in gone {
                    running.stop.check()?;
                    let id = user.id;
                    let erase = running.tools.store.write(move |tx| {
                        Box::pin(async move {
                            audit::pseudonymise(tx, id).await?;
                            users::erase(tx, id).await
                        })
                    });
                    erase.await?;
                    running.progress.advance(1);
                }
            }
        })
    }
}
