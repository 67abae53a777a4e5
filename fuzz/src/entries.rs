//! What is fuzzed: one function for each reader of foreign bytes.
//!
//! The functions panic when the reader does, or when it breaks a promise. The tests of `import`
//! include this file too, so it may use nothing but crates that `import` depends on.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use import::dump::{Error, Row, Rows, open, tables};

/// Reads `data` as a block of rows, every field as every type.
pub fn copy_rows(data: &[u8]) {
    let mut rows = Rows::new(data);
    let mut together = Vec::new();
    while let Some(row) = rows.next_row() {
        together.extend_from_slice(row.bytes());
        together.push(b'\n');
        read_fields(&row);
    }
    if data.last().is_some_and(|&last| last != b'\n') {
        together.pop();
    }
    assert!(together == data, "rows put together again are the block");
}

fn read_fields(row: &Row<'_, '_>) {
    for column in 0..=row.len() {
        let _ = (row.raw(column), row.opt_u32(column), row.opt_i64(column), row.bool(column));
        let _ = (row.opt_gid(column), row.date(column), row.ints(column), row.opt_point(column));
        if let Ok(Some(text)) = row.opt_str(column) {
            let again = escape(&text);
            let mut rows = Rows::new(again.as_bytes());
            let read = rows.next_row().and_then(|row| Some(row.str(0).ok()?.into_owned()));
            assert!(again.is_empty() || read.as_deref() == Some(&*text), "{text:?}");
        }
    }
}

/// Writes a text as `COPY … TO` does.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            other => out.push(other),
        }
    }
    out
}

/// Reads an export that `data` describes: the first byte says how, the rest is the damage.
pub fn archive_reader(data: &[u8]) {
    let Some((&how, rest)) = data.split_first() else { return };
    let Ok(dir) = tempfile::tempdir() else { return };
    let path = dir.path().join("mbdump.tar.any");
    let written = match how % 4 {
        0 => fs::write(&path, rest),
        1 => tar(&head()).and_then(|mut bytes| {
            bytes.truncate(bytes.len() - 1024);
            bytes.extend_from_slice(rest);
            fs::write(&path, bytes)
        }),
        2 => damaged_bzip2(rest).and_then(|bytes| fs::write(&path, bytes)),
        _ => unpacked(dir.path(), rest),
    };
    // A full disk is no finding.
    if written.is_ok() {
        walk(if how % 4 == 3 { dir.path().into() } else { path });
    }
}

/// Opens an export and reads whatever can be read.
fn walk(path: PathBuf) {
    let Ok(source) = open(&[path]) else { return };
    let _ = source.for_each_table(&mut |header, rows| {
        assert!(tables::columns(header.name).is_some());
        let mut due = 1;
        while let Some(block) = rows.next_block()? {
            assert!(block.bytes.ends_with(b"\n"));
            assert_eq!(block.first_row, due);
            let mut cut = block.rows();
            while let Some(row) = cut.next_row() {
                let _ = row.str(0);
                due += 1;
            }
        }
        Ok::<(), Error>(())
    });
}

type Members = Vec<(String, Vec<u8>)>;

/// The files that make a reader go on to the tables.
fn head() -> Members {
    [
        ("TIMESTAMP", "2026-07-25 00:12:03.123456+00\n"),
        ("SCHEMA_SEQUENCE", "31\n"),
        ("REPLICATION_SEQUENCE", "\n"),
    ]
    .map(|(name, text)| (name.to_owned(), text.into()))
    .into()
}

fn tar(members: &Members) -> std::io::Result<Vec<u8>> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, &bytes[..])?;
    }
    tar.into_inner()
}

/// A whole archive of a few blocks in which bytes are changed: two bytes of place, one of change.
fn damaged_bzip2(changes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut members = head();
    for table in tables::CORE {
        let row: String = (0..9_000).map(|i| format!("{}\t{table}\n", i * 7919 % 10_007)).collect();
        members.push((format!("mbdump/{table}"), row.into_bytes()));
    }
    let mut to = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::new(1));
    to.write_all(&tar(&members)?)?;
    let mut bytes = to.finish()?;
    for change in changes.chunks_exact(3).take(64) {
        let place = usize::from(change[0]) << 8 | usize::from(change[1]);
        let place = place * 3 % bytes.len();
        bytes[place] ^= change[2];
    }
    Ok(bytes)
}

fn unpacked(dir: &Path, artists: &[u8]) -> std::io::Result<()> {
    fs::create_dir(dir.join("mbdump"))?;
    for (name, bytes) in head() {
        fs::write(dir.join(name), bytes)?;
    }
    fs::write(dir.join("mbdump/artist"), artists)
}

/// Reads `data`, as far as it is text, as what someone looks for.
pub fn search_query(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let query = catalog::search::Query::parse(&text);
    let seen = text.bytes().take(1000).any(|byte| byte.is_ascii_alphanumeric());
    assert!(!(seen && query.is_empty()), "{text:?} is an empty query");
}
