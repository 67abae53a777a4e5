//! `docs/benchmarks.md`: a section for each benchmark.

use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::Context as _;

use super::json::rounded;
use super::{Report, Row};

const HEAD: &str = "# Benchmarks\n\n\
    Made by `cargo xtask bench <name>`, which replaces its own section; the same figures for machines stand in \
    [benchmarks.json](benchmarks.json). Explanations of misses are kept in \
    [benchmarks-notes.md](benchmarks-notes.md).\n";

const MISSES: &str = "### Misses\n\n";
const METHOD: &str = "### Method\n\n";

/// Replaces the section of one benchmark; those of others stay as they are.
pub(super) fn replace(path: &Path, report: &Report<'_>, notes: &str) -> anyhow::Result<()> {
    let known = match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => HEAD.to_owned(),
        other => other.with_context(|| path.display().to_string())?,
    };
    let text = with_section(&known, report.bench, &section(report, notes));
    fs::write(path, text).with_context(|| path.display().to_string())
}

/// Puts the notes into the lists of misses of all sections anew.
pub(super) fn explain(path: &Path, notes: &str) -> anyhow::Result<()> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut parts = text.split(MISSES);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (misses, rest) = part.split_once(METHOD).context("a section has no method")?;
        let lines = misses.lines().filter_map(|line| line.strip_prefix("* **"));
        let names = lines.filter_map(|line| line.split_once("**:").map(|(name, _)| name));
        out.push_str(&explained(names, notes));
        out.push_str(METHOD);
        out.push_str(rest);
    }
    fs::write(path, out).with_context(|| path.display().to_string())
}

/// The list of misses with what is known about them.
fn explained<'a>(names: impl Iterator<Item = &'a str>, notes: &str) -> String {
    let mut out = MISSES.to_owned();
    for name in names {
        let note = note(notes, name).unwrap_or("Not explained yet.");
        let _ = writeln!(out, "* **{name}**: {note}");
    }
    out.push('\n');
    out
}

fn with_section(known: &str, bench: &str, section: &str) -> String {
    let (begin, end) = (format!("<!-- begin {bench} -->"), format!("<!-- end {bench} -->"));
    let section = format!("{begin}\n{section}{end}");
    match (known.find(&begin), known.find(&end)) {
        (Some(from), Some(to)) if from < to => {
            [&known[..from], &section, &known[to + end.len()..]].concat()
        }
        _ => format!("{}\n\n{section}\n", known.trim_end()),
    }
}

fn section(report: &Report<'_>, notes: &str) -> String {
    let mut out = format!("## {}\n\n", report.bench);
    for (name, value) in &report.facts {
        let _ = writeln!(out, "* {name}: {value}");
    }
    let _ = write!(out, "\n{}\n", table(&report.rows));
    let missed = report.rows.iter().filter(|row| row.met() == Some(false));
    let misses: Vec<&str> = missed.map(|row| &*row.measure).collect();
    if misses.is_empty() {
        out.push_str("Every goal is met.\n\n");
    } else {
        out.push_str(&explained(misses.into_iter(), notes));
    }
    let _ = write!(out, "{METHOD}{}\n\n", report.method.trim());
    out
}

/// A table with aligned columns, readable as it stands.
pub(super) fn table(rows: &[Row]) -> String {
    let mut cells =
        vec![["measure", "median", "lowest … highest", "unit", "goal", "met"].map(str::to_owned)];
    for row in rows {
        let spread = if row.value.low < row.value.high {
            format!("{} … {}", rounded(row.value.low), rounded(row.value.high))
        } else {
            String::new()
        };
        cells.push([
            row.measure.to_string(),
            rounded(row.value.median).to_string(),
            spread,
            row.unit.to_owned(),
            row.goal.map_or_else(String::new, |goal| goal.to_string()),
            row.met().map_or("", |met| if met { "yes" } else { "**no**" }).to_owned(),
        ]);
    }
    let width = |column: usize| cells.iter().map(|row| row[column].chars().count()).max();
    let widths: [usize; 6] = std::array::from_fn(|column| width(column).unwrap_or(0));
    cells.insert(1, widths.map(|width| "-".repeat(width)));
    let mut out = String::new();
    for row in &cells {
        for (cell, width) in row.iter().zip(widths) {
            let _ = write!(out, "| {cell:width$} ");
        }
        out.push_str("|\n");
    }
    out
}

/// The text below the heading that bears the name of a measure.
fn note<'a>(notes: &'a str, measure: &str) -> Option<&'a str> {
    let heading = format!("## {measure}\n");
    let (_, rest) = notes.split_once(&heading)?;
    let text = rest.split("\n## ").next().unwrap_or(rest).trim();
    (!text.is_empty()).then_some(text)
}
