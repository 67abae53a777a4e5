//! Recordings and their ISRCs.

use super::shelf::{Alias, CHANGED, Shelf, some};
use crate::{mbid, row};

/// Row id, credit, title, length in ms (0 is unknown), comment.
type Recording = (u32, u32, &'static str, u32, &'static str);

const LIVE: &str = "live, 1999-11-20: The Cistern, Saltmarsh";

#[rustfmt::skip]
const RECORDINGS: [Recording; 60] = [
    (100, 10, "Low Water", 215_000, ""),
    (101, 10, "Ferry Bells", 187_400, ""),
    (102, 10, "The Harbourmaster’s Daughter", 243_000, ""),
    (103, 10, "Rope & Tar", 199_900, ""),
    (104, 10, "Low Water (reprise)", 301_500, ""),
    (110, 10, "Low Water", 215_200, "2018 remaster"),
    (111, 10, "Ferry Bells", 187_300, "2018 remaster"),
    (112, 10, "The Harbourmaster’s Daughter", 243_100, "2018 remaster"),
    (113, 10, "Rope & Tar", 199_800, "2018 remaster"),
    (114, 10, "Low Water (reprise)", 301_600, "2018 remaster"),
    (120, 10, "Low Water", 252_000, LIVE),
    (121, 10, "Ferry Bells", 198_000, LIVE),
    (122, 10, "Rope & Tar", 275_000, LIVE),
    (123, 41, "Lantern Song", 221_000, LIVE),
    (130, 10, "Ferry Bells (Quiet Machinery remix)", 361_000, ""),
    (131, 10, "Ferry Bells (feat. Mirela Vance)", 190_000, "guest named in the title"),
    (132, 41, "Ferry Bells", 190_100, "guest named in the credit"),
    (140, 10, "Below the Waterline", 63_000, "hidden track before the first"),
    (141, 10, "Making of “Low Water Songs”", 1_804_000, ""),
    (142, 10, "Ferry Bells", 188_000, "video"),
    (143, 10, "Barnacle", 0, "demo"),
    (144, 47, "Spring Tide", 240_000, ""),
    (145, 10, "[untitled]", 4_000, ""),
    (150, 13, "夜の汽笛", 254_000, ""),
    (151, 13, "灯台守の歌", 301_000, ""),
    (152, 13, "さよなら、クラゲ", 222_000, ""),
    (153, 13, "カモメ・パレード (Album Mix)", 199_000, ""),
    (160, 14, "قمر على الميناء", 312_000, ""),
    (161, 14, "أُغْنِيَةُ المِلْح", 287_000, "written with its vowels"),
    (162, 49, "Three Harbours", 301_000, ""),
    (170, 15, "Остання зупинка", 243_000, ""),
    (171, 15, "Сніг на рейках", 251_000, ""),
    (172, 15, "Їжакова пісня", 180_000, ""),
    (180, 42, "Symphony No. 3 in G minor “The Weir”: I. Adagio – Allegro", 612_000, ""),
    (181, 42, "Symphony No. 3 in G minor “The Weir”: II. Largo", 541_000, ""),
    (182, 42, "Symphony No. 3 in G minor “The Weir”: III. Scherzo", 322_000, ""),
    (183, 42, "Symphony No. 3 in G minor “The Weir”: IV. Finale. Presto", 498_000, ""),
    (184, 42, "The Lock-Keeper: Overture", 433_000, ""),
    (190, 43, "Peel the Night", 201_000, ""),
    (191, 44, "Peel the Night", 201_000, "credit spelt differently"),
    (192, 45, "Salt & Static", 332_000, ""),
    (200, 19, "OX/EN", 123_000, ""),
    (201, 19, "Back\\slash", 124_000, ""),
    (202, 19, "50% *off* (\"maybe\")", 125_000, ""),
    (203, 19, "/", 61_000, ""),
    (204, 19, "Don’t Stop (Don't)", 126_000, "two kinds of apostrophe"),
    (210, 20, "…", 33_000, ""),
    (211, 20, "???", 44_000, ""),
    (212, 50, "(1)", 55_000, ""),
    (220, 22, "Root Cellar", 301_000, ""),
    (221, 24, "Engine Room", 302_000, ""),
    (230, 23, "Älvdans", 177_000, ""),
    (231, 23, "Köldknäpp", 188_000, ""),
    (232, 23, "Señorita Vinter", 199_000, ""),
    (240, 12, "Low Water", 420_000, "a title that another artist has too"),
    (245, 11, "Brackwater Ballad", 265_000, ""),
    (250, 24, "Main Title", 96_000, ""),
    (251, 24, "[silence]", 0, ""),
    (260, 27, "🎪🐟🎪", 99_000, ""),
    (270, 11, "Kitchen Tape", 0, "on no release"),
];

/// ISRCs by recording: two on one, one on two, one in the form of another country.
const ISRCS: [(u32, &str); 12] = [
    (100, "GBSMR9800001"),
    (101, mbid::FERRY_BELLS_ISRC),
    (101, "USSMR9800102"),
    (102, "GBSMR9800003"),
    (111, "GBSMR1800002"),
    (130, "GBSMR9900010"),
    (150, "JPAK01200001"),
    (160, "EGA411500007"),
    (190, mbid::SHARED_ISRC),
    (191, mbid::SHARED_ISRC),
    (192, "DEQM02100044"),
    (240, "USMV22000240"),
];

pub(super) fn fill(shelf: &mut Shelf) {
    for (id, credit, name, length, comment) in RECORDINGS {
        let gid = mbid::gid("recording", id);
        let video = matches!(id, 141 | 142);
        let row = row![id, gid, name, credit, some(length), comment, 0, CHANGED, video];
        shelf.add("recording", row);
    }
    for (id, (recording, isrc)) in (1_u32..).zip(ISRCS) {
        shelf.add("isrc", row![id, recording, isrc, 0, CHANGED]);
    }
    shelf.redirect("recording", 101);
    shelf.redirect("recording", 150);
    let names = [
        (
            150,
            Alias {
                name: "Night Whistle",
                locale: "en",
                primary: true,
                kind: 1,
                ..Alias::default()
            },
        ),
        (160, Alias { name: "Moon over the Harbour", locale: "en", kind: 1, ..Alias::default() }),
    ];
    names.iter().for_each(|(recording, alias)| shelf.alias("recording", *recording, alias));
}
