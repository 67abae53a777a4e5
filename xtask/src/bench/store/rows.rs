//! Measures and goals.

use super::changes::Changes;
use super::plain::Mode;
use super::sessions::{Checked, Kind};
use super::startup::Startup;
use crate::bench::report::Goal::{AtLeast, AtMost};
use crate::bench::report::Row;
use crate::bench::stats::Measured;

/// What one engine took.
pub(super) struct Engine {
    pub(super) changes: Changes,
    pub(super) checked: Checked,
    pub(super) startup: Startup,
}

/// Everything that was measured.
pub(super) struct Measurements {
    pub(super) sqlite: Engine,
    pub(super) postgres: Engine,
    /// Microseconds for an update by SQLite alone, for each [`Mode`].
    pub(super) plain: Vec<Vec<f64>>,
    /// What the PostgreSQL server says of itself.
    pub(super) server: String,
}

impl Measurements {
    /// The rows: those with a goal first.
    pub(super) fn into_rows(self) -> Vec<Row> {
        let mut rows = checks(&self.sqlite.checked, &self.postgres.checked);
        rows.push(Row::goal(
            "10,000 setting updates: SQLite as it comes, a transaction each, takes so many times as long",
            self.times(Mode::AsItComes),
            "×",
            AtLeast(20.0),
        ));
        rows.extend(starts(&self.sqlite.startup, &self.postgres.startup));
        rows.extend(self.others());
        rows.extend(sqlite(&self.sqlite.changes));
        rows.extend(postgres(&self.postgres.changes));
        rows.extend(other_checks(&self.sqlite.checked, &self.postgres.checked));
        rows
    }

    /// How many times as long SQLite alone takes as the store with many updates at once.
    fn times(&self, mode: Mode) -> Measured {
        Measured::ratios(&self.plain[mode as usize], &self.sqlite.changes.together_us)
    }

    /// The other ways to make a transaction for each update.
    fn others(&self) -> Vec<Row> {
        let plain = |mode: Mode| of(&self.plain[mode as usize]);
        let changes = &self.sqlite.changes;
        let store = Measured::ratios(&changes.alone_us, &changes.together_us);
        vec![
            Row::told(
                "10,000 setting updates: a write-ahead log, synchronous=FULL, a transaction each, takes so many times as long",
                self.times(Mode::LogFull),
                "×",
            ),
            Row::told(
                "10,000 setting updates: a write-ahead log, synchronous=NORMAL, a transaction each, takes so many times as long",
                self.times(Mode::LogNormal),
                "×",
            ),
            Row::told(
                "10,000 setting updates: the store with one update at a time takes so many times as long",
                store,
                "×",
            ),
            Row::told("SQLite as it comes: update", plain(Mode::AsItComes), "µs"),
            Row::told(
                "SQLite, a write-ahead log, synchronous=FULL: update",
                plain(Mode::LogFull),
                "µs",
            ),
            Row::told(
                "SQLite, a write-ahead log, synchronous=NORMAL: update",
                plain(Mode::LogNormal),
                "µs",
            ),
        ]
    }
}

fn of(values: &[f64]) -> Measured {
    Measured::of(values.iter().copied())
}

fn checks(sqlite: &Checked, postgres: &Checked) -> Vec<Row> {
    let goal = |name, kind: &Kind| Row::goal(name, of(&kind.cpu_us), "µs", AtMost(15.0));
    vec![
        goal("session check, remembered, SQLite: CPU", &sqlite.warm),
        goal("session check, remembered, PostgreSQL: CPU", &postgres.warm),
    ]
}

fn other_checks(sqlite: &Checked, postgres: &Checked) -> Vec<Row> {
    let cpu = |name, kind: &Kind| Row::told(name, of(&kind.cpu_us), "µs");
    let wall = |name, kind: &Kind| Row::told(name, of(&kind.wall_us), "µs");
    vec![
        cpu("session check, looked up, SQLite: CPU", &sqlite.cold),
        cpu("session check, looked up, PostgreSQL: CPU", &postgres.cold),
        wall("session check, looked up, SQLite: time", &sqlite.cold),
        wall("session check, looked up, PostgreSQL: time", &postgres.cold),
        cpu("session check, looked up and noted, SQLite: CPU", &sqlite.noted),
        cpu("session check, looked up and noted, PostgreSQL: CPU", &postgres.noted),
        wall("session check, looked up and noted, SQLite: time", &sqlite.noted),
        wall("session check, looked up and noted, PostgreSQL: time", &postgres.noted),
    ]
}

fn starts(sqlite: &Startup, postgres: &Startup) -> Vec<Row> {
    let goal = |name, seconds: &[f64]| Row::goal(name, of(seconds), "s", AtMost(0.3));
    vec![
        goal("serve on an existing database, SQLite: time to the first answer", &sqlite.current_s),
        goal(
            "serve on an existing database, PostgreSQL: time to the first answer",
            &postgres.current_s,
        ),
        goal(
            "serve that applies missing migrations, SQLite: time to the first answer",
            &sqlite.migrating_s,
        ),
        goal(
            "serve that applies missing migrations, PostgreSQL: time to the first answer",
            &postgres.migrating_s,
        ),
    ]
}

fn sqlite(changes: &Changes) -> Vec<Row> {
    vec![
        Row::told("SQLite: point read", of(&changes.read_us), "µs"),
        Row::told("SQLite: update, one after the other", of(&changes.alone_us), "µs"),
        Row::told("SQLite: update, 200 at once", of(&changes.together_us), "µs"),
        Row::told("SQLite: commits for 1,000 updates, 200 at once", of(&changes.commits), ""),
        Row::told("SQLite: rows a second, insert_many", of(&changes.many_rate), "1/s"),
        Row::told("SQLite: rows a second, a statement each", of(&changes.each_rate), "1/s"),
    ]
}

fn postgres(changes: &Changes) -> Vec<Row> {
    vec![
        Row::told("PostgreSQL: point read", of(&changes.read_us), "µs"),
        Row::told("PostgreSQL: update, one after the other", of(&changes.alone_us), "µs"),
        Row::told("PostgreSQL: update, 200 at once", of(&changes.together_us), "µs"),
        Row::told("PostgreSQL: commits for 1,000 updates, 200 at once", of(&changes.commits), ""),
        Row::told("PostgreSQL: rows a second, insert_many", of(&changes.many_rate), "1/s"),
        Row::told("PostgreSQL: rows a second, a statement each", of(&changes.each_rate), "1/s"),
    ]
}
