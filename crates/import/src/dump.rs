//! The archives of a MusicBrainz export: opening them, and the rows of their tables.
//!
//! [`open`] finds the archives, [`Source::for_each_table`] walks over their tables, [`TableRows`]
//! hands out blocks of whole rows and [`row::Rows`] cuts those into fields. Memory is bounded by a
//! few decompressed blocks, whatever the size of the export.

pub mod archive;
mod bzip2;
pub mod error;
pub mod head;
pub mod locate;
pub mod row;
pub mod table_rows;
pub mod tables;
pub mod unpack;

pub use archive::{Source, TableHeader, open};
pub use error::Error;
pub use head::{Head, SCHEMA_SEQUENCE};
pub use locate::{Archive, Part};
pub use row::{FieldError, Row, Rows};
pub use table_rows::{Block, TableRows};
pub use unpack::Format;

#[cfg(test)]
mod testing;
