//! Walks: the documents that all cursors share, in order, one at a time.

use std::cell::Cell;

use tantivy::TERMINATED;

use super::cursor::Cursor;
use super::{Error, Result};

/// Steps between two questions whether the deadline has passed: well under a millisecond.
const STEPS_BETWEEN_CHECKS: u32 = 4096;

/// Counts steps and asks the caller now and then whether there is time left.
pub(super) struct Budget<'a> {
    steps: Cell<u32>,
    expired: &'a dyn Fn() -> bool,
}

impl<'a> Budget<'a> {
    pub(super) fn new(expired: &'a dyn Fn() -> bool) -> Self {
        // The first step asks, so that a deadline that passed long ago is noticed.
        Self { steps: Cell::new(STEPS_BETWEEN_CHECKS), expired }
    }

    pub(super) fn spend(&self, steps: u32) -> Result<()> {
        let spent = self.steps.get().saturating_add(steps);
        if spent < STEPS_BETWEEN_CHECKS {
            self.steps.set(spent);
            return Ok(());
        }
        self.steps.set(0);
        if (self.expired)() { Err(Error::DeadlineExceeded) } else { Ok(()) }
    }
}

/// The intersection of cursors, resumed where it stopped.
pub(super) struct Walk {
    /// The rarest first; never empty.
    cursors: Vec<Cursor>,
    /// Steps that one round through the cursors costs.
    width: u32,
    next: u32,
}

impl Walk {
    /// A walk over what the cursors share; nothing when there are none.
    pub(super) fn new(mut cursors: Vec<Cursor>) -> Option<Self> {
        cursors.sort_by_key(Cursor::size);
        let next = cursors.first()?.doc();
        let width = cursors.iter().map(Cursor::width).sum();
        Some(Self { cursors, width, next })
    }

    /// The next shared document.
    pub(super) fn next(&mut self, budget: &Budget<'_>) -> Result<Option<u32>> {
        let Some((rarest, others)) = self.cursors.split_first_mut() else {
            return Ok(None);
        };
        'candidate: while self.next != TERMINATED {
            budget.spend(self.width)?;
            for cursor in &mut *others {
                let doc = cursor.seek(self.next);
                if doc > self.next {
                    self.next = rarest.seek(doc);
                    continue 'candidate;
                }
            }
            let found = self.next;
            self.next = rarest.advance();
            return Ok(Some(found));
        }
        Ok(None)
    }
}
