//! An export opened for reading, and the walk over its tables.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use super::head::Head;
use super::locate::{self, Archive, Part, tables_directory};
use super::table_rows::{Origin, TableRows};
use super::unpack::{Format, Unpacked};
use super::{Error, tables};

/// The most decompressing threads that help; the reader is one thread.
const MAX_THREADS: usize = 8;

/// An export: its archives were found, belong together and are of the schema understood here.
#[derive(Debug)]
pub struct Source {
    archives: Vec<Archive>,
    read: Arc<AtomicU64>,
}

/// A table about to be read.
#[derive(Debug, Clone, Copy)]
pub struct TableHeader<'a> {
    /// The archive it stands in.
    pub archive: &'a Archive,
    /// Its name, as in `artist` or `cover_art_archive.cover_art`; always one that [`tables::columns`] knows.
    pub name: &'a str,
    /// Its size in bytes, decompressed.
    pub bytes_total: u64,
}

/// Opens an export: archives in any accepted format, directories that hold them, or unpacked ones.
///
/// # Errors
/// No main archive, two of one kind, another schema, archives of different exports, or a file that
/// cannot be read.
pub fn open(paths: &[PathBuf]) -> Result<Source, Error> {
    let archives = locate::locate(paths)?;
    let first = &archives[0];
    for other in &archives[1..] {
        if let Some((what, values)) = first.head.differs(&other.head) {
            return Err(Error::Mixed {
                first: first.path.clone(),
                second: other.path.clone(),
                what,
                values,
            });
        }
    }
    Ok(Source { archives, read: Arc::default() })
}

impl Source {
    /// The archives in the order in which they are read; the core is the first.
    #[must_use]
    pub fn archives(&self) -> &[Archive] {
        &self.archives
    }

    /// What the head files of every archive say.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.archives[0].head
    }

    /// Whether the export has this part.
    #[must_use]
    pub fn has(&self, part: Part) -> bool {
        self.archives.iter().any(|archive| archive.part == part)
    }

    /// Bytes that [`Source::for_each_table`] reads from disk, compressed as they are.
    #[must_use]
    pub fn bytes_total(&self) -> u64 {
        self.archives.iter().map(|archive| archive.bytes).sum()
    }

    /// How many of [`Source::bytes_total`] were read so far; decompression is a little ahead of the rows.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Calls `visit` with every known table in the order of the archives, which is unspecified.
    ///
    /// Rows that `visit` leaves are skipped. Afterwards every archive was read to its end, its
    /// checksums were right and no core table was missing.
    ///
    /// # Errors
    /// A damaged archive, a missing or doubled table, or whatever `visit` returns.
    pub fn for_each_table<E: From<Error>>(
        &self,
        visit: &mut dyn FnMut(TableHeader<'_>, &mut TableRows<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.read.store(0, Ordering::Relaxed);
        let mut walk =
            Walk { read: &self.read, base: 0, seen: HashMap::new(), buffer: Vec::new(), visit };
        for archive in &self.archives {
            walk.base = self.bytes_read();
            match archive.format {
                Some(format) => walk.packed(archive, format)?,
                None => walk.unpacked(archive)?,
            }
        }
        let seen = walk.seen;
        Ok(complete(&self.archives[0].path, &seen)?)
    }
}

type Visit<'v, E> = dyn FnMut(TableHeader<'_>, &mut TableRows<'_>) -> Result<(), E> + 'v;

struct Walk<'v, E> {
    read: &'v Arc<AtomicU64>,
    /// Bytes read when the present archive was begun.
    base: u64,
    /// Tables with rows, and where they stood.
    seen: HashMap<String, PathBuf>,
    buffer: Vec<u8>,
    visit: &'v mut Visit<'v, E>,
}

