//! Migrations: numbered steps in both engines' SQL, applied in order under a lock.
//!
//! The table `schema_migrations` lies with the tables of the schema `listens` and keeps the
//! checksum of what was applied. Each step runs in a transaction of its own with its row there.

mod list;
mod postgres;
mod sqlite;

use crate::error::{Error, Result};
use crate::options::{Options, Target};
use list::{MIGRATIONS, Migration, Texts};

/// One migration and whether the database has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Its number.
    pub version: u32,
    /// Its name.
    pub name: String,
    /// Whether it was applied.
    pub state: State,
}

/// What is known about a migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It was applied at this time (milliseconds since 1970, the database's clock).
    Applied(i64),
    /// It was applied, and its file was changed since.
    Changed(i64),
    /// It will be applied by `up`.
    Pending,
    /// The database has it, this program does not.
    Unknown(i64),
}

/// A row of `schema_migrations`.
#[derive(Debug, Clone)]
struct Applied {
    version: u32,
    name: String,
    checksum: String,
    applied_at_ms: i64,
}

/// What to do with a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Task {
    /// Say what was applied.
    Look,
    /// Apply what is missing.
    Up,
    /// Undo what is newer than this version.
    Down(u32),
}

/// What a task found and did.
struct Report {
    applied: Vec<Applied>,
    done: Vec<String>,
}

/// Lists all migrations, the oldest first.
///
/// # Errors
/// [`Error::Unavailable`] when the database cannot be reached.
pub async fn status(target: &Target, options: &Options) -> Result<Vec<Status>> {
    let engine = Engine::of(target);
    let applied = run(target, options, Task::Look).await?.applied;
    let known = |version| MIGRATIONS.iter().find(|migration| migration.version == version);
    let has = |version| applied.iter().any(|row| row.version == version);
    let found = applied.iter().map(|row| {
        let state = match known(row.version) {
            None => State::Unknown(row.applied_at_ms),
            Some(migration) if engine.texts(migration).checksum() != row.checksum => {
                State::Changed(row.applied_at_ms)
            }
            Some(_) => State::Applied(row.applied_at_ms),
        };
        Status { version: row.version, name: row.name.clone(), state }
    });
    let missing = MIGRATIONS.iter().filter(|migration| !has(migration.version)).map(|migration| {
        let name = migration.name.to_owned();
        Status { version: migration.version, name, state: State::Pending }
    });
    let mut all: Vec<Status> = found.chain(missing).collect();
    all.sort_by_key(|status| status.version);
    Ok(all)
}

/// Checks that the database has exactly the migrations of this program, unchanged.
///
/// # Errors
/// [`Error::Pending`], [`Error::TooNew`], [`Error::ChecksumChanged`], [`Error::Unavailable`].
pub async fn check(target: &Target, options: &Options) -> Result<()> {
    let applied = run(target, options, Task::Look).await?.applied;
    match pending(&applied, Engine::of(target))?.len() {
        0 => Ok(()),
        missing => Err(Error::Pending(missing)),
    }
}

/// Applies what is missing; names what was applied.
///
/// # Errors
/// As [`check`], without `Pending`; [`Error::Statement`] when a step fails, which is undone then.
pub async fn up(target: &Target, options: &Options) -> Result<Vec<String>> {
    run(target, options, Task::Up).await.map(|report| report.done)
}

/// Undoes what is newer than `version` (0 undoes everything), the newest first; names it.
///
/// Rows are lost with their tables: make a backup before.
///
/// # Errors
/// As [`up`].
pub async fn down(target: &Target, options: &Options, version: u32) -> Result<Vec<String>> {
    run(target, options, Task::Down(version)).await.map(|report| report.done)
}

async fn run(target: &Target, options: &Options, task: Task) -> Result<Report> {
    match target {
        Target::Sqlite(file) => sqlite::run(file, options, task).await,
        Target::Postgres(server) => postgres::run(server, options, task).await,
    }
}

#[derive(Debug, Clone, Copy)]
enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    fn of(target: &Target) -> Self {
        match target {
            Target::Sqlite(_) => Self::Sqlite,
            Target::Postgres(_) => Self::Postgres,
        }
    }

    fn texts(self, migration: &Migration) -> &Texts {
        match self {
            Self::Sqlite => &migration.sqlite,
            Self::Postgres => &migration.postgres,
        }
    }
}

/// What is missing, after the check that what is there is what this program knows.
fn pending(applied: &[Applied], engine: Engine) -> Result<Vec<&'static Migration>> {
    let known = MIGRATIONS.last().map_or(0, |migration| migration.version);
    let found = applied.iter().map(|row| row.version).max().unwrap_or(0);
    if found > known {
        return Err(Error::TooNew { found, known });
    }
    let row = |version| applied.iter().find(|row| row.version == version);
    for migration in MIGRATIONS {
        let texts = engine.texts(migration);
        if row(migration.version).is_some_and(|row| row.checksum != texts.checksum()) {
            return Err(Error::ChecksumChanged { file: texts.file(migration) });
        }
    }
    Ok(MIGRATIONS.iter().filter(|migration| row(migration.version).is_none()).collect())
}

/// What to undo to get back to a version, the newest first.
fn to_undo(applied: &[Applied], engine: Engine, version: u32) -> Result<Vec<&'static Migration>> {
    pending(applied, engine)?;
    let has = |migration: &&Migration| applied.iter().any(|row| row.version == migration.version);
    Ok(MIGRATIONS.iter().rev().filter(has).filter(|it| it.version > version).collect())
}

fn label(migration: &Migration) -> String {
    format!("{:04}_{}", migration.version, migration.name)
}

/// The tables of an earlier arrangement of schemas would be found instead of ours.
fn check_arrangement(expected: &str, found: &[String]) -> Result<()> {
    match found.iter().find(|schema| *schema != expected) {
        None => Ok(()),
        Some(other) => Err(Error::Invalid(format!(
            "the database was set up with its tables in schema {other:?}, the configuration says {expected:?}: move the tables or restore database.schemas"
        ))),
    }
}

#[cfg(test)]
mod tests;
