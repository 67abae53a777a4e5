//! Asking the dictionary: which terms a pattern, a range or a misspelling stands for, and where they occur.

use std::cmp::Reverse;
use std::sync::Arc;

use tantivy::schema::{Field as Slot, IndexRecordOption, Term};
use tantivy::{BitSet, DocSet, InvertedIndexReader, TERMINATED};

use super::query::Piece;
use super::read::Index;
use super::set::Set;
use crate::search::Result;
use crate::search::lenient::{Accepts, automaton};
use crate::search::walk::Budget;

/// Words that a misspelt word stands for.
pub(super) const MAX_SPELLINGS: usize = 50;

/// Documents up to which a set is a list.
const FEW: usize = 4096;

/// A stretch of the dictionary of a slot: from the first text on, before the second.
pub(super) struct Stretch {
    pub slot: Slot,
    pub from: String,
    pub before: Option<String>,
}

impl Stretch {
    /// All words of a text field.
    pub(super) fn words(slot: Slot) -> Self {
        Self { slot, from: String::new(), before: None }
    }
}

/// Asks one index, within a budget.
pub(super) struct Asker<'a> {
    pub index: &'a Index,
    pub budget: &'a Budget<'a>,
}

impl Asker<'_> {
    /// The documents of all terms of a stretch that are wanted.
    pub(super) fn union(
        &self,
        stretch: &Stretch,
        wanted: &mut dyn FnMut(&str) -> bool,
    ) -> Result<Set> {
        let reader = self.index.inverted(stretch.slot)?;
        let mut range = reader.terms().range().ge(&stretch.from);
        if let Some(before) = &stretch.before {
            range = range.lt(before);
        }
        let mut terms = range.into_stream()?;
        let mut documents = Documents::new(self.index.documents());
        while terms.advance() {
            self.budget.spend(1)?;
            if std::str::from_utf8(terms.key()).is_ok_and(&mut *wanted) {
                documents.add(&reader, terms.value(), self.budget)?;
            }
        }
        Ok(documents.into_set())
    }

    /// The most frequent words that are at most that many edits from a word, each with its number of edits.
    pub(super) fn spelled_like(
        &self,
        slot: Slot,
        word: &str,
        (edits, mark): (u8, Option<char>),
    ) -> Result<Vec<(Term, u8)>> {
        let reader = self.index.inverted(slot)?;
        let marked: String = mark.into_iter().chain(word.chars()).collect();
        let dfa = automaton(&marked, edits, false);
        let mut found: Vec<(u8, Reverse<u32>, String)> = Vec::new();
        let mut range = reader.terms().search(Accepts(&dfa));
        if let Some(mark) = mark {
            range = range.ge(mark.to_string()).lt(super::key::after(&mark.to_string()));
        }
        let mut terms = range.into_stream()?;
        while terms.advance() {
            self.budget.spend(1)?;
            let distance = dfa.eval(terms.key()).to_u8();
            if let Ok(text) = std::str::from_utf8(terms.key()) {
                found.push((distance, Reverse(terms.value().doc_freq), text.to_owned()));
            }
        }
        found.sort_unstable();
        found.truncate(MAX_SPELLINGS);
        let terms = found.into_iter();
        Ok(terms.map(|(edits, _, text)| (Term::from_field_text(slot, &text), edits)).collect())
    }
}

/// Documents while they are collected: a list while they are few.
struct Documents {
    few: Vec<u32>,
    many: Option<BitSet>,
    all: u32,
}

impl Documents {
    fn new(all: u32) -> Self {
        Self { few: Vec::new(), many: None, all }
    }

    fn add(
        &mut self,
        reader: &InvertedIndexReader,
        term: &tantivy::postings::TermInfo,
        budget: &Budget<'_>,
    ) -> Result<()> {
        let mut list = reader.read_postings_from_terminfo(term, IndexRecordOption::Basic)?;
        if self.many.is_none() && self.few.len() + term.doc_freq as usize > FEW {
            let mut many = BitSet::with_max_value(self.all);
            self.few.drain(..).for_each(|document| {
                many.insert(document);
            });
            self.many = Some(many);
        }
        budget.spend(term.doc_freq / 8)?;
        let mut document = list.doc();
        while document != TERMINATED {
            match &mut self.many {
                Some(many) => {
                    many.insert(document);
                }
                None => self.few.push(document),
            }
            document = list.advance();
        }
        Ok(())
    }

    fn into_set(mut self) -> Set {
        match self.many {
            Some(many) => Set::Many(Arc::new(many)),
            None => {
                self.few.sort_unstable();
                self.few.dedup();
                Set::Few(self.few.into())
            }
        }
    }
}

/// Whether a word has the form of a pattern.
pub(super) fn fits(pieces: &[Piece], word: &str) -> bool {
    // Where to go on if what follows the last open part does not fit: the shortest stretch that does is
    // enough, because whatever stands behind it is asked anew.
    let mut retry: Option<(usize, &str)> = None;
    let (mut at, mut rest) = (0, word);
    loop {
        let step = match pieces.get(at) {
            None if rest.is_empty() => return true,
            None => None,
            Some(Piece::Many) => {
                retry = Some((at + 1, rest));
                Some(rest)
            }
            Some(Piece::One) => rest.chars().next().map(|c| &rest[c.len_utf8()..]),
            Some(Piece::Text(text)) => rest.strip_prefix(text.as_str()),
        };
        if let Some(after) = step {
            (at, rest) = (at + 1, after);
            continue;
        }
        let Some((next, start)) = retry else { return false };
        let Some(c) = start.chars().next() else { return false };
        let start = &start[c.len_utf8()..];
        retry = Some((next, start));
        (at, rest) = (next, start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_fits_what_it_describes() {
        let text = |text: &str| Piece::Text(text.to_owned());
        let pattern = [text("b"), Piece::Many, text("l"), Piece::One];
        for (word, is_fit) in [
            ("bell", true),
            ("bl", false),
            ("bla", true),
            ("bälé", true),
            ("bella", true),
            ("belna", false),
        ] {
            assert_eq!(fits(&pattern, word), is_fit, "{word}");
        }
        assert!(fits(&[Piece::Many], "") && !fits(&[Piece::One], ""));
        assert!(fits(&[Piece::Many, text("aab")], "aaaab"));
        assert!(!fits(&[text("a"), Piece::Many, text("b"), Piece::Many, text("c")], "abab"));
    }
}
