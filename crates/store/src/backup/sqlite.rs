//! Copies and sums of SQLite files.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::types::ValueRef;
use rusqlite::{Connection as Raw, OpenFlags};

use super::TableSum;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::options::Options;
use crate::sqlite::{Connection, Place, Role, blocking, translate};

/// Pages that are copied between two looks at whether to go on: 16 MiB.
const STEP_PAGES: i32 = 4096;
/// How long to wait when a step finds the copy locked.
const PAUSE: Duration = Duration::from_millis(50);

/// Copies all files of a database into a directory, under their own names, and sums them up.
///
/// The copies are of one state, also over two files. Others read and write meanwhile.
/// `watch` is told pages done and pages in all, and says whether to go on.
///
/// # Errors
/// [`Error::Unavailable`] when a file cannot be read or written, or `watch` says no.
pub async fn copy(
    file: &Path,
    options: &Options,
    into: &Path,
    mut watch: impl FnMut(u64, u64) -> bool + Send + 'static,
) -> Result<Vec<TableSum>> {
    let place = Place::new(file.to_owned(), &options.schemas);
    let (into, context) = (into.to_owned(), Arc::new(Context::new(options)));
    blocking(move || {
        let reading = Connection::open(&place, Role::Read, Arc::clone(&context))?;
        begin_together(&place, &reading, context)?;
        let sums = sum_all(reading.raw())?;
        let main = ("main".to_owned(), place.file.clone());
        for (schema, file) in std::iter::once(&main).chain(&place.attached) {
            let name = file.file_name().ok_or_else(|| {
                Error::Invalid(format!("{} is not the name of a file", file.display()))
            })?;
            copy_one(reading.raw(), schema, &into.join(name), &mut watch)?;
        }
        Ok(sums)
    })
    .await
}

/// The sums of the files, after a look through their structure.
pub(super) async fn sums(file: &Path, options: &Options) -> Result<Vec<TableSum>> {
    let place = Place::new(file.to_owned(), &options.schemas);
    let context = Arc::new(Context::new(options));
    blocking(move || {
        let reading = Connection::open(&place, Role::Read, context)?;
        let found: String = reading
            .raw()
            .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
            .map_err(fault)?;
        if found != "ok" {
            return Err(Error::Invalid(format!("{} is damaged: {found}", place.file.display())));
        }
        reading.control("BEGIN")?;
        sum_all(reading.raw())
    })
    .await
}

/// Whether somebody else has one of the files open: only the sole user can end the write-ahead
/// log, which is also what one wants before files are moved.
pub(super) async fn is_used(files: Vec<PathBuf>) -> Result<bool> {
    blocking(move || {
        for file in files.iter().filter(|file| file.exists()) {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let raw = Raw::open_with_flags(file, flags).map_err(fault)?;
            raw.busy_timeout(Duration::ZERO).map_err(fault)?;
            let mode: rusqlite::Result<String> =
                raw.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0));
            match mode.map_err(fault) {
                Ok(mode) if mode == "wal" => return Ok(true),
                Err(Error::Busy { .. }) => return Ok(true),
                // A file that is no database is not in use either.
                Ok(_) | Err(_) => {}
            }
        }
        Ok(false)
    })
    .await
}

/// Begins to read all files at the same moment: while nobody can write.
fn begin_together(place: &Place, reading: &Connection, context: Arc<Context>) -> Result<()> {
    let holding = Connection::open(place, Role::Write, context)?;
    holding.control("BEGIN IMMEDIATE")?;
    reading.control("BEGIN")?;
    let schemas = place.attached.iter().map(|(name, _)| name.as_str());
    for schema in schemas.chain(["main"]) {
        let sql = format!("SELECT count(*) FROM \"{schema}\".sqlite_schema");
        reading.raw().query_row(&sql, [], |_| Ok(())).map_err(fault)?;
    }
    holding.control("ROLLBACK")
}

fn copy_one(
    from: &Raw,
    schema: &str,
    to: &Path,
    watch: &mut impl FnMut(u64, u64) -> bool,
) -> Result<()> {
    let mut copy = Raw::open(to).map_err(fault)?;
    let backup = Backup::new_with_names(from, schema, &mut copy, "main").map_err(fault)?;
    loop {
        let step = backup.step(STEP_PAGES).map_err(fault)?;
        let progress = backup.progress();
        let pages = |count: i32| u64::try_from(count).unwrap_or(0);
        let (all, left) = (pages(progress.pagecount), pages(progress.remaining));
        if !watch(all.saturating_sub(left), all) {
            return Err(Error::unavailable("the copy was not wanted any more"));
        }
        match step {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            _ => std::thread::sleep(PAUSE),
        }
    }
}

fn sum_all(raw: &Raw) -> Result<Vec<TableSum>> {
    let sql = "SELECT schema, name FROM pragma_table_list \
               WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND schema <> 'temp' \
               ORDER BY schema, name";
    let read = || -> rusqlite::Result<Vec<(String, String)>> {
        raw.prepare(sql)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    };
    let tables = read().map_err(fault)?;
    tables.iter().map(|(schema, table)| sum_one(raw, schema, table).map_err(fault)).collect()
}

fn sum_one(raw: &Raw, schema: &str, table: &str) -> rusqlite::Result<TableSum> {
    let mut statement = raw.prepare(&format!("SELECT * FROM \"{schema}\".\"{table}\""))?;
    let columns = statement.column_count();
    let mut found = statement.query([])?;
    let (mut rows, mut sum) = (0, 0_u64);
    while let Some(row) = found.next()? {
        let mut hasher = blake3::Hasher::new();
        for column in 0..columns {
            add(&mut hasher, row.get_ref(column)?);
        }
        rows += 1;
        let hash = hasher.finalize();
        sum =
            sum.wrapping_add(hash.as_bytes().first_chunk().map_or(0, |it| u64::from_le_bytes(*it)));
    }
    Ok(TableSum { table: format!("{schema}.{table}"), rows, sum: format!("{sum:016x}") })
}

/// Adds a value with its type and length, so that no two rows look alike.
fn add(hasher: &mut blake3::Hasher, value: ValueRef<'_>) {
    let (tag, bytes): (u8, &[u8]) = match &value {
        ValueRef::Null => (0, &[]),
        ValueRef::Integer(it) => (1, &it.to_le_bytes()),
        ValueRef::Real(it) => (2, &it.to_bits().to_le_bytes()),
        ValueRef::Text(it) => (3, it),
        ValueRef::Blob(it) => (4, it),
    };
    hasher.update(&[tag]);
    hasher.update(&(bytes.len() as u64).to_le_bytes());
    hasher.update(bytes);
}

fn fault(error: rusqlite::Error) -> Error {
    translate("backup", error, None)
}
