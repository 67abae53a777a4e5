//! The fields of one row, and why a row is refused.

use model::Gid;
use rusqlite::Row;
use rusqlite::types::ValueRef;

use super::layout::Table;
use crate::error::{Error, Result};
use crate::problems::{Problems, Refusal};

/// Bytes of a text, at most: no name, notice or list of roles comes near.
const MAX_TEXT_BYTES: usize = 1 << 20;

/// Why a row was not taken.
#[derive(Debug)]
pub(super) enum RowError {
    /// The row's fault: what is wrong without, then with details.
    Refused(&'static str, String),
    /// Not the row's fault.
    Import(Error),
}

impl From<Error> for RowError {
    fn from(error: Error) -> Self {
        Self::Import(error)
    }
}

/// The result of reading a row or a field.
pub(super) type RowResult<T = ()> = Result<T, RowError>;

/// One row of a table.
pub(super) struct Fields<'r> {
    /// The row: its rowid, then the columns of the layout.
    pub(super) row: &'r Row<'r>,
    /// Its table.
    pub(super) table: &'static Table,
    /// Its file, for messages.
    pub(super) file: &'r str,
    /// How many rows came before it, plus one.
    pub(super) number: u64,
}

impl<'r> Fields<'r> {
    /// The rowid as a dense id: above 0 and below [`u32::MAX`].
    pub(super) fn id(&self) -> RowResult<u32> {
        match self.rowid() {
            Some(id @ 1..) => u32::try_from(id)
                .ok()
                .filter(|id| *id < u32::MAX)
                .ok_or_else(|| RowError::Import(self.too_many(id))),
            other => Err(RowError::Refused(
                "rowid out of range",
                format!("the rowid is {other:?}, it must be above 0"),
            )),
        }
    }

    /// The rowid, `None` in tables without.
    pub(super) fn rowid(&self) -> Option<i64> {
        self.row.get(0).ok()
    }

    /// The public id in a column.
    pub(super) fn gid(&self, column: &str) -> RowResult<Gid> {
        let text = self.text(column)?;
        Gid::parse_base62(text).map_err(|e| RowError::Refused("malformed id", e.to_string()))
    }

    /// A reference to a row of another table; 0, which no row has, when it cannot be one.
    pub(super) fn reference(&self, column: &str) -> RowResult<u32> {
        let id = self.int(column)?.ok_or_else(|| missing(column))?;
        Ok(u32::try_from(id).unwrap_or(0))
    }

    /// A text that must be there.
    pub(super) fn text(&self, column: &str) -> RowResult<&'r str> {
        self.opt_text(column)?.ok_or_else(|| missing(column))
    }

    /// A text; `None` for null and for an empty one.
    pub(super) fn opt_text(&self, column: &str) -> RowResult<Option<&'r str>> {
        let bytes = match self.value(column) {
            ValueRef::Null => return Ok(None),
            ValueRef::Text(bytes) => bytes,
            other => return Err(unexpected(column, "a text", &other)),
        };
        let refuse = |kind, what: &str| Err(RowError::Refused(kind, format!("{column} {what}")));
        if bytes.len() > MAX_TEXT_BYTES {
            return refuse("absurdly long text", &format!("has {} bytes", bytes.len()));
        }
        match std::str::from_utf8(bytes) {
            Ok(text) if text.contains('\0') => refuse("malformed text", "has a zero byte"),
            Ok(text) => Ok(Some(text).filter(|text| !text.is_empty())),
            Err(error) => refuse("invalid UTF-8", &format!("is not UTF-8: {error}")),
        }
    }

    /// A whole number, which may be written as text or with a fraction of zero.
    pub(super) fn int(&self, column: &str) -> RowResult<Option<i64>> {
        let value = self.value(column);
        let number = match value {
            ValueRef::Null | ValueRef::Text(b"") => return Ok(None),
            ValueRef::Integer(number) => Some(number),
            ValueRef::Real(real) => {
                (real.fract() == 0.0 && real.abs() < 1e15).then_some(real as i64)
            }
            ValueRef::Text(text) => std::str::from_utf8(text).ok().and_then(|t| t.parse().ok()),
            ValueRef::Blob(_) => None,
        };
        number.map(Some).ok_or_else(|| unexpected(column, "a whole number", &value))
    }

    /// A whole number from 0 to `max`; anything else is reported and read as `None`.
    pub(super) fn number(
        &self,
        column: &str,
        max: u32,
        problems: &mut Problems,
    ) -> RowResult<Option<u32>> {
        let Some(number) = self.int(column)? else { return Ok(None) };
        let in_range = u32::try_from(number).ok().filter(|number| *number <= max);
        if in_range.is_none() {
            let reason = format!("{column} is {number}, not from 0 to {max}; it was left out");
            self.report("value out of range", &reason, problems)?;
        }
        Ok(in_range)
    }

    /// Popularity; what the source does not state is 0.
    pub(super) fn popularity(&self, problems: &mut Problems) -> RowResult<u8> {
        Ok(self.number("popularity", 100, problems)?.unwrap_or(0) as u8)
    }

    /// Counts something wrong with the row, or with a part of it that was left out.
    pub(super) fn report(&self, kind: &str, reason: &str, problems: &mut Problems) -> Result<()> {
        let (file, table) = (self.file, self.table.name);
        let place = match self.rowid() {
            Some(rowid) => format!("rowid {rowid}"),
            None => format!("row {}", self.number),
        };
        problems.refuse(&Refusal { file, table, kind, place: &place, reason })
    }

    fn value(&self, column: &str) -> ValueRef<'r> {
        let place = self.table.place(column) + 1;
        self.row.get_ref(place).expect("the statement selects every column of the layout")
    }

    fn too_many(&self, rowid: i64) -> Error {
        Error::Sqlite {
            path: self.file.into(),
            reason: format!(
                "table {} has rowid {rowid}; rowids below {} can be imported, renumber the rows",
                self.table.name,
                u32::MAX
            ),
        }
    }
}

/// Refuses a row that refers to one that is not there or was refused itself.
pub(super) fn dangling(column: &str, id: u32) -> RowError {
    RowError::Refused(
        "dangling reference",
        format!("{column} {id} is not in the file, or was left out"),
    )
}

fn missing(column: &str) -> RowError {
    RowError::Refused("missing value", format!("{column} is null or empty"))
}

fn unexpected(column: &str, wanted: &str, value: &ValueRef<'_>) -> RowError {
    let reason = format!("{column} is of type {}, not {wanted}", value.data_type());
    RowError::Refused("malformed value", reason)
}
