//! Real MusicBrainz rows, kept beside the repository and never in it: everything in them is found.

use std::collections::BTreeMap;
use std::path::PathBuf;

use catalog::record::{
    Area, Artist, Entity, Event, Genre, Instrument, Label, Place, Recording, Release, ReleaseGroup,
    Series, Url, Work,
};
use catalog::{SearchKind, View, search};
use import::dump::{self, Row};
use model::{Barcode, DiscId, Isrc, Iswc};

use crate::import::{import, open};

/// Where the real rows are, when they are there.
fn fixtures() -> Option<Vec<PathBuf>> {
    let folder = testkit::foreign::find("musicbrainz/fixtures")?;
    let entries = std::fs::read_dir(&folder).unwrap();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    found.sort();
    assert!(found.len() >= 8, "{} lacks fixtures", folder.display());
    Some(found)
}

#[test]
fn every_row_is_counted_and_every_key_leads_to_its_row() {
    for fixture in fixtures().into_iter().flatten() {
        let root = tempfile::tempdir().unwrap();
        let summary = import(std::slice::from_ref(&fixture), root.path()).unwrap();
        assert!(summary.manifest.problems.is_empty(), "{:?}", summary.manifest.problems);
        let catalog = open(root.path());
        let view = catalog.view().unwrap();
        let mut rows: BTreeMap<String, u64> = BTreeMap::new();
        let mut keys = 0;
        let source = dump::open(std::slice::from_ref(&fixture)).unwrap();
        source
            .for_each_table::<dump::Error>(&mut |header, blocks| {
                let count = rows.entry(header.name.to_owned()).or_default();
                while let Some(block) = blocks.next_block()? {
                    let mut all = block.rows();
                    while let Some(row) = all.next_row() {
                        *count += 1;
                        keys += u64::from(check(&view, header.name, &row));
                    }
                }
                Ok(())
            })
            .unwrap();
        for (table, count) in &summary.manifest.rows {
            assert_eq!(rows.get(table), Some(count), "{table} of {}", fixture.display());
        }
        println!("{}: {keys} keys found", fixture.file_name().unwrap().to_string_lossy());
        assert!(keys > 10);
    }
}

/// Looks a row up by what leads to it; `false` for tables without such a key.
fn check(view: &View<'_>, table: &str, row: &Row<'_, '_>) -> bool {
    match table {
        "artist" => by_gid::<Artist<'_>>(view, row),
        "release_group" => by_gid::<ReleaseGroup<'_>>(view, row),
        "release" => {
            by_gid::<Release<'_>>(view, row);
            if let Ok(barcode) = Barcode::parse(row.opt_str(9).unwrap().as_deref().unwrap_or("")) {
                let found = view.by_barcode(&barcode).unwrap();
                assert!(found.iter().any(|(id, _)| *id == row.u32(0).unwrap()), "{barcode:?}");
            }
        }
        "recording" => by_gid::<Recording<'_>>(view, row),
        "work" => by_gid::<Work<'_>>(view, row),
        "label" => by_gid::<Label<'_>>(view, row),
        "area" => by_gid::<Area<'_>>(view, row),
        "place" => by_gid::<Place<'_>>(view, row),
        "event" => by_gid::<Event<'_>>(view, row),
        "series" => by_gid::<Series<'_>>(view, row),
        "instrument" => by_gid::<Instrument<'_>>(view, row),
        "genre" => by_gid::<Genre<'_>>(view, row),
        "url" => {
            by_gid::<Url<'_>>(view, row);
            assert_eq!(view.by_url(&row.str(2).unwrap()).unwrap().unwrap().0, row.u32(0).unwrap());
        }
        "track" => {
            let placed = view.find_track(row.gid(1).unwrap()).unwrap().unwrap();
            assert_eq!(placed.track.recording, row.u32(2).unwrap());
            assert_eq!(placed.position, row.u32(4).unwrap());
        }
        "isrc" => {
            let found = view.by_isrc(&Isrc::parse(&row.str(2).unwrap()).unwrap()).unwrap();
            assert!(found.iter().any(|(id, _)| *id == row.u32(1).unwrap()));
        }
        "iswc" => {
            let found = view.by_iswc(&Iswc::parse(&row.str(2).unwrap()).unwrap()).unwrap();
            assert!(found.iter().any(|(id, _)| *id == row.u32(1).unwrap()));
        }
        "cdtoc" => {
            // One id of the test data is two characters short: nobody can ask for it.
            let Ok(disc_id) = DiscId::parse(row.str(1).unwrap().trim_end()) else { return false };
            assert_eq!(view.by_disc_id(&disc_id).unwrap().unwrap().0, row.u32(0).unwrap());
        }
        "release_label" => {
            let Some(number) = row.opt_str(3).unwrap() else { return false };
            let found = view.by_catalog_number(&number).unwrap();
            assert!(found.iter().any(|(id, _)| *id == row.u32(1).unwrap()), "{number}");
        }
        _ => return false,
    }
    true
}

fn by_gid<'v, E: Entity<'v>>(view: &'v View<'_>, row: &Row<'_, '_>) {
    let gid = row.gid(1).unwrap();
    let found = view.find::<E>(gid).unwrap().unwrap_or_else(|| panic!("{gid} is not found"));
    assert_eq!(found.id, row.u32(0).unwrap());
    assert_eq!(found.record.name(), row.str(2).unwrap());
    assert!(!found.merged);
}

#[test]
fn real_titles_are_found_by_title_and_artist() {
    let Some(fixtures) = fixtures() else { return };
    let freemusi = fixtures.iter().find(|path| path.ends_with("freemusi")).unwrap();
    let root = tempfile::tempdir().unwrap();
    import(std::slice::from_ref(freemusi), root.path()).unwrap();
    let catalog = open(root.path());
    let view = catalog.view().unwrap();
    let (mut asked, mut found) = (0_u32, 0_u32);
    for entry in view.records(catalog::Table::Entity(model::Kind::Recording)).unwrap() {
        let (id, _) = entry.unwrap();
        if id % 20 != 0 {
            continue;
        }
        let recording = view.get::<Recording<'_>>(id).unwrap().unwrap();
        let credit = view.artist_credit(recording.artist_credit).unwrap().unwrap();
        let artist = credit.names.first().unwrap().unwrap().name;
        let text = format!("{} {artist}", recording.name);
        let page = search::Page { limit: 20, offset: 0 };
        let query = search::Query::parse(&text);
        let hits = view.search(SearchKind::Track, &query, page, &|| false).unwrap();
        let same = |hit: &search::Hit| {
            let other = view.get::<Recording<'_>>(hit.id).unwrap().unwrap();
            other.name.eq_ignore_ascii_case(recording.name)
        };
        asked += 1;
        found += u32::from(hits.iter().any(same));
    }
    println!("{found} of {asked} real titles found within the first 20");
    assert!(asked > 1000 && found * 100 >= asked * 99, "{found} of {asked}");
}
