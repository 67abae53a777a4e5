//! The names of unique indexes by their columns, which is how SQLite speaks of them.

use std::collections::HashMap;

/// Filled when the first value is refused as taken; the schema does not change in between.
#[derive(Debug, Default)]
pub(crate) struct Indexes(Option<HashMap<String, String>>);

impl Indexes {
    /// The index over columns written as `users.email_folded, users.x`; a primary key is
    /// `<table>_pkey`, as in PostgreSQL.
    pub(crate) fn name(&mut self, raw: &rusqlite::Connection, columns: &str) -> Option<String> {
        if let Some(name) = columns.strip_prefix("index '") {
            return Some(name.trim_end_matches('\'').to_owned());
        }
        if self.0.is_none() {
            self.0 = read(raw).ok();
        }
        self.0.as_ref()?.get(columns).cloned()
    }
}

fn read(raw: &rusqlite::Connection) -> rusqlite::Result<HashMap<String, String>> {
    let mut names = HashMap::new();
    let mut tables =
        raw.prepare("SELECT schema, name FROM pragma_table_list WHERE type = 'table'")?;
    let tables = tables.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for table in tables {
        let (schema, table): (String, String) = table?;
        let mut indexes =
            raw.prepare("SELECT name, origin FROM pragma_index_list(?1, ?2) WHERE \"unique\" = 1")?;
        let indexes = indexes.query_map([&table, &schema], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for index in indexes {
            let (name, origin): (String, String) = index?;
            let mut columns =
                raw.prepare("SELECT name FROM pragma_index_info(?1, ?2) ORDER BY seqno")?;
            let columns = columns
                .query_map([&name, &schema], |row| row.get::<_, Option<String>>(0))?
                .map(|column| Ok(format!("{table}.{}", column?.unwrap_or_default())))
                .collect::<rusqlite::Result<Vec<_>>>()?;
            let name = if origin == "pk" { format!("{table}_pkey") } else { name };
            names.insert(columns.join(", "), name);
        }
    }
    Ok(names)
}
