//! What an import must have at hand for every row: a few bytes for each id, in memory.
//!
//! `README.md` adds up what they need at full MusicBrainz size.

use std::collections::HashMap;

use model::Kind;

use crate::column::{Column, IdSet, TextColumn};

/// Columns by dense id.
#[derive(Debug, Default)]
pub struct Facts {
    exists: Vec<IdSet>,
    /// Release and position of a medium.
    pub medium: Column<(u32, u32)>,
    /// What a track is compared with to leave out what is the same.
    pub recording: Column<RecordingFacts>,
    /// The release of a track's row, for tracks that others were merged into.
    pub track_release: Column<u32>,
    /// What decides which release stands for a recording or group.
    pub release: Column<ReleaseFacts>,
    /// Type and credit of a release group.
    pub release_group: Column<ReleaseGroupFacts>,
    /// Titles of release groups, for searching tracks by album.
    pub release_group_name: TextColumn,
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
    /// Whether the source states popularity itself.
    pub popularity_is_given: bool,
}

/// Of a recording.
#[derive(Debug, Clone, Copy, Default)]
pub struct RecordingFacts {
    /// Hash of the title.
    pub name_hash: u64,
    /// Artist credit.
    pub artist_credit: u32,
    /// Length in ms plus one; 0 is unknown.
    pub length_plus_one: u32,
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
    /// Artist credit.
    pub artist_credit: u32,
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

    /// Frees what only tracks needed.
    pub fn forget_tracks(&mut self) {
        self.medium = Column::new();
        self.track_release = Column::new();
        self.recording = Column::new();
    }

    /// How many entities of a kind there are.
    #[must_use]
    pub fn count(&self, kind: Kind) -> u64 {
        self.exists.get(kind as usize).map_or(0, IdSet::len)
    }
}
