//! How much of an entity is shown, depending on where in an answer it stands.

use crate::cx::Cx;
use crate::inc::{Inc, Word};

/// Where an entity stands in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// It was asked for, alone or in a list.
    Top,
    /// It belongs to one that was asked for.
    Linked,
    /// It is the other end of a relationship.
    Related,
    /// It belongs to the other end of a relationship: MusicBrainz shows little of it.
    Far,
}

/// What a request wants to see, and what the surroundings allow.
#[derive(Clone, Copy)]
pub(crate) struct Show<'v> {
    /// Where records come from.
    pub(crate) cx: Cx<'v>,
    /// What was asked for.
    pub(crate) inc: Inc,
    /// Whether aliases, tags and genres are shown; not within relationships.
    pub(crate) has_extras: bool,
    /// Whether those of credited artists are; not in the lists of an artist.
    pub(crate) has_credit_extras: bool,
    /// Whether it is within the relationships of a work that is itself the other end of one:
    /// there MusicBrainz reads little of works, and no relationships of theirs.
    pub(crate) is_of_work: bool,
    /// Whether ratings are shown below the top: a release has none itself.
    pub(crate) has_ratings_below: bool,
    /// The artist credit of the release around it; 0 outside one.
    pub(crate) release_credit: u32,
    /// The artist credit of the track around it; 0 outside one.
    pub(crate) track_credit: u32,
}

impl<'v> Show<'v> {
    /// Everything that was asked for.
    pub(crate) fn new(cx: Cx<'v>, inc: Inc) -> Self {
        Self {
            cx,
            inc,
            has_extras: true,
            has_credit_extras: true,
            is_of_work: false,
            has_ratings_below: false,
            release_credit: 0,
            track_credit: 0,
        }
    }

    /// Whether a word was asked for.
    #[inline]
    pub(crate) fn wants(&self, word: Word) -> bool {
        self.inc.has(word)
    }

    /// The same for the other end of a relationship.
    pub(crate) fn related(self) -> Self {
        Self { has_extras: false, ..self }
    }

    /// The same for the artists of a credit.
    pub(crate) fn credited(self) -> Self {
        Self { has_extras: self.has_extras && self.has_credit_extras, ..self }
    }
}
