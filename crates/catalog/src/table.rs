//! The tables of a generation's `data.mdb`. Their names are part of the file format.

use model::Kind;

/// Version of everything that `FORMAT.md` specifies. A reader accepts exactly this one.
pub const FORMAT_VERSION: u32 = 4;

/// A table of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Table {
    /// Records of a kind by dense id.
    Entity(Kind),
    /// Media and tracks by the release's dense id.
    Tracklist,
    /// Tables of contents by dense id.
    CdToc,
    /// Links by dense id.
    Link,
    /// Relationships by kind and dense id of either end.
    Relationships,
    /// Lists for browsing by [`crate::Relation`] and owner.
    Browse,
    /// Words by [`crate::Words`] and row id.
    Vocabulary,
    /// Survivors by kind and the public id of what was merged into them.
    Redirect,
    /// Candidates by the hash of a key.
    Index(Index),
}

/// A hash index: from a key to the dense ids that may have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Index {
    /// Public ids of a kind; for tracks it leads to the release.
    Gid(Kind),
    /// ISRCs, to recordings.
    Isrc,
    /// ISWCs, to works.
    Iswc,
    /// Barcodes without leading zeros, to releases.
    Barcode,
    /// Catalogue numbers without spaces and case, to releases.
    CatalogNumber,
    /// Disc ids, to tables of contents.
    DiscId,
    /// Web addresses, to urls.
    Url,
    /// `scheme:value` of a kind, to its entities.
    ExternalId(Kind),
    /// About how long the tracks of a disc are, to releases: see [`crate::Toc`].
    Toc,
}

/// The kinds with a table of records.
const STORED: [Kind; 14] = [
    Kind::Artist,
    Kind::ReleaseGroup,
    Kind::Release,
    Kind::Recording,
    Kind::Work,
    Kind::Label,
    Kind::Area,
    Kind::Place,
    Kind::Event,
    Kind::Series,
    Kind::Instrument,
    Kind::Genre,
    Kind::Url,
    Kind::ArtistCredit,
];

/// The kinds whose public ids lead somewhere.
const WITH_GID: [Kind; 14] = [
    Kind::Artist,
    Kind::ReleaseGroup,
    Kind::Release,
    Kind::Recording,
    Kind::Work,
    Kind::Label,
    Kind::Area,
    Kind::Place,
    Kind::Event,
    Kind::Series,
    Kind::Instrument,
    Kind::Genre,
    Kind::Url,
    Kind::Track,
];

impl Table {
    /// Every table.
    pub fn all() -> impl Iterator<Item = Self> {
        let fixed = [
            Self::Tracklist,
            Self::CdToc,
            Self::Link,
            Self::Relationships,
            Self::Browse,
            Self::Vocabulary,
            Self::Redirect,
        ];
        STORED.into_iter().map(Self::Entity).chain(fixed).chain(Index::all().map(Self::Index))
    }

    /// Whether its keys are numbers alone, so that its records lie in [blocks](crate::block).
    #[inline]
    pub(crate) fn is_in_blocks(self) -> bool {
        match self {
            Self::Entity(_) | Self::Tracklist | Self::CdToc | Self::Link | Self::Index(_) => true,
            Self::Relationships | Self::Browse | Self::Vocabulary | Self::Redirect => false,
        }
    }

    /// How many tables there are.
    pub const COUNT: usize = STORED.len() + 7 + Index::COUNT;

    /// Its place among all tables.
    #[inline]
    #[must_use]
    pub(crate) fn slot(self) -> usize {
        let fixed = STORED.len();
        match self {
            Self::Entity(kind) => place(&STORED, kind),
            Self::Tracklist => fixed,
            Self::CdToc => fixed + 1,
            Self::Link => fixed + 2,
            Self::Relationships => fixed + 3,
            Self::Browse => fixed + 4,
            Self::Vocabulary => fixed + 5,
            Self::Redirect => fixed + 6,
            Self::Index(index) => fixed + 7 + index.slot(),
        }
    }

    /// The name in the file.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Entity(kind) => kind.as_str().to_owned(),
            Self::Tracklist => "tracklist".to_owned(),
            Self::CdToc => "cdtoc".to_owned(),
            Self::Link => "link".to_owned(),
            Self::Relationships => "relationships".to_owned(),
            Self::Browse => "browse".to_owned(),
            Self::Vocabulary => "vocabulary".to_owned(),
            Self::Redirect => "redirect".to_owned(),
            Self::Index(index) => format!("index/{}", index.name()),
        }
    }

    /// The name for error messages.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Entity(kind) => kind.as_str(),
            Self::Tracklist => "tracklist",
            Self::CdToc => "cdtoc",
            Self::Link => "link",
            Self::Relationships => "relationships",
            Self::Browse => "browse",
            Self::Vocabulary => "vocabulary",
            Self::Redirect => "redirect",
            Self::Index(_) => "index",
        }
    }
}

impl Index {
    const COUNT: usize = WITH_GID.len() + 7 + Kind::RELATED.len();

    fn all() -> impl Iterator<Item = Self> {
        let fixed =
            [Self::Isrc, Self::Iswc, Self::Barcode, Self::CatalogNumber, Self::DiscId, Self::Url];
        WITH_GID
            .into_iter()
            .map(Self::Gid)
            .chain(fixed)
            .chain(Kind::RELATED.into_iter().map(Self::ExternalId))
            .chain([Self::Toc])
    }

    /// Its place among all indexes.
    #[inline]
    #[must_use]
    pub(crate) fn slot(self) -> usize {
        let fixed = WITH_GID.len();
        match self {
            Self::Gid(kind) => place(&WITH_GID, kind),
            Self::Isrc => fixed,
            Self::Iswc => fixed + 1,
            Self::Barcode => fixed + 2,
            Self::CatalogNumber => fixed + 3,
            Self::DiscId => fixed + 4,
            Self::Url => fixed + 5,
            Self::ExternalId(kind) => fixed + 6 + place(&Kind::RELATED, kind),
            Self::Toc => fixed + 6 + Kind::RELATED.len(),
        }
    }

    fn name(self) -> String {
        match self {
            Self::Gid(kind) => format!("gid/{}", kind.as_str()),
            Self::Isrc => "isrc".to_owned(),
            Self::Iswc => "iswc".to_owned(),
            Self::Barcode => "barcode".to_owned(),
            Self::CatalogNumber => "catalog_number".to_owned(),
            Self::DiscId => "disc_id".to_owned(),
            Self::Url => "url".to_owned(),
            Self::ExternalId(kind) => format!("external_id/{}", kind.as_str()),
            Self::Toc => "toc".to_owned(),
        }
    }

    /// How many indexes there are.
    pub(crate) const fn count() -> usize {
        Self::COUNT
    }
}

/// Kinds are numbered in the order of these lists but for the last one, so that this is one
/// comparison in nearly every case.
#[inline]
fn place(kinds: &[Kind], kind: Kind) -> usize {
    let guess = kind as usize - 1;
    if kinds.get(guess) == Some(&kind) {
        return guess;
    }
    kinds.iter().position(|k| *k == kind).expect("only stored kinds are asked for")
}

#[cfg(test)]
mod tests {
    //! Slots and names are unique and in the order of `all`.
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_table_has_its_own_slot_and_name() {
        let names: HashSet<String> = Table::all().map(Table::name).collect();
        assert_eq!(names.len(), Table::COUNT);
        for (at, table) in Table::all().enumerate() {
            assert_eq!(table.slot(), at, "{table:?}");
        }
    }
}
