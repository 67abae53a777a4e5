//! A connection to the SQLite files: opened with checked settings, statements with a time limit.

use std::collections::HashMap;
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{OpenFlags, Statement, ToSql};

use super::errors::translate;
use super::indexes::Indexes;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::many::{Marks, Template};
use crate::query::{Query, Text};
use crate::schemas::Schemas;
use crate::value::{Row, Value};

/// How many steps of SQLite's machine pass between two looks at the clock: some 50 microseconds.
const STEPS_BETWEEN_LOOKS: i32 = 4096;
/// Prepared statements that a connection keeps; more than there are queries.
const STATEMENTS: usize = 512;
/// Rows that are inserted within the time limit of a statement.
const ROWS: usize = 250;

/// `synchronous`: a commit waits until the log is on the disk. Whoever is told that something was
/// kept can rely on it even if the power fails; with commits taken together the wait is shared.
const FULL: i64 = 2;
/// Pages that a connection keeps, in KiB: with fewer, a batch of listens is written and read
/// several times before it is committed.
const WRITE_CACHE_KIB: i64 = 32 * 1024;
const READ_CACHE_KIB: i64 = 12 * 1024;
/// What is undone when one unit of work of several fails is kept in memory instead of a temporary
/// file; the log is carried over when it has this many pages of 4 KiB, so that pages that change
/// all the time are carried over seldom.
const MEMORY: [(&str, i64); 2] = [("temp_store", 2), ("wal_autocheckpoint", 8000)];

/// The files of a database.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) file: PathBuf,
    /// Name of the schema and its file.
    pub(crate) attached: Vec<(String, PathBuf)>,
}

impl Place {
    pub(crate) fn new(file: PathBuf, schemas: &Schemas) -> Self {
        let beside = |name: &&str| (String::from(*name), file.with_file_name(format!("{name}.db")));
        let attached = schemas.names().iter().map(beside).collect();
        Self { file, attached }
    }
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Read,
    Write,
    /// Foreign keys are checked at the end: a table that is rebuilt is dropped on the way.
    Migrate,
}

/// An insert of one row whose parameters stand in the order of their places.
struct Insert {
    template: Template<'static>,
    text: String,
}

impl Insert {
    fn of(query: &'static Query) -> Result<Self> {
        let template = Template::of(query, query.sql)?;
        Ok(Self { text: template.text(1, Marks::Places), template })
    }
}

/// One connection.
pub(crate) struct Connection {
    raw: rusqlite::Connection,
    context: Arc<Context>,
    indexes: Indexes,
    /// Names of columns by query: the schema does not change.
    columns: HashMap<&'static str, Arc<[String]>>,
    inserts: HashMap<&'static str, Insert>,
    /// When the running statement is stopped, in milliseconds after `born`; 0 for never.
    deadline: Arc<AtomicU64>,
    born: Instant,
}

impl Connection {
    /// Opens the files, making those that are missing (readable by their owner only).
    pub(crate) fn open(place: &Place, role: Role, context: Arc<Context>) -> Result<Self> {
        if let Some((name, _)) = place.attached.iter().find(|(_, file)| *file == place.file) {
            return Err(Error::Invalid(format!(
                "schema {name:?} would be the main file itself: give it another name"
            )));
        }
        let files = place.attached.iter().map(|(_, file)| file);
        for file in files.chain([&place.file]) {
            make(file)?;
        }
        let fault = |error| translate("open", error, None);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let raw = rusqlite::Connection::open_with_flags(&place.file, flags).map_err(fault)?;
        raw.busy_timeout(context.acquire_timeout).map_err(fault)?;
        raw.set_prepared_statement_cache_capacity(STATEMENTS);
        for (name, file) in &place.attached {
            let path = file.to_str().ok_or_else(|| {
                Error::Invalid(format!(
                    "{} is not valid UTF-8: move the data directory",
                    file.display()
                ))
            })?;
            raw.execute(&format!("ATTACH ?1 AS \"{name}\""), [path]).map_err(fault)?;
        }
        let schemas = place.attached.iter().map(|(name, _)| name.as_str());
        for schema in schemas.chain(["main"]) {
            write_ahead(&raw, schema, context.acquire_timeout)?;
            set(&raw, &format!("{schema}.synchronous"), FULL)?;
        }
        for (pragma, value) in MEMORY {
            set(&raw, pragma, value)?;
        }
        let cache = if role == Role::Read { READ_CACHE_KIB } else { WRITE_CACHE_KIB };
        let schemas = place.attached.iter().map(|(name, _)| name.as_str());
        for schema in schemas.chain(["main"]) {
            set(&raw, &format!("{schema}.cache_size"), -cache)?;
        }
        // Otherwise statements that a partial index might serve are prepared again for each value.
        raw.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(fault)?;
        set(&raw, "foreign_keys", i64::from(role != Role::Migrate))?;
        set(&raw, "query_only", i64::from(role == Role::Read))?;
        set(&raw, "trusted_schema", 0)?;
        let (deadline, born) = (Arc::new(AtomicU64::new(0)), Instant::now());
        watch(&raw, Arc::clone(&deadline), born).map_err(fault)?;
        let (indexes, columns, inserts) = Default::default();
        Ok(Self { raw, context, indexes, columns, inserts, deadline, born })
    }

