//! Sorting more rows than fit in memory: runs in files, merged when read.

mod pairs;
mod sorter;

pub use pairs::{Pairs, SortedPairs};
pub use sorter::{Order, Sorted, Sorter};

/// Buffered bytes for reading one run.
const READ_BUFFER: usize = 64 << 10;

/// Runs that are merged at once, at most: each has a buffer and an open file, of which a process may
/// have a thousand.
const MAX_RUNS: usize = 256;

/// Which neighbouring runs to merge into one before all are merged, the `step`th time; `None` when
/// there are few enough. Going on with the next ones, no row is written twice before all were once.
fn to_merge(runs: usize, max_runs: usize, step: usize) -> Option<std::ops::Range<usize>> {
    let excess = runs.checked_sub(max_runs).filter(|excess| *excess > 0)?;
    let count = (excess + 1).min(max_runs);
    let start = step % (runs - count + 1);
    Some(start..start + count)
}

#[cfg(test)]
mod tests;
