//! Statistics: charts and activity, right after a submission.

use accounts::{Scope, Visibility};
use serde_json::{Value, json};
use testkit::mbid::{LANTERNFISH_CHOIR as LANTERNFISH, gid};

use crate::world::{NOW_S, World};

const DAY_S: i64 = 86_400;
const CHOIR: &str = "The Lanternfish Choir";

/// A person who heard three songs: one twice on the day before, one a month ago.
async fn world() -> World {
    let world = World::with_shop().await;
    let token = world.person("maya").await;
    let listen = |at: i64, artist: &str, title: &str, release: Option<&str>| {
        let mut track = json!({"artist_name": artist, "track_name": title});
        if let Some(release) = release {
            track["release_name"] = release.into();
        }
        json!({"listened_at": at, "track_metadata": track})
    };
    let payload = [
        listen(NOW_S - 3600, CHOIR, "Ferry Bells", None),
        listen(NOW_S - 7200, CHOIR, "Ferry Bells", None),
        listen(NOW_S - 35 * DAY_S, "Somebody", "Something", Some("Some Album")),
    ];
    let body = json!({"listen_type": "import", "payload": payload});
    assert_eq!(world.post(&token, "/1/submit-listens", &body).await.status, 200);
    world
}

async fn payload(world: &World, path: &str) -> Value {
    let answer = world.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()["payload"].clone()
}

#[tokio::test]
async fn charts_count_what_was_just_submitted() {
    let world = world().await;
    let artists = payload(&world, "/1/stats/user/maya/artists").await;
    assert_eq!(
        (&artists["count"], &artists["total_artist_count"], &artists["offset"]),
        (&json!(2), &json!(2), &json!(0))
    );
    assert_eq!(
        (&artists["range"], &artists["user_id"], &artists["last_updated"]),
        (&json!("all_time"), &json!("maya"), &json!(NOW_S))
    );
    let (first, second) = (&artists["artists"][0], &artists["artists"][1]);
    assert_eq!((&first["artist_name"], &first["listen_count"]), (&json!(CHOIR), &json!(2)));
    assert_eq!(first["artist_mbid"].as_str().unwrap().len(), 36);
    assert_eq!(second, &json!({"artist_name": "Somebody", "artist_mbid": null, "listen_count": 1}));
    let page = payload(&world, "/1/stats/user/maya/artists?count=1&offset=1").await;
    assert_eq!((&page["artists"][0], &page["total_artist_count"]), (second, &json!(2)));
    let recordings = payload(&world, "/1/stats/user/maya/recordings?range=month").await;
    assert_eq!(
        (&recordings["total_recording_count"], &recordings["recordings"][0]["track_name"]),
        (&json!(1), &json!("Something"))
    );
    let recordings = payload(&world, "/1/stats/user/maya/recordings?range=this_month").await;
    let only = &recordings["recordings"][0];
    assert_eq!(
        (&only["track_name"], &only["artist_name"], &only["listen_count"]),
        (&json!("Ferry Bells"), &json!(CHOIR), &json!(2))
    );
    assert_eq!(only["artists"][0]["artist_credit_name"], CHOIR);
    let releases = payload(&world, "/1/stats/user/maya/releases").await;
    let names: Vec<&Value> =
        releases["releases"].as_array().unwrap().iter().map(|it| &it["release_name"]).collect();
    assert!(names.contains(&&json!("Some Album")), "{releases}");
    let groups = payload(&world, "/1/stats/user/maya/release-groups").await;
    assert_eq!(groups["total_release_group_count"], groups["count"]);
}

