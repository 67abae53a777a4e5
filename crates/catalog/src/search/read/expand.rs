//! Terms of the dictionary: one, those that begin alike, those that an automaton accepts.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;
use std::sync::Arc;

use levenshtein_automata::DFA;
use tantivy::InvertedIndexReader;
use tantivy::postings::{SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::termdict::TermStreamer;
use tantivy_fst::Automaton;

use super::super::Result;
use super::super::cursor::Cursor;
use super::super::edits::each_edit;
use super::super::lenient::Accepts;
use super::super::schema::GRAM_CHARS;
use super::super::walk::Budget;

/// Words that a beginning stands for at most: the most frequent ones.
const MAX_PREFIX_TERMS: usize = 64;

/// Words that a misspelling stands for at most: the most frequent ones.
const MAX_TYPO_TERMS: usize = 64;

/// Terms of ranges that are looked at for one word before giving up on the rest of them.
const MAX_VISITED: usize = 50_000;

/// The same while somebody types and has found something already.
const MAX_VISITED_IN_PASSING: usize = 2000;

/// Steps that reading one term counts as.
const TERM_STEPS: u32 = 4;

/// The two dictionaries that words are looked up in.
pub(in super::super) struct Terms {
    pub words: Arc<InvertedIndexReader>,
    pub grams: Arc<InvertedIndexReader>,
}

impl Terms {
    /// The dictionary entry of a whole word.
    pub(in super::super) fn find(&self, word: &str) -> Result<Option<TermInfo>> {
        Ok(self.words.terms().get(word)?)
    }

    /// A cursor over the documents of a whole word.
    pub(in super::super) fn open(&self, info: &TermInfo) -> Result<Cursor> {
        Ok(Cursor::one(self.words.read_postings_from_terminfo(info, IndexRecordOption::Basic)?))
    }

    /// A cursor over the documents of a whole word, if it occurs.
    pub(in super::super) fn whole(&self, word: &str) -> Result<Option<Cursor>> {
        self.find(word)?.map(|info| self.open(&info)).transpose()
    }

    /// A cursor over the documents that have a word with this beginning.
    pub(in super::super) fn beginning(
        &self,
        start: &str,
        budget: &Budget<'_>,
    ) -> Result<Option<Cursor>> {
        if is_gram(start) {
            let Some(info) = self.grams.terms().get(start)? else {
                return Ok(None);
            };
            let list = self.grams.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
            return Ok(Some(Cursor::one(list)));
        }
        let mut found = MostFrequent::new(MAX_PREFIX_TERMS);
        found.add(range(&self.words, start)?, budget)?;
        found.unite(&self.words)
    }

    /// A cursor over the documents that have a word one edit away.
    ///
    /// `automaton` is asked only where the script has too many letters to try them all.
    pub(in super::super) fn one_edit(
        &self,
        word: &str,
        automaton: &DFA,
        budget: &Budget<'_>,
    ) -> Result<Option<Cursor>> {
        let mut found = MostFrequent::new(MAX_TYPO_TERMS);
        let is_tried =
            each_edit(word, 0..usize::MAX, &mut |text| found.get(&self.words, text, budget))?;
        if !is_tried {
            found.add(self.words.terms().search(Accepts(automaton)).into_stream()?, budget)?;
        }
        found.unite(&self.words)
    }

    /// A cursor over the documents that have a word whose beginning is one edit away.
    ///
    /// Unless it is to be thorough, an edit among the first characters is only found when the word is
    /// complete: looking at all words behind each of them takes milliseconds.
    pub(in super::super) fn one_edit_beginning(
        &self,
        start: &str,
        (automaton, is_thorough): (&DFA, bool),
        budget: &Budget<'_>,
    ) -> Result<Option<Cursor>> {
        let mut grams = MostFrequent::new(MAX_TYPO_TERMS);
        let mut words = MostFrequent::new(MAX_TYPO_TERMS);
        if !is_thorough {
            words.visits_left = MAX_VISITED_IN_PASSING;
        }
        // The automaton finds the edits behind that by itself.
        let is_tried = each_edit(start, 0..GRAM_CHARS + 1, &mut |text| {
            if is_gram(text) {
                return grams.get(&self.grams, text, budget);
            }
            words.get(&self.words, text, budget)?;
            let gram = gram_of(text);
            let is_early = gram != gram_of(start);
            if is_thorough && is_early && self.grams.terms().get(gram)?.is_some() {
                words.add(range(&self.words, text)?, budget)?;
            }
            Ok(())
        })?;
        if !is_gram(start) {
            // Where the first characters are right, the automaton finds the edit behind them.
            let sure = if is_tried { gram_of(start) } else { "" };
            words.add(self.accepted(sure, automaton)?, budget)?;
        } else if !is_tried {
            grams.add(self.grams.terms().search(Accepts(automaton)).into_stream()?, budget)?;
        }
        Ok(Cursor::many(grams.lists(&self.grams).chain(words.lists(&self.words)))?)
    }

    /// A cursor over the documents that have a word which the automaton accepts, its first character as it is.
    pub(in super::super) fn alike(
        &self,
        word: &str,
        automaton: &DFA,
        budget: &Budget<'_>,
    ) -> Result<Option<Cursor>> {
        let first = word.chars().next().map_or(0, char::len_utf8);
        let mut found = MostFrequent::new(MAX_TYPO_TERMS);
        found.add(self.accepted(&word[..first], automaton)?, budget)?;
        found.unite(&self.words)
    }

    /// The words with this beginning that the automaton accepts.
    fn accepted<'a>(
        &'a self,
        start: &str,
        automaton: &'a DFA,
    ) -> Result<TermStreamer<'a, Accepts<'a>>> {
        let matches = self.words.terms().search(Accepts(automaton));
        if start.is_empty() {
            return Ok(matches.into_stream()?);
        }
        Ok(matches.ge(start).lt(after_all(start)).into_stream()?)
    }
}

