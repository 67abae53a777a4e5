//! Rows that are refused or taken in part: counted, reported, and fatal when that is asked for.

use catalog::record::{Artist, Recording, Release};
use model::Kind;

use super::super::credits::Credits;
use super::super::source::Source;
use super::*;
use crate::problems::Problems;
use crate::staging::{Part, Stage, Staging};

/// The message of a strict import of one row more than an empty file has.
fn strict(sql: &str) -> String {
    let bench = Bench::new();
    let main = bench.file("main.sqlite3", &[LAYOUT, sql]);
    let lenient = bench.import(&main, None).unwrap();
    assert_eq!(lenient.manifest.problems.iter().map(|p| p.count).sum::<u64>(), 1, "{sql}");
    bench.import_strictly(true, &main, None).unwrap_err().to_string()
}

#[test]
fn a_bad_row_is_counted_or_fatal_and_the_message_names_it() {
    let track =
        |id: &str, more: &str| format!("INSERT INTO tracks VALUES (5, '{id}', 'T', {more})");
    let good = id(TRACK, 5);
    for (sql, expected) in [
        (track("tooshort", "NULL, 1, 0, 1, 1, 1, NULL, NULL"), "table tracks, rowid 5"),
        (track(&good, "'GB-1', 1, 0, 1, 1, 1, NULL, NULL"), "ISRC"),
        (track(&good, "NULL, 1, 0, 1, 1, 1, NULL, 77"), "album_rowid 77 is not in the file"),
        (track(&good, "NULL, 1, 0, 1, 1, 101, NULL, NULL"), "popularity is 101, not from 0 to 100"),
        (track(&good, "NULL, -1, 0, 1, 1, 1, NULL, NULL"), "duration_ms is -1"),
        (track(&good, "NULL, 'long', 0, 1, 1, 1, NULL, NULL"), "not a whole number"),
        (track(&good, "x'00', 1, 0, 1, 1, 1, NULL, NULL"), "is of type Blob, not a text"),
        (track(&good, "CAST(x'ff' AS TEXT), 1, 0, 1, 1, 1, NULL, NULL"), "is not UTF-8"),
        (track(&good, "CAST(x'410042' AS TEXT), 1, 0, 1, 1, 1, NULL, NULL"), "has a zero byte"),
        (format!("INSERT INTO tracks (rowid, id) VALUES (5, '{good}')"), "name is null or empty"),
        (format!("INSERT INTO tracks (rowid, id, name) VALUES (0, '{good}', 'T')"), "above 0"),
        ("INSERT INTO track_artists VALUES (1, 1)".to_owned(), "artist_rowid 1 is not in the file"),
        (
            "INSERT INTO artist_genres VALUES (1, 'g')".to_owned(),
            "artist_rowid 1 is not in the file",
        ),
        (
            "INSERT INTO album_images VALUES (1, 'u', 1, 1)".to_owned(),
            "album_rowid 1 is not in the file",
        ),
        (
            format!(
                "INSERT INTO artists VALUES (1, '{}', 'A', 0, 0); INSERT INTO track_artists VALUES (8, 1)",
                id(ARTIST, 1)
            ),
            "track_artists, track_rowid 8",
        ),
    ] {
        let message = strict(&sql);
        assert!(message.contains(expected), "{sql}: {message}");
    }
}

#[test]
fn albums_with_strange_values_are_taken_without_them() {
    let album = |number, kind: &str, date: &str, precision: &str| {
        format!(
            "INSERT INTO albums VALUES ({number}, '{}', 'L', '{kind}', NULL, '{date}', {precision}, NULL, \
             NULL, NULL, NULL, NULL);",
            id(ALBUM, number)
        )
    };
    let bench = Bench::new();
    let rows = [
        album(1, "mixtape", "1999-00-00", "'year'"),
        album(2, "EP", "soon", "'day'"),
        album(3, "album", "1999-05-06", "'month'"),
        album(4, "album", "1999-05", "NULL"),
        album(5, "album", "1999-05-06-07", "'day'"),
    ]
    .concat();
    let main = bench.file("main.sqlite3", &[LAYOUT, &rows]);
    let summary = bench.import(&main, None).unwrap();
    let expected = [("albums", "malformed date", 2), ("albums", "unknown album type", 1)];
    assert_eq!(problems(&summary), expected);
    let catalog = bench.open();
    let view = catalog.view().unwrap();
    let date = |number| {
        let release = view.get::<Release<'_>>(number).unwrap().unwrap();
        release.events.first().unwrap().map(|event| event.date.to_string()).unwrap_or_default()
    };
    assert_eq!([1, 2, 3, 4, 5].map(date), ["1999", "", "1999-05", "1999-05", ""]);
}

