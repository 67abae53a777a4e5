//! Spellings that are one, and spellings that are not.

use proptest::prelude::*;

use super::*;

#[test]
fn spellings_of_one_name_have_one_key() {
    let groups: [&[&str]; 7] = [
        &["AC/DC", "ac dc", "ACDC", "A.C.D.C."],
        &["Salt & Static", "salt and static", "Salt + Static", "SALT AND  STATIC"],
        &["Mull, Pt. II", "Mull (part 2)", "MULL - Pt 2"],
        &["Don’t Stop", "Dont Stop", "don't stop"],
        &["Åsa Öberg", "ASA OBERG", "asa-oberg"],
        &["Symphony No. III", "symphony nr. 3"],
        &["カモメ・パレード", "カモメパレード"],
    ];
    for group in groups {
        for spelling in group {
            assert_eq!(key(spelling), key(group[0]), "{spelling}");
        }
    }
}

#[test]
fn different_names_keep_different_keys() {
    for (left, right) in [("Part 1", "Part 2"), ("!!!", "???"), ("Salt", "Salt &"), ("и", "i")] {
        assert_ne!(key(left), key(right));
    }
    assert_eq!(key("A+"), key("A"), "a sign that belongs to a word does not count");
}

#[test]
fn a_text_of_signs_keeps_them() {
    assert_eq!(key("!?!?!"), "!?!?!");
    assert_eq!(key(" … "), "...");
    assert_eq!(key("/"), "/");
}

#[test]
fn a_leading_article_does_not_count_unless_it_is_the_name() {
    assert_eq!(artist_key("The Lanternfish Choir"), artist_key("lanternfish choir"));
    assert_eq!(artist_key("The The"), "thethe");
    assert_eq!(artist_key("The"), "the");
}

#[test]
fn other_scripts_have_a_latin_key() {
    assert_eq!(latin_key("Зимовий Трамвай").as_deref(), Some("zimoviitramvai"));
    assert_eq!(latin_key("カモメ").as_deref(), Some("kamome"));
    assert_eq!(latin_key("Åsa"), None);
}

#[test]
fn a_romanised_text_has_the_consonants_of_the_original() {
    for (original, romanised) in [("קול הגלים", "Kol haGalim"), ("אורות בנמל", "Orot Banamal")]
    {
        assert_eq!(consonant_key(original), consonant_key(romanised), "{romanised}");
        assert!(lacks_vowels(original) && !lacks_vowels(romanised));
    }
    assert_ne!(consonant_key("קול הגלים"), consonant_key("Kol haRuach"));
}

#[test]
fn numbers_are_found_in_either_writing() {
    assert_eq!(numbers("Symphony No. 3: II. Largo"), "3 2 ");
    assert_eq!(numbers("I Mix It"), "");
    assert_eq!(numbers("Blink-182"), "182 ");
}

proptest! {
    #[test]
    fn a_key_is_its_own_key_unless_numbers_are_rewritten(text in "[^0-9a-zA-Z+&]{0,20}") {
        let once = key(&text);
        prop_assert_eq!(key(&once), once);
    }

    #[test]
    fn only_blank_texts_have_no_key(text in ".{0,20}") {
        let folded = crate::fold(&text);
        prop_assert_eq!(key(&text).is_empty(), folded.trim().is_empty());
    }

    #[test]
    fn letter_case_does_not_count(text in "[a-zA-Z &.]{0,24}") {
        prop_assert_eq!(key(&text), key(&text.to_uppercase()));
        prop_assert_eq!(artist_key(&text), artist_key(&text.to_uppercase()));
    }
}
