//! Input that is not what it should be: refused with place and remedy, never half taken.

use std::path::Path;

use catalog::Generations;
use import::import_musicbrainz;
use jobs::{Silent, Stop};
use testkit::{Archive, Format, Shop};

use crate::import::{import, open, options};

/// Imports a shop that was broken by `break_it`; the error's text, or the problems as lines.
fn outcome(break_it: impl FnOnce(&mut Shop), format: Format) -> Result<Vec<String>, String> {
    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("dump");
    std::fs::create_dir(&dump).unwrap();
    let mut shop = testkit::shop();
    break_it(&mut shop);
    shop.write(&dump, format).unwrap();
    let root = folder.path().join("catalogue");
    let summary = import(&[dump], &root).map_err(|error| {
        assert!(is_empty(&root), "an import that failed left something");
        error.to_string()
    })?;
    open(&root);
    let line =
        |p: &catalog::Problem| format!("{} {} of {}: {}", p.count, p.kind, p.table, p.example);
    Ok(summary.manifest.problems.iter().map(line).collect())
}

/// Whether there is neither a current generation nor an unfinished one.
fn is_empty(root: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(root) else { return true };
    entries.map(|e| e.unwrap().file_name()).all(|name| name == "LOCK" || name == "generations")
}

#[test]
fn another_schema_is_refused_by_number() {
    let error = outcome(
        |shop| shop.dump.head_mut(Archive::Core).schema_sequence = "30".to_owned(),
        Format::TarBz2,
    )
    .unwrap_err();
    assert!(error.contains("30") && error.contains("31"), "{error}");
}

#[test]
fn archives_of_different_exports_are_refused_by_name() {
    let error = outcome(
        |shop| shop.dump.head_mut(Archive::Derived).timestamp = "2001-01-01 00:00:00+00".to_owned(),
        Format::TarZst,
    )
    .unwrap_err();
    assert!(error.contains("mbdump-derived") && error.contains("different exports"), "{error}");
}

#[test]
fn a_missing_core_table_is_refused() {
    let error = outcome(|shop| shop.dump.table_mut("artist").clear(), Format::Tar).unwrap_err();
    assert!(error.contains("artist"), "{error}");
}

#[test]
fn bad_rows_are_counted_with_their_place_and_the_rest_is_taken() {
    let problems = outcome(
        |shop| {
            shop.dump.push_raw("artist", b"12\tshort\n");
            shop.dump.push_raw("isrc", b"9001\t100\tNOT-AN-ISRC\t0\t\\N\n");
            shop.dump.push_raw("tag", b"9002\t\xff\xfe\t1\n");
            shop.dump.push_raw("artist_tag", b"99999\t1\t5\t\\N\n");
        },
        Format::TarBz2,
    )
    .unwrap();
    let all = problems.join("\n");
    for expected in [
        "1 too few columns of artist: mbdump.tar.bz2: row ",
        "1 not an ISRC of isrc",
        "1 invalid UTF-8 of tag",
        "1 dangling reference of artist",
    ] {
        assert!(all.contains(expected), "{expected} is not in:\n{all}");
    }
}

#[test]
fn with_strict_the_first_bad_row_ends_the_import_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("dump");
    std::fs::create_dir(&dump).unwrap();
    let mut shop = testkit::shop();
    shop.dump.push_raw("isrc", b"9001\t100\tNOT-AN-ISRC\t0\t\\N\n");
    shop.write(&dump, Format::Directory).unwrap();
    let generations = Generations::at(folder.path().join("catalogue"));
    let options = import::Options { strict: true, ..options() };
    let error = import_musicbrainz(&[dump], &generations, &options, &Silent, &Stop::new());
    let error = error.unwrap_err().to_string();
    assert!(
        error.contains("isrc") && error.contains("row ") && error.contains("--strict"),
        "{error}"
    );
    assert_eq!(generations.current().unwrap(), None);
}

#[test]
fn dangling_references_are_reported_and_left_out() {
    let problems = outcome(
        |shop| {
            *shop.dump.field_mut("release", 1000, "release_group") = Some("4711".to_owned());
            *shop.dump.field_mut("artist", 10, "area") = Some("4712".to_owned());
        },
        Format::TarGz,
    )
    .unwrap();
    let all = problems.join("\n");
    assert!(all.contains("release_group 4711") && all.contains("area 4712"), "{all}");
}

#[test]
fn a_table_that_makes_no_sense_is_refused() {
    let error = outcome(
        |shop| (0..500).for_each(|_| shop.dump.push_raw("isrc", b"x\ty\tz\t0\t\\N\n")),
        Format::TarXz,
    )
    .unwrap_err();
    assert!(error.contains("isrc") && error.contains("download"), "{error}");
}

#[test]
fn truncated_and_damaged_archives_are_refused_at_any_point() {
    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("dump");
    std::fs::create_dir(&dump).unwrap();
    testkit::shop().write(&dump, Format::TarBz2).unwrap();
    let path = dump.join("mbdump.tar.bz2");
    let whole = std::fs::read(&path).unwrap();
    let root = folder.path().join("catalogue");
    for twentieth in 1..20 {
        let at = whole.len() * twentieth / 20;
        std::fs::write(&path, &whole[..at]).unwrap();
        let error = import(std::slice::from_ref(&dump), &root).unwrap_err().to_string();
        assert!(error.contains("mbdump.tar.bz2"), "{error}");
        let mut flipped = whole.clone();
        flipped[at] ^= 0x10;
        std::fs::write(&path, &flipped).unwrap();
        import(std::slice::from_ref(&dump), &root).unwrap_err();
        assert!(is_empty(&root));
    }
}

#[test]
fn a_stop_ends_the_import_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("dump");
    std::fs::create_dir(&dump).unwrap();
    testkit::shop().write(&dump, Format::Directory).unwrap();
    let root = folder.path().join("catalogue");
    let stop = Stop::new();
    stop.request();
    let generations = Generations::at(&root);
    let error = import_musicbrainz(&[dump], &generations, &options(), &Silent, &stop).unwrap_err();
    assert!(matches!(error, import::Error::Stopped), "{error}");
    assert!(is_empty(&root));
}
