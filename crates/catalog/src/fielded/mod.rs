#![doc = include_str!("README.md")]

mod ask;
mod fields;
mod key;
mod layout;
mod plan;
mod query;
mod read;
mod set;
mod sheet;
#[cfg(test)]
mod tests;
mod words;
mod write;

pub use fields::*;
pub use query::{Bound, Clause, Occur, Piece, Query};
pub(crate) use read::Indexes;
pub use read::{MAX_DEPTH, Match, Matches, entity_number};
pub use sheet::Sheet;
pub use words::{Cut, Cutter};
pub use write::Writer;
