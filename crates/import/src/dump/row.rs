//! Rows of PostgreSQL's `COPY … TO STDOUT` text format, read in place.
//!
//! A block of whole rows is cut with one pass of `memchr`; a field is parsed only when asked for and
//! allocates only when it holds an escape. Neither the cutting nor the fields can panic on foreign bytes.

use std::borrow::Cow;

use memchr::Memchr2;
use model::{Date, Gid};

pub use self::problem::{FieldError, Problem};
use self::value::{integer, unescape, uuid};

mod problem;
mod value;

/// How many fields of a row are kept; the widest table that is read has 19 columns.
///
/// Fields beyond are counted by [`Row::len`] but cannot be read.
pub const MAX_COLUMNS: usize = 32;

/// The rows of a block, one at a time, over one reusable table of field positions.
pub struct Rows<'a> {
    block: &'a [u8],
    marks: Memchr2<'a>,
    start: usize,
    ends: [u32; MAX_COLUMNS],
}

impl<'a> Rows<'a> {
    /// Rows of `block`, which ends after a newline (a last row without one is still a row).
    ///
    /// Positions are 32 bits wide: of a block of 4 GiB or more only the first 4 GiB are read.
    #[must_use]
    pub fn new(block: &'a [u8]) -> Self {
        let block = &block[..block.len().min(u32::MAX as usize)];
        Self {
            block,
            marks: memchr::memchr2_iter(b'\t', b'\n', block),
            start: 0,
            ends: [0; MAX_COLUMNS],
        }
    }

    /// The next row, `None` after the last. It borrows the field table, so it must go before the next.
    pub fn next_row(&mut self) -> Option<Row<'_, 'a>> {
        let start = self.start;
        if start >= self.block.len() {
            return None;
        }
        let mut len = 0;
        let end = loop {
            let Some(at) = self.marks.next() else { break self.block.len() };
            if self.block[at] == b'\n' {
                break at;
            }
            if let Some(slot) = self.ends.get_mut(len) {
                *slot = at as u32;
            }
            len += 1;
        };
        if let Some(slot) = self.ends.get_mut(len) {
            *slot = end as u32;
        }
        len += 1;
        self.start = end + 1;
        Some(Row { block: self.block, start, end, ends: &self.ends[..len.min(MAX_COLUMNS)], len })
    }
}

/// One row: its fields by column number, counted from 0.
///
/// `'r` is the life of the field table, `'a` that of the bytes: what a field lends lives as long as the block.
#[derive(Clone, Copy)]
pub struct Row<'r, 'a> {
    block: &'a [u8],
    start: usize,
    end: usize,
    ends: &'r [u32],
    len: usize,
}

