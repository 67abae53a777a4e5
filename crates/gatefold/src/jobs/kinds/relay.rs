//! Plays that wait are sent to the servers that people named.

use anyhow::Result;
use futures::future::BoxFuture;
use jobs::{Job, Progress as _, Unit};
use serde::{Deserialize, Serialize};

use crate::jobs::kind::{Running, Work};

/// The job.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SendRelays {}

impl Job for SendRelays {
    const NAME: &'static str = crate::elsewhere::RELAY;
}

impl Work for SendRelays {
    fn run(self, running: Running) -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            running.progress.phase("plays", None, Unit::Rows);
            let tools = &running.tools;
            let sent = tools.listens.send_relays(tools.elsewhere.outside(), &running.stop).await?;
            running.progress.advance(sent);
            Ok(running.stop.check()?)
        })
    }
}