/// The first characters of a text, as many as the longest gram has.
fn gram_of(text: &str) -> &str {
    let end = text.char_indices().nth(GRAM_CHARS).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// What follows every word with this beginning: no byte of UTF-8 is 0xFF.
fn after_all(start: &str) -> Vec<u8> {
    [start.as_bytes(), &[0xFF]].concat()
}

/// The words with this beginning.
fn range<'a>(reader: &'a InvertedIndexReader, start: &str) -> Result<TermStreamer<'a>> {
    Ok(reader.terms().range().ge(start).lt(after_all(start)).into_stream()?)
}

/// Whether the beginning has a posting list of its own.
fn is_gram(start: &str) -> bool {
    start.chars().nth(GRAM_CHARS).is_none()
}

/// Entries of a dictionary with the most documents.
struct MostFrequent {
    /// Documents, start and end of the posting list; the least frequent on top.
    heap: BinaryHeap<Reverse<(u32, usize, usize)>>,
    most: usize,
    /// Terms of ranges that may still be looked at.
    visits_left: usize,
}

impl MostFrequent {
    fn new(most: usize) -> Self {
        let heap = BinaryHeap::with_capacity(most + 1);
        Self { heap, most, visits_left: MAX_VISITED }
    }

    /// Adds the entry of a text, if it has one.
    fn get(&mut self, reader: &InvertedIndexReader, text: &str, budget: &Budget<'_>) -> Result<()> {
        budget.spend(TERM_STEPS)?;
        if let Some(info) = reader.terms().get(text)? {
            self.push(&info);
        }
        Ok(())
    }

    /// Adds all entries of a stream.
    fn add<A: Automaton>(
        &mut self,
        mut terms: TermStreamer<'_, A>,
        budget: &Budget<'_>,
    ) -> Result<()>
    where
        A::State: Clone,
    {
        while self.visits_left > 0 && terms.advance() {
            self.visits_left -= 1;
            budget.spend(TERM_STEPS)?;
            self.push(terms.value());
        }
        Ok(())
    }

    fn push(&mut self, info: &TermInfo) {
        let TermInfo { doc_freq, postings_range, .. } = info;
        self.heap.push(Reverse((*doc_freq, postings_range.start, postings_range.end)));
        if self.heap.len() > self.most {
            self.heap.pop();
        }
    }

    fn unite(self, reader: &InvertedIndexReader) -> Result<Option<Cursor>> {
        Ok(Cursor::many(self.lists(reader))?)
    }

    fn lists(
        self,
        reader: &InvertedIndexReader,
    ) -> impl Iterator<Item = io::Result<SegmentPostings>> {
        let mut entries = self.heap.into_vec();
        // Different edits may lead to the same entry.
        entries.sort_unstable();
        entries.dedup();
        entries.into_iter().map(|Reverse((doc_freq, start, end))| {
            let info = TermInfo { doc_freq, postings_range: start..end, positions_range: 0..0 };
            reader.read_postings_from_terminfo(&info, IndexRecordOption::Basic)
        })
    }
}
