//! One answer or four hundred from seven queries, and the search by pattern.

use std::collections::HashMap;
use std::path::Path;

use anyhow::Context as _;
use rusqlite::{Connection, OpenFlags, Row};

use super::lists::ListQuery;
use super::shape::{Album, Artist, Batch, Image, Track};
use super::tables;

/// Both files, opened for reading by one thread.
pub struct SevenQueries {
    main: Connection,
    files: Connection,
    queries: Queries,
}

struct Queries {
    tracks: ListQuery,
    album_images: ListQuery,
    album_artists: ListQuery,
    track_artists: ListQuery,
    artist_genres: ListQuery,
    artist_images: ListQuery,
    track_files: ListQuery,
}

/// Rows around tracks by what they belong to.
#[derive(Default)]
struct Around {
    album_images: HashMap<i64, Vec<Image>>,
    album_artists: HashMap<i64, Vec<i64>>,
    track_artists: HashMap<i64, Vec<i64>>,
    artists: HashMap<i64, Artist>,
    files: HashMap<String, File>,
}

struct File {
    has_lyrics: Option<bool>,
    original_title: Option<String>,
    version_title: Option<String>,
    languages: Option<String>,
    artist_roles: Option<String>,
}

impl SevenQueries {
    /// Opens the files that [`super::build`] wrote.
    pub fn open(directory: &Path) -> anyhow::Result<Self> {
        let queries = Queries::new();
        let open = |name: &str| -> anyhow::Result<Connection> {
            let path = directory.join(name);
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let connection = Connection::open_with_flags(&path, flags)
                .with_context(|| path.display().to_string())?;
            connection.execute_batch(tables::READING)?;
            connection.set_prepared_statement_cache_capacity(queries.statements());
            Ok(connection)
        };
        Ok(Self { main: open(super::MAIN)?, files: open(super::FILES)?, queries })
    }

    /// Tracks by public id, in the order of the rows; unknown ids are left out.
    fn tracks(&self, ids: &[&str]) -> rusqlite::Result<Vec<Track>> {
        let mut tracks = Vec::with_capacity(ids.len());
        self.queries.tracks.each(&self.main, ids, |row| {
            tracks.push((row.get(0)?, row.get(1)?, track(row)?));
            Ok(())
        })?;
        let rows: Vec<i64> = tracks.iter().map(|(row, _, _)| *row).collect();
        let mut albums: Vec<i64> = tracks.iter().map(|(_, album, _)| *album).collect();
        albums.sort_unstable();
        albums.dedup();
        let mut around = self.around(ids, &rows, &albums)?;
        let whole = tracks.into_iter().map(|(row, album, mut track): (i64, i64, Track)| {
            around.complete(row, album, &mut track);
            track
        });
        Ok(whole.collect())
    }

    /// The answer to one look-up as JSON; `None` for an unknown id.
    pub fn one(&self, id: &str) -> anyhow::Result<Option<Vec<u8>>> {
        let tracks = self.tracks(&[id])?;
        Ok(tracks.first().map(serde_json::to_vec).transpose()?)
    }

    /// The answer to many look-ups as JSON.
    pub fn many(&self, ids: &[&str]) -> anyhow::Result<Vec<u8>> {
        let tracks = self.tracks(ids)?;
        let not_found = ids.iter().filter(|id| tracks.iter().all(|track| track.id != **id));
        let not_found = if tracks.len() < ids.len() {
            not_found.map(|id| (*id).to_owned()).collect()
        } else {
            Vec::new()
        };
        Ok(serde_json::to_vec(&Batch { tracks, not_found })?)
    }

    /// The other six queries.
    fn around(&self, ids: &[&str], rows: &[i64], albums: &[i64]) -> rusqlite::Result<Around> {
        let mut around = Around::default();
        let (queries, main) = (&self.queries, &self.main);
        queries.album_images.each(main, albums, |row| {
            around.album_images.entry(row.get(0)?).or_default().push(image(row)?);
            Ok(())
        })?;
        queries.album_artists.each(main, albums, |row| {
            around.album_artists.entry(row.get(0)?).or_default().push(row.get(1)?);
            around.take_artist(row)
        })?;
        queries.track_artists.each(main, rows, |row| {
            around.track_artists.entry(row.get(0)?).or_default().push(row.get(1)?);
            around.take_artist(row)
        })?;
        let artists: Vec<i64> = around.artists.keys().copied().collect();
        queries.artist_genres.each(main, &artists, |row| {
            if let Some(artist) = around.artists.get_mut(&row.get(0)?) {
                artist.genres.push(row.get(1)?);
            }
            Ok(())
        })?;
        queries.artist_images.each(main, &artists, |row| {
            if let Some(artist) = around.artists.get_mut(&row.get(0)?) {
                artist.images.push(image(row)?);
            }
            Ok(())
        })?;
        queries.track_files.each(&self.files, ids, |row| {
            around.files.insert(row.get(0)?, file(row)?);
            Ok(())
        })?;
        Ok(around)
    }

