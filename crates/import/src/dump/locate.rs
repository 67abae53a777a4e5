//! Finding the archives of an export among the paths that a person gave.

use std::fs;
use std::path::{Path, PathBuf};

use super::Error;
use super::head::{Head, has_head};
use super::unpack::Format;

/// A part of an export that is published as one archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// `mbdump`: every entity and relationship.
    Core,
    /// `mbdump-derived`: tags, ratings, annotations.
    Derived,
    /// `mbdump-cover-art-archive`: which releases have which pictures.
    CoverArt,
    /// `mbdump-event-art-archive`: which events have which pictures.
    EventArt,
}

impl Part {
    /// Every part, in the order in which they are read.
    pub const ALL: [Self; 4] = [Self::Core, Self::Derived, Self::CoverArt, Self::EventArt];

    /// The archive's published name without its ending.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Core => "mbdump",
            Self::Derived => "mbdump-derived",
            Self::CoverArt => "mbdump-cover-art-archive",
            Self::EventArt => "mbdump-event-art-archive",
        }
    }

    /// The part that a file's or directory's name speaks of; any other name is taken for the core.
    fn of_name(path: &Path) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let named = |word: &str| name.contains(word);
        match () {
            () if named("derived") => Self::Derived,
            () if named("cover-art") || named("cover_art") => Self::CoverArt,
            () if named("event-art") || named("event_art") => Self::EventArt,
            () => Self::Core,
        }
    }
}

/// One archive of the export, found and its head read.
#[derive(Debug, Clone)]
pub struct Archive {
    /// Which part it is.
    pub part: Part,
    /// The file, or the directory it was unpacked to.
    pub path: PathBuf,
    /// How it is packed; `None` for a directory.
    pub format: Option<Format>,
    /// What its head files say.
    pub head: Head,
    /// Bytes on disk: of the archive, or of all tables.
    pub bytes: u64,
}

/// Endings of packed archives, most usual first.
const ENDINGS: [&str; 5] = [".tar.bz2", ".tar.xz", ".tar.zst", ".tar.gz", ".tar"];
/// A published subset of all tables, taken where no full export is.
const SAMPLE: &str = "mbdump-sample";

/// Finds the archives under `paths`, sorted by part, each part once.
pub(super) fn locate(paths: &[PathBuf]) -> Result<Vec<Archive>, Error> {
    let mut found: Vec<Archive> = Vec::new();
    for path in paths {
        let meta = fs::metadata(path).map_err(Error::io(path))?;
        let places = if meta.is_dir() {
            in_directory(path)?
        } else {
            vec![(Part::of_name(path), path.clone())]
        };
        for (part, place) in places {
            if let Some(first) = found.iter().find(|archive| archive.part == part) {
                return Err(Error::Twice {
                    what: part.name().into(),
                    first: first.path.clone(),
                    second: place,
                });
            }
            found.push(describe(part, place)?);
        }
    }
    found.sort_by_key(|archive| archive.part);
    match found.first() {
        Some(first) if first.part == Part::Core => Ok(found),
        _ => Err(Error::NoArchive { paths: paths.to_vec() }),
    }
}

/// A directory is either an unpacked archive, or holds archives, packed or unpacked each for itself.
fn in_directory(dir: &Path) -> Result<Vec<(Part, PathBuf)>, Error> {
    let mut found = Vec::new();
    for part in Part::ALL {
        let mut places = packed(dir, part.name());
        if places.is_empty() && part == Part::Core {
            places = packed(dir, SAMPLE);
        }
        let unpacked = dir.join(part.name());
        if places.is_empty() && has_head(&unpacked) {
            places.push(unpacked);
        }
        let mut places = places.into_iter();
        if let (Some(first), second) = (places.next(), places.next()) {
            if let Some(second) = second {
                return Err(Error::Twice { what: part.name().into(), first, second });
            }
            found.push((part, first));
        }
    }
    if found.is_empty() {
        if !has_head(dir) {
            return Err(Error::NoArchive { paths: vec![dir.into()] });
        }
        found.push((Part::of_name(dir), dir.into()));
        // Several archives unpacked into one place: it is the core, whatever it is called.
        if tables_directory(dir).join("artist").is_file() {
            found[0].0 = Part::Core;
        }
    }
    Ok(found)
}

fn packed(dir: &Path, name: &str) -> Vec<PathBuf> {
    let file = |ending: &&str| dir.join(format!("{name}{ending}"));
    ENDINGS.iter().map(file).filter(|path| path.is_file()).collect()
}

/// Where an unpacked archive has its tables: in `mbdump/`, or beside the head files.
pub(super) fn tables_directory(dir: &Path) -> PathBuf {
    let inner = dir.join("mbdump");
    if inner.is_dir() { inner } else { dir.into() }
}

fn describe(part: Part, path: PathBuf) -> Result<Archive, Error> {
    let meta = fs::metadata(&path).map_err(Error::io(&path))?;
    if meta.is_dir() {
        let head = Head::of_directory(&path)?;
        let bytes = super::archive::table_files(&path)?.iter().map(|file| file.bytes).sum();
        return Ok(Archive { part, path, format: None, head, bytes });
    }
    let format = Format::of(&path)?;
    let head = Head::of_archive(&path, format)?;
    Ok(Archive { part, format: Some(format), head, bytes: meta.len(), path })
}
