//! `docs/benchmarks.json`: one line for each measure.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::Context as _;
use serde_json::{Value, json};

use super::{Report, Row};

/// Replaces the rows of one benchmark; those of others stay as they are.
pub(super) fn replace(path: &Path, report: &Report<'_>) -> anyhow::Result<()> {
    let known = match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => "[]".to_owned(),
        other => other.with_context(|| path.display().to_string())?,
    };
    let known: Vec<Value> = serde_json::from_str(&known)
        .with_context(|| format!("{} is no list of rows: remove it", path.display()))?;
    let others = known.into_iter().filter(|row| row["bench"] != report.bench);
    let own = report.rows.iter().map(|row| of(report.bench, row));
    let lines: Vec<String> = others.chain(own).map(|row| format!("  {row}")).collect();
    let text = format!("[\n{}\n]\n", lines.join(",\n"));
    fs::write(path, text).with_context(|| path.display().to_string())
}

fn of(bench: &str, row: &Row) -> Value {
    json!({
        "bench": bench,
        "measure": row.measure,
        "value": rounded(row.value.median),
        "unit": row.unit,
        "goal": row.goal.map(|goal| goal.to_string()),
        "met": row.met(),
    })
}

/// Four significant digits: more would be noise in every difference between two runs.
pub(super) fn rounded(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}
