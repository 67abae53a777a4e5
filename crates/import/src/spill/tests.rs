//! Whatever is pushed comes back in order, in memory, through runs, or through runs of runs.
#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::*;

fn sorted(
    rows: &[(u64, Vec<u8>)],
    order: Order,
    (memory_bytes, max_runs): (usize, usize),
) -> Vec<(u64, Vec<u8>)> {
    let dir = tempfile::tempdir().unwrap();
    let mut sorter = Sorter::new(dir.path().join("rows"), order, memory_bytes);
    for (key, row) in rows {
        let (head, tail) = row.split_at(row.len() / 2);
        sorter.push(*key, head, tail).unwrap();
    }
    let mut sorted = sorter.sort_by_merging(max_runs).unwrap();
    let mut out = Vec::new();
    while let Some(key) = sorted.peek_key().unwrap() {
        let (again, row) = sorted.next().unwrap().unwrap();
        assert_eq!(key, again);
        out.push((key, row.to_vec()));
    }
    assert!(sorted.next().unwrap().is_none());
    out
}

proptest! {
    #[test]
    fn rows_come_back_by_key_and_in_the_order_pushed(rows in proptest::collection::vec((0_u64..20, proptest::collection::vec(any::<u8>(), 0..20)), 0..200), memory in 50_usize..5000, max_runs in 2_usize..9) {
        let mut expected = rows.clone();
        expected.sort_by_key(|(key, _)| *key);
        prop_assert_eq!(sorted(&rows, Order::Pushed, (memory, max_runs)), expected);
    }

    #[test]
    fn rows_come_back_by_key_and_bytes(rows in proptest::collection::vec((0_u64..20, proptest::collection::vec(any::<u8>(), 0..20)), 0..200), memory in 50_usize..5000, max_runs in 2_usize..9) {
        let mut expected = rows.clone();
        expected.sort();
        prop_assert_eq!(sorted(&rows, Order::Bytes, (memory, max_runs)), expected);
    }

    #[test]
    fn pairs_come_back_in_order(pairs in proptest::collection::vec(any::<(u64, u32)>(), 0..300), memory in 0_usize..5000, max_runs in 2_usize..9) {
        let dir = tempfile::tempdir().unwrap();
        let mut sorter = Pairs::new(dir.path().join("pairs"), memory);
        for (key, value) in &pairs {
            sorter.push(*key, *value).unwrap();
        }
        let mut sorted = sorter.sort_by_merging(max_runs).unwrap();
        let mut out = Vec::new();
        while let Some(pair) = sorted.next().unwrap() {
            out.push(pair);
        }
        let mut expected = pairs;
        expected.sort_unstable();
        prop_assert_eq!(out, expected);
    }
}
