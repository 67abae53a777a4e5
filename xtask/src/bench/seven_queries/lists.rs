//! Statements with `IN` lists, prepared once for each length.

use rusqlite::{Connection, Row, ToSql, params_from_iter};

/// The longest list of one statement; longer ones are asked for in parts.
const LONGEST: usize = 4096;

/// A query with one `IN` list, as texts for lists of 1, 2, 4 … parameters.
pub(super) struct ListQuery(Vec<String>);

impl ListQuery {
    /// A query up to its list.
    pub(super) fn new(head: &str) -> Self {
        let lengths = (0..).map(|power| 1_usize << power).take_while(|length| *length <= LONGEST);
        Self(lengths.map(|length| format!("{head} IN ({})", vec!["?"; length].join(","))).collect())
    }

    /// Calls `take` with every row for any of the keys.
    ///
    /// The last key fills the list up to the next length that has a statement.
    pub(super) fn each<K: ToSql>(
        &self,
        connection: &Connection,
        keys: &[K],
        mut take: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        for part in keys.chunks(LONGEST) {
            let length = part.len().next_power_of_two();
            let sql = &self.0[length.trailing_zeros() as usize];
            let mut statement = connection.prepare_cached(sql)?;
            let filled = (0..length).map(|at| &part[at.min(part.len() - 1)]);
            let mut rows = statement.query(params_from_iter(filled))?;
            while let Some(row) = rows.next()? {
                take(row)?;
            }
        }
        Ok(())
    }

    /// How many statements the query may become.
    pub(super) fn variants(&self) -> usize {
        self.0.len()
    }
}
