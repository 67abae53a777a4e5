//! A dump in memory: tables of rows that can be edited and then written in any form.

mod archive;
mod columns;
pub mod row;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

pub use archive::{Archive, Content, Format, Head, write_archive, write_tar};
pub use columns::columns;
pub use row::Row;

/// Tables by name with their rows, and the small files of every archive.
#[derive(Debug, Clone, Default)]
pub struct DumpWriter {
    tables: BTreeMap<String, Vec<Row>>,
    raw: BTreeMap<String, Vec<u8>>,
    heads: BTreeMap<Archive, Head>,
}

impl DumpWriter {
    /// A dump without rows.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a row to a table.
    pub fn push(&mut self, table: &str, row: Row) {
        self.table_mut(table).push(row);
    }

    /// Adds bytes behind the rows of a table as they are: for rows that no server would write.
    pub fn push_raw(&mut self, table: &str, bytes: &[u8]) {
        self.raw.entry(table.to_owned()).or_default().extend_from_slice(bytes);
    }

    /// The rows of a table; none when it has none.
    #[must_use]
    pub fn table(&self, table: &str) -> &[Row] {
        self.tables.get(table).map_or(&[], Vec::as_slice)
    }

    /// The rows of a table, to edit. A table left empty gets no file, as in a real dump.
    pub fn table_mut(&mut self, table: &str) -> &mut Vec<Row> {
        self.tables.entry(table.to_owned()).or_default()
    }

    /// The names of the tables that have rows, sorted.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        let names = self.tables.iter().filter(|(_, rows)| !rows.is_empty());
        names.map(|(name, _)| name.as_str())
    }

    /// A field of the first row whose first field is `id`, to edit.
    ///
    /// # Panics
    /// When there is no such table, row or column: the test that asks is wrong.
    pub fn field_mut(&mut self, table: &str, id: u32, column: &str) -> &mut Option<String> {
        let at = columns(table)
            .and_then(|columns| columns.split(' ').position(|name| name == column))
            .unwrap_or_else(|| panic!("{table} has no column {column}"));
        let id = Some(id.to_string());
        let row = self.table_mut(table).iter_mut().find(|row| row[0] == id);
        &mut row.unwrap_or_else(|| panic!("{table} has no row {id:?}"))[at]
    }

    /// The small files of an archive, to edit.
    pub fn head_mut(&mut self, archive: Archive) -> &mut Head {
        self.heads.entry(archive).or_default()
    }

    /// Writes all four archives into a directory that exists, and says which files were made.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(&self, dir: &Path, format: Format) -> io::Result<Vec<PathBuf>> {
        Archive::ALL.iter().map(|archive| self.write_one(dir, *archive, format)).collect()
    }

    /// Writes one archive into a directory that exists, and says where it is.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write_one(&self, dir: &Path, archive: Archive, format: Format) -> io::Result<PathBuf> {
        let head = self.heads.get(&archive).cloned().unwrap_or_default();
        let mut content: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
        for (table, rows) in &self.tables {
            let bytes = content.entry(table).or_default();
            rows.iter().for_each(|row| row::write_row(row, bytes));
        }
        for (table, raw) in &self.raw {
            content.entry(table).or_default().extend_from_slice(raw);
        }
        content.retain(|table, bytes| Archive::of_table(table) == archive && !bytes.is_empty());
        let tables: Vec<_> =
            content.into_iter().map(|(table, bytes)| (table, Content::Bytes(bytes))).collect();
        write_archive(dir, (archive, format), &head, &tables)
    }
}
