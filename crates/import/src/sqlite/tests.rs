//! Small files in every shape of the layout, imported and asked.
#![expect(clippy::unwrap_used, reason = "tests")]

mod layouts;
mod records;
mod refusals;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use catalog::{Catalog, Generations, Problem};
use jobs::{Silent, Stop};
use model::Gid;
use rusqlite::Connection;
use tempfile::TempDir;

use super::import_sqlite;
use crate::{Error, Options, Summary};

/// The tables in their usual form.
const LAYOUT: &str = "
    CREATE TABLE artists (rowid INTEGER PRIMARY KEY, id TEXT UNIQUE, name TEXT,
        followers_total INTEGER, popularity INTEGER);
    CREATE TABLE albums (rowid INTEGER PRIMARY KEY, id TEXT UNIQUE, name TEXT, album_type TEXT,
        label TEXT, release_date TEXT, release_date_precision TEXT, external_id_upc TEXT,
        total_tracks INTEGER, copyright_c TEXT, copyright_p TEXT, popularity INTEGER);
    CREATE TABLE tracks (rowid INTEGER PRIMARY KEY, id TEXT UNIQUE, name TEXT,
        external_id_isrc TEXT, duration_ms INTEGER, explicit INTEGER, track_number INTEGER,
        disc_number INTEGER, popularity INTEGER, preview_url TEXT, album_rowid INTEGER);
    CREATE TABLE track_artists (track_rowid INTEGER, artist_rowid INTEGER);
    CREATE INDEX track_artists_by_artist ON track_artists (artist_rowid, track_rowid);
    CREATE TABLE artist_albums (artist_rowid INTEGER, album_rowid INTEGER, index_in_album INTEGER);
    CREATE TABLE artist_genres (artist_rowid INTEGER, genre TEXT);
    CREATE TABLE album_images (album_rowid INTEGER, url TEXT, width INTEGER, height INTEGER);
    CREATE TABLE artist_images (artist_rowid INTEGER, url TEXT, width INTEGER, height INTEGER);";

/// The table of the second file.
const TRACK_FILES: &str = "
    CREATE TABLE track_files (track_id TEXT, has_lyrics INTEGER, original_title TEXT,
        version_title TEXT, language_of_performance TEXT, artist_roles TEXT);";

/// A directory with files to import and generations to make.
struct Bench {
    directory: TempDir,
}

impl Bench {
    fn new() -> Self {
        Self { directory: TempDir::new().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Makes a file.
    fn file(&self, name: &str, statements: &[&str]) -> PathBuf {
        let path = self.path(name);
        let connection = Connection::open(&path).unwrap();
        for sql in statements {
            connection.execute_batch(sql).unwrap();
        }
        path
    }

    fn generations(&self) -> Generations {
        Generations::at(self.path("data"))
    }

    fn import(&self, main: &Path, track_files: Option<&Path>) -> Result<Summary, Error> {
        self.import_strictly(false, main, track_files)
    }

    fn import_strictly(
        &self,
        strict: bool,
        main: &Path,
        track_files: Option<&Path>,
    ) -> Result<Summary, Error> {
        let options = Options {
            strict,
            memory_bytes: 16 << 20,
            staging: None,
            program_version: "test".to_owned(),
            clock: Instant::now,
            imported_at: "2026-07-01T00:00:00Z".to_owned(),
        };
        import_sqlite(main, track_files, &self.generations(), &options, &Silent, &Stop::new())
    }

    fn open(&self) -> Arc<Catalog> {
        self.generations().open_current().unwrap()
    }

    /// The message of an import that must fail, without the directory.
    fn refusal(&self, main: &Path) -> String {
        let message = self.import(main, None).unwrap_err().to_string();
        assert_eq!(self.generations().current().unwrap(), None);
        message.replace(&self.directory.path().display().to_string(), "DIR")
    }
}

/// The public id of a number, as the files have it.
fn id(kind: u8, number: u32) -> String {
    format!("{kind}{number:020}Z")
}

fn gid(kind: u8, number: u32) -> Gid {
    Gid::parse_base62(&id(kind, number)).unwrap()
}

/// Kinds of the ids made by [`id`].
const ARTIST: u8 = 1;
const ALBUM: u8 = 2;
const TRACK: u8 = 3;

/// How often each problem of a table was met.
fn problems(summary: &Summary) -> Vec<(&str, &str, u64)> {
    let item = |problem: &'_ Problem| (problem.table.len(), problem.count);
    assert!(
        summary.manifest.problems.iter().map(item).all(|(table, count)| table > 0 && count > 0)
    );
    let list = summary.manifest.problems.iter();
    list.map(|problem| (problem.table.as_str(), problem.kind.as_str(), problem.count)).collect()
}
