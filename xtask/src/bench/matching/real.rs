//! A catalogue of real titles, imported from a dump that lies beside the repository.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use ::catalog::{Catalog, Generations};

use crate::bench::catalog::import::Imported;
use crate::bench::child;

/// Imports the dump into a catalogue below `scratch`, which is made anew.
pub(super) fn imported(dump: &Path, scratch: &Path) -> anyhow::Result<Arc<Catalog>> {
    if scratch.exists() {
        fs::remove_dir_all(scratch)?;
    }
    let catalogue = scratch.join("catalogue");
    fs::create_dir_all(&catalogue)?;
    let paths = [("--dump", dump.as_os_str()), ("--catalogue", catalogue.as_os_str())];
    child::run::<Imported>("import", &paths)?;
    Ok(Generations::at(catalogue).open_current()?)
}
