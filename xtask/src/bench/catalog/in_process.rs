//! The design with seven queries without any HTTP: what it costs even the most sparing server.

use std::path::Path;
use std::time::Duration;

use super::http::BothIds;
use crate::bench::accounting::thread_cpu;
use crate::bench::seven_queries::SevenQueries;

/// CPU of the calling thread, on average over each turn.
pub(super) struct InProcess {
    queries: SevenQueries,
    /// Microseconds a track.
    pub(super) one_us: Vec<f64>,
    /// Microseconds a batch.
    pub(super) batch_us: Vec<f64>,
}

impl InProcess {
    pub(super) fn open(directory: &Path) -> anyhow::Result<Self> {
        let queries = SevenQueries::open(directory)?;
        Ok(Self { queries, one_us: Vec::new(), batch_us: Vec::new() })
    }
}

/// Looks up one by one, then in batches; `counts` unless it is a turn to warm up.
pub(super) fn turn(
    measured: &mut InProcess,
    (singles, batches): (&[BothIds], &[Vec<BothIds>]),
    counts: bool,
) -> anyhow::Result<()> {
    let queries = &measured.queries;
    let one = cpu(|| singles.iter().try_for_each(|ids| queries.one(&ids.base62).map(drop)))?;
    let texts = |batch: &Vec<BothIds>| batch.iter().map(|ids| ids.base62.clone()).collect();
    let batches: Vec<Vec<String>> = batches.iter().map(texts).collect();
    let batches: Vec<Vec<&str>> =
        batches.iter().map(|batch| batch.iter().map(String::as_str).collect()).collect();
    let many = cpu(|| batches.iter().try_for_each(|ids| queries.many(ids).map(drop)))?;
    if counts {
        measured.one_us.push(one.as_secs_f64() * 1e6 / singles.len() as f64);
        measured.batch_us.push(many.as_secs_f64() * 1e6 / batches.len() as f64);
    }
    Ok(())
}

fn cpu(work: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<Duration> {
    let started = thread_cpu();
    work()?;
    Ok(thread_cpu().saturating_sub(started))
}
