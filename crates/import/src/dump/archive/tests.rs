//! Whole exports: accepted in every form, refused with a remedy when anything is wrong.
#![expect(clippy::unwrap_used, reason = "tests")]

use expect_test::{Expect, expect};

use super::super::testing::{FORMATS, Members, noise, pack, read_all, read_path};
use super::*;

/// Core archive with a large table, so that the archive has many blocks.
fn large() -> Members {
    let mut members = Members::core();
    let mut rows = Vec::new();
    for (id, word) in noise(9, 480_000).chunks(16).enumerate() {
        rows.extend(format!("{id}\t{word:?}\t\\N\n").bytes());
    }
    members.table("artist_gid_redirect", rows);
    members.table("not_a_table", "skipped\n");
    members
}

/// The tables that a reader should find.
fn tables_of(members: &Members) -> Vec<(String, Vec<u8>)> {
    let table = |(name, bytes): &(String, Vec<u8>)| {
        let name = name.strip_prefix("mbdump/")?;
        tables::columns(name)?;
        Some((name.to_owned(), bytes.clone()))
    };
    members.0.iter().filter_map(table).collect()
}

/// The message, without the directory of the test.
fn check(dir: &Path, result: Result<impl Sized, Error>, wanted: Expect) {
    let message = match result {
        Ok(_) => "accepted".into(),
        Err(error) => error.to_string(),
    };
    wanted.assert_eq(&message.replace(&format!("{}/", dir.display()), ""));
}

#[test]
fn every_format_gives_the_same_tables() {
    let dir = tempfile::tempdir().unwrap();
    let members = large();
    for format in FORMATS {
        let path = members.write(&dir.path().join("mbdump.tar.any"), format);
        let source = open(&[path]).unwrap();
        assert!(read_all(&source).unwrap() == tables_of(&members), "{format:?}");
        assert_eq!(source.bytes_read(), source.bytes_total());
        assert_eq!(source.head().replication_sequence, Some(4711));
        assert_eq!(source.head().timestamp, "2026-07-25 00:12:03.123456+00");
        assert!(read_all(&source).unwrap() == tables_of(&members), "a second walk, {format:?}");
    }
}

#[test]
fn unpacked_directories_are_read_with_and_without_the_inner_one() {
    let members = Members::core();
    let mut wanted = tables_of(&members);
    wanted.sort();
    for inner in [true, false] {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("mbdump")).unwrap();
        for (name, bytes) in &members.0 {
            let name = if inner { name } else { name.trim_start_matches("mbdump/") };
            fs::write(dir.path().join(name), bytes).unwrap();
        }
        if !inner {
            fs::remove_dir(dir.path().join("mbdump")).unwrap();
        }
        assert_eq!(read_path(dir.path()).unwrap(), wanted);
    }
}

#[test]
fn a_directory_of_archives_is_read_part_by_part() {
    let dir = tempfile::tempdir().unwrap();
    let mut derived = Members::head();
    derived.table("tag", "1\trock\t1\n");
    derived.write(&dir.path().join("mbdump-derived.tar.xz"), Format::Xz);
    Members::core().write(&dir.path().join("mbdump.tar.zst"), Format::Zstd);
    Members::head().write(&dir.path().join("mbdump-cover-art-archive.tar"), Format::Tar);
    fs::write(dir.path().join("mbdump-editor.tar.bz2"), "not looked at").unwrap();
    let source = open(&[dir.path().into()]).unwrap();
    let parts: Vec<_> = source.archives().iter().map(|archive| archive.part).collect();
    assert_eq!(parts, [Part::Core, Part::Derived, Part::CoverArt]);
    assert!(source.has(Part::Derived) && !source.has(Part::EventArt));
    assert_eq!(read_all(&source).unwrap().last().unwrap().0, "tag");
}

#[test]
fn rows_that_are_left_are_skipped_and_a_refusal_ends_the_walk() {
    let dir = tempfile::tempdir().unwrap();
    let path = large().write(&dir.path().join("mbdump.tar.bz2"), Format::Bzip2);
    let source = open(&[path]).unwrap();
    let mut seen = 0;
    source
        .for_each_table::<Error>(&mut |_, _| {
            seen += 1;
            Ok(())
        })
        .unwrap();
    assert_eq!(seen, tables::CORE.len() + 1);
    let refused = source.for_each_table::<Error>(&mut |_, _| {
        Err(Error::NotAnExport { path: "x".into(), reason: "enough".into() })
    });
    assert!(refused.unwrap_err().to_string().contains("enough"));
}

#[test]
fn another_schema_is_refused_with_the_remedy() {
    let dir = tempfile::tempdir().unwrap();
    let mut members = Members::core();
    let path = dir.path().join("mbdump.tar.bz2");
    for (found, wanted) in [
        (
            "30",
            expect![
                "mbdump.tar.bz2: schema sequence 30, but only 31 is understood: download a newer export"
            ],
        ),
        (
            "32",
            expect![
                "mbdump.tar.bz2: schema sequence 32, but only 31 is understood: use a newer version of this program"
            ],
        ),
        (
            "x",
            expect![[
                r#"mbdump.tar.bz2: its SCHEMA_SEQUENCE is "x", not a number: not an archive of a MusicBrainz export"#
            ]],
        ),
    ] {
        members.set("SCHEMA_SEQUENCE", found);
        members.write(&path, Format::Bzip2);
        check(dir.path(), open(std::slice::from_ref(&path)), wanted);
    }
    members.remove("SCHEMA_SEQUENCE");
    members.write(&path, Format::Bzip2);
    check(
        dir.path(),
        open(&[path]),
        expect![
            "mbdump.tar.bz2: it has no SCHEMA_SEQUENCE: not an archive of a MusicBrainz export"
        ],
    );
}

