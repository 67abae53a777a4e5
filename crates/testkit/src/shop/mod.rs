//! The shop's rows, one file per group of tables.

mod areas;
mod art;
mod artists;
mod derived;
mod events;
mod labels;
mod recordings;
mod relationships;
mod release_groups;
mod releases;
mod shelf;
mod totals;
mod tracks;
mod urls;
mod words;
mod works;

use std::io;
use std::path::{Path, PathBuf};

use crate::dump::{DumpWriter, Format, Row};
use shelf::Shelf;

pub use words::words;

/// The shop's dump, to be edited and written.
#[derive(Debug, Clone)]
pub struct Shop {
    /// All tables.
    pub dump: DumpWriter,
}

/// The shop as it is before a test breaks something.
#[must_use]
pub fn shop() -> Shop {
    let mut shelf = Shelf::default();
    words(&mut shelf.dump);
    areas::fill(&mut shelf);
    artists::fill(&mut shelf);
    labels::fill(&mut shelf);
    recordings::fill(&mut shelf);
    release_groups::fill(&mut shelf);
    releases::fill(&mut shelf);
    tracks::fill(&mut shelf);
    works::fill(&mut shelf);
    events::fill(&mut shelf);
    relationships::fill(&mut shelf);
    urls::fill(&mut shelf);
    derived::fill(&mut shelf);
    art::fill(&mut shelf);
    totals::fill(&mut shelf.dump);
    Shop { dump: shelf.dump }
}

impl Shop {
    /// The rows of a table.
    #[must_use]
    pub fn table(&self, table: &str) -> &[Row] {
        self.dump.table(table)
    }

    /// The rows of a table, to edit.
    pub fn table_mut(&mut self, table: &str) -> &mut Vec<Row> {
        self.dump.table_mut(table)
    }

    /// Writes the four archives into a directory that exists, and says which files were made.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(&self, dir: &Path, format: Format) -> io::Result<Vec<PathBuf>> {
        self.dump.write(dir, format)
    }
}