#[tokio::test]
async fn activity_is_told_by_day_hour_year_and_country() {
    let world = world().await;
    // 2026-11-21 is a Saturday: the plays before midnight were on Friday, in the running week.
    let week = payload(&world, "/1/stats/user/maya/listening-activity?range=this_week").await;
    let days = week["listening_activity"].as_array().unwrap().clone();
    assert_eq!(days.len(), 7 + 6, "the week before, and this one until today");
    let friday = days.iter().find(|day| day["listen_count"] == 2).unwrap();
    assert_eq!(friday["time_range"], "Friday 20 November 2026");
    assert_eq!(friday["from_ts"], NOW_S - DAY_S);
    let years = payload(&world, "/1/stats/user/maya/listening-activity").await;
    assert_eq!(years["listening_activity"][0]["time_range"], "2026");
    assert_eq!(years["listening_activity"].as_array().unwrap().len(), 1);
    let hours = payload(&world, "/1/stats/user/maya/daily-activity").await;
    assert_eq!(hours["daily_activity"]["Friday"][23], json!({"hour": 23, "listen_count": 1}));
    assert!(
        hours["daily_activity"].as_object().unwrap().values().all(|day| day
            .as_array()
            .unwrap()
            .len()
            == 24)
    );
    let map = payload(&world, "/1/stats/user/maya/artist-map").await;
    for country in map["artist_map"].as_array().unwrap() {
        assert_eq!(country["country"].as_str().unwrap().len(), 3);
    }
    let era = payload(&world, "/1/stats/user/maya/era-activity").await;
    assert_eq!(era["era_activity"][0]["listen_count"], 2, "{era}");
    let released = era["era_activity"][0]["year"].to_string();
    let year = payload(&world, "/1/stats/user/maya/year-in-music/2026").await;
    assert_eq!((&year["year"], &year["data"]["total_listen_count"]), (&json!(2026), &json!(3)));
    assert_eq!(year["data"]["day_of_week"], "Friday");
    assert_eq!(year["data"]["most_listened_year"], json!({ released: 2 }));
    assert_eq!(year["data"]["top_artists"][0]["artist_name"], CHOIR);
}

#[tokio::test]
async fn albums_genres_and_artists_over_time_are_told() {
    let world = world().await;
    let albums = payload(&world, "/1/stats/user/maya/artist-activity").await;
    let artists = albums["artist_activity"].as_array().unwrap();
    let choir = artists.iter().find(|artist| artist["name"] == CHOIR).unwrap();
    assert_eq!((&choir["listen_count"], &choir["artist_mbid"]), (&json!(2), &json!(LANTERNFISH)));
    assert_eq!(choir["albums"][0]["listen_count"], 2);
    assert_eq!(choir["albums"][0]["release_group_mbid"].as_str().unwrap().len(), 36);
    let unknown = artists.iter().find(|artist| artist["name"] == "Somebody").unwrap();
    assert_eq!(unknown["albums"][0]["name"], "Some Album");
    let over =
        payload(&world, "/1/stats/user/maya/artist-evolution-activity?range=this_year").await;
    assert_eq!(
        over["artist_evolution_activity"],
        json!([
            {"time_unit": "October", "artist_mbid": null, "artist_name": "Somebody", "listen_count": 1},
            {"time_unit": "November", "artist_mbid": LANTERNFISH, "artist_name": CHOIR, "listen_count": 2},
        ])
    );
    let week =
        payload(&world, "/1/stats/user/maya/artist-evolution-activity?range=this_week").await;
    assert_eq!(week["artist_evolution_activity"][0]["time_unit"], "Friday");
    let genres = payload(&world, "/1/stats/user/maya/genre-activity").await;
    let genres = genres["genre_activity"].as_array().unwrap();
    assert!(!genres.is_empty());
    for it in genres {
        assert!([22, 23].contains(&it["hour"].as_u64().unwrap()), "{it}");
        assert_eq!(it["listen_count"], 1);
    }
}

