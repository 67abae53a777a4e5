//! Dice and romanisation by hand.

use super::dice::Dice;
use super::romanise::romanise;
use super::{Tally, Verdict};

#[test]
fn dice_throw_the_published_numbers() {
    // The first outputs of SplitMix64 for the seed 1234567.
    let mut dice = Dice::new(1_234_567);
    assert_eq!(dice.next(), 6_457_827_717_110_365_317);
    assert_eq!(dice.next(), 3_203_168_211_198_807_973);
    assert!((0..1000).all(|_| dice.below(7) < 7));
    assert_eq!(dice.below(0), 0);
}

#[test]
fn scripts_with_letters_are_romanised_and_others_are_left_alone() {
    assert_eq!(romanise("Остання зупинка").as_deref(), Some("ostannya zupinka"));
    assert_eq!(romanise("カモメ").as_deref(), Some("kamome"));
    assert_eq!(romanise("夜の汽笛"), None);
    assert_eq!(romanise("Ferry Bells"), None);
}

#[test]
fn precision_and_recall_count_what_they_say() {
    let mut tally = Tally::default();
    for verdict in [Verdict::Right, Verdict::Right, Verdict::Right, Verdict::Wrong, Verdict::Missed]
    {
        tally.add(verdict);
    }
    assert!((tally.precision() - 0.75).abs() < 1e-9);
    assert!((tally.recall() - 0.6).abs() < 1e-9);
    let mut nothing = Tally::default();
    nothing.add(Verdict::RightlyNone);
    nothing.add(Verdict::Wrong);
    assert!(nothing.precision().abs() < 1e-9);
    assert!((Tally::default().precision() - 1.0).abs() < 1e-9);
}
