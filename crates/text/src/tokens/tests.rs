//! What is cut into which tokens.

use std::collections::HashSet;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::fold;

fn indexed(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    index_tokens(&fold(text), &mut Scratch::default(), &mut |token, _| {
        tokens.push(token.to_owned());
    });
    tokens
}

fn queried(text: &str) -> Vec<(String, Kind)> {
    let mut tokens = Vec::new();
    query_tokens(&fold(text), &mut Scratch::default(), &mut |token| {
        tokens.push((token.text.to_owned(), token.kind));
    });
    tokens
}

#[expect(clippy::needless_pass_by_value, reason = "expect! makes a value")]
fn check(text: &str, expected: Expect) {
    let query: Vec<String> = queried(text).into_iter().map(|(text, _)| text).collect();
    expected.assert_eq(&format!("{} <- {}", indexed(text).join(" "), query.join(" ")));
}

#[test]
fn words_are_runs_of_letters_and_digits() {
    check("99 Luftballons, (Live)", expect!["99 luftballons live <- 99 luftballons live"]);
    check("Øresund feat. Ænima", expect!["oresund feat aenima <- oresund feat aenima"]);
}

#[test]
fn compounds_are_found_joined_and_apart() {
    check("AC/DC", expect!["ac dc acdc <- ac dc"]);
    check("P!nk", expect!["p nk pnk <- p nk"]);
    check("R.E.M.", expect!["r e m rem <- r e m"]);
    check("A$$AP blink-182", expect!["a ap aap blink 182 blink182 <- a ap blink 182"]);
    check("wait...what a—b", expect!["wait what a b ab <- wait what a b"]);
}

#[test]
fn apostrophes_vanish_and_long_pieces_are_found_alone() {
    check("Don't Rockin'", expect!["dont rockin <- dont rockin"]);
    check(
        "L’amour rock'n'roll",
        expect!["lamour l amour rocknroll rock n roll <- lamour rocknroll"],
    );
}

#[test]
fn chunks_without_words_count_only_where_no_word_stands() {
    check("!!!", expect!["!!! <- !!!"]);
    check("÷ + \"", expect![[r#"÷ + " <- ÷ + ""#]]);
    check("Queen - Bohemian", expect!["queen bohemian <- queen - bohemian"]);
    check("Simon & Garfunkel", expect!["simon and garfunkel <- simon & garfunkel"]);
}

#[test]
fn emoji_are_tokens() {
    check("Fire🔥🔥 ★", expect!["fire 🔥 🔥 ★ <- fire 🔥 🔥 ★"]);
    check("👍🏽❤️", expect!["👍 ❤ <- 👍 ❤"]);
}

#[test]
fn scripts_without_spaces_are_cut_into_characters_and_pairs() {
    check("東京事変", expect!["東 京 事 変 東京 京事 事変 <- 東京 京事 事変"]);
    check("雨", expect!["雨 <- 雨"]);
    check(
        "ザ・ビートルズ",
        expect!["ザ ビ ー ト ル ズ ザビ ビー ート トル ルズ <- ザビ ビー ート トル ルズ"],
    );
    check("J-POP音楽2", expect!["j pop jpop 音 楽 音楽 2 <- j pop 音楽 2"]);
}

#[test]
fn other_scripts_are_words() {
    check("Группа крови", expect!["группа крови <- группа крови"]);
    check("فَيْرُوز", expect!["فيروز <- فيروز"]);
    check("हिन्दी", expect!["हिन्दी <- हिन्दी"]);
}

#[test]
fn a_middle_dot_alone_is_no_word() {
    check("・ !", expect!["! <- !"]);
}

#[test]
fn long_words_are_cut_alike_on_both_sides() {
    let long = "é".repeat(90) + &"x".repeat(200);
    assert_eq!(indexed(&long), [queried(&long)[0].0.clone()]);
    assert!(indexed(&long)[0].len() <= MAX_TOKEN_BYTES);
}

fn required(text: &str) -> Vec<String> {
    let tokens = queried(text);
    let is_word = |kind| matches!(kind, Kind::Word | Kind::Gram);
    let has_words = tokens.iter().any(|&(_, kind)| is_word(kind));
    tokens
        .into_iter()
        .filter(|&(_, kind)| !has_words || is_word(kind))
        .map(|(text, _)| text)
        .collect()
}

fn finds_itself(text: &str) -> Result<(), TestCaseError> {
    let index: HashSet<String> = indexed(text).into_iter().collect();
    for token in required(text) {
        prop_assert!(index.contains(&token), "{:?} is not among {:?}", token, index);
        prop_assert!(!token.is_empty() && token.len() <= MAX_TOKEN_BYTES);
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_finds_itself(text in any::<String>()) {
        finds_itself(&text)?;
    }

    #[test]
    fn any_mixed_title_finds_itself(text in "[a-cé'’!.&/\\- ・あ漢ー🔥★÷\u{300}\u{3099}ไ]{0,24}") {
        finds_itself(&text)?;
    }
}
