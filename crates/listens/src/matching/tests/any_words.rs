//! Any words have an answer, however odd or long they are.

use catalog::View;
use proptest::prelude::*;

use super::{CHOIR, on, recording, shop, words};
use crate::matching::{Effort, MAX_CANDIDATES, Match, Stage, Words, find};

fn ask(view: &View<'_>, words: &Words) -> Match {
    let found = find(view, words, Effort::Fuzzy).unwrap();
    assert_eq!(found, find(view, words, Effort::Fuzzy).unwrap(), "equal words, equal answer");
    assert!((0.0..=1.0).contains(&found.score), "{}", found.score);
    assert!(found.candidates.len() <= MAX_CANDIDATES);
    assert_eq!(found.recording.is_none(), found.stage == Stage::None);
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_words_have_an_answer(
        texts in proptest::collection::vec(
            (".{0,30}|(ferry|low|bells|water|live|feat\\.|[-()&/ ]){0,8}", "(the |lantern|fish|choir|mirela|&| ){0,6}|.{0,20}"), 1..12),
        length in any::<Option<i64>>(),
        ids in any::<[bool; 3]>(),
    ) {
        let shop = shop();
        let view = shop.catalog.view().unwrap();
        for (title, artist) in texts {
            let asked = Words {
                length_ms: length,
                release_name: ids[0].then(|| title.clone()),
                track_number: ids[1].then(|| artist.clone()),
                isrc: ids[2].then(|| title.clone()),
                recording_mbid: ids[0].then(|| recording(101)),
                track_mbid: ids[1].then(|| recording(1)),
                ..words(&artist, &title)
            };
            ask(&view, &asked);
        }
    }
}

#[test]
fn absurd_lengths_are_far_off() {
    let shop = shop();
    let view = shop.catalog.view().unwrap();
    for length in [i64::MIN, -1, 0, 1, i64::MAX / 3, i64::MAX] {
        ask(&view, &Words { length_ms: Some(length), ..words(CHOIR, "Ferry Bells") });
    }
}

#[test]
fn huge_texts_cost_no_more_than_long_ones() {
    let shop = shop();
    let view = shop.catalog.view().unwrap();
    let texts = ["ferry bells ".repeat(100_000), "(".repeat(100_000), " - live".repeat(50_000)];
    for text in &texts {
        ask(&view, &on(text, text, text));
        ask(&view, &on(CHOIR, text, text));
    }
}
