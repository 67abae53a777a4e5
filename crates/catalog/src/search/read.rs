//! Opening and asking of an index.

mod expand;
mod window;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::InvertedIndexReader;
use tantivy::columnar::Column;
use tantivy::schema::IndexRecordOption;

pub(super) use self::expand::Terms;
use self::window::{Collector, Source};
use super::cursor::Cursor;
use super::error::{Result, unusable};
use super::lenient::{self, Stage};
use super::names::Reader;
use super::query::Query;
use super::schema;
use super::score::Scorer;
use super::walk::{Budget, Walk};
use crate::segment::{self, Header};

/// Deepest place in the results of a query that a page can reach.
pub const MAX_DEPTH: usize = 10_000;

/// Which part of the results is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Most hits.
    pub limit: usize,
    /// Hits to leave out before them.
    pub offset: usize,
}

/// One thing found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Its dense id.
    pub id: u32,
    /// How well it fits: comparable between indexes, falling within a page of one window.
    pub score: f32,
}

/// A finished index, open for searching from any number of threads.
pub struct Index {
    directory: PathBuf,
    header: Header,
    pub(super) terms: Terms,
    titles: Arc<InvertedIndexReader>,
    ids: Column<u64>,
}

impl Index {
    /// Opens the index in `directory`, which must not change while it is open.
    ///
    /// # Errors
    /// When the directory does not hold an index of this version with all its files in their size.
    pub fn open(directory: &Path) -> Result<Self> {
        let (shape, fields) = schema::shape();
        let broken = |error: tantivy::TantivyError| unusable(directory, error);
        segment::open(directory, &shape, |header, _, reader| {
            Ok(Self {
                directory: directory.to_owned(),
                terms: Terms {
                    words: reader.inverted_index(fields.words).map_err(broken)?,
                    grams: reader.inverted_index(fields.grams).map_err(broken)?,
                },
                titles: reader.inverted_index(fields.titles).map_err(broken)?,
                ids: reader.fast_fields().u64(schema::ID).map_err(broken)?,
                header,
            })
        })
    }

    /// Number of documents.
    #[must_use]
    pub fn documents(&self) -> u64 {
        u64::from(self.header.documents)
    }

    /// Recomputes the checksums of all files.
    ///
    /// # Errors
    /// When a file is not what was written.
    pub fn verify(&self) -> Result<()> {
        self.header.verify(&self.directory)
    }

    /// Finds what the query names, the best first (see the README for what that means).
    ///
    /// `names` is asked for every candidate of the windows that the page touches, some dozens of times; `expired`
    /// every few thousand steps.
    ///
    /// # Errors
    /// [`Error::DeadlineExceeded`](super::Error::DeadlineExceeded) as soon as `expired` says so, and failures to
    /// read the index.
    pub fn search(
        &self,
        query: &Query,
        page: Page,
        names: &mut Reader<'_>,
        expired: &dyn Fn() -> bool,
    ) -> Result<Vec<Hit>> {
        let budget = Budget::new(expired);
        budget.spend(1)?;
        let mut collector = Collector::new(&self.ids, page, query);
        if query.is_empty() || self.header.documents == 0 {
            return Ok(collector.hits);
        }
        let strict = self.strict(query, &budget)?;
        collector.drain(strict, (&mut Scorer::new(query), names), &budget)?;
        if collector.wants_more() {
            self.correct(query, (&mut collector, names), &budget)?;
        }
        Ok(collector.hits)
    }

    /// Tries corrections of the query until there are enough hits.
    fn correct(
        &self,
        query: &Query,
        (collector, names): (&mut Collector<'_>, &mut Reader<'_>),
        budget: &Budget<'_>,
    ) -> Result<()> {
        for joined in lenient::together(query) {
            let sources = self.strict(&joined, budget)?;
            collector.drain(sources, (&mut Scorer::corrected(&joined, &[]), names), budget)?;
        }
        // With something found already, only what was typed last is worth a doubt.
        let first = if collector.is_empty() { Stage::OneWord } else { Stage::LastWord };
        for stage in [first, Stage::AllWords] {
            let is_due = if stage == first { collector.wants_more() } else { collector.is_empty() };
            if is_due {
                let attempt = lenient::attempt(stage, query, &self.terms, budget)?;
                let source =
                    if stage == Stage::LastWord { Source::in_passing } else { Source::rest };
                let sources = attempt.walks.into_iter().map(source).collect();
                let mut scorer = Scorer::corrected(query, &attempt.automata);
                collector.drain(sources, (&mut scorer, names), budget)?;
            }
        }
        Ok(())
    }

    /// The walks of the query as it stands, each with its share of a window.
    fn strict(&self, query: &Query, budget: &Budget<'_>) -> Result<Vec<Source>> {
        let mut sources = Vec::with_capacity(8);
        if let Some(title) = self.titled(&query.title)? {
            sources.extend(Walk::new(vec![title]).map(Source::titles));
        }
        let first = query.first_words.iter().map(|title| (title, query.is_open));
        let last = query.last_words.iter().map(|title| (title, false));
        for (place, (title, is_open)) in first.chain(last).enumerate() {
            if let Some(title) = self.titled(title)?
                && let Some(mut cursors) = self.words(query, is_open, budget)?
            {
                cursors.push(title);
                sources.extend(Walk::new(cursors).map(|walk| Source::part(walk, place)));
            }
        }
        let whole = self.words(query, false, budget)?;
        sources.extend(whole.and_then(Walk::new).map(Source::whole));
        if query.is_open {
            let begun = self.words(query, true, budget)?;
            sources.extend(begun.and_then(Walk::new).map(Source::rest));
        }
        Ok(sources)
    }

    /// The dense id of a document.
    pub(super) fn id_of(&self, document: u32) -> Option<u32> {
        self.ids.first(document).and_then(|id| u32::try_from(id).ok())
    }

    /// A cursor over the documents with this whole title, if there are any.
    pub(super) fn titled(&self, title: &str) -> Result<Option<Cursor>> {
        if title.is_empty() {
            return Ok(None);
        }
        let Some(info) = self.titles.terms().get(title)? else {
            return Ok(None);
        };
        let list = self.titles.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
        Ok(Some(Cursor::one(list)))
    }

    /// A cursor for every word, the last one as a beginning if `is_open`; nothing when one of them occurs
    /// nowhere.
    fn words(
        &self,
        query: &Query,
        is_open: bool,
        budget: &Budget<'_>,
    ) -> Result<Option<Vec<Cursor>>> {
        let mut cursors = Vec::with_capacity(query.words.len() + 1);
        for (place, word) in query.words.iter().enumerate() {
            let cursor = if is_open && query.open_word() == Some(place) {
                self.terms.beginning(&word.text, budget)?
            } else {
                self.terms.whole(&word.text)?
            };
            let Some(cursor) = cursor else {
                return Ok(None);
            };
            cursors.push(cursor);
        }
        Ok(Some(cursors))
    }
}
