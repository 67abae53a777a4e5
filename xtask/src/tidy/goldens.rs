//! Files beside the tests: an expected answer or a kept crash that no test reads protects nothing.

use super::findings::Findings;
use super::repository::{File, Repository};

/// Looks at every file below a `tests` or `regressions` folder that is not Rust.
pub(super) fn check(repository: &Repository, findings: &mut Findings) {
    for file in &repository.files {
        if let Some((owner, rest)) = file.path.split_once("/proptest-regressions/") {
            check_seeds(repository, file, (owner, rest), findings);
            continue;
        }
        let Some((owner, rest)) = owner(&file.path) else { continue };
        if file.syntax.is_some() || file.name() == "README.md" {
            continue;
        }
        let sources = || repository.rust().map(|(source, _)| source).filter(|s| below(s, owner));
        if !is_named(file, rest, sources) {
            let message = "no test names it: test it or remove it";
            findings.add(&file.path, 0, message);
        }
    }
}

/// Seeds of proptest are read by the test of the same path, without being named.
fn check_seeds(
    repository: &Repository,
    file: &File,
    (owner, rest): (&str, &str),
    findings: &mut Findings,
) {
    let test = format!("/{}.rs", rest.trim_end_matches(".txt"));
    let is_test = |source: &File| below(source, owner) && source.path.ends_with(&test);
    if !repository.rust().any(|(source, _)| is_test(source)) {
        findings.add(&file.path, 0, format!("the seeds of {test}, which does not exist"));
    }
}

/// The folder whose sources may name a test file, and the rest of its path. Kept crashes of fuzz
/// targets are replayed by tests of any crate.
fn owner(path: &str) -> Option<(&str, &str)> {
    let crashes = || Some(("", path.split_once("/regressions/")?.1));
    path.split_once("/tests/").or_else(crashes)
}

/// Whether a source names the file, or a folder of it that tests read as a whole.
fn is_named<'a, I: Iterator<Item = &'a File>>(
    file: &File,
    rest: &str,
    sources: impl Fn() -> I,
) -> bool {
    let stem = file.name().split('.').next().unwrap_or_default();
    let by_name = |source: &File| source.text.contains(file.name()) || says(source, stem);
    // A folder counts only where its files are listed, so that none of them can be forgotten.
    let folders = || rest.split('/').rev().skip(1);
    let as_whole = |source: &File| {
        source.text.contains("read_dir") && folders().any(|folder| says(source, folder))
    };
    sources().any(by_name) || sources().any(as_whole)
}

/// Whether a source has the word as a whole text literal or at the end of a path in one.
fn says(source: &File, word: &str) -> bool {
    let text = &source.text;
    text.contains(&format!("\"{word}\"")) || text.contains(&format!("/{word}\""))
}

fn below(file: &File, folder: &str) -> bool {
    let rest = file.path.strip_prefix(folder);
    folder.is_empty() || rest.is_some_and(|rest| rest.starts_with('/'))
}
