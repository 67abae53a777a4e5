//! The small files at the head of an archive, and what they must say.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::Error;
use super::unpack::Format;

/// The schema sequence whose column orders are known here.
pub const SCHEMA_SEQUENCE: u32 = 31;

/// The longest head file that is read; `COPYING` is not.
const MAX_HEAD_FILE: u64 = 4096;
/// How many members may stand before the first table.
const MAX_HEAD_MEMBERS: usize = 16;

/// What the head files of an archive say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// When the snapshot was taken: PostgreSQL's text of a time stamp.
    pub timestamp: String,
    /// The schema's number.
    pub schema_sequence: u32,
    /// The number of the replication packet that comes next; `None` when the export is no replication point.
    pub replication_sequence: Option<u64>,
}

/// The files by name, as far as they were found.
#[derive(Default)]
struct Found {
    timestamp: Option<String>,
    schema: Option<String>,
    replication: Option<String>,
}

const NAMES: [&str; 3] = ["TIMESTAMP", "SCHEMA_SEQUENCE", "REPLICATION_SEQUENCE"];

impl Head {
    /// Reads the head of a packed archive and no more of it than needed.
    pub(super) fn of_archive(path: &Path, format: Format) -> Result<Self, Error> {
        let file = File::open(path).map_err(Error::io(path))?;
        let found = members(file, format).map_err(|error| Error::Corrupt {
            path: path.into(),
            position: 0,
            reason: format!("its beginning cannot be read: {error}"),
        })?;
        found.check(path)
    }

    /// Reads the head files of an unpacked archive.
    pub(super) fn of_directory(dir: &Path) -> Result<Self, Error> {
        let mut found = Found::default();
        for name in NAMES {
            let path = dir.join(name);
            match File::open(&path) {
                Ok(file) => found.keep(name, file).map_err(Error::io(&path))?,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(Error::io(&path)(error)),
            }
        }
        found.check(dir)
    }

    /// Compares with another archive: what differs, and both values.
    pub(super) fn differs(&self, other: &Self) -> Option<(&'static str, (String, String))> {
        let replication =
            |head: &Self| head.replication_sequence.map_or(String::new(), |n| n.to_string());
        let pairs = [
            ("TIMESTAMP", self.timestamp.clone(), other.timestamp.clone()),
            ("REPLICATION_SEQUENCE", replication(self), replication(other)),
        ];
        pairs.into_iter().find(|(_, a, b)| a != b).map(|(what, a, b)| (what, (a, b)))
    }
}

/// Whether a directory has the head files of an export.
pub(super) fn has_head(dir: &Path) -> bool {
    fs::metadata(dir.join("SCHEMA_SEQUENCE")).is_ok_and(|meta| meta.is_file())
}

fn members(file: File, format: Format) -> io::Result<Found> {
    let mut found = Found::default();
    let mut archive = tar::Archive::new(format.decoder(file)?);
    for entry in archive.entries()?.take(MAX_HEAD_MEMBERS) {
        let entry = entry?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let name = name.strip_prefix("./").unwrap_or(&name);
        if name.starts_with("mbdump/") {
            break;
        }
        if NAMES.contains(&name) {
            found.keep(name, entry)?;
        }
    }
    Ok(found)
}

impl Found {
    fn keep(&mut self, name: &str, file: impl Read) -> io::Result<()> {
        let mut text = Vec::new();
        file.take(MAX_HEAD_FILE).read_to_end(&mut text)?;
        let text = Some(String::from_utf8_lossy(&text).trim().to_owned());
        match name {
            "TIMESTAMP" => self.timestamp = text,
            "SCHEMA_SEQUENCE" => self.schema = text,
            _ => self.replication = text,
        }
        Ok(())
    }

    fn check(self, path: &Path) -> Result<Head, Error> {
        let refuse = |reason: String| Error::NotAnExport { path: path.into(), reason };
        let schema = self.schema.ok_or_else(|| refuse("it has no SCHEMA_SEQUENCE".into()))?;
        let schema_sequence = schema
            .parse()
            .map_err(|_| refuse(format!("its SCHEMA_SEQUENCE is {schema:?}, not a number")))?;
        if schema_sequence != SCHEMA_SEQUENCE {
            return Err(Error::Schema {
                path: path.into(),
                found: schema_sequence,
                understood: SCHEMA_SEQUENCE,
            });
        }
        let replication_sequence = match self.replication.as_deref() {
            None | Some("") => None,
            Some(text) => Some(text.parse().map_err(|_| {
                refuse(format!("its REPLICATION_SEQUENCE is {text:?}, not a number"))
            })?),
        };
        let timestamp = self.timestamp.ok_or_else(|| refuse("it has no TIMESTAMP".into()))?;
        // Exports before 2010 have a sentence there.
        let timestamp = timestamp.trim_start_matches("This snapshot was taken at ").to_owned();
        Ok(Head { timestamp, schema_sequence, replication_sequence })
    }
}
