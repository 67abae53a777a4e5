//! Migrations of a PostgreSQL database: one connection, one advisory lock around everything.

use sqlx::{AssertSqlSafe, Connection, PgConnection, Row};

use super::{Applied, Engine, Migration, Report, Task, check_arrangement, label, pending, to_undo};
use crate::error::{Error, Result};
use crate::options::{Options, Server};
use crate::postgres::{connect, default_schema, translate};
use crate::schemas::Schemas;

/// The advisory lock that migrating programs take: "gatefold" in ASCII.
const LOCK: i64 = i64::from_be_bytes(*b"gatefold");

pub(super) async fn run(server: &Server, options: &Options, task: Task) -> Result<Report> {
    let mut connection = connect(server).await?;
    let mut default = String::new();
    if options.schemas.uses_default() {
        default = default_schema(&mut connection).await?;
    }
    let mut migrator = Migrator { connection, schemas: &options.schemas, default };
    let report = migrator.work(task).await;
    // The lock ends with the connection, whatever happened.
    migrator.connection.close().await.ok();
    report
}

struct Migrator<'a> {
    connection: PgConnection,
    schemas: &'a Schemas,
    default: String,
}

impl Migrator<'_> {
    async fn work(&mut self, task: Task) -> Result<Report> {
        if task == Task::Look {
            return Ok(Report { applied: self.applied().await?, done: Vec::new() });
        }
        sqlx::query("SELECT pg_advisory_lock($1)")
            .bind(LOCK)
            .execute(&mut self.connection)
            .await
            .map_err(fault)?;
        let applied = self.applied().await?;
        let mut done = Vec::new();
        if let Task::Down(version) = task {
            for migration in to_undo(&applied, Engine::Postgres, version)? {
                self.step(migration, Task::Down(version)).await?;
                done.push(label(migration));
            }
        } else {
            let missing = pending(&applied, Engine::Postgres)?;
            if !missing.is_empty() {
                self.prepare().await?;
            }
            for migration in missing {
                self.step(migration, Task::Up).await?;
                done.push(label(migration));
            }
        }
        Ok(Report { applied, done })
    }

    /// Makes the schemas and the table of migrations.
    async fn prepare(&mut self) -> Result<()> {
        for name in self.schemas.names() {
            let sql = format!("CREATE SCHEMA IF NOT EXISTS \"{name}\"");
            batch(&mut self.connection, "schemas", sql).await?;
        }
        let sql = self.fill(TRACKING);
        batch(&mut self.connection, "migrations", sql).await
    }

    /// Applies or undoes one migration, and notes that.
    async fn step(&mut self, migration: &'static Migration, task: Task) -> Result<()> {
        let texts = &migration.postgres;
        let (text, note) = match task {
            Task::Down(_) => (texts.down, FORGET),
            _ => (texts.up, REMEMBER),
        };
        let (text, note) = (self.fill(text), self.fill(note));
        let mut transaction = self.connection.begin().await.map_err(fault)?;
        batch(&mut transaction, migration.name, text).await?;
        let mut noting = sqlx::query(AssertSqlSafe(note)).bind(i64::from(migration.version));
        if task == Task::Up {
            noting = noting.bind(migration.name).bind(texts.checksum());
        }
        noting.execute(&mut *transaction).await.map_err(fault)?;
        transaction.commit().await.map_err(fault)
    }

    async fn applied(&mut self) -> Result<Vec<Applied>> {
        let expected = match self.schemas.listens() {
            Some(name) => name.to_owned(),
            None => self.default.trim_matches('"').to_owned(),
        };
        let mut ours: Vec<String> = self.schemas.names().into_iter().map(str::to_owned).collect();
        if self.schemas.uses_default() {
            ours.push(self.default.trim_matches('"').to_owned());
        }
        let schemas: Vec<String> = sqlx::query_scalar(
            "SELECT schemaname::text FROM pg_tables \
             WHERE tablename = 'schema_migrations' AND schemaname = ANY($1)",
        )
        .bind(ours)
        .fetch_all(&mut self.connection)
        .await
        .map_err(fault)?;
        check_arrangement(&expected, &schemas)?;
        if schemas.is_empty() {
            return Ok(Vec::new());
        }
        let sql = self.fill(
            "SELECT version, name, checksum, applied_at_ms \
             FROM {listens}schema_migrations ORDER BY version",
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut self.connection).await;
        rows.and_then(|rows| rows.iter().map(applied).collect()).map_err(fault)
    }

    fn fill(&self, template: &str) -> String {
        self.schemas.fill(template, &self.default)
    }
}

const TRACKING: &str = "CREATE TABLE IF NOT EXISTS {listens}schema_migrations (
    version bigint NOT NULL PRIMARY KEY,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at_ms bigint NOT NULL
)";
const REMEMBER: &str = "INSERT INTO {listens}schema_migrations VALUES \
    ($1, $2, $3, (extract(epoch FROM clock_timestamp()) * 1000)::bigint)";
const FORGET: &str = "DELETE FROM {listens}schema_migrations WHERE version = $1";

fn applied(row: &sqlx::postgres::PgRow) -> sqlx::Result<Applied> {
    let version: i64 = row.try_get(0)?;
    Ok(Applied {
        version: u32::try_from(version).unwrap_or(u32::MAX),
        name: row.try_get(1)?,
        checksum: row.try_get(2)?,
        applied_at_ms: row.try_get(3)?,
    })
}

/// Runs the statements of a text.
async fn batch(connection: &mut PgConnection, name: &'static str, sql: String) -> Result<()> {
    let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await;
    done.map(drop).map_err(|error| translate(name, error))
}

fn fault(error: sqlx::Error) -> Error {
    translate("migrations", error)
}
