//! Look-ups by id and by code.

use http::StatusCode;
use model::Kind;
use serde_json::{Value, json};

use crate::Server;
use crate::fixture::{self, mbid};

fn names(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(|item| item["name"].as_str()).collect()
}

#[tokio::test]
async fn a_track_is_found_by_every_form_of_its_id() {
    let server = Server::new();
    let id = mbid(Kind::Recording, 1);
    let own = server.get_ok(&format!("/lookup/track/{id}")).await;
    assert_eq!(own["name"], "Come Home");
    for form in [
        format!("mbid:{id}"),
        id.to_uppercase(),
        "spotify:0OdUWJ0sBjDrqHygGUXeCF".to_owned(),
        "spotify:track:0OdUWJ0sBjDrqHygGUXeCF".to_owned(),
        "0OdUWJ0sBjDrqHygGUXeCF".to_owned(),
        "isrc:GBAAA0100002".to_owned(),
        "isrc:gb-aaa-01-00001".to_owned(),
    ] {
        assert_eq!(server.get_ok(&format!("/lookup/track/{form}")).await, own, "{form}");
        assert_eq!(server.get_ok(&format!("/v1/lookup/track/{form}")).await, own, "{form}");
    }
}

#[tokio::test]
async fn the_id_of_a_track_answers_that_track_with_its_album() {
    let server = Server::new();
    let track = server.get_ok(&format!("/lookup/track/{}", mbid(Kind::Track, 4))).await;
    assert_eq!(track["id"], json!(mbid(Kind::Recording, 1)));
    assert_eq!(track["track_mbid"], json!(mbid(Kind::Track, 4)));
    assert_eq!(track["name"], "Come Home (mono)");
    assert_eq!(track["duration_ms"], 179_000);
    assert_eq!((&track["disc_number"], &track["track_number"]), (&json!(2), &json!(1)));
    assert_eq!(track["album"]["name"], "Lanterns for All");
    assert_eq!(track["album"]["album_type"], "compilation");
    assert_eq!(track["artist_credit"]["name"], "Lanterns feat. Maya O.");
    assert_eq!(names(&track["artists"]), ["The Lanterns", "Maya Ostrov"]);
}

#[tokio::test]
async fn a_recording_on_no_album_has_none_and_no_position() {
    let server = Server::new();
    let track = server.get_ok(&format!("/lookup/track/{}", mbid(Kind::Recording, 3))).await;
    assert_eq!(track["album"], Value::Null);
    assert_eq!(track["track_number"], Value::Null);
    assert_eq!(track["isrc"], Value::Null);
    assert_eq!(track["isrcs"], json!([]));
    assert_eq!(track["artist_roles"], json!({}));
    assert_eq!(track["has_lyrics"], Value::Null);
    assert_eq!(track["video"], true);
}

#[tokio::test]
async fn an_album_is_found_by_every_form_of_its_id() {
    let server = Server::new();
    let id = mbid(Kind::Release, 1);
    let own = server.get_ok(&format!("/lookup/album/{id}")).await;
    for form in [
        format!("mbid:{id}"),
        mbid(Kind::ReleaseGroup, 1),
        "upc:731453463822".to_owned(),
        "ean:00731453463822".to_owned(),
        format!("discid:{}", fixture::DISC_ID),
        "catno:pm-001".to_owned(),
        "discogs:5501".to_owned(),
    ] {
        assert_eq!(server.get_ok(&format!("/lookup/album/{form}")).await, own, "{form}");
    }
}

#[tokio::test]
async fn a_merged_id_answers_the_survivor_and_says_where_it_is() {
    let server = Server::new();
    let merged = mbid(Kind::Artist, fixture::MERGED);
    let answer = server.get(&format!("/lookup/artist/{merged}")).await;
    assert_eq!(answer.status, StatusCode::OK);
    let survivor = mbid(Kind::Artist, 1);
    assert_eq!(answer.json()["id"], json!(survivor));
    assert_eq!(answer.header("content-location"), format!("/lookup/artist/{survivor}"));
    let direct = server.get(&format!("/lookup/artist/{survivor}")).await;
    assert_eq!(direct.header("content-location"), "");
    let group = mbid(Kind::ReleaseGroup, 2);
    let tracks = server.get(&format!("/lookup/album/{group}/tracks")).await;
    let album = mbid(Kind::Release, 3);
    assert_eq!(tracks.header("content-location"), format!("/lookup/album/{album}/tracks"));
}

