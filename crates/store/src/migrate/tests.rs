//! Decisions about what was applied and what is missing.

use expect_test::expect;

use super::*;

fn row(version: u32, checksum: String) -> Applied {
    Applied { version, name: "x".to_owned(), checksum, applied_at_ms: 0 }
}

fn first() -> Applied {
    row(1, MIGRATIONS[0].sqlite.checksum())
}

fn verdict(applied: &[Applied]) -> String {
    match pending(applied, Engine::Sqlite) {
        Ok(missing) => missing.into_iter().map(label).collect::<Vec<_>>().join(" "),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_is_missing_is_applied_in_order() {
    let all = verdict(&[]);
    assert!(all.starts_with("0001_accounts 0002_operations 0003_listens "), "{all}");
    assert_eq!(all.split(' ').count(), MIGRATIONS.len());
    assert_eq!(Some(verdict(&[first()]).as_str()), all.strip_prefix("0001_accounts "));
}

#[test]
fn a_changed_file_is_named() {
    expect!["migration sqlite/0001_accounts.up.sql was changed after it was applied: restore the file, and write a new migration for the change"].assert_eq(&verdict(&[row(1, "other".to_owned())]));
}

#[test]
fn a_newer_database_is_refused() {
    let known = MIGRATIONS.len();
    let refused = format!(
        "the database is at migration 99, this program knows {known}: run the newer program, or let it migrate down first"
    );
    assert_eq!(verdict(&[first(), row(99, String::new())]), refused);
}

#[test]
fn tables_of_another_arrangement_are_not_overlooked() {
    assert!(check_arrangement("listens", &["listens".to_owned()]).is_ok());
    assert!(check_arrangement("listens", &["main".to_owned()]).is_err());
}
