//! Cases that other projects keep: titles to clean, artists to take apart, judged matches, words with their ids.
//!
//! They are read where they lie beside the repository and never copied; without them one line says so.
//! What is asked of each kind:
//!
//! | kind | asked |
//! |---|---|
//! | `clean_recording` | the title without everything that was read, remixes by somebody named aside: there they are titles |
//! | `clean_artist` | the first name |
//! | `filter_function:remove-…`, `youtube` | the title without the parts that the filter names |
//! | `fix-track-suffix` | the same version read behind a dash and in a bracket |
//! | `normalize-feature` | the same names with a bracket and without one |
//! | `album-artist-from-artist`, `remove-additional-artists` | the first name |
//! | `replace-…`, `remove-zero-width` | both fold to the same |
//! | `decode-html-entities` | the text decoded |
//! | `split_artists` | the names in artist and title |
//! | `mapping_plausibility`, `string_to_mbid` | see `mapped` |
//!
//! What does not pass and is not meant to: a cleaner that cuts whatever follows a dash (`Nina – Reanimator` is one
//! title), drops one of two scripts in a title (which of them a catalogue has is not to be known), keeps what a bracket
//! in the middle says, or takes a quotation for the title. Nothing tells a band named `X and the Y` from `X` and `the Y`.

use serde_json::Value;
use testkit::foreign;
use text::{
    Mark, Part, Splitting, Title, VersionKind, decode_entities, fold_equal, key, split_artists,
    without,
};

use super::mapped::Mapped;

/// Least share of cases that pass, by kind: what passes now, and a little room for cases that are added.
const FLOORS: [(&str, f64); 22] = [
    ("clean_recording", 0.86),
    ("clean_artist", 0.59),
    ("split_artists", 0.92),
    ("filter_function:album-artist-from-artist", 0.99),
    ("filter_function:decode-html-entities", 0.99),
    ("filter_function:fix-track-suffix", 0.99),
    ("filter_function:normalize-feature", 0.99),
    ("filter_function:remove-additional-artists", 0.99),
    ("filter_function:remove-clean-explicit", 0.99),
    ("filter_function:remove-feature", 0.99),
    ("filter_function:remove-live", 0.99),
    ("filter_function:remove-reissue", 0.95),
    ("filter_function:remove-remastered", 0.94),
    ("filter_function:remove-version", 0.96),
    ("filter_function:remove-zero-width", 0.99),
    ("filter_function:replace-nbsp", 0.99),
    ("filter_function:replace-smart-quotes", 0.99),
    ("filter_function:youtube", 0.97),
    ("mapping_plausibility", 0.94),
    ("mapping_plausibility: artists", 0.95),
    ("string_to_mbid", 0.97),
    ("string_to_mbid: artists", 0.98),
];

/// Whether a case of text functions passes; `None` for other kinds.
fn passes(case: &Value) -> Option<bool> {
    let (kind, text) = (case["kind"].as_str()?, case["input"].as_str().unwrap_or_default());
    let expected = case["expected"].as_str().unwrap_or_default();
    let clean = |is_unwanted: &dyn Fn(&Part) -> bool| Some(without(text, is_unwanted) == expected);
    match kind.trim_start_matches("filter_function:") {
        "clean_recording" => clean(&|part| !is_named_remix(part)),
        "youtube" => clean(&|_| true),
        "remove-remastered" | "remove-reissue" => clean(&|part| matches!(part, Part::Mark(_))),
        "remove-version" => clean(&|part| matches!(part, Part::Mark(_) | Part::Version(_))),
        "remove-live" => clean(&is_live),
        "remove-clean-explicit" => {
            clean(&|part| matches!(part, Part::Mark(Mark::Explicit | Mark::Clean)))
        }
        "remove-feature" => clean(&|part| matches!(part, Part::Guests(_))),
        "decode-html-entities" => Some(decode_entities(text) == expected),
        "replace-nbsp" | "replace-smart-quotes" | "remove-zero-width" => {
            Some(fold_equal(text, expected))
        }
        "fix-track-suffix" => Some(says_the_same_version(text, expected)),
        "normalize-feature" => {
            Some(names(text, Splitting::Sure) == names(expected, Splitting::Sure))
        }
        "album-artist-from-artist" => Some(names(text, Splitting::Sure).first()? == expected),
        "remove-additional-artists" | "clean_artist" => {
            Some(names(text, Splitting::All).first()? == expected)
        }
        "split_artists" => Some(splits(case)),
        _ => None,
    }
}

