//! Areas: real countries by their real codes, and an invented county inside one of them.

use super::shelf::{Alias, CHANGED, Relationship, Shelf, date};
use crate::{mbid, row};

/// Row id, name, ISO 3166-1 code, MusicBrainz's id where the tests of the protocol know it.
const COUNTRIES: [(u32, &str, &str, &str); 12] = [
    (38, "Canada", "CA", ""),
    (63, "Egypt", "EG", ""),
    (73, "France", "FR", "08310658-51eb-3801-80de-5a0739207115"),
    (81, "Germany", "DE", "85752fda-13c4-31a3-bee5-0e5cb1f51dad"),
    (107, "Japan", "JP", "2db42837-c832-3c27-b4a3-08198f75693c"),
    (202, "Sweden", "SE", ""),
    (219, "Ukraine", "UA", ""),
    (221, "United Kingdom", "GB", "8a754a16-0027-3a29-b6d7-2b40ea0481ed"),
    (222, "United States", "US", "489ce91b-6658-3307-9877-795b68554c98"),
    (240, "[Worldwide]", "XW", "525d4d18-3d00-31b9-a58b-a146a916de8f"),
    (241, "Europe", "XE", "89a675c2-3e37-3518-b83c-418bad59a85a"),
    (243, "Soviet Union", "SU", ""),
];

/// Row id, name, type (2 subdivision, 3 city, 5 district, 7 county), the area around it, comment.
const INSIDE: [(u32, &str, u32, u32, &str); 5] = [
    (5000, "Brackshire", 7, 221, "invented county"),
    (5001, "Saltmarsh", 3, 5000, ""),
    (5002, "Brackwater", 3, 5000, ""),
    (5003, "Lower Parsnip", 5, 5001, ""),
    (5004, "霧ヶ浦", 3, 107, ""),
];

pub(super) fn fill(shelf: &mut Shelf) {
    for (id, name, code, gid) in COUNTRIES {
        let gid = if gid.is_empty() { mbid::gid("area", id) } else { gid.to_owned() };
        let end = if id == 243 { "1991-12-26" } else { "" };
        area(shelf, row![id, gid, name, 1], end, "");
        shelf.add("country_area", row![id]);
        shelf.add("iso_3166_1", row![id, code]);
    }
    shelf.add("iso_3166_3", row![243, "SUHH"]);
    for (id, name, kind, around, comment) in INSIDE {
        area(shelf, row![id, mbid::gid("area", id), name, kind], "", comment);
        part_of(shelf, around, id, "");
    }
    part_of(shelf, 243, 219, "1991-08-24");
    shelf.add("iso_3166_2", row![5000, "GB-BKX"]);
    shelf.redirect("area", 5001);
    let alias =
        Alias { name: "Kirigaura", locale: "en", primary: true, kind: 1, ..Alias::default() };
    shelf.alias("area", 5004, &alias);
}

fn area(shelf: &mut Shelf, head: crate::Row, end: &'static str, comment: &str) {
    let ended = !end.is_empty();
    let row = [head, row![0, CHANGED], date(""), date(end), row![ended, comment]].concat();
    shelf.add("area", row);
}

fn part_of(shelf: &mut Shelf, container: u32, part: u32, end: &'static str) {
    let of = Relationship { kind: 356, ends: (container, part), end, ..Relationship::default() };
    shelf.relate(("area", "area"), &of);
}