#[tokio::test]
async fn the_whole_site_is_those_whose_history_everybody_sees() {
    let world = world().await;
    let listen = |at: i64| {
        let track = json!({"artist_name": CHOIR, "track_name": "Ferry Bells"});
        json!({"listened_at": at, "track_metadata": track})
    };
    let scopes = [Scope::ListensRead, Scope::ListensWrite];
    for (name, seen) in [("open", Visibility::Public), ("shy", Visibility::Private)] {
        let token = world.person_with(name, seen, &scopes).await;
        let payload: Vec<Value> = (1..=5).map(|at| listen(NOW_S - at * 600)).collect();
        let body = json!({"listen_type": "import", "payload": payload});
        assert_eq!(world.post(&token, "/1/submit-listens", &body).await.status, 200);
    }
    let artists = payload(&world, "/1/stats/sitewide/artists").await;
    assert_eq!(
        (&artists["artists"][0]["listen_count"], &artists["artists"][0]["artist_mbid"]),
        (&json!(7), &json!(LANTERNFISH))
    );
    assert_eq!((&artists["user_id"], &artists["total_artist_count"]), (&Value::Null, &json!(2)));
    let periods = payload(&world, "/1/stats/sitewide/listening-activity?range=this_week").await;
    let plays = periods["listening_activity"].as_array().unwrap().iter();
    assert_eq!(plays.filter_map(|it| it["listen_count"].as_u64()).sum::<u64>(), 7);
    let hours = payload(&world, "/1/stats/sitewide/daily-activity").await;
    assert_eq!(hours["daily_activity"]["Friday"][23]["listen_count"], 6);
    for what in "releases release-groups recordings artist-map artist-activity era-activity \
                 genre-activity artist-evolution-activity"
        .split_whitespace()
    {
        let key = what.replace('-', "_");
        let shape = payload(&world, &format!("/1/stats/sitewide/{what}")).await;
        assert!(shape[&key].as_array().is_some_and(|list| !list.is_empty()), "{shape}");
    }
    let path = format!("/1/stats/artist/{LANTERNFISH}/listeners");
    let listeners = payload(&world, &path).await;
    assert_eq!(
        listeners["listeners"],
        json!([
            {"user_name": "open", "listen_count": 5},
            {"user_name": "maya", "listen_count": 2},
        ])
    );
    assert_eq!(
        (&listeners["total_listen_count"], &listeners["artist_name"]),
        (&json!(7), &json!(CHOIR))
    );
    let groups = payload(&world, "/1/stats/sitewide/release-groups").await;
    let group = groups["release_groups"][0]["release_group_mbid"].as_str().unwrap().to_owned();
    let of_group = payload(&world, &format!("/1/stats/release-group/{group}/listeners")).await;
    assert_eq!(
        (&of_group["artist_name"], &of_group["release_group_mbid"]),
        (&json!(CHOIR), &json!(group))
    );
    let nobody = world.get(&format!("/1/stats/artist/{}/listeners", gid("artist", 26))).await;
    assert_eq!((nobody.status.as_u16(), nobody.text().as_str()), (204, ""));
    let wrong = world.get("/1/stats/artist/x/listeners").await;
    assert_eq!(wrong.error(), "400 x mbid format invalid.");
    assert_eq!(
        world.get("/1/stats/sitewide/artists?range=x").await.error(),
        "400 Invalid range: x"
    );
    let options = world.send("", "OPTIONS /1/stats/sitewide/artists", "").await;
    assert_eq!((options.status.as_u16(), options.text().as_str()), (200, ""));
}

#[tokio::test]
async fn charts_tell_covers_and_who_made_an_album() {
    let world = world().await;
    let releases = payload(&world, "/1/stats/user/maya/releases").await;
    let releases = releases["releases"].as_array().unwrap();
    let known = releases.iter().find(|release| !release["release_mbid"].is_null()).unwrap();
    assert_eq!(known["artist_mbids"], json!([LANTERNFISH]));
    assert_eq!(known["artists"][0]["artist_credit_name"], CHOIR);
    let groups = payload(&world, "/1/stats/user/maya/release-groups").await;
    let groups = groups["release_groups"].as_array().unwrap();
    let known = groups.iter().find(|group| !group["release_group_mbid"].is_null()).unwrap();
    assert_eq!(known["artist_mbids"], json!([LANTERNFISH]));
    assert!(known["caa_id"].is_u64() && known["caa_release_mbid"].is_string(), "{known}");
    let listens = world.get("/1/user/maya/listens").await.json();
    let mapping = &listens["payload"]["listens"][0]["track_metadata"]["mbid_mapping"];
    assert_eq!(mapping["caa_id"], known["caa_id"]);
}

#[tokio::test]
async fn questions_that_cannot_be_are_refused_in_their_words() {
    let world = World::new().await;
    world.person("maya").await;
    let cases = [
        ("maya/artists?range=decade", "400 Invalid range: decade"),
        ("maya/artists?count=x", "400 'count' should be a non-negative integer"),
        ("maya/releases?offset=-1", "400 'offset' should be a non-negative integer"),
        ("nobody/daily-activity", "404 Cannot find user: nobody"),
        ("maya/year-in-music/x", "400 Invalid year: x"),
    ];
    for (path, expected) in cases {
        assert_eq!(world.get(&format!("/1/stats/user/{path}")).await.error(), expected);
    }
    let ranges = [
        "week",
        "month",
        "quarter",
        "half_yearly",
        "year",
        "all_time",
        "this_week",
        "this_month",
        "this_year",
    ];
    for range in ranges {
        let empty = payload(&world, &format!("/1/stats/user/maya/recordings?range={range}")).await;
        assert_eq!((&empty["range"], &empty["count"]), (&json!(range), &json!(0)));
    }
}
