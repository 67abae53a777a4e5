//! What every `Cargo.toml` takes from the workspace.

use toml::{Table, Value};

use super::findings::Findings;
use super::repository::Repository;

/// Keys that a crate inherits.
const INHERITED: [&str; 5] = ["version", "edition", "rust-version", "license", "publish"];

/// Looks at each crate's manifest.
pub(super) fn check(repository: &Repository, findings: &mut Findings) {
    for package in &repository.metadata.packages {
        let path = repository.relative(&package.manifest_path).to_owned();
        let Some(file) = repository.file(&path) else { continue };
        match file.text.parse::<Table>() {
            Ok(manifest) => check_one(&path, &manifest, findings),
            Err(error) => findings.add(&path, 0, error.to_string()),
        }
    }
}

fn check_one(path: &str, manifest: &Table, findings: &mut Findings) {
    if !is_inherited(manifest.get("lints")) {
        findings.add(path, 0, "it lacks `[lints] workspace = true`");
    }
    let package = manifest.get("package").and_then(Value::as_table);
    for key in INHERITED {
        if !is_inherited(package.and_then(|package| package.get(key))) {
            findings.add(path, 0, format!("it lacks `{key}.workspace = true`"));
        }
    }
    if package.is_none_or(|package| !package.contains_key("description")) {
        findings.add(path, 0, "it lacks a description");
    }
    for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
        let used = manifest.get(section).and_then(Value::as_table);
        for (name, value) in used.into_iter().flatten() {
            if !is_inherited(Some(value)) {
                let message = format!(
                    "{name} has its own version: put it into the workspace's Cargo.toml and write `{name}.workspace = true`"
                );
                findings.add(path, 0, message);
            }
        }
    }
}

fn is_inherited(value: Option<&Value>) -> bool {
    value.and_then(|value| value.get("workspace")).and_then(Value::as_bool) == Some(true)
}
