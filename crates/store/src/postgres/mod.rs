//! The PostgreSQL engine: a pool of connections, a transaction for each unit of work.

mod connect;
mod errors;
mod values;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Instant;

use futures::future::BoxFuture;
use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool, SqlSafeStr};

pub(crate) use connect::{connect, default_schema};
pub(crate) use errors::translate;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::figures::{Counted, Figures};
use crate::options::{Options, Server};
use crate::query::{Query, Text};
use crate::tx::{Conn, Tx, View, Work, record};
use crate::value::{Row, Value};

/// An open pool.
pub(crate) struct Postgres {
    pool: PgPool,
    max: u32,
    context: Arc<Context>,
}

impl Postgres {
    /// Opens a database whose migrations are applied.
    pub(crate) async fn open(
        server: &Server,
        options: &Options,
        context: Arc<Context>,
    ) -> Result<Self> {
        let pool = connect::pool(server, options).await?;
        Ok(Self { pool, max: options.max_connections, context })
    }

    /// Runs one statement that reads.
    pub(crate) async fn fetch(
        &self,
        query: &'static Query,
        params: Vec<Value>,
    ) -> Result<Vec<Row>> {
        let mut connection = self.acquire().await?;
        rows(&mut connection, &self.context, query, params).await
    }

    /// Runs several statements that read the same state.
    pub(crate) async fn view<T, E, F>(&self, work: F) -> Result<T, E>
    where
        E: From<Error>,
        F: for<'t> FnOnce(&'t mut View<'_>) -> BoxFuture<'t, Result<T, E>>,
    {
        let mut connection = self.acquire().await?;
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        let begun = connection.begin_with(begin).await;
        let mut transaction = begun.map_err(|error| translate("begin", error))?;
        let result = {
            let mut view = View::new(Conn::Postgres(&mut transaction, &self.context));
            work(&mut view).await
        };
        transaction.rollback().await.map_err(|error| translate("rollback", error))?;
        result
    }

    /// Runs a unit of work in a transaction; it is committed when this returns.
    pub(crate) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        E: From<Error>,
        F: Work<T, E>,
    {
        let limit = self.context.statement_timeout;
        let mut connection = self.acquire().await?;
        let begun = connection.begin().await;
        let mut transaction = begun.map_err(|error| translate("begin", error))?;
        let outcome =
            {
                let mut tx = Tx::new(Conn::Postgres(&mut transaction, &self.context));
                let outcome = tokio::time::timeout(limit, work(&mut tx)).await;
                tx.settle(outcome.unwrap_or_else(|_| {
                    Err(Error::TooSlow { query: "unit of work", limit }.into())
                }))
            };
        if outcome.is_ok() {
            transaction.commit().await.map_err(|error| translate("commit", error))?;
            self.context.meter.writes.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            self.context.meter.commits.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        } else {
            // The connection may be lost; then the server undoes the work by itself.
            transaction.rollback().await.ok();
        }
        outcome
    }

    pub(crate) fn figures(&self) -> Figures {
        let mut figures = self.context.meter.figures("postgres");
        figures.connections_max = self.max.into();
        figures.connections = self.pool.size().into();
        figures.connections_idle = self.pool.num_idle() as u64;
        figures
    }

    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }

    async fn acquire(&self) -> Result<PoolConnection<sqlx::Postgres>> {
        let _waiting = Counted::new(&self.context.meter.waiting);
        // What the pool needs to connect anew is some 14 KiB: inside of its callers, everything that
        // ever asks a database, on SQLite too, would be as large and be moved as a whole.
        Box::pin(self.pool.acquire()).await.map_err(|error| match error {
            // The pool says the same when the server cannot be reached.
            sqlx::Error::PoolTimedOut if self.pool.size() >= self.max => {
                Error::busy("all connections are in use")
            }
            error => translate("connect", error),
        })
    }
}

/// Runs a statement and takes all its rows.
pub(crate) async fn rows(
    connection: &mut PgConnection,
    context: &Context,
    query: &'static Query,
    params: Vec<Value>,
) -> Result<Vec<Row>> {
    let started = Instant::now();
    let statement = sqlx::query_with(text(query), values::arguments(query, params)?);
    let found = statement.fetch_all(connection).await;
    record(context, query.name, started);
    values::rows(query, &found.map_err(|error| limited(context, translate(query.name, error)))?)
}

/// Runs a statement without rows and counts what it changed.
pub(crate) async fn execute(
    connection: &mut PgConnection,
    context: &Context,
    text: Text,
    params: Vec<Value>,
) -> Result<u64> {
    let started = Instant::now();
    let query = text.query;
    let arguments = values::arguments(query, params)?;
    // The texts are those of this crate's files; values are sent beside them.
    let sql = match text.sql {
        Cow::Borrowed(sql) => sql.into_sql_str(),
        Cow::Owned(sql) => AssertSqlSafe(sql).into_sql_str(),
    };
    let statement = sqlx::query_with(sql, arguments);
    let done = statement.execute(connection).await;
    record(context, query.name, started);
    done.map(|done| done.rows_affected())
        .map_err(|error| limited(context, translate(query.name, error)))
}

/// Takes a lock that ends with the transaction.
pub(crate) async fn lock(
    connection: &mut PgConnection,
    context: &Context,
    key: &'static str,
) -> Result<()> {
    static LOCK: Query =
        Query { name: "lock", sql: "SELECT pg_advisory_xact_lock($1) IS NULL", postgres: None };
    let hash = blake3::hash(key.as_bytes());
    let number = hash.as_bytes().first_chunk().map_or(0, |bytes| i64::from_le_bytes(*bytes));
    rows(connection, context, &LOCK, vec![Value::Int(number)]).await.map(drop)
}

fn text(query: &'static Query) -> &'static str {
    query.postgres.unwrap_or(query.sql)
}

fn limited(context: &Context, error: Error) -> Error {
    match error {
        Error::TooSlow { query, .. } => Error::TooSlow { query, limit: context.statement_timeout },
        other => other,
    }
}
