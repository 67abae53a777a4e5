//! The fuzz targets without a fuzzer: random input, and every input that once was a finding.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use self::entries::{archive_reader, copy_rows, search_query};

#[path = "../../../../fuzz/src/entries.rs"]
mod entries;

/// Calls a target with every file of its folder; the message of a panic names the file.
fn replay(target: &str, entry: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/regressions").join(target);
    let mut files = 0;
    for file in fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        println!("replaying {}", path.display());
        entry(&fs::read(&path).unwrap());
        files += 1;
    }
    assert!(files > 0, "{} is empty", folder.display());
}

#[test]
fn no_old_finding_comes_back() {
    replay("copy_rows", copy_rows);
    replay("archive_reader", archive_reader);
    replay("search_query", search_query);
}

/// Bytes that mean something to a reader of rows more often than chance would have it.
fn row_bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        3 => prop::sample::select(b"\t\n\\N{},()-0123456789tfx".to_vec()),
        1 => any::<u8>(),
    ];
    prop::collection::vec(byte, 0..600)
}

proptest! {
    #[test]
    fn any_bytes_are_rows(data in row_bytes()) {
        copy_rows(&data);
    }

    #[test]
    fn any_text_is_a_query(text in "\\PC{0,80}", raw in prop::collection::vec(any::<u8>(), 0..80)) {
        search_query(text.as_bytes());
        search_query(&raw);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn any_file_is_an_archive_or_refused(
        how in 0_u8..4,
        magic in prop::sample::select(vec![&b""[..], b"BZh91AY&SY", b"\x1f\x8b\x08", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd"]),
        data in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let magic = if how == 0 { magic } else { b"" };
        archive_reader(&[&[how], magic, &data].concat());
    }
}
