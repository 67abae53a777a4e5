//! The tables of words: types, formats, statuses, languages, scripts, kinds of relationships.

mod links;
mod lists;

use crate::dump::DumpWriter;
use crate::dump::row::NULL;
use crate::row;

/// When the words were last changed.
const CHANGED: &str = "2024-05-13 09:30:00.25+00";

/// Row id, ISO 639-2/T, 639-2/B, 639-1, name, frequency, ISO 639-3.
type Language = (
    u32,
    Option<&'static str>,
    Option<&'static str>,
    Option<&'static str>,
    &'static str,
    i32,
    Option<&'static str>,
);

#[rustfmt::skip]
const LANGUAGES: [Language; 15] = [
    (18, Some("ara"), Some("ara"), Some("ar"), "Arabic", 2, Some("ara")),
    (76, Some("zho"), Some("chi"), Some("zh"), "Chinese", 2, Some("zho")),
    (113, Some("nld"), Some("dut"), Some("nl"), "Dutch", 2, Some("nld")),
    (120, Some("eng"), Some("eng"), Some("en"), "English", 2, Some("eng")),
    (134, Some("fra"), Some("fre"), Some("fr"), "French", 2, Some("fra")),
    (145, Some("deu"), Some("ger"), Some("de"), "German", 2, Some("deu")),
    (198, Some("jpn"), Some("jpn"), Some("ja"), "Japanese", 2, Some("jpn")),
    (284, Some("mul"), Some("mul"), None, "[Multiple languages]", 2, Some("mul")),
    (353, Some("rus"), Some("rus"), Some("ru"), "Russian", 2, Some("rus")),
    (393, Some("spa"), Some("spa"), Some("es"), "Spanish", 2, Some("spa")),
    (403, Some("swe"), Some("swe"), Some("sv"), "Swedish", 2, Some("swe")),
    (435, Some("ukr"), Some("ukr"), Some("uk"), "Ukrainian", 1, Some("ukr")),
    // A collective language: it has no ISO 639-3 code.
    (469, Some("myn"), Some("myn"), None, "Mayan languages", 0, None),
    (486, Some("zxx"), Some("zxx"), None, "[No linguistic content]", 2, Some("zxx")),
    // A language with an ISO 639-3 code only.
    (1739, None, None, None, "Cantonese", 1, Some("yue")),
];

/// Row id, ISO 15924 code and number, name, frequency.
#[rustfmt::skip]
const SCRIPTS: [(u32, &str, &str, &str, i32); 6] = [
    (18, "Arab", "160", "Arabic", 3),
    (28, "Latn", "215", "Latin", 4),
    (31, "Cyrl", "220", "Cyrillic", 4),
    (36, "Hebr", "125", "Hebrew", 3),
    (85, "Jpan", "413", "Japanese", 4),
    (112, "Zsym", "996", "Symbols", 3),
];

/// Suffixes of files by their type, as the cover art archive has them.
const IMAGE_TYPES: [(&str, &str); 4] =
    [("image/jpeg", "jpg"), ("image/png", "png"), ("image/gif", "gif"), ("application/pdf", "pdf")];

/// Adds every table of words with MusicBrainz's own row ids.
pub fn words(dump: &mut DumpWriter) {
    plain_lists(dump);
    languages(dump);
    work_attributes(dump);
    link_types(dump);
    attribute_types(dump);
    let control = row![1, 31, 182_000, "2026-06-06 00:12:03.123456+00"];
    dump.push("replication_control", control);
}

/// The parent of a word; 0 stands for none.
fn parent(id: u32) -> Option<u32> {
    (id != 0).then_some(id)
}

fn plain_lists(dump: &mut DumpWriter) {
    for (table, words) in lists::LISTS {
        for (order, (id, above, name, gid)) in (0..).zip(words) {
            dump.push(table, row![*id, *name, parent(*above), order, NULL, *gid]);
        }
    }
    for (order, (id, above, name, year, has_discids, gid)) in (0..).zip(lists::MEDIUM_FORMATS) {
        let row = row![id, name, parent(above), order, parent(year), has_discids, NULL, gid];
        dump.push("medium_format", row);
    }
    for (order, (id, above, name, kind, gid)) in (0..).zip(lists::SERIES_TYPES) {
        dump.push("series_type", row![id, name, kind, parent(above), order, NULL, gid]);
    }
    for (mime_type, suffix) in IMAGE_TYPES {
        dump.push("cover_art_archive.image_type", row![mime_type, suffix]);
    }
}

fn languages(dump: &mut DumpWriter) {
    for (id, two_t, two_b, one, name, frequency, three) in LANGUAGES {
        dump.push("language", row![id, two_t, two_b, one, name, frequency, three]);
    }
    for (id, code, number, name, frequency) in SCRIPTS {
        dump.push("script", row![id, code, number, name, frequency]);
    }
}

fn work_attributes(dump: &mut DumpWriter) {
    let types = [
        (1, "Key", false, "7526c19d-3be4-3420-b6cc-9fb6e49fa1a9"),
        (6, "ASCAP ID", true, "d833318c-6c6a-370e-8b16-9cb15873ba76"),
    ];
    for (id, name, free_text, gid) in types {
        let row = row![id, name, "", free_text, NULL, 0, NULL, gid];
        dump.push("work_attribute_type", row);
    }
    let keys = [
        (28, "A major", "14e86ed3-7440-3d28-a095-405fc01692b7"),
        (33, "B major", "32ea711e-9df6-328c-a495-1e6e32e7253b"),
    ];
    for (id, value, gid) in keys {
        let row = row![id, 1, value, NULL, id, NULL, gid];
        dump.push("work_attribute_type_allowed_value", row);
    }
}

fn link_types(dump: &mut DumpWriter) {
    for (order, (id, above, type0, type1, name, gid)) in (0..).zip(links::LINK_TYPES) {
        let phrase = format!("{name} of");
        let row = row![
            id,
            parent(above),
            order,
            gid,
            type0,
            type1,
            name,
            NULL,
            name,
            phrase.clone(),
            phrase,
            CHANGED,
            false,
            true,
            0,
            0
        ];
        dump.push("link_type", row);
    }
    for (link_type, direction) in links::ORDERABLE {
        dump.push("orderable_link_type", row![link_type, direction]);
    }
}

fn attribute_types(dump: &mut DumpWriter) {
    for (order, (id, above, root, name, gid)) in (0..).zip(links::ATTRIBUTE_TYPES) {
        let row = row![id, parent(above), root, order, gid, name, NULL, CHANGED];
        dump.push("link_attribute_type", row);
    }
    for id in links::WITH_TEXT {
        dump.push("link_text_attribute_type", row![id]);
    }
    for id in links::CREDITABLE {
        dump.push("link_creditable_attribute_type", row![id]);
    }
    let instruments = [(148, 14, 1), (44, 14, 1), (149, 3, 0), (278, 578, 0), (278, 567, 0)];
    for (link_type, attribute, least) in instruments {
        let row = row![link_type, attribute, least, NULL, CHANGED];
        dump.push("link_type_attribute_type", row);
    }
}
