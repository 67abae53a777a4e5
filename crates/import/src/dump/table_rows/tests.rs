//! That blocks hold whole rows whatever the pieces in which bytes arrive.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::io;

use proptest::prelude::*;

use super::*;

/// Hands out its bytes in pieces of the given sizes.
struct Trickle<'a>(&'a [u8], Vec<usize>);

impl Read for Trickle<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let piece = self.1.pop().unwrap_or(usize::MAX).max(1);
        let n = self.0.len().min(buf.len()).min(piece);
        buf[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

fn read(bytes: &[u8], size: u64, pieces: Vec<usize>) -> Result<Vec<(u64, Vec<u8>)>, Error> {
    let mut source = Trickle(bytes, pieces);
    let (read, mut buffer) = (AtomicU64::new(77), vec![b'?'; 10]);
    let origin = Origin { path: Path::new("mbdump.tar"), table: "artist", read: &read, base: 7 };
    let mut rows = TableRows::new(&mut source, origin, size, &mut buffer);
    let mut blocks = Vec::new();
    while let Some(block) = rows.next_block()? {
        blocks.push((block.first_row, block.bytes.to_vec()));
    }
    assert!(rows.next_block()?.is_none());
    Ok(blocks)
}

#[test]
fn a_long_table_comes_in_blocks_of_whole_rows() {
    let row = "some row of some bytes\n";
    let bytes = row.repeat(150_000);
    let blocks = read(bytes.as_bytes(), bytes.len() as u64, vec![3, 1, 4, 1, 5]).unwrap();
    assert!(blocks.len() > 2);
    let mut next = 1;
    for (first, block) in &blocks {
        assert_eq!(*first, next);
        assert!(block.ends_with(b"\n"));
        next += (block.len() / row.len()) as u64;
    }
    assert_eq!(next, 150_001);
}

#[test]
fn a_row_longer_than_a_block_is_read_and_one_beyond_the_bound_is_refused() {
    let mut bytes = vec![b'x'; 5 << 20];
    bytes.extend(b"\nshort\n");
    assert!(read(&bytes, bytes.len() as u64, vec![]).unwrap().concat_bytes() == bytes);
    let endless = vec![b'x'; MAX_ROW + BLOCK];
    let error = read(&endless, endless.len() as u64, vec![]).unwrap_err().to_string();
    assert!(error.contains("after row 0: the next row is longer than 16 MiB"), "{error}");
}

#[test]
fn an_unfinished_row_and_a_short_archive_are_told_apart() {
    let error = read(b"1\t2\n3\t4", 7, vec![]).unwrap_err().to_string();
    expect_test::expect!["mbdump.tar: table artist, after row 1: the last row has no end: the file is cut off, download it again"].assert_eq(&error);
    let error = read(b"1\t2\n3\t4", 8, vec![]).unwrap_err().to_string();
    expect_test::expect!["mbdump.tar: table artist: the archive ends inside this table (at about byte 70 of the file): download it again and compare it with SHA256SUMS"].assert_eq(&error);
    assert!(read(b"", 0, vec![]).unwrap().is_empty());
}

trait ConcatBytes {
    fn concat_bytes(&self) -> Vec<u8>;
}

impl ConcatBytes for Vec<(u64, Vec<u8>)> {
    fn concat_bytes(&self) -> Vec<u8> {
        self.iter().flat_map(|(_, bytes)| bytes.clone()).collect()
    }
}

proptest! {
    #[test]
    fn no_byte_is_lost_or_doubled(rows in prop::collection::vec("[a-z]{0,9}", 0..50), pieces in prop::collection::vec(1_usize..40, 0..30)) {
        let bytes: String = rows.iter().map(|row| format!("{row}\n")).collect();
        let blocks = read(bytes.as_bytes(), bytes.len() as u64, pieces).unwrap();
        prop_assert_eq!(blocks.concat_bytes(), bytes.as_bytes());
    }
}
