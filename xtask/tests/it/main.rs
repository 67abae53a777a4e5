//! The program as it is called: whole benchmarks with tiny numbers.

use std::collections::BTreeMap;
use std::process::Command;

/// The measures of the catalogue that have a goal, in their order.
const OF_CATALOG: [&str; 18] = [
    "look-up over HTTP: server CPU against the constant answer",
    "look-up over HTTP: requests per second against the constant answer",
    "look-up over HTTP: the design with 7 queries takes so many times the CPU",
    "batch of 400 over HTTP: the design with 7 queries takes so many times the CPU",
    "search by title and artist: CPU, p50",
    "search by title and artist: CPU, p99",
    "type-ahead: CPU, p99",
    "recall@20: title and artist",
    "recall@20: one typo",
    "recall@20: prefix",
    "search: LIKE takes so many times the CPU",
    "import: CPU against decompression and line splitting",
    "import of twice as many recordings: time",
    "import of twice as many recordings: peak memory",
    "disk: whole generation, a recording",
    "disk: store alone, a recording",
    "serve: time to the first answer",
    "serve: idle anonymous memory",
];

/// The measures of the store that have a goal, in their order.
const OF_STORE: [&str; 7] = [
    "session check, remembered, SQLite: CPU",
    "session check, remembered, PostgreSQL: CPU",
    "10,000 setting updates: SQLite as it comes, a transaction each, takes so many times as long",
    "serve on an existing database, SQLite: time to the first answer",
    "serve on an existing database, PostgreSQL: time to the first answer",
    "serve that applies missing migrations, SQLite: time to the first answer",
    "serve that applies missing migrations, PostgreSQL: time to the first answer",
];

/// The measures of the listening history that have a goal, in their order.
const OF_LISTENS: [&str; 9] = [
    "single submissions, 32 clients, SQLite: listens a CPU second",
    "single submissions, 32 clients, PostgreSQL: listens a CPU second",
    "batches of 1,000, SQLite: listens a CPU second",
    "batches of 1,000, PostgreSQL: listens a CPU second",
    "import of a file, matching and counting included: listens a CPU second",
    "top artists of all time: CPU, p99",
    "top recordings of any days: CPU, p99",
    "page of 100 listens from anywhere: CPU, p99",
    "memory of the server through all of it: peak anonymous memory",
];

/// The measures of the interface of MusicBrainz that have a goal, in their order.
const OF_WS2: [&str; 4] = [
    "release of 12 tracks over HTTP: server CPU",
    "release of 12 tracks: CPU against serialisation alone",
    "browse, page of 100 releases: CPU, p99",
    "search by recording and artist: CPU, p99",
];

/// A table of measures and medians, in which every goal has its row.
fn smoke(bench: &str, with_goal: &[&str]) -> anyhow::Result<BTreeMap<String, f64>> {
    let directory = tempfile::tempdir()?;
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["bench", bench, "--smoke", "--dir"])
        .arg(directory.path())
        .output()?;
    let (table, log) = (String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?);
    assert!(output.status.success(), "{log}");
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with("| "))
        .map(|line| line.split('|').map(str::trim).collect())
        .skip(2)
        .collect();
    let goals = rows.iter().filter(|row| !row[5].is_empty()).map(|row| row[1]);
    assert_eq!(goals.collect::<Vec<_>>(), with_goal, "{table}");
    rows.iter().map(|row| Ok((row[1].to_owned(), row[2].parse()?))).collect()
}

#[test]
fn the_benchmark_of_the_catalogue_measures_every_goal() -> anyhow::Result<()> {
    let medians = smoke("catalog", &OF_CATALOG)?;
    // What does not depend on the machine has to be right even now.
    assert!(medians["recall@20: title and artist"] >= 95.0, "{medians:?}");
    Ok(())
}

#[test]
fn the_benchmark_of_the_store_measures_every_goal() -> anyhow::Result<()> {
    let medians = smoke("store", &OF_STORE)?;
    // What does not depend on the machine has to be right even now.
    assert!(medians["SQLite: commits for 1,000 updates, 200 at once"] < 500.0, "{medians:?}");
    assert_eq!(medians["PostgreSQL: commits for 1,000 updates, 200 at once"], 1000.0);
    Ok(())
}

#[test]
fn the_benchmark_of_listens_measures_every_goal() -> anyhow::Result<()> {
    let medians = smoke("listens", &OF_LISTENS)?;
    // What does not depend on the machine has to be right even now.
    assert!(medians["memory of the server through all of it: peak anonymous memory"] < 250.0);
    Ok(())
}

#[test]
fn the_benchmark_of_musicbrainz_interface_measures_every_goal() -> anyhow::Result<()> {
    let medians = smoke("ws2", &OF_WS2)?;
    // What does not depend on the machine has to be right even now.
    assert!(medians["release of 12 tracks: size of the answer"] > 3000.0, "{medians:?}");
    Ok(())
}
