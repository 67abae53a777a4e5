//! Searches over a small shop, and over nothing.
#![expect(clippy::unwrap_used, reason = "tests")]

mod broken;
mod properties;

use std::cell::Cell;

use expect_test::{Expect, expect};
use tempfile::TempDir;

use super::*;

/// Title, artist, album and popularity, the most popular first.
type Row = (&'static str, &'static str, &'static str, u8);

const SHOP: [Row; 24] = [
    ("Halo", "Beyoncé", "I Am… Sasha Fierce", 95),
    ("Hello", "Adele", "25", 93),
    ("Back in Black", "AC/DC", "Back in Black", 90),
    ("So What", "P!nk", "Funhouse", 85),
    ("Say Hello", "Peggy Lee", "Things Are Swingin’", 80),
    ("Blackbird", "The Beatles", "The Beatles", 79),
    ("Don’t Stop", "Fleetwood Mac", "Rumours", 78),
    ("丸ノ内サディスティック", "椎名林檎", "無罪モラトリアム", 75),
    ("Heart of Courage", "!!!", "Thr!!!er", 70),
    ("÷", "Ed Sheeran", "÷", 69),
    ("봄날", "방탄소년단", "You Never Walk Alone", 68),
    ("حبيتك بالصيف", "فَيْرُوز", "أندلسيات", 65),
    ("Группа крови", "Кино", "Группа крови", 64),
    ("Fire 🔥", "Little Flames", "★", 60),
    ("The Sound of Silence", "Simon & Garfunkel", "Wednesday Morning, 3 A.M.", 59),
    ("Bohemian Rhapsody", "Queen", "A Night at the Opera", 58),
    ("Queen", "Perfume Genius", "Too Bright", 50),
    ("L’amour toujours", "Gigi D’Agostino", "L’amour toujours", 49),
    ("Straße der Träume", "Łona", "Ærlig Ørn", 40),
    ("Symphony no. 9 in D minor, op. 125", "Ludwig van Beethoven", "Symphonien", 38),
    ("Hello", "Nobody Knows", "First Try", 5),
    ("Rhapsody", "Nobody Knows", "First Try", 4),
    ("Helo", "Nobody Knows", "First Try", 3),
    ("Constantinople Dreaming", "Nobody Knows", "First Try", 2),
];

struct Shop {
    index: Index,
    _directory: TempDir,
}

fn row(id: u32) -> Option<&'static Row> {
    // Dense ids are not document numbers.
    SHOP.get(id.checked_sub(100)? as usize)
}

fn shop() -> Shop {
    let directory = TempDir::new().unwrap();
    let target = directory.path().join("tracks");
    let mut writer = Writer::create(&target, 0).unwrap();
    for (id, (title, artist, album, _)) in (100..).zip(SHOP) {
        writer.add(&Document { id, title, more: &[artist, album] }).unwrap();
    }
    let written = writer.finish().unwrap();
    assert_eq!(written.documents, SHOP.len() as u64);
    Shop { index: Index::open(&target).unwrap(), _directory: directory }
}

fn read_names(id: u32, visit: &mut dyn FnMut(Names<'_>)) {
    if let Some(&(title, artist, album, popularity)) = row(id) {
        visit(Names { title, more: [artist, album], popularity });
    }
}

impl Shop {
    fn page(&self, query: &str, page: Page) -> Vec<Hit> {
        self.index.search(&Query::parse(query), page, &mut read_names, &|| false).unwrap()
    }

    fn found(&self, query: &str) -> Vec<&'static str> {
        let hits = self.page(query, Page { limit: 20, offset: 0 });
        hits.iter().map(|hit| row(hit.id).unwrap()).map(|&(title, ..)| title).collect()
    }

    #[expect(clippy::needless_pass_by_value, reason = "expect! makes a value")]
    fn check(&self, query: &str, expected: Expect) {
        expected.assert_eq(&self.found(query).join(" | "));
    }
}

#[test]
fn all_words_must_occur_in_any_order_anywhere() {
    let shop = shop();
    shop.check("queen bohemian rhapsody ", expect!["Bohemian Rhapsody"]);
    shop.check("opera rhapsody", expect!["Bohemian Rhapsody"]);
    shop.check("rhapsody adele fleetwood", expect![]);
}

