//! Verifying a backup: it is restored into a scratch place and compared with what was saved.

use std::fs;
use std::path::Path;

use jobs::Unit;
use store::backup::{self, TableSum};
use store::{Options, Schemas, Server, Target};
use uuid::Uuid;

use super::create::DUMP;
use super::{By, Error, Manifest, Result, folder, tools};
use crate::config::Config;

/// What was verified.
#[derive(Debug)]
pub struct Verified {
    /// The name of the backup.
    pub name: String,
    /// How many tables are as they were saved.
    pub tables: usize,
    /// How many rows they have together.
    pub rows: u64,
}

/// Checks the files of a backup, restores it into a scratch place, and compares all tables.
/// Without a name it is the newest backup.
///
/// # Errors
/// [`Error::Damaged`] when anything differs; those of the database and of `pg_restore`.
pub async fn verify(config: &Config, name: Option<&str>, by: By) -> Result<Verified> {
    let (name, folder) = folder::find(config, name)?;
    let manifest = Manifest::read(&folder)?;
    by.progress.phase("checksums", None, Unit::Items);
    manifest.check_files(&folder)?;
    by.stop.check()?;
    by.progress.phase("restore into a scratch place", None, Unit::Items);
    let sums = match (&config.database.target, manifest.engine.as_str()) {
        (_, "sqlite") => in_scratch_files(config, &folder, &manifest).await?,
        (Target::Postgres(server), "postgres") => {
            in_scratch_database(config, server, &folder, &by).await?
        }
        (configured, _) => {
            let configured = tools::engine(configured);
            return Err(Error::OtherEngine { backup: manifest.engine, configured });
        }
    };
    by.progress.phase("comparison", None, Unit::Items);
    manifest.check_tables(&name, &sums)?;
    let rows = sums.iter().map(|it| it.rows).sum();
    Ok(Verified { name, tables: sums.len(), rows })
}

async fn in_scratch_files(
    config: &Config,
    folder: &Path,
    manifest: &Manifest,
) -> Result<Vec<TableSum>> {
    let root = config.backup_dir();
    let scratch = tempfile::Builder::new().prefix("verify-").tempdir_in(&root);
    let scratch = scratch.map_err(Error::io(&root))?;
    let databases = manifest.files.keys().filter(|name| name.ends_with(".db"));
    for name in databases {
        let to = scratch.path().join(name);
        fs::copy(folder.join(name), &to).map_err(Error::io(&to))?;
    }
    let main = main_file(manifest)
        .ok_or_else(|| Error::damaged(&folder::name_of(folder), "it has no database"))?;
    let schemas = Schemas::new(manifest.medialibrary.as_deref(), manifest.listens.as_deref())?;
    let target = Target::Sqlite(scratch.path().join(main));
    Ok(backup::sums(&target, &Options { schemas, ..Options::default() }).await?)
}

/// The file that the others are attached to.
pub(super) fn main_file(manifest: &Manifest) -> Option<&str> {
    let attached = [&manifest.medialibrary, &manifest.listens];
    let is_attached = |name: &str| {
        attached.iter().any(|it| it.as_ref().is_some_and(|it| format!("{it}.db") == name))
    };
    let mut databases = manifest.files.keys().filter(|name| name.ends_with(".db"));
    databases.find(|name| !is_attached(name)).map(String::as_str)
}

async fn in_scratch_database(
    config: &Config,
    server: &Server,
    folder: &Path,
    by: &By,
) -> Result<Vec<TableSum>> {
    let name = format!("gatefold_verify_{}", Uuid::now_v7().simple());
    let scratch = backup::create_database(server, &name).await?;
    let restored = async {
        let mut restore = tools::Tool::new("pg_restore", config, Some(&name))?;
        restore.arg("--no-password").arg("--exit-on-error").arg("--single-transaction");
        restore.arg("--no-owner").arg("--no-privileges").arg(folder.join(DUMP));
        restore.run(&by.stop).await?;
        Ok(backup::sums(&Target::Postgres(scratch), &Options::default()).await?)
    };
    let restored = restored.await;
    backup::drop_database(server, &name).await?;
    restored
}