    /// Public ids of the most popular tracks whose title contains a text.
    pub fn like(&self, text: &str, limit: u32) -> rusqlite::Result<Vec<String>> {
        const SQL: &str = "SELECT id FROM tracks WHERE name LIKE ? ESCAPE '\\' COLLATE NOCASE \
                           ORDER BY popularity DESC LIMIT ?";
        let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let mut statement = self.main.prepare_cached(SQL)?;
        let found = statement.query_map((format!("%{escaped}%"), limit), |row| row.get(0))?;
        found.collect()
    }
}

impl Queries {
    fn new() -> Self {
        Self {
            tracks: ListQuery::new(
                "SELECT t.rowid, t.album_rowid, t.id, t.name, t.external_id_isrc, t.duration_ms, \
                 t.explicit, t.track_number, t.disc_number, t.popularity, t.preview_url, a.id, \
                 a.name, a.album_type, a.label, a.release_date, a.release_date_precision, \
                 a.external_id_upc, a.total_tracks, a.popularity, a.copyright_c, a.copyright_p \
                 FROM tracks t JOIN albums a ON a.rowid = t.album_rowid WHERE t.id",
            ),
            album_images: ListQuery::new(
                "SELECT album_rowid, url, width, height FROM album_images WHERE album_rowid",
            ),
            album_artists: ListQuery::new(
                "SELECT l.album_rowid, a.rowid, a.id, a.name, a.followers_total, a.popularity \
                 FROM artist_albums l JOIN artists a ON a.rowid = l.artist_rowid \
                 WHERE l.index_in_album IS NOT NULL AND l.album_rowid",
            ),
            track_artists: ListQuery::new(
                "SELECT l.track_rowid, a.rowid, a.id, a.name, a.followers_total, a.popularity \
                 FROM track_artists l JOIN artists a ON a.rowid = l.artist_rowid \
                 WHERE l.track_rowid",
            ),
            artist_genres: ListQuery::new(
                "SELECT artist_rowid, genre FROM artist_genres WHERE artist_rowid",
            ),
            artist_images: ListQuery::new(
                "SELECT artist_rowid, url, width, height FROM artist_images WHERE artist_rowid",
            ),
            track_files: ListQuery::new(
                "SELECT track_id, has_lyrics, original_title, version_title, \
                 language_of_performance, artist_roles FROM track_files WHERE track_id",
            ),
        }
    }

    /// How many statements are kept at most: all of them, and the search.
    fn statements(&self) -> usize {
        7 * self.tracks.variants() + 1
    }
}

impl Around {
    fn take_artist(&mut self, row: &Row<'_>) -> rusqlite::Result<()> {
        if let std::collections::hash_map::Entry::Vacant(place) = self.artists.entry(row.get(1)?) {
            place.insert(Artist {
                id: row.get(2)?,
                name: row.get(3)?,
                followers_total: row.get(4)?,
                popularity: row.get(5)?,
                genres: Vec::new(),
                images: Vec::new(),
            });
        }
        Ok(())
    }

    fn complete(&mut self, row: i64, album: i64, track: &mut Track) {
        let artists = |list: Option<&Vec<i64>>| {
            let list = list.map_or(&[][..], Vec::as_slice);
            list.iter().filter_map(|artist| self.artists.get(artist).cloned()).collect()
        };
        track.artists = artists(self.track_artists.get(&row));
        track.album.artists = artists(self.album_artists.get(&album));
        track.album.images = self.album_images.get(&album).cloned().unwrap_or_default();
        if let Some(file) = self.files.remove(&track.id) {
            track.has_lyrics = file.has_lyrics;
            track.original_title = file.original_title;
            track.version_title = file.version_title;
            track.languages = file.languages;
            track.artist_roles = file.artist_roles;
        }
    }
}

fn track(row: &Row<'_>) -> rusqlite::Result<Track> {
    Ok(Track {
        id: row.get(2)?,
        name: row.get(3)?,
        isrc: row.get(4)?,
        duration_ms: row.get(5)?,
        explicit: row.get(6)?,
        track_number: row.get(7)?,
        disc_number: row.get(8)?,
        popularity: row.get(9)?,
        preview_url: row.get(10)?,
        artists: Vec::new(),
        original_title: None,
        version_title: None,
        has_lyrics: None,
        languages: None,
        artist_roles: None,
        album: Album {
            id: row.get(11)?,
            name: row.get(12)?,
            album_type: row.get(13)?,
            label: row.get(14)?,
            release_date: row.get(15)?,
            release_date_precision: row.get(16)?,
            external_id_upc: row.get(17)?,
            total_tracks: row.get(18)?,
            popularity: row.get(19)?,
            copyright_c: row.get(20)?,
            copyright_p: row.get(21)?,
            images: Vec::new(),
            artists: Vec::new(),
        },
    })
}

fn image(row: &Row<'_>) -> rusqlite::Result<Image> {
    Ok(Image { url: row.get(1)?, width: row.get(2)?, height: row.get(3)? })
}

fn file(row: &Row<'_>) -> rusqlite::Result<File> {
    Ok(File {
        has_lyrics: row.get(1)?,
        original_title: row.get(2)?,
        version_title: row.get(3)?,
        languages: row.get(4)?,
        artist_roles: row.get(5)?,
    })
}
