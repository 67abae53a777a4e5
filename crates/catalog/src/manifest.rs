//! What a generation says about itself: `MANIFEST.json`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::table::FORMAT_VERSION;

/// Name of the file in a generation's directory.
pub(crate) const MANIFEST_FILE: &str = "MANIFEST.json";

/// Counts, sources, checksums and format of a generation.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT_VERSION`] of the writer.
    pub format_version: u32,
    /// Version of the program that imported.
    pub program_version: String,
    /// How public ids are written: `mbid` or `spotify`.
    pub id_scheme: String,
    /// When the import finished, RFC 3339 UTC.
    pub imported_at: String,
    /// When the source says that it was made, in its own words.
    pub source_timestamp: String,
    /// The source's replication sequence, when it has one.
    pub replication_sequence: Option<u64>,
    /// What was read.
    pub sources: Vec<SourceArchive>,
    /// Records by table.
    pub records: BTreeMap<String, u64>,
    /// Rows read by source table.
    pub rows: BTreeMap<String, u64>,
    /// Rows that were not taken, by kind of problem.
    pub problems: Vec<Problem>,
    /// What the import spent.
    pub phases: Vec<Phase>,
    /// Length and checksum by file, relative to the generation.
    pub files: BTreeMap<String, FileSum>,
}

/// An archive that was read.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceArchive {
    /// File name.
    pub name: String,
    /// Bytes as stored.
    pub bytes: u64,
}

/// Rows that were refused for one reason.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    /// Table of the source.
    pub table: String,
    /// What was wrong.
    pub kind: String,
    /// How many rows.
    pub count: u64,
    /// The first of them, with its place.
    pub example: String,
}

/// A step of the import.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Its name.
    pub name: String,
    /// Seconds on the clock.
    pub seconds: f64,
    /// Bytes read or written, whichever the phase is about.
    pub bytes: u64,
}

/// A file's length and checksum.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileSum {
    /// Length in bytes.
    pub bytes: u64,
    /// BLAKE3, hexadecimal.
    pub blake3: String,
}

impl Manifest {
    /// Reads the manifest of the generation in `directory` and checks its format version.
    pub fn read(directory: &Path) -> Result<Self> {
        let path = directory.join(MANIFEST_FILE);
        let text = std::fs::read(&path).map_err(Error::io(&path))?;
        let foreign = |reason: String| Error::Foreign { path: path.clone(), reason };
        // The version first: a later format may have fields that this program does not know.
        let version: Version = serde_json::from_slice(&text).map_err(|e| foreign(e.to_string()))?;
        if version.format_version != FORMAT_VERSION {
            let found = version.format_version;
            return Err(Error::Version { path: directory.into(), found, expected: FORMAT_VERSION });
        }
        serde_json::from_slice(&text).map_err(|e| foreign(e.to_string()))
    }

    /// Writes the manifest into `directory` and forces it to disk.
    pub fn write(&self, directory: &Path) -> Result<()> {
        let path = directory.join(MANIFEST_FILE);
        let text = serde_json::to_vec_pretty(self).expect("a manifest has only plain values");
        std::fs::write(&path, text).map_err(Error::io(&path))?;
        let file = std::fs::File::open(&path).map_err(Error::io(&path))?;
        file.sync_all().map_err(Error::io(&path))
    }
}

#[derive(Deserialize)]
struct Version {
    format_version: u32,
}
