//! Building of an index: documents in falling popularity.

mod document;

use std::path::Path;

use self::document::{Prepared, Preparer};
use super::error::Result;
use super::schema::{self, Fields};
use crate::segment::{SegmentWriter, Written};

/// One searchable thing; documents must be added in falling popularity.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// The dense id that a hit will carry.
    pub id: u32,
    /// The title or name.
    pub title: &'a str,
    /// What else it is found by: credited artist, album title, aliases.
    pub more: &'a [&'a str],
}

/// Writes an index into a directory of its own, on the caller's thread.
pub struct Writer {
    segment: SegmentWriter<Prepared>,
    fields: Fields,
    preparer: Preparer,
}

impl Writer {
    /// Starts an index in `directory`, which is emptied of an earlier attempt.
    ///
    /// `memory_bytes` bounds the memory of a chunk of documents; closing it takes about as much again as its
    /// dictionary.
    ///
    /// # Errors
    /// When the directory cannot be written.
    pub fn create(directory: &Path, memory_bytes: usize) -> Result<Self> {
        let (shape, fields) = schema::shape();
        let segment = SegmentWriter::create(directory, memory_bytes, shape)?;
        Ok(Self { segment, fields, preparer: Preparer::default() })
    }

    /// Adds the next most popular document.
    ///
    /// # Errors
    /// When the directory cannot be written.
    pub fn add(&mut self, document: &Document<'_>) -> Result<()> {
        self.segment.add(self.preparer.prepare(document, self.fields))
    }

    /// Closes the last chunk, merges all and describes the result.
    ///
    /// # Errors
    /// When the directory cannot be written.
    pub fn finish(self) -> Result<Written> {
        self.segment.finish()
    }

    #[cfg(test)]
    pub(super) fn set_chunk_documents(&mut self, documents: u32) {
        self.segment.set_chunk_documents(documents);
    }
}