#[test]
fn archives_of_different_exports_are_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    Members::core().write(&dir.path().join("mbdump.tar.bz2"), Format::Bzip2);
    let mut derived = Members::head();
    derived.set("TIMESTAMP", "2026-07-29 00:00:00+00\n");
    let path = dir.path().join("mbdump-derived.tar.bz2");
    derived.write(&path, Format::Bzip2);
    check(
        dir.path(),
        open(&[dir.path().into()]),
        expect![[
            r#"mbdump.tar.bz2 and mbdump-derived.tar.bz2 are of different exports (TIMESTAMP "2026-07-25 00:12:03.123456+00" and "2026-07-29 00:00:00+00"): download all archives from one directory"#
        ]],
    );
    let mut derived = Members::head();
    derived.set("REPLICATION_SEQUENCE", "");
    derived.write(&path, Format::Bzip2);
    check(
        dir.path(),
        open(&[dir.path().into()]),
        expect![[
            r#"mbdump.tar.bz2 and mbdump-derived.tar.bz2 are of different exports (REPLICATION_SEQUENCE "4711" and ""): download all archives from one directory"#
        ]],
    );
}

#[test]
fn missing_and_doubled_parts_and_tables_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    check(dir.path(), open(&[at("none")]), expect!["none: No such file or directory (os error 2)"]);
    fs::create_dir(at("empty")).unwrap();
    check(
        dir.path(),
        open(&[at("empty")]),
        expect![
            "no mbdump archive in empty: give mbdump.tar.bz2 (or .xz, .gz, .zst, .tar), a directory that holds it, or the directory it was unpacked to"
        ],
    );
    let derived = Members::head().write(&at("mbdump-derived.tar"), Format::Tar);
    check(
        dir.path(),
        open(&[derived]),
        expect![
            "no mbdump archive in mbdump-derived.tar: give mbdump.tar.bz2 (or .xz, .gz, .zst, .tar), a directory that holds it, or the directory it was unpacked to"
        ],
    );

    let mut members = Members::core();
    members.remove("mbdump/gender");
    let path = members.write(&at("mbdump.tar"), Format::Tar);
    check(
        dir.path(),
        read_path(&path),
        expect![
            "mbdump.tar: table gender is missing (every export has rows in it): the archive is incomplete, download it again"
        ],
    );

    let mut members = Members::core();
    members.table("recording", "1\n");
    members.write(&path, Format::Tar);
    check(
        dir.path(),
        read_path(&path),
        expect![
            "mbdump.tar: table artist_credit is missing (table recording has rows that point to it): the archive is incomplete, download it again"
        ],
    );

    let mut members = Members::core();
    members.table("artist", "1\n");
    members.write(&path, Format::Tar);
    check(
        dir.path(),
        read_path(&path),
        expect!["mbdump.tar and mbdump.tar are both table artist: give only one of them"],
    );
    Members::core().write(&at("mbdump.tar.gz"), Format::Gzip);
    check(
        dir.path(),
        open(&[dir.path().into()]),
        expect!["mbdump.tar.gz and mbdump.tar are both mbdump: give only one of them"],
    );
}

#[test]
fn an_archive_cut_off_anywhere_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("mbdump.tar.any");
    for format in FORMATS {
        let whole = large().packed(format);
        let last = if format == Format::Tar { whole.len() - 1024 } else { whole.len() };
        let near_end = last - 40..last;
        for cut in (0..near_end.start).step_by(whole.len() / 40).chain(near_end) {
            fs::write(&path, &whole[..cut]).unwrap();
            let error = read_path(&path).expect_err(&format!("{format:?} cut at {cut}"));
            let message = error.to_string();
            assert!(message.contains("mbdump.tar.any"), "{message}");
        }
    }
}

#[test]
fn a_tar_cut_between_members_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("mbdump.tar.bz2");
    let tar = Members::core().tar();
    fs::write(&path, pack(&tar[..tar.len() - 1024], Format::Bzip2)).unwrap();
    check(
        dir.path(),
        read_path(&path),
        expect![
            "mbdump.tar.bz2: the tar archive is cut off (at about byte 426 of the file): download it again and compare it with SHA256SUMS"
        ],
    );
}

#[test]
fn a_flipped_byte_is_noticed_where_the_format_has_checksums() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("mbdump.tar.any");
    let wanted = tables_of(&large());
    for format in [Format::Bzip2, Format::Xz, Format::Gzip, Format::Zstd] {
        let whole = large().packed(format);
        for at in (0..whole.len()).step_by(whole.len() / 60) {
            let mut bad = whole.clone();
            bad[at] ^= 0x10;
            fs::write(&path, &bad).unwrap();
            // Some bytes mean nothing (a gzip header's time): then the tables are as they were.
            if let Ok(read) = read_path(&path) {
                assert!(read == wanted, "{format:?} byte {at}");
            }
        }
    }
}

#[test]
fn garbage_in_a_tar_never_panics() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("mbdump.tar");
    let whole = Members::core().tar();
    for seed in 0..300 {
        let mut bad = whole.clone();
        for byte in noise(seed, 16).chunks(4) {
            let at = usize::from(byte[0]) << 8 | usize::from(byte[1]);
            let at = at % bad.len();
            bad[at] = byte[2];
        }
        fs::write(&path, &bad).unwrap();
        let _ = read_path(&path);
    }
}
