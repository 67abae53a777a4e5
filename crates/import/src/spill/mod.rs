//! Sorting more rows than fit in memory: runs in files, merged when read.

mod pairs;
mod sorter;

pub use pairs::{Pairs, SortedPairs};
pub use sorter::{Order, Sorted, Sorter};

/// Buffered bytes for reading one run.
const READ_BUFFER: usize = 128 << 10;

#[cfg(test)]
mod tests;
