//! What an answer is to include: the words of `inc`.

use model::Kind;

/// A word of `inc`, other than the relationships of one kind of entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Word {
    Aliases,
    Annotation,
    ArtistCredits,
    Artists,
    CdStubs,
    Collections,
    DiscIds,
    Genres,
    Isrcs,
    Labels,
    Media,
    Puids,
    Ratings,
    RecordingLevelRels,
    Recordings,
    ReleaseGroupLevelRels,
    ReleaseGroupStatus,
    ReleaseGroups,
    Releases,
    Tags,
    UserCollections,
    UserGenres,
    UserRatings,
    UserTags,
    VariousArtists,
    WorkLevelRels,
    Works,
}

/// Every word with its name on the wire.
const WORDS: [(Word, &str); 27] = [
    (Word::Aliases, "aliases"),
    (Word::Annotation, "annotation"),
    (Word::ArtistCredits, "artist-credits"),
    (Word::Artists, "artists"),
    (Word::CdStubs, "cdstubs"),
    (Word::Collections, "collections"),
    (Word::DiscIds, "discids"),
    (Word::Genres, "genres"),
    (Word::Isrcs, "isrcs"),
    (Word::Labels, "labels"),
    (Word::Media, "media"),
    (Word::Puids, "puids"),
    (Word::Ratings, "ratings"),
    (Word::RecordingLevelRels, "recording-level-rels"),
    (Word::Recordings, "recordings"),
    (Word::ReleaseGroupLevelRels, "release-group-level-rels"),
    (Word::ReleaseGroupStatus, "release-group-status"),
    (Word::ReleaseGroups, "release-groups"),
    (Word::Releases, "releases"),
    (Word::Tags, "tags"),
    (Word::UserCollections, "user-collections"),
    (Word::UserGenres, "user-genres"),
    (Word::UserRatings, "user-ratings"),
    (Word::UserTags, "user-tags"),
    (Word::VariousArtists, "various-artists"),
    (Word::WorkLevelRels, "work-level-rels"),
    (Word::Works, "works"),
];

/// The kinds that relationships connect, in the order in which they are shown.
pub(crate) const RELATED: [(Kind, &str); 13] = [
    (Kind::Area, "area-rels"),
    (Kind::Artist, "artist-rels"),
    (Kind::Event, "event-rels"),
    (Kind::Genre, "genre-rels"),
    (Kind::Instrument, "instrument-rels"),
    (Kind::Label, "label-rels"),
    (Kind::Place, "place-rels"),
    (Kind::Recording, "recording-rels"),
    (Kind::Release, "release-rels"),
    (Kind::ReleaseGroup, "release-group-rels"),
    (Kind::Series, "series-rels"),
    (Kind::Url, "url-rels"),
    (Kind::Work, "work-rels"),
];

impl Word {
    /// The word of a name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        WORDS.iter().find(|(_, known)| *known == name).map(|(word, _)| *word)
    }
}

/// The kind whose relationships a word asks for.
pub(crate) fn related(name: &str) -> Option<Kind> {
    RELATED.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
}

/// A set of words, and of kinds whose relationships are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Inc {
    words: u32,
    kinds: u32,
}

impl Inc {
    /// Whether a word is in the set.
    #[inline]
    pub(crate) fn has(self, word: Word) -> bool {
        self.words >> word as u8 & 1 == 1
    }

    /// Whether one of the words is.
    #[inline]
    pub(crate) fn has_any(self, words: &[Word]) -> bool {
        words.iter().any(|word| self.has(*word))
    }

    /// Whether the relationships with a kind are wanted.
    #[inline]
    pub(crate) fn relates(self, kind: Kind) -> bool {
        self.kinds >> kind as u8 & 1 == 1
    }

    /// Whether any relationships are wanted.
    #[inline]
    pub(crate) fn has_relations(self) -> bool {
        self.kinds != 0
    }

    /// The set with a word, and with what the word implies.
    #[must_use]
    pub(crate) fn with(mut self, word: Word) -> Self {
        self.words |= 1 << word as u8;
        match word {
            Word::DiscIds => self.with(Word::Media),
            Word::Artists => self.with(Word::ArtistCredits),
            _ => self,
        }
    }

    /// The set with the relationships with a kind.
    #[must_use]
    pub(crate) fn with_relations(mut self, kind: Kind) -> Self {
        self.kinds |= 1 << kind as u8;
        self
    }

    /// Whether something is wanted that only a person of MusicBrainz's own accounts has.
    pub(crate) fn needs_account(self) -> bool {
        use Word::{UserCollections, UserGenres, UserRatings, UserTags};
        self.has_any(&[UserCollections, UserGenres, UserRatings, UserTags])
    }
}

#[cfg(test)]
mod tests {
    //! Words and what they imply.
    use super::*;

    #[test]
    fn every_word_is_found_under_its_name() {
        for (place, (word, name)) in WORDS.into_iter().enumerate() {
            assert_eq!((word as usize, Word::parse(name)), (place, Some(word)));
        }
        assert_eq!(Word::parse("coffee"), None);
        assert_eq!(related("release-group-rels"), Some(Kind::ReleaseGroup));
    }

    #[test]
    fn some_words_imply_others() {
        let inc = Inc::default().with(Word::DiscIds).with(Word::Artists);
        assert!(inc.has(Word::Media) && inc.has(Word::ArtistCredits));
    }
}
