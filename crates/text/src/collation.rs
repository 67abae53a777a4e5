//! The order in which MusicBrainz shows names: the Unicode root collation, lower case first, digits
//! as numbers (`@colCaseFirst=lower;colNumeric=yes`).

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::{CollationCaseFirst, CollationNumericOrdering};
use icu_collator::{CollatorBorrowed, CollatorPreferences};

/// Compares names and makes sort keys of them.
pub struct Collation {
    collator: CollatorBorrowed<'static>,
}

impl Collation {
    /// MusicBrainz's collation.
    #[must_use]
    pub fn new() -> Self {
        let mut preferences = CollatorPreferences::default();
        preferences.case_first = Some(CollationCaseFirst::Lower);
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        let collator = CollatorBorrowed::try_new(preferences, CollatorOptions::default())
            .expect("the root collation is compiled in");
        Self { collator }
    }

    /// Which name comes first.
    #[must_use]
    pub fn compare(&self, one: &str, other: &str) -> Ordering {
        self.collator.compare(one, other)
    }

    /// Appends bytes that compare as the names do.
    pub fn key(&self, name: &str, out: &mut Vec<u8>) {
        let done: Result<(), std::convert::Infallible> = self.collator.write_sort_key_to(name, out);
        done.expect("a vector takes all bytes");
    }
}

impl Default for Collation {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    //! The two options that differ from the root collation, and accents.
    use super::*;

    #[test]
    fn numbers_lower_case_and_accents_sort_as_in_musicbrainz() {
        let collation = Collation::new();
        let mut names =
            ["Track 10", "track 2", "Track 2", "Étude", "Etude", "étude", "Zebra", "!!!"];
        names.sort_by_cached_key(|name| {
            let mut key = Vec::new();
            collation.key(name, &mut key);
            key
        });
        let expected =
            ["!!!", "Etude", "étude", "Étude", "track 2", "Track 2", "Track 10", "Zebra"];
        assert_eq!(names, expected);
        names.reverse();
        names.sort_by(|one, other| collation.compare(one, other));
        assert_eq!(names, expected);
    }
}
