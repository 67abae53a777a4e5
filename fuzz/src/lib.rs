//! Everything that is fuzzed.

mod entries;
pub mod lucene;

pub use entries::*;
