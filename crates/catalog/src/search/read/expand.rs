//! Terms of the dictionary: one, those that begin alike, those that an automaton accepts.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;
use tantivy::termdict::TermStreamer;
use tantivy_fst::Automaton;

use super::super::Result;
use super::super::cursor::Cursor;
use super::super::schema::GRAM_CHARS;
use super::super::walk::Budget;

/// Words that a beginning stands for at most: the most frequent ones.
const MAX_PREFIX_TERMS: usize = 64;

/// Words that a misspelling stands for at most: the most frequent ones.
const MAX_TYPO_TERMS: usize = 64;

/// Terms of one range that are looked at before giving up on the rest of it.
const MAX_VISITED: usize = 50_000;

/// Steps that reading one term counts as.
const TERM_STEPS: u32 = 4;

/// The two dictionaries that words are looked up in.
pub(in super::super) struct Terms {
    pub words: Arc<InvertedIndexReader>,
    pub grams: Arc<InvertedIndexReader>,
}

impl Terms {
    /// The dictionary entry of a whole word.
    pub fn find(&self, word: &str) -> Result<Option<TermInfo>> {
        Ok(self.words.terms().get(word)?)
    }

    /// A cursor over the documents of a whole word.
    pub fn open(&self, info: &TermInfo) -> Result<Cursor> {
        Ok(Cursor::one(self.words.read_postings_from_terminfo(info, IndexRecordOption::Basic)?))
    }

    /// A cursor over the documents of a whole word, if it occurs.
    pub fn whole(&self, word: &str) -> Result<Option<Cursor>> {
        self.find(word)?.map(|info| self.open(&info)).transpose()
    }

    /// A cursor over the documents that have a word with this beginning.
    pub fn beginning(&self, start: &str, budget: &Budget<'_>) -> Result<Option<Cursor>> {
        if is_gram(start) {
            let Some(info) = self.grams.terms().get(start)? else {
                return Ok(None);
            };
            let list = self.grams.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
            return Ok(Some(Cursor::one(list)));
        }
        let mut after = start.as_bytes().to_vec();
        // No byte of UTF-8 is 0xFF, so this follows every word with the beginning.
        after.push(0xFF);
        let range = self.words.terms().range().ge(start).lt(after).into_stream()?;
        most_frequent(range, MAX_PREFIX_TERMS, budget)?.unite(&self.words)
    }

    /// A cursor over the documents that have a word which the automaton accepts.
    pub fn alike<A: Automaton>(&self, automaton: A, budget: &Budget<'_>) -> Result<Option<Cursor>>
    where
        A::State: Clone,
    {
        let matches = self.words.terms().search(automaton).into_stream()?;
        most_frequent(matches, MAX_TYPO_TERMS, budget)?.unite(&self.words)
    }

    /// A cursor over the documents that have a word whose beginning the automaton accepts.
    pub fn beginning_alike<A: Automaton>(
        &self,
        automaton: A,
        budget: &Budget<'_>,
    ) -> Result<Option<Cursor>>
    where
        A::State: Clone,
    {
        let matches = self.grams.terms().search(automaton).into_stream()?;
        most_frequent(matches, MAX_TYPO_TERMS, budget)?.unite(&self.grams)
    }
}

/// Whether the beginning has a posting list of its own.
pub(in super::super) fn is_gram(start: &str) -> bool {
    start.chars().nth(GRAM_CHARS).is_none()
}

/// Entries of a dictionary with the most documents.
struct MostFrequent {
    /// Documents, start and end of the posting list; the least frequent on top.
    heap: BinaryHeap<Reverse<(u32, usize, usize)>>,
}

fn most_frequent<A: Automaton>(
    mut terms: TermStreamer<'_, A>,
    most: usize,
    budget: &Budget<'_>,
) -> Result<MostFrequent>
where
    A::State: Clone,
{
    let mut heap = BinaryHeap::with_capacity(most + 1);
    for _ in 0..MAX_VISITED {
        if !terms.advance() {
            break;
        }
        budget.spend(TERM_STEPS)?;
        let TermInfo { doc_freq, postings_range, .. } = terms.value();
        heap.push(Reverse((*doc_freq, postings_range.start, postings_range.end)));
        if heap.len() > most {
            heap.pop();
        }
    }
    Ok(MostFrequent { heap })
}

impl MostFrequent {
    fn unite(self, reader: &InvertedIndexReader) -> Result<Option<Cursor>> {
        let lists = self.heap.into_iter().map(|Reverse((doc_freq, start, end))| {
            let info = TermInfo { doc_freq, postings_range: start..end, positions_range: 0..0 };
            reader.read_postings_from_terminfo(&info, IndexRecordOption::Basic)
        });
        Ok(Cursor::many(lists)?)
    }
}
