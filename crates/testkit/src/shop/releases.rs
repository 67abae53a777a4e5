//! Releases: status, script, barcodes, dates by country, labels with catalogue numbers.

use super::shelf::{Alias, CHANGED, Shelf, date, some};
use crate::{mbid, row};

const OFFICIAL: u32 = 1;
const PROMOTION: u32 = 2;
const BOOTLEG: u32 = 3;
const PSEUDO_RELEASE: u32 = 4;
const WITHDRAWN: u32 = 5;
const CANCELLED: u32 = 6;

#[derive(Clone, Copy)]
struct Release {
    id: u32,
    group: u32,
    credit: u32,
    name: &'static str,
    /// 0 is none.
    status: u32,
    packaging: u32,
    language: u32,
    script: u32,
    /// `None` is unknown, empty is known to have none.
    barcode: Option<&'static str>,
    comment: &'static str,
    quality: i32,
    /// Country (0 is unknown) and date.
    events: &'static [(u32, &'static str)],
    /// Label (0 is none) and catalogue number (empty is none).
    labels: &'static [(u32, &'static str)],
}

/// What most releases have: official, English in Latin script, nothing else known.
const PLAIN: Release = Release {
    id: 0,
    group: 0,
    credit: 0,
    name: "",
    status: OFFICIAL,
    packaging: 0,
    language: 120,
    script: 28,
    barcode: None,
    comment: "",
    quality: -1,
    events: &[],
    labels: &[],
};

