//! What the crowd left behind: tags, ratings, annotations, and one `_meta` row for every entity.

use super::events::GENRES;
use super::shelf::{CHANGED, Shelf};
use crate::dump::row::NULL;
use crate::row;

/// Tags that are no genre; the genres are tags 1 to 6.
const TAGS: [(u32, &str); 4] =
    [(7, "harbour"), (8, "seen at the cistern"), (9, "日本語"), (10, "not folk at all")];

/// Kind, row, tags with their counts.
type Votes = (&'static str, u32, &'static [(u32, i32)]);

/// Votes for tags: some zero, some negative.
#[rustfmt::skip]
const VOTES: [Votes; 14] = [
    ("artist", 10, &[(1, 24), (4, 9), (7, 5), (8, 3), (2, 0), (10, -2)]),
    ("artist", 11, &[(1, 6)]),
    ("artist", 12, &[(2, 4), (5, 2)]),
    ("artist", 13, &[(6, 11), (9, 1)]),
    ("artist", 16, &[(3, 7)]),
    ("artist", 24, &[(5, 3)]),
    ("release_group", 100, &[(1, 12), (4, 4), (10, -1)]),
    ("release_group", 104, &[(6, 5)]),
    ("release_group", 108, &[(5, 1)]),
    ("release", 1000, &[(1, 2)]),
    ("recording", 101, &[(4, 5), (1, 1), (2, 0)]),
    ("label", 10, &[(1, 1)]),
    ("work", 10, &[(3, 2)]),
    ("place", 1, &[(8, 1)]),
];

/// Kind, row, rating of 100, votes.
const RATINGS: [(&str, u32, u32, u32); 8] = [
    ("artist", 10, 92, 31),
    ("artist", 11, 80, 1),
    ("recording", 101, 100, 12),
    ("recording", 100, 73, 3),
    ("release_group", 100, 88, 19),
    ("label", 10, 60, 2),
    ("work", 17, 90, 2),
    ("event", 1, 100, 1),
];

/// Tables with a `_meta` table of id, rating and count.
const RATED: [&str; 5] = ["artist", "label", "place", "recording", "work"];

pub(super) fn fill(shelf: &mut Shelf) {
    for (id, name) in GENRES.into_iter().chain(TAGS) {
        shelf.add("tag", row![id, name, 1]);
    }
    for (kind, id, tags) in VOTES {
        shelf.tags(kind, id, tags);
    }
    shelf.add("tag_relation", row![1, 4, 3, CHANGED]);
    for kind in RATED {
        for id in ids(shelf, kind) {
            let (rating, count) = rating(kind, id);
            shelf.add(&format!("{kind}_meta"), row![id, rating, count]);
        }
    }
    for id in ids(shelf, "event") {
        let (rating, count) = rating("event", id);
        let art = if id == 1 { "present" } else { "absent" };
        shelf.add("event_meta", row![id, rating, count, art]);
    }
    for id in ids(shelf, "release") {
        release(shelf, id);
    }
    annotations(shelf);
}

/// The rating of a release group, for the table that has more columns.
pub(super) fn rating(kind: &str, id: u32) -> (Option<u32>, Option<u32>) {
    let found = RATINGS.iter().find(|rated| rated.0 == kind && rated.1 == id);
    (found.map(|rated| rated.2), found.map(|rated| rated.3))
}

fn ids(shelf: &Shelf, table: &str) -> Vec<u32> {
    let rows = shelf.dump.table(table).iter();
    rows.filter_map(|row| row[0].as_deref().and_then(|id| id.parse().ok())).collect()
}

fn release(shelf: &mut Shelf, id: u32) {
    let asin = (id == 1000).then_some("B00SALT001");
    let art = match id {
        1000 | 1040 => "present",
        1150 => "darkened",
        _ => "absent",
    };
    shelf.add("release_meta", row![id, CHANGED, NULL, asin, art]);
}

fn annotations(shelf: &mut Shelf) {
    let choir = "Formed in the back room of the ferry office.\n\n\
                 * first line-up:\ttwo voices\n* see [https://lanternfish-choir.example/|their page]\n\
                 A back\\slash and ''quotes''.";
    shelf.annotation("artist", 10, choir);
    shelf.annotation("release", 1000, "Catalogue number on the spine: SALT CD 1.");
    shelf.annotation("release_group", 100, "灯台 and قمر and трамвай in one note.");
    shelf.annotation("recording", 101, "Bell recorded at low tide.");
    shelf.annotation("work", 17, "Second verse added in 1998.");
    shelf.annotation("label", 10, "Moved in 1995.");
    shelf.annotation("place", 1, "Bring a coat.");
    shelf.annotation("area", 5001, "Floods every spring.");
}
