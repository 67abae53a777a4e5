//! Making a backup: one state of the database, its sums, and what goes with it.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use catalog::Generations;
use jobs::Unit;
use store::backup::{self, Snapshot, TableSum};
use store::migrate::{self, State};
use store::{Options, Server, Store, Target, secrets};

use super::manifest::{FILE, FORMAT, sum, tables};
use super::{By, Error, Manifest, Result, folder, tools};
use crate::clock::rfc3339;
use crate::config::Config;

/// The file of a PostgreSQL database in a backup.
pub(super) const DUMP: &str = "database.dump";
/// The copy of the configuration.
pub(super) const CONFIGURATION: &str = "gatefold.yaml";
/// The copy of the generation's manifest.
const GENERATION: &str = "generation.json";

/// Makes a backup and tells its name.
///
/// # Errors
/// [`Error::Busy`] when another program makes one; those of the database, the disk and `pg_dump`.
pub async fn create(config: &Config, by: By) -> Result<String> {
    let root = config.backup_dir();
    let _lock = folder::lock(&root)?;
    let building = folder::begin(&root)?;
    let made = fill(config, &building, &by).await;
    let published = made.and_then(|()| folder::publish(&root, &building, by.now_ms));
    if published.is_err() {
        // The reason matters more than what is left, which the next backup removes.
        fs::remove_dir_all(&building).ok();
    }
    published
}

async fn fill(config: &Config, building: &Path, by: &By) -> Result<()> {
    let (target, options) = (&config.database.target, config.database.options()?);
    let migration = newest_migration(target, &options).await?;
    let secret_key_ids = key_ids(target, &options).await?;
    by.progress.phase("database", None, Unit::Bytes);
    let sums = match target {
        Target::Sqlite(file) => copy_sqlite(file, &options, building, by).await?,
        Target::Postgres(server) => dump_postgres(config, server, building, by).await?,
    };
    by.progress.phase("configuration and manifests", None, Unit::Items);
    if let Some(file) = &config.file {
        let copy = building.join(CONFIGURATION);
        fs::copy(file, &copy).map_err(Error::io(file))?;
    }
    let generation = copy_generation(config, building)?;
    by.progress.phase("checksums", None, Unit::Items);
    let manifest = Manifest {
        format: FORMAT,
        created_at: rfc3339(by.now_ms),
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
        engine: tools::engine(target).to_owned(),
        migration,
        medialibrary: config.database.medialibrary.clone(),
        listens: config.database.listens.clone(),
        generation,
        secret_key_ids,
        files: sum_files(building, by)?,
        tables: tables(&sums),
    };
    let text = serde_json::to_vec_pretty(&manifest)
        .map_err(|error| Error::damaged("manifest", error.to_string()))?;
    let path = building.join(FILE);
    fs::write(&path, text).map_err(Error::io(&path))?;
    private(&path)
}

/// The newest migration that the database has.
pub(super) async fn newest_migration(target: &Target, options: &Options) -> Result<u32> {
    let all = migrate::status(target, options).await?;
    let applied = all.iter().filter(|it| it.state != State::Pending);
    Ok(applied.map(|it| it.version).max().unwrap_or(0))
}

/// The names of the keys that secrets are under; none of a database that this program would
/// migrate first.
async fn key_ids(target: &Target, options: &Options) -> Result<Vec<String>> {
    let options = Options { migrate: false, min_connections: 0, ..options.clone() };
    let store = match Store::open(target, &options).await {
        Ok(store) => store,
        Err(store::Error::Pending(_)) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let counts = secrets::count_by_key(&store).await;
    store.close().await;
    Ok(counts?.into_iter().map(|(key_id, _)| key_id).collect())
}

async fn copy_sqlite(
    file: &Path,
    options: &Options,
    building: &Path,
    by: &By,
) -> Result<Vec<TableSum>> {
    let (progress, stop) = (by.progress.clone(), by.stop.clone());
    let mut told = 0;
    let watch = move |done: u64, _| {
        progress.advance(done.saturating_sub(told));
        told = done;
        !stop.is_requested()
    };
    let copied = backup::copy(file, options, building, watch).await;
    by.stop.check()?;
    Ok(copied?)
}

async fn dump_postgres(
    config: &Config,
    server: &Server,
    building: &Path,
    by: &By,
) -> Result<Vec<TableSum>> {
    let mut snapshot = Snapshot::take(server).await?;
    let sums = snapshot.sums().await?;
    let mut dump = tools::Tool::new("pg_dump", config, None)?;
    dump.arg("--format=custom").arg("--no-password");
    dump.arg(format!("--snapshot={}", snapshot.id()));
    dump.arg("--file").arg(building.join(DUMP));
    let dumped = dump.run(&by.stop).await;
    snapshot.end().await;
    dumped.map(|()| sums)
}

/// Copies the manifest of the current generation, from which the catalogue can be had again.
fn copy_generation(config: &Config, building: &Path) -> Result<Option<u64>> {
    let generations = Generations::at(config.catalogue_dir());
    let Some(number) = generations.current()? else { return Ok(None) };
    let manifest = generations.directory(number).join("MANIFEST.json");
    fs::copy(&manifest, building.join(GENERATION)).map_err(Error::io(&manifest))?;
    Ok(Some(number))
}

fn sum_files(building: &Path, by: &By) -> Result<BTreeMap<String, super::manifest::FileSum>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(building).map_err(Error::io(building))? {
        by.stop.check()?;
        let path = entry.map_err(Error::io(building))?.path();
        private(&path)?;
        files.insert(folder::name_of(&path), sum(&path)?);
        by.progress.advance(1);
    }
    Ok(files)
}

/// Lets only the owner read a file, whatever made it.
pub(super) fn private(path: &Path) -> Result<()> {
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(Error::io(path))
}
