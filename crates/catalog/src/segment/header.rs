//! `INDEX.json`: what a finished index consists of.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use crate::search::error::{Result, unusable, writing};

pub(super) const FILE_NAME: &str = "INDEX.json";

/// An `INDEX.json` beyond this many bytes is none of ours.
const MAX_BYTES: u64 = 1 << 20;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Header {
    /// Version of fields, tokens and this file; anything else is refused.
    pub format_version: u32,
    pub documents: u32,
    pub files: Vec<FileEntry>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileEntry {
    pub name: String,
    pub bytes: u64,
    /// XXH3-64 of the whole file.
    pub xxh3: String,
}

impl Header {
    /// Describes and records all files of `directory`; returns the size of everything.
    pub(super) fn write(directory: &Path, format_version: u32, documents: u32) -> Result<u64> {
        Self::try_write(directory, format_version, documents).map_err(writing(directory))
    }

    fn try_write(directory: &Path, format_version: u32, documents: u32) -> io::Result<u64> {
        let mut files = Vec::new();
        for entry in fs::read_dir(directory)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.file_type()?.is_file() && name != FILE_NAME {
                files.push(FileEntry::describe(directory, name)?);
            }
        }
        files.sort_by(|left, right| left.name.cmp(&right.name));
        let bytes: u64 = files.iter().map(|file| file.bytes).sum();
        let header = Self { format_version, documents, files };
        let text = serde_json::to_vec_pretty(&header)?;
        fs::write(directory.join(FILE_NAME), &text)?;
        File::open(directory.join(FILE_NAME))?.sync_all()?;
        Ok(bytes + text.len() as u64)
    }

    /// Reads the header and sees that every file is there in its size.
    pub(crate) fn read(directory: &Path, format_version: u32) -> Result<Self> {
        let header = Self::try_read(directory).map_err(|error| unusable(directory, error))?;
        if header.format_version != format_version {
            let found = header.format_version;
            let reason =
                format!("it has format {found}, this program reads format {format_version}");
            return Err(unusable(directory, reason));
        }
        for file in &header.files {
            file.check_size(directory).map_err(|reason| unusable(directory, reason))?;
        }
        Ok(header)
    }

    fn try_read(directory: &Path) -> io::Result<Self> {
        let mut text = Vec::new();
        let file = File::open(directory.join(FILE_NAME))
            .map_err(|error| io::Error::new(error.kind(), format!("{FILE_NAME}: {error}")))?;
        file.take(MAX_BYTES).read_to_end(&mut text)?;
        Ok(serde_json::from_slice(&text)?)
    }

    /// Recomputes every checksum.
    pub(crate) fn verify(&self, directory: &Path) -> Result<()> {
        for file in &self.files {
            let found = FileEntry::describe(directory, file.name.clone())
                .map_err(|error| unusable(directory, format!("{}: {error}", file.name)))?;
            if found != *file {
                return Err(unusable(
                    directory,
                    format!("{} has changed since it was written", file.name),
                ));
            }
        }
        Ok(())
    }
}

impl FileEntry {
    fn describe(directory: &Path, name: String) -> io::Result<Self> {
        let mut file = File::open(directory.join(&name))?;
        let mut hash = Xxh3::new();
        let mut buffer = vec![0; 1 << 16];
        let mut bytes = 0;
        loop {
            match file.read(&mut buffer)? {
                0 => break,
                n => {
                    hash.update(&buffer[..n]);
                    bytes += n as u64;
                }
            }
        }
        Ok(Self { name, bytes, xxh3: format!("{:016x}", hash.digest()) })
    }

    fn check_size(&self, directory: &Path) -> std::result::Result<(), String> {
        if self.name.contains(['/', '\\']) {
            return Err(format!("{FILE_NAME} names a file outside of the directory"));
        }
        let found = fs::metadata(directory.join(&self.name))
            .map_err(|error| format!("{}: {error}", self.name))?;
        if found.len() != self.bytes {
            return Err(format!("{} has {} bytes, not {}", self.name, found.len(), self.bytes));
        }
        Ok(())
    }
}
