//! A sample generation of the present format stays readable: a change of the bytes is a new version.
//!
//! `v4/` is the little record shop as `gatefold --data-dir DIR demo` leaves it in
//! `DIR/catalogue/generations/1`, without `VERIFIED`.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use catalog::fielded::{self, Searched};
use catalog::record::{Artist, Recording};
use catalog::{Error, Generations, Live, SearchKind, Table, search};
use model::{Gid, Isrc, Kind};

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The sample as generation 1 below a directory of its own.
fn sample() -> (tempfile::TempDir, Generations) {
    let folder = tempfile::tempdir().unwrap();
    let generations = Generations::at(folder.path());
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/formats/v4");
    copy(&sample, &generations.directory(1));
    fs::write(folder.path().join("CURRENT"), "1\n").unwrap();
    (folder, generations)
}

#[test]
fn the_sample_of_the_version_is_read() {
    let (_folder, generations) = sample();
    let catalog = generations.open_current().unwrap();
    let view = catalog.view().unwrap();
    let gid = Gid::parse_mbid("a2715700-0000-4000-8000-000000000010").unwrap();
    let artist = view.find::<Artist<'_>>(gid).unwrap().unwrap();
    assert_eq!(artist.record.name, "The Lanternfish Choir");
    let found = view.by_isrc(&Isrc::parse("GBSMR9800002").unwrap()).unwrap();
    let recording: &Recording<'_> = &found[0].1;
    assert_eq!(recording.name, "Ferry Bells");
    let query = search::Query::parse("ferry bells");
    let page = search::Page { limit: 5, offset: 0 };
    let hits = view.search(SearchKind::Track, &query, page, &|| false).unwrap();
    assert!(hits.iter().any(|hit| hit.id == found[0].0));
    let field = Searched::Recording.field("isrc").unwrap();
    let query = fielded::Query::Term { field, text: "GBSMR9800002".to_owned() };
    let page = catalog::Page { limit: 5, offset: 0 };
    let matches = view.fielded(Searched::Recording, &query, page, &|| false).unwrap();
    assert_eq!((matches.count, matches.page[0].id), (1, found[0].0));
}

#[test]
fn a_changed_truncated_or_missing_file_is_an_error_and_never_a_crash() {
    let names = [
        "data.mdb",
        "search/track/meta.json",
        "search/artist/INDEX.json",
        "fielded/work/INDEX.json",
        "MANIFEST.json",
    ];
    for name in names {
        for harm in ["flip", "cut", "remove", "empty"] {
            let (_folder, generations) = sample();
            let path = generations.directory(1).join(name);
            let mut bytes = fs::read(&path).unwrap();
            match harm {
                "flip" => {
                    let middle = bytes.len() / 2;
                    bytes[middle] ^= 0x55;
                    fs::write(&path, bytes).unwrap();
                }
                "cut" => fs::write(&path, &bytes[..bytes.len() / 2]).unwrap(),
                "remove" => fs::remove_file(&path).unwrap(),
                _ => fs::write(&path, b"").unwrap(),
            }
            let refused = generations.open_current().map(|_| ()).err();
            assert!(
                matches!(refused, Some(Error::Foreign { .. } | Error::Io { .. })),
                "{name} {harm}: {refused:?}"
            );
        }
    }
}

#[test]
fn a_file_changed_after_it_was_checked_is_checked_again() {
    let (_folder, generations) = sample();
    drop(generations.open_current().unwrap());
    let path = generations.directory(1).join("data.mdb");
    let mut bytes = fs::read(&path).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&path, bytes).unwrap();
    assert!(matches!(generations.open_current().map(|_| ()), Err(Error::Foreign { .. })));
}

#[test]
fn another_version_is_refused_with_both_numbers() {
    let (_folder, generations) = sample();
    let path = generations.directory(1).join("MANIFEST.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("\"format_version\": 4", "\"format_version\": 99")).unwrap();
    let error = generations.open_current().map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("99") && error.contains("reads 4"), "{error}");
}

#[test]
fn a_process_stays_on_its_generation_when_the_next_one_is_damaged() {
    let (_folder, generations) = sample();
    let live = Live::open(generations.clone()).unwrap();
    copy(&generations.directory(1), &generations.directory(2));
    fs::write(generations.directory(2).join("data.mdb"), b"nothing").unwrap();
    fs::write(generations.root().join("CURRENT"), "2\n").unwrap();
    assert!(live.refresh().is_err());
    assert_eq!(live.require().unwrap().number(), 1);
}

#[test]
fn an_empty_directory_says_that_nothing_was_imported() {
    let folder = tempfile::tempdir().unwrap();
    let live = Live::open(Generations::at(folder.path())).unwrap();
    assert!(live.get().is_none());
    assert!(live.require().is_err_and(|error| error.to_string().contains("run an import first")));
}

#[test]
fn a_table_is_the_same_in_parts_whose_pages_are_given_back() {
    let (_folder, generations) = sample();
    let mut catalog = Arc::into_inner(generations.open_current().unwrap()).unwrap();
    for table in [Table::Entity(Kind::Recording), Table::Tracklist, Table::Vocabulary] {
        let whole = catalog.view().unwrap().count(table).unwrap();
        let (mut count, mut next) = (0, Some(0));
        while let Some(first) = next {
            let part = catalog.view().unwrap().count_from(table, first, 1).unwrap();
            (count, next) = (count + part.0, part.1);
            catalog = catalog.give_back_pages().unwrap();
        }
        assert_eq!(count, whole, "{table:?}");
    }
    let view = catalog.view().unwrap();
    let ids = |first| {
        let records = view.records_from(Table::Entity(Kind::Recording), first).unwrap();
        records.map(|record| record.unwrap().0).collect::<Vec<u32>>()
    };
    let all = ids(0);
    assert!(all.len() > 10);
    assert_eq!(ids(all[5]), all[5..]);
    assert_eq!(ids(all[5] + 1), all[6..]);
    assert_eq!(ids(u32::MAX), [0; 0]);
}
