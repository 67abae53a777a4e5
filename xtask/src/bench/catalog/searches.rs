//! Searches in this process: what each costs the thread, and whether it finds what is looked for.

use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;

use ::catalog::record::Recording;
use ::catalog::search::{Page, Query};
use ::catalog::{Catalog, SearchKind, View};
use model::IdScheme;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::plan::Plan;
use super::targets::{Target, printed};
use super::{say, typing};
use crate::bench::accounting::thread_cpu;
use crate::bench::seven_queries::SevenQueries;

/// How many hits are looked through for the target.
const DEPTH: usize = 20;
/// Targets, others than those that are timed first, whose searches and typing map the index into memory
/// before anything is timed: each first touch of a page costs a microsecond, once in the life of a server.
const WARM: usize = 1000;
/// Of these, every so many is typed letter by letter.
const WARM_TYPED: usize = 5;

/// The CPU of each query of one kind, and how many found their target.
#[derive(Default)]
pub(super) struct Sort {
    /// Milliseconds.
    pub(super) cpu_ms: Vec<f64>,
    found: usize,
}

impl Sort {
    /// Percent of the queries whose target was among the first hits.
    pub(super) fn recall(&self) -> f64 {
        100.0 * self.found as f64 / self.cpu_ms.len() as f64
    }

    fn take(&mut self, (cpu, found): (Duration, bool)) {
        self.cpu_ms.push(cpu.as_secs_f64() * 1e3);
        self.found += usize::from(found);
    }
}

/// All queries.
#[derive(Default)]
pub(super) struct Searches {
    /// Title and artist.
    pub(super) whole: Sort,
    /// The same with one typo.
    pub(super) typo: Sort,
    /// The same without the end of the last word.
    pub(super) cut: Sort,
    /// Every beginning of title and artist from two characters on.
    pub(super) typed: Sort,
    /// The title by pattern.
    pub(super) like: Sort,
}

/// Runs all queries, those of one target after another.
pub(super) fn measure(
    (catalog, seven): (&Catalog, &Path),
    targets: &[Target],
    plan: &Plan,
) -> anyhow::Result<Searches> {
    say("searching");
    let view = catalog.view()?;
    let seven = SevenQueries::open(seven)?;
    let mut chance = ChaCha8Rng::seed_from_u64(11);
    let mut searches = Searches::default();
    for (at, target) in targets.iter().rev().take(WARM).enumerate() {
        let query = target.query();
        search(&view, &query, target)?;
        if at % WARM_TYPED == 0 && plan.targets > WARM {
            for beginning in typing::beginnings(&query) {
                search(&view, beginning, target)?;
            }
        }
    }
    // The patterns are spread over the whole run: each takes as long as a thousand searches.
    let every = (plan.targets.min(targets.len()) / plan.like).max(1);
    for (at, target) in targets.iter().take(plan.targets).enumerate() {
        let query = target.query();
        searches.whole.take(search(&view, &query, target)?);
        if let Some(mistyped) = typing::with_typo(&query, &mut chance) {
            searches.typo.take(search(&view, &mistyped, target)?);
        }
        searches.cut.take(search(&view, &typing::cut_short(&query, &mut chance), target)?);
        if at < plan.typed {
            for beginning in typing::beginnings(&query) {
                searches.typed.take(search(&view, beginning, target)?);
            }
        }
        if at % every == 0 && searches.like.cpu_ms.len() < plan.like {
            searches.like.take(like(&seven, target)?);
        }
    }
    Ok(searches)
}

/// One search: CPU, and whether the target, or another recording of its name and artist, was found.
fn search(view: &View<'_>, text: &str, target: &Target) -> anyhow::Result<(Duration, bool)> {
    let page = Page { limit: DEPTH, offset: 0 };
    let started = thread_cpu();
    let hits = view.search(SearchKind::Track, &Query::parse(text), page, &|| false)?;
    let cpu = thread_cpu().saturating_sub(started);
    let mut found = false;
    for hit in hits {
        if let Some(recording) = view.get::<Recording<'_>>(hit.id)? {
            found |= recording.gid == target.gid
                || text::fold_equal(recording.name, &target.title)
                    && text::fold_equal(&printed(view, recording.artist_credit)?, &target.artist);
        }
    }
    Ok((cpu, found))
}

fn like(seven: &SevenQueries, target: &Target) -> anyhow::Result<(Duration, bool)> {
    let started = thread_cpu();
    let hits = seven.like(&target.title, DEPTH as u32)?;
    let cpu = thread_cpu().saturating_sub(started);
    let hits: HashSet<String> = hits.into_iter().collect();
    Ok((cpu, hits.contains(target.gid.text(IdScheme::Base62).as_str())))
}
