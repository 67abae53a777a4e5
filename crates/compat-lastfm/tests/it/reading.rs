//! What programs read back: pages, covers, and what is loved.

use listens::{Score, Target};

use crate::world::World;

/// Titles of a page of recent tracks, with whether they are loved.
async fn recent(world: &World, query: &str) -> Vec<String> {
    let path = format!("/2.0/?method=user.getRecentTracks&user=maya&format=json&{query}");
    let answer: serde_json::Value = serde_json::from_str(&world.get(&path).await.text).unwrap();
    let tracks = answer["recenttracks"]["track"].as_array().unwrap_or_else(|| panic!("{answer}"));
    let line = |track: &serde_json::Value| {
        format!("{} {}", track["name"].as_str().unwrap(), track["loved"].as_str().unwrap_or("-"))
    };
    tracks.iter().map(line).collect()
}

#[tokio::test]
async fn an_opinion_on_all_the_words_counts_more_than_one_on_the_name() {
    let world = World::new().await;
    let key = world.key().await;
    let listen = "artist=A&track=B&album=C&timestamp=1795229000";
    world.post("/2.0/", &format!("method=track.scrobble&sk={key}&{listen}")).await;
    let all = Target::Msid(world.history().await[0].recording_msid);
    assert_eq!(recent(&world, "").await, ["B -"]);
    assert_eq!(recent(&world, "extended=1").await, ["B 0"]);
    world.post("/2.0/", &format!("method=track.love&sk={key}&artist=a&track=b")).await;
    assert_eq!(recent(&world, "extended=1").await, ["B 1"]);
    for (score, expected) in [(Score::Hate, "B 0"), (Score::Neutral, "B 1"), (Score::Love, "B 1")] {
        world.listens.set_feedback(world.user_id, all, score, "test").await.unwrap();
        assert_eq!(recent(&world, "extended=1").await, [expected]);
    }
    world.post("/2.0/", &format!("method=track.unlove&sk={key}&artist=a&track=b")).await;
    assert_eq!(recent(&world, "extended=1").await, ["B 1"]);
}

#[tokio::test]
async fn the_longest_page_tells_what_is_loved() {
    let world = World::new().await;
    let key = world.key().await;
    // Each has two ids, one of all words and one of the name: more than are looked up at once.
    for form in 0..11 {
        let tracks = (form * 50..form * 50 + 50).map(|at: i64| {
            let index = at % 50;
            let time_s = 1_795_000_000 + at * 300;
            format!(
                "&artist[{index}]=A&album[{index}]=B&track[{index}]=T{at}&timestamp[{index}]={time_s}"
            )
        });
        let form = format!("method=track.scrobble&sk={key}{}", tracks.collect::<String>());
        assert!(world.post("/2.0/", &form).await.text.contains("accepted=\"50\""));
    }
    world.post("/2.0/", &format!("method=track.love&sk={key}&artist=A&track=T0")).await;
    let page = recent(&world, "extended=1&limit=1000").await;
    assert_eq!((page.len(), page.first().unwrap().as_str()), (550, "T549 0"));
    assert_eq!(page.last().unwrap(), "T0 1");
}

#[tokio::test]
async fn what_is_private_is_seen_with_the_own_key_only() {
    let world = World::new().await;
    let key = world.key().await;
    let caller = world.caller("maya").await.0;
    let change = world.accounts.change_settings(&caller, |settings| {
        settings.listens_visibility = accounts::Visibility::Private;
        Ok(())
    });
    change.await.unwrap();
    let path = "/2.0/?method=user.getRecentTracks&user=maya";
    assert!(world.get(path).await.text.contains("User not found"));
    assert_eq!(world.get(&format!("{path}&sk={key}")).await.status.as_u16(), 200);
}

#[tokio::test]
async fn pages_by_number_go_through_the_whole_history() {
    let world = World::new().await;
    let key = world.key().await;
    let tracks = (0..7).map(|at| {
        format!("&artist[{at}]=A&track[{at}]=T{at}&timestamp[{at}]={}", 1_795_000_000 + at * 300)
    });
    let form = format!("method=track.scrobble&sk={key}{}", tracks.collect::<String>());
    world.post("/2.0/", &form).await;
    let mut seen = Vec::new();
    for page in 1..=4 {
        let path = format!(
            "/2.0/?method=user.getRecentTracks&user=maya&limit=3&page={page}&format=json&from=1795000000"
        );
        let answer: serde_json::Value = serde_json::from_str(&world.get(&path).await.text).unwrap();
        let about = &answer["recenttracks"]["@attr"];
        assert_eq!((about["total"].as_str(), about["totalPages"].as_str()), (Some("7"), Some("3")));
        let tracks = answer["recenttracks"]["track"].as_array().unwrap();
        seen.extend(tracks.iter().map(|track| track["name"].as_str().unwrap().to_owned()));
    }
    assert_eq!(seen, ["T6", "T5", "T4", "T3", "T2", "T1", "T0"]);
}

#[tokio::test]
async fn what_the_catalogue_knows_is_shown_with_its_cover() {
    let world = World::with_shop().await;
    let key = world.key().await;
    let song = "artist=The+Lanternfish+Choir&track=Ferry+Bells&timestamp=1795229000";
    world.post("/2.0/", &format!("method=track.scrobble&sk={key}&{song}")).await;
    let lists = [
        ("user.getRecentTracks", "recenttracks", "track"),
        ("user.getTopAlbums", "topalbums", "album"),
    ];
    for (method, list, entry) in lists {
        let answer = world.get(&format!("/2.0/?method={method}&user=maya&format=json")).await;
        let answer: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
        let images = answer[list][entry][0]["image"].as_array().unwrap();
        let large = images.iter().find(|image| image["size"] == "extralarge").unwrap();
        let address = large["#text"].as_str().unwrap();
        assert!(address.starts_with("https://coverartarchive.org/release/"), "{answer}");
        assert!(address.ends_with("-500.jpg"), "{address}");
    }
}
