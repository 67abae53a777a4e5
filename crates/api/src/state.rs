//! What the handlers share: the catalogue that is being served, limits, and the clock.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use arc_swap::{ArcSwapOption, Guard};
use catalog::{Catalog, Live};
use edge::Edge;
use edge::clock::Clock;
use tokio::sync::Semaphore;

use crate::codes;
use crate::components::Components;
use crate::error::Result;
use crate::kept::{Figures, Kept};
use crate::view::lexicon::Lexicon;

/// What the operator decides about this interface.
#[derive(Debug, Clone)]
pub struct Options {
    /// How long a search may take before its answer is 408.
    pub search_deadline: Duration,
    /// Searches that run at once; more wait, and their deadline runs. At least 1.
    pub concurrent_searches: usize,
    /// Memory for answers that were written lately and may be asked for again; 0 keeps none.
    pub kept_answers_bytes: usize,
}

impl Default for Options {
    /// 10 seconds, four searches at once, 256 MiB of answers.
    fn default() -> Self {
        Self {
            search_deadline: Duration::from_secs(10),
            concurrent_searches: 4,
            kept_answers_bytes: 256 << 20,
        }
    }
}

/// The state of all handlers; a clone is the same state.
#[derive(Clone)]
pub struct State(Arc<Shared>);

struct Shared {
    live: Arc<Live>,
    edge: Arc<Edge>,
    clock: Arc<dyn Clock>,
    options: Options,
    searches: Arc<Semaphore>,
    served: ArcSwapOption<Served>,
    preparing: Mutex<()>,
    components: OnceLock<Arc<dyn Components>>,
}

/// A generation with its words in memory.
pub(crate) struct Served {
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) words: Lexicon,
    pub(crate) kept: Kept,
}

impl State {
    /// The state of one server. `edge` is the one whose layer is around the router.
    #[must_use]
    pub fn new(live: Arc<Live>, edge: Arc<Edge>, clock: Arc<dyn Clock>, options: Options) -> Self {
        let searches = Arc::new(Semaphore::new(options.concurrent_searches.max(1)));
        let served = ArcSwapOption::empty();
        let state = Self(Arc::new(Shared {
            live,
            edge,
            clock,
            options,
            searches,
            served,
            preparing: Mutex::new(()),
            components: OnceLock::new(),
        }));
        state.count_generation();
        state.count_answers();
        state
    }

    /// Plugs in what knows the components of the program, once; without it there is only the
    /// catalogue.
    pub fn plug_components(&self, components: Arc<dyn Components>) {
        // A second one is a mistake of the caller that harms nobody: the first stays.
        self.0.components.set(components).ok();
    }

    /// Gets the current generation ready, so that no request has to; to be called after
    /// [`Live::refresh`]. Reading the words takes some ten milliseconds.
    ///
    /// # Errors
    /// When the generation's words cannot be read; the one before stays.
    pub fn prepare(&self) -> catalog::Result<()> {
        let Some(catalog) = Guard::into_inner(self.0.live.get()) else { return Ok(()) };
        let _one_at_a_time = self.0.preparing.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.serves(&catalog) {
            let words = Lexicon::read(&catalog)?;
            let kept = Kept::new(self.0.options.kept_answers_bytes);
            self.0.served.store(Some(Arc::new(Served { catalog, words, kept })));
        }
        Ok(())
    }

    fn serves(&self, catalog: &Arc<Catalog>) -> bool {
        self.0.served.load().as_ref().is_some_and(|served| Arc::ptr_eq(&served.catalog, catalog))
    }

    /// The generation to answer from.
    pub(crate) fn served(&self) -> Result<Guard<Option<Arc<Served>>>> {
        let current = self.0.live.get();
        let Some(catalog) = current.as_ref() else { return Err(codes::no_catalogue().into()) };
        let served = self.0.served.load();
        if served.as_ref().is_some_and(|served| Arc::ptr_eq(&served.catalog, catalog)) {
            return Ok(served);
        }
        self.prepare()?;
        Ok(self.0.served.load())
    }

    /// The generation to answer from, to be kept across a wait.
    pub(crate) fn served_for_long(&self) -> Result<Arc<Served>> {
        Guard::into_inner(self.served()?).ok_or_else(|| codes::no_catalogue().into())
    }

    /// What knows the components of the program.
    pub(crate) fn components(&self) -> Option<&dyn Components> {
        self.0.components.get().map(|it| &**it)
    }

    /// What the operator decided.
    pub(crate) fn options(&self) -> &Options {
        &self.0.options
    }

    /// The clock of deadlines.
    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.clock
    }

    /// The permits of running searches.
    pub(crate) fn searches(&self) -> &Arc<Semaphore> {
        &self.0.searches
    }

    /// The layer around the router.
    pub(crate) fn edge(&self) -> &Edge {
        &self.0.edge
    }

    /// Adds the generation to the metrics.
    fn count_generation(&self) {
        let shared = Arc::downgrade(&self.0);
        self.0.edge.metrics().collect(move |text| {
            let number = shared
                .upgrade()
                .and_then(|shared| shared.live.get().as_ref().map(|catalog| catalog.number()));
            let help = "The number of the catalogue's generation, 0 before the first import.";
            text.gauge("gatefold_catalogue_generation", help, number.unwrap_or(0) as f64);
        });
    }

    /// Adds the answers that are kept to the metrics. Each generation begins anew.
    fn count_answers(&self) {
        let shared = Arc::downgrade(&self.0);
        self.0.edge.metrics().collect(move |text| {
            let served = shared.upgrade().and_then(|shared| shared.served.load_full());
            let figures = served.map(|served| served.kept.figures()).unwrap_or_default();
            let Figures { hits, misses, answers, bytes } = figures;
            let help = "Requests whose answer was kept from an earlier one.";
            text.counter("gatefold_answer_cache_hits_total", help, hits);
            let help = "Requests whose answer had to be written.";
            text.counter("gatefold_answer_cache_misses_total", help, misses);
            let help = "Answers that are kept.";
            text.gauge("gatefold_answer_cache_answers", help, answers as f64);
            let help = "Memory of the answers that are kept.";
            text.gauge("gatefold_answer_cache_bytes", help, bytes as f64);
        });
    }
}