#[tokio::test]
async fn the_tracks_of_an_album_come_with_positions_and_printed_numbers() {
    let server = Server::new();
    let list = server.get_ok(&format!("/lookup/album/{}/tracks", mbid(Kind::Release, 1))).await;
    assert_eq!(list["album"]["name"], "Harbour Lights");
    let medium = &list["media"][0];
    assert_eq!(medium["format"], "CD");
    assert_eq!(medium["disc_ids"], json!([fixture::DISC_ID]));
    let tracks = medium["tracks"].as_array().cloned().unwrap_or_default();
    let shown: Vec<_> = tracks
        .iter()
        .map(|track| {
            let text = |name: &str| track[name].to_string();
            [text("track_number"), text("number"), text("name"), text("data")].join(" ")
        })
        .collect();
    assert_eq!(
        shown,
        [
            "0 \"0\" \"Unreleased Lanterns\" true",
            "1 \"1\" \"Come Home\" false",
            "2 \"2\" \"Café del Mar\" false",
        ]
    );
    let other = server.get_ok(&format!("/lookup/album/{}/tracks", mbid(Kind::Release, 3))).await;
    assert_eq!(other["media"][0]["name"], "Bonus");
    assert_eq!(other["media"][0]["tracks"][0]["number"], "A1");
}

#[tokio::test]
async fn an_isrc_always_answers_a_list_with_the_most_popular_first() {
    let server = Server::new();
    let shared = server.get_ok("/lookup/isrc/gb-aaa-01-00001").await;
    assert_eq!(names(&shared), ["Come Home", "Café del Mar"]);
    let single = server.get_ok("/lookup/isrc/GBAAA0100002").await;
    assert_eq!(names(&single), ["Come Home"]);
    assert_eq!(server.get_problem("/lookup/isrc/GBZZZ0100002").await, "404 not_found -");
    assert_eq!(server.get_problem("/lookup/isrc/123").await, "400 invalid_parameter isrc");
}

#[tokio::test]
async fn a_barcode_answers_all_its_albums_with_or_without_zeros() {
    let server = Server::new();
    for code in ["731453463822", "0731453463822", "00731453463822"] {
        let albums = server.get_ok(&format!("/lookup/upc/{code}")).await;
        let ids = [&albums[0]["id"], &albums[1]["id"]];
        assert_eq!(ids, [&json!(mbid(Kind::Release, 1)), &json!(mbid(Kind::Release, 2))]);
    }
    assert_eq!(server.get_problem("/lookup/upc/1").await, "404 not_found -");
    assert_eq!(server.get_problem("/lookup/upc/x").await, "400 invalid_parameter code");
}

#[tokio::test]
async fn a_release_group_lists_its_editions() {
    let server = Server::new();
    let group =
        server.get_ok(&format!("/lookup/release-group/{}", mbid(Kind::ReleaseGroup, 1))).await;
    assert_eq!(group["main_album"]["id"], json!(mbid(Kind::Release, 1)));
    assert_eq!(names(&group["albums"]), ["Harbour Lights", "Harbour Lights"]);
    assert_eq!(group["albums"][1]["release_date"], "2011");
    let other = server.get_ok("/lookup/release-group/discogs:5501").await;
    assert_eq!(other["id"], group["id"]);
}

#[tokio::test]
async fn a_label_a_work_and_a_recording_are_told_with_what_is_around_them() {
    let server = Server::new();
    let label = server.get_ok("/lookup/label/discogs:77").await;
    assert_eq!(label["name"], "Paper Moon Records");
    assert_eq!(label["begin_date_precision"], "year");
    let work = server.get_ok("/lookup/work/iswc:T-010.475.727-8").await;
    assert_eq!(work["attributes"], json!([{"type": "Key", "value": "F major"}]));
    assert_eq!(work["relations"][0]["type"], "composer");
    assert_eq!(work["relations"][0]["name"], "Maya Ostrov");
    assert_eq!(work["relations"][0]["begin_date"], "1998");
    assert_eq!(work["relations"][1]["attributes"], json!(["cover"]));
    let id = mbid(Kind::Recording, 1);
    let recording = server.get_ok(&format!("/lookup/recording/{id}")).await;
    assert_eq!(recording["album_count"], 3);
    assert_eq!(
        names(&recording["albums"]),
        ["Harbour Lights", "Harbour Lights", "Lanterns for All"]
    );
    assert_eq!(recording["relations"][0]["target_kind"], "work");
}

