//! The tables of both engines side by side, and every statement against them.

use std::collections::BTreeSet;
use std::path::Path;

use sqlx::{
    AssertSqlSafe, Column, Connection, Either, Executor, PgConnection, Row, SqlSafeStr, Statement,
    TypeInfo,
};
use store::Target;

use crate::place::{Engine, Place};

/// The types that parameters and columns of statements may have in PostgreSQL.
const TYPES: [&str; 6] = ["BOOL", "INT8", "FLOAT8", "TEXT", "BYTEA", "UUID"];

pub fn sqlite(place: &Place) -> rusqlite::Connection {
    let Target::Sqlite(file) = &place.target else { unreachable!("a SQLite place") };
    rusqlite::Connection::open(file).unwrap()
}

async fn postgres(place: &Place) -> PgConnection {
    let url = place.cluster.as_ref().unwrap().url(&place.database);
    PgConnection::connect(&url).await.unwrap()
}

/// What both engines say about a table, in the same words: one line for each thing.
type Lines = BTreeSet<String>;

#[tokio::test]
async fn both_engines_have_the_same_tables() {
    let (left, right) =
        (Engine::sqlite(None, None).place().await, Engine::postgres(None, None).place().await);
    let (left, right) = (of_sqlite(&sqlite(&left)), of_postgres(&mut postgres(&right).await).await);
    assert!(left.len() > 200, "{left:#?}");
    let only = |a: &Lines, b: &Lines| a.difference(b).cloned().collect::<Vec<_>>();
    let (only_left, only_right) = (only(&left, &right), only(&right, &left));
    assert!(
        only_left.is_empty() && only_right.is_empty(),
        "only in SQLite: {only_left:#?}\nonly in PostgreSQL: {only_right:#?}"
    );
}

/// Quoted words and numbers of an expression: what a check allows, however it is written.
fn literals(expression: &str) -> String {
    let mut found = BTreeSet::new();
    for (at, part) in expression.split('\'').enumerate() {
        if at % 2 == 1 {
            found.insert(format!("'{part}'"));
            continue;
        }
        let numbers = part.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let is_number = |word: &&str| word.chars().all(|c| c.is_ascii_digit()) && !word.is_empty();
        found.extend(numbers.filter(is_number).map(str::to_owned));
    }
    found.into_iter().collect::<Vec<_>>().join(" ")
}

/// The part of a text behind a word, up to its end.
fn behind<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    text.find(word).map(|at| &text[at + word.len()..])
}

fn of_sqlite(raw: &rusqlite::Connection) -> Lines {
    let mut lines = Lines::new();
    let mut tables = raw
        .prepare(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        )
        .unwrap();
    let tables = tables.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    for (table, sql) in tables.map(|table| table.unwrap()) {
        let (table, sql): (String, String) = (table, sql);
        let checks = sqlite_constraints(&table, &sql, &mut lines);
        sqlite_columns(raw, &table, &checks, &mut lines);
        sqlite_references(raw, &table, &mut lines);
        sqlite_indexes(raw, &table, &mut lines);
    }
    lines
}

/// Names and literals of constraints; returns those that stand for types.
fn sqlite_constraints(table: &str, sql: &str, lines: &mut Lines) -> BTreeSet<String> {
    let mut types = BTreeSet::new();
    for line in sql.lines() {
        let Some(rest) = line.trim().strip_prefix("CONSTRAINT ") else { continue };
        let (name, definition) = rest.split_once(' ').unwrap();
        if name.ends_with("_uuid") || name.ends_with("_boolean") {
            types.insert(name.to_owned());
        } else if let Some(check) = definition.strip_prefix("CHECK") {
            lines.insert(format!("{table} check {name} {}", literals(check)));
        } else {
            lines.insert(format!("{table} constraint {name}"));
        }
    }
    types
}

