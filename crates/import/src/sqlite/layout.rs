//! Tables and columns of the SQLite layout, and the statement that reads each.
//!
//! Copies in the wild differ, so columns are taken by name: a missing optional one reads as null.

use rusqlite::Connection;

/// A column.
pub(super) struct Column {
    /// Its name.
    pub(super) name: &'static str,
    /// Another name that some copies give it; empty when there is none.
    other_name: &'static str,
    required: bool,
}

/// A table.
pub(super) struct Table {
    /// Its name.
    pub(super) name: &'static str,
    /// The columns that are read.
    pub(super) columns: &'static [Column],
    /// Whether its rowids are the dense ids of entities.
    has_ids: bool,
}

const fn required(name: &'static str) -> Column {
    Column { name, other_name: "", required: true }
}

const fn optional(name: &'static str) -> Column {
    Column { name, other_name: "", required: false }
}

/// Tracks.
pub(super) static TRACKS: Table = Table {
    name: "tracks",
    columns: &[
        required("id"),
        required("name"),
        required("album_rowid"),
        required("disc_number"),
        required("track_number"),
        required("duration_ms"),
        Column { name: "external_id_isrc", other_name: "isrc", required: false },
        optional("explicit"),
        optional("popularity"),
        optional("preview_url"),
    ],
    has_ids: true,
};

/// Albums.
pub(super) static ALBUMS: Table = Table {
    name: "albums",
    columns: &[
        required("id"),
        required("name"),
        required("album_type"),
        required("release_date"),
        optional("release_date_precision"),
        optional("label"),
        optional("external_id_upc"),
        optional("total_tracks"),
        optional("copyright_c"),
        optional("copyright_p"),
        optional("popularity"),
    ],
    has_ids: true,
};

/// Artists.
pub(super) static ARTISTS: Table = Table {
    name: "artists",
    columns: &[
        required("id"),
        required("name"),
        optional("followers_total"),
        optional("popularity"),
    ],
    has_ids: true,
};

/// Artists of tracks, in the order of the rows.
pub(super) static TRACK_ARTISTS: Table = Table {
    name: "track_artists",
    columns: &[required("track_rowid"), required("artist_rowid")],
    has_ids: false,
};

/// Artists of albums; without an index the artist only appears on the album.
pub(super) static ARTIST_ALBUMS: Table = Table {
    name: "artist_albums",
    columns: &[required("artist_rowid"), required("album_rowid"), required("index_in_album")],
    has_ids: false,
};

/// Genres of artists.
pub(super) static ARTIST_GENRES: Table = Table {
    name: "artist_genres",
    columns: &[required("artist_rowid"), required("genre")],
    has_ids: false,
};

/// Pictures of artists.
pub(super) static ARTIST_IMAGES: Table = Table {
    name: "artist_images",
    columns: &[required("artist_rowid"), required("url"), optional("width"), optional("height")],
    has_ids: false,
};

/// Covers of albums.
pub(super) static ALBUM_IMAGES: Table = Table {
    name: "album_images",
    columns: &[required("album_rowid"), required("url"), optional("width"), optional("height")],
    has_ids: false,
};

/// Details of tracks, in the second file.
pub(super) static TRACK_FILES: Table = Table {
    name: "track_files",
    columns: &[
        required("track_id"),
        optional("has_lyrics"),
        optional("original_title"),
        optional("version_title"),
        optional("language_of_performance"),
        optional("artist_roles"),
    ],
    has_ids: false,
};

/// Every table of the main file.
pub(super) static MAIN: [&Table; 8] = [
    &ARTISTS,
    &ARTIST_GENRES,
    &ARTIST_IMAGES,
    &ARTIST_ALBUMS,
    &ALBUMS,
    &ALBUM_IMAGES,
    &TRACK_ARTISTS,
    &TRACKS,
];

/// How a table of a file is read.
pub(super) struct Select {
    /// The statement: the rowid (null if there is none), then the columns in the layout's order.
    pub(super) sql: String,
    /// Whether rows have rowids.
    pub(super) has_rowid: bool,
}

/// Why a table cannot be read.
pub(super) enum Misfit {
    /// SQLite's own reason.
    Sqlite(rusqlite::Error),
    /// The layout is another.
    Layout(String),
}

impl From<rusqlite::Error> for Misfit {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl Table {
    /// The statement that reads the table, made for the columns that this file has.
    pub(super) fn select(&self, connection: &Connection) -> Result<Select, Misfit> {
        let has_rowid = self.has_rowid(connection)?;
        if self.has_ids && !has_rowid {
            return Err(Misfit::Layout(format!("table {} has no rowids", self.name)));
        }
        let present = columns_of(connection, self.name)?;
        let mut columns = vec![if has_rowid { "rowid" } else { "NULL" }.to_owned()];
        for column in self.columns {
            columns.push(self.expression(column, &present)?);
        }
        // Without the order a covering index may be read instead, whose order means nothing.
        let order = if has_rowid { " ORDER BY rowid" } else { "" };
        let sql = format!("SELECT {} FROM \"{}\"{order}", columns.join(", "), self.name);
        Ok(Select { sql, has_rowid })
    }

    /// The table and its columns, for messages.
    pub(super) fn describe(&self) -> String {
        let name = |column: &Column| match (column.other_name, column.required) {
            ("", true) => column.name.to_owned(),
            ("", false) => format!("{}?", column.name),
            (other, _) => format!("{} or {other}?", column.name),
        };
        let columns: Vec<String> = self.columns.iter().map(name).collect();
        let rowid = if self.has_ids { "rowid, " } else { "" };
        format!("{}({rowid}{}), where ? may be missing", self.name, columns.join(", "))
    }

    /// The place of a column in the layout.
    pub(super) fn place(&self, name: &str) -> usize {
        let place = self.columns.iter().position(|column| column.name == name);
        place.expect("readers name columns of the layout")
    }

    fn expression(&self, column: &Column, present: &[String]) -> Result<String, Misfit> {
        let has = |name: &str| present.iter().any(|other| other.eq_ignore_ascii_case(name));
        match [column.name, column.other_name].into_iter().find(|name| has(name)) {
            Some(name) => Ok(format!("\"{name}\"")),
            None if column.required => {
                let reason = format!("table {} has no column {}", self.name, column.name);
                Err(Misfit::Layout(reason))
            }
            None => Ok("NULL".to_owned()),
        }
    }

    fn has_rowid(&self, connection: &Connection) -> Result<bool, Misfit> {
        let sql =
            "SELECT type = 'table' AND wr = 0 FROM pragma_table_list(?1) WHERE schema = 'main'";
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([self.name])?;
        match rows.next()? {
            Some(row) => Ok(row.get(0)?),
            None => Err(Misfit::Layout(format!("there is no table {}", self.name))),
        }
    }
}

fn columns_of(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?1)")?;
    statement.query_map([table], |row| row.get(0))?.collect()
}
