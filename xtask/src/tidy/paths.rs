//! Paths in the documents that people follow step by step, and the length of those documents.

use super::findings::Findings;
use super::markdown::{code_spans, prose};
use super::repository::{File, Repository};

/// Lines of a page of `docs/adding/`.
const ADDING_LINES: usize = 60;
/// Lines of `ARCHITECTURE.md`.
const ARCHITECTURE_LINES: usize = 400;
/// Names of folders within a crate: a path that begins so should begin at the root.
const INSIDE_A_CRATE: [&str; 2] = ["src", "tests"];

/// Looks at every path that stands in a code span.
pub(super) fn check(repository: &Repository, findings: &mut Findings) {
    for file in repository.markdown() {
        let lines = file.text.lines().count();
        if file.path.starts_with("docs/adding/") {
            check_length(file, lines, ADDING_LINES, findings);
        } else if file.path == "ARCHITECTURE.md" {
            check_length(file, lines, ARCHITECTURE_LINES, findings);
        } else if file.path != "CONTRIBUTING.md" && file.path != "docs/style.md" {
            continue;
        }
        for (number, line) in prose(&file.text) {
            for span in code_spans(line) {
                if let Some(message) = missing(repository, span) {
                    findings.add(&file.path, number, message);
                }
            }
        }
    }
}

fn check_length(file: &File, lines: usize, limit: usize, findings: &mut Findings) {
    if lines > limit {
        findings.add(&file.path, 0, format!("{lines} lines, the limit is {limit}"));
    }
}

/// Why a code span that is a path is wrong; other spans are fine.
fn missing(repository: &Repository, span: &str) -> Option<String> {
    let is_path = |c: char| c.is_ascii_alphanumeric() || "_-./<>".contains(c);
    let (first, _) = span.split_once('/')?;
    if !span.chars().all(is_path) || first.is_empty() {
        return None;
    }
    if INSIDE_A_CRATE.contains(&first) {
        return Some(format!("`{span}` should begin at the root of the repository"));
    }
    // What follows a placeholder is the reader's choice.
    let known = span.split('<').next().unwrap_or(span);
    let known = if known.len() == span.len() { known } else { known.rsplit_once('/')?.0 };
    let is_ours = repository.files.iter().any(|file| file.path.split('/').next() == Some(first));
    (is_ours && !repository.has(known)).then(|| format!("`{span}` does not exist"))
}
