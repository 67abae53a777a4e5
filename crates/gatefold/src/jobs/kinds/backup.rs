//! A backup is made, and old ones are removed.

use std::time::Duration;

use anyhow::Result;
use futures::future::BoxFuture;
use jobs::{Job, Retry};
use serde::{Deserialize, Serialize};

use crate::backup::{self, By};
use crate::jobs::kind::{Running, Work};

/// The job.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct MakeBackup {}

impl Job for MakeBackup {
    const NAME: &'static str = "backup.create";
    const PRIORITY: i64 = 10;
    const RETRY: Retry = Retry::times(3, Duration::from_secs(5 * 60), Duration::from_secs(60 * 60));
    const PHASES: u32 = 3;
}

impl Work for MakeBackup {
    fn run(self, running: Running) -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            let (config, now_ms) = (&running.tools.config, (running.tools.now_ms)());
            let by = By { progress: running.progress.clone(), stop: running.stop.clone(), now_ms };
            backup::create(config, by).await?;
            backup::prune(config)?;
            Ok(())
        })
    }
}