    pub(crate) fn context(&self) -> &Context {
        &self.context
    }

    /// The connection below, for migrations.
    pub(crate) fn raw(&self) -> &rusqlite::Connection {
        &self.raw
    }

    /// Whether no transaction is open.
    pub(crate) fn is_idle(&self) -> bool {
        self.raw.is_autocommit()
    }

    /// Runs a statement of transaction control.
    pub(crate) fn control(&self, sql: &'static str) -> Result<()> {
        let run = || self.raw.prepare_cached(sql)?.raw_execute();
        run().map(drop).map_err(|error| translate(sql, error, None))
    }

    /// Runs a statement and takes all its rows.
    pub(crate) fn rows(&mut self, query: &'static Query, params: &[Value]) -> Result<Vec<Row>> {
        self.rows_within(query, params, self.context.statement_timeout)
    }

    /// Runs a statement for no longer than `limit`.
    pub(crate) fn rows_within(
        &mut self,
        query: &'static Query,
        params: &[Value],
        limit: Duration,
    ) -> Result<Vec<Row>> {
        let known = self.columns.get(query.name).cloned();
        let (columns, rows) = self.timed(query, limit, |raw| {
            let mut statement = raw.prepare_cached(query.sql)?;
            bind(&mut statement, params)?;
            let names = || statement.column_names().into_iter().map(str::to_owned).collect();
            let columns = known.unwrap_or_else(names);
            let mut found = statement.raw_query();
            let mut rows = Vec::new();
            while let Some(row) = found.next()? {
                let values = (0..columns.len()).map(|at| row.get_ref(at).map(own));
                let values = values.collect::<rusqlite::Result<_>>()?;
                rows.push(Row { query: query.name, columns: Arc::clone(&columns), values });
            }
            Ok((columns, rows))
        })?;
        self.columns.entry(query.name).or_insert(columns);
        Ok(rows)
    }

    /// Runs an insert of one row for many; counts what was inserted.
    ///
    /// One after the other: before a statement of several rows changes a page SQLite keeps how the
    /// page was, as a later row may fail.
    pub(crate) fn insert_many(
        &mut self,
        query: &'static Query,
        rows: &[Vec<Value>],
    ) -> Result<u64> {
        let insert = match self.inserts.remove(query.name) {
            Some(insert) => insert,
            None => Insert::of(query)?,
        };
        let inserted = rows.chunks(ROWS).map(|rows| self.insert_some(query, &insert, rows)).sum();
        self.inserts.insert(query.name, insert);
        inserted
    }

    fn insert_some(
        &mut self,
        query: &'static Query,
        insert: &Insert,
        rows: &[Vec<Value>],
    ) -> Result<u64> {
        let rows = rows.iter().map(|row| insert.template.row(query, row));
        let rows: Vec<_> = rows.collect::<Result<_>>()?;
        self.timed(query, self.context.statement_timeout, |raw| {
            let mut statement = raw.prepare_cached(&insert.text)?;
            let mut inserted = 0;
            for row in rows {
                for (at, value) in row.enumerate() {
                    statement.raw_bind_parameter(at + 1, value)?;
                }
                inserted += statement.raw_execute()? as u64;
            }
            Ok(inserted)
        })
    }

    /// Runs a statement without rows and counts what it changed.
    pub(crate) fn execute(&mut self, text: &Text, params: &[Value]) -> Result<u64> {
        self.timed(text.query, self.context.statement_timeout, |raw| {
            let mut statement = raw.prepare_cached(&text.sql)?;
            bind(&mut statement, params)?;
            statement.raw_execute().map(|changed| changed as u64)
        })
    }

