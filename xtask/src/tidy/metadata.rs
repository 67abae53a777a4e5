//! The crates of the workspace, as `cargo metadata` knows them.

use std::path::Path;
use std::process::Command;

use anyhow::Context as _;
use serde::Deserialize;

/// A workspace.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Metadata {
    /// Its crates.
    pub(super) packages: Vec<Package>,
}

/// A crate.
#[derive(Debug, Deserialize)]
pub(super) struct Package {
    /// Its name.
    pub(super) name: String,
    /// Its `Cargo.toml`, absolute.
    pub(super) manifest_path: String,
    /// What it uses.
    pub(super) dependencies: Vec<Dependency>,
    /// What is compiled of it.
    pub(super) targets: Vec<Target>,
}

/// A crate that another uses.
#[derive(Debug, Deserialize)]
pub(super) struct Dependency {
    /// The crate's name.
    pub(super) name: String,
    /// `None`, `dev` or `build`.
    pub(super) kind: Option<String>,
    /// Where it lies, if it is one of ours.
    pub(super) path: Option<String>,
}

/// A library, program or test.
#[derive(Debug, Deserialize)]
pub(super) struct Target {
    /// Its root module, absolute.
    pub(super) src_path: String,
}

impl Metadata {
    /// Asks cargo, without network.
    pub(super) fn read(root: &Path) -> anyhow::Result<Self> {
        let mut cargo = Command::new("cargo");
        cargo.args(["metadata", "--no-deps", "--offline", "--format-version", "1"]);
        let output = cargo.current_dir(root).output().context("cargo cannot be run")?;
        let errors = String::from_utf8_lossy(&output.stderr);
        anyhow::ensure!(output.status.success(), "cargo metadata failed: {errors}");
        serde_json::from_slice(&output.stdout).context("cargo metadata wrote something unexpected")
    }
}