impl<'a> Row<'_, 'a> {
    /// How many fields the row has; never 0.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "an empty line is one empty field")]
    pub fn len(&self) -> usize {
        self.len
    }

    /// The row's bytes without the newline, for messages.
    #[must_use]
    pub fn bytes(&self) -> &'a [u8] {
        &self.block[self.start..self.end]
    }

    /// The bytes of a field as they stand in the file: escaped, `\N` for NULL.
    ///
    /// # Errors
    /// The row has no such column.
    pub fn raw(&self, column: usize) -> Result<&'a [u8], FieldError> {
        let Some(&end) = self.ends.get(column) else {
            return Err(FieldError { column, problem: Problem::Missing { columns: self.len } });
        };
        let start = match column.checked_sub(1) {
            Some(before) => self.ends[before] as usize + 1,
            None => self.start,
        };
        Ok(&self.block[start..end as usize])
    }

    /// Whether a field is NULL.
    ///
    /// # Errors
    /// The row has no such column.
    pub fn is_null(&self, column: usize) -> Result<bool, FieldError> {
        Ok(self.raw(column)? == NULL)
    }

    /// A text, unescaped.
    ///
    /// # Errors
    /// No such column, NULL, invalid UTF-8, or an incomplete escape.
    pub fn str(&self, column: usize) -> Result<Cow<'a, str>, FieldError> {
        self.required(column, unescape)
    }

    /// A nullable text, unescaped.
    ///
    /// # Errors
    /// No such column, invalid UTF-8, or an incomplete escape.
    pub fn opt_str(&self, column: usize) -> Result<Option<Cow<'a, str>>, FieldError> {
        self.optional(column, unescape)
    }

    /// A number of any integer type, refused when it does not fit.
    ///
    /// # Errors
    /// No such column, NULL, not a decimal number, or out of the type's range.
    pub fn int<T: TryFrom<i64>>(&self, column: usize) -> Result<T, FieldError> {
        self.required(column, integer)
    }

    /// A nullable number of any integer type.
    ///
    /// # Errors
    /// No such column, not a decimal number, or out of the type's range.
    pub fn opt_int<T: TryFrom<i64>>(&self, column: usize) -> Result<Option<T>, FieldError> {
        self.optional(column, integer)
    }

    /// A number from 0 to 4,294,967,295: row ids and references.
    ///
    /// # Errors
    /// As [`Row::int`].
    pub fn u32(&self, column: usize) -> Result<u32, FieldError> {
        self.int(column)
    }

    /// A nullable number from 0 to 4,294,967,295.
    ///
    /// # Errors
    /// As [`Row::opt_int`].
    pub fn opt_u32(&self, column: usize) -> Result<Option<u32>, FieldError> {
        self.opt_int(column)
    }

    /// A signed 64-bit number.
    ///
    /// # Errors
    /// As [`Row::int`].
    pub fn i64(&self, column: usize) -> Result<i64, FieldError> {
        self.int(column)
    }

    /// A nullable signed 64-bit number.
    ///
    /// # Errors
    /// As [`Row::opt_int`].
    pub fn opt_i64(&self, column: usize) -> Result<Option<i64>, FieldError> {
        self.opt_int(column)
    }

    /// A truth value: `t` or `f`.
    ///
    /// # Errors
    /// No such column, NULL, or another word.
    pub fn bool(&self, column: usize) -> Result<bool, FieldError> {
        self.required(column, value::boolean)
    }

    /// A UUID of 36 characters.
    ///
    /// # Errors
    /// No such column, NULL, or not a UUID.
    pub fn gid(&self, column: usize) -> Result<Gid, FieldError> {
        self.required(column, uuid)
    }

    /// A nullable UUID.
    ///
    /// # Errors
    /// No such column, or not a UUID.
    pub fn opt_gid(&self, column: usize) -> Result<Option<Gid>, FieldError> {
        self.optional(column, uuid)
    }

    /// A partial date of three columns, year, month and day, of which `column` is the first.
    ///
    /// # Errors
    /// No such columns, not numbers, or a month or day that no calendar has.
    pub fn date(&self, column: usize) -> Result<Date, FieldError> {
        let year = self.opt_int(column)?;
        let part = |column, last: u8| match self.opt_int::<u8>(column)? {
            Some(part) if part == 0 || part > last => {
                Err(FieldError { column, problem: Problem::out_of_range(self.raw(column)?) })
            }
            part => Ok(part),
        };
        Ok(Date::new(year, part(column + 1, 12)?, part(column + 2, 31)?))
    }

    /// An integer array `{1,2,3}`, at most 4,096 numbers.
    ///
    /// # Errors
    /// No such column, NULL, too long, or not such an array.
    pub fn ints(&self, column: usize) -> Result<Vec<i32>, FieldError> {
        self.required(column, value::array)
    }

    /// A nullable point `(x,y)`; for `place.coordinates` that is latitude, longitude in degrees.
    ///
    /// # Errors
    /// No such column, or not a point of two finite numbers.
    pub fn opt_point(&self, column: usize) -> Result<Option<(f64, f64)>, FieldError> {
        self.optional(column, value::point)
    }

    fn optional<T>(
        &self,
        column: usize,
        parse: impl FnOnce(&'a [u8]) -> Result<T, Problem>,
    ) -> Result<Option<T>, FieldError> {
        let raw = self.raw(column)?;
        if raw == NULL {
            return Ok(None);
        }
        parse(raw).map(Some).map_err(|problem| FieldError { column, problem })
    }

    fn required<T>(
        &self,
        column: usize,
        parse: impl FnOnce(&'a [u8]) -> Result<T, Problem>,
    ) -> Result<T, FieldError> {
        self.optional(column, parse)?.ok_or(FieldError { column, problem: Problem::Null })
    }
}

/// How NULL is written.
const NULL: &[u8] = b"\\N";

#[cfg(test)]
mod tests;
