//! Rows that were not taken: counted by table and reason, the first of each kept as an example.

use std::collections::BTreeMap;

use catalog::Problem;

use crate::error::{Error, Result};

/// Kinds of problems of one table, at most; a damaged file could make up any number.
const MAX_KINDS: usize = 1000;

/// The problems of an import.
#[derive(Debug, Default)]
pub struct Problems {
    strict: bool,
    found: BTreeMap<(String, String), (u64, String)>,
}

/// A refused row.
#[derive(Debug, Clone, Copy)]
pub struct Refusal<'a> {
    /// The archive, or what the row was derived from.
    pub file: &'a str,
    /// The table.
    pub table: &'a str,
    /// What is wrong, without details: rows are counted by this.
    pub kind: &'a str,
    /// The row's number or id.
    pub place: &'a str,
    /// What is wrong, with details.
    pub reason: &'a str,
}

impl Problems {
    /// No problems yet; `strict` makes the first one an error.
    #[must_use]
    pub fn new(strict: bool) -> Self {
        Self { strict, found: BTreeMap::new() }
    }

    /// Counts a refused row.
    pub fn refuse(&mut self, refusal: &Refusal<'_>) -> Result<()> {
        let Refusal { file, table, kind, place, reason } = *refusal;
        if self.strict {
            return Err(Error::BadRow {
                file: file.to_owned(),
                table: table.to_owned(),
                place: place.to_owned(),
                reason: reason.to_owned(),
            });
        }
        let kind = if self.found.len() < MAX_KINDS { kind } else { "other" };
        let entry = self.found.entry((table.to_owned(), kind.to_owned())).or_insert_with(|| {
            let example = format!("{file}: {place}: {reason}");
            tracing::warn!(table, example, "row left out");
            (0, example)
        });
        entry.0 += 1;
        Ok(())
    }

    /// Counts a row that refers to something that is not there.
    pub fn dangling(&mut self, table: &str, owner: u64, target: &str) -> Result<()> {
        let place = format!("id {owner}");
        let reason = format!("it refers to {target}, which is not in the export");
        let kind = "dangling reference";
        self.refuse(&Refusal { file: "after reading", table, kind, place: &place, reason: &reason })
    }

    /// How many rows of a table were refused.
    #[must_use]
    pub fn count_of(&self, table: &str) -> (u64, String) {
        let of_table = self.found.iter().filter(|((name, _), _)| name == table);
        of_table.fold((0, String::new()), |(n, first), (_, (count, example))| {
            (n + count, if first.is_empty() { example.clone() } else { first })
        })
    }

    /// All problems, for the manifest.
    #[must_use]
    pub fn into_list(self) -> Vec<Problem> {
        let item = |((table, kind), (count, example))| Problem { table, kind, count, example };
        self.found.into_iter().map(item).collect()
    }
}
