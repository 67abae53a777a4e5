//! Words of listens are matched with the catalogue: those that are new by all stages, and all of
//! them when the catalogue has changed.

use std::future::Future;
use std::time::Duration;

use anyhow::Result;
use futures::future::BoxFuture;
use jobs::{Job, Progress as _, Unit};
use listens::Rematched;
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, sleep_until};

use crate::jobs::kind::{Running, Work};

/// Words of one step: some tenths of a second at most.
const STEP: u32 = 50;

/// The job.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct MatchListens {}

impl Job for MatchListens {
    const NAME: &'static str = "listens.match";
    const PHASES: u32 = 3;
}

impl Work for MatchListens {
    fn run(self, running: Running) -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            let listens = &running.tools.listens;
            running.progress.phase("words that are new", None, Unit::Items);
            in_steps(&running, |after| listens.match_pending(after, STEP)).await?;
            // What it is matched with may change meanwhile: then the next run goes on.
            let Some(state) = listens.match_state() else { return Ok(()) };
            if listens.is_matched().await? {
                return Ok(());
            }
            running.progress.phase("words under a new catalogue", None, Unit::Items);
            in_steps(&running, |after| listens.match_stale(after, STEP)).await?;
            running.progress.phase("names under a new catalogue", None, Unit::Items);
            in_steps(&running, |after| listens.renew_subjects(after, STEP)).await?;
            Ok(listens.note_matched(state).await?)
        })
    }
}

/// Takes steps until there is nothing behind the last one, at the pace of the settings.
async fn in_steps<F: Future<Output = listens::Result<Rematched>>>(
    running: &Running,
    step: impl Fn(i64) -> F,
) -> Result<()> {
    let rate = u32::try_from(running.tools.config.match_per_second).unwrap_or(u32::MAX).max(1);
    let mut after = Some(0);
    while let Some(from) = after {
        running.stop.check()?;
        let begun = Instant::now();
        let done = step(from).await?;
        running.progress.advance(done.words);
        after = done.next;
        if after.is_some() {
            let words = u32::try_from(done.words).unwrap_or(u32::MAX);
            sleep_until(begun + Duration::from_secs(1) * words / rate).await;
        }
    }
    Ok(())
}
