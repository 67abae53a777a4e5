//! A format: how its files are known, cut into rows, and what a row says.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::found::RowResult;
use super::layout::{Layout, Row};
use super::learned::Learned;
use crate::TimeMeaning;

/// A kind of export that can be read. All of them are in [`ALL`](super::ALL).
pub struct Format {
    /// Its name in requests and commands, lower case with dashes.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// The door that its plays come through, `import.` and the name.
    pub source: &'static str,
    /// What its time stamps mean. A row may know better.
    pub time_meaning: TimeMeaning,
    /// How a file is cut into rows when it is taken for this format, by its first bytes;
    /// none when it cannot be one.
    pub(super) layout: fn(&Head<'_>) -> Option<Layout>,
    /// Whether a file surely is of this format. No two formats claim the same file.
    pub(super) claims: fn(&Head<'_>) -> bool,
    /// What a row says.
    pub(super) read: fn(&Row<'_>, &Facts) -> RowResult,
    /// What is read before, from other files of the same archive.
    pub(super) learn: Option<Learn>,
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// Files beside those with plays that say more about them.
#[derive(Clone, Copy)]
pub(super) struct Learn {
    pub(super) layout: fn(&Head<'_>) -> Option<Layout>,
    pub(super) read: fn(&Row<'_>, &Facts, &mut Learned),
}

/// What a user says about an import.
#[derive(Debug, Clone)]
pub struct Options {
    /// Zone of times that a player wrote down without one.
    pub zone: TimeZone,
    /// The time now, milliseconds since 1970.
    pub now_ms: i64,
    /// Rows of before are skipped: their player's clock was wrong.
    pub oldest_ms: i64,
}

/// 2002-10-01, when scrobbling was invented; ListenBrainz takes nothing older either.
const OLDEST_MS: i64 = 1_033_430_400_000;

impl Options {
    /// Times without a zone are taken for UTC, those before October 2002 for mistakes.
    #[must_use]
    pub fn new(now_ms: i64) -> Self {
        Self { zone: TimeZone::UTC, now_ms, oldest_ms: OLDEST_MS }
    }
}

/// What is known of a file when a row of it is read.
pub(super) struct Facts {
    /// Names of the columns of a table, lower case; empty for other layouts.
    pub(super) columns: Vec<String>,
    /// The same as they are written.
    pub(super) names: Vec<String>,
    /// Comments of the form `#NAME/value`, the latest of each name.
    pub(super) directives: BTreeMap<String, String>,
    pub(super) options: Arc<Options>,
    pub(super) learned: Arc<Learned>,
    pub(super) time_meaning: TimeMeaning,
}

/// Directives of a file that are remembered at most.
const MAX_DIRECTIVES: usize = 16;

impl Facts {
    pub(super) fn new(options: Arc<Options>, learned: Arc<Learned>, format: &Format) -> Self {
        Self { learned, time_meaning: format.time_meaning, ..Self::without_format(options) }
    }

    /// Facts for a file without plays.
    pub(super) fn without_format(options: Arc<Options>) -> Self {
        Self {
            columns: Vec::new(),
            names: Vec::new(),
            directives: BTreeMap::new(),
            options,
            learned: Arc::default(),
            time_meaning: TimeMeaning::Start,
        }
    }

    /// Takes over the header of a table, once.
    pub(super) fn take_columns(&mut self, columns: &[String]) {
        if self.columns.is_empty() && !columns.is_empty() {
            self.columns = columns.iter().map(|name| name.to_lowercase()).collect();
            self.names = columns.to_vec();
        }
    }

    /// Remembers a comment of the form `#NAME/value`.
    pub(super) fn take_directive(&mut self, comment: &str) {
        let Some((name, value)) = comment.trim().trim_start_matches('#').split_once('/') else {
            return;
        };
        let is_known = self.directives.contains_key(name);
        if is_known || self.directives.len() < MAX_DIRECTIVES {
            let value = value.chars().take(200).collect();
            self.directives.insert(name.chars().take(40).collect(), value);
        }
    }
}

/// The first bytes of a file. Names say little: users rename files, Google translates them.
#[derive(Clone, Copy)]
pub(super) struct Head<'a> {
    /// At most [`HEAD_BYTES`], without a byte order mark.
    pub(super) bytes: &'a [u8],
}

/// How much of a file is looked at to recognise it: more than one row of any format that is known.
pub(super) const HEAD_BYTES: usize = 16 * 1024;

impl Head<'_> {
    /// The first byte that is not white space.
    pub(super) fn first_byte(&self) -> Option<u8> {
        self.bytes.iter().copied().find(|byte| !byte.is_ascii_whitespace())
    }

    /// Whether all these texts stand in the first bytes.
    pub(super) fn has_all(&self, texts: &[&str]) -> bool {
        texts.iter().all(|text| memchr::memmem::find(self.bytes, text.as_bytes()).is_some())
    }

    /// Whether it looks like a JSON list whose entries have these keys.
    pub(super) fn is_list_with(&self, keys: &[&str]) -> bool {
        self.first_byte() == Some(b'[') && self.has_all(keys)
    }

    /// Whether it looks like a JSON object with these keys.
    pub(super) fn is_object_with(&self, keys: &[&str]) -> bool {
        self.first_byte() == Some(b'{') && self.has_all(keys)
    }

    /// Whether one of the first lines has all these words as columns.
    pub(super) fn has_header(&self, columns: &[&str]) -> bool {
        let text = String::from_utf8_lossy(self.bytes).to_lowercase();
        let of = |line: &str| -> Vec<String> {
            let trim = |column: &str| column.trim().trim_matches('"').to_owned();
            line.split(',').map(trim).collect()
        };
        text.lines().take(super::layout::HEADER_WITHIN).any(|line| {
            let found = of(line);
            columns.iter().all(|column| found.iter().any(|name| name == column))
        })
    }
}
