//! Queries over a handful of recordings.
#![expect(clippy::unwrap_used, reason = "tests")]

use model::{Date, Gid, Kind};
use proptest::prelude::*;
use tempfile::TempDir;

use super::RecordingField as R;
use super::*;
use crate::codec::ListBuffer;
use crate::record::{Artist, Medium, Recording, Release, ReleaseGroup, Track, Tracklist};
use crate::{Build, Catalog, Page, Relation, Table};

/// Title, artist, length in ms, date, country, popularity.
type Row = (&'static str, &'static str, u32, &'static str, &'static str, u8);

const ROWS: [Row; 10] = [
    ("Night Train", "Count Basie", 180_000, "1960-05-01", "US", 40),
    ("Night Train", "Oscar Peterson", 290_000, "1963", "US", 70),
    ("The Night Train Song", "Nobody", 100_000, "1969-12-31", "GB", 1),
    ("Train of the Night", "Nobody", 100_000, "1970-01", "GB", 1),
    ("Déjà Vu", "Beyoncé", 240_000, "2006-07-31", "DE", 90),
    ("Deja Vu", "Beyonce Cover Band", 241_999, "2010", "FR", 2),
    ("Thunderstruck", "AC/DC", 292_000, "1990-09-10", "AU", 95),
    ("丸ノ内サディスティック", "椎名林檎", 230_000, "1999-02-24", "JP", 50),
    ("!!!", "Various & Others", 1, "", "", 0),
    ("Nightmare", "Count Zero", 5_000, "1999", "US", 3),
];

const ARTIST: u32 = 201;
const RELEASE: u32 = 202;
const GROUP: u32 = 203;

struct Shop {
    catalog: Catalog,
    _directory: TempDir,
}

/// A draft whose recordings have the ids 10, 20, 30 and so on.
fn shop(chunk_documents: u32) -> Shop {
    let directory = TempDir::new().unwrap();
    let build = Build::create(directory.path()).unwrap();
    let mut records = build.writer().unwrap();
    let recordings = Table::Entity(Kind::Recording);
    for id in (10..).step_by(10).take(ROWS.len()) {
        let gid = gid(id);
        records.put(recordings, id, &Recording { gid, name: "x", ..Recording::default() }).unwrap();
    }
    put_owners(&mut records);
    let ids: Vec<u32> = (10..).step_by(10).take(ROWS.len()).collect();
    put_gids(&mut records, Kind::Recording, &ids);
    records.finish().unwrap();
    build.finish().unwrap();
    let target = directory.path().join("fielded");
    let mut writer = Writer::create(&target, Searched::Recording, 0).unwrap();
    writer.set_chunk_documents(chunk_documents);
    for (id, row) in (10_u32..).step_by(10).zip(ROWS) {
        let (title, artist, length, date, country, popularity) = row;
        let sheet = writer.sheet();
        sheet.text(R::Name, title);
        sheet.text(R::Artist, artist);
        sheet.number(R::Length, length);
        sheet.date(R::Date, Date::parse(date).unwrap_or_default());
        sheet.key(R::Country, country);
        sheet.number(R::TrackNumber, id / 10);
        match id {
            10 => sheet.key(R::PrimaryType, "Album"),
            20 => sheet.key(R::SecondaryType, "Live"),
            _ => {}
        }
        sheet.flag(R::Video, id == 50);
        writer.add(id, popularity).unwrap();
    }
    writer.finish().unwrap();
    let catalog = Catalog::of_draft(directory.path()).unwrap();
    Shop { catalog, _directory: directory }
}

/// An artist of two recordings; a release group with one release, on whose two media there are two others.
fn put_owners(records: &mut crate::Writer<'_>) {
    let mut of_artist = Vec::new();
    [40_u32, 20].iter().for_each(|id| of_artist.extend(id.to_le_bytes()));
    records
        .put(Table::Entity(Kind::Artist), ARTIST, &Artist { gid: gid(ARTIST), ..Artist::default() })
        .unwrap();
    records.put_bytes(Table::Browse, &Relation::ArtistRecordings.key(ARTIST), &of_artist).unwrap();
    let mut media = ListBuffer::default();
    for recording in [50, 30] {
        let mut tracks = ListBuffer::default();
        tracks.push(&Track { recording, ..Track::default() });
        media.push(&Medium { tracks: tracks.list(), ..Medium::default() });
    }
    let release = Release { gid: gid(RELEASE), release_group: GROUP, ..Release::default() };
    records.put(Table::Entity(Kind::Release), RELEASE, &release).unwrap();
    let tracklist = Tracklist { media: media.list(), ..Tracklist::default() };
    records.put(Table::Tracklist, RELEASE, &tracklist).unwrap();
    let mut releases = ListBuffer::default();
    releases.push(&RELEASE);
    let group =
        ReleaseGroup { gid: gid(GROUP), releases: releases.list(), ..ReleaseGroup::default() };
    records.put(Table::Entity(Kind::ReleaseGroup), GROUP, &group).unwrap();
    put_gids(records, Kind::Artist, &[ARTIST]);
    put_gids(records, Kind::Release, &[RELEASE]);
    put_gids(records, Kind::ReleaseGroup, &[GROUP]);
}

