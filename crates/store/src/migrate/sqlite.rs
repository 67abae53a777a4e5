//! Migrations of SQLite files: everything happens under the lock of one writing transaction.

use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection as Raw;

use super::{Applied, Engine, Report, Task, check_arrangement, label, pending, to_undo};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::options::Options;
use crate::schemas::Schemas;
use crate::sqlite::{Connection, Place, Role, blocking, translate};

/// Where tables are whose schema is not configured.
const DEFAULT_SCHEMA: &str = "main";

pub(super) async fn run(file: &Path, options: &Options, task: Task) -> Result<Report> {
    let place = Place::new(file.to_owned(), &options.schemas);
    let (schemas, context) = (options.schemas.clone(), Arc::new(Context::new(options)));
    // Looking must not make a database.
    if task == Task::Look && !place.file.exists() {
        return Ok(Report { applied: Vec::new(), done: Vec::new() });
    }
    blocking(move || {
        let connection = Connection::open(&place, Role::Migrate, context)?;
        if task == Task::Look {
            let migrator = Migrator { raw: connection.raw(), schemas: &schemas };
            return Ok(Report { applied: migrator.applied()?, done: Vec::new() });
        }
        connection.control("BEGIN EXCLUSIVE")?;
        let result = Migrator { raw: connection.raw(), schemas: &schemas }.work(task);
        match result {
            Ok(report) => connection.control("COMMIT").map(|()| report),
            Err(error) => {
                connection.control("ROLLBACK").ok();
                Err(error)
            }
        }
    })
    .await
}

struct Migrator<'a> {
    raw: &'a Raw,
    schemas: &'a Schemas,
}

impl Migrator<'_> {
    fn work(&self, task: Task) -> Result<Report> {
        let applied = self.applied()?;
        let mut done = Vec::new();
        if let Task::Down(version) = task {
            for migration in to_undo(&applied, Engine::Sqlite, version)? {
                self.batch(migration.name, migration.sqlite.down)?;
                self.forget(migration.version)?;
                done.push(label(migration));
            }
        } else {
            let missing = pending(&applied, Engine::Sqlite)?;
            if !missing.is_empty() {
                self.batch("migrations", TRACKING)?;
            }
            for migration in missing {
                self.batch(migration.name, migration.sqlite.up)?;
                let row = (migration.version, migration.name, migration.sqlite.checksum());
                let sql = self.fill(
                    "INSERT INTO {listens}schema_migrations VALUES \
                     (?1, ?2, ?3, CAST(unixepoch('subsec') * 1000 AS INTEGER))",
                );
                self.raw.execute(&sql, row).map_err(fault)?;
                done.push(label(migration));
            }
        }
        if !done.is_empty() {
            self.check_references()?;
        }
        Ok(Report { applied, done })
    }

    fn applied(&self) -> Result<Vec<Applied>> {
        let sql = "SELECT schema FROM pragma_table_list WHERE name = 'schema_migrations'";
        let schemas: Vec<String> = self.list(sql, |row| row.get(0))?;
        check_arrangement(self.schemas.listens().unwrap_or(DEFAULT_SCHEMA), &schemas)?;
        if schemas.is_empty() {
            return Ok(Vec::new());
        }
        let sql = "SELECT version, name, checksum, applied_at_ms \
                   FROM {listens}schema_migrations ORDER BY version";
        self.list(&self.fill(sql), |row| {
            Ok(Applied {
                version: row.get(0)?,
                name: row.get(1)?,
                checksum: row.get(2)?,
                applied_at_ms: row.get(3)?,
            })
        })
    }

    fn forget(&self, version: u32) -> Result<()> {
        let sql = self.fill("DELETE FROM {listens}schema_migrations WHERE version = ?1");
        self.raw.execute(&sql, [version]).map(drop).map_err(fault)
    }

    fn batch(&self, name: &'static str, template: &str) -> Result<()> {
        let sql = self.fill(template);
        self.raw.execute_batch(&sql).map_err(|error| translate(name, error, None))
    }

    /// Foreign keys were off, so that tables can be rebuilt: now they must hold.
    fn check_references(&self) -> Result<()> {
        let broken: Vec<String> =
            self.list("SELECT DISTINCT \"table\" FROM pragma_foreign_key_check", |row| row.get(0))?;
        if broken.is_empty() {
            return Ok(());
        }
        Err(Error::Invalid(format!(
            "rows of {} point to rows that do not exist: nothing was migrated",
            broken.join(", ")
        )))
    }

    fn list<T>(
        &self,
        sql: &str,
        decode: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let read =
            || self.raw.prepare(sql)?.query_map([], decode)?.collect::<rusqlite::Result<_>>();
        read().map_err(fault)
    }

    fn fill(&self, template: &str) -> String {
        self.schemas.fill(template, DEFAULT_SCHEMA)
    }
}

const TRACKING: &str = "CREATE TABLE IF NOT EXISTS {listens}schema_migrations (
    version INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied_at_ms INTEGER NOT NULL
) STRICT;";

fn fault(error: rusqlite::Error) -> Error {
    translate("migrations", error, None)
}
