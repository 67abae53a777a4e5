//! What folds to what.

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

#[expect(clippy::needless_pass_by_value, reason = "expect! makes a value")]
fn check(input: &str, expected: Expect) {
    expected.assert_eq(&fold(input));
}

#[test]
fn accents_and_case_vanish() {
    check("Beyoncé Sigur Rós MOTÖRHEAD", expect![[r#"beyonce sigur ros motorhead"#]]);
    check(
        "Ångström Žižek Dvořák Ёлка Ὀδυσσεύς",
        expect![[r#"angstrom zizek dvorak елка οδυσσευσ"#]],
    );
}

#[test]
fn letters_without_a_decomposition_are_spelled_out() {
    check(
        "Straße STRAẞE Mø Æther Œuvre Łódź Đorđe Þór ısı",
        expect![[r#"strasse strasse mo aether oeuvre lodz dorde thor isi"#]],
    );
}

#[test]
fn look_alike_punctuation_becomes_ascii() {
    check("Don’t Don´t Don`t “quoted” – — …", expect![[r#"don't don't don't "quoted" - - ..."#]]);
    check("Ｆｕｌｌ　Ｗｉｄｔｈ！ ﬁre Ⅳ Song™", expect![[r#"full width! fire iv song"#]]);
}

#[test]
fn scripts_stay_themselves() {
    check("東京事変 ガラス ｶﾞﾗｽ パ", expect![[r#"東京事変 ガラス ガラス パ"#]]);
    check("فَيْرُوز آمنة", expect!["فيروز امنة"]);
    check("हिन्दी ไม่รู้", expect!["हिन्दी ไมรู"]);
}

#[test]
fn hangul_is_spelled_in_letters() {
    assert!(fold("방탄소년단").starts_with(fold("방타").as_ref()));
}

#[test]
fn plain_text_is_borrowed() {
    assert!(matches!(fold("already folded, 100%"), Cow::Borrowed(_)));
}

#[test]
fn a_voicing_mark_never_reaches_into_the_callers_text() {
    let mut out = String::from("か");
    fold_into("\u{3099}", &mut out);
    assert_eq!(out, "か");
}

#[test]
fn folding_every_single_character_is_idempotent() {
    for c in '\0'..=char::MAX {
        let once = fold(c.encode_utf8(&mut [0; 4])).into_owned();
        assert_eq!(fold(&once), once, "U+{:04X}", c as u32);
    }
}

proptest! {
    #[test]
    fn folding_is_idempotent(text in any::<String>()) {
        let once = fold(&text).into_owned();
        prop_assert_eq!(fold(&once).into_owned(), once);
    }

    #[test]
    fn folding_in_place_agrees_with_folding(text in "[a-zÀ-ÿ\u{3040}-\u{30ff}\u{3099}`´ ]{0,12}") {
        let mut out = String::new();
        fold_into(&text, &mut out);
        prop_assert_eq!(fold(&text).into_owned(), out);
    }
}
