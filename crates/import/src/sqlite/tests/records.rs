//! What becomes of the rows.

use catalog::codec::List;
use catalog::record::artist::Picture;
use catalog::record::{Artist, Label, Recording, Release, ReleaseGroup};
use catalog::search::{Page, Query};
use catalog::{Relation, SearchKind, View, Words};
use model::{Barcode, IdScheme, Isrc, Kind};

use super::*;

/// Three artists, four albums, six tracks.
fn shop() -> String {
    let (artist, album, track) = (|n| id(ARTIST, n), |n| id(ALBUM, n), |n| id(TRACK, n));
    format!(
        "INSERT INTO artists VALUES
            (2, '{a2}', 'Björk', 5000000000, 80), (3, '{a3}', 'Ólöf Arnalds', 12, 40),
            (7, '{a7}', '坂本龍一', NULL, NULL);
        INSERT INTO artist_genres VALUES (2, 'art pop'), (2, 'electronica'), (3, 'folk');
        INSERT INTO artist_images VALUES
            (2, 'https://i.example/b640', 640, 640), (2, 'https://i.example/b64', 64, 64);
        INSERT INTO albums VALUES
            (1, '{l1}', 'Début', 'album', ' One Little Indian ', '1993-07-05', 'day',
             '0731451813924', 3, '(C) 1993', '(P) 1993', 70),
            (4, '{l4}', 'Army of Me', 'single', 'Elektra', '1995-04', 'month', NULL, 2, NULL, NULL, 30),
            (5, '{l5}', 'Hits', 'compilation', 'One Little Indian', '2002', 'year', '', 9, '', '', 50),
            (9, '{l9}', 'Undated', 'album', NULL, '0000', 'year', NULL, NULL, NULL, NULL, NULL);
        INSERT INTO album_images VALUES (1, 'https://i.example/debut', 300, 300);
        INSERT INTO artist_albums VALUES (3, 1, 1), (2, 1, 0), (7, 1, NULL), (2, 4, 0), (2, 5, 0);
        INSERT INTO tracks VALUES
            (10, '{t10}', 'Human Behaviour', 'GBAAA9300001', 252000, 0, 1, 1, 60, 'https://p.example/1', 1),
            (11, '{t11}', 'Venus as a Boy', 'gb-aaa-93-00002', 281000, 1, 1, 2, 65, NULL, 1),
            (12, '{t12}', 'Human Behaviour', 'GBAAA9300001', 252001, 0, 4, 1, 90, NULL, 5),
            (13, '{t13}', 'Army of Me', NULL, 234000, 0, 1, 1, 55, NULL, 4),
            (20, '{t20}', 'Aria', NULL, NULL, NULL, 1, NULL, NULL, NULL, 9),
            (21, '{t21}', 'Nowhere', NULL, 1000, 0, 1, 1, 1, NULL, NULL);
        INSERT INTO track_artists VALUES
            (11, 3), (10, 2), (11, 2), (12, 2), (13, 2), (13, 3), (20, 3), (20, 2), (11, 3);",
        a2 = artist(2), a3 = artist(3), a7 = artist(7),
        l1 = album(1), l4 = album(4), l5 = album(5), l9 = album(9),
        t10 = track(10), t11 = track(11), t12 = track(12), t13 = track(13),
        t20 = track(20), t21 = track(21),
    )
}

fn imported() -> (Bench, Summary) {
    let bench = Bench::new();
    let main = bench.file("main.sqlite3", &[LAYOUT, &shop()]);
    let summary = bench.import_strictly(true, &main, None).unwrap();
    (bench, summary)
}

fn recording<'v>(view: &'v View<'_>, number: u32) -> Recording<'v> {
    let found = view.find::<Recording<'_>>(gid(TRACK, number)).unwrap().unwrap();
    assert_eq!(found.id, number, "the dense id is the rowid");
    found.record
}

fn release<'v>(view: &'v View<'_>, number: u32) -> Release<'v> {
    view.find::<Release<'_>>(gid(ALBUM, number)).unwrap().unwrap().record
}

fn printed(view: &View<'_>, credit: u32) -> String {
    let Some(credit) = view.artist_credit(credit).unwrap() else { return String::new() };
    credit.names.to_vec().unwrap().iter().flat_map(|name| [name.name, name.join_phrase]).collect()
}

fn pictures(list: List<'_, Picture<'_>>) -> Vec<(String, u32, u32)> {
    let list = list.to_vec().unwrap();
    list.iter().map(|picture| (picture.url.to_owned(), picture.width, picture.height)).collect()
}