#[rustfmt::skip]
const RELEASES: [Release; 24] = [
    Release { id: 1000, group: 100, credit: 10, name: "Low Water Songs", packaging: 1, barcode: Some("0731400000016"), quality: 2, events: &[(221, "1998-03-02")], labels: &[(10, "SALT 001"), (10, "SALT CD 1")], ..PLAIN },
    Release { id: 1001, group: 100, credit: 10, name: "Low Water Songs", packaging: 3, barcode: Some("731400000016"), comment: "with a sticker", events: &[(222, "1998-04-14"), (38, "1998-04")], labels: &[(10, "SALT-001-US"), (13, "")], ..PLAIN },
    Release { id: 1002, group: 100, credit: 10, name: "Low Water Songs (20th Anniversary Remaster)", packaging: 7, barcode: Some(""), events: &[(240, "2018-03-02"), (0, "2018")], labels: &[(10, "")], ..PLAIN },
    Release { id: 1003, group: 100, credit: 10, name: "Low Water Songs", status: CANCELLED, comment: "cancelled first edition", events: &[(221, "1997-10-06")], labels: &[(10, "SALT 001")], ..PLAIN },
    Release { id: 1004, group: 100, credit: 10, name: "Low Water Songs", status: PROMOTION, comment: "promo", events: &[(0, "")], labels: &[(0, "PROMO 1")], quality: 0, ..PLAIN },
    Release { id: 1010, group: 101, credit: 10, name: "Live at the Cistern", packaging: 1, barcode: Some("0731400000023"), events: &[(221, "2000-05")], labels: &[(10, "SALT 009")], ..PLAIN },
    Release { id: 1020, group: 102, credit: 10, name: "Everything the Tide Left", packaging: 5, barcode: Some("0731400000030"), comment: "limited edition", events: &[(221, "2008-11-17"), (81, "2008-11-21"), (107, "2008-12-03")], labels: &[(10, "SALT BOX 1")], ..PLAIN },
    Release { id: 1030, group: 103, credit: 10, name: "Ferry Bells", packaging: 2, events: &[(221, "1998-06-01")], labels: &[(10, "SALT 002")], ..PLAIN },
    Release { id: 1031, group: 103, credit: 41, name: "Ferry Bells (feat. Mirela Vance)", packaging: 7, barcode: Some("5069999000014"), events: &[(240, "2021-05-07")], labels: &[(10, "")], ..PLAIN },
    Release { id: 1040, group: 104, credit: 13, name: "夜の汽笛", packaging: 1, language: 198, script: 85, barcode: Some("4999990000014"), quality: 1, events: &[(107, "2012-07-25")], labels: &[(11, "AKR-0012")], ..PLAIN },
    Release { id: 1041, group: 104, credit: 48, name: "Yoru no kiteki", status: PSEUDO_RELEASE, language: 198, script: 28, comment: "transliteration", ..PLAIN },
    Release { id: 1050, group: 105, credit: 14, name: "قمر على الميناء", language: 18, script: 18, events: &[(63, "2015")], ..PLAIN },
    Release { id: 1060, group: 106, credit: 15, name: "Остання зупинка", language: 435, script: 31, barcode: Some(""), events: &[(219, "2016-02-29")], labels: &[(14, "[none]")], ..PLAIN },
    Release { id: 1070, group: 107, credit: 42, name: "Symphony No. 3 “The Weir” / The Lock-Keeper: Overture", language: 486, barcode: Some("4009999000011"), events: &[(81, "1983"), (73, "1984-01")], labels: &[(12, "TGC 4 030")], ..PLAIN },
    Release { id: 1080, group: 108, credit: 1, name: "Harbour Lights, Volume 1", language: 284, barcode: Some("0731400000108"), events: &[(241, "2021-09-10")], labels: &[(10, "SALT 100"), (11, "AKR-X1")], ..PLAIN },
    Release { id: 1090, group: 109, credit: 19, name: "OX/EN", events: &[(222, "2005-05-05")], labels: &[(0, "OX/1")], ..PLAIN },
    Release { id: 1100, group: 110, credit: 20, name: "…", language: 0, script: 112, events: &[(0, "2007-08")], ..PLAIN },
    Release { id: 1110, group: 111, credit: 46, name: "Root Cellar / Engine Room", packaging: 4, events: &[(221, "2010-04-17")], labels: &[(13, "PP 7")], ..PLAIN },
    Release { id: 1120, group: 112, credit: 23, name: "Älvdans", language: 403, ..PLAIN },
    Release { id: 1130, group: 113, credit: 12, name: "Low Water Songs", events: &[(0, "2020")], barcode: Some("5069999000076"), ..PLAIN },
    Release { id: 1140, group: 114, credit: 24, name: "The Cistern: Original Motion Picture Soundtrack", status: WITHDRAWN, language: 486, events: &[(81, "????-10-31")], ..PLAIN },
    Release { id: 1150, group: 115, credit: 47, name: "Leaky Cistern", status: BOOTLEG, events: &[(0, "1999-12-24")], ..PLAIN },
    Release { id: 1160, group: 116, credit: 27, name: "🎪🐟🎪", status: 0, language: 0, script: 0, ..PLAIN },
    Release { id: 1170, group: 117, credit: 11, name: "Hedgerow", events: &[(221, "2003-06-21")], labels: &[(10, "SALT 030")], ..PLAIN },
];

pub(super) fn fill(shelf: &mut Shelf) {
    for release in RELEASES {
        add(shelf, &release);
        events(shelf, &release);
        for (label, number) in release.labels {
            let id = shelf.dump.table("release_label").len() as u32 + 1;
            let number = (!number.is_empty()).then_some(*number);
            shelf.add("release_label", row![id, release.id, some(*label), number, CHANGED]);
        }
    }
    shelf.redirect("release", 1000);
    let alias = Alias { name: "LWS", kind: 2, ..Alias::default() };
    shelf.alias("release", 1000, &alias);
}

fn add(shelf: &mut Shelf, release: &Release) {
    let gid = mbid::gid("release", release.id);
    let row = [
        row![release.id, gid, release.name, release.credit, release.group],
        row![some(release.status), some(release.packaging), some(release.language)],
        row![some(release.script), release.barcode, release.comment, 0, release.quality, CHANGED],
    ];
    shelf.add("release", row.concat());
}

fn events(shelf: &mut Shelf, release: &Release) {
    for (country, day) in release.events {
        let (table, head) = match country {
            0 => ("release_unknown_country", row![release.id]),
            country => ("release_country", row![release.id, *country]),
        };
        shelf.add(table, [head, date(day)].concat());
    }
}
