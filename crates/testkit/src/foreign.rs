//! Data of other people, which lie beside the repository and are never part of it.
//!
//! A test of them can only run where they are. Where they are not, [`not_run`] says so.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Where a file or a folder of these data is; `None`, and a line that says so, where it is not.
#[must_use]
pub fn find(path: &str) -> Option<PathBuf> {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    if place.exists() {
        return Some(place);
    }
    not_run(&format!("shared/data/{path} is not beside the repository"));
    None
}

/// The text of one of these files, if it is there.
///
/// # Panics
/// With a file that cannot be read.
#[must_use]
pub fn text(path: &str) -> Option<String> {
    let place = find(path)?;
    Some(fs::read_to_string(&place).unwrap_or_else(|error| panic!("{}: {error}", place.display())))
}

/// What the lines of one of these files say in JSON, if it is there.
///
/// # Panics
/// With a line that is no JSON.
#[cfg(feature = "cases")]
#[must_use]
pub fn lines(path: &str) -> Option<Vec<serde_json::Value>> {
    let read = |line: &str| {
        serde_json::from_str(line).unwrap_or_else(|error| panic!("{path}: {error}: {line}"))
    };
    Some(text(path)?.lines().map(read).collect())
}

/// Says loudly that the test which runs now cannot run.
///
/// What a test that passes prints is hidden, so the line is kept for the end of `./test` as well, in the file that
/// the variable `TESTS_NOT_RUN` names.
///
/// # Panics
/// When that file cannot be written.
pub fn not_run(why: &str) {
    let current = std::thread::current();
    let line = format!("NOT RUN: {}: {why}", current.name().unwrap_or("a test"));
    println!("{line}");
    #[expect(clippy::disallowed_methods, reason = "./test tells tests where the list is")]
    let list = std::env::var_os("TESTS_NOT_RUN");
    if let Some(list) = list {
        let list = File::options().append(true).create(true).open(list);
        list.and_then(|mut list| writeln!(list, "{line}"))
            .expect("the list of what did not run can be written");
    }
}
