//! The little record shop: every hard case, looked up in the imported catalogue.

use std::fmt::Write as _;
use std::path::Path;

use catalog::record::{Area, Artist, Event, Recording, Release, ReleaseGroup, Work};
use catalog::{Page, Relation, SearchKind, View, Words, search};
use expect_test::{Expect, expect};
use model::{DiscId, ExternalId, Gid, Isrc, Iswc, Kind};
use testkit::{Format, mbid};

use crate::import::{import, open};

fn with_shop(check: impl FnOnce(&View<'_>)) {
    let folder = tempfile::tempdir().unwrap();
    let root = shop_at(folder.path());
    let catalog = open(&root);
    check(&catalog.view().unwrap());
}

/// Imports the shop into a folder and says where.
pub fn shop_at(folder: &Path) -> std::path::PathBuf {
    let dump = folder.join("dump");
    std::fs::create_dir(&dump).unwrap();
    testkit::shop().write(&dump, Format::TarBz2).unwrap();
    let root = folder.join("catalogue");
    let summary = import(&[dump], &root).unwrap();
    assert!(summary.manifest.problems.is_empty(), "{:?}", summary.manifest.problems);
    root
}

fn gid(text: &str) -> Gid {
    Gid::parse_mbid(text).unwrap()
}

#[test]
fn merged_ids_of_every_kind_lead_to_the_survivor() {
    with_shop(|view| {
        let artist = view.find::<Artist<'_>>(gid(mbid::LANTERNFISH_CHOIR_MERGED)).unwrap().unwrap();
        assert!(artist.merged);
        assert_eq!(artist.record.gid, gid(mbid::LANTERNFISH_CHOIR));
        let group = view.find::<ReleaseGroup<'_>>(gid(mbid::LOW_WATER_SONGS_GROUP_MERGED)).unwrap();
        assert_eq!(group.unwrap().record.gid, gid(mbid::LOW_WATER_SONGS_GROUP));
        let release = view.find::<Release<'_>>(gid(mbid::LOW_WATER_SONGS_MERGED)).unwrap().unwrap();
        assert_eq!(release.record.gid, gid(mbid::LOW_WATER_SONGS));
        let recording = view.find::<Recording<'_>>(gid(mbid::FERRY_BELLS_MERGED)).unwrap().unwrap();
        assert_eq!(recording.record.gid, gid(mbid::FERRY_BELLS));
        let track = view.find_track(gid(mbid::FERRY_BELLS_TRACK_MERGED)).unwrap().unwrap();
        assert_eq!(track.track.gid, gid(mbid::FERRY_BELLS_TRACK));
    });
}

#[test]
fn the_official_album_of_the_earliest_date_stands_for_recording_and_group() {
    with_shop(|view| {
        let recording = view.find::<Recording<'_>>(gid(mbid::FERRY_BELLS)).unwrap().unwrap().record;
        let main = view.get::<Release<'_>>(recording.main.release).unwrap().unwrap();
        assert_eq!(main.gid, gid(mbid::LOW_WATER_SONGS));
        assert_eq!((recording.main.medium, recording.main.track), (1, 2));
        // The cancelled edition of 1997 does not count.
        assert_eq!(recording.first_release.to_string(), "1998-03-02");
        let group =
            view.find::<ReleaseGroup<'_>>(gid(mbid::LOW_WATER_SONGS_GROUP)).unwrap().unwrap();
        let main = view.get::<Release<'_>>(group.record.main_release).unwrap().unwrap();
        assert_eq!(main.gid, gid(mbid::LOW_WATER_SONGS));
        assert_eq!(group.record.releases.len(), 5);
    });
}

#[test]
fn codes_lead_to_everything_that_has_them() {
    with_shop(|view| {
        let shared = view.by_isrc(&Isrc::parse("gb-smr-21-00001").unwrap()).unwrap();
        assert_eq!(shared.len(), 2);
        for code in ["0731400000016", "731400000016", "00731400000016"] {
            let found = view.by_barcode(&model::Barcode::parse(code).unwrap()).unwrap();
            assert_eq!(found.len(), 2, "{code}");
        }
        let work = view.by_iswc(&Iswc::parse("T-900.000.017-6").unwrap()).unwrap();
        assert_eq!(work[0].1.gid, gid(mbid::FERRY_BELLS_WORK));
        let disc_id = DiscId::parse(mbid::LOW_WATER_DISC_ID).unwrap();
        let (_, toc) = view.by_disc_id(&disc_id).unwrap().unwrap();
        assert_eq!(toc.media.len(), 6, "three media share the disc id");
    });
}

#[test]
fn ids_of_other_services_are_read_out_of_addresses() {
    with_shop(|view| {
        let artist = view.find::<Artist<'_>>(gid(mbid::LANTERNFISH_CHOIR)).unwrap().unwrap();
        let ids = artist.record.external_ids.to_vec().unwrap();
        assert!(ids.len() >= 5, "{ids:?}");
        for id in ids {
            let wanted = ExternalId { scheme: id.scheme, value: id.value };
            let found = view.by_external_id::<Artist<'_>>(&wanted).unwrap();
            assert!(found.iter().any(|(found, _)| *found == artist.id), "{wanted}");
        }
    });
}

#[test]
fn areas_know_what_they_lie_in_and_artists_their_country() {
    with_shop(|view| {
        let area = view.find::<Area<'_>>(gid(mbid::SALTMARSH)).unwrap().unwrap().record;
        let around: Vec<&str> = area
            .containers
            .iter()
            .map(|id| view.get::<Area<'_>>(id.unwrap()).unwrap().unwrap().name)
            .collect();
        assert_eq!(around, ["Brackshire", "United Kingdom"]);
        assert_eq!(&area.country, b"GB");
    });
}

#[test]
fn lists_follow_musicbrainz_order() {
    with_shop(|view| {
        let artist = view.find::<Artist<'_>>(gid(mbid::LANTERNFISH_CHOIR)).unwrap().unwrap();
        let page = Page { limit: 100, offset: 0 };
        let (count, groups) = view.browse(Relation::ArtistReleaseGroups, artist.id, page).unwrap();
        assert_eq!(count, groups.len());
        let names: Vec<&str> = groups
            .iter()
            .map(|id| view.get::<ReleaseGroup<'_>>(*id).unwrap().unwrap().name)
            .collect();
        assert_eq!(names[0], "Low Water Songs");
        let (count, recordings) = view.browse(Relation::ArtistRecordings, artist.id, page).unwrap();
        let part = view.browse(Relation::ArtistRecordings, artist.id, Page { limit: 3, offset: 2 });
        assert_eq!(part.unwrap(), (count, recordings[2..5].to_vec()));
        let names: Vec<String> = recordings
            .iter()
            .map(|id| view.get::<Recording<'_>>(*id).unwrap().unwrap().name.to_lowercase())
            .collect();
        assert!(names.is_sorted(), "{names:?}");
    });
}

#[test]
fn the_box_set_keeps_its_pregap_and_data_tracks() {
    with_shop(|view| {
        let release = view.find::<Release<'_>>(gid(mbid::BOX_SET)).unwrap().unwrap();
        let mut shown = String::new();
        for medium in view.tracklist(release.id).unwrap().unwrap().media.iter() {
            let medium = medium.unwrap();
            let format = view.term(Words::MediumFormat, medium.format).unwrap();
            let format = format.map_or("?", |term| term.name);
            write!(shown, "{} {format}:", medium.position).unwrap();
            let mut position = 0;
            for track in medium.tracks.iter() {
                let track = track.unwrap();
                position = track.position.unwrap_or(position + 1);
                let number = track.number.map_or_else(|| position.to_string(), str::to_owned);
                let data = if track.data { " data" } else { "" };
                write!(shown, " [{number}{data}]").unwrap();
            }
            shown.push('\n');
        }
        box_set().assert_eq(&shown);
    });
}

fn box_set() -> Expect {
    expect![[r#"
        1 CD: [0] [1] [2] [3] [4] [5]
        2 CD: [1] [2] [3] [4] [5]
        3 CD: [1] [2] [3 data]
        4 DVD-Video: [1] [2]
        5 7" Vinyl: [A] [B]
    "#]]
}

#[test]
fn an_event_has_its_set_list_and_a_work_its_recordings() {
    with_shop(|view| {
        let event = view.find::<Event<'_>>(gid(mbid::CISTERN_NIGHTS)).unwrap().unwrap();
        assert!(!event.record.setlist.is_empty());
        let work = view.find::<Work<'_>>(gid(mbid::FERRY_BELLS_WORK)).unwrap().unwrap();
        let page = Page { limit: 100, offset: 0 };
        let (count, _) = view.browse(Relation::WorkRecordings, work.id, page).unwrap();
        assert!(count >= 2, "{count}");
        let all = view.relationships(Kind::Work, work.id).unwrap();
        assert!(all.len() >= count);
        for one in all.iter() {
            let one = one.unwrap();
            let link = view.link(one.link).unwrap().unwrap();
            assert!(view.term(Words::LinkType, link.link_type).unwrap().is_some());
        }
    });
}

#[test]
fn texts_of_every_script_are_found_and_operators_mean_nothing() {
    with_shop(|view| {
        let first = |kind, text: &str| {
            let page = search::Page { limit: 5, offset: 0 };
            let query = search::Query::parse(text);
            view.search(kind, &query, page, &|| false).unwrap().first().map(|hit| hit.id)
        };
        for (text, id) in [
            ("lanternfish choir", 10),
            ("LANTERNFISH", 10),
            ("lanternfsh choir", 10),
            ("千の灯台", 13),
            ("نجوم الملح", 14),
            ("зимовий трамвай", 15),
            ("ox/en", 19),
            ("!?!?!", 20),
            ("p!stachio", 21),
            ("asa oberg nunez", 23),
            ("🐟 parade", 27),
        ] {
            assert_eq!(first(SearchKind::Artist, text), Some(id), "{text}");
        }
        for text in ["\"", "*", "(", "AND OR NOT", "title:x", "\\", "a*b?c~2^4"] {
            first(SearchKind::Track, text);
        }
        assert!(first(SearchKind::Track, "ferry bells lanternfish").is_some());
        assert!(first(SearchKind::Album, "songs water low").is_some());
    });
}
