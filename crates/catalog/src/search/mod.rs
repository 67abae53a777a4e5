#![doc = include_str!("README.md")]

mod cursor;
mod edits;
pub(crate) mod error;
pub(crate) mod lenient;
mod lookup;
mod names;
mod query;
mod read;
mod schema;
mod score;
#[cfg(test)]
mod tests;
pub(crate) mod walk;
mod write;

pub use crate::segment::Written;
pub use error::{Error, Result};
pub use lookup::Wanted;
pub use names::{Names, Reader};
pub use query::{MAX_QUERY_BYTES, MAX_WORDS, Query};
pub use read::{Hit, Index, MAX_DEPTH, Page};
pub use write::{Document, Writer};
