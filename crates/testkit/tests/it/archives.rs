//! The written archives, read back with the system's tar.

use std::fs;
use std::path::Path;
use std::process::Command;

use testkit::dump::row::write_escaped;
use testkit::{Archive, Format, foreign, shop};

/// The members of an archive in order, as `tar` lists them.
fn members(archive: &Path) -> Vec<String> {
    let output = Command::new("tar").arg("-tf").arg(archive).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn every_form_unpacks_to_the_same_files() {
    let plain = tempfile::tempdir().unwrap();
    shop().write(plain.path(), Format::Directory).unwrap();
    let rows = fs::read(plain.path().join("mbdump/recording")).unwrap();
    for format in [Format::TarBz2, Format::TarXz, Format::TarGz, Format::TarZst, Format::Tar] {
        let dir = tempfile::tempdir().unwrap();
        let files = shop().write(dir.path(), format).unwrap();
        assert_eq!(files.len(), 4);
        // The system's tar needs a program of its own for zstd, which may not be there.
        if format == Format::TarZst && Command::new("zstd").arg("--version").output().is_err() {
            let bytes = fs::read(&files[0]).unwrap();
            let tar = zstd::decode_all(&bytes[..]).unwrap();
            fs::write(dir.path().join("plain.tar"), tar).unwrap();
            assert!(members(&dir.path().join("plain.tar")).contains(&"mbdump/track".to_owned()));
            continue;
        }
        let unpack = Command::new("tar").arg("-xf").arg(&files[0]).current_dir(&dir).status();
        assert!(unpack.unwrap().success(), "{format:?}");
        assert_eq!(fs::read(dir.path().join("mbdump/recording")).unwrap(), rows, "{format:?}");
    }
}

#[test]
fn the_small_files_come_first_and_tables_in_order() {
    let dir = tempfile::tempdir().unwrap();
    for path in shop().write(dir.path(), Format::TarBz2).unwrap() {
        let members = members(&path);
        let small = ["TIMESTAMP", "COPYING", "README", "REPLICATION_SEQUENCE", "SCHEMA_SEQUENCE"];
        assert_eq!(members[..5], small);
        assert!(members[5..].is_sorted() && members.len() > 6, "{members:?}");
    }
}

#[test]
fn an_empty_table_has_no_file_and_a_head_can_be_changed() {
    let dir = tempfile::tempdir().unwrap();
    let mut shop = shop();
    shop.table_mut("isrc").clear();
    shop.dump.head_mut(Archive::Core).schema_sequence = "30".to_owned();
    shop.dump.push_raw("recording", b"1\t\xff\n");
    shop.write(dir.path(), Format::Directory).unwrap();
    assert!(!dir.path().join("mbdump/isrc").exists());
    assert!(fs::read(dir.path().join("mbdump/recording")).unwrap().ends_with(b"1\t\xff\n"));
    let core = shop.dump.write_one(dir.path(), Archive::Core, Format::Tar).unwrap();
    let text = Command::new("tar").arg("-xOf").arg(core).arg("SCHEMA_SEQUENCE").output().unwrap();
    assert_eq!(text.stdout, b"30\n");
}

#[test]
fn special_characters_are_escaped() {
    let mut out = Vec::new();
    write_escaped("a\\b\tc\nd\re\u{8}f\u{c}g\u{b}é", &mut out);
    assert_eq!(String::from_utf8(out).unwrap(), r"a\\b\tc\nd\re\bf\fg\vé");
}

#[test]
fn tables_are_in_the_archives_where_musicbrainz_puts_them() {
    let Some(text) = foreign::text("musicbrainz/archives.json") else { return };
    let real: std::collections::BTreeMap<String, Vec<String>> =
        serde_json::from_str(&text).unwrap();
    for archive in Archive::ALL {
        for table in &real[archive.stem()] {
            assert_eq!(Archive::of_table(table), archive, "{table}");
        }
    }
}
