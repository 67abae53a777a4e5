//! What can be wrong with a field, in words for the person who imports.

use std::fmt;

/// A field that could not be read; the caller adds file, table and row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("column {} {problem}", column + 1)]
pub struct FieldError {
    /// The column, counted from 0 (the message counts from 1).
    pub column: usize,
    /// What was wrong with it.
    pub problem: Problem,
}

/// What was wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The row ends before this column.
    #[error("is missing: the row has only {columns}")]
    Missing {
        /// How many columns the row has.
        columns: usize,
    },
    /// The field is NULL and must not be.
    #[error("is NULL and must not be")]
    Null,
    /// The bytes are not UTF-8.
    #[error("is not valid UTF-8: {0}")]
    NotUtf8(Excerpt),
    /// A backslash with nothing after it.
    #[error("ends in an incomplete escape: {0}")]
    BadEscape(Excerpt),
    /// Not a decimal number.
    #[error("is not a whole number: {0}")]
    NotANumber(Excerpt),
    /// A number that the column cannot hold.
    #[error("is out of range: {0}")]
    OutOfRange(Excerpt),
    /// Neither `t` nor `f`.
    #[error("is neither t nor f: {0}")]
    NotABool(Excerpt),
    /// Not 36 characters of a UUID.
    #[error("is not a UUID: {0}")]
    NotAUuid(Excerpt),
    /// Not `{1,2,3}`.
    #[error("is not an array of at most 4096 whole numbers: {0}")]
    NotAnArray(Excerpt),
    /// Not `(x,y)`.
    #[error("is not a point: {0}")]
    NotAPoint(Excerpt),
}

impl Problem {
    pub(super) fn out_of_range(raw: &[u8]) -> Self {
        Self::OutOfRange(Excerpt::new(raw))
    }
}

/// The first 60 bytes of a refused field, made printable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt(String);

impl Excerpt {
    /// Keeps the beginning of `raw`; bytes that are not UTF-8 become U+FFFD.
    #[must_use]
    pub fn new(raw: &[u8]) -> Self {
        let cut = &raw[..raw.len().min(60)];
        let dots = if cut.len() < raw.len() { "…" } else { "" };
        Self(format!("{:?}{dots}", String::from_utf8_lossy(cut)))
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
