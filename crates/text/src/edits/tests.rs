//! Distances by hand, and what must hold for any texts.

use proptest::prelude::*;

use super::*;

#[test]
fn each_kind_of_edit_counts_once() {
    let cases = [
        ("ferry", "ferry", 0),
        ("ferry", "fery", 1),
        ("ferry", "fferry", 1),
        ("ferry", "fzrry", 1),
        ("ferry", "efrry", 1),
        ("ferry", "frrey", 2),
        ("", "abc", 3),
        ("夜の汽笛", "夜の気笛", 1),
    ];
    for (left, right, edits) in cases {
        assert_eq!(edits_within(left, right, 4), Some(edits), "{left} {right}");
        assert_eq!(edits_within(right, left, 4), Some(edits), "{right} {left}");
    }
}

#[test]
fn beyond_the_bound_there_is_no_answer() {
    assert_eq!(edits_within("ferry", "bells", 3), None);
    assert_eq!(edits_within("a", &"a".repeat(100_000), 4), None);
    assert_eq!(edits_within("ab", "ba", 0), None);
}

#[test]
fn short_texts_must_be_exact() {
    assert_eq!(allowed_edits("one".len()), 0);
    assert_eq!(allowed_edits("gold".len()), 1);
}

proptest! {
    #[test]
    fn distance_is_symmetric_and_bounded_by_length(left in ".{0,12}", right in ".{0,12}") {
        let edits = edits_within(&left, &right, 12);
        prop_assert_eq!(edits, edits_within(&right, &left, 12));
        let longest = left.chars().count().max(right.chars().count()) as u32;
        prop_assert!(edits.is_some_and(|edits| edits <= longest));
    }

    #[test]
    fn a_smaller_bound_only_hides(left in "[ab]{0,8}", right in "[ab]{0,8}", most in 0_u32..8) {
        let all = edits_within(&left, &right, 8);
        prop_assert_eq!(edits_within(&left, &right, most), all.filter(|edits| *edits <= most));
    }
}
