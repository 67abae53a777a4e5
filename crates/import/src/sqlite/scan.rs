//! Reading a table row by row.

use super::fields::{Fields, RowError, RowResult};
use super::layout::Table;
use super::source::Source;
use crate::error::{Error, Result};
use crate::run::Import;
use crate::staging::Staging;

/// Rows between two looks at the progress and at whether to stop.
const STRIDE: u64 = 4096;
/// A table of which more than half is refused is not what it claims to be; below this many rows it
/// may be chance.
const ENOUGH_ROWS: u64 = 100;

/// Gives every row of a table to `read`, in rowid order; refused rows are counted.
pub(super) fn each(
    source: &Source,
    table: &'static Table,
    import: &mut Import<'_>,
    mut read: impl FnMut(&Fields<'_>, &mut Staging) -> RowResult,
) -> Result<()> {
    let select = source.select(table)?;
    let (progress, stop) = (import.watch.progress(), import.stop);
    let refuse = |error: rusqlite::Error| source.refuse(&error);
    let mut statement = source.connection().prepare(&select.sql).map_err(refuse)?;
    let mut rows = statement.query([]).map_err(refuse)?;
    let (mut number, mut bad) = (0, 0);
    while let Some(row) = rows.next().map_err(refuse)? {
        number += 1;
        if number % STRIDE == 0 {
            progress.advance(STRIDE);
            stop.check()?;
        }
        let fields = Fields { row, table, file: source.name(), number };
        match read(&fields, &mut import.staging) {
            Ok(()) => {}
            Err(RowError::Import(error)) => return Err(error),
            Err(RowError::Refused(kind, reason)) => {
                bad += 1;
                fields.report(kind, &reason, &mut import.staging.problems)?;
            }
        }
    }
    progress.advance(number % STRIDE);
    stop.check()?;
    import.manifest.rows.insert(table.name.to_owned(), number);
    if number >= ENOUGH_ROWS && bad > number / 2 {
        let (_, example) = import.staging.problems.count_of(table.name);
        return Err(Error::Unreadable { table: table.name.to_owned(), bad, rows: number, example });
    }
    import.staging.rest()
}
