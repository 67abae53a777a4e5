//! Works: a symphony of four parts, songs, their codes, keys and languages.

use super::shelf::{Alias, CHANGED, Relationship, Shelf, some};
use crate::{mbid, row};

const SYMPHONY: u32 = 16;
const SONG: u32 = 17;
const OVERTURE: u32 = 12;

/// Row id, title, type, comment.
#[rustfmt::skip]
const WORKS: [(u32, &str, u32, &str); 10] = [
    (10, "Symphony No. 3 in G minor “The Weir”", SYMPHONY, ""),
    (11, "Symphony No. 3 in G minor “The Weir”: I. Adagio – Allegro", 0, ""),
    (12, "Symphony No. 3 in G minor “The Weir”: II. Largo", 0, ""),
    (13, "Symphony No. 3 in G minor “The Weir”: III. Scherzo", 0, ""),
    (14, "Symphony No. 3 in G minor “The Weir”: IV. Finale. Presto", 0, ""),
    (15, "The Lock-Keeper: Overture", OVERTURE, ""),
    (16, "Low Water", SONG, ""),
    (17, "Ferry Bells", SONG, ""),
    (18, "夜の汽笛", SONG, ""),
    (19, "Salt & Static", 0, "two languages"),
];

/// ISWCs: two on one work.
const ISWCS: [(u32, &str); 5] = [
    (10, "T-900.000.010-9"),
    (16, "T-900.000.016-5"),
    (16, "T-900.000.116-2"),
    (17, "T-900.000.017-6"),
    (18, "T-900.000.018-7"),
];

pub(super) fn fill(shelf: &mut Shelf) {
    for (id, name, kind, comment) in WORKS {
        let gid = mbid::gid("work", id);
        shelf.add("work", row![id, gid, name, some(kind), comment, 0, CHANGED]);
    }
    for (id, (work, iswc)) in (1_u32..).zip(ISWCS) {
        shelf.add("iswc", row![id, work, iswc, 0, CHANGED]);
    }
    for (work, language) in [(16, 120), (17, 120), (18, 198), (19, 120), (19, 469), (10, 486)] {
        shelf.add("work_language", row![work, language, 0, CHANGED]);
    }
    shelf.add("work_attribute", row![1, 10, 1, Some(33), None::<u32>]);
    shelf.add("work_attribute", row![2, 17, 6, None::<u32>, "900017"]);
    shelf.redirect("work", 17);
    let english =
        Alias { name: "Night Whistle", locale: "en", primary: true, kind: 1, ..Alias::default() };
    shelf.alias("work", 18, &english);
    relationships(shelf);
}

fn relationships(shelf: &mut Shelf) {
    for (order, part) in (1..).zip(11..=14) {
        let of = Relationship { kind: 281, ends: (10, part), order, ..Relationship::default() };
        shelf.relate(("work", "work"), &of);
        shelf.connect(("recording", "work"), 278, (169 + part, part));
        shelf.connect(("artist", "work"), 168, (16, part));
    }
    shelf.connect(("artist", "work"), 168, (16, 10));
    shelf.connect(("artist", "work"), 168, (16, 15));
    shelf.connect(("recording", "work"), 278, (184, 15));
    for (recording, work) in [(100, 16), (101, 17), (150, 18), (192, 19)] {
        shelf.connect(("recording", "work"), 278, (recording, work));
    }
    shelf.connect(("artist", "work"), 168, (25, 16));
    shelf.connect(("artist", "work"), 165, (11, 16));
    shelf.connect(("artist", "work"), 167, (25, 17));
}
