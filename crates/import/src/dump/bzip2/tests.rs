//! That pieces decoded apart give what the sequential decoder gives, also for hostile files.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::{Cursor, Read};

use proptest::prelude::*;

use super::super::testing::{bzip2_with, noise};
use super::*;

fn parallel(file: &[u8]) -> io::Result<Vec<u8>> {
    let mut reader = ParallelBzip2::start(Cursor::new(file.to_vec()), 2)?;
    let mut out = Vec::new();
    while let Some(block) = reader.next_block()? {
        assert!(!block.is_empty());
        out.extend(block);
    }
    Ok(out)
}

fn sequential(file: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    bzip2::read::MultiBzDecoder::new(file).read_to_end(&mut out)?;
    Ok(out)
}

fn text(len: usize) -> Vec<u8> {
    noise(7, len).into_iter().map(|byte| b"abcdefg\t\n "[usize::from(byte % 10)]).collect()
}

#[test]
fn many_blocks_come_back_in_order() {
    let data = text(1_500_000);
    assert!(parallel(&bzip2_with(&data, 1)).unwrap() == data);
    assert!(parallel(&bzip2_with(&data, 9)).unwrap() == data);
    let data = noise(1, 1_200_000);
    assert!(parallel(&bzip2_with(&data, 9)).unwrap() == data);
}

#[test]
fn streams_one_after_another_are_one_file() {
    let mut file = Vec::new();
    let mut wanted = Vec::new();
    for (level, len) in [(1, 250_000), (9, 0), (5, 1), (2, 450_000), (9, 0)] {
        let data = text(len);
        file.extend(bzip2_with(&data, level));
        wanted.extend(data);
    }
    assert!(parallel(&file).unwrap() == wanted);
    assert_eq!(parallel(&bzip2_with(b"", 9)).unwrap(), b"");
}

#[test]
fn long_runs_expand_to_more_than_a_block() {
    let data = vec![b'x'; 30_000_000];
    assert!(parallel(&bzip2_with(&data, 9)).unwrap() == data);
}

#[test]
fn zeros_after_the_end_are_padding_and_other_bytes_are_not() {
    let mut file = bzip2_with(b"hello", 9);
    file.extend([0; 512]);
    assert_eq!(parallel(&file).unwrap(), b"hello");
    file.push(1);
    assert!(parallel(&file).is_err());
}

#[test]
fn a_mark_inside_a_block_does_not_mislead() {
    // The mark cannot be forced into a coded block, so the cutter is given too many cuts instead:
    // joining must put a block back together whatever was cut.
    let data = noise(3, 90_000);
    let file = bzip2_with(&data, 9);
    let mut cutter = Cutter::new(Cursor::new(file));
    let whole = cutter.next_piece().unwrap().unwrap();
    let end = cutter.next_piece().unwrap().unwrap();
    for cuts in [vec![70_003_u64], vec![81, 300_001], vec![1_000, 2_000, 3_001, 500_000]] {
        let (slot_to, slots) = sync_channel(16);
        for piece in whole.cut_at(&cuts) {
            let (reply, result) = sync_channel(1);
            let mut stream = BitWriter::new();
            stream.header();
            stream.append(&piece);
            let data = decode(&stream.with_trailer(piece.crc()));
            assert!(data.is_none());
            reply.send(Decoded { piece, data }).unwrap();
            slot_to.send(Slot::Block(result)).unwrap();
        }
        slot_to.send(Slot::End(end.cut_at(&[]).remove(0))).unwrap();
        drop(slot_to);
        let mut reader = ParallelBzip2 { slots, crc: 0, closed: false };
        assert!(reader.next_block().unwrap().unwrap() == data);
        assert!(reader.next_block().unwrap().is_none());
    }
}

#[test]
fn the_finder_sees_marks_at_every_bit() {
    for shift in 0..8 {
        for mark in [BLOCK, cut::END] {
            let mut file = b"BZh9".to_vec();
            let mut bits = vec![0x55_u8; 40];
            let value = u128::from(mark) << (128 - 48 - shift);
            bits[..6].copy_from_slice(&BLOCK.to_be_bytes()[2..]);
            bits[20..36].copy_from_slice(&value.to_be_bytes());
            file.extend(bits);
            let mut cutter = Cutter::new(Cursor::new(file));
            let first = cutter.next_piece().unwrap().unwrap();
            assert_eq!(first.bits().2, 160 + shift, "{shift}");
            assert_eq!(cutter.next_piece().unwrap().unwrap().offset(), 24);
        }
    }
}

#[test]
fn a_file_without_marks_is_refused_early() {
    let mut file = bzip2_with(b"hello", 9);
    file.truncate(14);
    file.extend(noise(5, 5_000_000));
    let error = parallel(&file).unwrap_err().to_string();
    assert!(error.contains("no end to the bzip2 block at byte 4"), "{error}");
}

#[test]
fn every_truncation_is_noticed() {
    let file = [bzip2_with(&text(210_000), 1), bzip2_with(b"tail", 9)].concat();
    let (first, all) = (file.len() - bzip2_with(b"tail", 9).len(), file.len());
    for cut in (0..all).step_by(997).chain(first - 20..all) {
        // A file that ends where a stream ends is whole as far as bzip2 can tell.
        assert_eq!(parallel(&file[..cut]).is_ok(), cut == first, "cut at {cut}");
    }
}

#[test]
fn every_flipped_bit_is_noticed() {
    let data = text(60_000);
    let file = bzip2_with(&data, 9);
    for at in (0..file.len()).step_by(211).chain(0..40).chain(file.len() - 12..file.len()) {
        let mut bad = file.clone();
        bad[at] ^= 1 << (at % 8);
        match (parallel(&bad), sequential(&bad)) {
            (Ok(out), Ok(_)) => assert!(out == data, "byte {at}"),
            (Err(_), _) => {}
            (Ok(_), Err(error)) => panic!("byte {at}: only the sequential decoder says {error}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn random_streams_are_read_as_the_sequential_decoder_reads_them(
        streams in prop::collection::vec((1_u32..=9, 0_usize..260_000, any::<bool>(), any::<u64>()), 1..4)
    ) {
        let mut file = Vec::new();
        for (level, len, random, seed) in streams {
            let data = if random { noise(seed, len) } else { text(len) };
            file.extend(bzip2_with(&data, level));
        }
        prop_assert!(parallel(&file).unwrap() == sequential(&file).unwrap());
    }

    #[test]
    fn foreign_bytes_behind_a_valid_head_never_panic(tail in prop::collection::vec(any::<u8>(), 0..600), magic in any::<bool>()) {
        let mut file = b"BZh9".to_vec();
        let mark = if magic { BLOCK } else { cut::END }.to_be_bytes();
        file.extend(&mark[2..]);
        file.extend(tail);
        let _ = parallel(&file);
    }
}
