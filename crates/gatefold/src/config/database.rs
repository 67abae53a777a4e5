//! Settings of the database: where it is and how it is used.

use std::path::{Path, PathBuf};
use std::time::Duration;

use store::{Options, Schemas, Target};

/// Where everything that changes is kept, and how many connections and how much time it may take.
#[derive(Clone)]
pub struct Database {
    /// The checked place.
    pub target: Target,
    /// The URL with its password, for programs that come with PostgreSQL; none for SQLite.
    pub url: Option<String>,
    /// Schema of the library, none for the default place.
    pub medialibrary: Option<String>,
    /// Schema of people and what they do, none for the default place.
    pub listens: Option<String>,
    /// PostgreSQL: connections that are kept open.
    pub pool_min: u32,
    /// PostgreSQL: most connections.
    pub pool_max: u32,
    /// PostgreSQL: how long a connection is used.
    pub pool_lifetime: Duration,
    /// PostgreSQL: how long an unused connection is kept.
    pub pool_idle: Duration,
    /// How long a request waits for a connection.
    pub acquire_timeout: Duration,
    /// How long a statement may take.
    pub statement_timeout: Duration,
    /// From when on a statement is logged as slow.
    pub slow_statement: Duration,
}

impl Database {
    /// Takes the URL; an empty one is the file in the data directory.
    pub(super) fn set_url(&mut self, url: &str, data_dir: &Path) -> Result<(), String> {
        let url = super::parse::optional(url);
        self.target = Target::parse(url.as_deref(), data_dir).map_err(|error| error.to_string())?;
        self.url = url.filter(|_| matches!(self.target, Target::Postgres(_)));
        Ok(())
    }

    /// Takes the name of a schema, checked by the rules of the store.
    pub(super) fn schema(text: &str) -> Result<Option<String>, String> {
        let name = super::parse::optional(text);
        Schemas::new(name.as_deref(), None).map_err(|error| error.to_string())?;
        Ok(name)
    }

    /// What the store needs to know.
    ///
    /// # Errors
    /// None in practice: the names of schemas were checked when they were read.
    pub fn options(&self) -> store::Result<Options> {
        Ok(Options {
            schemas: Schemas::new(self.medialibrary.as_deref(), self.listens.as_deref())?,
            min_connections: self.pool_min,
            max_connections: self.pool_max,
            max_lifetime: self.pool_lifetime,
            idle_timeout: self.pool_idle,
            acquire_timeout: self.acquire_timeout,
            statement_timeout: self.statement_timeout,
            slow_statement: self.slow_statement,
            ..Options::default()
        })
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The target shows itself without its password.
        write!(f, "{:?} with {:?}", self.target, self.options())
    }
}

impl Default for Database {
    fn default() -> Self {
        Self {
            target: Target::Sqlite(PathBuf::new()),
            url: None,
            medialibrary: None,
            listens: None,
            pool_min: 0,
            pool_max: 0,
            pool_lifetime: Duration::ZERO,
            pool_idle: Duration::ZERO,
            acquire_timeout: Duration::ZERO,
            statement_timeout: Duration::ZERO,
            slow_statement: Duration::ZERO,
        }
    }
}
