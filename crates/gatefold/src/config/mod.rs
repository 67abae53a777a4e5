//! The settings: YAML file, then environment, then flags; the later wins.

mod database;
mod elsewhere;
mod error;
mod file;
mod keys;
mod operations;
mod parse;
mod people;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ipnet::IpNet;

pub use database::Database;
pub use elsewhere::Elsewhere;
pub use error::Error;
pub use keys::{KEYS, Key};
pub use operations::{Backup, Jobs, Retention, Schedules};
pub use people::{Mail, Oidc, People};

/// Prefix of the environment variables.
pub const PREFIX: &str = "GATEFOLD_";

/// Names without our prefix that are understood too; ours win over them.
const ALIASES: [(&str, &str); 2] = [
    ("SCROBBLER_MEDIALIBRARY_SCHEMA", "database.schemas.medialibrary"),
    ("SCROBBLER_LISTENS_SCHEMA", "database.schemas.listens"),
];

/// Every setting, with its default.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where everything is kept.
    pub data_dir: PathBuf,
    /// The HTTP server.
    pub server: Server,
    /// Least severe level that is logged.
    pub log_level: tracing::Level,
    /// Whether logs are JSON.
    pub log_json: bool,
    /// How often to look for a new generation.
    pub watch: Duration,
    /// Memory for sorting during an import, in MiB.
    pub import_memory_mb: usize,
    /// Generations to keep after an import; 0 keeps all.
    pub keep_generations: usize,
    /// Where the job that refreshes the catalogue finds the latest export.
    pub refresh_url: Option<String>,
    /// The database.
    pub database: Database,
    /// Words of listens that are matched in the background each second.
    pub match_per_second: usize,
    /// Other servers.
    pub elsewhere: Elsewhere,
    /// The job runner.
    pub jobs: Jobs,
    /// When jobs start by themselves.
    pub schedules: Schedules,
    /// How long rows are kept.
    pub retention: Retention,
    /// Backups.
    pub backup: Backup,
    /// Accounts.
    pub people: People,
    /// Mail.
    pub mail: Mail,
    /// Another provider at which people may sign in.
    pub oidc: Oidc,
    /// The file that the settings were read from.
    pub file: Option<PathBuf>,
}

/// Settings of the HTTP server.
#[derive(Debug, Clone)]
pub struct Server {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Networks whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Requests a second for each client; 0 is no limit.
    pub rate_per_second: u32,
    /// Requests that a client may make at once.
    pub rate_burst: u32,
    /// Whether clients on this machine are limited too.
    pub rate_loopback: bool,
    /// Largest request body in bytes.
    pub request_body_bytes: usize,
    /// Time for a search.
    pub search_deadline: Duration,
    /// Memory for answers that may be asked for again, in MiB.
    pub answer_cache_mb: usize,
    /// Time for running requests after the stop.
    pub shutdown_grace: Duration,
    /// Connections at once.
    pub max_connections: usize,
}

/// The settings and where each came from.
#[derive(Debug, Clone)]
pub struct Effective {
    /// The settings.
    pub config: Config,
    /// Key, value as text, origin.
    pub origins: Vec<(&'static Key, String, String)>,
}

/// What the command line says.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// `--data-dir`.
    pub data_dir: Option<PathBuf>,
    /// `--config`.
    pub file: Option<PathBuf>,
    /// `--listen`.
    pub listen: Option<SocketAddr>,
}

/// One value on its way into the settings.
struct Given {
    value: String,
    origin: String,
}

/// Puts the settings together.
pub fn load(flags: &Flags, environment: &BTreeMap<String, String>) -> Result<Effective, Error> {
    let from_environment = of_environment(environment)?;
    let data_dir = flags.data_dir.clone().unwrap_or_else(|| {
        from_environment
            .get("data_dir")
            .map_or_else(|| PathBuf::from("data"), |given| (&given.value).into())
    });
    let named =
        flags.file.clone().or_else(|| environment.get("GATEFOLD_CONFIG").map(PathBuf::from));
    let default_file = data_dir.join("gatefold.yaml");
    let file = named.or_else(|| Some(default_file).filter(|file| file.is_file()));
    let mut given: BTreeMap<&'static str, Given> = match &file {
        Some(file) => file::read(file)?,
        None => BTreeMap::new(),
    };
    given.extend(from_environment);
    if let Some(data_dir) = &flags.data_dir {
        let value = data_dir.to_string_lossy().into_owned();
        given.insert("data_dir", Given { value, origin: "--data-dir".to_owned() });
    }
    if let Some(listen) = flags.listen {
        let origin = "--listen".to_owned();
        given.insert("server.listen", Given { value: listen.to_string(), origin });
    }
    let mut effective = apply(given)?;
    effective.config.file = file;
    Ok(effective)
}

