//! The planner: makes the jobs of the schedules when their time has come, each time once.
//!
//! All processes look at the same rows. Whoever moves a row on makes the job, in one unit of
//! work; the others see that it was moved. A time that passed while nobody ran is caught up with
//! once.

use anyhow::Result;
use store::schedules::{self, Schedule};
use store::{Error, jobs};

use super::cron;
use super::kind::{Kind, Tools};
use super::queue::{Order, order};
use crate::config::Schedules;

/// Scheduled jobs say all that they need by their name.
const PAYLOAD: &str = "{}";

/// Makes the rows be what the configuration says.
pub(super) async fn put(tools: &Tools) -> Result<()> {
    let now_ms = (tools.now_ms)();
    let wanted: Vec<_> = wanted(&tools.config.schedules, now_ms).collect();
    for schedule in schedules::list(&tools.store).await? {
        if !wanted.iter().any(|(name, ..)| *name == schedule.name) {
            let name = schedule.name;
            let delete = tools
                .store
                .write(move |tx| Box::pin(async move { schedules::delete(tx, &name).await }));
            delete.await?;
        }
    }
    for (name, text, next) in wanted {
        let put = tools
            .store
            .write(move |tx| Box::pin(async move { schedules::put(tx, name, &text, next).await }));
        put.await?;
    }
    Ok(())
}

/// Starts what is due.
pub(super) async fn start_due(tools: &Tools) -> Result<()> {
    let now_ms = (tools.now_ms)();
    for schedule in schedules::list(&tools.store).await? {
        let plan = plan(&schedule, &tools.config.schedules, now_ms);
        let Some((kind, next)) = plan else { continue };
        if schedule.next_run_at_ms <= now_ms {
            start(tools, kind, (schedule, next)).await?;
        } else if is_far(&schedule, next, &tools.config.schedules) {
            set_back(tools, (schedule, next)).await?;
        }
    }
    Ok(())
}

/// The kind of job and when the schedule is due after now; none when the row is another process's,
/// whose configuration differs.
fn plan(schedule: &Schedule, configured: &Schedules, now_ms: i64) -> Option<(&'static Kind, i64)> {
    let (_, _, next) = wanted(configured, now_ms)
        .find(|(name, text, _)| *name == schedule.name && *text == schedule.cron)?;
    Some((super::find(&schedule.name)?, next))
}

/// Whether a schedule waits for longer than to the time after the next one: then the clock was set
/// back. Clocks of several machines that differ a little are no reason.
fn is_far(schedule: &Schedule, next: i64, configured: &Schedules) -> bool {
    let text = configured.texts.get(schedule.name.as_str());
    let after = text.and_then(|text| cron::next(text, &configured.time_zone, next));
    after.is_some_and(|after| schedule.next_run_at_ms > after)
}

/// Name, text with zone, and next time of each configured schedule that ever comes true.
fn wanted(
    configured: &Schedules,
    now_ms: i64,
) -> impl Iterator<Item = (&'static str, String, i64)> {
    let zone = configured.time_zone.iana_name().unwrap_or("UTC");
    configured.texts.iter().filter_map(move |(name, text)| {
        let next = cron::next(text, &configured.time_zone, now_ms)?;
        Some((*name, format!("{text} {zone}"), next))
    })
}

/// Makes the job and moves the schedule on, unless another process has done so.
async fn start(tools: &Tools, kind: &'static Kind, (due, next): (Schedule, i64)) -> Result<()> {
    let now_ms = (tools.now_ms)();
    let job = order(kind, PAYLOAD, Order { by: None, now_ms })?;
    let id = job.id;
    let outcome = tools.store.write(move |tx| {
        Box::pin(async move {
            // While the one before has not ended, this time is left out.
            let made = jobs::insert(tx, &job).await?.then_some(id);
            let moved = schedules::advance(tx, &due, next, (now_ms, made)).await?;
            if moved { Ok(made) } else { Err(NotMade::ByAnother) }
        })
    });
    match outcome.await {
        Ok(Some(_)) | Err(NotMade::ByAnother) => Ok(()),
        Ok(None) => {
            tracing::warn!(job.name = kind.name, "left out: the one before has not ended");
            Ok(())
        }
        Err(NotMade::Store(error)) => Err(error.into()),
    }
}

/// After the clock was set back, the stored time would be far away.
async fn set_back(tools: &Tools, (schedule, next): (Schedule, i64)) -> Result<()> {
    tracing::warn!(schedule = schedule.name, "the clock was set back: the time is computed anew");
    let set = tools.store.write(move |tx| {
        Box::pin(async move {
            schedules::delete(tx, &schedule.name).await?;
            schedules::put(tx, &schedule.name, &schedule.cron, next).await
        })
    });
    set.await?;
    Ok(())
}

/// Why no job was made.
enum NotMade {
    /// Another process was faster.
    ByAnother,
    Store(Error),
}

impl From<Error> for NotMade {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

#[cfg(test)]
mod tests;