#[test]
fn an_artist_keeps_followers_genres_and_pictures() {
    let (bench, summary) = imported();
    let catalog = bench.open();
    let view = catalog.view().unwrap();
    assert_eq!(catalog.id_scheme(), IdScheme::Base62);
    assert_eq!(summary.manifest.rows["artists"], 3);
    assert_eq!(summary.manifest.sources[0].name, "main.sqlite3");
    let artist = view.find::<Artist<'_>>(gid(ARTIST, 2)).unwrap().unwrap().record;
    assert_eq!(
        (artist.name, artist.popularity, artist.followers),
        ("Björk", 80, Some(5_000_000_000))
    );
    assert_eq!(artist.genre_names.to_vec().unwrap(), ["art pop", "electronica"]);
    let expected = [("https://i.example/b640", 640, 640), ("https://i.example/b64", 64, 64)];
    assert_eq!(pictures(artist.pictures), expected.map(|(url, w, h)| (url.to_owned(), w, h)));
    let other = view.find::<Artist<'_>>(gid(ARTIST, 7)).unwrap().unwrap().record;
    assert_eq!((other.name, other.popularity, other.followers), ("坂本龍一", 0, None));
}

#[test]
fn an_album_is_a_release_group_and_its_only_release_under_one_id() {
    let (bench, _) = imported();
    let catalog = bench.open();
    let view = catalog.view().unwrap();
    let group = view.find::<ReleaseGroup<'_>>(gid(ALBUM, 1)).unwrap().unwrap();
    let release = release(&view, 1);
    assert_eq!((group.id, group.record.main_release, release.release_group), (1, 1, 1));
    assert_eq!((group.record.name, release.name, release.popularity), ("Début", "Début", 70));
    assert_eq!(printed(&view, release.artist_credit), "Björk, Ólöf Arnalds");
    assert_eq!(group.record.artist_credit, release.artist_credit);
    assert_eq!((release.track_count, release.medium_count), (3, 2));
    assert_eq!((release.copyright, release.phonographic_copyright), ("(C) 1993", "(P) 1993"));
    assert_eq!(pictures(release.pictures), [("https://i.example/debut".to_owned(), 300, 300)]);
    let status = view.term(Words::ReleaseStatus, release.status).unwrap().unwrap();
    assert_eq!(status.name, "Official");
    let barcode = Barcode::parse("731451813924").unwrap();
    let found = view.by_barcode(&barcode).unwrap();
    assert_eq!(found.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [1]);
    let page = catalog::Page { limit: 9, offset: 0 };
    assert_eq!(view.browse(Relation::ArtistReleaseGroups, 3, page).unwrap(), (1, vec![1]));
    assert_eq!(view.browse(Relation::ArtistReleaseGroups, 7, page).unwrap(), (0, vec![]));
}

