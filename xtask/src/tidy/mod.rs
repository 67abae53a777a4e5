//! `cargo xtask tidy`: the rules of this repository that the compiler does not know.
//!
//! Each rule is a *guard*: one file with one `check` that looks at the repository as read from disk
//! and reports findings. [`GUARDS`] is the registry.

mod docs;
mod exceptions;
mod findings;
mod goldens;
mod layers;
mod links;
mod manifests;
mod markdown;
mod metadata;
mod modules;
mod names;
mod paths;
mod repository;
mod routes;
mod rust;
mod sizes;
mod words;

#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::process::ExitCode;

use self::exceptions::EXCEPTIONS;
use self::findings::Findings;
use self::repository::Repository;

/// Check the rules of the repository that the compiler does not know
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Run only the guards of these names
    guards: Vec<String>,
}

/// Looks at the repository and reports what breaks a rule.
type Guard = fn(&Repository, &mut Findings);

/// Every guard with its name and what it demands.
const GUARDS: &[(&str, &str, Guard)] = &[
    ("layers", "a crate uses only layers below its own", layers::check),
    ("manifests", "crates inherit lints, edition and versions", manifests::check),
    ("sizes", "files, functions and parameter lists stay small", sizes::check),
    ("docs", "every source file says what it is", docs::check),
    ("modules", "every source file belongs to a crate", modules::check),
    ("names", "names say what a thing is", names::check),
    ("words", "no machine's paths and no unfinished work", words::check),
    ("links", "links in documents lead somewhere", links::check),
    ("paths", "documents name only files that exist", paths::check),
    ("routes", "every HTTP route is documented and tested", routes::check),
    ("goldens", "every test file is used by a test", goldens::check),
];

/// Runs the guards; fails when one of them found something.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let known = |name: &String| GUARDS.iter().any(|(guard, ..)| guard == name);
    if let Some(name) = arguments.guards.iter().find(|name| !known(name)) {
        let names: Vec<&str> = GUARDS.iter().map(|(guard, ..)| *guard).collect();
        anyhow::bail!("there is no guard {name:?}; there are {}", names.join(", "));
    }
    let repository = Repository::read(&root())?;
    let mut findings = Findings::new(EXCEPTIONS);
    let mut ran = 0;
    for (name, demand, guard) in GUARDS {
        if arguments.guards.is_empty() || arguments.guards.iter().any(|wanted| wanted == name) {
            findings.start(name, demand);
            guard(&repository, &mut findings);
            ran += 1;
        }
    }
    if ran == GUARDS.len() {
        findings.report_unused_exceptions();
    }
    let broken = findings.print();
    println!("tidy: {ran} guards, {} files, {broken} findings", repository.files.len());
    Ok(if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The repository that this program was built from.
fn root() -> PathBuf {
    let xtask = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().map_or_else(|| xtask.clone(), PathBuf::from)
}