fn put_gids(records: &mut crate::Writer<'_>, kind: Kind, ids: &[u32]) {
    let mut hashes: Vec<_> = ids.iter().map(|id| (crate::index::hash(&gid(*id).0), *id)).collect();
    hashes.sort_unstable();
    records
        .put_index(crate::Index::Gid(kind), hashes.len() as u64, &mut hashes.into_iter())
        .unwrap();
}

fn gid(id: u32) -> Gid {
    Gid([id as u8; 16])
}

impl Shop {
    /// Dense ids without their last digit, the best first.
    fn find(&self, query: &Query) -> Vec<u32> {
        let page = Page { limit: 100, offset: 0 };
        let view = self.catalog.view().unwrap();
        let found = view.fielded(Searched::Recording, query, page, &|| false).unwrap();
        assert_eq!(found.count as usize, found.page.len());
        assert!(found.page.iter().all(|hit| hit.score <= found.best));
        found.page.iter().map(|hit| hit.id / 10).collect()
    }
}

fn field(name: &str) -> Field {
    Searched::Recording.field(name).unwrap()
}

fn term(name: &str, text: &str) -> Query {
    Query::Term { field: field(name), text: text.to_owned() }
}

fn phrase(name: &str, text: &str, slop: u32) -> Query {
    Query::Phrase { field: field(name), text: text.to_owned(), slop }
}

fn fuzzy(name: &str, text: &str, edits: u8) -> Query {
    Query::Fuzzy { field: field(name), text: text.to_owned(), edits }
}

fn range(name: &str, from: Bound, to: Bound) -> Query {
    Query::Range { field: field(name), from, to }
}

fn with(text: &str) -> Bound {
    Bound::With(text.to_owned())
}

fn without(text: &str) -> Bound {
    Bound::Without(text.to_owned())
}

fn open(name: &str, pieces: &[&str]) -> Query {
    let piece = |piece: &&str| match *piece {
        "*" => Piece::Many,
        "?" => Piece::One,
        text => Piece::Text(text.to_owned()),
    };
    Query::Wildcard { field: field(name), pieces: pieces.iter().map(piece).collect() }
}

fn boolean(clauses: &[(Occur, Query)]) -> Query {
    let clause = |(occur, query): &(Occur, Query)| Clause { occur: *occur, query: query.clone() };
    Query::Boolean { clauses: clauses.iter().map(clause).collect(), least: 0 }
}

#[test]
fn words_and_phrases_are_found_the_shortest_and_best_known_first() {
    let shop = shop(u32::MAX);
    assert_eq!(shop.find(&phrase("recording", "night train", 0)), [2, 1, 3]);
    assert_eq!(shop.find(&phrase("recording", "train night", 2)), [2, 1, 3, 4]);
    assert_eq!(shop.find(&term("recording", "TRAIN")), [2, 1, 3, 4]);
    assert_eq!(shop.find(&term("artist", "AC/DC")), [7]);
    assert_eq!(shop.find(&term("creditname", "basie")), [1]);
    assert_eq!(shop.find(&term("recording", "内")), [8]);
    assert_eq!(shop.find(&term("recording", "!!!")), [9]);
    assert_eq!(shop.find(&term("artist", "various and others")), [9]);
    assert_eq!(shop.find(&term("artist", "&")), [9]);
}

#[test]
fn accents_count_only_where_they_are_asked_for() {
    let shop = shop(u32::MAX);
    assert_eq!(shop.find(&phrase("recording", "deja vu", 0)), [5, 6]);
    assert_eq!(shop.find(&phrase("recording", "Déjà vu", 0)), [5, 6]);
    assert_eq!(shop.find(&phrase("recordingaccent", "déjà vu", 0)), [5]);
    assert_eq!(shop.find(&phrase("recordingaccent", "deja vu", 0)), [6]);
    assert_eq!(shop.find(&term("recordingaccent", "deja")), [6]);
    assert_eq!(shop.find(&open("recording", &["d", "*"])), [5, 6]);
    assert_eq!(shop.find(&open("recordingaccent", &["d", "*"])), [5, 6]);
}

