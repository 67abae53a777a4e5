//! Connections to a PostgreSQL server: a first one with a clear error, then the pool.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, PgConnection, PgPool, Row};

use super::errors::translate;
use crate::error::{Error, Result};
use crate::options::{Options, Server};

/// How long the first connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// The oldest server that is supported, as it says itself.
const MIN_VERSION: i32 = 150_000;
/// A connection that was used this short ago is given out without a test.
const TRUSTED_IDLE: Duration = Duration::from_secs(1);
/// Prepared statements that a connection keeps; more than there are queries.
const STATEMENTS: usize = 512;

/// Opens one connection, with an error that names the place.
pub(crate) async fn connect(server: &Server) -> Result<PgConnection> {
    let options = prepared(server);
    let failed = |reason: String| Error::unavailable(format!("{server}: {reason}"));
    let connected = tokio::time::timeout(CONNECT_TIMEOUT, options.connect()).await;
    let mut connection = connected
        .map_err(|_| failed(format!("no answer within {} s", CONNECT_TIMEOUT.as_secs())))?
        .map_err(|error| failed(error.to_string()))?;
    let version = sqlx::query("SELECT current_setting('server_version_num')::int")
        .fetch_one(&mut connection)
        .await
        .and_then(|row| row.try_get::<i32, _>(0))
        .map_err(|error| translate("version", error))?;
    if version < MIN_VERSION {
        return Err(Error::Invalid(format!(
            "{server}: PostgreSQL {} is too old: use 15 or newer",
            version / 10_000
        )));
    }
    Ok(connection)
}

/// The schema for tables whose schema is not configured, ready to be written into SQL.
pub(crate) async fn default_schema(connection: &mut PgConnection) -> Result<String> {
    let found = sqlx::query("SELECT quote_ident(current_schema())").fetch_one(connection).await;
    let name: Option<String> =
        found.and_then(|row| row.try_get(0)).map_err(|error| translate("default schema", error))?;
    name.ok_or_else(|| {
        Error::Invalid(
            "the database has no default schema: create one, or set database.schemas".to_owned(),
        )
    })
}

/// Opens the pool.
pub(super) async fn pool(server: &Server, options: &Options) -> Result<PgPool> {
    let mut connection = connect(server).await?;
    let mut path: Vec<String> =
        options.schemas.names().into_iter().map(|name| format!("\"{name}\"")).collect();
    if options.schemas.uses_default() {
        path.push(default_schema(&mut connection).await?);
    }
    sqlx::Connection::close(connection).await.ok();
    let path = path.join(", ");
    let timeout = options.statement_timeout.as_millis().to_string();
    let pool = PgPoolOptions::new()
        .min_connections(options.min_connections.min(options.max_connections))
        .max_connections(options.max_connections.max(1))
        .max_lifetime(options.max_lifetime)
        .idle_timeout(options.idle_timeout)
        .acquire_timeout(options.acquire_timeout)
        .test_before_acquire(false)
        .before_acquire(|connection, about| {
            Box::pin(async move {
                if about.idle_for > TRUSTED_IDLE {
                    sqlx::Connection::ping(connection).await?;
                }
                Ok(true)
            })
        })
        .after_connect(move |connection, _| {
            let (path, timeout) = (path.clone(), timeout.clone());
            Box::pin(async move {
                let settings = "SELECT set_config('search_path', $1, false), \
                    set_config('statement_timeout', $2, false), \
                    set_config('idle_in_transaction_session_timeout', $2, false)";
                sqlx::query(settings).bind(path).bind(timeout).execute(connection).await.map(drop)
            })
        });
    pool.connect_with(prepared(server)).await.map_err(|error| translate("connect", error))
}

fn prepared(server: &Server) -> PgConnectOptions {
    let options = server.options.clone().disable_statement_logging();
    options.application_name("gatefold").statement_cache_capacity(STATEMENTS)
}