#[tokio::test]
async fn the_cover_comes_from_the_archive_or_from_the_group() {
    let server = Server::new();
    let url = async |release| {
        let album = server.get_ok(&format!("/lookup/album/{}", mbid(Kind::Release, release))).await;
        let images = album["images"].as_array().cloned().unwrap_or_default();
        images
            .iter()
            .filter_map(|image| image["url"].as_str().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    let archive = "https://coverartarchive.org";
    let own = mbid(Kind::Release, 1);
    let expected = ["front", "front-1200", "front-500", "front-250"];
    assert_eq!(url(1).await, expected.map(|size| format!("{archive}/release/{own}/{size}")));
    assert_eq!(url(2).await, Vec::<String>::new());
    let group = mbid(Kind::ReleaseGroup, 2);
    assert_eq!(
        url(3).await,
        expected.map(|size| format!("{archive}/release-group/{group}/{size}"))
    );
}

#[tokio::test]
async fn the_albums_of_an_artist_are_paged_by_cursor_or_by_number() {
    let server = Server::new();
    let base = format!("/lookup/artist/{}/albums", mbid(Kind::Artist, 1));
    let all = server.get_ok(&base).await;
    assert_eq!(names(&all["albums"]), ["Harbour Lights", "Lanterns for All"]);
    assert_eq!((&all["total"], &all["next_cursor"]), (&json!(2), &Value::Null));
    let first = server.get_ok(&format!("{base}?limit=1")).await;
    assert_eq!(names(&first["albums"]), ["Harbour Lights"]);
    let cursor = first["next_cursor"].as_str().unwrap_or_default();
    let second = server.get_ok(&format!("{base}?limit=1&cursor={cursor}")).await;
    assert_eq!(names(&second["albums"]), ["Lanterns for All"]);
    assert_eq!(second["next_cursor"], Value::Null);
    let numbered = server.get_ok(&format!("{base}?page=2&page_size=1")).await;
    assert_eq!(numbered["albums"], second["albums"]);
    let none = server.get_ok(&format!("/lookup/artist/{}/albums", mbid(Kind::Artist, 2))).await;
    assert_eq!(none["albums"], json!([]));
    for (query, problem) in [
        ("page=0", "400 invalid_parameter page"),
        ("page=1&limit=2", "400 invalid_parameter page"),
        ("page_size=2", "400 invalid_parameter page_size"),
        ("limit=51", "400 invalid_parameter limit"),
        ("cursor=abc", "400 invalid_cursor cursor"),
    ] {
        assert_eq!(server.get_problem(&format!("{base}?{query}")).await, problem, "{query}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_404_and_what_is_no_id_is_400() {
    let server = Server::new();
    for path in [
        "/lookup/track/",
        "/lookup/artist/",
        "/lookup/album/",
        "/lookup/release-group/",
        "/lookup/label/",
        "/lookup/work/",
        "/lookup/recording/",
    ] {
        let unknown = "89ad4ac3-39f7-470e-963a-56509c546377";
        for id in [unknown, "discogs:999", "isrc:USZZZ9999999", "upc:5", "iswc:T-000.000.000-0"] {
            let problem = server.get_problem(&format!("{path}{id}")).await;
            assert_eq!(problem, "404 not_found -", "{path}{id}");
        }
        for id in ["nonsense", "nowhere:1", "mbid:1", "isrc:1", "%F0%9F%8E%B5", "%00"] {
            let problem = server.get_problem(&format!("{path}{id}")).await;
            assert_eq!(problem, "400 malformed_id id", "{path}{id}");
        }
        let problem = server.get_problem(&format!("{path}{unknown}?x=1")).await;
        assert_eq!(problem, "400 unknown_parameter x", "{path}");
    }
}
