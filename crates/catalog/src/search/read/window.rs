//! Windows: some dozens of candidates gathered, scored and sorted at a time.

use tantivy::columnar::Column;

use super::super::Result;
use super::super::names::Reader;
use super::super::query::Query;
use super::super::score::Scorer;
use super::super::walk::{Budget, Walk};
use super::{Hit, MAX_DEPTH, Page};

/// Candidates of a window. Reading and comparing the names of one takes 1 to 4 microseconds, most of it
/// waiting for memory, and a keystroke should cost less than half a millisecond.
const WINDOW: usize = 80;

/// What the windows of a query outside ASCII are divided by: comparing names in other scripts takes more than
/// twice as long.
const FOREIGN_SHARE: usize = 2;

/// Candidates of a window after which the walk over whole titles gives way.
const WHOLE_TITLES: usize = 24;

/// Candidates that each walk over a short title among other words may add to those.
const PART_TITLES: usize = 8;

/// Candidates of a window of corrections of a query that has found something as it stands.
const IN_PASSING: usize = 32;

/// Candidates of a window after which the walk over whole words gives way to that over beginnings.
const WHOLE_WORDS: usize = 60;

/// Candidates that a window gets at any cost: more than a page. Beyond them its walks make [`PATIENCE`] steps.
const FEW: usize = 24;

/// Steps after which a window with enough candidates is closed, and the walks wait for the next one: where all
/// words are common but seldom meet, going on to the end takes a millisecond.
const PATIENCE: u64 = 5000;

/// Fewer hits than this make a query be corrected.
const ENOUGH: usize = 3;

/// A walk with the size of the window up to which it may fill it.
pub(super) struct Source {
    walk: Walk,
    fills_to: usize,
}

impl Source {
    pub(super) fn titles(walk: Walk) -> Self {
        Self { walk, fills_to: WHOLE_TITLES }
    }

    /// The walk over the `place`-th short title that may be a part of the query.
    pub(super) fn part(walk: Walk, place: usize) -> Self {
        Self { walk, fills_to: WHOLE_TITLES + PART_TITLES * (place + 1) }
    }

    /// The walk over a correction of a query that has found something as it stands.
    pub(super) fn in_passing(walk: Walk) -> Self {
        Self { walk, fills_to: IN_PASSING }
    }

    pub(super) fn whole(walk: Walk) -> Self {
        Self { walk, fills_to: WHOLE_WORDS }
    }

    pub(super) fn rest(walk: Walk) -> Self {
        Self { walk, fills_to: WINDOW }
    }
}

/// Gathers windows until the page is full.
pub(super) struct Collector<'a> {
    pub hits: Vec<Hit>,
    ids: &'a Column<u64>,
    offset: usize,
    end: usize,
    /// What a window is divided by.
    share: usize,
    /// Documents of all windows so far, ascending.
    seen: Vec<u32>,
    /// Whether a hit is surely what was meant.
    is_sure: bool,
    /// Documents of the present window.
    window: Vec<u32>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(ids: &'a Column<u64>, page: Page, query: &Query) -> Self {
        let end = page.offset.saturating_add(page.limit).min(MAX_DEPTH);
        Self {
            hits: Vec::new(),
            ids,
            offset: page.offset,
            end,
            share: if query.is_ascii() { 1 } else { FOREIGN_SHARE },
            seen: Vec::new(),
            is_sure: false,
            window: Vec::new(),
        }
    }

    /// Whether corrections are due: nothing was found, or next to nothing and that not what was named.
    pub(super) fn wants_more(&self) -> bool {
        self.seen.len() < ENOUGH && !self.is_sure && !self.is_done()
    }

    /// Whether nothing was found at all.
    pub(super) fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    /// Whether no further window can reach the page.
    fn is_done(&self) -> bool {
        self.seen.len() >= self.end || self.offset >= self.end
    }

    /// Takes windows from the sources until they or the page end.
    pub(super) fn drain(
        &mut self,
        mut sources: Vec<Source>,
        (scorer, names): (&mut Scorer<'_>, &mut Reader<'_>),
        budget: &Budget<'_>,
    ) -> Result<()> {
        while !self.is_done() {
            let start = self.seen.len();
            self.gather(&mut sources, budget)?;
            if self.window.is_empty() {
                break;
            }
            // Few hits are scored for any page, since they decide whether there will be corrections.
            if self.seen.len() > self.offset || self.seen.len() < ENOUGH {
                self.score(start, scorer, names);
                budget.spend(WINDOW as u32)?;
            }
        }
        Ok(())
    }

    fn gather(&mut self, sources: &mut [Source], budget: &Budget<'_>) -> Result<()> {
        self.window.clear();
        let mut steps_left = PATIENCE;
        for source in sources {
            while self.window.len() < source.fills_to.div_ceil(self.share) {
                let before = if self.window.len() < FEW { u64::MAX } else { steps_left };
                let mut patience = before;
                let next = source.walk.next(budget, &mut patience)?;
                steps_left = steps_left.saturating_sub(before - patience);
                let Some(doc) = next else {
                    break;
                };
                if let Err(place) = self.seen.binary_search(&doc) {
                    self.seen.insert(place, doc);
                    self.window.push(doc);
                }
            }
        }
        Ok(())
    }

    /// Scores the window that begins at place `start` of the results and keeps what the page covers.
    fn score(&mut self, start: usize, scorer: &mut Scorer<'_>, names: &mut Reader<'_>) {
        self.window.sort_unstable();
        let score = |&doc: &u32| {
            let id = self.ids.first(doc).and_then(|id| u32::try_from(id).ok()).unwrap_or(u32::MAX);
            let mut score = 0.0;
            names(id, &mut |names| score = scorer.score(&names));
            Hit { id, score }
        };
        let mut hits: Vec<Hit> = self.window.iter().map(score).collect();
        // Stable: of equals the more popular stays first.
        hits.sort_by(|left, right| right.score.total_cmp(&left.score));
        self.is_sure |= scorer.is_sure();
        let skipped = self.offset.saturating_sub(start);
        let wanted = self.end.saturating_sub(start.max(self.offset));
        self.hits.extend(hits.into_iter().skip(skipped).take(wanted));
    }
}
