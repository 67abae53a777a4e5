//! Places, events, series, instruments and genres.

use super::shelf::{Alias, Attribute, CHANGED, Relationship, Shelf, date};
use crate::dump::row::NULL;
use crate::{mbid, row};

/// MusicBrainz's own ids of instruments, which are also those of the attribute types.
const INSTRUMENTS: [(u32, &str, u32, &str); 3] = [
    (137, "piano", 2, "b3eac5f9-7859-4416-ac39-7154e2e8d348"),
    (229, "guitar", 2, "63021302-86cd-4aee-80df-2270d54f4978"),
    (86, "violin", 2, "089f123c-0f7d-4105-a64e-49de81ca8fa4"),
];

/// The genres; each is also a tag of that name.
pub(super) const GENRES: [(u32, &str); 6] = [
    (1, "folk"),
    (2, "techno"),
    (3, "classical"),
    (4, "sea shanty"),
    (5, "electronic"),
    (6, "j-pop"),
];

const SET_LIST: &str = "@ [a2715700-0000-4000-8000-000000000010|The Lanternfish Choir]\n\
                        * [3026d000-0000-4000-8000-000000000016|Low Water]\n\
                        * [3026d000-0000-4000-8000-000000000017|Ferry Bells]\n\
                        # lights went out\ttwice";

pub(super) fn fill(shelf: &mut Shelf) {
    places(shelf);
    concerts(shelf);
    series(shelf);
    for (id, name, kind, gid) in INSTRUMENTS {
        shelf.add("instrument", row![id, gid, name, kind, 0, CHANGED, "", ""]);
    }
    let german =
        Alias { name: "Klavier", locale: "de", primary: true, kind: 1, ..Alias::default() };
    shelf.alias("instrument", 137, &german);
    for (id, name) in GENRES {
        shelf.add("genre", row![id, mbid::gid("genre", id), name, "", 0, CHANGED]);
    }
    let german =
        Alias { name: "Seemannslied", locale: "de", primary: true, kind: 1, ..Alias::default() };
    shelf.alias("genre", 4, &german);
}

fn places(shelf: &mut Shelf) {
    let cistern = row![1, mbid::CISTERN, "The Cistern", 2, "1 Sluice Lane, Saltmarsh", 5001];
    let rest = row!["(51.5125,-0.25)", "drained in 1974", 0, CHANGED];
    shelf.add("place", [cistern, rest, date("1974"), date(""), row![false]].concat());
    let shed = row![2, mbid::gid("place", 2), "Tin Shed Studio", 1, "", NULL, NULL, "", 0, CHANGED];
    shelf.add("place", [shed, date(""), date("2011"), row![true]].concat());
    shelf.redirect("place", 1);
    let alias = Alias { name: "Old Cistern", kind: 2, ..Alias::default() };
    shelf.alias("place", 1, &alias);
}

fn concerts(shelf: &mut Shelf) {
    let night = [
        row![1, mbid::CISTERN_NIGHTS, "Cistern Nights 1999"],
        date("1999-11-20"),
        date("1999-11-20"),
        row!["20:30:00", 1, false, SET_LIST, "", 0, CHANGED, true],
    ];
    shelf.add("event", night.concat());
    let festival = [
        row![2, mbid::gid("event", 2), "Saltmarsh Tide Festival 2003"],
        date("2003-08"),
        date("2003-08"),
        row![NULL, 2, true, NULL, "never took place", 0, CHANGED, true],
    ];
    shelf.add("event", festival.concat());
    shelf.redirect("event", 1);
    let alias = Alias { name: "The Cistern gig", kind: 2, ..Alias::default() };
    shelf.alias("event", 1, &alias);
    shelf.connect(("event", "place"), 794, (1, 1));
    shelf.connect(("area", "event"), 793, (5001, 2));
    shelf.connect(("artist", "event"), 798, (10, 1));
    let guest = Relationship {
        kind: 800,
        ends: (11, 1),
        credits: ("M. Vance", ""),
        ..Relationship::default()
    };
    shelf.relate(("artist", "event"), &guest);
}

fn series(shelf: &mut Shelf) {
    let rows = [
        (1, "Lanternfish Editions", 1, 1),
        (2, "Thornquist-Verzeichnis", 5, 1),
        (3, "Cistern Nights", 6, 2),
    ];
    for (id, name, kind, ordering) in rows {
        let gid = mbid::gid("series", id);
        shelf.add("series", row![id, gid, name, "", kind, ordering, 0, CHANGED]);
    }
    let alias = Alias { name: "ThV", locale: "de", primary: true, kind: 1, ..Alias::default() };
    shelf.alias("series", 2, &alias);
    shelf.connect(("artist", "series"), 750, (16, 2));
    let members = [
        (("release_group", "series"), 742, (100, 1), "1"),
        (("release_group", "series"), 742, (101, 1), "2"),
        (("series", "work"), 743, (2, 10), "ThV 12"),
        (("series", "work"), 743, (2, 15), "ThV 7a"),
        (("event", "series"), 802, (1, 3), "1999"),
    ];
    for (order, (ends, kind, ids, number)) in (1..).zip(members) {
        let attributes = [Attribute { kind: 788, text: Some(number), credited_as: None }];
        let attributes = &attributes;
        shelf.relate(
            ends,
            &Relationship { kind, ends: ids, attributes, order, ..Relationship::default() },
        );
    }
}
