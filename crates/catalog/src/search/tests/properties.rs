//! Properties over any query.

use std::collections::HashSet;
use std::sync::LazyLock;

use proptest::prelude::*;

use super::super::walk::{Budget, Walk};
use super::*;

const WORDS: [&str; 12] =
    ["sun", "moon", "river", "night", "a", "été", "東京", "blues", "love", "lover", "no", "9"];

/// Titles of two or three words out of [`WORDS`], every one of them.
fn title(id: usize) -> String {
    let [first, second, third] = [id % 12, id / 12 % 12, id / 144];
    format!("{} {} {}", WORDS[first], WORDS[second], WORDS.get(third).unwrap_or(&""))
}

const TITLES: usize = 12 * 12 * 12;

/// Documents of several chunks, merged.
static MANY: LazyLock<Index> = LazyLock::new(|| {
    let directory = TempDir::new().unwrap();
    let mut writer = Writer::create(directory.path(), 0).unwrap();
    writer.set_chunk_documents(500);
    for id in 0..TITLES {
        writer.add(&Document { id: id as u32, title: &title(id), more: &["Somebody"] }).unwrap();
    }
    writer.finish().unwrap();
    // The files stay mapped when the directory goes.
    Index::open(directory.path()).unwrap()
});

fn search(query: &str, page: Page) -> Vec<Hit> {
    let mut names = |id: u32, visit: &mut dyn FnMut(Names<'_>)| {
        let popularity = (100 - id * 100 / TITLES as u32) as u8;
        visit(Names { title: &title(id as usize), more: ["Somebody", ""], popularity });
    };
    MANY.search(&Query::parse(query), page, &mut names, &|| false).unwrap()
}

fn ids(query: &str, page: Page) -> Vec<u32> {
    search(query, page).iter().map(|hit| hit.id).collect()
}

#[test]
fn pages_of_any_size_follow_one_another_without_gap_or_overlap() {
    let all = ids("love", Page { limit: 5000, offset: 0 });
    assert!(all.len() > 600, "{} hits", all.len());
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
    for size in [1, 7, 50, 192, 300] {
        let mut paged = Vec::new();
        loop {
            let page = ids("love", Page { limit: size, offset: paged.len() });
            if page.is_empty() {
                break;
            }
            paged.extend(page);
        }
        assert_eq!(paged, all, "pages of {size}");
    }
}

#[test]
fn merged_chunks_keep_the_order_of_popularity() {
    let found = ids("somebody ", Page { limit: 3000, offset: 0 });
    assert_eq!(found.len(), TITLES);
    // A window has 60 candidates where only whole words are walked over.
    let windows: Vec<u32> =
        found.chunks(60).map(|window| window.iter().copied().max().unwrap()).collect();
    assert!(windows.is_sorted(), "{windows:?}");
}

#[test]
fn a_walk_without_patience_goes_on_where_it_stopped() {
    let walk = || {
        let cursors = ["love", "moon", "somebody"].map(|word| MANY.terms.whole(word).unwrap());
        Walk::new(cursors.into_iter().flatten().collect()).unwrap()
    };
    let budget = Budget::new(&|| false);
    let mut patient = walk();
    let all: Vec<u32> =
        std::iter::from_fn(|| patient.next(&budget, &mut { u64::MAX }).unwrap()).collect();
    assert!(all.len() > 50, "{} documents", all.len());
    let mut hasty = walk();
    let mut found = Vec::new();
    let mut pauses = 0;
    while pauses < 1000 {
        match hasty.next(&budget, &mut { 4 }).unwrap() {
            Some(document) => found.push(document),
            None => pauses += 1,
        }
    }
    assert_eq!(found, all);
}

#[test]
fn a_page_beyond_the_end_or_of_no_size_is_empty() {
    assert!(ids("love", Page { limit: 10, offset: usize::MAX }).is_empty());
    assert!(ids("love", Page { limit: 0, offset: 0 }).is_empty());
    assert!(ids("love", Page { limit: usize::MAX, offset: MAX_DEPTH }).is_empty());
}

#[test]
fn hits_of_a_page_fall_in_score() {
    for query in ["love", "lov", "moon river", "noon rivr", "東京"] {
        // One window of a query outside ASCII.
        let hits = search(query, Page { limit: 30, offset: 0 });
        assert!(!hits.is_empty(), "{query}");
        assert!(hits.is_sorted_by(|left, right| left.score >= right.score), "{query}");
        assert!(hits.iter().all(|hit| (0.0..=2.0).contains(&hit.score)), "{query}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn any_text_is_harmless(text in any::<String>()) {
        let page = Page { limit: 20, offset: 0 };
        prop_assert!(search(&text, page).len() <= 20);
        prop_assert!(Query::parse(&text).words.len() <= MAX_WORDS);
    }

    #[test]
    fn any_mixture_of_words_and_operators_is_harmless(
        text in "((sun|moo|été|東|京|ove|blue|a|9)?[ \"*()!'/:+~^\\\\&|\\[{🔥-]{0,3}){0,12}",
    ) {
        search(&text, Page { limit: 50, offset: 0 });
    }

    #[test]
    fn every_title_finds_itself(id in 0..TITLES) {
        // Equal words in another order are as good, so a few share the first places.
        let found = ids(&title(id), Page { limit: 50, offset: 0 });
        prop_assert!(found.contains(&(id as u32)), "{:?}", title(id));
    }

    #[test]
    fn every_beginning_of_a_title_finds_something(id in 0..TITLES, cut in 1..12_usize) {
        let start: String = title(id).chars().take(cut).collect();
        prop_assert!(!ids(&start, Page { limit: 1, offset: 0 }).is_empty(), "{:?}", start);
    }
}