fn sqlite_columns(
    raw: &rusqlite::Connection,
    table: &str,
    types: &BTreeSet<String>,
    lines: &mut Lines,
) {
    let mut columns = raw
        .prepare("SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info(?1)")
        .unwrap();
    let mut rows = columns.query([table]).unwrap();
    let mut key: Vec<(i64, String)> = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let name: String = row.get(0).unwrap();
        let declared: String = row.get(1).unwrap();
        let is = |what: &str| types.contains(&format!("{table}_{name}_{what}"));
        let (kind, default) = match (declared.as_str(), row.get::<_, Option<String>>(3).unwrap()) {
            ("BLOB", default) if is("uuid") => ("uuid", default),
            ("INTEGER", default) if is("boolean") => {
                ("boolean", default.map(|it| (it == "1").to_string()))
            }
            ("BLOB", default) => ("bytea", default),
            ("INTEGER", default) => ("bigint", default),
            ("REAL", default) => ("double precision", default),
            ("TEXT", default) => ("text", default),
            other => panic!("{table}.{name}: {other:?}"),
        };
        let required = row.get::<_, bool>(2).unwrap();
        lines.insert(format!("{table}.{name} {kind} required={required} default={default:?}"));
        key.push((row.get(4).unwrap(), name));
    }
    key.retain(|(place, _)| *place > 0);
    key.sort();
    let key: Vec<_> = key.into_iter().map(|(_, name)| name).collect();
    lines.insert(format!("{table} primary key ({})", key.join(", ")));
}

fn sqlite_references(raw: &rusqlite::Connection, table: &str, lines: &mut Lines) {
    let mut keys = raw
        .prepare("SELECT \"from\", \"table\", \"to\", on_delete FROM pragma_foreign_key_list(?1)")
        .unwrap();
    let mut rows = keys.query([table]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let text = |at: usize| row.get::<_, String>(at).unwrap();
        let (from, to, column, action) = (text(0), text(1), text(2), text(3));
        assert_ne!(action, "NO ACTION", "{table}.{from} says what happens on delete");
        assert!(is_indexed(raw, table, &from), "no index begins with {table}.{from}");
        lines.insert(format!("{table} ({from}) references {to} ({column}) on delete {action}"));
    }
}

fn is_indexed(raw: &rusqlite::Connection, table: &str, column: &str) -> bool {
    // An index over those rows that have a value finds every row that points somewhere.
    let sql = "SELECT count(*) FROM pragma_index_list(?1) AS list, \
               pragma_index_info(list.name) AS info \
               LEFT JOIN sqlite_schema AS s ON s.name = list.name \
               WHERE info.seqno = 0 AND info.name = ?2 \
               AND (list.partial = 0 OR s.sql LIKE '% WHERE ' || ?2 || ' IS NOT NULL')";
    raw.query_row(sql, [table, column], |row| row.get::<_, i64>(0)).unwrap() > 0
}

fn sqlite_indexes(raw: &rusqlite::Connection, table: &str, lines: &mut Lines) {
    let mut indexes = raw
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1 AND sql IS NOT NULL")
        .unwrap();
    let mut rows = indexes.query([table]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let (name, sql): (String, String) = (row.get(0).unwrap(), row.get(1).unwrap());
        lines.insert(index(table, &name, &sql));
    }
}

/// An index by its `CREATE INDEX`, which both engines give back.
fn index(table: &str, name: &str, sql: &str) -> String {
    let unique = sql.starts_with("CREATE UNIQUE");
    let (columns, condition) = sql.split_once(" WHERE ").unwrap_or((sql, ""));
    let columns = columns[columns.find('(').unwrap()..].to_owned();
    format!("{table} index {name} unique={unique} {columns} where {}", literals(condition))
}

