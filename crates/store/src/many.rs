//! Statements for many rows: the text of a one-row `INSERT` with its list of values repeated.

use crate::error::{Error, Result};
use crate::query::Query;
use crate::value::Value;

/// Rows of a statement: as many as fit, then fewer. So there are few texts, and each is kept
/// prepared; a thousand rows are four of the first.
const ROWS: [usize; 2] = [250, 50];
/// Of so few rows there is a text for each number: single submissions use them all the time.
const FEW: usize = 32;
/// Parameters of one statement: the limit of SQLite (`SQLITE_MAX_VARIABLE_NUMBER`). PostgreSQL has
/// room for twice as many.
const PARAMETERS: usize = 32_766;

/// An `INSERT` of one row, cut around what is repeated for each row.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Template<'q> {
    head: &'q str,
    /// Texts between parameters, with the number of the parameter that follows each.
    list: Vec<(&'q str, usize)>,
    list_end: &'q str,
    tail: &'q str,
    /// Values that a row comes with.
    width: usize,
}

/// How parameters are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marks {
    /// `?`. SQLite looks for each `$1` among all others, which takes long with thousands.
    Places,
    /// `$1`, `$2`, ….
    Numbers,
}

impl<'q> Template<'q> {
    /// Cuts the text of a query.
    ///
    /// # Errors
    /// [`Error::Statement`] when it has no list of values, or parameters outside of it.
    pub(crate) fn of(query: &'static Query, sql: &'q str) -> Result<Self> {
        let wrong = |what: &str| Error::Statement { query: query.name, source: what.into() };
        let start = sql.find("VALUES (").ok_or_else(|| wrong("it has no list of values"))?;
        let start = start + "VALUES ".len();
        let length = list_length(&sql[start..]).ok_or_else(|| wrong("its values do not end"))?;
        let (head, tail) = (&sql[..start], &sql[start + length..]);
        if head.contains('$') || tail.contains('$') {
            return Err(wrong("it has parameters outside of its values"));
        }
        let (list, list_end) = cut(&sql[start..start + length]);
        let numbers = || list.iter().map(|(_, number)| *number);
        let width = numbers().max().unwrap_or(0);
        if numbers().min().unwrap_or(0) == 0 || list.len() > PARAMETERS {
            return Err(wrong("it has no parameters, or too many"));
        }
        Ok(Self { head, list, list_end, tail, width })
    }

    /// The rows of the next statement when so many are left.
    pub(crate) fn rows(&self, left: usize) -> usize {
        let most = PARAMETERS / self.list.len();
        let fitting = ROWS.into_iter().find(|rows| *rows <= left.min(most));
        fitting.unwrap_or_else(|| left.min(FEW).min(most))
    }

    /// The text for this many rows.
    pub(crate) fn text(&self, rows: usize, marks: Marks) -> String {
        let mut text = String::from(self.head);
        let mut number = 0;
        for row in 0..rows {
            if row > 0 {
                text.push_str(", ");
            }
            for (before, _) in &self.list {
                text.push_str(before);
                number += 1;
                match marks {
                    Marks::Places => text.push('?'),
                    Marks::Numbers => text.push_str(&format!("${number}")),
                }
            }
            text.push_str(self.list_end);
        }
        text.push_str(self.tail);
        text
    }

    /// The values of a row in the order of the text.
    ///
    /// # Errors
    /// [`Error::Statement`] when it has more or fewer than the query.
    pub(crate) fn row<'v>(
        &self,
        query: &'static Query,
        row: &'v [Value],
    ) -> Result<impl Iterator<Item = &'v Value> + use<'v, '_, 'q>> {
        if row.len() != self.width {
            let source = format!("a row has {} values instead of {}", row.len(), self.width);
            return Err(Error::Statement { query: query.name, source: source.into() });
        }
        Ok(self.list.iter().filter_map(|(_, number)| row.get(number - 1)))
    }

    /// The values of some rows in the order of the text.
    ///
    /// # Errors
    /// [`Error::Statement`] when a row has more or fewer than the query.
    pub(crate) fn values(
        &self,
        query: &'static Query,
        rows: Vec<Vec<Value>>,
    ) -> Result<Vec<Value>> {
        let is_plain = self.list.iter().map(|(_, number)| *number).eq(1..=self.width);
        let mut values = Vec::with_capacity(rows.len() * self.list.len());
        for row in rows {
            if is_plain && row.len() == self.width {
                values.extend(row);
            } else {
                values.extend(self.row(query, &row)?.cloned());
            }
        }
        Ok(values)
    }
}

