//! A bar for the phase that runs, with rate and remaining time.

use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};
use jobs::{Progress, Unit};

/// One bar at a time on standard error.
pub struct Bars {
    bar: Mutex<ProgressBar>,
}

impl Bars {
    /// No bar yet.
    pub fn new() -> Self {
        Self { bar: Mutex::new(ProgressBar::hidden()) }
    }

    fn with<T>(&self, act: impl FnOnce(&mut ProgressBar) -> T) -> T {
        act(&mut self.bar.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

impl Progress for Bars {
    fn phase(&self, name: &str, total: Option<u64>, unit: Unit) {
        let template = match (total, unit) {
            (None, _) => "{msg:20} {spinner} {elapsed}",
            (_, Unit::Bytes) => {
                "{msg:20} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left"
            }
            _ => "{msg:20} {wide_bar} {human_pos}/{human_len} {per_sec}, {eta} left",
        };
        let style = ProgressStyle::with_template(template).expect("the templates are well-formed");
        let bar = match total {
            Some(total) => ProgressBar::new(total),
            None => ProgressBar::new_spinner(),
        };
        bar.set_style(style);
        bar.set_message(name.to_owned());
        self.with(|old| {
            old.finish();
            *old = bar;
        });
    }

    fn advance(&self, n: u64) {
        self.with(|bar| bar.inc(n));
    }

    fn note(&self, message: &str) {
        self.with(|bar| bar.println(message));
    }
}

impl Drop for Bars {
    fn drop(&mut self) {
        self.with(|bar| bar.finish());
    }
}