#[test]
fn the_first_row_of_a_public_id_is_taken() {
    let bench = Bench::new();
    let layout = LAYOUT.replace(" UNIQUE", "");
    let same = id(ARTIST, 1);
    let rows = format!(
        "INSERT INTO artists VALUES (1, '{same}', 'First', 0, 0), (2, '{same}', 'Second', 0, 0),
            (3, '{}', 'Third', 0, 0), (4, '{same}', 'Fourth', 0, 0);",
        id(ARTIST, 3)
    );
    let main = bench.file("main.sqlite3", &[&layout, &rows]);
    let summary = bench.import(&main, None).unwrap();
    assert_eq!(problems(&summary), [("artists", "duplicate id", 2)]);
    let catalog = bench.open();
    let view = catalog.view().unwrap();
    let found = view.find::<Artist<'_>>(gid(ARTIST, 1)).unwrap().unwrap();
    assert_eq!((found.id, found.record.name), (1, "First"));
}

#[test]
fn rowids_beyond_the_dense_ids_are_an_error_that_says_so() {
    let bench = Bench::new();
    let row = format!("INSERT INTO artists VALUES (4294967295, '{}', 'A', 0, 0)", id(ARTIST, 1));
    let main = bench.file("main.sqlite3", &[LAYOUT, &row]);
    let message = bench.refusal(&main);
    assert!(
        message.contains("table artists has rowid 4294967295; rowids below 4294967295"),
        "{message}"
    );
}

#[test]
fn a_table_of_mostly_bad_rows_is_not_what_it_claims_to_be() {
    let bench = Bench::new();
    let rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
        INSERT INTO artists SELECT i, 'bad' || i, 'A', 0, 0 FROM n";
    let main = bench.file("main.sqlite3", &[LAYOUT, rows]);
    assert!(bench.refusal(&main).contains("table artists: 200 of 200 rows were refused"));
}

#[test]
fn a_stop_is_heard_and_nothing_becomes_current() {
    let bench = Bench::new();
    let main = bench.file("main.sqlite3", &[LAYOUT]);
    let stop = Stop::new();
    stop.request();
    let options = Options {
        strict: false,
        memory_bytes: 16 << 20,
        staging: None,
        program_version: String::new(),
        clock: Instant::now,
        imported_at: String::new(),
    };
    let stopped = import_sqlite(&main, None, &bench.generations(), &options, &Silent, &stop);
    assert!(matches!(stopped, Err(Error::Stopped)));
    assert_eq!(bench.generations().current().unwrap(), None);
}

#[test]
fn without_room_to_remember_every_list_gets_its_own_credit() {
    let bench = Bench::new();
    let rows = format!(
        "INSERT INTO artists VALUES (1, '{}', 'A', 0, 0), (2, '{}', 'B', 0, 0);",
        id(ARTIST, 1),
        id(ARTIST, 2)
    );
    let source = Source::open(&bench.file("main.sqlite3", &[LAYOUT, &rows])).unwrap();
    let directory = bench.path("staging");
    std::fs::create_dir(&directory).unwrap();
    let mut staging = Staging::new(&directory, 1 << 20, Problems::new(true));
    let mut roomy = Credits::new(&source).unwrap();
    let given = [&[1, 2][..], &[2, 1], &[1, 2], &[1], &[]]
        .map(|list| roomy.of(list, &mut staging).unwrap());
    assert_eq!(given, [3, 4, 3, 1, 0]);
    let mut tight = Credits::within(&source, 0).unwrap();
    let given = [&[1, 2][..], &[1, 2]].map(|list| tight.of(list, &mut staging).unwrap());
    assert_eq!(given, [3, 4]);
    let mut groups = staging.groups(Stage::Entity(Kind::ArtistCredit)).unwrap();
    let group = groups.next().unwrap().unwrap();
    assert_eq!((group.id(), group.parts(Part::Name).count()), (3, 4));
}

#[test]
fn a_refused_recording_leaves_no_track_behind() {
    let bench = Bench::new();
    let rows = format!(
        "INSERT INTO albums (rowid, id, name) VALUES (1, '{}', 'L');
         INSERT INTO tracks (rowid, id, name, album_rowid, disc_number, track_number) VALUES
            (1, 'bad', 'T', 1, 1, 1), (2, '{}', 'T', 1, 1, 70000), (3, '{}', 'T', 1, -1, 1),
            (4, '{}', 'T', 1, 1, NULL), (5, '{}', 'T', 1, 0, 0);",
        id(ALBUM, 1),
        id(TRACK, 2),
        id(TRACK, 3),
        id(TRACK, 4),
        id(TRACK, 5)
    );
    let main = bench.file("main.sqlite3", &[LAYOUT, &rows]);
    let summary = bench.import(&main, None).unwrap();
    assert_eq!(
        problems(&summary),
        [("tracks", "absurd position", 3), ("tracks", "malformed id", 1)]
    );
    let catalog = bench.open();
    let view = catalog.view().unwrap();
    assert!(view.get::<Recording<'_>>(1).unwrap().is_none());
    assert_eq!(view.get::<Recording<'_>>(2).unwrap().unwrap().main.release, 0);
    let media = view.tracklist(1).unwrap().unwrap().media.to_vec().unwrap();
    assert_eq!(
        media.iter().map(|medium| (medium.position, medium.tracks.len())).collect::<Vec<_>>(),
        [(0, 1)]
    );
}
