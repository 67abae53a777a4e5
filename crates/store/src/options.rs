//! How the database is opened: where it is, how many connections, how long anything may take.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;

use crate::error::{Error, Result};
use crate::schemas::Schemas;

/// The name of the SQLite file in the data directory.
pub const DEFAULT_FILE: &str = "gatefold.db";

/// The database.
#[derive(Debug, Clone)]
pub enum Target {
    /// A file; it is made when it is missing.
    Sqlite(PathBuf),
    /// A server.
    Postgres(Server),
}

/// A PostgreSQL server and database, from a checked URL. It never shows the password.
#[derive(Clone)]
pub struct Server {
    pub(crate) options: PgConnectOptions,
}

impl Target {
    /// Reads `database.url`: none for `<data_dir>/gatefold.db`, `sqlite:<path>`, or
    /// `postgres://user:password@host:port/database?sslmode=verify-full`.
    ///
    /// # Errors
    /// [`Error::Invalid`] says what is wrong with the URL, without repeating it: it may hold a
    /// password.
    pub fn parse(url: Option<&str>, data_dir: &Path) -> Result<Self> {
        let Some(url) = url.filter(|url| !url.is_empty()) else {
            return Ok(Self::Sqlite(data_dir.join(DEFAULT_FILE)));
        };
        match url.split_once(':') {
            Some(("sqlite", path)) => {
                let path = path.strip_prefix("//").unwrap_or(path);
                if path.is_empty() || path.contains('?') {
                    return Err(Error::Invalid(
                        "the database URL has no path: write sqlite:/path/to/file.db".to_owned(),
                    ));
                }
                Ok(Self::Sqlite(data_dir.join(path)))
            }
            Some(("postgres" | "postgresql", _)) => Server::parse(url).map(Self::Postgres),
            _ => Err(Error::Invalid(
                "the database URL must begin with postgres:// or sqlite:".to_owned(),
            )),
        }
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "SQLite file {}", path.display()),
            Self::Postgres(server) => server.fmt(f),
        }
    }
}

impl Server {
    fn parse(url: &str) -> Result<Self> {
        let wrong = |what: &str| {
            Error::Invalid(format!(
                "the database URL {what}: write postgres://user:password@host:5432/database"
            ))
        };
        let options = PgConnectOptions::from_str(url).map_err(|error| match error {
            sqlx::Error::Configuration(reason) => wrong(&format!("is not valid ({reason})")),
            _ => wrong("is not valid"),
        })?;
        if options.get_database().is_none_or(str::is_empty) {
            return Err(wrong("names no database"));
        }
        Ok(Self { options })
    }
}

impl std::fmt::Display for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let database = self.options.get_database().unwrap_or_default();
        match self.options.get_socket() {
            Some(socket) => {
                write!(f, "PostgreSQL at {}, database {database}", socket.display())
            }
            None => {
                let (host, port) = (self.options.get_host(), self.options.get_port());
                write!(f, "PostgreSQL at {host}:{port}, database {database}")
            }
        }
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

/// Sizes and times. The defaults are decided; operators can change them.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the two halves of the tables are.
    pub schemas: Schemas,
    /// Whether missing migrations are applied when the database is opened.
    pub migrate: bool,
    /// SQLite: most connections that read at once.
    pub readers: usize,
    /// PostgreSQL: connections that are kept open.
    pub min_connections: u32,
    /// PostgreSQL: most connections.
    pub max_connections: u32,
    /// PostgreSQL: how long a connection is used.
    pub max_lifetime: Duration,
    /// PostgreSQL: how long an unused connection is kept.
    pub idle_timeout: Duration,
    /// How long a caller waits for a connection, and SQLite for another process, before the
    /// database is called busy.
    pub acquire_timeout: Duration,
    /// How long a statement may take, and how long a unit of work may wait for anything else.
    pub statement_timeout: Duration,
    /// From when on a statement is logged as slow.
    pub slow_statement: Duration,
    /// SQLite: units of work that may wait for the writer.
    pub write_queue: usize,
    /// SQLite: units of work that are committed together.
    pub write_batch: usize,
}

impl Default for Options {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        Self {
            schemas: Schemas::default(),
            migrate: true,
            readers: cores.min(8),
            min_connections: 2,
            max_connections: 10,
            max_lifetime: Duration::from_secs(60 * 60),
            idle_timeout: Duration::from_secs(30 * 60),
            acquire_timeout: Duration::from_secs(5),
            statement_timeout: Duration::from_secs(30),
            slow_statement: Duration::from_secs(1),
            write_queue: 4096,
            write_batch: 256,
        }
    }
}

#[cfg(test)]
mod tests {
    //! URLs, good and bad.
    use expect_test::expect;

    use super::*;

    fn check(urls: &[&str], expected: &expect_test::Expect) {
        let shown = urls.iter().map(|url| match Target::parse(Some(url), Path::new("/data")) {
            Ok(target) => format!("{target}\n"),
            Err(error) => format!("refused: {error}\n"),
        });
        expected.assert_eq(&shown.collect::<String>());
    }

    #[test]
    fn a_url_is_checked_and_never_shows_its_password() {
        check(
            &[
                "",
                "sqlite:other.db",
                "sqlite:///var/lib/x.db",
                "sqlite:",
                "postgres://me:secret@db.example:5433/music?sslmode=require",
                "postgresql://me:secret@db.example",
                "postgres://me:secret@db.example:99999/music",
                "postgres://me:secret@db.example/music?sslmode=perhaps",
                "mysql://me:secret@db.example/music",
                "just text",
            ],
            &expect![[r#"
                SQLite file /data/gatefold.db
                SQLite file /data/other.db
                SQLite file /var/lib/x.db
                refused: the database URL has no path: write sqlite:/path/to/file.db
                PostgreSQL at db.example:5433, database music
                refused: the database URL names no database: write postgres://user:password@host:5432/database
                refused: the database URL is not valid (invalid port number): write postgres://user:password@host:5432/database
                refused: the database URL is not valid (error with configuration: unknown value "perhaps" for `ssl_mode`): write postgres://user:password@host:5432/database
                refused: the database URL must begin with postgres:// or sqlite:
                refused: the database URL must begin with postgres:// or sqlite:
            "#]],
        );
    }
}
