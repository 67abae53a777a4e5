//! Databases for tests: a file in a temporary directory, or one of a throw-away server.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use store::{Options, Schemas, Store, Target, migrate};
use testkit::postgres::Cluster;
use uuid::Uuid;

/// Runs a unit of work: `unit!(store, |tx| users::erase(tx, id(1)).await)`.
macro_rules! unit {
    ($store:expr, |$tx:ident| $work:expr) => {
        $store.write::<_, store::Error, _>(move |$tx| Box::pin(async move { $work })).await
    };
}
pub(crate) use unit;

/// A time in all tests: 2026-11-21.
pub const NOW: i64 = 1_795_219_200_000;
/// A day, in milliseconds.
pub const DAY: i64 = 86_400_000;

/// An engine and an arrangement of schemas, with as many databases as tests need.
pub struct Engine {
    /// `None` is SQLite.
    cluster: Option<Arc<Cluster>>,
    options: Options,
}

/// A database with all migrations.
pub struct Place {
    pub target: Target,
    pub options: Options,
    pub cluster: Option<Arc<Cluster>>,
    /// The database's name on the server.
    pub database: String,
    directory: tempfile::TempDir,
}

fn options(media_library: Option<&str>, listens: Option<&str>) -> Options {
    let schemas = Schemas::new(media_library, listens).unwrap();
    Options { schemas, ..Options::default() }
}

fn number() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl Engine {
    pub fn sqlite(media_library: Option<&str>, listens: Option<&str>) -> Self {
        Self { cluster: None, options: options(media_library, listens) }
    }

    pub fn postgres(media_library: Option<&str>, listens: Option<&str>) -> Self {
        let cluster = Cluster::shared().unwrap();
        Self { cluster: Some(cluster), options: options(media_library, listens) }
    }

    pub fn postgres_of(cluster: &Arc<Cluster>) -> Self {
        Self { cluster: Some(Arc::clone(cluster)), options: options(None, None) }
    }

    /// A database without any table.
    pub fn empty(&self) -> Place {
        let directory = tempfile::tempdir().unwrap();
        let database = format!("test_{}", number());
        let target = match &self.cluster {
            None => Target::parse(None, directory.path()).unwrap(),
            Some(cluster) => {
                cluster.create_database(&database, None).unwrap();
                Target::parse(Some(&cluster.url(&database)), directory.path()).unwrap()
            }
        };
        let (options, cluster) = (self.options.clone(), self.cluster.clone());
        Place { target, options, cluster, database, directory }
    }

    /// A database with all tables.
    pub async fn place(&self) -> Place {
        let place = self.empty();
        migrate::up(&place.target, &place.options).await.unwrap();
        place
    }
}

impl Place {
    pub async fn store(&self) -> Store {
        Store::open(&self.target, &self.options).await.unwrap()
    }

    /// Runs SQL beside the store; `{listens}` is the prefix of its tables.
    pub fn sql(&self, template: &str) {
        let listens = self.options.schemas.listens();
        match (&self.target, &self.cluster) {
            (Target::Sqlite(file), _) => {
                let file = match listens {
                    Some(name) => file.with_file_name(format!("{name}.db")),
                    None => file.clone(),
                };
                let raw = rusqlite::Connection::open(file).unwrap();
                raw.execute_batch(&template.replace("{listens}", "")).unwrap();
            }
            (Target::Postgres(_), Some(cluster)) => {
                let prefix = format!("{}.", listens.unwrap_or("public"));
                cluster.sql(&self.database, &template.replace("{listens}", &prefix)).unwrap();
            }
            (Target::Postgres(_), None) => unreachable!("a server without a cluster"),
        }
    }

    /// Where the files are.
    pub fn directory(&self) -> &std::path::Path {
        self.directory.path()
    }
}

/// The id with this number: ids of tests are as ordered as their numbers.
pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}