#[test]
fn clauses_combine() {
    use Occur::{Must, Not, Should};
    let shop = shop(u32::MAX);
    let night = || phrase("recording", "night train", 0);
    assert_eq!(shop.find(&boolean(&[(Must, night()), (Must, term("artist", "basie"))])), [1]);
    assert_eq!(shop.find(&boolean(&[(Must, night()), (Not, term("artist", "basie"))])), [2, 3]);
    let either = boolean(&[(Should, term("artist", "basie")), (Should, term("country", "gb"))]);
    assert_eq!(shop.find(&either).len(), 3);
    assert_eq!(shop.find(&boolean(&[(Not, term("country", "us"))])).len(), 7);
    let boosted = Query::Boost(Box::new(term("artist", "basie")), 50.0);
    assert_eq!(shop.find(&boolean(&[(Must, night()), (Should, boosted)]))[0], 1);
    let both = vec![term("artist", "count"), term("recording", "count")];
    assert_eq!(shop.find(&Query::Best { of: both, share: 0.1 }), [1, 10]);
    assert_eq!(shop.find(&boolean(&[])), [0; 0]);
    assert_eq!(shop.find(&boolean(&[(Must, term("recording", " ")), (Must, night())])), [2, 1, 3]);
    assert_eq!(shop.find(&Query::All).len(), 10);
}

#[test]
fn ranges_of_numbers_dates_and_words() {
    let shop = shop(u32::MAX);
    assert_eq!(shop.find(&range("dur", with("100000"), with("180000"))), [1, 3, 4]);
    assert_eq!(shop.find(&range("dur", without("100000"), without("230000"))), [1]);
    assert_eq!(shop.find(&term("qdur", "120")), [5, 6]);
    assert_eq!(shop.find(&range("tnum", with("9"), Bound::Open)), [10, 9]);
    assert_eq!(shop.find(&range("date", with("1960"), with("1969"))), [2, 1, 3]);
    assert_eq!(shop.find(&range("date", without("1960"), without("1969"))), [2]);
    assert_eq!(shop.find(&term("date", "1999")), [8, 10]);
    assert_eq!(shop.find(&term("date", "1999-02")), [8]);
    assert_eq!(shop.find(&range("country", with("D"), with("fr"))), [5, 6]);
    assert_eq!(shop.find(&range("country", Bound::Open, Bound::Open)).len(), 9);
    assert_eq!(shop.find(&range("recording", with("nightmare"), with("song"))), [10, 3, 4]);
    for nonsense in ["x", "", "-1", "99999999999999999999"] {
        assert_eq!(shop.find(&term("dur", nonsense)), [0; 0], "{nonsense}");
        assert_eq!(shop.find(&range("tnum", with(nonsense), Bound::Open)), [0; 0], "{nonsense}");
    }
}

#[test]
fn open_and_misspelt_words() {
    let shop = shop(u32::MAX);
    assert_eq!(shop.find(&open("recording", &["night", "*"])), [2, 1, 10, 3, 4]);
    assert_eq!(shop.find(&open("recording", &["tr", "?", "in"])), [2, 1, 3, 4]);
    assert_eq!(shop.find(&open("recording", &["*", "struck"])), [7]);
    assert_eq!(shop.find(&open("country", &["?", "R"])), [6]);
    assert_eq!(shop.find(&open("dur", &["*"])).len(), 10);
    assert_eq!(shop.find(&fuzzy("recording", "thunderstrukc", 1)), [7]);
    assert_eq!(shop.find(&fuzzy("recording", "thundrstrcuk", 2)), [7]);
    assert_eq!(shop.find(&fuzzy("recording", "thundrstrk", 1)), [0; 0]);
    assert_eq!(shop.find(&fuzzy("country", "uss", 1)), [2, 1, 10]);
    // What is spelt so comes before what is only spelt like it.
    assert_eq!(shop.find(&fuzzy("artist", "count", 2)), [1, 10]);
}

#[test]
fn public_ids_lead_to_documents() {
    let shop = shop(u32::MAX);
    let gid = |id: u32| gid(id).text(model::IdScheme::Mbid).as_str().to_owned();
    assert_eq!(shop.find(&term("rid", &gid(30))), [3]);
    assert_eq!(shop.find(&term("rid", &gid(31))), [0; 0]);
    assert_eq!(shop.find(&term("rid", "no id")), [0; 0]);
    assert_eq!(shop.find(&term("tid", &gid(30))), [0; 0]);
    assert_eq!(shop.find(&term("arid", &gid(ARTIST))), [2, 4]);
    assert_eq!(shop.find(&term("reid", &gid(RELEASE))), [5, 3]);
    assert_eq!(shop.find(&term("rgid", &gid(GROUP))), [5, 3]);
    assert_eq!(shop.find(&term("arid", &gid(RELEASE))), [0; 0]);
    assert_eq!(shop.find(&open("arid", &["*"])).len(), 10);
    assert_eq!(shop.find(&open("reid", &["*"])), [0; 0]);
    assert_eq!(shop.find(&term("type", "album")), [1]);
    assert_eq!(shop.find(&open("type", &["*"])), [2, 1]);
    assert_eq!(shop.find(&term("video", "true")), [5]);
    assert_eq!(shop.find(&term("video", "maybe")), [0; 0]);
}

