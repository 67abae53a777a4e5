//! Relationships between the music entities, with attributes, dates and credits.

use super::shelf::{Attribute, Relationship, Shelf};

const GUEST: Attribute = Attribute { kind: 194, text: None, credited_as: None };
const LEAD_VOCALS: Attribute = Attribute { kind: 4, text: None, credited_as: None };
const PIANO: Attribute =
    Attribute { kind: 180, text: None, credited_as: Some("the harbour office’s upright") };
const GUITAR: Attribute = Attribute { kind: 229, text: None, credited_as: None };
const LIVE: Attribute = Attribute { kind: 578, text: None, credited_as: None };

pub(super) fn fill(shelf: &mut Shelf) {
    members(shelf);
    performances(shelf);
    versions(shelf);
    businesses(shelf);
}

fn members(shelf: &mut Shelf) {
    let none = Relationship::default;
    let attributes = &[LEAD_VOCALS];
    let singer = Relationship { kind: 103, ends: (25, 10), attributes, begin: "1994-09", ..none() };
    shelf.relate(("artist", "artist"), &singer);
    let attributes = &[GUITAR];
    let (begin, end) = ("1996", "2001-06-30");
    let guitarist = Relationship { kind: 103, ends: (26, 10), attributes, begin, end, ..none() };
    shelf.relate(("artist", "artist"), &guitarist);
    shelf.connect(("artist", "artist"), 102, (21, 22));
    shelf.connect(("artist", "artist"), 847, (16, 18));
}

fn performances(shelf: &mut Shelf) {
    let none = Relationship::default;
    let ends = ("artist", "recording");
    for recording in [100, 101, 102] {
        let attributes = &[LEAD_VOCALS];
        shelf
            .relate(ends, &Relationship { kind: 149, ends: (25, recording), attributes, ..none() });
    }
    let attributes = &[PIANO, GUEST];
    let credits = ("Vance, M.", "");
    let piano = Relationship { kind: 148, ends: (11, 101), attributes, credits, ..none() };
    shelf.relate(ends, &piano);
    let attributes = &[GUITAR];
    shelf.relate(ends, &Relationship { kind: 148, ends: (26, 103), attributes, ..none() });
    for recording in 180..=184 {
        shelf.connect(ends, 150, (17, recording));
        shelf.connect(ends, 151, (18, recording));
    }
    shelf.connect(ends, 153, (24, 130));
    shelf.connect(ends, 141, (26, 100));
    let begin = "1999-11-20";
    let at = Relationship { kind: 693, ends: (1, 120), begin, end: begin, ..none() };
    shelf.relate(("place", "recording"), &at);
    shelf.connect(("area", "recording"), 698, (5002, 245));
    let attributes = &[LIVE];
    let song = Relationship { kind: 278, ends: (121, 17), attributes, begin, end: begin, ..none() };
    shelf.relate(("recording", "work"), &song);
}

fn versions(shelf: &mut Shelf) {
    for (twin, original) in [(110, 100), (111, 101), (112, 102), (113, 103), (114, 104)] {
        shelf.connect(("recording", "recording"), 236, (twin, original));
    }
    shelf.connect(("recording", "recording"), 230, (130, 101));
    shelf.connect(("release", "release"), 6, (1002, 1000));
    shelf.connect(("release", "release"), 2, (1040, 1041));
    shelf.connect(("release_group", "release_group"), 11, (103, 100));
    shelf.connect(("event", "recording"), 809, (1, 121));
    shelf.connect(("event", "release"), 810, (1, 1010));
}

fn businesses(shelf: &mut Shelf) {
    let none = Relationship::default;
    let contract = Relationship { kind: 121, ends: (10, 10), begin: "1997", end: "2012", ..none() };
    shelf.relate(("artist", "label"), &contract);
    shelf.connect(("artist", "label"), 116, (22, 13));
    shelf.connect(("label", "label"), 200, (10, 13));
    shelf.connect(("label", "release"), 361, (10, 1040));
    shelf.connect(("artist", "release"), 30, (26, 1000));
    shelf.connect(("artist", "release"), 20, (11, 1000));
    shelf.connect(("artist", "release_group"), 65, (10, 117));
    shelf.connect(("area", "genre"), 1088, (221, 4));
}
