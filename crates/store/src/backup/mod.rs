//! What backups need of a database: copies of one state, and sums by which copies are compared.
//!
//! A SQLite database is copied by SQLite's online backup. A PostgreSQL database is dumped by
//! `pg_dump`, which somebody else runs; [`Snapshot`] lets it see the state that the sums are of.

mod postgres;
mod sqlite;

use std::path::{Path, PathBuf};

pub use postgres::{Snapshot, create_database, drop_database};
pub use sqlite::copy;

use crate::error::Result;
use crate::options::{Options, Target};
use crate::schemas::Schemas;
use crate::sqlite::Place;

/// What a table holds, in short: two tables with the same rows have the same sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSum {
    /// Schema and name, as in `main.users`.
    pub table: String,
    /// How many rows.
    pub rows: u64,
    /// The sum of the hashes of all rows, in whatever order: hexadecimal digits with SQLite,
    /// decimal ones with PostgreSQL.
    pub sum: String,
}

/// The files of a SQLite database, the main one first.
#[must_use]
pub fn files(main: &Path, schemas: &Schemas) -> Vec<PathBuf> {
    let place = Place::new(main.to_owned(), schemas);
    let attached = place.attached.into_iter().map(|(_, file)| file);
    std::iter::once(place.file).chain(attached).collect()
}

/// The sums of all tables, in the order of their names.
///
/// # Errors
/// [`crate::Error::Unavailable`] when the database cannot be reached; with SQLite also any error
/// of a damaged file, which is looked through first.
pub async fn sums(target: &Target, options: &Options) -> Result<Vec<TableSum>> {
    match target {
        Target::Sqlite(file) => sqlite::sums(file, options).await,
        Target::Postgres(server) => {
            let mut snapshot = Snapshot::take(server).await?;
            let sums = snapshot.sums().await;
            snapshot.end().await;
            sums
        }
    }
}

/// Whether another process has the database open. The caller must have closed its own.
///
/// # Errors
/// [`crate::Error::Unavailable`] when that cannot be said.
pub async fn is_used(target: &Target, options: &Options) -> Result<bool> {
    match target {
        Target::Sqlite(file) => sqlite::is_used(files(file, &options.schemas)).await,
        Target::Postgres(server) => postgres::is_used(server).await,
    }
}