#[test]
fn pages_follow_one_another_and_do_not_change_scores() {
    let shop = shop(u32::MAX);
    let view = shop.catalog.view().unwrap();
    let query = term("recording", "train");
    let page = |limit, offset| {
        let page = Page { limit, offset };
        view.fielded(Searched::Recording, &query, page, &|| false).unwrap()
    };
    let whole = page(10, 0);
    assert_eq!((whole.count, whole.page.len()), (4, 4));
    for offset in 0..6 {
        let part = page(1, offset);
        assert_eq!((part.count, part.best), (4, whole.best));
        assert_eq!(part.page.first(), whole.page.get(offset));
    }
}

#[test]
fn a_query_that_takes_too_long_ends() {
    let shop = shop(u32::MAX);
    let view = shop.catalog.view().unwrap();
    let page = Page { limit: 1, offset: 0 };
    let late = view.fielded(Searched::Recording, &Query::All, page, &|| true);
    assert!(matches!(late, Err(crate::Error::Search(crate::search::Error::DeadlineExceeded))));
}

#[test]
fn searching_leaves_the_directory_as_it_was() {
    let shop = shop(u32::MAX);
    let files = || {
        let folder = shop.catalog.directory().join("fielded/recording");
        let files = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = files.map(|file| file.unwrap().file_name()).collect();
        names.sort_unstable();
        names
    };
    let before = files();
    assert_eq!(shop.find(&Query::All).len(), 10);
    assert_eq!(files(), before);
}

#[test]
fn an_index_that_is_not_there_is_an_error() {
    let shop = shop(u32::MAX);
    let view = shop.catalog.view().unwrap();
    let page = Page { limit: 1, offset: 0 };
    assert!(view.fielded(Searched::Work, &Query::All, page, &|| false).is_err());
}

#[test]
fn names_of_fields_are_unique_and_their_marks_are_characters() {
    for searched in Searched::ALL {
        let mut names: Vec<&str> = searched.field_names().collect();
        assert!(names.len() < 60, "the mark of a field must stay below the characters of words");
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all, "{searched:?}");
    }
}

/// Any query over fields of recordings.
fn any_query() -> impl Strategy<Value = Query> {
    let names: Vec<&str> = Searched::Recording.field_names().collect();
    let field = proptest::sample::select(names).prop_map(field);
    let text = "(night|train|é|[a-z*?!/ ]{0,6}|[0-9-]{0,6}|1999|us|\\PC{0,4})";
    let bound = || {
        prop_oneof![Just(Bound::Open), text.prop_map(Bound::With), text.prop_map(Bound::Without)]
    };
    let piece = prop_oneof![Just(Piece::One), Just(Piece::Many), text.prop_map(Piece::Text),];
    let leaf = prop_oneof![
        (field.clone(), text).prop_map(|(field, text)| Query::Term { field, text }),
        (field.clone(), text, 0_u32..5).prop_map(|(field, text, slop)| Query::Phrase {
            field,
            text,
            slop
        }),
        (field.clone(), proptest::collection::vec(piece, 0..4))
            .prop_map(|(field, pieces)| Query::Wildcard { field, pieces }),
        (field.clone(), text, 0_u8..4).prop_map(|(field, text, edits)| Query::Fuzzy {
            field,
            text,
            edits
        }),
        (field, bound(), bound()).prop_map(|(field, from, to)| Query::Range { field, from, to }),
    ];
    leaf.prop_recursive(3, 12, 4, |query| {
        let occur = prop_oneof![Just(Occur::Must), Just(Occur::Should), Just(Occur::Not)];
        let clause = (occur, query.clone()).prop_map(|(occur, query)| Clause { occur, query });
        prop_oneof![
            (proptest::collection::vec(clause, 0..4), 0_usize..3)
                .prop_map(|(clauses, least)| Query::Boolean { clauses, least }),
            proptest::collection::vec(query.clone(), 0..3)
                .prop_map(|of| Query::Best { of, share: 0.1 }),
            (query, -1.0_f32..9.0).prop_map(|(query, boost)| Query::Boost(Box::new(query), boost)),
        ]
    })
}

#[test]
fn no_query_makes_it_panic_and_chunks_do_not_matter() {
    let (whole, parts) = (shop(u32::MAX), shop(3));
    proptest!(|(query in any_query())| {
        let mut found = [whole.find(&query), parts.find(&query)];
        // A merged index knows the same lengths of texts, but only up to their rounding.
        found.iter_mut().for_each(|found| found.sort_unstable());
        prop_assert_eq!(&found[0], &found[1]);
    });
}
