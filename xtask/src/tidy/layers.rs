//! The drawing of `ARCHITECTURE.md` as a table, compared with what the crates really use.

use super::findings::Findings;
use super::metadata::{Dependency, Package};
use super::repository::Repository;

/// The crates, the lowest layer first.
const LAYERS: [&[&str]; 5] = [
    &["model", "text", "jobs", "edge"],
    &["catalog", "store"],
    &["import", "accounts", "listens"],
    &["api", "compat-lastfm", "compat-listenbrainz", "compat-musicbrainz"],
    &["gatefold"],
];

/// Crates beside the layers, with the highest layer that they may use.
const BESIDE: [(&str, usize); 2] = [("testkit", 1), ("xtask", 4)];

/// Who may use a crate that lies beside the layers, other than in tests.
const MAY_USE_BESIDE: [(&str, &str); 2] = [("gatefold", "testkit"), ("xtask", "testkit")];

/// Crates of others that a layer must not know, tests aside: what an engine or a vocabulary crate
/// cannot call, it cannot depend on by accident.
const FOREIGN: [(&str, &[&str], &str); 5] = [
    (
        "model text jobs",
        &["axum", "hyper", "reqwest", "tokio", "heed", "tantivy", "rusqlite"],
        "vocabulary knows no disk and no network",
    ),
    ("edge", &["heed", "tantivy", "rusqlite", "reqwest"], "the edge knows no store"),
    (
        "catalog import store accounts listens",
        &["axum", "hyper", "tower"],
        "HTTP belongs to the surfaces",
    ),
    ("accounts listens", &["rusqlite", "sqlx"], "SQL belongs to the store"),
    (
        "api compat-lastfm compat-listenbrainz compat-musicbrainz",
        &["heed", "tantivy", "rusqlite", "sqlx", "reqwest"],
        "surfaces translate, they do not store",
    ),
];

/// Compares every dependency with the tables, and the tables with the crates and the document.
pub(super) fn check(repository: &Repository, findings: &mut Findings) {
    let packages = &repository.metadata.packages;
    for package in packages {
        let manifest = repository.relative(&package.manifest_path).to_owned();
        if place(&package.name).is_none() {
            let message = format!(
                "crate {} has no layer: add it to xtask/src/tidy/layers.rs and ARCHITECTURE.md",
                package.name
            );
            findings.add(&manifest, 0, message);
            continue;
        }
        for dependency in &package.dependencies {
            if let Some(message) = forbidden(package, dependency) {
                let line = line_of(repository, &manifest, &dependency.name);
                findings.add(&manifest, line, message);
            }
        }
        check_document(repository, &package.name, findings);
    }
    let drawn = LAYERS.iter().flat_map(|layer| layer.iter());
    for name in drawn.chain(BESIDE.iter().map(|(name, _)| name)) {
        if !packages.iter().any(|package| package.name == *name) {
            let message = format!("crate {name} does not exist: remove it from the table");
            findings.add("xtask/src/tidy/layers.rs", 0, message);
        }
    }
}

/// Where a crate stands: its layer and whether it is in the drawing or beside it.
fn place(name: &str) -> Option<(usize, bool)> {
    let layer = LAYERS.iter().position(|layer| layer.contains(&name));
    let beside = || BESIDE.iter().find(|(beside, _)| *beside == name);
    layer.map(|layer| (layer, true)).or_else(|| beside().map(|(_, top)| (top + 1, false)))
}

/// Why a crate must not use another.
fn forbidden(package: &Package, dependency: &Dependency) -> Option<String> {
    let is_test = dependency.kind.as_deref() == Some("dev");
    let (user, used) = (package.name.as_str(), dependency.name.as_str());
    if dependency.path.is_none() {
        let is_named = |(users, foreign, _): &&(&str, &[&str], &str)| {
            users.split(' ').any(|name| name == user) && foreign.contains(&used)
        };
        let (.., reason) = FOREIGN.iter().find(is_named).filter(|_| !is_test)?;
        return Some(format!("{user} must not use {used}: {reason}"));
    }
    let (own, _) = place(user)?;
    let Some((below, in_drawing)) = place(used) else {
        return Some(format!("{user} uses {used}, which has no layer"));
    };
    if !in_drawing {
        let is_allowed = used == "testkit" && (is_test || MAY_USE_BESIDE.contains(&(user, used)));
        return (!is_allowed).then(|| format!("{user} must not use {used}: it is for developers"));
    }
    if below < own {
        return None;
    }
    let relation = if below == own { "stands in the same layer" } else { "stands above it" };
    Some(format!(
        "{user} (layer {own}) must not use {used} (layer {below}), which {relation}: let the caller pass what is needed"
    ))
}

fn line_of(repository: &Repository, manifest: &str, dependency: &str) -> usize {
    let Some(file) = repository.file(manifest) else { return 0 };
    let names = |line: &str| {
        let rest = line.strip_prefix(dependency);
        rest.is_some_and(|rest| rest.starts_with(['.', ' ', '=']))
    };
    file.text.lines().position(names).map_or(0, |at| at + 1)
}

/// Every crate has its paragraph.
fn check_document(repository: &Repository, name: &str, findings: &mut Findings) {
    let Some(document) = repository.file("ARCHITECTURE.md") else {
        findings.add("ARCHITECTURE.md", 0, "it is missing");
        return;
    };
    let heading = format!("### `{name}`");
    if !document.text.lines().any(|line| line.starts_with(&heading)) {
        let message = format!("crate {name} has no paragraph: write one below `{heading}`");
        findings.add("ARCHITECTURE.md", 0, message);
    }
}

#[cfg(test)]
mod tests {
    //! Arrows that point down, sideways and up.
    use expect_test::expect;

    use super::*;

    fn verdict(user: &str, used: &str, kind: Option<&str>, ours: bool) -> String {
        let dependency = Dependency {
            name: used.to_owned(),
            kind: kind.map(str::to_owned),
            path: ours.then(String::new),
        };
        let package = Package {
            name: user.to_owned(),
            manifest_path: String::new(),
            dependencies: Vec::new(),
            targets: Vec::new(),
        };
        forbidden(&package, &dependency).map_or("fine\n".to_owned(), |message| message + "\n")
    }

    #[test]
    fn arrows_point_only_downward() {
        let verdicts = [
            verdict("api", "catalog", None, true),
            verdict("catalog", "api", None, true),
            verdict("text", "model", None, true),
            verdict("api", "testkit", Some("dev"), true),
            verdict("api", "testkit", None, true),
            verdict("gatefold", "testkit", None, true),
            verdict("gatefold", "xtask", None, true),
            verdict("testkit", "catalog", None, true),
            verdict("testkit", "import", None, true),
            verdict("catalog", "axum", None, false),
            verdict("catalog", "axum", Some("dev"), false),
        ];
        expect![[r"
            fine
            catalog (layer 1) must not use api (layer 3), which stands above it: let the caller pass what is needed
            text (layer 0) must not use model (layer 0), which stands in the same layer: let the caller pass what is needed
            fine
            api must not use testkit: it is for developers
            fine
            gatefold must not use xtask: it is for developers
            fine
            testkit (layer 2) must not use import (layer 2), which stands in the same layer: let the caller pass what is needed
            catalog must not use axum: HTTP belongs to the surfaces
            fine
        "]]
        .assert_eq(&verdicts.concat());
    }
}
