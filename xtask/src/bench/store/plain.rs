//! The same updates by SQLite alone, a transaction each: what programs do that use it as it comes.

use std::path::Path;
use std::time::Instant;

use ::store::{Query, Target};
use anyhow::{Context as _, bail, ensure};
use rusqlite::{Connection, Statement, ToSql};

use super::places::one_of;
use super::plan::Plan;

/// The statement of the store, so that both sides do the same.
const UPDATE: &str = "user_settings/update";

/// How SQLite is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// As it comes: a rollback journal, `synchronous=FULL`.
    AsItComes,
    /// A write-ahead log, `synchronous=FULL`, as in the store.
    LogFull,
    /// A write-ahead log, `synchronous=NORMAL`: a commit does not wait.
    LogNormal,
}

impl Mode {
    /// In the order of their turns.
    pub(super) const ALL: [Self; 3] = [Self::AsItComes, Self::LogFull, Self::LogNormal];

    /// The file, its journal and how it waits for the disk, in SQLite's words.
    fn settings(self) -> (&'static str, &'static str, i64) {
        match self {
            Self::AsItComes => ("as-it-comes.db", "delete", 2),
            Self::LogFull => ("log-full.db", "wal", 2),
            Self::LogNormal => ("log-normal.db", "wal", 1),
        }
    }
}

/// One connection to a file with the tables and users of a store.
pub(super) struct Plain {
    raw: Connection,
    query: &'static Query,
    /// Microseconds for an update, a value for each turn.
    pub(super) update_us: Vec<f64>,
    /// Updates so far. Each writes its number, since SQLite skips what changes nothing.
    updates: u128,
}

impl Plain {
    /// Makes the file as a copy of a store's.
    pub(super) fn open(target: &Target, mode: Mode) -> anyhow::Result<Self> {
        let Target::Sqlite(original) = target else { bail!("only a file can be copied") };
        let (name, journal, synchronous) = mode.settings();
        let file = original.with_file_name(name);
        copy(original, &file)?;
        let raw = Connection::open(&file)?;
        let journal_is: String =
            raw.query_row(&format!("PRAGMA journal_mode = {journal}"), [], |row| row.get(0))?;
        raw.execute_batch(&format!("PRAGMA synchronous = {synchronous}; PRAGMA foreign_keys = 1"))?;
        let synchronous_is: i64 = raw.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
        ensure!(
            (journal_is.as_str(), synchronous_is) == (journal, synchronous),
            "SQLite keeps {journal_is} and {synchronous_is} for {name}"
        );
        let query = ::store::queries().find(|query| query.name == UPDATE);
        let query = query.context("the store has the statement")?;
        Ok(Self { raw, query, update_us: Vec::new(), updates: 0 })
    }

    /// One turn of updates; `counts` unless it is a turn to warm up.
    pub(super) fn turn(&mut self, plan: &Plan, counts: bool) -> anyhow::Result<()> {
        let mut statement = self.raw.prepare_cached(self.query.sql)?;
        let started = Instant::now();
        for number in self.updates..self.updates + plan.alone {
            let user = one_of(number, plan);
            let volume = (number % 101) as i64;
            bind(&mut statement, "$1", user.as_bytes())?;
            bind(&mut statement, "$10", volume)?;
            bind(&mut statement, "$17", number as i64 + 1)?;
            for (name, value) in TEXTS {
                bind(&mut statement, name, value)?;
            }
            for (name, value) in NUMBERS {
                bind(&mut statement, name, value)?;
            }
            ensure!(statement.raw_execute()? == 1, "an update found no row");
        }
        let each_us = started.elapsed().as_secs_f64() * 1e6 / plan.alone as f64;
        drop(statement);
        self.updates += plan.alone;
        if counts {
            self.update_us.push(each_us);
        }
        Ok(())
    }
}

/// The texts of settings as they are at first.
const TEXTS: [(&str, &str); 5] =
    [("$2", "en"), ("$4", "auto"), ("$6", "mp3"), ("$13", "private"), ("$14", "private")];
/// The numbers of settings as they are at first; what is not named is null.
const NUMBERS: [(&str, i64); 7] =
    [("$5", 320), ("$7", 0), ("$9", 0), ("$11", 0), ("$12", 0), ("$15", 1), ("$16", 0)];

fn bind(statement: &mut Statement<'_>, name: &str, value: impl ToSql) -> anyhow::Result<()> {
    let at = statement.parameter_index(name)?;
    let at = at.with_context(|| format!("the statement has no {name}"))?;
    Ok(statement.raw_bind_parameter(at, value)?)
}

fn copy(original: &Path, file: &Path) -> anyhow::Result<()> {
    let path = file.to_str().context("the path is not UTF-8: give another --dir")?;
    Connection::open(original)?.execute("VACUUM INTO ?1", [path])?;
    Ok(())
}
