//! Walks: the documents that all cursors share, in order, one at a time.

use std::cell::Cell;

use tantivy::TERMINATED;

use super::cursor::Cursor;
use super::{Error, Result};

/// Steps between two questions whether the deadline has passed: well under a millisecond.
const STEPS_BETWEEN_CHECKS: u32 = 4096;

/// Steps after which the walk over a corrected query gives up: the popular things have been looked at by then,
/// and it takes some milliseconds.
const HASTY_STEPS: u64 = 400_000;

/// The same where something was found already.
const PASSING_STEPS: u64 = 60_000;

/// Counts steps and asks the caller now and then whether there is time left.
pub(crate) struct Budget<'a> {
    steps: Cell<u32>,
    expired: &'a dyn Fn() -> bool,
}

impl<'a> Budget<'a> {
    pub(crate) fn new(expired: &'a dyn Fn() -> bool) -> Self {
        // The first step asks, so that a deadline that passed long ago is noticed.
        Self { steps: Cell::new(STEPS_BETWEEN_CHECKS), expired }
    }

    pub(crate) fn spend(&self, steps: u32) -> Result<()> {
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
    steps_left: u64,
}

impl Walk {
    /// A walk over what the cursors share; nothing when there are none.
    pub(super) fn new(mut cursors: Vec<Cursor>) -> Option<Self> {
        // A union is dear to move, so it leads only where it is much rarer.
        cursors.sort_by_key(|cursor| u64::from(cursor.size()) * u64::from(cursor.width()));
        let next = cursors.first()?.doc();
        let width = cursors.iter().map(Cursor::width).sum();
        Some(Self { cursors, width, next, steps_left: u64::MAX })
    }

    /// The same walk, giving up after [`HASTY_STEPS`].
    pub(super) fn hasty(self) -> Self {
        self.within(HASTY_STEPS)
    }

    /// The same walk, giving up after [`PASSING_STEPS`].
    pub(super) fn in_passing(self) -> Self {
        self.within(PASSING_STEPS)
    }

    /// The same walk, giving up after so many steps.
    pub(super) fn within(self, steps: u64) -> Self {
        Self { steps_left: steps, ..self }
    }

    /// The next shared document; nothing when there is none or when `patience`, in steps, is over: then a
    /// later call goes on where this one stopped.
    pub(super) fn next(&mut self, budget: &Budget<'_>, patience: &mut u64) -> Result<Option<u32>> {
        let Some((rarest, others)) = self.cursors.split_first_mut() else {
            return Ok(None);
        };
        'candidate: while self.next != TERMINATED {
            let width = u64::from(self.width);
            if self.steps_left < width || *patience < width {
                return Ok(None);
            }
            budget.spend(self.width)?;
            self.steps_left -= width;
            *patience -= width;
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
