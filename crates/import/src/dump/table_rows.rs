//! The rows of one table, as large blocks of whole rows.

use std::io::Read;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Error;
use super::row::Rows;

/// How much is read at a time; a block holds as many whole rows as fit.
const BLOCK: usize = 1 << 20;
/// The longest row that is accepted; an annotation of this size would be a book.
const MAX_ROW: usize = 16 << 20;

/// Whole rows, one after another.
#[derive(Debug, Clone, Copy)]
pub struct Block<'a> {
    /// The bytes; they end with a newline.
    pub bytes: &'a [u8],
    /// The number of the first row in its table, counted from 1.
    pub first_row: u64,
}

impl<'a> Block<'a> {
    /// The rows of the block.
    #[must_use]
    pub fn rows(&self) -> Rows<'a> {
        Rows::new(self.bytes)
    }
}

/// Where the bytes of a table come from.
pub(super) struct Origin<'a> {
    /// The archive, or the table's own file.
    pub(super) path: &'a Path,
    pub(super) table: &'a str,
    /// Bytes of the export read so far.
    pub(super) read: &'a AtomicU64,
    /// Bytes of the export that were read when this archive was begun.
    pub(super) base: u64,
}

/// The rows of one table. What is not read is skipped.
pub struct TableRows<'a> {
    source: &'a mut dyn Read,
    origin: Origin<'a>,
    /// Bytes of the table that are still to come from `source`.
    remaining: u64,
    buffer: &'a mut Vec<u8>,
    /// The end of the bytes in `buffer`, and of those already handed out.
    filled: usize,
    used: usize,
    /// The number of the next row.
    row: u64,
}

impl<'a> TableRows<'a> {
    pub(super) fn new(
        source: &'a mut dyn Read,
        origin: Origin<'a>,
        size: u64,
        buffer: &'a mut Vec<u8>,
    ) -> Self {
        Self { source, origin, remaining: size, buffer, filled: 0, used: 0, row: 1 }
    }

    /// The next whole rows, `None` after the last.
    ///
    /// # Errors
    /// The archive is damaged or cut off, a row is longer than 16 MiB, or the last row has no newline.
    pub fn next_block(&mut self) -> Result<Option<Block<'_>>, Error> {
        self.buffer.copy_within(self.used..self.filled, 0);
        self.filled -= self.used;
        self.used = 0;
        let end = loop {
            let before = self.filled;
            self.fill()?;
            if let Some(at) = memchr::memrchr(b'\n', &self.buffer[before..self.filled]) {
                break before + at + 1;
            }
            if self.remaining == 0 {
                if self.filled == 0 {
                    return Ok(None);
                }
                return Err(
                    self.refuse("the last row has no end: the file is cut off, download it again")
                );
            }
            if self.filled >= MAX_ROW {
                return Err(self.refuse("the next row is longer than 16 MiB: no export has such a row, download it again"));
            }
        };
        self.used = end;
        let first_row = self.row;
        let bytes = &self.buffer[..end];
        self.row += memchr::memchr_iter(b'\n', bytes).count() as u64;
        Ok(Some(Block { bytes, first_row }))
    }

    /// Bytes of the whole export that were read from disk so far, for progress.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        self.origin.read.load(Ordering::Relaxed)
    }

    /// Reads up to one block more, growing the buffer only when a row does not fit.
    fn fill(&mut self) -> Result<(), Error> {
        let goal = (self.filled + BLOCK / 4).max(BLOCK);
        if self.buffer.len() < goal {
            self.buffer.resize(goal, 0);
        }
        while self.remaining > 0 && self.filled < goal {
            let room = usize::try_from(self.remaining).unwrap_or(goal).min(goal - self.filled);
            let space = &mut self.buffer[self.filled..self.filled + room];
            match self.source.read(space) {
                Ok(0) => return Err(self.corrupt("the archive ends inside this table".into())),
                Ok(n) => {
                    self.filled += n;
                    self.remaining -= n as u64;
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.corrupt(error.to_string())),
            }
        }
        Ok(())
    }

    fn corrupt(&self, reason: String) -> Error {
        Error::Corrupt {
            path: self.origin.path.into(),
            position: self.bytes_read().saturating_sub(self.origin.base),
            reason: format!("table {}: {reason}", self.origin.table),
        }
    }

    fn refuse(&self, reason: &'static str) -> Error {
        Error::Table {
            path: self.origin.path.into(),
            table: self.origin.table.into(),
            row: self.row - 1,
            reason,
        }
    }
}

#[cfg(test)]
mod tests;
