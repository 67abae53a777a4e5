//! Every row has its table's columns and refers to rows that exist.

use std::collections::{BTreeMap, BTreeSet};

use testkit::dump::columns;
use testkit::{Shop, foreign, mbid, shop};

fn ids(shop: &Shop, table: &str) -> BTreeSet<String> {
    shop.table(table).iter().map(|row| row[0].clone().unwrap()).collect()
}

/// Checks that each value of a column is the first column of a row of another table.
fn refers(shop: &Shop, table: &str, column: usize, target: &str) {
    let known = ids(shop, target);
    for row in shop.table(table) {
        if let Some(id) = &row[column] {
            assert!(known.contains(id), "{table} column {column}: no {target} {id} in {row:?}");
        }
    }
}

#[test]
fn every_row_has_the_columns_of_its_table() {
    let shop = shop();
    let tables: Vec<_> = shop.dump.tables().collect();
    assert!(tables.len() > 100, "{tables:?}");
    for table in tables {
        let count =
            columns(table).unwrap_or_else(|| panic!("{table} is unknown")).split(' ').count();
        for row in shop.table(table) {
            assert_eq!(row.len(), count, "{table}: {row:?}");
        }
    }
}

#[test]
fn the_columns_are_those_of_musicbrainz() {
    let Some(text) = foreign::text("musicbrainz/columns.json") else { return };
    let real: BTreeMap<String, Vec<(String, String, bool)>> = serde_json::from_str(&text).unwrap();
    let shop = shop();
    for table in shop.dump.tables() {
        let real = &real[table];
        let ours: Vec<_> = columns(table).unwrap().split(' ').collect();
        assert_eq!(ours.len(), real.len(), "{table}");
        let shared = ours.iter().zip(real).filter(|(ours, real)| **ours == real.0).count();
        // Families name the owner's column "entity", and leave the owner's name out of others.
        let differ = if table.contains("_attribute") { 4 } else { 1 };
        assert!(shared + differ >= ours.len(), "{table}: {ours:?} {real:?}");
        for row in shop.table(table) {
            for (field, (name, _, nullable)) in row.iter().zip(real) {
                assert!(field.is_some() || *nullable, "{table}.{name} is never NULL: {row:?}");
            }
        }
    }
}

#[test]
fn references_lead_to_rows() {
    let shop = shop();
    let references = [
        ("artist", 10, "artist_type"),
        ("artist", 11, "area"),
        ("artist", 12, "gender"),
        ("artist", 17, "area"),
        ("artist_credit_name", 0, "artist_credit"),
        ("artist_credit_name", 2, "artist"),
        ("recording", 3, "artist_credit"),
        ("isrc", 1, "recording"),
        ("release_group", 3, "artist_credit"),
        ("release_group", 4, "release_group_primary_type"),
        ("release_group_secondary_type_join", 0, "release_group"),
        ("release_group_secondary_type_join", 1, "release_group_secondary_type"),
        ("release", 3, "artist_credit"),
        ("release", 4, "release_group"),
        ("release", 5, "release_status"),
        ("release", 6, "release_packaging"),
        ("release", 7, "language"),
        ("release", 8, "script"),
        ("release_country", 0, "release"),
        ("release_country", 1, "country_area"),
        ("release_unknown_country", 0, "release"),
        ("release_label", 1, "release"),
        ("release_label", 2, "label"),
        ("medium", 1, "release"),
        ("medium", 3, "medium_format"),
        ("track", 2, "recording"),
        ("track", 3, "medium"),
        ("track", 7, "artist_credit"),
        ("medium_cdtoc", 1, "medium"),
        ("medium_cdtoc", 2, "cdtoc"),
        ("label", 10, "label_type"),
        ("label", 11, "area"),
        ("work", 3, "work_type"),
        ("work_language", 1, "language"),
        ("iswc", 1, "work"),
        ("place", 5, "area"),
        ("event", 10, "event_type"),
        ("series", 4, "series_type"),
        ("country_area", 0, "area"),
        ("iso_3166_1", 0, "area"),
        ("link", 1, "link_type"),
        ("link_attribute", 0, "link"),
        ("link_attribute", 1, "link_attribute_type"),
        ("link_attribute_credit", 1, "link_creditable_attribute_type"),
        ("link_attribute_text_value", 1, "link_text_attribute_type"),
        ("link_type", 1, "link_type"),
        ("link_attribute_type", 1, "link_attribute_type"),
        ("cover_art_archive.cover_art", 1, "release"),
        ("cover_art_archive.cover_art_type", 0, "cover_art_archive.cover_art"),
        ("cover_art_archive.cover_art_type", 1, "cover_art_archive.art_type"),
        ("event_art_archive.event_art", 1, "event"),
    ];
    for (table, column, target) in references {
        refers(&shop, table, column, target);
    }
}

