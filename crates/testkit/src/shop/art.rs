//! Pictures of releases and events.

use super::shelf::{CHANGED, Shelf};
use crate::dump::row::NULL;
use crate::row;

/// Row id, release, comment, order, type of file, types (1 front, 2 back, 3 booklet, 4 medium, 5 obi).
type Image = (u32, u32, &'static str, u32, &'static str, &'static [u32]);

#[rustfmt::skip]
const IMAGES: [Image; 5] = [
    (700_000_001, 1000, "", 1, "image/jpeg", &[1]),
    (700_000_002, 1000, "with the price tag", 2, "image/png", &[2, 4]),
    (700_000_003, 1000, "", 3, "application/pdf", &[3]),
    (700_000_004, 1040, "", 1, "image/jpeg", &[1, 5]),
    (700_000_005, 1040, "no type", 2, "image/jpeg", &[]),
];

pub(super) fn fill(shelf: &mut Shelf) {
    for (id, release, comment, order, mime_type, types) in IMAGES {
        let sizes = row![Some(120_000), NULL, NULL, NULL];
        let row = row![id, release, comment, 1, order, CHANGED, 0, mime_type];
        shelf.add("cover_art_archive.cover_art", [row, sizes].concat());
        for kind in types {
            shelf.add("cover_art_archive.cover_art_type", row![id, *kind]);
        }
    }
    shelf.add("cover_art_archive.release_group_cover_art", row![100, 1000]);
    let poster = row![800_000_001, 1, "", 2, 1, CHANGED, 0, "image/jpeg", 90_000, NULL, NULL, NULL];
    shelf.add("event_art_archive.event_art", poster);
    shelf.add("event_art_archive.event_art_type", row![800_000_001, 1]);
}
