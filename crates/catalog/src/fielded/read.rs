//! Opening of indexes, and the walk over what matches.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use model::Kind;
use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Query as Plan};
use tantivy::schema::Field as Slot;
use tantivy::{DocId, InvertedIndexReader, ReloadPolicy, Searcher, TERMINATED};

use super::ask::Asker;
use super::fields::Searched;
use super::layout::{self, Layout};
use super::plan::Planner;
use super::query::Query;
use super::words::Cutter;
use crate::error::Result;
use crate::read::{Page, View};
use crate::search::walk::Budget;
use crate::segment;

/// Deepest place among the matches of a query that a page can reach.
pub const MAX_DEPTH: usize = 100_000;

/// What a query found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Matches {
    /// How many documents match.
    pub count: u64,
    /// The best score of all; 0 when there is none.
    pub best: f32,
    /// The page that was asked for, the best first.
    pub page: Vec<Match>,
}

/// A document that matches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// What is annotated, for annotations; else the kind that was searched, `None` for tags.
    pub kind: Option<Kind>,
    /// The dense id; of a tag its row id.
    pub id: u32,
    /// How well it fits, in relation to others of the same query.
    pub score: f32,
}

/// A number for an entity of any kind.
#[must_use]
pub fn entity_number(kind: Kind, id: u32) -> u64 {
    (kind as u64) << 32 | u64::from(id)
}

/// The indexes of a generation, each of which is opened when it is asked first.
pub(crate) struct Indexes {
    directory: PathBuf,
    open: [OnceLock<Index>; Searched::ALL.len()],
}

impl Indexes {
    /// The indexes below a directory.
    pub(crate) fn new(directory: &Path) -> Self {
        Self { directory: directory.to_owned(), open: Default::default() }
    }

    fn get(&self, searched: Searched) -> Result<&Index> {
        let place = &self.open[searched as usize];
        if let Some(index) = place.get() {
            return Ok(index);
        }
        // Two that open it at once both succeed; the first one stays.
        let index = Index::open(&self.directory.join(searched.as_str()), searched)?;
        Ok(place.get_or_init(|| index))
    }
}

/// An open index.
pub(crate) struct Index {
    searcher: Searcher,
    layout: Layout,
    ids: Column<u64>,
    popularity: Column<u64>,
    documents: u32,
}

impl Index {
    fn open(directory: &Path, searched: Searched) -> crate::search::Result<Self> {
        let (shape, layout) = layout::shape(searched);
        segment::open(directory, &shape, |header, index, segment| {
            let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual);
            let reader = reader.doc_store_cache_num_blocks(0).try_into().map_err(failed)?;
            Ok(Self {
                searcher: reader.searcher(),
                layout,
                ids: segment.fast_fields().u64(layout::ID).map_err(failed)?,
                popularity: segment.fast_fields().u64(layout::POPULARITY).map_err(failed)?,
                documents: header.documents,
            })
        })
    }

    /// How many documents there are.
    pub(super) fn documents(&self) -> u32 {
        self.documents
    }

    /// The dictionary and the lists of a slot.
    pub(super) fn inverted(&self, slot: Slot) -> crate::search::Result<Arc<InvertedIndexReader>> {
        self.searcher.segment_reader(0).inverted_index(slot).map_err(failed)
    }

    /// The document of a dense id.
    pub(super) fn document_of(&self, id: u64) -> Option<DocId> {
        self.documents_of().next(id)
    }

    /// Finds the documents of rising dense ids.
    pub(super) fn documents_of(&self) -> DocumentsOf<'_> {
        DocumentsOf { index: self, from: 0 }
    }

    /// Visits what a plan matches and keeps the best.
    fn walk(&self, plan: &dyn Plan, page: Page, budget: &Budget<'_>) -> Result<(u64, Vec<Ranked>)> {
        let weight = plan.weight(EnableScoring::enabled_from_searcher(&self.searcher));
        let weight = weight.map_err(failed)?;
        let mut scorer = weight.scorer(self.searcher.segment_reader(0), 1.0).map_err(failed)?;
        let wanted = page.offset.saturating_add(page.limit).clamp(1, MAX_DEPTH);
        let mut best: BinaryHeap<Reverse<Ranked>> = BinaryHeap::new();
        let (mut count, mut document) = (0, scorer.doc());
        while document != TERMINATED {
            budget.spend(1)?;
            count += 1;
            let score = scorer.score();
            let worst = best.peek().filter(|_| best.len() >= wanted).map(|worst| worst.0);
            if worst.is_none_or(|worst| score >= worst.score) {
                let popularity = self.popularity.first(document).unwrap_or_default();
                let ranked = Ranked { score, popularity, document };
                if worst.is_none_or(|worst| ranked > worst) {
                    best.push(Reverse(ranked));
                    if best.len() > wanted {
                        best.pop();
                    }
                }
            }
            document = scorer.advance();
        }
        let mut best: Vec<Ranked> = best.into_iter().map(|ranked| ranked.0).collect();
        best.sort_unstable_by_key(|ranked| Reverse(*ranked));
        Ok((count, best))
    }
}

