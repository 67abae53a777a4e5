//! The tables of a MusicBrainz dump, row by row, into the staging area.
//!
//! One file for each group of tables; [`reader`] is the registry. A reader parses one row, says what
//! is wrong with it, and decides nothing that needs other rows: that is the builder's part.

mod annotation;
mod area;
mod art;
mod artist;
mod family;
mod label;
mod other;
mod read;
mod recording;
mod relationship;
mod release;
mod release_group;
mod track;
mod words;
mod work;

use catalog::Words;
use model::Kind;

use crate::dump::row::{FieldError, Row};
use crate::error::Error;
use crate::staging::Staging;

pub(crate) use read::read;

/// Why a row was not taken.
#[derive(Debug)]
pub enum RowError {
    /// A field could not be read.
    Field(FieldError),
    /// The row contradicts what the importer relies on.
    Refused {
        /// What is wrong, without details.
        kind: &'static str,
        /// What is wrong, with details.
        reason: String,
    },
    /// Not the row's fault.
    Import(Error),
}

impl From<FieldError> for RowError {
    fn from(error: FieldError) -> Self {
        Self::Field(error)
    }
}

impl From<Error> for RowError {
    fn from(error: Error) -> Self {
        Self::Import(error)
    }
}

/// The result of reading a row.
pub type RowResult = Result<(), RowError>;

/// Reads a row.
pub type ReadRow = fn(&Row<'_, '_>, &Context, &mut Staging) -> RowResult;

/// Which member of a family of tables is being read.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    /// The kind of entity that the table belongs to.
    pub kind: Kind,
    /// The other kind of a relationship table.
    pub other: Kind,
    /// The list of a table of words.
    pub words: Words,
}

/// How a table is read.
pub struct TableReader {
    /// Reads a row.
    pub read: ReadRow,
    /// What to tell it.
    pub context: Context,
    /// Tables that must have been read before; a table that comes too early is set aside.
    pub needs: &'static [&'static str],
}

/// Tables with a reader of their own.
const TABLES: &[(&str, ReadRow)] = &[
    ("artist", artist::artist),
    ("artist_credit", artist::artist_credit),
    ("artist_credit_name", artist::artist_credit_name),
    ("area", area::area),
    ("iso_3166_1", area::iso_3166_1),
    ("iso_3166_2", area::iso_3166_2),
    ("iso_3166_3", area::iso_3166_3),
    ("label", label::label),
    ("recording", recording::recording),
    ("isrc", recording::isrc),
    ("release_group", release_group::release_group),
    ("release_group_secondary_type_join", release_group::secondary_type),
    ("release_group_meta", release_group::meta),
    ("release", release::release),
    ("release_country", release::country),
    ("release_unknown_country", release::unknown_country),
    ("release_label", release::label),
    ("release_meta", release::meta),
    ("medium", release::medium),
    ("medium_cdtoc", release::medium_cdtoc),
    ("cdtoc", release::cdtoc),
    ("track", track::track),
    ("track_gid_redirect", track::redirect),
    ("work", work::work),
    ("work_language", work::language),
    ("work_attribute", work::attribute),
    ("iswc", work::iswc),
    ("place", other::place),
    ("event", other::event),
    ("event_meta", other::event_meta),
    ("series", other::series),
    ("instrument", other::instrument),
    ("genre", other::genre),
    ("url", other::url),
    ("link", relationship::link),
    ("link_attribute", relationship::attribute),
    ("link_attribute_credit", relationship::attribute_credit),
    ("link_attribute_text_value", relationship::attribute_text),
    ("link_creditable_attribute_type", words::creditable),
    ("annotation", annotation::annotation),
    ("cover_art_archive.cover_art", art::cover_art),
    ("cover_art_archive.cover_art_type", art::cover_art_type),
    ("cover_art_archive.release_group_cover_art", art::release_group_cover_art),
    ("event_art_archive.event_art", art::event_art),
    ("event_art_archive.event_art_type", art::event_art_type),
];

/// Families of tables: `<kind><suffix>`.
const FAMILIES: &[(&str, ReadRow)] = &[
    ("_alias", family::alias),
    ("_tag", family::tag),
    ("_meta", family::rating),
    ("_ipi", family::ipi),
    ("_isni", family::isni),
    ("_gid_redirect", family::redirect),
    ("_annotation", annotation::owner),
];

/// The reader of a table, `None` for tables that the catalogue has no use for.
#[must_use]
pub fn reader(table: &str) -> Option<TableReader> {
    let context = Context { kind: Kind::Artist, other: Kind::Artist, words: Words::Tag };
    if let Some((_, read)) = TABLES.iter().find(|(name, _)| *name == table) {
        let needs: &[&str] = match table {
            "track" => &["recording", "medium"],
            "track_gid_redirect" => &["track"],
            "medium_cdtoc" => &["medium"],
            _ => &[],
        };
        return Some(TableReader { read: *read, context, needs });
    }
    if let Some((words, _)) = Words::tables().iter().find(|(_, name)| *name == table) {
        let context = Context { words: *words, ..context };
        return Some(TableReader { read: words::reader(*words), context, needs: &[] });
    }
    if let Some((kind, other)) = relationship::ends(table) {
        let context = Context { kind, other, ..context };
        return Some(TableReader { read: relationship::relationship, context, needs: &[] });
    }
    let member = FAMILIES.iter().find_map(|(suffix, read)| {
        let kind = Kind::parse(table.strip_suffix(suffix)?)?;
        Some((kind, *read))
    });
    member.map(|(kind, read)| TableReader {
        read,
        context: Context { kind, ..context },
        needs: &[],
    })
}

/// Refuses a row for a reason that no single field shows.
fn refused(kind: &'static str, reason: String) -> RowError {
    RowError::Refused { kind, reason }
}
