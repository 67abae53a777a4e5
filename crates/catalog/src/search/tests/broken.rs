//! Directories that are not an intact index.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;

/// An index over the shop in `directory`; the names of its files.
fn write_shop(directory: &Path) -> Vec<PathBuf> {
    let mut writer = Writer::create(directory, 0).unwrap();
    for (id, (title, artist, album, _)) in (100..).zip(SHOP) {
        writer.add(&Document { id, title, more: &[artist, album] }).unwrap();
    }
    writer.finish().unwrap();
    let mut files: Vec<PathBuf> =
        fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn reason(directory: &Path) -> String {
    match Index::open(directory) {
        Ok(_) => "opened".to_owned(),
        Err(Error::Unusable { reason, .. }) => reason,
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn only_the_files_of_the_index_stay() {
    let directory = TempDir::new().unwrap();
    let files = write_shop(directory.path());
    let mut kinds: Vec<&str> =
        files.iter().map(|file| file.extension().unwrap().to_str().unwrap()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["fast", "fieldnorm", "idx", "json", "json", "pos", "store", "term"]);
}

#[test]
fn a_foreign_or_missing_directory_is_refused() {
    let directory = TempDir::new().unwrap();
    assert!(reason(directory.path()).starts_with("INDEX.json: "));
    assert!(reason(&directory.path().join("nowhere")).starts_with("INDEX.json: "));
    fs::write(directory.path().join("INDEX.json"), "[]").unwrap();
    assert!(reason(directory.path()).contains("invalid"));
}

#[test]
fn another_format_version_is_refused() {
    let directory = TempDir::new().unwrap();
    write_shop(directory.path());
    let path = directory.path().join("INDEX.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("\"format_version\": 2", "\"format_version\": 99")).unwrap();
    assert_eq!(reason(directory.path()), "it has format 99, this program reads format 2");
}

#[test]
fn a_missing_or_truncated_file_is_refused() {
    let directory = TempDir::new().unwrap();
    for file in write_shop(directory.path()) {
        let content = fs::read(&file).unwrap();
        fs::remove_file(&file).unwrap();
        assert_ne!(reason(directory.path()), "opened", "{} was removed", file.display());
        fs::write(&file, &content[..content.len() / 2]).unwrap();
        assert_ne!(reason(directory.path()), "opened", "{} was cut", file.display());
        fs::write(&file, content).unwrap();
    }
    assert_eq!(reason(directory.path()), "opened");
}

#[test]
fn a_changed_byte_is_noticed_at_the_latest_by_verify() {
    let directory = TempDir::new().unwrap();
    for file in write_shop(directory.path()) {
        let content = fs::read(&file).unwrap();
        for at in (0..content.len()).step_by(1 + content.len() / 40) {
            let mut changed = content.clone();
            changed[at] ^= 0x55;
            fs::write(&file, &changed).unwrap();
            let noticed = Index::open(directory.path()).and_then(|index| index.verify());
            assert!(noticed.is_err(), "byte {at} of {}", file.display());
        }
        fs::write(&file, content).unwrap();
    }
    Index::open(directory.path()).and_then(|index| index.verify()).unwrap();
}

#[test]
fn an_earlier_attempt_is_swept_away() {
    let directory = TempDir::new().unwrap();
    fs::create_dir_all(directory.path().join("chunks.tmp/0")).unwrap();
    fs::write(directory.path().join("left over"), "x").unwrap();
    write_shop(directory.path());
    assert!(!directory.path().join("chunks.tmp").exists());
    assert!(!directory.path().join("left over").exists());
}