/// Finds documents by their dense ids, from the last one on.
pub(super) struct DocumentsOf<'a> {
    index: &'a Index,
    from: DocId,
}

impl DocumentsOf<'_> {
    /// The document of a dense id, which must not be below the one before.
    pub(super) fn next(&mut self, id: u64) -> Option<DocId> {
        let Index { ids, documents, .. } = self.index;
        let at = |document: DocId| ids.first(document).unwrap_or(u64::MAX);
        // In steps that double, because those of a long list lie near to each other; then by halving.
        let (mut low, mut high, mut step) = (self.from, self.from, 1);
        while high < *documents && at(high) < id {
            low = high + 1;
            high = high.saturating_add(step);
            step *= 2;
        }
        high = high.min(*documents);
        while low < high {
            let middle = low + (high - low) / 2;
            if at(middle) < id {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        self.from = low;
        (low < *documents && at(low) == id).then_some(low)
    }
}

/// A document in the order of matches: the best is the greatest.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Ranked {
    score: f32,
    popularity: u64,
    document: DocId,
}

impl Eq for Ranked {}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        let first = self.score.total_cmp(&other.score);
        let first = first.then(self.popularity.cmp(&other.popularity));
        first.then(other.document.cmp(&self.document))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl View<'_> {
    /// How many documents the index of a kind of thing has.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn documents_by_fields(&self, searched: Searched) -> Result<u64> {
        Ok(u64::from(self.catalog().fielded().get(searched)?.documents))
    }

    /// Finds what a query describes. `expired` says when to give up.
    ///
    /// # Errors
    /// When it takes too long, and failures to read.
    pub fn fielded(
        &self,
        searched: Searched,
        query: &Query,
        page: Page,
        expired: &dyn Fn() -> bool,
    ) -> Result<Matches> {
        let index = self.catalog().fielded().get(searched)?;
        let budget = Budget::new(expired);
        let mut planner = Planner {
            view: self,
            asker: Asker { index, budget: &budget },
            layout: &index.layout,
            rows: searched.rows(),
            cutter: Cutter::default(),
        };
        let plan = planner.whole(query)?;
        let (count, best) = index.walk(&*plan, page, &budget)?;
        let matches = best.iter().skip(page.offset).take(page.limit).map(|ranked| {
            let id = index.ids.first(ranked.document).unwrap_or_default();
            let kind = match searched {
                Searched::Annotation => Kind::from_number((id >> 32) as u8),
                other => other.entity(),
            };
            Match { kind, id: id as u32, score: ranked.score }
        });
        let page = matches.collect();
        Ok(Matches { count, best: best.first().map_or(0.0, |best| best.score), page })
    }
}

/// What the engine says when it cannot read.
pub(super) fn failed(error: tantivy::TantivyError) -> crate::search::Error {
    crate::search::Error::Read(std::io::Error::other(error))
}
