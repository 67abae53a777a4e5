//! The open database: reading, and writing in units of work.

use std::sync::{Arc, Weak};

use futures::future::BoxFuture;

use crate::context::Context;
use crate::deferred::Deferred;
use crate::error::{Error, Result};
use crate::figures::Figures;
use crate::migrate;
use crate::options::{Options, Target};
use crate::postgres::Postgres;
use crate::query::Query;
use crate::sqlite::{Place, Sqlite};
use crate::tx::{Tx, View};
use crate::value::{Row, Value};

/// Everything that changes. Cloning it is cheap; all clones are the same database.
#[derive(Clone)]
pub struct Store {
    engine: Arc<Engine>,
    /// Who has to catch up before this one reads or writes.
    deferred: Option<Weak<dyn Deferred>>,
}

enum Engine {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Store {
    /// Opens the database, after applying missing migrations or checking that none is missing.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it cannot be reached (with its place, never its password),
    /// [`Error::TooNew`], [`Error::ChecksumChanged`], [`Error::Pending`], [`Error::Invalid`].
    pub async fn open(target: &Target, options: &Options) -> Result<Self> {
        if options.migrate {
            migrate::up(target, options).await?;
        } else {
            migrate::check(target, options).await?;
        }
        let context = Arc::new(Context::new(options));
        let engine = match target {
            Target::Sqlite(file) => {
                let place = Place::new(file.clone(), &options.schemas);
                Engine::Sqlite(Sqlite::open(place, options, context).await?)
            }
            Target::Postgres(server) => {
                Engine::Postgres(Postgres::open(server, options, context).await?)
            }
        };
        Ok(Self { engine: Arc::new(engine), deferred: None })
    }

    /// Whether nobody but this process serves the database, so that it can answer before all of a
    /// change is made.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        matches!(*self.engine, Engine::Sqlite(_))
    }

    /// The same database for those who read or write only after somebody has caught up.
    #[must_use]
    pub fn after(&self, deferred: Weak<dyn Deferred>) -> Self {
        Self { engine: Arc::clone(&self.engine), deferred: Some(deferred) }
    }

    async fn wait(&self) {
        let deferred = self.deferred.as_ref().and_then(Weak::upgrade);
        if let Some(missing) = deferred.and_then(Deferred::catch_up) {
            missing.await;
        }
    }

    /// Runs several reads that see one state.
    ///
    /// # Errors
    /// What `work` returns; [`Error::Unavailable`] and [`Error::Busy`] when it could not run.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: for<'t> FnOnce(&'t mut View<'_>) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        self.wait().await;
        match &*self.engine {
            Engine::Sqlite(sqlite) => sqlite.view(work).await,
            Engine::Postgres(postgres) => postgres.view(work).await,
        }
    }

    /// Runs a unit of work: when it returns `Ok`, everything in it is committed before this
    /// returns; when it returns `Err`, nothing happened.
    ///
    /// `store.write(|tx| Box::pin(async move { … }))`. The unit must not wait for anything but
    /// the database: with SQLite all units share one thread.
    ///
    /// # Errors
    /// What `work` returns; [`Error::Busy`] when too many units wait, [`Error::Unavailable`]
    /// when the database is lost.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        self.wait().await;
        match &*self.engine {
            Engine::Sqlite(sqlite) => sqlite.write(work).await,
            Engine::Postgres(postgres) => postgres.write(work).await,
        }
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// [`Error::Unavailable`] or [`Error::Busy`].
    pub async fn ping(&self) -> Result<()> {
        static PING: Query = Query { name: "ping", sql: "SELECT 1", postgres: None };
        self.rows(&PING, Vec::new()).await.map(drop)
    }

    /// The figures of this moment.
    #[must_use]
    pub fn figures(&self) -> Figures {
        match &*self.engine {
            Engine::Sqlite(sqlite) => sqlite.figures(),
            Engine::Postgres(postgres) => postgres.figures(),
        }
    }

    /// Finishes what was accepted and closes all connections; later calls are refused.
    pub async fn close(&self) {
        match &*self.engine {
            Engine::Sqlite(sqlite) => sqlite.close().await,
            Engine::Postgres(postgres) => postgres.close().await,
        }
    }

    pub(crate) async fn rows(&self, query: &'static Query, params: Vec<Value>) -> Result<Vec<Row>> {
        self.wait().await;
        match &*self.engine {
            Engine::Sqlite(sqlite) => sqlite.fetch(query, params).await,
            Engine::Postgres(postgres) => postgres.fetch(query, params).await,
        }
    }
}
