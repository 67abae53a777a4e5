//! States of a PostgreSQL database that other programs can see too, and sums of its tables.

use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, Connection, PgConnection, Row};

use super::TableSum;
use crate::error::{Error, Result};
use crate::options::Server;
use crate::postgres::{connect, translate};

/// A state that stays visible, here and to `pg_dump --snapshot`, until it is let go.
pub struct Snapshot {
    connection: PgConnection,
    id: String,
}

impl Snapshot {
    /// Takes the present state.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the server cannot be reached.
    pub async fn take(server: &Server) -> Result<Self> {
        let mut connection = connect(server).await?;
        // Sums are of texts: settings that change how values are written are fixed.
        let settings = "SELECT set_config('timezone', 'UTC', false), \
            set_config('datestyle', 'ISO', false), set_config('bytea_output', 'hex', false), \
            set_config('extra_float_digits', '1', false), set_config('statement_timeout', '0', false)";
        sqlx::query(settings).execute(&mut connection).await.map_err(fault)?;
        sqlx::query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            .execute(&mut connection)
            .await
            .map_err(fault)?;
        let id = sqlx::query_scalar("SELECT pg_export_snapshot()").fetch_one(&mut connection).await;
        Ok(Self { id: id.map_err(fault)?, connection })
    }

    /// The name by which other connections can see the state.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The sums of all tables of the database, in the order of their names.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the connection is lost.
    pub async fn sums(&mut self) -> Result<Vec<TableSum>> {
        let sql = "SELECT schemaname::text, tablename::text, \
                   format('%I.%I', schemaname, tablename) FROM pg_tables \
                   WHERE schemaname <> 'information_schema' AND schemaname NOT LIKE 'pg\\_%' \
                   ORDER BY 1, 2";
        let tables = sqlx::query(sql).fetch_all(&mut self.connection).await.map_err(fault)?;
        let mut sums = Vec::with_capacity(tables.len());
        for row in &tables {
            let name = |at| row.try_get::<String, _>(at).map_err(fault);
            let (schema, table, quoted) = (name(0)?, name(1)?, name(2)?);
            sums.push(self.sum(format!("{schema}.{table}"), &quoted).await?);
        }
        Ok(sums)
    }

    async fn sum(&mut self, table: String, quoted: &str) -> Result<TableSum> {
        // Sixty bits of each row's hash, added up as a number without bounds.
        let sql = format!(
            "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text \
             FROM {quoted} AS t"
        );
        let row = sqlx::query(AssertSqlSafe(sql)).fetch_one(&mut self.connection).await;
        let row = row.map_err(fault)?;
        let rows: i64 = row.try_get(0).map_err(fault)?;
        let sum = row.try_get(1).map_err(fault)?;
        Ok(TableSum { table, rows: u64::try_from(rows).unwrap_or(0), sum })
    }

    /// Lets the state go.
    pub async fn end(self) {
        // The server lets it go by itself when the connection is lost.
        self.connection.close().await.ok();
    }
}

/// How long a connection that was closed may still be listed: its server has other things to do, too.
const FAREWELL: Duration = Duration::from_secs(3);
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// Whether another connection of this program is there and stays.
pub(super) async fn is_used(server: &Server) -> Result<bool> {
    let mut connection = connect(server).await?;
    let started = Instant::now();
    let mut found = has_others(&mut connection).await;
    while matches!(found, Ok(true)) && started.elapsed() < FAREWELL {
        tokio::time::sleep(BETWEEN_LOOKS).await;
        found = has_others(&mut connection).await;
    }
    connection.close().await.ok();
    found
}

async fn has_others(connection: &mut PgConnection) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() \
               AND application_name = 'gatefold' AND pid <> pg_backend_pid())";
    sqlx::query_scalar(sql).fetch_one(connection).await.map_err(fault)
}

/// Makes an empty database beside the one that the server names, and says how to reach it.
///
/// # Errors
/// [`Error::Invalid`] when the user may not; [`Error::Unavailable`].
pub async fn create_database(server: &Server, name: &str) -> Result<Server> {
    run(server, format!("CREATE DATABASE {} TEMPLATE template0", quoted(name)?)).await?;
    Ok(Server { options: server.options.clone().database(name) })
}

/// Removes a database that [`create_database`] made.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn drop_database(server: &Server, name: &str) -> Result<()> {
    run(server, format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", quoted(name)?)).await
}

async fn run(server: &Server, sql: String) -> Result<()> {
    let mut connection = connect(server).await?;
    let done = sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await;
    connection.close().await.ok();
    match done {
        Ok(_) => Ok(()),
        // 42501 is insufficient_privilege.
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("42501") => {
            Err(Error::Invalid(format!(
                "{server}: the user may not create databases: a backup is verified in a scratch database, so allow that with ALTER ROLE … CREATEDB"
            )))
        }
        Err(error) => Err(fault(error)),
    }
}

/// A name that can stand in a statement.
fn quoted(name: &str) -> Result<String> {
    let is_plain = !name.is_empty()
        && name.len() <= 63
        && name.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_');
    if is_plain {
        return Ok(format!("\"{name}\""));
    }
    Err(Error::Invalid("a scratch database has a name of small letters and digits".to_owned()))
}

fn fault(error: sqlx::Error) -> Error {
    translate("backup", error)
}
