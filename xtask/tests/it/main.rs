//! The program as it is called: whole benchmarks with tiny numbers.

use std::process::Command;

/// The measures that have a goal, in their order.
const WITH_GOAL: [&str; 18] = [
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

#[test]
fn the_benchmark_of_the_catalogue_measures_every_goal() -> anyhow::Result<()> {
    let directory = tempfile::tempdir()?;
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["bench", "catalog", "--smoke", "--dir"])
        .arg(directory.path())
        .output()?;
    let (table, log) = (String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?);
    assert!(output.status.success(), "{log}");
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with("| "))
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    let with_goal = rows.iter().skip(2).filter(|row| !row[5].is_empty());
    assert_eq!(with_goal.map(|row| row[1]).collect::<Vec<_>>(), WITH_GOAL, "{table}");
    // What does not depend on the machine has to be right even now.
    let recall = rows.iter().find(|row| row[1] == "recall@20: title and artist");
    let recall: f64 = recall.map_or(Ok(0.0), |row| row[2].parse())?;
    assert!(recall >= 95.0, "{table}");
    Ok(())
}
