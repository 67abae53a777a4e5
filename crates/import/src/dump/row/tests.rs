//! What rows and fields of the COPY text format mean, and that foreign bytes cannot break them.
#![expect(clippy::unwrap_used, reason = "tests")]

use expect_test::expect;
use proptest::prelude::*;

use super::*;

/// The first row's fields, each read by `read` and shown.
fn check<'a, T: std::fmt::Debug>(
    line: &'a str,
    read: impl Fn(Row<'_, 'a>) -> Result<T, FieldError>,
) -> String {
    let mut rows = Rows::new(line.as_bytes());
    match read(rows.next_row().unwrap()) {
        Ok(value) => format!("{value:?}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn fields_are_cut_at_tabs_and_rows_at_newlines() {
    let mut rows = Rows::new(b"1\ta\t\n\n\\N\t\xff\n2");
    let mut seen = Vec::new();
    while let Some(row) = rows.next_row() {
        let fields: Vec<_> = (0..row.len()).map(|i| row.raw(i).unwrap().to_vec()).collect();
        assert_eq!(fields.join(&b'\t'), row.bytes());
        seen.push(fields);
    }
    assert_eq!(seen.len(), 4);
    assert_eq!(seen[0], [b"1".to_vec(), b"a".to_vec(), b"".to_vec()]);
    assert_eq!(seen[1], [b"".to_vec()]);
    assert_eq!(seen[2], [b"\\N".to_vec(), vec![0xff]]);
    assert_eq!(seen[3], [b"2".to_vec()]);
    assert!(Rows::new(b"").next_row().is_none());
}

#[test]
fn escapes_are_resolved_as_postgresql_does() {
    let line = r"tab\tnl\ncr\rbs\bff\fvt\vslash\\hex\x41oct\101plain\q\x";
    assert_eq!(
        check(line, |row| row.str(0)),
        format!("{:?}", "tab\tnl\ncr\rbs\u{8}ff\u{c}vt\u{b}slash\\hexAoctAplainqx")
    );
    expect!["\"\""].assert_eq(&check("\t", |row| row.str(0)));
    expect!["None"].assert_eq(&check("\\N", |row| row.opt_str(0)));
    expect![[r#""\\N""#]].assert_eq(&check("\\\\N", |row| row.str(0)));
    expect!["true"].assert_eq(&check("\\N", |row| row.is_null(0)));
    expect![[r#"column 1 ends in an incomplete escape: "abc\\""#]]
        .assert_eq(&check("abc\\", |row| row.str(0)));
}

#[test]
fn text_without_an_escape_is_borrowed() {
    let mut rows = Rows::new("Ørsted\ta\\tb\n".as_bytes());
    let row = rows.next_row().unwrap();
    assert!(matches!(row.str(0).unwrap(), Cow::Borrowed("Ørsted")));
    assert!(matches!(row.str(1).unwrap(), Cow::Owned(text) if text == "a\tb"));
}

#[test]
fn every_type_says_what_was_wrong() {
    expect!["-12"].assert_eq(&check("-12", |row| row.i64(0)));
    expect!["column 1 is NULL and must not be"].assert_eq(&check("\\N", |row| row.u32(0)));
    expect![[r#"column 1 is out of range: "-1""#]].assert_eq(&check("-1", |row| row.u32(0)));
    expect![[r#"column 1 is out of range: "99999999999999999999""#]]
        .assert_eq(&check("99999999999999999999", |row| row.i64(0)));
    expect![[r#"column 1 is not a whole number: """#]].assert_eq(&check("\t", |row| row.u32(0)));
    expect![[r#"column 1 is not a whole number: "1e3""#]]
        .assert_eq(&check("1e3", |row| row.u32(0)));
    expect!["column 3 is missing: the row has only 2"].assert_eq(&check("1\t2", |row| row.u32(2)));
    expect!["true"].assert_eq(&check("t", |row| row.bool(0)));
    expect![[r#"column 1 is neither t nor f: "true""#]]
        .assert_eq(&check("true", |row| row.bool(0)));
    expect!["[150, -22]"].assert_eq(&check("{150,-22}", |row| row.ints(0)));
    expect!["[]"].assert_eq(&check("{}", |row| row.ints(0)));
    expect![[r#"column 1 is not an array of at most 4096 whole numbers: "{1,}""#]]
        .assert_eq(&check("{1,}", |row| row.ints(0)));
    expect!["Some((52.5, -0.25))"].assert_eq(&check("(52.5,-0.25)", |row| row.opt_point(0)));
    expect![[r#"column 1 is not a point: "(NaN,1)""#]]
        .assert_eq(&check("(NaN,1)", |row| row.opt_point(0)));
}

#[test]
fn a_uuid_is_read_in_either_case_and_nothing_else_is_one() {
    let gid = "89ad4ac3-39f7-470e-963a-56509c546377";
    let read = |text: &str| check(text, |row| row.gid(0).map(|gid| gid.to_string()));
    assert_eq!(read(gid), format!("{gid:?}"));
    assert_eq!(read(&gid.to_uppercase()), format!("{gid:?}"));
    for wrong in [&gid[1..], &gid.replace('8', "g"), &gid.replace('-', "0"), " "] {
        assert!(read(wrong).contains("is not a UUID"), "{wrong}");
    }
}

#[test]
fn a_partial_date_is_three_nullable_columns() {
    expect!["Date { year: Some(1999), month: None, day: Some(9) }"]
        .assert_eq(&check("x\t1999\t\\N\t9", |row| row.date(1)));
    expect!["Date { year: Some(-44), month: None, day: None }"]
        .assert_eq(&check("-44\t\\N\t\\N", |row| row.date(0)));
    expect![[r#"column 2 is out of range: "13""#]]
        .assert_eq(&check("1999\t13\t1", |row| row.date(0)));
    expect![[r#"column 3 is out of range: "0""#]]
        .assert_eq(&check("1999\t12\t0", |row| row.date(0)));
}

#[test]
fn columns_beyond_the_limit_are_counted_but_not_kept() {
    let line = vec!["1"; 40].join("\t");
    let mut rows = Rows::new(line.as_bytes());
    let row = rows.next_row().unwrap();
    assert_eq!(row.len(), 40);
    assert_eq!(row.u32(31).unwrap(), 1);
    assert!(row.u32(32).is_err());
}

/// Escapes as `COPY TO` does.
fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\u{b}' => out.push_str("\\v"),
            other => out.push(other),
        }
        out
    })
}

proptest! {
    #[test]
    fn what_copy_escapes_is_read_back(
        table in prop::collection::vec(prop::collection::vec(prop::option::of("[\\PC\t\n\\\\\r\u{8}\u{b}\u{c}N]{0,12}"), 1..9), 1..9)
    ) {
        let line = |row: &Vec<Option<String>>| {
            row.iter().map(|f| f.as_deref().map_or("\\N".to_owned(), escape)).collect::<Vec<_>>().join("\t") + "\n"
        };
        let block: String = table.iter().map(line).collect();
        let mut rows = Rows::new(block.as_bytes());
        for wanted in &table {
            let row = rows.next_row().unwrap();
            prop_assert_eq!(row.len(), wanted.len());
            for (column, field) in wanted.iter().enumerate() {
                let read = row.opt_str(column).unwrap();
                prop_assert_eq!(read.as_deref(), field.as_deref());
            }
        }
        prop_assert!(rows.next_row().is_none());
    }

    #[test]
    fn foreign_bytes_never_panic(block in prop::collection::vec(prop_oneof![Just(b'\t'), Just(b'\n'), Just(b'\\'), any::<u8>()], 0..400)) {
        let mut rows = Rows::new(&block);
        while let Some(row) = rows.next_row() {
            for column in 0..=row.len() {
                let _ = (row.opt_str(column), row.opt_u32(column), row.opt_i64(column), row.bool(column));
                let _ = (row.gid(column), row.date(column), row.ints(column), row.opt_point(column));
            }
        }
    }
}
