//! Cases that other projects keep: titles to clean, artists to take apart, judged matches.
//!
//! They are read where they lie beside the repository and never copied; without them one line says so.

use std::path::Path;

use serde_json::Value;
use text::{Mark, Part, Splitting, Title, decode_entities, key, split_artists, without};

use super::super::said::whole;

/// Least share of cases that pass, by kind.
const FLOORS: [(&str, f64); 9] = [
    ("clean_recording", 0.5),
    ("mapping_plausibility", 0.5),
    ("split_artists", 0.5),
    ("filter_function:remove-remastered", 0.5),
    ("filter_function:remove-version", 0.5),
    ("filter_function:remove-clean-explicit", 0.5),
    ("filter_function:remove-reissue", 0.5),
    ("filter_function:youtube", 0.5),
    ("filter_function:decode-html-entities", 0.5),
];

/// Whether a case passes; `None` for kinds that do not concern titles and names.
fn passes(case: &Value) -> Option<bool> {
    let text = || case["input"].as_str();
    let clean = |is_unwanted: &dyn Fn(&Part) -> bool| {
        Some(Some(without(text()?, is_unwanted).as_str()) == case["expected"].as_str())
    };
    match case["kind"].as_str()? {
        "clean_recording" => clean(&|_| true),
        "filter_function:remove-remastered" => {
            clean(&|part| matches!(part, Part::Mark(Mark::Remaster | Mark::Edition | Mark::Year)))
        }
        "filter_function:remove-reissue" => clean(&|part| {
            matches!(part, Part::Mark(Mark::Reissue | Mark::Remaster | Mark::Edition | Mark::Year))
        }),
        "filter_function:remove-version" => {
            clean(&|part| matches!(part, Part::Mark(_) | Part::Version(_)))
        }
        "filter_function:remove-clean-explicit" => {
            clean(&|part| matches!(part, Part::Mark(Mark::Explicit | Mark::Clean)))
        }
        "filter_function:youtube" => clean(&|part| !matches!(part, Part::Guests(_))),
        "filter_function:decode-html-entities" => {
            Some(Some(decode_entities(text()?).as_ref()) == case["expected"].as_str())
        }
        "split_artists" => Some(splits(case)),
        "mapping_plausibility" => Some(agrees(case)),
        _ => None,
    }
}

/// Whether artists and guests of the title are those that are expected, in any order.
fn splits(case: &Value) -> bool {
    let input = |name: &str| case["input"][name].as_str().unwrap_or_default();
    let mut names = split_artists(input("artist"), Splitting::Sure, &|_| false);
    for guests in Title::read(input("track")).guests {
        names.extend(split_artists(&guests, Splitting::All, &|_| false));
    }
    let mut keys: Vec<String> = names.iter().map(|name| key(name)).collect();
    let expected = case["expected"].as_array().into_iter().flatten();
    let mut expected: Vec<String> = expected.filter_map(Value::as_str).map(key).collect();
    for list in [&mut keys, &mut expected] {
        list.sort();
        list.dedup();
    }
    keys == expected
}

/// Whether the titles of a match that people judged agree exactly when it was judged right.
fn agrees(case: &Value) -> bool {
    let ours = Title::read(case["input"]["track"].as_str().unwrap_or_default());
    let mapping = &case["input"]["listenbrainz_mapping"];
    let theirs = Title::read(mapping["recording_name"].as_str().unwrap_or_default());
    let is_right = case["expected"]["mapping_judged"] == "right";
    (whole(&ours) == whole(&theirs) && ours.versions == theirs.versions) == is_right
}

#[test]
fn cases_of_other_projects_stay_above_their_floors() {
    let path = "../../../shared/data/listens/match-cases.jsonl";
    let Ok(text) = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)) else {
        eprintln!("SKIPPED: {path} not found: cases of other projects did not run");
        return;
    };
    let cases: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (kind, floor) in FLOORS {
        let of_kind: Vec<&Value> = cases.iter().filter(|case| case["kind"] == kind).collect();
        let passed = of_kind.iter().filter(|case| passes(case) == Some(true)).count();
        println!("{kind}: {passed} of {}", of_kind.len());
        for case in of_kind.iter().filter(|case| passes(case) != Some(true)) {
            println!("    {} => {}", case["input"], case["expected"]);
        }
        let share = passed as f64 / of_kind.len().max(1) as f64;
        assert!(share >= floor, "{kind}: {passed} of {}, at least {floor} expected", of_kind.len());
    }
}
