//! Texts taken apart, and texts left whole.

use proptest::prelude::*;

use super::*;

fn split(text: &str, splitting: Splitting, whole: &[&str]) -> Vec<String> {
    split_artists(text, splitting, &|name| whole.contains(&name))
}

#[test]
fn sure_joints_are_cut_and_names_with_an_ampersand_stay() {
    let cases: [(&str, &[&str]); 8] = [
        ("Salt & Static", &["Salt & Static"]),
        ("Nina, the Baker", &["Nina, the Baker"]),
        ("Nina feat. Ray & Moe", &["Nina", "Ray", "Moe"]),
        ("Nina (feat. Ray, Moe and Lou)", &["Nina", "Ray", "Moe", "Lou"]),
        ("Nina [Ft. Ray]", &["Nina", "Ray"]),
        ("Nina · Ray", &["Nina", "Ray"]),
        ("half·alive", &["half·alive"]),
        ("千の灯台//Nina", &["千の灯台", "Nina"]),
    ];
    for (text, names) in cases {
        assert_eq!(split(text, Splitting::Sure, &[]), names, "{text}");
    }
}

#[test]
fn bold_splitting_cuts_everywhere_but_in_known_names() {
    let text = "Earth, Wind & Fire & Nina x Ray";
    assert_eq!(split(text, Splitting::All, &[]), ["Earth", "Wind", "Fire", "Nina", "Ray"]);
    let whole = ["Earth, Wind & Fire"];
    assert_eq!(split(text, Splitting::All, &whole), ["Earth, Wind & Fire", "Nina", "Ray"]);
}

#[test]
fn a_name_is_listed_once_and_a_letter_inside_a_word_is_no_joint() {
    assert_eq!(split("Nina & nina", Splitting::All, &[]), ["Nina"]);
    assert_eq!(split("Max Xander", Splitting::All, &[]), ["Max Xander"]);
    assert_eq!(split("Andy and Sandy", Splitting::All, &[]), ["Andy", "Sandy"]);
    assert_eq!(split("& Nina &", Splitting::All, &[]), ["& Nina &"]);
    assert_eq!(split("\0;", Splitting::All, &[]), ["\0;"]);
}

#[test]
fn brackets_name_guests_or_say_what_the_recording_is() {
    let cases: [(&str, &[&str]); 8] = [
        ("Nina (with Ray)", &["Nina", "Ray"]),
        ("Nina (feat: Ray)", &["Nina", "Ray"]),
        ("Nina (live)", &["Nina"]),
        ("Nina (with lyrics)", &["Nina"]),
        ("Nina [2011 Remaster] feat. Ray", &["Nina", "Ray"]),
        ("Nina (The Baker)", &["Nina (The Baker)"]),
        ("(Live)", &["(Live)"]),
        ("(((Nina)))", &["(((Nina)))"]),
    ];
    for (text, names) in cases {
        assert_eq!(split(text, Splitting::Sure, &[]), names, "{text}");
    }
}

#[test]
fn a_comma_without_a_space_parts_names_but_not_numbers() {
    assert_eq!(split("Nina,Ray", Splitting::All, &[]), ["Nina", "Ray"]);
    assert_eq!(split("10,000 Anchors", Splitting::All, &[]), ["10,000 Anchors"]);
    assert_eq!(split("Nina,", Splitting::All, &[]), ["Nina,"]);
}

proptest! {
    #[test]
    fn any_text_is_taken_apart_within_bounds(text in ".{0,60}") {
        for splitting in [Splitting::Sure, Splitting::All] {
            let names = split_artists(&text, splitting, &|_| false);
            prop_assert!(names.len() <= MAX_NAMES);
            prop_assert_eq!(names.is_empty(), crate::key(&text).is_empty());
        }
    }
}