fn is_live(part: &Part) -> bool {
    matches!(part, Part::Version(version) if version.kind == VersionKind::Live)
}

fn is_named_remix(part: &Part) -> bool {
    matches!(part, Part::Version(version)
        if version.kind == VersionKind::Remix && version.detail.contains(char::is_alphabetic))
}

fn says_the_same_version(left: &str, right: &str) -> bool {
    let (left, right) = (Title::read(left), Title::read(right));
    left.key == right.key && left.versions == right.versions && !left.versions.is_empty()
}

/// The names in a text.
pub(super) fn names(text: &str, splitting: Splitting) -> Vec<String> {
    split_artists(text, splitting, &|_| false)
}

/// Whether artists and guests of the title are those that are expected, in any order.
fn splits(case: &Value) -> bool {
    let input = |name: &str| case["input"][name].as_str().unwrap_or_default();
    let mut found = names(input("artist"), Splitting::Sure);
    for guests in Title::read(input("track")).guests {
        found.extend(names(&guests, Splitting::All));
    }
    let mut keys: Vec<String> = found.iter().map(|name| key(name)).collect();
    let expected = case["expected"].as_array().into_iter().flatten();
    let mut expected: Vec<String> = expected.filter_map(Value::as_str).map(key).collect();
    for list in [&mut keys, &mut expected] {
        list.sort();
        list.dedup();
    }
    keys == expected
}

/// Cases and what came of them, by kind.
#[derive(Default)]
struct Scores(Vec<(String, u32, u32)>);

impl Scores {
    /// Counts a case, and prints it if it does not pass.
    fn add(&mut self, kind: &str, case: &Value, passed: bool) {
        if !passed {
            println!("    {kind}: {} => {}", case["input"], case["expected"]);
        }
        let known = self.0.iter().position(|(known, ..)| known == kind);
        let place = known.unwrap_or_else(|| {
            self.0.push((kind.to_owned(), 0, 0));
            self.0.len() - 1
        });
        let (_, all, right) = &mut self.0[place];
        *all += 1;
        *right += u32::from(passed);
    }
}

#[test]
fn cases_of_other_projects_stay_above_their_floors() {
    let Some(cases) = foreign::lines("listens/match-cases.jsonl") else { return };
    let of_kind = |kind: &str| cases.iter().filter(|case| case["kind"] == kind).collect::<Vec<_>>();
    let mut scores = Scores::default();
    for case in &cases {
        if let Some(passed) = passes(case) {
            scores.add(case["kind"].as_str().unwrap(), case, passed);
        }
    }
    for kind in ["mapping_plausibility", "string_to_mbid"] {
        let cases = of_kind(kind);
        let mapped = Mapped::of(&cases);
        for case in &cases {
            scores.add(kind, case, mapped.answers(case));
            scores.add(&format!("{kind}: artists"), case, mapped.agrees_in_artists(case));
        }
    }
    let sum = |part: fn(&(String, u32, u32)) -> u32| scores.0.iter().map(part).sum::<u32>();
    for (kind, all, right) in &scores.0 {
        println!("{kind}: {right} of {all}");
    }
    println!("in total: {} of {}", sum(|score| score.2), sum(|score| score.1));
    for (kind, all, right) in &scores.0 {
        let floor = FLOORS.iter().find(|(known, _)| known == kind).map_or(0.0, |floor| floor.1);
        let share = f64::from(*right) / f64::from(*all);
        assert!(share >= floor, "{kind}: {right} of {all}, at least {floor} expected");
    }
}