#[test]
fn the_whole_title_beats_a_part_of_one_and_popularity_decides_the_rest() {
    let shop = shop();
    shop.check("hello ", expect!["Hello | Hello | Say Hello"]);
    shop.check("hello nobody knows", expect!["Hello"]);
    shop.check("queen", expect!["Queen | Bohemian Rhapsody"]);
}

#[test]
fn accents_case_and_letters_do_not_matter() {
    let shop = shop();
    shop.check("BEYONCE halo", expect!["Halo"]);
    shop.check("beyoncé", expect!["Halo"]);
    shop.check("strasse lona aerlig orn", expect!["Straße der Träume"]);
}

#[test]
fn the_last_word_may_be_unfinished_until_a_space_is_typed() {
    let shop = shop();
    shop.check("boh", expect!["Bohemian Rhapsody"]);
    shop.check("bohemian rhaps", expect!["Bohemian Rhapsody"]);
    shop.check("hel", expect!["Hello | Say Hello | Helo | Hello"]);
    shop.check("b", expect!["Blackbird | Back in Black | Halo | Bohemian Rhapsody | Symphony no. 9 in D minor, op. 125 | Queen"]);
    assert_eq!(
        shop.found("bohemia "),
        ["Bohemian Rhapsody"],
        "corrected, since a closed word is a whole word"
    );
    assert!(shop.found("bo ").is_empty());
}

#[test]
fn one_typo_is_forgiven_in_short_words_and_two_in_long_ones() {
    let shop = shop();
    shop.check("bohemain rhapsody", expect!["Bohemian Rhapsody"]);
    shop.check("vohemian rhapsody ", expect!["Bohemian Rhapsody"]);
    shop.check("adelle helllo ", expect!["Hello"]);
    shop.check("constantinopel dreaming ", expect!["Constantinople Dreaming"]);
    shop.check("beetoven symphnoy", expect!["Symphony no. 9 in D minor, op. 125"]);
    shop.check("rhaosod", expect!["Bohemian Rhapsody | Rhapsody"]);
}

#[test]
fn where_something_was_found_only_the_word_typed_last_is_doubted() {
    let shop = shop();
    shop.check("helo first ", expect!["Helo"]);
    shop.check("helo first", expect!["Helo"]);
    shop.check("first helo ", expect!["Helo | Hello"]);
    shop.check("first helo", expect!["Helo | Hello"]);
}

#[test]
fn words_written_together_or_apart_are_found() {
    let shop = shop();
    shop.check("black bird ", expect!["Blackbird"]);
    shop.check("acdc", expect!["Back in Black"]);
    shop.check("dont stop", expect!["Don’t Stop"]);
    shop.check("amour toujours ", expect!["L’amour toujours"]);
    shop.check("simon and garfunkel ", expect!["The Sound of Silence"]);
}

#[test]
fn punctuation_is_no_operator() {
    let shop = shop();
    shop.check("AC/DC", expect!["Back in Black"]);
    shop.check("P!nk", expect!["So What"]);
    shop.check("!!!", expect!["Heart of Courage"]);
    shop.check("÷", expect!["÷"]);
    shop.check("Queen - Bohemian Rhapsody", expect!["Bohemian Rhapsody"]);
    shop.check("hello AND NOT adele", expect![]);
    shop.check("title:hello", expect![]);
    for text in [
        "",
        " ",
        "\"",
        "*",
        "(",
        "+",
        "-hello^2~",
        "hel*",
        "[a TO z]",
        "\\",
        "\0",
        "hello\" OR \"1\"=\"1",
    ] {
        shop.found(text);
    }
}

#[test]
fn every_script_is_searched_as_it_is_written() {
    let shop = shop();
    shop.check("サディスティック", expect!["丸ノ内サディスティック"]);
    shop.check("林檎", expect!["丸ノ内サディスティック"]);
    shop.check("丸", expect!["丸ノ内サディスティック"]);
    shop.check("林檎椎名", expect!["丸ノ内サディスティック"]);
    shop.check("فيروز", expect!["حبيتك بالصيف"]);
    shop.check("КИНО группа", expect!["Группа крови"]);
    shop.check("방타", expect!["봄날"]);
    shop.check("🔥", expect!["Fire 🔥"]);
    shop.check("fire🔥", expect!["Fire 🔥"]);
}

