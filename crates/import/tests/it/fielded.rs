//! Every field of every kind of thing, asked of the imported record shop.

use catalog::fielded::{Bound, Query, Searched};
use catalog::{Page, Table, View};
use testkit::mbid;

use crate::import::open;
use crate::shop::shop_at;

/// Names of what a field with a value leads to, the best first.
fn find(view: &View<'_>, searched: Searched, field: &str, text: &str) -> Vec<String> {
    let field = searched.field(field).unwrap_or_else(|| panic!("{searched:?} has no {field}"));
    let query = Query::Term { field, text: text.to_owned() };
    found(view, searched, &query)
}

fn found(view: &View<'_>, searched: Searched, query: &Query) -> Vec<String> {
    let page = Page { limit: 100, offset: 0 };
    let matches = view.fielded(searched, query, page, &|| false).unwrap();
    matches.page.iter().map(|found| name(view, searched, found.id)).collect()
}

fn name(view: &View<'_>, searched: Searched, id: u32) -> String {
    use catalog::record as of;
    macro_rules! name {
        ($($kind:ident)*) => {
            match searched {
                $(Searched::$kind => view.get::<of::$kind<'_>>(id).unwrap().unwrap().name.to_owned(),)*
                Searched::Url => view.get::<of::Url<'_>>(id).unwrap().unwrap().url.to_owned(),
                Searched::Tag => view.term(catalog::Words::Tag, id).unwrap().unwrap().name.to_owned(),
                Searched::Annotation => id.to_string(),
            }
        };
    }
    name!(Area Artist Event Instrument Label Place Recording Release ReleaseGroup Series Work)
}

fn with_shop(check: impl FnOnce(&View<'_>)) {
    let folder = tempfile::tempdir().unwrap();
    let catalog = open(&shop_at(folder.path()));
    check(&catalog.view().unwrap());
}

#[test]
fn every_record_is_a_document() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = open(&shop_at(folder.path()));
    let view = catalog.view().unwrap();
    for searched in Searched::ALL {
        let documents = view.documents_by_fields(searched).unwrap();
        match searched.entity() {
            Some(kind) => {
                let records = view.count(Table::Entity(kind)).unwrap();
                assert_eq!(documents, records, "{searched:?}");
            }
            None => assert!(documents > 0, "{searched:?}"),
        }
    }
}

#[test]
fn a_recording_is_found_by_itself_its_artist_and_its_releases() {
    with_shop(|view| {
        let found = |field, text: &str| find(view, Searched::Recording, field, text);
        let bells = "Ferry Bells".to_owned();
        for (field, text) in [
            ("recording", "ferry bells"),
            ("rid", mbid::FERRY_BELLS),
            ("rid", mbid::FERRY_BELLS_MERGED),
            ("tid", mbid::FERRY_BELLS_TRACK),
            ("artist", "the lanternfish choir"),
            ("artistname", "lanternfish"),
            ("creditname", "choir"),
            ("arid", mbid::LANTERNFISH_CHOIR),
            ("arid", mbid::LANTERNFISH_CHOIR_MERGED),
            ("release", "low water songs"),
            ("reid", mbid::LOW_WATER_SONGS),
            ("rgid", mbid::LOW_WATER_SONGS_GROUP),
            ("isrc", "GB-SMR-98-00002"),
            ("date", "1998-03-02"),
            ("date", "1998"),
            ("firstreleasedate", "1998-03"),
            ("status", "official"),
            ("primarytype", "Album"),
            ("type", "album"),
            ("tnum", "2"),
            ("number", "2"),
            ("position", "1"),
            ("video", "false"),
        ] {
            assert!(found(field, text).contains(&bells), "{field}:{text} {:?}", found(field, text));
        }
        assert_eq!(found("rid", mbid::FERRY_BELLS), [bells]);
        assert_eq!(found("recording", "nothing of this kind"), [""; 0]);
    });
}

#[test]
fn every_field_that_has_values_finds_what_has_them() {
    with_shop(|view| {
        let mut silent = Vec::new();
        for searched in Searched::ALL {
            for name in searched.field_names() {
                let field = searched.field(name).unwrap();
                let any = Query::Range { field, from: Bound::Open, to: Bound::Open };
                if found(view, searched, &any).is_empty() {
                    silent.push(format!("{}.{name}", searched.as_str()));
                }
            }
        }
        // What the shop lacks.
        let expected = [
            "area.begin",
            "area.tag",
            "event.tag",
            "instrument.comment",
            "instrument.description",
            "instrument.tag",
            "series.comment",
            "series.tag",
        ];
        assert_eq!(silent, expected);
    });
}
