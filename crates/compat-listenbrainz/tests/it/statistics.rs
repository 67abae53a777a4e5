//! Statistics: charts and activity, right after a submission.

use serde_json::{Value, json};

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
    let year = payload(&world, "/1/stats/user/maya/year-in-music/2026").await;
    assert_eq!((&year["year"], &year["data"]["total_listen_count"]), (&json!(2026), &json!(3)));
    assert_eq!(year["data"]["day_of_week"], "Friday");
    assert_eq!(year["data"]["top_artists"][0]["artist_name"], CHOIR);
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
