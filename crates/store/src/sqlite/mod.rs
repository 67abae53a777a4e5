//! The SQLite engine: one thread that writes, a few connections that read.

mod connection;
mod errors;
mod indexes;
mod readers;
mod writer;

use std::sync::Arc;

use futures::FutureExt;
use tokio::runtime::Handle;

pub(crate) use connection::{Connection, Place, Role};
pub(crate) use errors::translate;

use crate::context::Context;
use crate::error::Result;
use crate::figures::Figures;
use crate::options::Options;
use crate::query::Query;
use crate::tx::{Conn, Tx, View, Work};
use crate::value::{Row, Value};

/// An open SQLite database.
pub(crate) struct Sqlite {
    readers: Arc<readers::Readers>,
    writer: writer::Writer,
    context: Arc<Context>,
}

impl Sqlite {
    /// Opens a database whose migrations are applied.
    pub(crate) async fn open(
        place: Place,
        options: &Options,
        context: Arc<Context>,
    ) -> Result<Self> {
        let (place, shared) = (Arc::new(place), Arc::clone(&context));
        let opened = Arc::clone(&place);
        let writing = blocking(move || Connection::open(&opened, Role::Write, shared)).await?;
        let writer =
            writer::Writer::start(writing, options, Handle::current(), Arc::clone(&context))?;
        let readers = readers::Readers::new(place, options, Arc::clone(&context));
        Ok(Self { readers: Arc::new(readers), writer, context })
    }

    /// Runs one statement that reads.
    pub(crate) async fn fetch(
        &self,
        query: &'static Query,
        params: Vec<Value>,
    ) -> Result<Vec<Row>> {
        self.readers.fetch(query, params).await
    }

    /// Runs several statements that read the same state.
    pub(crate) async fn view<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<crate::Error> + Send + 'static,
        F: for<'t> FnOnce(&'t mut View<'_>) -> futures::future::BoxFuture<'t, Result<T, E>>
            + Send
            + 'static,
    {
        let runtime = Handle::current();
        let outcome = self.readers.run(move |connection| {
            connection.control("BEGIN")?;
            let mut view = View::new(Conn::Sqlite(connection));
            let result = runtime.block_on(work(&mut view));
            connection.control("ROLLBACK")?;
            Ok(result)
        });
        outcome.await?
    }

    /// Runs a unit of work on the writer's thread; it is committed when this returns.
    pub(crate) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<crate::Error> + Send + 'static,
        F: Work<T, E>,
    {
        self.writer.run(work).await
    }

    pub(crate) fn figures(&self) -> Figures {
        let mut figures = self.context.meter.figures("sqlite");
        (figures.connections_max, figures.connections, figures.connections_idle) =
            self.readers.counts();
        figures
    }

    /// Waits for units of work that were accepted, then closes the files.
    pub(crate) async fn close(&self) {
        self.writer.close().await;
        self.readers.close();
    }
}

/// Runs what may wait for a disk on a thread for that.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(crate::Error::unavailable("the program is ending")),
        },
    }
}

/// A unit of work with the transaction that it runs in.
pub(crate) fn run_unit<T, E, F>(
    connection: &mut Connection,
    runtime: &Handle,
    work: F,
) -> Result<T, E>
where
    E: From<crate::Error>,
    F: Work<T, E>,
{
    let limit = connection.context().statement_timeout;
    let mut tx = Tx::new(Conn::Sqlite(connection));
    let outcome = {
        let mut unit = work(&mut tx);
        // A unit that waits for nothing but the database is done when it is polled once.
        match unit.as_mut().now_or_never() {
            Some(outcome) => outcome,
            None => {
                let outcome = runtime.block_on(async { tokio::time::timeout(limit, unit).await });
                let late = |_| Err(crate::Error::TooSlow { query: "unit of work", limit }.into());
                outcome.unwrap_or_else(late)
            }
        }
    };
    tx.settle(outcome)
}
