//! What the guards found, and what of it is excused.

use super::exceptions::Exception;

/// One broken rule.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Finding {
    /// The guard.
    pub(super) guard: &'static str,
    /// The file, relative to the root.
    pub(super) path: String,
    /// The line, from 1; 0 is the file as a whole.
    pub(super) line: usize,
    /// What is wrong and what to do.
    pub(super) message: String,
}

/// Findings of all guards.
pub(super) struct Findings {
    guard: &'static str,
    demand: &'static str,
    found: Vec<(Finding, &'static str)>,
    notes: Vec<String>,
    exceptions: &'static [Exception],
    used: Vec<bool>,
}

impl Findings {
    /// None yet.
    pub(super) fn new(exceptions: &'static [Exception]) -> Self {
        let used = vec![false; exceptions.len()];
        Self { guard: "", demand: "", found: Vec::new(), notes: Vec::new(), exceptions, used }
    }

    /// Says which guard speaks from now on.
    pub(super) fn start(&mut self, guard: &'static str, demand: &'static str) {
        (self.guard, self.demand) = (guard, demand);
    }

    /// Reports a broken rule, unless it is excused.
    pub(super) fn add(&mut self, path: &str, line: usize, message: impl Into<String>) {
        let message = message.into();
        let excuse = self.exceptions.iter().position(|exception| {
            exception.guard == self.guard
                && exception.path == path
                && message.contains(exception.about)
        });
        if let Some(at) = excuse {
            self.used[at] = true;
            return;
        }
        let finding = Finding { guard: self.guard, path: path.to_owned(), line, message };
        self.found.push((finding, self.demand));
    }

    /// Says something that everybody should read, but that breaks no rule.
    pub(super) fn note(&mut self, message: impl Into<String>) {
        self.notes.push(format!("{}: {}", self.guard, message.into()));
    }

    /// An exception that excuses nothing hides the next mistake.
    pub(super) fn report_unused_exceptions(&mut self) {
        self.start("exceptions", "every exception is needed");
        for (exception, used) in self.exceptions.iter().zip(self.used.clone()) {
            if !used {
                let message = format!(
                    "the exception from {} is not needed: remove it from xtask/src/tidy/exceptions.rs",
                    exception.guard
                );
                self.add(exception.path, 0, message);
            }
        }
    }

    /// Prints everything and says how many rules are broken.
    pub(super) fn print(&self) -> usize {
        let mut last = "";
        for (Finding { guard, path, line, message }, demand) in &self.found {
            if *guard != last {
                println!("{guard}: {demand}");
                last = guard;
            }
            if *line == 0 {
                println!("  {path}: {message}");
            } else {
                println!("  {path}:{line}: {message}");
            }
        }
        for note in &self.notes {
            println!("NOTE {note}");
        }
        self.found.len()
    }

    /// What was found so far, for tests.
    #[cfg(test)]
    pub(super) fn lines(&self) -> String {
        let line = |(f, _): &(Finding, _)| format!("{}:{}: {}\n", f.path, f.line, f.message);
        self.found.iter().map(line).collect()
    }
}
