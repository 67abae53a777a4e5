//! A small dump is whole, in its shares, and the same for the same seed.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::*;

type Rows = HashMap<String, Vec<Vec<String>>>;

/// Makes a dump without archives and reads it.
fn made(seed: u64) -> (tempfile::TempDir, Rows) {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let arguments =
        Arguments { recordings: 3000, seed, out: dir.path().to_owned(), format: Form::Dir };
    make(&arguments).expect("the dump is made");
    let mut tables = HashMap::new();
    for file in std::fs::read_dir(dir.path().join("mbdump")).expect("the tables") {
        let path = file.expect("a table").path();
        let text = std::fs::read_to_string(&path).expect("UTF-8");
        let rows = text.lines().map(|row| row.split('\t').map(str::to_owned).collect()).collect();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        tables.insert(name, rows);
    }
    (dir, tables)
}

fn ids<'a>(tables: &'a Rows, table: &str) -> HashSet<&'a str> {
    tables[table].iter().map(|row| row[0].as_str()).collect()
}

#[test]
fn rows_have_their_columns_and_refer_to_rows_that_exist() {
    let (_dir, tables) = made(7);
    for (table, rows) in &tables {
        let columns = testkit::dump::columns(table).expect("a known table").split(' ').count();
        assert!(rows.iter().all(|row| row.len() == columns), "{table}: {:?}", rows[0]);
    }
    let references = [
        ("artist", 11, "area"),
        ("artist_credit_name", 0, "artist_credit"),
        ("artist_credit_name", 2, "artist"),
        ("isrc", 1, "recording"),
        ("l_artist_recording", 1, "link"),
        ("l_artist_recording", 2, "artist"),
        ("l_recording_work", 3, "work"),
        ("l_release_url", 3, "url"),
        ("link", 1, "link_type"),
        ("link_attribute", 1, "link_attribute_type"),
        ("medium", 1, "release"),
        ("medium", 3, "medium_format"),
        ("medium_cdtoc", 2, "cdtoc"),
        ("recording", 3, "artist_credit"),
        ("recording_gid_redirect", 1, "recording"),
        ("release", 4, "release_group"),
        ("release", 7, "language"),
        ("release_country", 1, "country_area"),
        ("release_group_tag", 1, "tag"),
        ("release_label", 2, "label"),
        ("track", 2, "recording"),
        ("track", 3, "medium"),
        ("track", 7, "artist_credit"),
    ];
    for (table, column, target) in references {
        let known = ids(&tables, target);
        for row in &tables[table] {
            let id = row[column].as_str();
            assert!(id == "\\N" || known.contains(id), "{table}: no {target} {id}");
        }
    }
}

#[test]
fn shares_are_those_of_the_real_dump() {
    let (dir, tables) = made(7);
    let count = |table: &str| tables[table].len() as f64;
    assert_eq!(tables["recording"].len(), 3000);
    assert_eq!(tables["recording_meta"].len(), 3000);
    for (table, each, least, most) in [
        ("track", "recording", 1.3, 1.7),
        ("track", "release", 9.0, 14.0),
        ("release_group", "release", 0.65, 0.85),
        ("isrc", "recording", 0.27, 0.33),
        ("l_artist_recording", "recording", 0.4, 0.7),
    ] {
        let share = count(table) / count(each);
        assert!((least..most).contains(&share), "{table} for each {each}: {share}");
    }
    let truth = std::fs::read_to_string(Path::new(dir.path()).join("truth.jsonl"));
    assert!(truth.expect("the sample").lines().count() > 2000);
}

#[test]
fn the_seed_decides_everything() {
    let (_one, first) = made(3);
    let (_two, again) = made(3);
    let (_three, other) = made(4);
    assert!(first == again);
    assert!(first["recording"] != other["recording"]);
}
