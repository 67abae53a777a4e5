//! Tables that grow in files of their own, because a tar member states its size before its rows.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Bytes of a table that wait in memory before they go to its file.
const BUFFER: usize = 1 << 18;

/// Declares the tables and their file names.
macro_rules! tables {
    ($($table:ident $name:literal,)*) => {
        /// A table of the dump.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Table { $($table),* }

        const NAMES: &[&str] = &[$($name),*];
    };
}

tables! {
    Annotation "annotation",
    Area "area",
    Artist "artist",
    ArtistAlias "artist_alias",
    ArtistCredit "artist_credit",
    ArtistCreditName "artist_credit_name",
    ArtistGidRedirect "artist_gid_redirect",
    ArtistIpi "artist_ipi",
    ArtistIsni "artist_isni",
    ArtistMeta "artist_meta",
    ArtistTag "artist_tag",
    Cdtoc "cdtoc",
    CountryArea "country_area",
    CoverArt "cover_art_archive.cover_art",
    CoverArtType "cover_art_archive.cover_art_type",
    Genre "genre",
    Iso1 "iso_3166_1",
    Iso2 "iso_3166_2",
    Isrc "isrc",
    Iswc "iswc",
    AreaArea "l_area_area",
    ArtistArtist "l_artist_artist",
    ArtistRecording "l_artist_recording",
    ArtistUrl "l_artist_url",
    ArtistWork "l_artist_work",
    RecordingUrl "l_recording_url",
    RecordingWork "l_recording_work",
    ReleaseUrl "l_release_url",
    Label "label",
    LabelAlias "label_alias",
    LabelMeta "label_meta",
    Link "link",
    LinkAttribute "link_attribute",
    Medium "medium",
    MediumCdtoc "medium_cdtoc",
    Recording "recording",
    RecordingAlias "recording_alias",
    RecordingGidRedirect "recording_gid_redirect",
    RecordingMeta "recording_meta",
    RecordingTag "recording_tag",
    Release "release",
    ReleaseAnnotation "release_annotation",
    ReleaseCountry "release_country",
    ReleaseGidRedirect "release_gid_redirect",
    ReleaseGroup "release_group",
    ReleaseGroupGidRedirect "release_group_gid_redirect",
    ReleaseGroupMeta "release_group_meta",
    ReleaseGroupTag "release_group_tag",
    SecondaryTypeJoin "release_group_secondary_type_join",
    ReleaseLabel "release_label",
    ReleaseMeta "release_meta",
    ReleaseUnknownCountry "release_unknown_country",
    Tag "tag",
    Track "track",
    TrackGidRedirect "track_gid_redirect",
    Url "url",
    Work "work",
    WorkAlias "work_alias",
    WorkGidRedirect "work_gid_redirect",
    WorkLanguage "work_language",
    WorkMeta "work_meta",
}

/// One table: what waits, its file once there is one, and its rows.
#[derive(Default)]
struct Rows {
    waiting: Vec<u8>,
    file: Option<File>,
    bytes: u64,
    rows: u64,
}

/// All tables, in a directory.
pub(super) struct Spool {
    dir: PathBuf,
    tables: Vec<Rows>,
    failed: Option<io::Error>,
}

/// A finished table.
pub(super) struct Spooled {
    /// Its name.
    pub(super) name: &'static str,
    /// Its file.
    pub(super) path: PathBuf,
    /// Its rows.
    pub(super) rows: u64,
    /// Their bytes.
    pub(super) bytes: u64,
}

impl Spool {
    pub(super) fn new(dir: &Path) -> Self {
        let tables = NAMES.iter().map(|_| Rows::default()).collect();
        Self { dir: dir.to_owned(), tables, failed: None }
    }

    /// Where to put the bytes of one more row. An error waits for [`Spool::finish`].
    pub(super) fn line(&mut self, table: Table) -> &mut Vec<u8> {
        if self.tables[table as usize].waiting.len() >= BUFFER
            && let Err(error) = self.flush(table as usize)
        {
            self.failed.get_or_insert(error);
        }
        let rows = &mut self.tables[table as usize];
        rows.rows += 1;
        &mut rows.waiting
    }

    /// Rows of a table so far.
    pub(super) fn rows(&self, table: Table) -> u64 {
        self.tables[table as usize].rows
    }

    fn flush(&mut self, at: usize) -> io::Result<()> {
        let rows = &mut self.tables[at];
        let file = match &mut rows.file {
            Some(file) => file,
            empty => empty.insert(File::create(self.dir.join(NAMES[at]))?),
        };
        file.write_all(&rows.waiting)?;
        rows.bytes += rows.waiting.len() as u64;
        rows.waiting.clear();
        Ok(())
    }

    /// The files of the tables that have rows, by name.
    ///
    /// # Errors
    /// When a file could not be written.
    pub(super) fn finish(mut self) -> io::Result<Vec<Spooled>> {
        let mut finished = Vec::new();
        for (at, name) in NAMES.iter().enumerate() {
            if self.tables[at].rows == 0 {
                continue;
            }
            self.flush(at)?;
            let Rows { rows, bytes, .. } = self.tables[at];
            finished.push(Spooled { name, path: self.dir.join(name), rows, bytes });
        }
        match self.failed {
            Some(error) => Err(error),
            None => Ok(finished),
        }
    }
}

/// What can stand in a row: usually one field, for a date three.
pub(super) trait Field {
    /// Appends it.
    fn put(&self, line: &mut Vec<u8>);
}

/// NULL.
pub(super) struct Null;

impl Field for Null {
    fn put(&self, line: &mut Vec<u8>) {
        line.extend_from_slice(b"\\N");
    }
}

impl Field for str {
    fn put(&self, line: &mut Vec<u8>) {
        testkit::dump::row::write_escaped(self, line);
    }
}

impl Field for String {
    fn put(&self, line: &mut Vec<u8>) {
        self.as_str().put(line);
    }
}

impl<T: Field + ?Sized> Field for &T {
    fn put(&self, line: &mut Vec<u8>) {
        (*self).put(line);
    }
}

impl<T: Field> Field for Option<T> {
    fn put(&self, line: &mut Vec<u8>) {
        match self {
            Some(field) => field.put(line),
            None => Null.put(line),
        }
    }
}

impl Field for bool {
    fn put(&self, line: &mut Vec<u8>) {
        line.push(if *self { b't' } else { b'f' });
    }
}

impl Field for i32 {
    fn put(&self, line: &mut Vec<u8>) {
        if *self < 0 {
            line.push(b'-');
        }
        self.unsigned_abs().put(line);
    }
}

impl Field for u32 {
    fn put(&self, line: &mut Vec<u8>) {
        let mut digits = [0_u8; 10];
        let (mut at, mut rest) = (digits.len(), *self);
        loop {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        line.extend_from_slice(&digits[at..]);
    }
}

/// Appends a row of the given fields to a table of a spool.
macro_rules! emit {
    ($spool:expr, $table:ident; $first:expr $(, $rest:expr)* $(,)?) => {{
        let line = $spool.line($crate::gen_mbdump::spool::Table::$table);
        $crate::gen_mbdump::spool::Field::put(&$first, line);
        $(
            line.push(b'\t');
            $crate::gen_mbdump::spool::Field::put(&$rest, line);
        )*
        line.push(b'\n');
    }};
}

pub(super) use emit;