async fn of_postgres(connection: &mut PgConnection) -> Lines {
    let mut lines = Lines::new();
    let mut query =
        async |sql: &'static str| sqlx::query(sql).fetch_all(&mut *connection).await.unwrap();
    let columns = query(
        "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod), \
         a.attnotnull, pg_get_expr(d.adbin, d.adrelid) \
         FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 \
         LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum \
         WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace",
    );
    for row in columns.await {
        let text = |at: usize| row.get::<String, _>(at);
        let default = row.get::<Option<String>, _>(4).map(|it| it.replace("::text", ""));
        let required = row.get::<bool, _>(3);
        let (table, name, kind) = (text(0), text(1), text(2));
        lines.insert(format!("{table}.{name} {kind} required={required} default={default:?}"));
    }
    let constraints = query(
        "SELECT conrelid::regclass::text, conname::text, contype::text, \
         pg_get_constraintdef(oid) FROM pg_constraint \
         WHERE connamespace = 'public'::regnamespace AND contype <> 'n'",
    );
    for row in constraints.await {
        let text = |at: usize| row.get::<String, _>(at);
        // PostgreSQL quotes columns that are called like one of its functions.
        let (table, name, kind, definition) = (text(0), text(1), text(2), text(3).replace('"', ""));
        if kind == "c" {
            lines.insert(format!("{table} check {name} {}", literals(&definition)));
            continue;
        }
        if table != "schema_migrations" {
            lines.insert(format!("{table} constraint {name}"));
        }
        if let Some(columns) = behind(&definition, "PRIMARY KEY ") {
            lines.insert(format!("{table} primary key {columns}"));
        } else {
            let definition = behind(&definition, "FOREIGN KEY ").unwrap();
            let definition = definition.replace("REFERENCES", "references");
            let definition = definition.replace("ON DELETE", "on delete").replace('(', " (");
            let words: Vec<_> = definition.split_whitespace().collect();
            lines.insert(format!("{table} {}", words.join(" ")));
        }
    }
    let indexes = query(
        "SELECT tablename::text, indexname::text, indexdef FROM pg_indexes \
         WHERE schemaname = 'public' AND indexname NOT LIKE '%\\_pkey'",
    );
    for row in indexes.await {
        let text = |at: usize| row.get::<String, _>(at);
        lines.insert(index(&text(0), &text(1), &text(2).replace('"', "")));
    }
    lines
}

#[tokio::test]
async fn every_statement_prepares_on_sqlite() {
    let place = Engine::sqlite(None, None).place().await;
    let raw = sqlite(&place);
    for query in store::queries() {
        if let Err(error) = raw.prepare(query.sql) {
            panic!("{}: {error}", query.name);
        }
    }
}

#[tokio::test]
async fn every_statement_prepares_on_postgres_with_the_types_of_the_wire() {
    let place = Engine::postgres(None, None).place().await;
    let mut connection = postgres(&place).await;
    for query in store::queries() {
        let sql = query.postgres.unwrap_or(query.sql);
        let statement = match connection.prepare(AssertSqlSafe(sql).into_sql_str()).await {
            Ok(statement) => statement,
            Err(error) => panic!("{}: {error}", query.name),
        };
        let Some(Either::Left(parameters)) = statement.parameters() else {
            panic!("{}: parameters have types", query.name)
        };
        for (at, kind) in parameters.iter().enumerate() {
            let fits = TYPES.contains(&kind.name());
            assert!(fits, "{}: cast ${}, it is {}", query.name, at + 1, kind.name());
        }
        for column in statement.columns() {
            let kind = column.type_info().name();
            assert!(TYPES.contains(&kind), "{}: cast {}, it is {kind}", query.name, column.name());
        }
    }
}

#[test]
fn every_file_is_a_registered_statement() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("sql");
    let mut files = BTreeSet::new();
    for folder in std::fs::read_dir(&directory).unwrap() {
        for file in std::fs::read_dir(folder.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let name = path.strip_prefix(&directory).unwrap().to_str().unwrap().to_owned();
            files.insert(name);
        }
    }
    let registered = store::queries().flat_map(|query| {
        let exception = query.postgres.map(|_| format!("{}.postgres.sql", query.name));
        [Some(format!("{}.sql", query.name)), exception]
    });
    let registered: BTreeSet<_> = registered.flatten().collect();
    assert_eq!(files, registered);
    let count = store::queries().count();
    let names: BTreeSet<_> = store::queries().map(|query| query.name).collect();
    assert_eq!(names.len(), count, "a name occurs twice");
}
