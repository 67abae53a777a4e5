//! The layout of both files.

/// Tables of the main file.
pub(super) const MAIN: &str = "
CREATE TABLE tracks (
    rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, external_id_isrc TEXT,
    duration_ms INTEGER NOT NULL, explicit INTEGER NOT NULL, track_number INTEGER NOT NULL,
    disc_number INTEGER NOT NULL, popularity INTEGER NOT NULL, preview_url TEXT,
    album_rowid INTEGER NOT NULL
);
CREATE TABLE albums (
    rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, album_type TEXT NOT NULL,
    label TEXT NOT NULL, release_date TEXT NOT NULL, release_date_precision TEXT NOT NULL,
    external_id_upc TEXT, total_tracks INTEGER NOT NULL, copyright_c TEXT, copyright_p TEXT,
    popularity INTEGER
);
CREATE TABLE artists (
    rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL,
    followers_total INTEGER NOT NULL, popularity INTEGER NOT NULL
);
CREATE TABLE track_artists (track_rowid INTEGER NOT NULL, artist_rowid INTEGER NOT NULL);
CREATE TABLE artist_albums (
    artist_rowid INTEGER NOT NULL, album_rowid INTEGER NOT NULL, index_in_album INTEGER
);
CREATE TABLE artist_genres (artist_rowid INTEGER NOT NULL, genre TEXT NOT NULL);
CREATE TABLE album_images (
    album_rowid INTEGER NOT NULL, url TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL
);
CREATE TABLE artist_images (
    artist_rowid INTEGER NOT NULL, url TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL
);
";

/// Indexes of the main file, made when its rows are in.
pub(super) const MAIN_INDEXES: &str = "
CREATE UNIQUE INDEX tracks_id ON tracks (id);
CREATE INDEX tracks_isrc ON tracks (external_id_isrc);
CREATE INDEX tracks_album ON tracks (album_rowid);
CREATE UNIQUE INDEX albums_id ON albums (id);
CREATE UNIQUE INDEX artists_id ON artists (id);
CREATE INDEX track_artists_track ON track_artists (track_rowid);
CREATE INDEX artist_albums_album ON artist_albums (album_rowid);
CREATE INDEX artist_albums_artist ON artist_albums (artist_rowid);
CREATE INDEX artist_genres_artist ON artist_genres (artist_rowid);
CREATE INDEX album_images_album ON album_images (album_rowid);
CREATE INDEX artist_images_artist ON artist_images (artist_rowid);
ANALYZE;
";

/// The table of the second file.
pub(super) const FILES: &str = "
CREATE TABLE track_files (
    track_id TEXT NOT NULL, has_lyrics INTEGER, original_title TEXT, version_title TEXT,
    language_of_performance TEXT, artist_roles TEXT
);
";

/// Its index.
pub(super) const FILES_INDEXES: &str = "
CREATE UNIQUE INDEX track_files_track ON track_files (track_id);
ANALYZE;
";

/// For building: nobody else looks, and what is half done is thrown away.
pub(super) const BUILDING: &str = "
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -262144;
";

/// For reading.
pub(super) const READING: &str = "PRAGMA mmap_size = 1073741824; PRAGMA cache_size = -64000;";
