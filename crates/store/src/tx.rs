//! Units of work: `Tx` reads and writes, `View` only reads; both see one state.

use std::time::Instant;

use futures::future::BoxFuture;
use sqlx::PgConnection;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::many::{Marks, Template};
use crate::query::{Query, Text};
use crate::value::{Row, Value};
use crate::{Store, postgres, sqlite};

/// Where a statement that reads can run: `&store` alone, `&mut *view` or `&mut *tx`.
///
/// Functions that read take `impl Fetch`, so that the same function works inside and outside of
/// a unit of work.
pub trait Fetch: Send {
    /// Runs a statement that reads and takes all its rows.
    ///
    /// # Errors
    /// [`Error`] of any kind but `Conflict`.
    fn fetch(
        self,
        query: &'static Query,
        params: Vec<Value>,
    ) -> impl Future<Output = Result<Vec<Row>>> + Send;
}

/// A connection of either engine.
pub(crate) enum Conn<'c> {
    Sqlite(&'c mut sqlite::Connection),
    Postgres(&'c mut PgConnection, &'c Context),
}

impl Conn<'_> {
    async fn rows(&mut self, query: &'static Query, params: Vec<Value>) -> Result<Vec<Row>> {
        match self {
            Self::Sqlite(connection) => connection.rows(query, &params),
            Self::Postgres(connection, context) => {
                postgres::rows(connection, context, query, params).await
            }
        }
    }

    async fn execute(&mut self, query: &'static Query, params: Vec<Value>) -> Result<u64> {
        let text = Text { query, sql: self.sql(query).into() };
        self.execute_text(text, params).await
    }

    async fn execute_text(&mut self, text: Text, params: Vec<Value>) -> Result<u64> {
        match self {
            Self::Sqlite(connection) => connection.execute(&text, &params),
            Self::Postgres(connection, context) => {
                postgres::execute(connection, context, text, params).await
            }
        }
    }

    async fn insert_many(&mut self, query: &'static Query, rows: Vec<Vec<Value>>) -> Result<u64> {
        if let Self::Sqlite(connection) = self {
            return connection.insert_many(query, &rows);
        }
        let template = Template::of(query, self.sql(query))?;
        let mut inserted = 0;
        let mut rows = rows.into_iter();
        while rows.len() > 0 {
            let next = template.rows(rows.len());
            let part: Vec<Vec<Value>> = rows.by_ref().take(next).collect();
            let sql = template.text(part.len(), Marks::Numbers).into();
            let params = template.values(query, part)?;
            inserted += self.execute_text(Text { query, sql }, params).await?;
        }
        Ok(inserted)
    }

    fn sql(&self, query: &'static Query) -> &'static str {
        match self {
            Self::Sqlite(_) => query.sql,
            Self::Postgres(..) => query.postgres.unwrap_or(query.sql),
        }
    }
}

/// A unit of work: everything in it happens, or nothing.
pub struct Tx<'c> {
    conn: Conn<'c>,
    /// A statement has failed: PostgreSQL would refuse to go on, so both engines do.
    is_broken: bool,
}

impl<'c> Tx<'c> {
    pub(crate) fn new(conn: Conn<'c>) -> Self {
        Self { conn, is_broken: false }
    }

    /// Runs a statement without rows; tells how many rows it changed.
    ///
    /// # Errors
    /// Any [`Error`]; after one, the unit of work is undone whatever it returns.
    pub async fn execute(&mut self, query: &'static Query, params: Vec<Value>) -> Result<u64> {
        self.check()?;
        let result = self.conn.execute(query, params).await;
        self.is_broken = result.is_err();
        result
    }

    /// Runs an `INSERT … VALUES (…)` of one row for many rows, of which a few hundred are one step; tells how many
    /// rows were inserted, which `ON CONFLICT` may make fewer.
    ///
    /// Each row has the parameters of the query, all of which stand in its list of values.
    ///
    /// # Errors
    /// As [`Tx::execute`]; [`Error::Statement`] for another kind of statement or row.
    pub async fn insert_many(
        &mut self,
        query: &'static Query,
        rows: Vec<Vec<Value>>,
    ) -> Result<u64> {
        self.check()?;
        let result = self.conn.insert_many(query, rows).await;
        self.is_broken = result.is_err();
        result
    }

    /// Runs a statement with rows (`SELECT`, or `… RETURNING`).
    ///
    /// # Errors
    /// As [`Tx::execute`].
    pub async fn rows(&mut self, query: &'static Query, params: Vec<Value>) -> Result<Vec<Row>> {
        self.check()?;
        let result = self.conn.rows(query, params).await;
        self.is_broken = result.is_err();
        result
    }

    /// Lets no other unit of work with the same key run until this one has ended.
    ///
    /// For decisions that look at many rows, such as "the last administrator stays". SQLite has
    /// one writer, so nothing needs to be done there.
    ///
    /// # Errors
    /// As [`Tx::execute`].
    pub async fn lock(&mut self, key: &'static str) -> Result<()> {
        self.check()?;
        let result = match &mut self.conn {
            Conn::Sqlite(_) => Ok(()),
            Conn::Postgres(connection, context) => postgres::lock(connection, context, key).await,
        };
        self.is_broken = result.is_err();
        result
    }

    fn check(&self) -> Result<()> {
        if self.is_broken { Err(broken()) } else { Ok(()) }
    }

    /// The outcome of the whole unit: a statement's failure cannot be swallowed.
    pub(crate) fn settle<T, E: From<Error>>(self, outcome: Result<T, E>) -> Result<T, E> {
        match outcome {
            Ok(_) if self.is_broken => Err(broken().into()),
            outcome => outcome,
        }
    }
}

fn broken() -> Error {
    Error::Statement { query: "unit of work", source: "a statement before has failed".into() }
}

/// Several reads of one state.
pub struct View<'c> {
    conn: Conn<'c>,
}

impl<'c> View<'c> {
    pub(crate) fn new(conn: Conn<'c>) -> Self {
        Self { conn }
    }
}

impl Fetch for &mut Tx<'_> {
    async fn fetch(self, query: &'static Query, params: Vec<Value>) -> Result<Vec<Row>> {
        self.rows(query, params).await
    }
}

impl Fetch for &mut View<'_> {
    async fn fetch(self, query: &'static Query, params: Vec<Value>) -> Result<Vec<Row>> {
        self.conn.rows(query, params).await
    }
}

impl Fetch for &Store {
    async fn fetch(self, query: &'static Query, params: Vec<Value>) -> Result<Vec<Row>> {
        self.rows(query, params).await
    }
}

/// What is done in a unit of work, as the engines take it.
pub(crate) trait Work<T, E>:
    for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<T, E>> + Send + 'static
{
}

impl<T, E, F> Work<T, E> for F where
    F: for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<T, E>> + Send + 'static
{
}

/// Counts the time of a statement that runs somewhere else.
pub(crate) fn record(context: &Context, query: &'static str, started: Instant) {
    context.meter.record(query, started.elapsed(), context.slow_statement);
}

/// The only row of a result, if there is one.
pub(crate) fn first<T>(rows: &[Row], decode: impl FnOnce(&Row) -> Result<T>) -> Result<Option<T>> {
    rows.first().map(decode).transpose()
}

/// All rows of a result.
pub(crate) fn all<T>(rows: &[Row], decode: impl FnMut(&Row) -> Result<T>) -> Result<Vec<T>> {
    rows.iter().map(decode).collect()
}
