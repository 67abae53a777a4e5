//! The manifest: what a backup is of, and by what it is checked.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use store::backup::TableSum;

use super::{Error, Result};

/// The name of its file.
pub(super) const FILE: &str = "MANIFEST.json";
/// The present form; a backup of a later form is refused.
pub(super) const FORMAT: u32 = 1;

/// What is in a backup.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the backup.
    pub format: u32,
    /// When it was made, RFC 3339.
    pub created_at: String,
    /// The version of the program that made it.
    pub program_version: String,
    /// `sqlite` or `postgres`.
    pub engine: String,
    /// The newest migration of the database.
    pub migration: u32,
    /// Schema of the library.
    pub medialibrary: Option<String>,
    /// Schema of people and what they do.
    pub listens: Option<String>,
    /// The catalogue's generation, whose manifest is `generation.json`.
    pub generation: Option<u64>,
    /// The names of the keys under which secrets are encrypted; the keys are not in a backup.
    pub secret_key_ids: Vec<String>,
    /// Files by their names.
    pub files: BTreeMap<String, FileSum>,
    /// Tables by schema and name, as they were when the backup was made.
    pub tables: BTreeMap<String, Rows>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSum {
    /// Its size.
    pub bytes: u64,
    /// The BLAKE3 of its bytes.
    pub blake3: String,
}

/// The rows of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// How many.
    pub rows: u64,
    /// The sum of their hashes.
    pub sum: String,
}

impl Manifest {
    /// Reads the manifest of a backup.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let name = super::folder::name_of(folder);
        let file = folder.join(FILE);
        let text = fs::read_to_string(&file).map_err(Error::io(&file))?;
        let manifest: Self = serde_json::from_str(&text)
            .map_err(|error| Error::damaged(&name, format!("its manifest: {error}")))?;
        if manifest.format != FORMAT {
            let reason = format!("form {} is of a newer program", manifest.format);
            return Err(Error::damaged(&name, reason));
        }
        Ok(manifest)
    }

    /// Checks the bytes of all files.
    pub(super) fn check_files(&self, folder: &Path) -> Result<()> {
        let name = super::folder::name_of(folder);
        for (file, expected) in &self.files {
            // The manifest's own words never lead out of the backup.
            if Path::new(file).components().count() != 1 || file.starts_with('.') {
                return Err(Error::damaged(&name, format!("it names the file {file:?}")));
            }
            if sum(&folder.join(file))? != *expected {
                return Err(Error::damaged(&name, format!("{file} was changed")));
            }
        }
        Ok(())
    }

    /// Compares the tables of a restored database with those that were saved.
    pub(super) fn check_tables(&self, name: &str, found: &[TableSum]) -> Result<()> {
        let found = tables(found);
        if let Some(table) = self.tables.keys().find(|table| !found.contains_key(*table)) {
            return Err(Error::damaged(name, format!("table {table} is missing")));
        }
        for (table, rows) in &found {
            match self.tables.get(table) {
                Some(expected) if expected == rows => {}
                Some(expected) => {
                    let reason = format!("table {table} has {} rows or other ones", rows.rows);
                    return Err(Error::damaged(name, format!("{reason}, not {}", expected.rows)));
                }
                None => return Err(Error::damaged(name, format!("table {table} is not known"))),
            }
        }
        Ok(())
    }
}

/// The sums by the names of the tables.
pub(super) fn tables(sums: &[TableSum]) -> BTreeMap<String, Rows> {
    let rows = |it: &TableSum| Rows { rows: it.rows, sum: it.sum.clone() };
    sums.iter().map(|it| (it.table.clone(), rows(it))).collect()
}

/// Size and hash of a file.
pub(super) fn sum(file: &Path) -> Result<FileSum> {
    let mut hasher = blake3::Hasher::new();
    let mut open = fs::File::open(file).map_err(Error::io(file))?;
    let bytes = std::io::copy(&mut open, &mut hasher).map_err(Error::io(file))?;
    Ok(FileSum { bytes, blake3: hasher.finalize().to_hex().to_string() })
}
