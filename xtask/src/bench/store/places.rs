//! The databases: a file in a fresh directory, and a throw-away PostgreSQL or one that is given.

use std::fs;
use std::path::{Path, PathBuf};

use ::store::users::{self, Folded, NewUser, Role};
use ::store::{Options, Query, Store, Target};
use anyhow::{Context as _, anyhow, ensure};
use testkit::postgres::Cluster;
use uuid::Uuid;

use super::plan::Plan;

/// An open database with users.
pub(super) struct Place {
    /// What the server's configuration calls it; none is the SQLite file below `data`.
    pub(super) url: Option<String>,
    /// The data directory of a server on this database.
    pub(super) data: PathBuf,
    pub(super) target: Target,
    pub(super) store: Store,
}

/// Both engines.
pub(super) struct Places {
    pub(super) sqlite: Place,
    pub(super) postgres: Place,
    /// What the PostgreSQL server says of itself.
    pub(super) server: String,
    /// Ends with this value; none when the server was given.
    _cluster: Option<Cluster>,
}

impl Places {
    /// Makes both below `directory`, which is emptied first.
    pub(super) async fn open(
        directory: &Path,
        given: Option<&str>,
        plan: &Plan,
    ) -> anyhow::Result<Self> {
        if directory.exists() {
            fs::remove_dir_all(directory).with_context(|| directory.display().to_string())?;
        }
        let (url, cluster) = match given {
            Some(url) => (url.to_owned(), None),
            None => {
                let cluster = Cluster::start_durable().map_err(|error| anyhow!(error))?;
                cluster.create_database("bench", None).map_err(|error| anyhow!(error))?;
                (cluster.url("bench"), Some(cluster))
            }
        };
        let sqlite = Place::open(None, directory.join("sqlite"), plan).await?;
        let postgres = Place::open(Some(url), directory.join("postgres"), plan).await?;
        let server = describe(&postgres.store).await?;
        Ok(Self { sqlite, postgres, server, _cluster: cluster })
    }
}

impl Place {
    async fn open(url: Option<String>, data: PathBuf, plan: &Plan) -> anyhow::Result<Self> {
        fs::create_dir_all(&data).with_context(|| data.display().to_string())?;
        let target = Target::parse(url.as_deref(), &data)?;
        let store = Store::open(&target, &Options::default()).await?;
        ensure!(users::count(&store).await? == 0, "{target} has users: give an empty database");
        fill(&store, plan.users).await?;
        Ok(Self { url, data, target, store })
    }
}

/// The user of a number, wherever numbers end.
pub(super) fn one_of(number: u128, plan: &Plan) -> Uuid {
    Uuid::from_u128(1 + number * 7 % plan.users)
}

async fn fill(store: &Store, users: u128) -> ::store::Result<()> {
    let unit = store.write(move |tx| {
        Box::pin(async move {
            for number in 1..=users {
                let name = format!("user{number}");
                let user = NewUser {
                    id: Uuid::from_u128(number),
                    username: Folded { text: name.clone(), folded: name },
                    email: None,
                    password_hash: None,
                    role: Role::User,
                    is_verified: false,
                    time_zone: "UTC".to_owned(),
                    created_at_ms: 0,
                };
                users::insert(tx, &user).await?;
            }
            Ok(())
        })
    });
    unit.await
}

/// Version and what decides how long a commit takes.
async fn describe(store: &Store) -> anyhow::Result<String> {
    static SETTINGS: Query = Query {
        name: "bench/settings",
        sql: "SELECT current_setting('server_version') AS version, current_setting('fsync') AS flush, \
              current_setting('synchronous_commit') AS wait",
        postgres: None,
    };
    let rows = ::store::Fetch::fetch(store, &SETTINGS, Vec::new()).await?;
    let row = rows.first().context("PostgreSQL tells its settings")?;
    let text = |column| row.get::<String>(column);
    let (version, flush, wait) = (text("version")?, text("flush")?, text("wait")?);
    Ok(format!("PostgreSQL {version}, fsync={flush}, synchronous_commit={wait}"))
}
