//! Listens in the background: days of which many have changed are counted, and words are matched with
//! the catalogue: those that are new by all stages, and all of them when the catalogue has changed.

use std::future::Future;
use std::time::Duration;

use anyhow::Result;
use futures::future::BoxFuture;
use jobs::{Job, Progress as _, Unit};
use listens::Rematched;
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, sleep_until};
use uuid::Uuid;

use crate::jobs::kind::{Running, Work};

/// Words of one step: a second at most.
const STEP: u32 = 200;

/// The job.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct MatchListens {}

impl Job for MatchListens {
    const NAME: &'static str = "listens.match";
    const PHASES: u32 = 5;
}

impl Work for MatchListens {
    fn run(self, running: Running) -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            let listens = &running.tools.listens;
            // What was counted tells where listens are that follow.
            count_days(&running).await?;
            running.progress.phase("words that are new", None, Unit::Items);
            in_steps(&running, |after| listens.match_pending(after, STEP)).await?;
            // What it is matched with may change meanwhile: then the next run goes on.
            let Some(state) = listens.match_state() else { return Ok(()) };
            if listens.is_matched().await? {
                return count_days(&running).await;
            }
            running.progress.phase("words under a new catalogue", None, Unit::Items);
            in_steps(&running, |after| listens.match_stale(after, STEP)).await?;
            running.progress.phase("names under a new catalogue", None, Unit::Items);
            in_steps(&running, |after| listens.renew_subjects(after, STEP)).await?;
            listens.note_matched(state).await?;
            count_days(&running).await
        })
    }
}

/// Counts days of people of whom many have changed, before they ask for it.
async fn count_days(running: &Running) -> Result<()> {
    running.progress.phase("days that have changed", None, Unit::Items);
    let mut after = Uuid::nil();
    loop {
        running.stop.check()?;
        let Some(user) = running.tools.listens.count_days(after).await? else { return Ok(()) };
        running.progress.advance(1);
        after = user;
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
