//! Release groups and their types.

use super::shelf::{Alias, CHANGED, Shelf, some};
use crate::{mbid, row};

/// Row id, credit, title, primary type (0 is none), secondary types, comment.
type Group = (u32, u32, &'static str, u32, &'static [u32], &'static str);

const ALBUM: u32 = 1;
const SINGLE: u32 = 2;
const EP: u32 = 3;
const OTHER: u32 = 11;
const BROADCAST: u32 = 12;
const COMPILATION: u32 = 1;
const SOUNDTRACK: u32 = 2;
const LIVE: u32 = 6;
const REMIX: u32 = 7;

#[rustfmt::skip]
const GROUPS: [Group; 19] = [
    (100, 10, "Low Water Songs", ALBUM, &[], ""),
    (101, 10, "Live at the Cistern", ALBUM, &[LIVE], ""),
    (102, 10, "Everything the Tide Left", ALBUM, &[COMPILATION], "box set"),
    (103, 10, "Ferry Bells", SINGLE, &[], ""),
    (104, 13, "夜の汽笛", ALBUM, &[], ""),
    (105, 14, "قمر على الميناء", ALBUM, &[], ""),
    (106, 15, "Остання зупинка", EP, &[], ""),
    (107, 42, "Symphony No. 3 “The Weir” / The Lock-Keeper: Overture", ALBUM, &[], ""),
    (108, 1, "Harbour Lights, Volume 1", ALBUM, &[COMPILATION], ""),
    (109, 19, "OX/EN", ALBUM, &[], ""),
    (110, 20, "…", EP, &[], ""),
    (111, 46, "Root Cellar / Engine Room", SINGLE, &[], "split single"),
    (112, 23, "Älvdans", ALBUM, &[], ""),
    (113, 12, "Low Water Songs", SINGLE, &[REMIX], "a title that another group has too"),
    (114, 24, "The Cistern: Original Motion Picture Soundtrack", ALBUM, &[SOUNDTRACK], ""),
    (115, 10, "Harbour Radio Session", BROADCAST, &[LIVE, COMPILATION], ""),
    (116, 27, "🎪🐟🎪", 0, &[], ""),
    (117, 11, "Hedgerow", OTHER, &[], ""),
    (118, 14, "Empty Shelf", ALBUM, &[], "a group without releases"),
];

pub(super) fn fill(shelf: &mut Shelf) {
    for (id, credit, name, primary, secondary, comment) in GROUPS {
        let gid = mbid::gid("release_group", id);
        shelf.add("release_group", row![id, gid, name, credit, some(primary), comment, 0, CHANGED]);
        for kind in secondary {
            shelf.add("release_group_secondary_type_join", row![id, *kind, CHANGED]);
        }
    }
    shelf.redirect("release_group", 100);
    let english =
        Alias { name: "Night Whistle", locale: "en", primary: true, kind: 1, ..Alias::default() };
    shelf.alias("release_group", 104, &english);
}
