//! A SQLite file of a source, open for reading only.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::layout::{Misfit, Select, Table};
use crate::error::{Error, Result};

/// Bytes of the file that may be mapped into memory.
const MMAP_BYTES: i64 = 1 << 30;
/// SQLite's cache: a negative number is in KiB.
const CACHE_KIB: i64 = -64_000;
/// How long to wait for a program that is writing.
const PATIENCE: Duration = Duration::from_secs(10);

/// An open file.
pub(super) struct Source {
    path: PathBuf,
    name: String,
    bytes: u64,
    connection: Connection,
}

impl Source {
    /// Opens a file and holds on to what it says now, whatever other programs write to it.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let file = std::fs::metadata(path).map_err(Error::disk(path))?;
        if !file.is_file() {
            let reason = "it is not a file; name the SQLite file itself".to_owned();
            return Err(Error::Sqlite { path: path.to_owned(), reason });
        }
        let bytes = file.len();
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(|e| explain(path, &e))?;
        settle(&connection, path)?;
        is_whole(&connection, path, bytes)?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Ok(Self { path: path.to_owned(), name, bytes, connection })
    }

    /// The file's name, for messages and the manifest.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The file's length.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The connection.
    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// How a table is read; the error names what the file lacks and what was expected.
    pub(super) fn select(&self, table: &Table) -> Result<Select> {
        table.select(&self.connection).map_err(|misfit| match misfit {
            Misfit::Sqlite(error) => self.refuse(&error),
            Misfit::Layout(reason) => self.fail(format!(
                "{reason}; expected is {}; use a file of this layout",
                table.describe()
            )),
        })
    }

    /// Looks whether the file has all these tables; returns about how many rows they have.
    pub(super) fn check(&self, tables: &[&Table]) -> Result<u64> {
        let mut rows = 0;
        for table in tables {
            if self.select(table)?.has_rowid {
                rows += self.highest_rowid(table)?.max(0) as u64;
            }
        }
        Ok(rows)
    }

    /// The highest rowid of a table; 0 if it is empty.
    pub(super) fn highest_rowid(&self, table: &Table) -> Result<i64> {
        let sql = format!("SELECT coalesce(max(rowid), 0) FROM \"{}\"", table.name);
        self.connection.query_row(&sql, [], |row| row.get(0)).map_err(|e| self.refuse(&e))
    }

    /// An error about this file.
    pub(super) fn fail(&self, reason: String) -> Error {
        Error::Sqlite { path: self.path.clone(), reason }
    }

    /// What SQLite says about this file, and what to do about it.
    pub(super) fn refuse(&self, error: &rusqlite::Error) -> Error {
        explain(&self.path, error)
    }
}

/// Sets a connection up. What a `PRAGMA` sets is read back: SQLite ignores what it does not take.
fn settle(connection: &Connection, path: &Path) -> Result<()> {
    let refuse = |error: rusqlite::Error| explain(path, &error);
    connection.busy_timeout(PATIENCE).map_err(refuse)?;
    for (pragma, wanted) in
        [("query_only", 1), ("mmap_size", MMAP_BYTES), ("cache_size", CACHE_KIB)]
    {
        connection.pragma_update(None, pragma, wanted).map_err(refuse)?;
        let set = read_back(connection, pragma).map_err(refuse)?;
        if set != Some(wanted) {
            tracing::warn!(pragma, wanted, set, path = %path.display(), "SQLite chose another value");
        }
    }
    // One transaction for all statements: they see the same rows. The first read takes the lock.
    connection.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema").map_err(refuse)
}

/// Refuses a file that ends within a page: SQLite would read zeros there. It notices itself when
/// whole pages are missing.
fn is_whole(connection: &Connection, path: &Path, bytes: u64) -> Result<()> {
    let page_bytes = read_back(connection, "page_size").map_err(|e| explain(path, &e))?;
    let page_bytes = page_bytes.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or(1);
    if bytes.is_multiple_of(page_bytes.max(1)) {
        return Ok(());
    }
    let reason = format!("it is cut off within a page ({bytes} bytes); copy it again");
    Err(Error::Sqlite { path: path.to_owned(), reason })
}

/// A setting's value; none where the build of SQLite lacks it.
fn read_back(connection: &Connection, pragma: &str) -> rusqlite::Result<Option<i64>> {
    match connection.pragma_query_value(None, pragma, |row| row.get(0)) {
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
        other => other.map(Some),
    }
}

fn explain(path: &Path, error: &rusqlite::Error) -> Error {
    let advice = match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => "it is not a SQLite file; check the path",
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another program is writing to it; wait for it to end, or import a copy"
        }
        Some(ErrorCode::DatabaseCorrupt) => {
            "it is damaged or was cut off; compare its length with the original and copy it again"
        }
        Some(ErrorCode::CannotOpen) => {
            "it cannot be opened; check that it is a file which may be read, and that a file with a \
             write-ahead log lies where its -shm file can be made"
        }
        Some(ErrorCode::SystemIoFailure) => "it cannot be read; check the disk",
        _ => "SQLite refused to read it",
    };
    Error::Sqlite { path: path.to_owned(), reason: format!("{advice} ({error})") }
}