/// The length of a list that begins with its bracket.
fn list_length(text: &str) -> Option<usize> {
    let (mut depth, mut is_quoted) = (0_usize, false);
    for (at, c) in text.char_indices() {
        match c {
            '\'' => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Cuts a list at its parameters.
fn cut(list: &str) -> (Vec<(&str, usize)>, &str) {
    let mut parts = Vec::new();
    let mut rest = list;
    let mut from = 0;
    while let Some(found) = rest[from..].find('$') {
        let at = from + found;
        let digits = rest[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
        match rest[at + 1..at + 1 + digits].parse() {
            Ok(number) => {
                parts.push((&rest[..at], number));
                rest = &rest[at + 1 + digits..];
                from = 0;
            }
            Err(_) => from = at + 1,
        }
    }
    (parts, rest)
}

#[cfg(test)]
mod tests {
    //! Texts as they stand in files.
    use expect_test::expect;

    use super::*;

    static QUERY: Query = Query { name: "test", sql: "", postgres: None };

    fn text(sql: &'static str, marks: Marks) -> String {
        match Template::of(&QUERY, sql) {
            Ok(template) => template.text(2, marks),
            Err(Error::Statement { source, .. }) => format!("refused: {source}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn the_list_of_values_is_repeated() {
        let sql = "INSERT INTO a (x, y, z)\nVALUES ($2, lower(CAST($1 AS text)), ')$', $2)\nON CONFLICT DO NOTHING\n";
        let both = [Marks::Numbers, Marks::Places].map(|marks| text(sql, marks));
        expect![[r#"
            INSERT INTO a (x, y, z)
            VALUES ($1, lower(CAST($2 AS text)), ')$', $3), ($4, lower(CAST($5 AS text)), ')$', $6)
            ON CONFLICT DO NOTHING
            INSERT INTO a (x, y, z)
            VALUES (?, lower(CAST(? AS text)), ')$', ?), (?, lower(CAST(? AS text)), ')$', ?)
            ON CONFLICT DO NOTHING
        "#]]
        .assert_eq(&both.concat());
    }

    #[test]
    fn values_come_in_the_order_of_the_text() -> Result<()> {
        let template = Template::of(&QUERY, "INSERT INTO a VALUES ($2, lower($1), $2)")?;
        let rows = [crate::params!["a", 1_i64], crate::params!["b", None::<i64>]];
        let expected = crate::params![1_i64, "a", 1_i64, None::<i64>, "b", None::<i64>];
        assert_eq!(template.values(&QUERY, rows.to_vec())?, expected);
        assert!(template.values(&QUERY, vec![crate::params!["a"]]).is_err());
        let template = Template::of(&QUERY, "INSERT INTO a VALUES ($1, lower($2))")?;
        let expected = crate::params!["a", 1_i64, "b", None::<i64>];
        assert_eq!(template.values(&QUERY, rows.to_vec())?, expected);
        Ok(())
    }

    #[test]
    fn a_text_that_cannot_be_repeated_is_refused() {
        let refused = [
            "DELETE FROM a WHERE x = $1",
            "INSERT INTO a (x) VALUES (1)",
            "INSERT INTO a (x) VALUES (lower($1)",
            "INSERT INTO a (x) VALUES ($1) ON CONFLICT (x) DO UPDATE SET y = $2",
        ];
        let refused: Vec<_> = refused.into_iter().map(|sql| text(sql, Marks::Numbers)).collect();
        expect![[r#"
            refused: it has no list of values
            refused: it has no parameters, or too many
            refused: its values do not end
            refused: it has parameters outside of its values"#]]
        .assert_eq(&refused.join("\n"));
    }

    #[test]
    fn many_rows_are_few_texts_below_the_limit_of_parameters() {
        let parts = |parameters: usize, mut left: usize| {
            let list: Vec<_> = (1..=parameters).map(|number| format!("${number}")).collect();
            let sql = format!("INSERT INTO a VALUES ({})", list.join(", "));
            let template = Template::of(&QUERY, &sql).ok()?;
            let mut parts = Vec::new();
            while left > 0 {
                parts.push(template.rows(left));
                left -= parts.last()?;
            }
            Some(parts)
        };
        assert_eq!(parts(3, 1000), Some(vec![250; 4]));
        assert_eq!(parts(3, 1), Some(vec![1]));
        assert_eq!(parts(3, 327), Some(vec![250, 50, 27]));
        assert_eq!(parts(200, 270), Some(vec![50, 50, 50, 50, 50, 20]));
        assert_eq!(parts(10_000, 5), Some(vec![3, 2]));
    }
}
