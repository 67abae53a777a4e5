//! Restoring a backup in place of the configured database.

use std::fs;
use std::path::{Path, PathBuf};

use jobs::Unit;
use store::backup;
use store::migrate;
use store::{Options, Schemas, Target};

use super::create::{CONFIGURATION, DUMP, newest_migration, private};
use super::verify::main_file;
use super::{By, Error, Manifest, Result, folder, tools};
use crate::config::Config;

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    /// The name of the backup.
    pub name: String,
    /// Where the files lie that were replaced.
    pub moved: Vec<PathBuf>,
    /// The configuration in the backup, when there is one already that was left as it is.
    pub configuration: Option<PathBuf>,
    /// The catalogue's generation that was current then.
    pub generation: Option<u64>,
    /// The names of the keys that its secrets need.
    pub secret_key_ids: Vec<String>,
}

/// Puts a backup in the place of the configured database, after checking its files, and compares
/// the result with what was saved. Without a name it is the newest backup.
///
/// SQLite files that were there are moved aside. PostgreSQL tables are replaced in one transaction.
///
/// # Errors
/// [`Error::NotEmpty`] without `force` when there is data; [`Error::InUse`] while a server runs;
/// [`Error::Damaged`], those of the database and of `pg_restore`.
pub async fn restore(
    config: &Config,
    (name, force): (Option<&str>, bool),
    by: By,
) -> Result<Restored> {
    let (name, folder) = folder::find(config, name)?;
    let manifest = Manifest::read(&folder)?;
    by.progress.phase("checksums", None, Unit::Items);
    manifest.check_files(&folder)?;
    let target = &config.database.target;
    let configured = tools::engine(target);
    if configured != manifest.engine {
        return Err(Error::OtherEngine { backup: manifest.engine, configured });
    }
    check_schemas(config, &manifest)?;
    let options = config.database.options()?;
    let has_data = holds_data(target, &options).await;
    if has_data && !force {
        return Err(Error::NotEmpty(target.to_string()));
    }
    if backup::is_used(target, &options).await? {
        return Err(Error::InUse(target.to_string()));
    }
    by.stop.check()?;
    by.progress.phase("database", None, Unit::Items);
    let moved = match target {
        Target::Sqlite(file) => replace_files(file, &options.schemas, (&folder, &manifest), &by)?,
        Target::Postgres(_) => {
            replace_tables(config, &options, (&folder, &manifest), &by).await?;
            Vec::new()
        }
    };
    by.progress.phase("comparison", None, Unit::Items);
    manifest.check_tables(&name, &backup::sums(target, &options).await?)?;
    let configuration = put_configuration(config, &folder)?;
    let Manifest { generation, secret_key_ids, .. } = manifest;
    Ok(Restored { name, moved, configuration, generation, secret_key_ids })
}

/// Tables are found again only in the arrangement in which they were saved.
fn check_schemas(config: &Config, manifest: &Manifest) -> Result<()> {
    let database = &config.database;
    if database.medialibrary == manifest.medialibrary && database.listens == manifest.listens {
        return Ok(());
    }
    let shown = |name: &Option<String>| name.clone().unwrap_or_else(|| "the default".to_owned());
    Err(Error::Store(store::Error::Invalid(format!(
        "the backup was made with database.schemas.medialibrary {} and .listens {}: set them so",
        shown(&manifest.medialibrary),
        shown(&manifest.listens)
    ))))
}

/// Whether there is anything to lose. What cannot be looked at may be valuable.
async fn holds_data(target: &Target, options: &Options) -> bool {
    if let Target::Sqlite(file) = target
        && !backup::files(file, &options.schemas).iter().any(|file| has_bytes(file))
    {
        return false;
    }
    newest_migration(target, options).await.map_or(true, |migration| migration > 0)
}

fn has_bytes(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|found| found.len() > 0)
}

/// Moves the files that are there aside and puts the copies in their place.
fn replace_files(
    file: &Path,
    schemas: &Schemas,
    (folder, manifest): (&Path, &Manifest),
    by: &By,
) -> Result<Vec<PathBuf>> {
    let directory = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(directory).map_err(Error::io(directory))?;
    let missing = || Error::damaged(&folder::name_of(folder), "it has no database");
    let mut moved = Vec::new();
    let mut placed = Vec::new();
    for to in backup::files(file, schemas) {
        let is_main = to == file;
        let name =
            if is_main { main_file(manifest).ok_or_else(missing)? } else { &folder::name_of(&to) };
        let beside = with_end(&to, "restoring");
        fs::copy(folder.join(name), &beside).map_err(Error::io(&beside))?;
        private(&beside)?;
        fs::File::open(&beside).and_then(|it| it.sync_all()).map_err(Error::io(&beside))?;
        placed.push((beside, to));
    }
    // Everything is on the disk: from here on only names change.
    for (beside, to) in placed {
        if to.exists() {
            let aside = with_end(&to, &format!("before-{}", crate::clock::compact(by.now_ms)));
            fs::rename(&to, &aside).map_err(Error::io(&to))?;
            moved.push(aside);
        }
        fs::rename(&beside, &to).map_err(Error::io(&to))?;
    }
    folder::sync(directory)?;
    Ok(moved)
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{end}"));
    path.with_file_name(name)
}

/// Replaces the tables in one transaction.
async fn replace_tables(
    config: &Config,
    options: &Options,
    (folder, manifest): (&Path, &Manifest),
    by: &By,
) -> Result<()> {
    let target = &config.database.target;
    let present = newest_migration(target, options).await.unwrap_or(0);
    if present > manifest.migration {
        // Tables that the backup does not know would hold on to those that it replaces.
        migrate::down(target, options, manifest.migration).await?;
    }
    let mut restore = tools::Tool::new("pg_restore", config, None)?;
    restore.arg("--no-password").arg("--exit-on-error").arg("--single-transaction");
    restore.arg("--no-owner").arg("--no-privileges").arg("--clean").arg("--if-exists");
    restore.arg(folder.join(DUMP));
    restore.run(&by.stop).await
}

/// Puts the configuration back where there is none; else tells where the saved one lies.
fn put_configuration(config: &Config, folder: &Path) -> Result<Option<PathBuf>> {
    let saved = folder.join(CONFIGURATION);
    if !saved.exists() {
        return Ok(None);
    }
    if config.file.is_some() {
        return Ok(Some(saved));
    }
    let to = Config::default_file(&config.data_dir);
    fs::copy(&saved, &to).map_err(Error::io(&to))?;
    private(&to)?;
    Ok(None)
}
