//! What an import must have at hand for every row: a few bytes for each id, in memory.
//!
//! `README.md` adds up what they need at full MusicBrainz size.

use std::collections::HashMap;

use model::Kind;

use crate::column::{Column, IdSet};

/// Columns by dense id.
#[derive(Debug, Default)]
pub struct Facts {
    exists: Vec<IdSet>,
    /// Release and position of a medium.
    pub medium: Column<(u32, u32)>,
    /// What a track that is read is compared with to leave out what is the same.
    pub recording: Column<RecordingFacts>,
    /// Tracks that others were merged into.
    pub merged_into: IdSet,
    /// What decides which release stands for a recording or group.
    pub release: Column<ReleaseFacts>,
    /// Type and votes of a release group.
    pub release_group: Column<ReleaseGroupFacts>,
    /// Votes on an artist: ratings and tags.
    pub artist_votes: Column<u32>,
    /// Release groups and recordings credited to an artist.
    pub artist_credits: Column<u32>,
    /// Type of a link.
    pub link_type: Column<u32>,
    /// `part of` relationships between areas: link, container, part.
    pub area_parts: Vec<(u32, u32, u32)>,
    /// ISO 3166-1 codes of areas.
    pub country_code: HashMap<u32, [u8; 2]>,
    /// Number of the genre of that name.
    pub genres: HashMap<String, u32>,
    /// Attribute types that can be credited under another name.
    pub creditable: IdSet,
    /// Whether the source states popularity itself.
    pub popularity_is_given: bool,
}

/// Of a recording: twelve bytes, since there are tens of millions.
#[derive(Debug, Clone, Copy, Default)]
pub struct RecordingFacts {
    /// Artist credit.
    pub artist_credit: u32,
    /// Low 32 bits of the title's hash.
    name_low: u32,
    /// The next eight bits: with 40, one title in 10^12 is taken for another.
    name_high: u8,
    /// Length in ms plus one; 0 is unknown, [`LONG`] is too long for three bytes.
    length_plus_one: [u8; 3],
}

/// 4.6 hours: a track of such a recording states its length itself.
const LONG: u32 = 0xff_ffff;

impl RecordingFacts {
    /// Facts of a recording; `length_ms` is `None` when unknown.
    #[must_use]
    pub fn new(name: &str, artist_credit: u32, length_ms: Option<u32>) -> Self {
        let hash = catalog::index::hash(name.as_bytes());
        let length = length_ms.map_or(0, |ms| ms.saturating_add(1)).min(LONG);
        let [_, length_plus_one @ ..] = length.to_be_bytes();
        Self {
            artist_credit,
            name_low: hash as u32,
            name_high: (hash >> 32) as u8,
            length_plus_one,
        }
    }

    /// Whether this is the recording's title.
    #[must_use]
    pub fn has_name(&self, name: &str) -> bool {
        let hash = catalog::index::hash(name.as_bytes());
        (self.name_low, self.name_high) == (hash as u32, (hash >> 32) as u8)
    }

    /// Whether this is known to be the recording's length in ms plus one, 0 for unknown.
    #[must_use]
    pub fn has_length(&self, plus_one: u32) -> bool {
        let [a, b, c] = self.length_plus_one;
        plus_one < LONG && u32::from_be_bytes([0, a, b, c]) == plus_one
    }
}

/// Of a release.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReleaseFacts {
    /// Release group.
    pub release_group: u32,
    /// Artist credit.
    pub artist_credit: u32,
    /// [`model::Date::order`] of the earliest event, plus one; 0 is none.
    pub date_plus_one: u32,
    /// Row id of the status.
    pub status: u8,
}

/// Of a release group.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReleaseGroupFacts {
    /// Votes: ratings and tags.
    pub votes: u32,
    /// Row id of the primary type.
    pub primary_type: u8,
    /// Whether it is a compilation.
    pub compilation: bool,
    /// Whether it has another secondary type.
    pub other_secondary_type: bool,
}

impl Facts {
    /// The ids of a kind.
    #[must_use]
    pub fn exists(&self, kind: Kind, id: u32) -> bool {
        self.exists.get(kind as usize).is_some_and(|set| set.contains(id))
    }

    /// The ids of a kind, to add one.
    pub fn exists_mut(&mut self, kind: Kind) -> &mut IdSet {
        let at = kind as usize;
        if at >= self.exists.len() {
            self.exists.resize_with(at + 1, IdSet::default);
        }
        &mut self.exists[at]
    }

    /// Frees what only the reading of tracks needed.
    pub fn forget_tracks(&mut self) {
        self.medium = Column::new();
        self.recording = Column::new();
    }

    /// How many entities of a kind there are.
    #[must_use]
    pub fn count(&self, kind: Kind) -> u64 {
        self.exists.get(kind as usize).map_or(0, IdSet::len)
    }
}

#[cfg(test)]
mod tests {
    //! What is the same is recognised, whatever its size.
    use super::*;

    #[test]
    fn a_recording_knows_its_title_and_its_length() {
        assert_eq!(size_of::<RecordingFacts>(), 12);
        let facts = RecordingFacts::new("Étude", 7, Some(1000));
        assert!(facts.has_name("Étude") && !facts.has_name("Etude"));
        assert!(facts.has_length(1001) && !facts.has_length(0) && !facts.has_length(1000));
        assert!(RecordingFacts::new("", 7, None).has_length(0));
    }

    #[test]
    fn lengths_beyond_three_bytes_are_never_taken_as_the_same() {
        for length in [LONG - 1, LONG, LONG + 1, u32::MAX] {
            let facts = RecordingFacts::new("", 0, Some(length));
            assert!(!facts.has_length(length.saturating_add(1)), "{length}");
            assert!(!facts.has_length(LONG - 1), "{length}");
        }
        assert!(RecordingFacts::new("", 0, Some(LONG - 2)).has_length(LONG - 1));
    }
}
