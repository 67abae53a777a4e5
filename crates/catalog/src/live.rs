//! The current generation of a running process.

use std::sync::Arc;

use arc_swap::{ArcSwapOption, Guard};

use crate::error::{Error, Result};
use crate::generation::Generations;
use crate::read::Catalog;

/// A handle that follows `CURRENT`. Requests that began on a generation finish on it; its files are
/// closed when the last of them has ended.
pub struct Live {
    generations: Generations,
    current: ArcSwapOption<Catalog>,
}

impl Live {
    /// Opens the current generation, if there is one.
    pub fn open(generations: Generations) -> Result<Self> {
        let live = Self { generations, current: ArcSwapOption::empty() };
        live.refresh()?;
        Ok(live)
    }

    /// The generation to answer from, `None` before the first import.
    #[must_use]
    pub fn get(&self) -> Guard<Option<Arc<Catalog>>> {
        self.current.load()
    }

    /// Moves to the current generation and returns its number if it is another than before. On an
    /// error the generation at hand stays.
    pub fn refresh(&self) -> Result<Option<u64>> {
        let Some(number) = self.generations.current()? else { return Ok(None) };
        if self.current.load().as_ref().is_some_and(|catalog| catalog.number() == number) {
            return Ok(None);
        }
        let catalog = self.generations.open(number)?;
        self.current.store(Some(catalog));
        Ok(Some(number))
    }

    /// The directory that it follows.
    #[must_use]
    pub fn generations(&self) -> &Generations {
        &self.generations
    }

    /// Like [`Live::get`], with the reason why there is none.
    pub fn require(&self) -> Result<Arc<Catalog>> {
        self.current.load_full().ok_or_else(|| Error::Empty(self.generations.root().to_owned()))
    }
}
