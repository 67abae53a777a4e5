//! The little record shop asked with the words of clients; `testkit` says who is who.
#![expect(clippy::unwrap_used, reason = "tests")]

mod any_words;
mod candidates;
mod cases;
mod invented;
mod letters;
mod mapped;
mod stock;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use catalog::record::Recording;
use catalog::{Catalog, FORMAT_VERSION, Generations};
use expect_test::{Expect, expect};
use model::Gid;
use tempfile::TempDir;

use super::*;

struct Shop {
    catalog: Arc<Catalog>,
    _folder: TempDir,
}

/// The sample generation that the catalogue's own tests keep.
fn shop() -> Shop {
    let folder = tempfile::tempdir().unwrap();
    let generations = Generations::at(folder.path());
    let sample = format!("../catalog/tests/it/formats/v{FORMAT_VERSION}");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join(sample);
    testkit::copy_folder(&sample, &generations.directory(1)).unwrap();
    fs::write(folder.path().join("CURRENT"), "1\n").unwrap();
    Shop { catalog: generations.open_current().unwrap(), _folder: folder }
}

fn words(artist: &str, title: &str) -> Words {
    let (artist_name, recording_name) = (artist.to_owned(), title.to_owned());
    Words { artist_name, recording_name, ..Words::default() }
}

fn on(artist: &str, title: &str, release: &str) -> Words {
    Words { release_name: Some(release.to_owned()), ..words(artist, title) }
}

fn recording(row: u32) -> Gid {
    Gid::parse_mbid(&testkit::mbid::gid("recording", row)).unwrap()
}

/// What was found, in a line: row, stage, score, what is not equal.
fn told(found: &Match) -> String {
    let Some(known) = found.recording else {
        let rows: Vec<u32> = found.candidates.iter().map(|other| other.recording.row).collect();
        return format!("none, thought of {rows:?}, refused {:?}", found.features.refused_ids);
    };
    let mut out = format!("{} {:?} {:.2}", known.row, found.stage, found.score);
    let Features { title, artist, version, .. } = &found.features;
    if *title != TitleSaid::Equal {
        write!(out, " title {title:?}").unwrap();
    }
    if *artist != ArtistSaid::Equal {
        write!(out, " artist {artist:?}").unwrap();
    }
    if *version != VersionSaid::Equal {
        write!(out, " version {version:?}").unwrap();
    }
    if found.features.ambiguous {
        out.push_str(" ambiguous");
    }
    if !found.features.refused_ids.is_empty() {
        write!(out, " refused {:?}", found.features.refused_ids).unwrap();
    }
    out
}

fn check(asked: &[Words], expected: Expect) {
    let shop = shop();
    let view = shop.catalog.view().unwrap();
    let mut out = String::new();
    for words in asked {
        let found = find(&view, words, Effort::Fuzzy).unwrap();
        let release = words.release_name.as_deref().map(|name| format!(" on {name}"));
        let release = release.unwrap_or_default();
        let (artist, title) = (&words.artist_name, &words.recording_name);
        writeln!(out, "{artist} / {title}{release} => {}", told(&found)).unwrap();
    }
    expected.assert_eq(&out);
}

const CHOIR: &str = "The Lanternfish Choir";

