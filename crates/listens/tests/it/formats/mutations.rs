//! Bytes that nobody wrote on purpose: no reader panics, none goes on for ever.

use listens::formats::{ALL, Position};
use proptest::prelude::*;

use super::harness::{Sample, open, options, samples};

/// A change of a file.
#[derive(Debug, Clone)]
enum Change {
    Set(usize, u8),
    Remove(usize, usize),
    Repeat(usize, usize),
    Cut(usize),
}

fn change() -> impl Strategy<Value = Change> {
    let telling = prop::sample::select(b"[]{}\",:\\\n\r\t\0 0-L#P\xFF".to_vec());
    prop_oneof![
        (any::<usize>(), telling).prop_map(|(at, byte)| Change::Set(at, byte)),
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        (any::<usize>(), 1..40_usize).prop_map(|(at, length)| Change::Remove(at, length)),
        (any::<usize>(), 1..400_usize).prop_map(|(at, length)| Change::Repeat(at, length)),
        any::<usize>().prop_map(Change::Cut),
    ]
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    let length = bytes.len().max(1);
    let range = |at: usize, count: usize, end: usize| {
        let at = at % length;
        at.min(end)..(at + count).min(end)
    };
    let end = bytes.len();
    match *change {
        Change::Set(at, byte) => {
            if let Some(old) = bytes.get_mut(at % length) {
                *old = byte;
            }
        }
        Change::Remove(at, count) => drop(bytes.drain(range(at, count, end))),
        Change::Repeat(at, count) => {
            let range = range(at, count, end);
            let again = bytes[range.clone()].to_vec();
            bytes.splice(range.end..range.end, again);
        }
        Change::Cut(at) => bytes.truncate(at % length),
    }
}

/// Reads it as every format that takes it, and counts the rows.
fn read_all(sample: &Sample) {
    let Ok(upload) = open(&sample.name, &sample.bytes) else { return };
    drop(upload.detect());
    for format in ALL {
        let upload = open(&sample.name, &sample.bytes).unwrap();
        let Ok(mut reader) = upload.read(format, options(), Position::default()) else { continue };
        // Each row takes a byte at least, each file may break once.
        let most = 20 * sample.bytes.len() + 100;
        let (mut last, mut rows) = (Position::default(), 0);
        while let Some(_row) = reader.next() {
            rows += 1;
            assert!(rows <= most, "{} goes on", format.name);
            assert!(reader.position() > last, "{} stands still", format.name);
            last = reader.position();
        }
        assert!(reader.next().is_none());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_file_ends(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec(change(), 1..6),
    ) {
        let samples = samples();
        let mut sample = which.get(&samples).clone();
        for change in &changes {
            apply(&mut sample.bytes, change);
        }
        read_all(&sample);
    }
}
