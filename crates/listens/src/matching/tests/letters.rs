//! Titles that are known in two scripts.

use super::super::{Effort, find};
use super::stock::{Song, Stock, catalogue, gid};
use super::words;

/// What the words of an artist lead to, in a catalogue of some songs of hers.
fn found(titles: &[&str], asked: &str) -> Option<String> {
    let mut stock = Stock::default();
    let artist = stock.artist("Mirela Vance");
    let credit = stock.credit(vec![(artist, String::new())]);
    for (row, title) in (1..).zip(titles) {
        let title = (*title).to_owned();
        stock.songs.push(Song { gid: gid(4, row), title, credit, release: 0, popularity: 0 });
    }
    let folder = tempfile::tempdir().unwrap();
    let catalog = catalogue(folder.path(), &stock);
    let view = catalog.view().unwrap();
    let found = find(&view, &words("Mirela Vance", asked), Effort::Fuzzy).unwrap();
    found.recording.map(|known| titles[known.row as usize - 1].to_owned())
}

#[test]
fn a_title_with_its_translation_in_brackets_is_found_by_either() {
    let titles = ["夜の汽笛 (Night Whistle)", "Harbour", "Low Water (An Elegy)"];
    assert_eq!(found(&titles, "Night Whistle").as_deref(), Some(titles[0]));
    assert_eq!(found(&titles, "夜の汽笛").as_deref(), Some(titles[0]));
    assert_eq!(found(&titles, "港 (Harbour)").as_deref(), Some("Harbour"));
    assert_eq!(found(&titles, "Harbour (港)").as_deref(), Some("Harbour"));
    // In the same letters it is a part of the title and not another name of it.
    assert_eq!(found(&titles, "An Elegy"), None);
    assert_eq!(found(&titles, "Night Whistle (live)"), None);
}

#[test]
fn a_plain_title_is_taken_before_a_translated_one() {
    let titles = ["夜の汽笛 (Night Whistle)", "Night Whistle"];
    assert_eq!(found(&titles, "Night Whistle").as_deref(), Some("Night Whistle"));
}

#[test]
fn a_title_without_vowels_is_found_as_people_romanise_it() {
    let titles = ["קול הגלים", "אורות בנמל", "גל"];
    assert_eq!(found(&titles, "Kol haGalim").as_deref(), Some(titles[0]));
    assert_eq!(found(&titles, "Orot Banamal").as_deref(), Some(titles[1]));
    assert_eq!(found(&titles, "Kol haRuach"), None);
    // Too short to be told from others by its consonants.
    assert_eq!(found(&titles, "Egel"), None);
}

#[test]
fn another_word_is_no_spelling_in_other_letters() {
    let titles = ["New Harbour Rope", "Остання зупинка"];
    assert_eq!(found(&titles, "New Веву Rope"), None);
    assert_eq!(found(&titles, "Ostannia zupynka").as_deref(), Some(titles[1]));
}

#[test]
fn a_version_is_not_lost_where_title_and_artist_are_one() {
    assert_eq!(found(&["Mirela Vance"], "Mirela Vance").as_deref(), Some("Mirela Vance"));
    assert_eq!(found(&["Mirela Vance"], "Mirela Vance (live)"), None);
}
