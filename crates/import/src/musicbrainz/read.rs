//! All tables of an export, through their readers.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use catalog::SourceArchive;
use jobs::Unit;

use super::{RowError, TableReader, reader};
use crate::dump::row::{Row, Rows};
use crate::dump::{Source, tables};
use crate::error::{Error, Result};
use crate::problems::Refusal;
use crate::run::Import;
use crate::staging::Staging;

/// Rows of which more than half are refused are not what the table claims to be; below this many
/// rows it may be chance.
const ENOUGH_ROWS: u64 = 100;

/// A table that came before one that it needs.
struct SetAside {
    archive: String,
    table: String,
    path: PathBuf,
}

/// Reads everything into the staging area.
pub(crate) fn read(source: &Source, import: &mut Import<'_>) -> Result<()> {
    import.manifest.source_timestamp = source.head().timestamp.clone();
    import.manifest.replication_sequence = source.head().replication_sequence;
    let archives = source.archives().iter();
    import.manifest.sources = archives
        .map(|archive| SourceArchive { name: name_of(&archive.path), bytes: archive.bytes })
        .collect();
    import.watch.start("read", Some(source.bytes_total()), Unit::Bytes);
    let (progress, stop) = (import.watch.progress(), import.stop);
    let mut done: HashSet<String> = HashSet::new();
    let mut aside: Vec<SetAside> = Vec::new();
    let mut told = 0;
    source.for_each_table::<Error>(&mut |header, blocks| {
        let Some(table) = reader(header.name) else { return Ok(()) };
        let archive = name_of(&header.archive.path);
        let too_early = table.needs.iter().any(|needed| !done.contains(*needed));
        let mut out = if too_early {
            Some(set_aside(&archive, header.name, import, &mut aside)?)
        } else {
            None
        };
        let mut run = TableRun::new(&archive, header.name, table);
        while let Some(block) = blocks.next_block()? {
            stop.check()?;
            match &mut out {
                Some((path, file)) => file.write_all(block.bytes).map_err(Error::disk(&*path))?,
                None => run.block(block.bytes, &mut import.staging)?,
            }
            let read = source.bytes_read();
            progress.advance(read.saturating_sub(told));
            told = told.max(read);
        }
        if let Some((path, mut file)) = out {
            return file.flush().map_err(Error::disk(path));
        }
        done.insert(header.name.to_owned());
        run.end(import)
    })?;
    for table in aside {
        read_set_aside(&table, import)?;
    }
    import.watch.bytes(source.bytes_total());
    Ok(())
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn set_aside(
    archive: &str,
    table: &str,
    import: &Import<'_>,
    aside: &mut Vec<SetAside>,
) -> Result<(PathBuf, BufWriter<File>)> {
    let path = import.staging.directory().join(format!("aside{}", aside.len()));
    let file = File::create(&path).map_err(Error::disk(&path))?;
    let (archive, table) = (archive.to_owned(), table.to_owned());
    aside.push(SetAside { archive, table, path: path.clone() });
    Ok((path, BufWriter::with_capacity(1 << 20, file)))
}

fn read_set_aside(aside: &SetAside, import: &mut Import<'_>) -> Result<()> {
    let Some(table) = reader(&aside.table) else { return Ok(()) };
    let file = File::open(&aside.path).map_err(Error::disk(&aside.path))?;
    let mut file = BufReader::with_capacity(1 << 20, file);
    let mut run = TableRun::new(&aside.archive, &aside.table, table);
    let mut line = Vec::new();
    loop {
        line.clear();
        if file.read_until(b'\n', &mut line).map_err(Error::disk(&aside.path))? == 0 {
            break;
        }
        run.block(&line, &mut import.staging)?;
    }
    run.end(import)
}

/// One table being read.
struct TableRun<'t> {
    archive: &'t str,
    table: &'t str,
    reader: TableReader,
    columns: usize,
    rows: u64,
}

impl<'t> TableRun<'t> {
    fn new(archive: &'t str, table: &'t str, reader: TableReader) -> Self {
        let columns = tables::columns(table).map_or(1, tables::Columns::len);
        Self { archive, table, reader, columns, rows: 0 }
    }

    /// Reads the rows of a block.
    fn block(&mut self, bytes: &[u8], staging: &mut Staging) -> Result<()> {
        let mut rows = Rows::new(bytes);
        while let Some(row) = rows.next_row() {
            self.rows += 1;
            if let Err(error) = self.row(&row, staging) {
                self.refuse(error, staging)?;
            }
        }
        Ok(())
    }

    fn row(&self, row: &Row<'_, '_>, staging: &mut Staging) -> Result<(), RowError> {
        if row.len() < self.columns {
            let reason = format!("it has {} columns, {} are expected", row.len(), self.columns);
            return Err(RowError::Refused { kind: "too few columns", reason });
        }
        (self.reader.read)(row, &self.reader.context, staging)
    }

    fn refuse(&self, error: RowError, staging: &mut Staging) -> Result<()> {
        let (kind, reason) = match error {
            RowError::Import(error) => return Err(error),
            RowError::Refused { kind, reason } => (kind, reason),
            RowError::Field(error) => {
                let name = tables::columns(self.table).map_or("?", |all| all.name(error.column));
                (kind_of(&error.problem), format!("column {name} {}", error.problem))
            }
        };
        staging.problems.refuse(&Refusal {
            file: self.archive,
            table: self.table,
            kind,
            place: &format!("row {}", self.rows),
            reason: &reason,
        })
    }

    /// Ends the table: counts it, and refuses it when it makes no sense.
    fn end(self, import: &mut Import<'_>) -> Result<()> {
        import.manifest.rows.insert(self.table.to_owned(), self.rows);
        let (bad, example) = import.staging.problems.count_of(self.table);
        if self.rows >= ENOUGH_ROWS && bad > self.rows / 2 {
            let table = self.table.to_owned();
            return Err(Error::Unreadable { table, bad, rows: self.rows, example });
        }
        import.staging.rest()
    }
}

/// What rows with this problem are counted as.
fn kind_of(problem: &crate::dump::row::Problem) -> &'static str {
    use crate::dump::row::Problem;
    match problem {
        Problem::Missing { .. } => "too few columns",
        Problem::Null => "missing value",
        Problem::NotUtf8(_) => "invalid UTF-8",
        Problem::BadEscape(_) => "incomplete escape",
        Problem::OutOfRange(_) => "value out of range",
        _ => "malformed value",
    }
}