#[test]
fn a_very_long_query_is_cut_and_harmless() {
    let shop = shop();
    assert!(shop.found(&"hello ".repeat(2000)).contains(&"Hello"));
    assert!(shop.found(&"x".repeat(10_000)).is_empty());
    let many: String = (0..5000).map(|n| format!("{n} ")).collect();
    assert_eq!(Query::parse(&many).words.len(), MAX_WORDS);
    assert!(Query::parse(" \u{200b} ").is_empty());
}

#[test]
fn a_passed_deadline_ends_the_search() {
    let shop = shop();
    let asked = Cell::new(0);
    let expired = || {
        asked.set(asked.get() + 1);
        true
    };
    let page = Page { limit: 10, offset: 0 };
    let result = shop.index.search(&Query::parse("hello"), page, &mut read_names, &expired);
    assert!(matches!(result, Err(Error::DeadlineExceeded)));
    assert_eq!(asked.get(), 1);
}

#[test]
fn a_candidate_without_names_still_has_its_place() {
    let shop = shop();
    let page = Page { limit: 10, offset: 0 };
    let hits = shop.index.search(&Query::parse("hello "), page, &mut |_, _| {}, &|| false).unwrap();
    assert_eq!(hits.iter().map(|hit| hit.id).collect::<Vec<u32>>(), [101, 104, 120]);
    assert!(hits.iter().all(|hit| hit.score == 0.0));
}

#[test]
fn an_index_of_nothing_finds_nothing() {
    let directory = TempDir::new().unwrap();
    let written = Writer::create(directory.path(), 0).unwrap().finish().unwrap();
    assert_eq!(written.documents, 0);
    let index = Index::open(directory.path()).unwrap();
    let page = Page { limit: 10, offset: 0 };
    let hits = index.search(&Query::parse("hello"), page, &mut read_names, &|| false).unwrap();
    assert!(hits.is_empty());
}

#[test]
fn a_look_up_finds_what_has_all_words_without_scoring_it() {
    let shop = shop();
    let having = |words: &str, title: &str, limit: usize| {
        let title = (!title.is_empty()).then(|| Wanted::title_of(title).unwrap());
        let wanted = Wanted { words: Wanted::words_of(words), title };
        let found = shop.index.having(&wanted, limit, 1000).unwrap();
        found.into_iter().map(|id| row(id).unwrap().1).collect::<Vec<_>>()
    };
    assert_eq!(having("Hello", "", 9), ["Adele", "Peggy Lee", "Nobody Knows"]);
    assert_eq!(having("", "hello", 9), ["Adele", "Nobody Knows"]);
    assert_eq!(having("nobody hello", "Hello", 9), ["Nobody Knows"]);
    assert_eq!(having("hello", "", 1), ["Adele"]);
    assert_eq!(having("hello unheard", "", 9), Vec::<&str>::new());
    assert_eq!(having("", "", 9), Vec::<&str>::new());
    assert_eq!(having("÷", "", 9), ["Ed Sheeran"]);
    let long = Wanted { words: Wanted::words_of("hello"), title: None };
    assert!(shop.index.having(&long, 9, 0).unwrap().is_empty(), "no steps, no answer");
}

#[test]
fn spellings_one_edit_away_are_the_frequent_ones_first() {
    let shop = shop();
    assert_eq!(shop.index.spelled_like("helo", 9).unwrap(), ["hello", "halo"]);
    assert_eq!(shop.index.spelled_like("helo", 1).unwrap(), ["hello"]);
    assert_eq!(shop.index.spelled_like("丸", 9).unwrap(), Vec::<String>::new());
    assert_eq!(shop.index.occurrences("hello").unwrap(), 3);
    assert_eq!(shop.index.occurrences("unheard").unwrap(), 0);
}
