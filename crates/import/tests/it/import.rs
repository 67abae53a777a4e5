//! What every test here does: import into a fresh directory.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use catalog::{Catalog, Generations};
use import::{Options, Summary, import_musicbrainz};
use jobs::{Silent, Stop};

/// Options of a test; `strict` is off.
pub fn options() -> Options {
    Options {
        strict: false,
        // Little memory, so that the small inputs of tests spill to disk too.
        memory_bytes: 16 << 20,
        staging: None,
        program_version: "test".to_owned(),
        clock: Instant::now,
        imported_at: "2026-01-01T00:00:00Z".to_owned(),
    }
}

/// Imports from `paths` below `root`.
pub fn import(paths: &[PathBuf], root: &Path) -> Result<Summary, import::Error> {
    import_musicbrainz(paths, &Generations::at(root), &options(), &Silent, &Stop::new())
}

/// Opens what was imported last.
pub fn open(root: &Path) -> Arc<Catalog> {
    Generations::at(root).open_current().unwrap()
}