impl<E: From<Error>> Walk<'_, E> {
    fn packed(&mut self, archive: &Archive, format: Format) -> Result<(), E> {
        let path = &archive.path;
        let file = File::open(path).map_err(Error::io(path))?;
        let threads = thread::available_parallelism().map_or(2, usize::from).clamp(2, MAX_THREADS);
        let unpacked =
            format.unpack(file, Arc::clone(self.read), threads).map_err(Error::io(path))?;
        let mut tar = tar::Archive::new(unpacked);
        for entry in tar.entries().map_err(|error| self.corrupt(archive, &error))? {
            let mut entry = entry.map_err(|error| self.corrupt(archive, &error))?;
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let name = name.strip_prefix("./").unwrap_or(&name);
            let bytes_total = entry.size();
            if let Some(name) = name.strip_prefix("mbdump/")
                && tables::columns(name).is_some()
            {
                let header = TableHeader { archive, name, bytes_total };
                self.table(header, path, &mut entry)?;
            }
        }
        let rest = tar.into_inner();
        end_of_tar(rest).map_err(|error| self.corrupt(archive, &error).into())
    }

    fn unpacked(&mut self, archive: &Archive) -> Result<(), E> {
        for TableFile { name, path, bytes } in table_files(&archive.path)? {
            let mut file = File::open(&path).map_err(Error::io(&path))?;
            let header = TableHeader { archive, name: &name, bytes_total: bytes };
            self.table(header, &path, &mut file)?;
            self.read.fetch_add(bytes, Ordering::Relaxed);
        }
        Ok(())
    }

    fn table(
        &mut self,
        header: TableHeader<'_>,
        path: &Path,
        source: &mut dyn Read,
    ) -> Result<(), E> {
        if let Some(first) = self.seen.get(header.name) {
            return Err(E::from(Error::Twice {
                what: format!("table {}", header.name),
                first: first.clone(),
                second: path.into(),
            }));
        }
        if header.bytes_total > 0 {
            self.seen.insert(header.name.into(), path.into());
        }
        let origin = Origin { path, table: header.name, read: self.read, base: self.base };
        let mut rows = TableRows::new(source, origin, header.bytes_total, &mut self.buffer);
        (self.visit)(header, &mut rows)
    }

    fn corrupt(&self, archive: &Archive, error: &std::io::Error) -> Error {
        Error::Corrupt {
            path: archive.path.clone(),
            position: self.read.load(Ordering::Relaxed).saturating_sub(self.base),
            reason: error.to_string(),
        }
    }
}

/// A tar archive ends in zeros; one that was cut between two members does not.
fn end_of_tar(mut rest: Unpacked) -> std::io::Result<()> {
    rest.drain()?;
    if rest.zeros() < 512 {
        return Err(std::io::Error::other("the tar archive is cut off"));
    }
    Ok(())
}

/// Refuses an export that lacks what every export has, or what its other tables point to.
fn complete(path: &Path, seen: &HashMap<String, PathBuf>) -> Result<(), Error> {
    let missing = |table, reason| Err(Error::MissingTable { path: path.into(), table, reason });
    for table in tables::CORE {
        if !seen.contains_key(table) {
            return missing(table, "every export has rows in it".into());
        }
    }
    for (one, other) in tables::IMPLIED {
        if seen.contains_key(one) && !seen.contains_key(other) {
            return missing(other, format!("table {one} has rows that point to it"));
        }
    }
    Ok(())
}

/// A table of an unpacked archive.
pub(super) struct TableFile {
    name: String,
    path: PathBuf,
    pub(super) bytes: u64,
}

/// The known tables of an unpacked archive, by name.
pub(super) fn table_files(dir: &Path) -> Result<Vec<TableFile>, Error> {
    let dir = tables_directory(dir);
    let mut files = Vec::new();
    for entry in fs::read_dir(&dir).map_err(Error::io(&dir))? {
        let path = entry.map_err(Error::io(&dir))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if tables::columns(name).is_none() {
            continue;
        }
        let meta = fs::metadata(&path).map_err(Error::io(&path))?;
        if meta.is_file() {
            files.push(TableFile { name: name.into(), bytes: meta.len(), path });
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

#[cfg(test)]
mod tests;
