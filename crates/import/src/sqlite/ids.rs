//! Public ids that a table has twice: an entity must be found again by its id.

use catalog::index::hash;
use rusqlite::OptionalExtension as _;

use super::layout::Table;
use super::source::Source;
use crate::column::IdSet;
use crate::error::Result;
use crate::run::Import;
use crate::spill::Pairs;

/// The rows whose id an earlier row has. Where the file itself forbids that, nothing is read.
pub(super) fn repeated(source: &Source, table: &Table, import: &Import<'_>) -> Result<IdSet> {
    let refuse = |error: rusqlite::Error| source.refuse(&error);
    if is_unique(source, table).map_err(refuse)? {
        return Ok(IdSet::default());
    }
    let path = import.staging.directory().join(format!("ids-{}", table.name));
    let mut pairs = Pairs::new(path, import.staging.sorter_bytes());
    let sql = format!("SELECT rowid, id FROM \"{}\" ORDER BY rowid", table.name);
    let mut statement = source.connection().prepare(&sql).map_err(refuse)?;
    let mut rows = statement.query([]).map_err(refuse)?;
    while let Some(row) = rows.next().map_err(refuse)? {
        let rowid: i64 = row.get(0).map_err(refuse)?;
        // Other rows are refused when they are read for good.
        if let (Ok(id), Ok(Ok(text))) =
            (u32::try_from(rowid), row.get_ref(1).map(|value| value.as_str()))
        {
            pairs.push(hash(text.as_bytes()), id)?;
            if id.is_multiple_of(4096) {
                import.stop.check()?;
            }
        }
    }
    confirm(source, table, pairs)
}

/// Of rows with equal hashes, those whose id really is that of the first.
fn confirm(source: &Source, table: &Table, pairs: Pairs) -> Result<IdSet> {
    let refuse = |error: rusqlite::Error| source.refuse(&error);
    let sql = format!("SELECT id FROM \"{}\" WHERE rowid = ?1", table.name);
    let mut statement = source.connection().prepare(&sql).map_err(refuse)?;
    let mut id_of = |row: u32| statement.query_row([row], |row| row.get::<_, String>(0)).optional();
    let mut found = IdSet::default();
    let mut sorted = pairs.sort()?;
    let mut first: Option<(u64, u32)> = None;
    while let Some((hash, row)) = sorted.next()? {
        match first {
            Some((of_first, earlier)) if of_first == hash => {
                if id_of(earlier).map_err(refuse)? == id_of(row).map_err(refuse)? {
                    found.insert(row);
                }
            }
            _ => first = Some((hash, row)),
        }
    }
    Ok(found)
}

/// Whether an index keeps ids apart.
fn is_unique(source: &Source, table: &Table) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM pragma_index_list(?1) AS list \
               WHERE list.\"unique\" AND NOT list.partial \
               AND (SELECT group_concat(name) FROM pragma_index_info(list.name)) = 'id')";
    source.connection().query_row(sql, [table.name], |row| row.get(0))
}