#[test]
fn types_dates_and_labels_are_told_apart() {
    let (bench, _) = imported();
    let catalog = bench.open();
    let view = catalog.view().unwrap();
    let album = |number: u32| {
        let group = view.find::<ReleaseGroup<'_>>(gid(ALBUM, number)).unwrap().unwrap().record;
        let primary = view.term(Words::ReleaseGroupPrimaryType, group.primary_type).unwrap();
        let events = release(&view, number).events.to_vec().unwrap();
        let dates: Vec<String> = events.iter().map(|event| event.date.to_string()).collect();
        let secondary = group.secondary_types.to_vec().unwrap();
        (primary.unwrap().name, secondary, dates, group.first_release.to_string())
    };
    let row = |kind, secondary: &[u32], date: &str| {
        (kind, secondary.to_vec(), vec![date.to_owned()], date.to_owned())
    };
    assert_eq!(album(1), row("Album", &[], "1993-07-05"));
    assert_eq!(album(4), row("Single", &[], "1995-04"));
    assert_eq!(album(5), row("Album", &[1], "2002"));
    assert_eq!(album(9), ("Album", vec![], vec![], String::new()));
    let label = |number| release(&view, number).labels.first().unwrap().map(|label| label.label);
    assert_eq!((label(1), label(9)), (label(5), None));
    assert_ne!(label(1), label(4));
    let named = view.get::<Label<'_>>(label(1).unwrap()).unwrap().unwrap();
    assert_eq!(named.name, "One Little Indian");
    assert!(view.find::<Label<'_>>(named.gid).unwrap().is_some());
    assert_eq!(release(&view, 5).barcode, None);
}

#[test]
fn a_track_keeps_its_fields_and_stands_on_its_album() {
    let (bench, _) = imported();
    let catalog = bench.open();
    let view = catalog.view().unwrap();
    let first = recording(&view, 10);
    assert_eq!(
        (first.name, first.length_ms, first.popularity),
        ("Human Behaviour", Some(252_000), 60)
    );
    assert_eq!((first.explicit, first.preview_url), (false, "https://p.example/1"));
    assert_eq!((first.main.release, first.main.medium, first.main.track), (1, 1, 1));
    assert_eq!(first.first_release.to_string(), "1993-07-05");
    let second = recording(&view, 11);
    assert_eq!((second.explicit, second.main.medium, second.main.track), (true, 2, 1));
    assert_eq!(second.isrcs.to_vec().unwrap(), ["GBAAA9300002"]);
    let tracklist = view.tracklist(1).unwrap().unwrap().media.to_vec().unwrap();
    let tracks = tracklist.iter().map(|medium| {
        let tracks = medium.tracks.to_vec().unwrap();
        (medium.position, tracks.iter().map(|track| track.recording).collect::<Vec<_>>())
    });
    assert_eq!(tracks.collect::<Vec<_>>(), [(1, vec![10]), (2, vec![11])]);
    assert_eq!(recording(&view, 20).length_ms, None);
    assert_eq!(recording(&view, 20).main.medium, 1);
    assert_eq!(recording(&view, 21).main.release, 0);
    assert_eq!(view.find_track(Default::default()).unwrap().map(|track| track.position), None);
}

#[test]
fn artists_of_a_track_keep_the_order_of_their_rows() {
    let (bench, _) = imported();
    let catalog = bench.open();
    let view = catalog.view().unwrap();
    let credit = |number| recording(&view, number).artist_credit;
    assert_eq!(credit(10), 2, "a lone artist's credit has the artist's number");
    assert_eq!(printed(&view, credit(10)), "Björk");
    assert_eq!(printed(&view, credit(11)), "Ólöf Arnalds, Björk");
    assert_eq!(printed(&view, credit(13)), "Björk, Ólöf Arnalds");
    assert_eq!(credit(11), credit(20), "one list, one credit");
    assert_eq!(credit(13), release(&view, 1).artist_credit);
    assert_eq!(credit(21), 0, "nobody is credited");
    assert!(catalog.manifest().records[&catalog::Table::Entity(Kind::ArtistCredit).name()] == 5);
}

#[test]
fn an_isrc_leads_to_all_its_tracks_the_popular_first() {
    let (bench, _) = imported();
    let catalog = bench.open();
    let view = catalog.view().unwrap();
    let found = view.by_isrc(&Isrc::parse("gb-aaa-93-00001").unwrap()).unwrap();
    assert_eq!(found.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [12, 10]);
}

#[test]
fn search_ranks_by_the_given_popularity() {
    let (bench, _) = imported();
    let catalog = bench.open();
    let view = catalog.view().unwrap();
    let search = |kind, text: &str| -> Vec<u32> {
        let page = Page { limit: 10, offset: 0 };
        let hits = view.search(kind, &Query::parse(text), page, &|| false).unwrap();
        hits.iter().map(|hit| hit.id).collect()
    };
    assert_eq!(search(SearchKind::Track, "human behaviour"), [12, 10]);
    assert_eq!(search(SearchKind::Artist, "bjork"), [2]);
    assert_eq!(search(SearchKind::Album, "debut"), [1]);
}

#[test]
fn details_of_track_files_reach_their_tracks() {
    let bench = Bench::new();
    let main = bench.file("main.sqlite3", &[LAYOUT, &shop()]);
    let rows = format!(
        "INSERT INTO track_files VALUES
            ('{t13}', 0, NULL, NULL, '[', NULL),
            ('{t10}', 1, 'Human Behaviour', 'Live', '[\"en\", \"is\"]', '{{\"Björk\": [\"composer\", \"vocals\"]}}'),
            ('{t11}', NULL, '', NULL, NULL, '[{{\"name\": \"Nellee Hooper\", \"roles\": \"producer\"}}]'),
            ('{t10}', 0, 'Second', NULL, NULL, NULL),
            ('{t99}', 1, NULL, NULL, NULL, NULL), ('short', 1, NULL, NULL, NULL, NULL);",
        t10 = id(TRACK, 10), t11 = id(TRACK, 11), t13 = id(TRACK, 13), t99 = id(TRACK, 99),
    );
    let files = bench.file("files.sqlite3", &[TRACK_FILES, &rows]);
    let summary = bench.import(&main, Some(&files)).unwrap();
    assert_eq!(
        problems(&summary),
        [
            ("track_files", "dangling reference", 1),
            ("track_files", "duplicate id", 1),
            ("track_files", "malformed JSON", 1),
            ("track_files", "malformed id", 1),
        ]
    );
    assert_eq!(summary.manifest.sources.len(), 2);
    let catalog = bench.open();
    let view = catalog.view().unwrap();
    let details = recording(&view, 10).details.unwrap();
    assert_eq!((details.has_lyrics, details.version_title), (2, "Live"));
    assert_eq!(details.original_title, "Human Behaviour");
    assert_eq!(details.languages.to_vec().unwrap(), ["en", "is"]);
    let roles = details.roles.first().unwrap().unwrap();
    assert_eq!((roles.name, roles.roles.to_vec().unwrap()), ("Björk", vec!["composer", "vocals"]));
    let roles = recording(&view, 11).details.unwrap().roles.first().unwrap().unwrap();
    assert_eq!((roles.name, roles.roles.to_vec().unwrap()), ("Nellee Hooper", vec!["producer"]));
    assert_eq!(recording(&view, 13).details.unwrap().has_lyrics, 1);
    assert!(recording(&view, 12).details.is_none());
}
