//! The directory of all backups: their names, which are instants, and which of them stay.

use std::collections::BTreeSet;
use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use super::{Error, Manifest, Result};
use crate::config::Config;

/// How names of unfinished backups begin.
const BUILDING: &str = "building-";
/// The file that a program locks while it makes or removes backups.
const LOCK: &str = ".lock";
/// The characters of a name that are its day, as in `20261121T030700Z`.
const DAY_CHARS: usize = 8;

/// A backup.
#[derive(Debug)]
pub struct Found {
    /// Its name.
    pub name: String,
    /// Its directory.
    pub folder: PathBuf,
    /// What is in it; an error's words when it cannot be used.
    pub manifest: Result<Manifest, String>,
}

/// All backups, the oldest first.
pub fn list(config: &Config) -> Result<Vec<Found>> {
    let root = config.backup_dir();
    let mut names = names(&root)?;
    names.sort();
    let found = names.into_iter().map(|name| {
        let folder = root.join(&name);
        let manifest = Manifest::read(&folder).map_err(|error| error.to_string());
        Found { name, folder, manifest }
    });
    Ok(found.collect())
}

/// The backup of a name, or the newest one.
pub(super) fn find(config: &Config, name: Option<&str>) -> Result<(String, PathBuf)> {
    let root = config.backup_dir();
    let names = names(&root)?;
    let name = match name {
        Some(name) => {
            names.into_iter().find(|it| it == name).ok_or_else(|| Error::NoSuch(name.to_owned()))?
        }
        None => names.into_iter().max().ok_or_else(|| Error::None(root.clone()))?,
    };
    let folder = root.join(&name);
    Ok((name, folder))
}

/// Removes what is not to be kept: of each of the newest days the last backup stays. Tells names.
pub fn prune(config: &Config) -> Result<Vec<String>> {
    let root = config.backup_dir();
    let _lock = lock(&root)?;
    let removed = superfluous(names(&root)?, config.backup.keep);
    for name in &removed {
        let folder = root.join(name);
        fs::remove_dir_all(&folder).map_err(Error::io(&folder))?;
    }
    Ok(removed)
}

/// The names that are not the last of their day, or not of the newest days.
fn superfluous(mut names: Vec<String>, keep: usize) -> Vec<String> {
    if keep == 0 {
        return Vec::new();
    }
    names.sort();
    names.reverse();
    let mut days = BTreeSet::new();
    names.retain(|name| {
        let day = name.get(..DAY_CHARS).unwrap_or(name).to_owned();
        let stays = days.len() < keep && days.insert(day);
        !stays
    });
    names
}

/// Takes the directory for this program alone, until the lock is dropped.
pub(super) fn lock(root: &Path) -> Result<File> {
    make(root)?;
    let path = root.join(LOCK);
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(Error::io(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(Error::Busy(root.to_owned())),
        Err(fs::TryLockError::Error(source)) => Err(Error::Io { path, source }),
    }
}

/// Makes a directory that only its owner can read.
pub(super) fn make(path: &Path) -> Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(Error::io(path))
}

/// A directory for a backup that is being made; what an earlier one left is removed. To be called
/// under the lock.
pub(super) fn begin(root: &Path) -> Result<PathBuf> {
    for entry in fs::read_dir(root).map_err(Error::io(root))? {
        let entry = entry.map_err(Error::io(root))?;
        if entry.file_name().to_string_lossy().starts_with(BUILDING) {
            fs::remove_dir_all(entry.path()).map_err(Error::io(entry.path()))?;
        }
    }
    let building = root.join(format!("{BUILDING}{}", std::process::id()));
    make(&building)?;
    Ok(building)
}

/// Gives a finished backup its name, after everything in it was forced to disk.
pub(super) fn publish(root: &Path, building: &Path, now_ms: i64) -> Result<String> {
    for entry in fs::read_dir(building).map_err(Error::io(building))? {
        let path = entry.map_err(Error::io(building))?.path();
        File::open(&path).and_then(|file| file.sync_all()).map_err(Error::io(&path))?;
    }
    sync(building)?;
    let name = free_name(root, now_ms);
    fs::rename(building, root.join(&name)).map_err(Error::io(building))?;
    sync(root)?;
    Ok(name)
}

pub(super) fn name_of(folder: &Path) -> String {
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

pub(super) fn sync(directory: &Path) -> Result<()> {
    File::open(directory).and_then(|it| it.sync_all()).map_err(Error::io(directory))
}

/// The instant; a second backup of one second has a number.
fn free_name(root: &Path, now_ms: i64) -> String {
    let instant = crate::clock::compact(now_ms);
    let numbered = (2..).map(|number| format!("{instant}-{number}"));
    let mut names = std::iter::once(instant.clone()).chain(numbered);
    names.find(|name| !root.join(name).exists()).unwrap_or(instant)
}

fn names(root: &Path) -> Result<Vec<String>> {
    let entries = match fs::read_dir(root) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(Error::Io { path: root.to_owned(), source }),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(Error::io(root))?.file_name().to_string_lossy().into_owned();
        // What else lies there is nobody's backup and is left alone.
        let is_instant =
            name.get(..DAY_CHARS).is_some_and(|day| day.bytes().all(|it| it.is_ascii_digit()));
        if is_instant && name.get(DAY_CHARS..).is_some_and(|rest| rest.starts_with('T')) {
            names.push(name);
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    //! What stays.
    use super::*;

    #[test]
    fn of_each_of_the_newest_days_the_last_backup_stays() {
        let names = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let all = names(&[
            "20261119T030000Z",
            "20261120T030000Z",
            "20261120T120000Z",
            "20261121T030000Z",
            "20261121T030000Z-2",
        ]);
        let gone = names(&["20261121T030000Z", "20261120T030000Z", "20261119T030000Z"]);
        assert_eq!(superfluous(all.clone(), 2), gone);
        assert_eq!(superfluous(all.clone(), 0), names(&[]));
        assert_eq!(superfluous(all, 30).len(), 2);
    }
}