#[test]
fn families_refer_to_their_owners() {
    let shop = shop();
    for table in shop.dump.tables() {
        let of = |ending: &str| table.strip_suffix(ending).filter(|kind| !kind.starts_with("link"));
        if let Some(kind) = of("_gid_redirect") {
            refers(&shop, table, 1, kind);
        } else if let Some(kind) = of("_alias") {
            refers(&shop, table, 1, kind);
            refers(&shop, table, 6, &format!("{kind}_alias_type"));
        } else if let Some(kind) = of("_tag") {
            refers(&shop, table, 0, kind);
            refers(&shop, table, 1, "tag");
        } else if let Some(kind) = of("_meta") {
            refers(&shop, table, 0, kind);
            assert_eq!(shop.table(table).len(), shop.table(kind).len(), "{table}");
        } else if let Some(kind) = of("_annotation") {
            refers(&shop, table, 0, kind);
            refers(&shop, table, 1, "annotation");
        }
    }
}

#[test]
fn relationships_connect_the_kinds_of_their_type() {
    let shop = shop();
    let kinds: BTreeMap<_, _> =
        shop.table("link_type").iter().map(|row| (&row[0], (&row[4], &row[5]))).collect();
    let links: BTreeMap<_, _> =
        shop.table("link").iter().map(|row| (&row[0], kinds[&row[1]])).collect();
    let mut seen = 0;
    for table in shop.dump.tables().filter(|table| table.starts_with("l_")) {
        for row in shop.table(table) {
            let (kind0, kind1) = links[&row[1]];
            let (kind0, kind1) = (kind0.as_deref().unwrap(), kind1.as_deref().unwrap());
            assert_eq!(table, format!("l_{kind0}_{kind1}"), "{row:?}");
            assert!(ids(&shop, kind0).contains(row[2].as_deref().unwrap()), "{table} {row:?}");
            assert!(ids(&shop, kind1).contains(row[3].as_deref().unwrap()), "{table} {row:?}");
            seen += 1;
        }
    }
    assert!(seen > 90, "{seen}");
}

#[test]
fn public_ids_are_different_and_the_constants_name_rows() {
    let shop = shop();
    let mut seen = BTreeSet::new();
    for table in ["artist", "recording", "release", "release_group", "track", "work", "label"] {
        for row in shop.table(table) {
            assert!(seen.insert(row[1].clone().unwrap()), "{table}: {row:?}");
        }
        for row in shop.table(&format!("{table}_gid_redirect")) {
            assert!(seen.insert(row[0].clone().unwrap()), "{table}: {row:?}");
        }
    }
    for known in [
        mbid::VARIOUS_ARTISTS,
        mbid::LANTERNFISH_CHOIR_MERGED,
        mbid::FISH_PARADE,
        mbid::SILENT_UNDERSTUDY,
        mbid::LOW_WATER_SONGS_GROUP_MERGED,
        mbid::LOW_WATER_SONGS_MERGED,
        mbid::ALVDANS,
        mbid::KITCHEN_TAPE,
        mbid::FERRY_BELLS_MERGED,
        mbid::FERRY_BELLS_TRACK,
        mbid::FERRY_BELLS_TRACK_MERGED,
        mbid::FERRY_BELLS_WORK,
        mbid::SALTMARSH_RECORDS,
    ] {
        assert!(seen.contains(known), "{known}");
    }
}

#[test]
fn a_cancelled_release_does_not_date_its_group() {
    let mut shop = shop();
    let year = shop.dump.field_mut("release_group_meta", 100, "first_release_date_year");
    assert_eq!(year.as_deref(), Some("1998"));
    let users = shop.dump.field_mut("artist_credit", 10, "ref_count").clone();
    assert!(users.unwrap().parse::<u32>().unwrap() > 30);
}