#[test]
fn the_examples_of_the_readme_hold() {
    check(
        &[
            words("the lanternfish choir", "FERRY BELLS"),
            on("the lanternfish choir", "FERRY BELLS", "Live at the Cistern"),
            words(CHOIR, "Ferry Bells - 2018 Remaster"),
            words(CHOIR, "Ferry Bells (Live at the Cistern)"),
            words(CHOIR, "Ferry Bells (Demo)"),
            words("Lanternfish Choir", "Fery Bels"),
            words("The Lanternfish Choir feat. Mirela Vance", "Ferry Bells"),
            Words { recording_mbid: Some(recording(101)), ..words(CHOIR, "Rope & Tar") },
        ],
        expect![[r#"
            the lanternfish choir / FERRY BELLS => 101 Exact 1.00
            the lanternfish choir / FERRY BELLS on Live at the Cistern => 121 Exact 1.00 version Unsaid
            The Lanternfish Choir / Ferry Bells - 2018 Remaster => 111 Exact 1.00
            The Lanternfish Choir / Ferry Bells (Live at the Cistern) => 121 Exact 0.97 version Detail
            The Lanternfish Choir / Ferry Bells (Demo) => none, thought of [101, 121, 130, 111, 142, 131, 132], refused []
            Lanternfish Choir / Fery Bels => 101 Fuzzy 0.85 title Edits(2)
            The Lanternfish Choir feat. Mirela Vance / Ferry Bells => 132 Exact 1.00
            The Lanternfish Choir / Rope & Tar => 103 Exact 1.00 refused [Recording]
        "#]],
    );
}

#[test]
fn versions_are_never_merged_away() {
    check(
        &[
            words(CHOIR, "The Harbourmaster's Daughter (live)"),
            words(CHOIR, "Ferry Bells (Quiet Machinery Remix)"),
            words(CHOIR, "Ferry Bells (Somebody Else Remix)"),
            words(CHOIR, "Low Water"),
            words(CHOIR, "Low Water (reprise)"),
            words(CHOIR, "Low Water - Reprise"),
            words(CHOIR, "Rope & Tar - Live in Saltmarsh"),
            words(CHOIR, "Rope and Tar (live in Oslo)"),
            words(CHOIR, "Barnacle"),
            words(CHOIR, "Barnacle (Instrumental)"),
            on(CHOIR, "Rope & Tar", "Live at the Cistern"),
        ],
        expect![[r#"
            The Lanternfish Choir / The Harbourmaster's Daughter (live) => none, thought of [102, 112], refused []
            The Lanternfish Choir / Ferry Bells (Quiet Machinery Remix) => 130 Exact 1.00
            The Lanternfish Choir / Ferry Bells (Somebody Else Remix) => none, thought of [101, 121, 130, 111, 142, 131, 132], refused []
            The Lanternfish Choir / Low Water => 100 Exact 1.00
            The Lanternfish Choir / Low Water (reprise) => 104 Exact 1.00
            The Lanternfish Choir / Low Water - Reprise => 104 Exact 1.00
            The Lanternfish Choir / Rope & Tar - Live in Saltmarsh => 122 Exact 0.97 version Detail
            The Lanternfish Choir / Rope and Tar (live in Oslo) => none, thought of [103, 122, 113], refused []
            The Lanternfish Choir / Barnacle => 143 Exact 0.92 version Unsaid
            The Lanternfish Choir / Barnacle (Instrumental) => none, thought of [143], refused []
            The Lanternfish Choir / Rope & Tar on Live at the Cistern => 122 Exact 1.00 version Unsaid
        "#]],
    );
}

#[test]
fn names_of_other_scripts_and_spellings_lead_to_the_artist() {
    check(
        &[
            words("千の灯台", "夜の汽笛"),
            words("Asa Oberg-Nunez", "ÄLVDANS"),
            words("Åsa Öberg‐Núñez", "Alvdans"),
            words("Зимовий Трамвай", "Ostannia zupynka"),
            words("!?!?!", "???"),
            words("OX EN", "Dont stop (don't)"),
            words("Pstachio & DJ Parsnip", "Peel the Night"),
            words("DJ Parsnip", "Peel the Night (feat. P!stachio)"),
            words("Peel the Night", "DJ Parsnip"),
            words("", "DJ Parsnip - Peel the Night"),
            words("Lanternfish Quire", "Rope & Tar"),
            words("Nobody", "Nothing"),
            words("", ""),
        ],
        expect![[r#"
            千の灯台 / 夜の汽笛 => 150 Exact 1.00
            Asa Oberg-Nunez / ÄLVDANS => 230 Exact 1.00
            Åsa Öberg‐Núñez / Alvdans => 230 Exact 1.00
            Зимовий Трамвай / Ostannia zupynka => 170 Fuzzy 0.92 title Latin(1)
            !?!?! / ??? => 211 Exact 1.00
            OX EN / Dont stop (don't) => 204 Exact 1.00
            Pstachio & DJ Parsnip / Peel the Night => 190 Exact 0.99 artist Names ambiguous
            DJ Parsnip / Peel the Night (feat. P!stachio) => 190 Exact 0.99 artist Names ambiguous
            Peel the Night / DJ Parsnip => 190 Fuzzy 0.91 artist Missing ambiguous
             / DJ Parsnip - Peel the Night => none, thought of [], refused []
            Lanternfish Quire / Rope & Tar => none, thought of [], refused []
            Nobody / Nothing => none, thought of [], refused []
             /  => none, thought of [], refused []
        "#]],
    );
}

#[test]
fn a_name_that_is_kept_together_is_no_guest_list() {
    let one = |artist: &str, title: &str| Words { is_one_artist: true, ..words(artist, title) };
    check(
        &[
            words("Mirela Vance & Sons", "Low Water"),
            one("Mirela Vance & Sons", "Low Water"),
            words("DJ Parsnip, P!stachio", "Peel the Night"),
            one("DJ Parsnip, P!stachio", "Peel the Night"),
            one(CHOIR, "Ferry Bells (feat. Mirela Vance)"),
            one("Orchestra of the Tidal Gate; Henrike Aldous", "Ferry Bells"),
            words("Peel the Night", "DJ Parsnip"),
            one("Peel the Night", "DJ Parsnip"),
        ],
        expect![[r#"
            Mirela Vance & Sons / Low Water => 240 Exact 0.97 artist Missing
            Mirela Vance & Sons / Low Water => none, thought of [], refused []
            DJ Parsnip, P!stachio / Peel the Night => 190 Exact 0.99 artist Names ambiguous
            DJ Parsnip, P!stachio / Peel the Night => 191 Fuzzy 0.94 artist Edits(2)
            The Lanternfish Choir / Ferry Bells (feat. Mirela Vance) => 132 Exact 0.99 artist Names ambiguous
            Orchestra of the Tidal Gate; Henrike Aldous / Ferry Bells => none, thought of [], refused []
            Peel the Night / DJ Parsnip => 190 Fuzzy 0.91 artist Missing ambiguous
            Peel the Night / DJ Parsnip => none, thought of [], refused []
        "#]],
    );
}

#[test]
fn ids_are_believed_only_when_the_words_do_not_contradict_them() {
    let merged = Gid::parse_mbid(testkit::mbid::FERRY_BELLS_MERGED).unwrap();
    let track = Gid::parse_mbid(testkit::mbid::FERRY_BELLS_TRACK).unwrap();
    let live = words(CHOIR, "Ferry Bells");
    check(
        &[
            Words { recording_mbid: Some(merged), ..words(CHOIR, "Ferry Bells") },
            Words { recording_mbid: Some(recording(121)), ..live.clone() },
            Words { recording_mbid: Some(recording(101)), ..words(CHOIR, "Ferry Bells (live)") },
            Words { recording_mbid: Some(recording(101)), ..words("Nina", "Ferry Bells") },
            Words {
                recording_mbid: Some(recording(150)),
                ..words("Sen no tōdai", "Yoru no kiteki")
            },
            Words { recording_mbid: Some(recording(9999)), ..live.clone() },
            Words { track_mbid: Some(track), ..live.clone() },
            Words { track_mbid: Some(track), ..words(CHOIR, "Barnacle") },
            Words { isrc: Some("GB-SMR-98-00002".to_owned()), ..live.clone() },
            Words { isrc: Some("GBSMR9800002".to_owned()), ..words(CHOIR, "Barnacle") },
            Words { isrc: Some("nonsense".to_owned()), ..live },
        ],
        expect![[r#"
            The Lanternfish Choir / Ferry Bells => 101 Mbid 1.00
            The Lanternfish Choir / Ferry Bells => 121 Mbid 0.92 version Unsaid
            The Lanternfish Choir / Ferry Bells (live) => 101 Mbid 0.60 version Different
            Nina / Ferry Bells => none, thought of [], refused [Recording]
            Sen no tōdai / Yoru no kiteki => 150 Mbid 0.83 title OtherScript artist Alias
            The Lanternfish Choir / Ferry Bells => 101 Exact 1.00 refused [UnknownRecording]
            The Lanternfish Choir / Ferry Bells => 101 Mbid 1.00
            The Lanternfish Choir / Barnacle => 143 Exact 0.92 version Unsaid refused [Track]
            The Lanternfish Choir / Ferry Bells => 101 Isrc 1.00
            The Lanternfish Choir / Barnacle => 143 Exact 0.92 version Unsaid refused [Isrc]
            The Lanternfish Choir / Ferry Bells => 101 Exact 1.00
        "#]],
    );
}

#[test]
fn length_release_and_number_choose_between_equal_words() {
    check(
        &[
            Words { length_ms: Some(251_500), ..words(CHOIR, "Low Water") },
            Words { length_ms: Some(215_200), ..words(CHOIR, "Low Water") },
            on(CHOIR, "Low Water", "Low Water Songs (20th Anniversary Remaster)"),
            on(CHOIR, "Low Water", "Live at the Cistern"),
            on(CHOIR, "Low Water", "No Such Album"),
            words("Mirela Vance", "Low Water"),
        ],
        expect![[r#"
            The Lanternfish Choir / Low Water => 120 Exact 0.92 version Unsaid
            The Lanternfish Choir / Low Water => 100 Exact 1.00
            The Lanternfish Choir / Low Water on Low Water Songs (20th Anniversary Remaster) => 100 Exact 1.00
            The Lanternfish Choir / Low Water on Live at the Cistern => 120 Exact 1.00 version Unsaid
            The Lanternfish Choir / Low Water on No Such Album => 100 Exact 1.00
            Mirela Vance / Low Water => 240 Exact 1.00
        "#]],
    );
}

#[test]
fn exact_effort_ends_before_anything_is_guessed() {
    let shop = shop();
    let view = shop.catalog.view().unwrap();
    let typo = words(CHOIR, "Fery Bells");
    assert_eq!(find(&view, &typo, Effort::Exact).unwrap().stage, Stage::None);
    assert_eq!(find(&view, &typo, Effort::Fuzzy).unwrap().stage, Stage::Fuzzy);
}

#[test]
fn a_match_says_release_and_artists_and_an_unknown_title_still_says_the_artist() {
    let shop = shop();
    let view = shop.catalog.view().unwrap();
    let found =
        find(&view, &on(CHOIR, "Rope & Tar", "Live at the Cistern"), Effort::Exact).unwrap();
    assert_eq!(found.release.map(|known| known.row), Some(1010));
    assert_eq!(found.artists.iter().map(|known| known.row).collect::<Vec<_>>(), [10]);
    assert_eq!(found.features.release_agrees, Some(true));
    let found = find(&view, &words(CHOIR, "Unheard Of"), Effort::Fuzzy).unwrap();
    assert_eq!((found.recording, found.score), (None, 0.0));
    assert_eq!(found.artists.iter().map(|known| known.row).collect::<Vec<_>>(), [10]);
    let two = find(&view, &words("Mirela Vance", "Unheard Of"), Effort::Fuzzy).unwrap();
    assert!(two.artists.is_empty(), "two artists have this name");
}

#[test]
fn features_are_readable_as_json_and_come_back() {
    let shop = shop();
    let view = shop.catalog.view().unwrap();
    let found = find(&view, &on(CHOIR, "Fery Bells", "Low Water Songs"), Effort::Fuzzy).unwrap();
    let text = serde_json::to_string(&found.features).unwrap();
    expect![[r#"{"title":{"edits":1},"artist":"equal","version":"equal","release_agrees":true}"#]]
        .assert_eq(&text);
    assert_eq!(serde_json::from_str::<Features>(&text).unwrap(), found.features);
}

#[test]
fn every_recording_is_found_by_its_own_words_or_a_twin_is() {
    let shop = shop();
    let view = shop.catalog.view().unwrap();
    let mut count = 0;
    for row in 1..400 {
        let Some(recording) = view.get::<Recording<'_>>(row).unwrap() else { continue };
        let credit = view.artist_credit(recording.artist_credit).unwrap().unwrap();
        let names = credit.names.to_vec().unwrap();
        let artist: String = names.iter().flat_map(|name| [name.name, name.join_phrase]).collect();
        let found = find(&view, &words(&artist, recording.name), Effort::Exact).unwrap();
        let twin = found.recording.and_then(|found| view.get::<Recording<'_>>(found.row).unwrap());
        let twin =
            twin.unwrap_or_else(|| panic!("{artist} / {} ({row}) is not found", recording.name));
        let keys = |name: &str| said::whole(&text::Title::read(name));
        assert_eq!(keys(twin.name), keys(recording.name), "{row}");
        count += 1;
    }
    assert!(count > 50, "{count} recordings were asked for");
}
