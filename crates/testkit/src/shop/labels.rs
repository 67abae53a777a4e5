//! Labels.

use super::shelf::{Alias, CHANGED, Shelf, date, some};
use crate::{mbid, row};

/// Row id, name, founded, closed, label code, type, area, comment.
type Label = (u32, &'static str, &'static str, &'static str, u32, u32, u32, &'static str);

#[rustfmt::skip]
const LABELS: [Label; 5] = [
    (10, "Saltmarsh Records", "1991", "", 4711, 4, 5001, ""),
    (11, "灯レコード", "2008-04-01", "", 0, 9, 107, "imprint"),
    (12, "Tidal Gate Classics", "1979", "2011", 0, 6, 81, ""),
    (13, "Parsnip Plates", "", "", 0, 4, 0, "vinyl only"),
    (14, "[no label]", "", "", 0, 0, 0, "special purpose label"),
];

/// MusicBrainz's own id of "[no label]".
const NO_LABEL: &str = "157afde4-4bf5-4039-8ad2-5a15acc85176";

pub(super) fn fill(shelf: &mut Shelf) {
    for (id, name, begin, end, code, kind, area, comment) in LABELS {
        let gid = if id == 14 { NO_LABEL.to_owned() } else { mbid::gid("label", id) };
        let row = [
            row![id, gid, name],
            date(begin),
            date(end),
            row![some(code), some(kind), some(area), comment, 0, CHANGED, !end.is_empty()],
        ];
        shelf.add("label", row.concat());
    }
    shelf.redirect("label", 10);
    shelf.add("label_ipi", row![10, "00034567893", 0, CHANGED]);
    shelf.add("label_isni", row![12, "0000000187654321", 0, CHANGED]);
    let english =
        Alias { name: "Akari Records", locale: "en", primary: true, kind: 1, ..Alias::default() };
    shelf.alias("label", 11, &english);
    let hint = Alias { name: "Salt Marsh Recs", kind: 2, ..Alias::default() };
    shelf.alias("label", 10, &hint);
}
