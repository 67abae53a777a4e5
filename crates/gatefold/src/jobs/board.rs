//! The progress of a running job, from which its row is brought up to date now and then.

use std::sync::{Mutex, PoisonError};

use jobs::{Progress, Unit};

/// The longest message that is kept, in characters.
const MAX_CHARS: usize = 200;

/// What a job has said about itself so far.
#[derive(Debug)]
pub struct Board {
    phases: u32,
    now: Mutex<Now>,
}

#[derive(Debug, Default)]
struct Now {
    begun: u32,
    name: String,
    total: Option<u64>,
    done: u64,
    unit: Unit,
    note: Option<String>,
    /// Percentages never fall.
    percent: u8,
}

impl Board {
    /// A board for work of so many phases.
    pub fn new(phases: u32) -> Self {
        Self { phases: phases.max(1), now: Mutex::default() }
    }

    /// Percent, and one sentence.
    pub fn read(&self) -> (u8, Option<String>) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.percent = now.percent.max(now.percentage(self.phases));
        (now.percent, now.message())
    }

    fn change(&self, change: impl FnOnce(&mut Now)) {
        change(&mut self.now.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Now {
    /// How far all phases together are; 100 is said only by the end.
    fn percentage(&self, phases: u32) -> u8 {
        let share = match self.total {
            Some(total) if total > 0 => (self.done as f64 / total as f64).min(1.0),
            _ => 0.0,
        };
        let before = self.begun.saturating_sub(1).min(phases);
        let whole = (f64::from(before) + share) / f64::from(phases);
        (whole * 100.0).clamp(0.0, 99.0) as u8
    }

    fn message(&self) -> Option<String> {
        let counted = match (self.total, self.done) {
            (Some(total), done) => format!(": {done} of {total} {}", self.unit),
            (None, 0) => String::new(),
            (None, done) => format!(": {done} {}", self.unit),
        };
        let phase = (!self.name.is_empty()).then(|| format!("{}{counted}", self.name));
        let text = match (phase, &self.note) {
            (Some(phase), Some(note)) => format!("{phase} ({note})"),
            (phase, note) => phase.or_else(|| note.clone())?,
        };
        Some(cut(&text))
    }
}

/// The beginning of a text.
pub fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl Progress for Board {
    fn phase(&self, name: &str, total: Option<u64>, unit: Unit) {
        self.change(|now| {
            now.begun = now.begun.saturating_add(1);
            (now.total, now.done, now.unit, now.note) = (total, 0, unit, None);
            now.name = cut(name);
        });
    }

    fn advance(&self, n: u64) {
        self.change(|now| now.done = now.done.saturating_add(n));
    }

    fn note(&self, message: &str) {
        self.change(|now| now.note = Some(cut(message)));
    }
}

#[cfg(test)]
mod tests {
    //! Percentages and sentences.
    use super::*;

    #[test]
    fn phases_share_the_percentage_and_it_never_falls() {
        let board = Board::new(2);
        assert_eq!(board.read(), (0, None));
        board.phase("reading", Some(10), Unit::Rows);
        board.advance(5);
        assert_eq!(board.read(), (25, Some("reading: 5 of 10 rows".to_owned())));
        board.phase("writing", None, Unit::Bytes);
        board.note("slowly");
        assert_eq!(board.read(), (50, Some("writing (slowly)".to_owned())));
        board.phase("more than was promised", Some(1), Unit::Items);
        board.advance(9);
        assert_eq!(board.read().0, 99);
        board.phase("and again", Some(100), Unit::Items);
        assert_eq!(board.read().0, 99);
    }
}