fn apply(mut given: BTreeMap<&'static str, Given>) -> Result<Effective, Error> {
    let mut config = Config::default();
    let mut origins = Vec::with_capacity(KEYS.len());
    for key in KEYS {
        let Given { value, origin } = given.remove(key.name).unwrap_or_else(|| Given {
            value: key.default.to_owned(),
            origin: "default".to_owned(),
        });
        (key.set)(&mut config, &value).map_err(|reason| Error::Value {
            key: key.name,
            value: key.shown.of(&value),
            origin: origin.clone(),
            reason,
        })?;
        origins.push((key, value, origin));
    }
    Ok(Effective { config, origins })
}

/// The variables with our prefix, by key.
fn of_environment(
    environment: &BTreeMap<String, String>,
) -> Result<BTreeMap<&'static str, Given>, Error> {
    let mut found = BTreeMap::new();
    for (name, key) in ALIASES {
        if let Some(value) = environment.get(name) {
            found.insert(key, Given { value: value.clone(), origin: name.to_owned() });
        }
    }
    for (name, value) in environment {
        let Some(rest) = name.strip_prefix(PREFIX) else { continue };
        if rest == "CONFIG" {
            continue;
        }
        let path = rest.to_lowercase().replace("__", ".");
        let key = keys::find(&path).ok_or_else(|| Error::UnknownVariable {
            name: name.clone(),
            nearest: keys::variable(keys::nearest(&path)),
        })?;
        found.insert(key.name, Given { value: value.clone(), origin: name.clone() });
    }
    Ok(found)
}

/// A file with every key, its meaning and its default.
#[must_use]
pub fn commented_file() -> String {
    keys::commented_file()
}

impl Config {
    /// Where the generations lie.
    #[must_use]
    pub fn catalogue_dir(&self) -> PathBuf {
        self.data_dir.join("catalogue")
    }

    /// Where downloads lie.
    #[must_use]
    pub fn downloads_dir(&self) -> PathBuf {
        self.data_dir.join("downloads")
    }

    /// Where files with histories lie until they are imported.
    #[must_use]
    pub fn uploads_dir(&self) -> PathBuf {
        self.data_dir.join("imports")
    }

    /// Takes the file in the data directory, whatever is configured.
    pub fn use_own_database(&mut self) {
        self.database.target = store::Target::Sqlite(self.data_dir.join(store::DEFAULT_FILE));
        self.database.url = None;
    }

    /// Where backups lie.
    #[must_use]
    pub fn backup_dir(&self) -> PathBuf {
        self.backup.directory.clone().unwrap_or_else(|| self.data_dir.join("backups"))
    }

    /// The default configuration file.
    #[must_use]
    pub fn default_file(data_dir: &Path) -> PathBuf {
        data_dir.join("gatefold.yaml")
    }
}

impl Default for Config {
    /// Placeholders: [`apply`] sets every field from the defaults in [`KEYS`].
    fn default() -> Self {
        Self {
            data_dir: PathBuf::new(),
            server: Server {
                listen: SocketAddr::from(([127, 0, 0, 1], 0)),
                trusted_proxies: Vec::new(),
                rate_per_second: 0,
                rate_burst: 0,
                rate_loopback: false,
                request_body_bytes: 0,
                search_deadline: Duration::ZERO,
                answer_cache_mb: 0,
                shutdown_grace: Duration::ZERO,
                max_connections: 0,
            },
            log_level: tracing::Level::INFO,
            log_json: false,
            watch: Duration::ZERO,
            import_memory_mb: 0,
            keep_generations: 0,
            refresh_url: None,
            database: Database::default(),
            match_per_second: 1,
            elsewhere: Elsewhere::default(),
            jobs: Jobs::default(),
            schedules: Schedules::default(),
            retention: Retention::default(),
            backup: Backup::default(),
            people: People::default(),
            mail: Mail::default(),
            oidc: Oidc::default(),
            file: None,
        }
    }
}

#[cfg(test)]
mod tests;
