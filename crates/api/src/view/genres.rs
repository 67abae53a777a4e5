//! Genres: the tags that name a genre, the most voted first.

use catalog::codec::List;
use catalog::record::TagCount;
use serde::ser::{Error as _, SerializeSeq as _};
use serde::{Serialize, Serializer};

use super::lexicon::Lexicon;

/// Genres of one entity that are shown; beyond them are single votes.
const MAX_GENRES: usize = 20;

/// The genres of an entity.
#[derive(Clone, Copy)]
pub(crate) struct Genres<'a> {
    names: List<'a, &'a str>,
    tags: List<'a, TagCount<'a>>,
    words: &'a Lexicon,
}

impl<'a> Genres<'a> {
    /// Genres among the tags.
    pub(crate) fn of_tags(tags: List<'a, TagCount<'a>>, words: &'a Lexicon) -> Self {
        Self { names: List::default(), tags, words }
    }

    /// Genres that the source names as such come before those among the tags.
    pub(crate) fn with_names(self, names: List<'a, &'a str>) -> Self {
        Self { names, ..self }
    }
}

impl Serialize for Genres<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(None)?;
        for name in self.names.iter().take(MAX_GENRES) {
            seq.serialize_element(name.map_err(S::Error::custom)?)?;
        }
        // Most things have no genre at all, and the list of the best is not small.
        let mut top: Option<Top<'_>> = None;
        for tag in self.tags.iter() {
            let tag = tag.map_err(S::Error::custom)?;
            if let Some(name) = self.words.genre(tag.tag) {
                top.get_or_insert_default().offer(tag.count, name);
            }
        }
        for (_, name) in top.iter().flat_map(|top| &top.entries[..top.len]) {
            seq.serialize_element(name)?;
        }
        seq.end()
    }
}

/// The entries with the most votes; equal ones in the order in which they came.
#[derive(Default)]
struct Top<'a> {
    entries: [(u32, &'a str); MAX_GENRES],
    len: usize,
}

impl<'a> Top<'a> {
    fn offer(&mut self, votes: u32, name: &'a str) {
        let at = self.entries[..self.len].iter().rposition(|entry| entry.0 >= votes);
        let at = at.map_or(0, |at| at + 1);
        if at == MAX_GENRES {
            return;
        }
        self.len = (self.len + 1).min(MAX_GENRES);
        self.entries[at..self.len].rotate_right(1);
        self.entries[at] = (votes, name);
    }
}

#[cfg(test)]
mod tests {
    //! Order and bound.
    use super::*;

    #[test]
    fn the_most_voted_come_first_and_the_rest_is_dropped() {
        let names: Vec<String> = (0..30).map(|n| n.to_string()).collect();
        let mut top = Top::default();
        for (at, name) in names.iter().enumerate() {
            top.offer((at % 15) as u32, name);
        }
        assert_eq!(top.len, MAX_GENRES);
        let first: Vec<&str> = top.entries.iter().map(|(_, name)| *name).take(4).collect();
        assert_eq!(first, ["14", "29", "13", "28"]);
        assert!(top.entries.is_sorted_by(|a, b| a.0 >= b.0));
    }
}
