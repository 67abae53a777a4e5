//! Files whose columns and tables differ, and files that are none.

use catalog::record::Recording;
use model::Isrc;

use super::*;

/// Every optional column left out, the ISRC under its other name, links without rowids.
const SMALL: &str = "
    CREATE TABLE artists (ID TEXT, name TEXT);
    CREATE TABLE albums (id TEXT, name TEXT, album_type TEXT, release_date TEXT);
    CREATE TABLE tracks (id TEXT, name TEXT, isrc TEXT, duration_ms REAL, track_number TEXT,
        disc_number INTEGER, album_rowid INTEGER);
    CREATE TABLE track_artists (track_rowid INTEGER, artist_rowid INTEGER,
        PRIMARY KEY (track_rowid, artist_rowid)) WITHOUT ROWID;
    CREATE TABLE artist_albums (artist_rowid INTEGER, album_rowid INTEGER, index_in_album INTEGER);
    CREATE TABLE artist_genres (artist_rowid INTEGER, genre TEXT);
    CREATE TABLE album_images (album_rowid INTEGER, url TEXT);
    CREATE TABLE artist_images (artist_rowid INTEGER, url TEXT);";

#[test]
fn missing_optional_columns_are_null_and_the_isrc_has_two_names() {
    let bench = Bench::new();
    let rows = format!(
        "INSERT INTO artists VALUES ('{}', 'A'); INSERT INTO albums VALUES ('{}', 'L', NULL, '1999-02-03');
         INSERT INTO tracks VALUES ('{}', 'T', 'USAAA0000001', 1000.0, '7', 1, 1);
         INSERT INTO track_artists VALUES (1, 1); INSERT INTO artist_albums VALUES (1, 1, 0);
         INSERT INTO album_images VALUES (1, 'https://i.example/l');",
        id(ARTIST, 1),
        id(ALBUM, 1),
        id(TRACK, 1)
    );
    let main = bench.file("small.sqlite3", &[SMALL, &rows]);
    bench.import_strictly(true, &main, None).unwrap();
    let catalog = bench.open();
    let view = catalog.view().unwrap();
    let (found, recording) = view.by_isrc(&Isrc::parse("USAAA0000001").unwrap()).unwrap()[0];
    assert_eq!((found, recording.length_ms, recording.popularity), (1, Some(1000), 0));
    assert_eq!((recording.main.track, recording.artist_credit), (7, 1));
    assert_eq!(recording.first_release.to_string(), "1999-02-03");
    assert!(recording.details.is_none());
}

#[test]
fn a_missing_table_or_column_is_named_with_what_was_expected() {
    let bench = Bench::new();
    let main = bench.file("a.sqlite3", &[LAYOUT, "ALTER TABLE tracks DROP COLUMN album_rowid"]);
    expect_test::expect![[r#"
        DIR/a.sqlite3: table tracks has no column album_rowid; expected is tracks(rowid, id, name, album_rowid, disc_number, track_number, duration_ms, external_id_isrc or isrc?, explicit?, popularity?, preview_url?), where ? may be missing; use a file of this layout"#]]
    .assert_eq(&bench.refusal(&main));
    let main = bench.file("b.sqlite3", &[LAYOUT, "DROP TABLE artist_genres"]);
    expect_test::expect![[r#"
        DIR/b.sqlite3: there is no table artist_genres; expected is artist_genres(artist_rowid, genre), where ? may be missing; use a file of this layout"#]]
    .assert_eq(&bench.refusal(&main));
    let main = bench.file(
        "c.sqlite3",
        &[
            LAYOUT,
            "DROP TABLE tracks;
        CREATE TABLE tracks (id TEXT PRIMARY KEY) WITHOUT ROWID",
        ],
    );
    assert!(bench.refusal(&main).contains("c.sqlite3: table tracks has no rowids"));
    let main = bench.file("d.sqlite3", &[LAYOUT]);
    let message = bench.import(&main, Some(&main)).unwrap_err().to_string();
    assert!(message.contains("there is no table track_files"), "{message}");
}

#[test]
fn what_is_no_whole_sqlite_file_is_refused() {
    let bench = Bench::new();
    assert!(bench.refusal(&bench.path("absent.sqlite3")).contains("absent.sqlite3"));
    let text = bench.path("text.sqlite3");
    std::fs::write(&text, "not a database ".repeat(1000)).unwrap();
    assert!(bench.refusal(&text).contains("text.sqlite3: it is not a SQLite file"));
    let whole = bench.file("whole.sqlite3", &[LAYOUT]);
    let bytes = std::fs::read(whole).unwrap();
    let cut = bench.path("cut.sqlite3");
    for length in [bytes.len() / 2, bytes.len() - 1, 4096, 600, 90] {
        std::fs::write(&cut, &bytes[..length]).unwrap();
        assert!(bench.refusal(&cut).contains("cut.sqlite3: it is"), "{length}");
    }
    std::fs::write(&cut, b"").unwrap();
    assert!(bench.refusal(&cut).contains("there is no table artists"));
    assert!(bench.refusal(bench.directory.path()).contains("it is not a file"));
}

#[test]
fn a_file_that_is_being_written_is_refused_after_a_while() {
    let bench = Bench::new();
    let main = bench.file("main.sqlite3", &[LAYOUT]);
    let writer = Connection::open(&main).unwrap();
    writer.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE").unwrap();
    let message = bench.refusal(&main);
    assert!(message.contains("main.sqlite3: another program is writing to it"), "{message}");
}

#[test]
fn a_file_with_a_write_ahead_log_is_read_with_it() {
    let bench = Bench::new();
    let main = bench.file("main.sqlite3", &[LAYOUT]);
    let writer = Connection::open(&main).unwrap();
    let row = format!("INSERT INTO tracks (id, name) VALUES ('{}', 'In the log')", id(TRACK, 1));
    writer.execute_batch("PRAGMA journal_mode = WAL").unwrap();
    writer.execute_batch(&row).unwrap();
    bench.import_strictly(true, &main, None).unwrap();
    let catalog = bench.open();
    let view = catalog.view().unwrap();
    let found = view.find::<Recording<'_>>(gid(TRACK, 1)).unwrap().unwrap();
    assert_eq!(found.record.name, "In the log");
}

#[test]
fn tables_are_read_in_rowid_order_without_sorting_or_indexes() {
    let bench = Bench::new();
    let main = bench.file("main.sqlite3", &[LAYOUT]);
    let source = super::super::source::Source::open(&main).unwrap();
    for table in super::super::layout::MAIN {
        let sql = format!("EXPLAIN QUERY PLAN {}", source.select(table).unwrap().sql);
        let mut statement = source.connection().prepare(&sql).unwrap();
        let plan = statement.query_map([], |row| row.get::<_, String>(3)).unwrap();
        let plan: Vec<String> = plan.collect::<Result<_, _>>().unwrap();
        assert_eq!(plan, [format!("SCAN {}", table.name)]);
    }
}

#[test]
fn what_the_connection_sets_is_in_force() {
    let bench = Bench::new();
    let main = bench.file("main.sqlite3", &[LAYOUT]);
    let source = super::super::source::Source::open(&main).unwrap();
    let value = |pragma: &str| -> i64 {
        source.connection().pragma_query_value(None, pragma, |row| row.get(0)).unwrap()
    };
    assert_eq!(
        (value("query_only"), value("mmap_size"), value("cache_size")),
        (1, 1 << 30, -64_000)
    );
    let error = source.connection().execute("DELETE FROM tracks", []).unwrap_err();
    assert!(error.to_string().contains("readonly"), "{error}");
}
