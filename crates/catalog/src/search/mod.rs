#![doc = include_str!("README.md")]

mod cursor;
mod edits;
mod error;
mod header;
mod lenient;
mod lookup;
mod names;
mod query;
mod read;
mod schema;
mod score;
#[cfg(test)]
mod tests;
mod walk;
mod write;

pub use error::{Error, Result};
pub use lookup::Wanted;
pub use names::{Names, Reader};
pub use query::{MAX_QUERY_BYTES, MAX_WORDS, Query};
pub use read::{Hit, Index, MAX_DEPTH, Page};
pub use write::{Document, Writer, Written};
