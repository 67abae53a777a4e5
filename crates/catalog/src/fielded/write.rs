//! Building of an index: one document after another, by dense id.

use std::path::Path;

use super::fields::Searched;
use super::layout;
use super::sheet::{Prepared, Sheet};
use crate::search::Result;
use crate::segment::{SegmentWriter, Written};

/// Writes the index of one kind of thing into a directory of its own, on the caller's thread.
pub struct Writer {
    segment: SegmentWriter<Prepared>,
    sheet: Sheet,
    searched: Searched,
}

impl Writer {
    /// Starts an index in its place below `directory`.
    ///
    /// # Errors
    /// When the directory cannot be written.
    pub fn create(directory: &Path, searched: Searched, memory_bytes: usize) -> Result<Self> {
        let (shape, layout) = layout::shape(searched);
        let directory = directory.join(searched.as_str());
        let segment = SegmentWriter::create(&directory, memory_bytes, shape)?;
        Ok(Self { segment, sheet: Sheet::new(searched, layout), searched })
    }

    /// The sheet of the next document.
    pub fn sheet(&mut self) -> &mut Sheet {
        &mut self.sheet
    }

    /// Adds what the sheet has as the document of a dense id, which must be above all before it.
    /// Of an annotation it is the number that [`entity_number`](super::entity_number) gives.
    ///
    /// # Errors
    /// When the directory cannot be written.
    pub fn add(&mut self, id: impl Into<u64>, popularity: u8) -> Result<()> {
        let prepared = self.sheet.take(id.into(), popularity);
        self.segment.add(prepared)
    }

    /// What is being searched for.
    #[must_use]
    pub fn searched(&self) -> Searched {
        self.searched
    }

    /// Closes and describes the index.
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