    fn timed<T>(
        &mut self,
        query: &'static Query,
        limit: Duration,
        run: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<T>,
    ) -> Result<T> {
        let start = Instant::now();
        self.deadline.store(millis(start - self.born + limit), Ordering::Relaxed);
        let result = run(&self.raw);
        self.deadline.store(0, Ordering::Relaxed);
        let took = start.elapsed();
        let result = result.map_err(|error| {
            match translate(query.name, error, Some((&self.raw, &mut self.indexes))) {
                Error::TooSlow { query, .. } => Error::TooSlow { query, limit },
                other => other,
            }
        });
        // One that was stopped because it is long starts again elsewhere, and counts there.
        let again = limit < self.context.statement_timeout;
        if !(again && matches!(result, Err(Error::TooSlow { .. }))) {
            self.context.meter.record(query.name, took, self.context.slow_statement);
        }
        result
    }
}

/// Makes an empty file that only its owner can read.
fn make(file: &Path) -> Result<()> {
    if let Some(directory) = file.parent() {
        std::fs::create_dir_all(directory).map_err(Error::io(directory))?;
    }
    let mut options = OpenOptions::new();
    let opened = options.read(true).append(true).create(true).mode(0o600).open(file);
    opened.map(drop).map_err(Error::io(file))
}

/// Switches to the write-ahead log. The file keeps that, so it matters for the first time only;
/// then two processes may try at once, and SQLite does not wait.
fn write_ahead(raw: &rusqlite::Connection, schema: &str, patience: Duration) -> Result<()> {
    let started = Instant::now();
    loop {
        let mode: rusqlite::Result<String> =
            raw.query_row(&format!("PRAGMA {schema}.journal_mode = WAL"), [], |row| row.get(0));
        match mode.map_err(|error| translate("open", error, None)) {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(mode) => {
                return Err(Error::Invalid(format!(
                    "SQLite cannot keep a write-ahead log here (it offers {mode:?}): put the data directory on a local disk"
                )));
            }
            Err(Error::Busy { .. }) if started.elapsed() < patience => {
                std::thread::sleep(Duration::from_millis(10));
            }
            Err(error) => return Err(error),
        }
    }
}

/// Sets a PRAGMA and reads it back: SQLite ignores what it does not know.
fn set(raw: &rusqlite::Connection, pragma: &str, value: i64) -> Result<()> {
    let fault = |error| translate("open", error, None);
    raw.execute_batch(&format!("PRAGMA {pragma} = {value}")).map_err(fault)?;
    let found: i64 =
        raw.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0)).map_err(fault)?;
    if found == value {
        return Ok(());
    }
    Err(Error::Invalid(format!("SQLite keeps {pragma} at {found} instead of {value}")))
}

/// Stops statements at their deadline.
fn watch(
    raw: &rusqlite::Connection,
    deadline: Arc<AtomicU64>,
    born: Instant,
) -> rusqlite::Result<()> {
    let is_late = move || {
        let deadline = deadline.load(Ordering::Relaxed);
        deadline != 0 && millis(born.elapsed()) >= deadline
    };
    raw.progress_handler(STEPS_BETWEEN_LOOKS, Some(is_late))
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Binds by name, since SQLite numbers `$2` before `$1` when it meets it first; `?` by place.
fn bind(statement: &mut Statement<'_>, params: &[Value]) -> rusqlite::Result<()> {
    let expected = statement.parameter_count();
    if expected != params.len() {
        return Err(rusqlite::Error::InvalidParameterCount(params.len(), expected));
    }
    for at in 1..=expected {
        let number = match statement.parameter_name(at) {
            Some(name) => name.get(1..).and_then(|number| number.parse().ok()),
            None => Some(at),
        };
        let value = number.and_then(|number: usize| params.get(number.checked_sub(1)?));
        let value = value.ok_or(rusqlite::Error::InvalidParameterCount(params.len(), expected))?;
        statement.raw_bind_parameter(at, value)?;
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Bool(it) => ValueRef::Integer((*it).into()),
            Self::Int(it) => ValueRef::Integer(*it),
            Self::Real(it) => ValueRef::Real(*it),
            Self::Text(it) => ValueRef::Text(it.as_bytes()),
            Self::Blob(it) => ValueRef::Blob(it),
            Self::Uuid(it) => ValueRef::Blob(it.as_bytes()),
        }))
    }
}

fn own(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(it) => Value::Int(it),
        ValueRef::Real(it) => Value::Real(it),
        ValueRef::Text(it) => Value::Text(String::from_utf8_lossy(it).into_owned()),
        ValueRef::Blob(it) => Value::Blob(it.to_vec()),
    }
}
