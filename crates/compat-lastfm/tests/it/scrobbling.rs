//! What becomes of what scrobblers send.

use std::num::NonZeroU32;

use accounts::Scope;
use edge::limits::Rate;
use listens::{Score, Target};

use crate::world::{KNOWN_APP, NOW_S, World, md5};

#[tokio::test]
async fn a_session_outlives_nothing_but_its_token() {
    let world = World::new().await;
    let (key, session) = (world.key().await, world.session().await);
    let caller = world.caller("maya").await.0;
    for token in world.accounts.list_app_tokens(&caller).await.unwrap() {
        let client = accounts::Client::default();
        world.accounts.end_app_token(&caller, token.id, &client).await.unwrap();
    }
    let form = format!("method=track.love&sk={key}&artist=A&track=B");
    assert!(world.post("/2.0/", &form).await.text.contains("code=\"9\""));
    assert_eq!(world.post("/np_1.2", &format!("s={session}&a=A&t=B")).await.text, "BADSESSION\n");
}

#[tokio::test]
async fn a_token_that_only_reads_opens_no_session() {
    let mut world = World::new().await;
    world.token = world.new_token("maya", &[Scope::ListensRead]).await;
    let form = format!("method=auth.getMobileSession&username=maya&password={}", world.token);
    let answer = world.post("/2.0/", &form).await;
    assert_eq!((answer.status.as_u16(), answer.text.contains("code=\"4\"")), (403, true));
    let digest = world.digest(&NOW_S.to_string());
    let answer = world.get(&format!("/?hs=true&p=1.2&u=maya&t={NOW_S}&a={digest}")).await;
    assert_eq!(answer.text, "BADAUTH\n");
}

#[tokio::test]
async fn the_same_again_changes_nothing_and_is_accepted() {
    let world = World::new().await;
    let key = world.key().await;
    let form = format!("method=track.scrobble&sk={key}&artist=A&track=B&timestamp=1795229000");
    for _ in 0..2 {
        assert!(world.post("/2.0/", &form).await.text.contains("accepted=\"1\" ignored=\"0\""));
    }
    assert_eq!(world.lines().await, ["1795229000 A – B"]);
}

#[tokio::test]
async fn fifty_tracks_fit_and_one_more_does_not() {
    let world = World::new().await;
    let key = world.key().await;
    let form = |count: i64| {
        let tracks = (0..count).map(|at| {
            format!(
                "&artist[{at}]=A&track[{at}]=T{at}&timestamp[{at}]={}",
                1_795_000_000 + at * 300
            )
        });
        format!("method=track.scrobble&sk={key}{}", tracks.collect::<String>())
    };
    assert!(world.post("/2.0/", &form(51)).await.text.contains("code=\"6\""));
    assert!(world.post("/2.0/", &form(50)).await.text.contains("accepted=\"50\""));
    assert_eq!(world.history().await.len(), 50);
}

#[tokio::test]
async fn the_same_play_by_both_protocols_is_one_listen() {
    let world = World::new().await;
    let (key, session) = (world.key().await, world.session().await);
    let form = format!(
        "method=track.scrobble&sk={key}&artist=A&track=B&timestamp=1795229000&album=C&duration=180"
    );
    world.send("other/1", "POST /2.0/", &form).await;
    let form = format!("s={session}&a[0]=A&t[0]=B&i[0]=1795229181&o[0]=P&l[0]=180");
    let answer = world.send("mpdscribble/0.24", "POST /protocol_1.2", &form).await;
    assert_eq!(answer.text, "OK\n");
    assert_eq!(world.lines().await, ["1795229000 A – B"]);
}

#[tokio::test]
async fn mpdscribble_stamps_the_end_and_others_the_beginning() {
    let world = World::new().await;
    let session = world.session().await;
    let form = |title: &str| format!("s={session}&a[0]=A&t[0]={title}&i[0]=1795229180&l[0]=180");
    world.send("mpdscribble/0.24", "POST /protocol_1.2", &form("End")).await;
    world.send("vlc", "POST /protocol_1.2", &form("Start")).await;
    assert_eq!(world.lines().await, ["1795229180 A – Start", "1795229000 A – End"]);
}

#[tokio::test]
async fn love_is_kept_and_withdrawn() {
    let world = World::new().await;
    let key = world.key().await;
    let words = listens::Words {
        artist_name: "Nina".to_owned(),
        recording_name: "Blue".to_owned(),
        ..Default::default()
    };
    let target = Target::Msid(words.recording_msid());
    for (method, expected) in [("love", Some(Score::Love.number())), ("unlove", None)] {
        let form = format!("method=track.{method}&sk={key}&artist=Nina&track=Blue");
        assert_eq!(world.post("/2.0/", &form).await.status.as_u16(), 200);
        let kept = world.listens.feedback_for(world.user_id, &[target]).await.unwrap();
        assert_eq!(kept[0].as_ref().map(|it| it.score), expected, "{method}");
    }
}

#[tokio::test]
async fn who_asks_too_often_is_told_so_in_every_language() {
    let rate = Rate::new(1, 2);
    let options = edge::Options { rate, limit_loopback: true, ..Default::default() };
    let world = World::with(options).await;
    for _ in 0..4 {
        world.get("/2.0/?method=user.getInfo").await;
    }
    let xml = world.get("/2.0/?method=user.getInfo").await;
    assert_eq!((xml.status.as_u16(), xml.header("content-type")), (429, "text/xml; charset=utf-8"));
    assert!(NonZeroU32::new(xml.header("retry-after").parse().unwrap()).is_some());
    assert_eq!(xml.between("<error code=\"", "\""), "29");
    let json = world.get("/apis/audioscrobbler/2.0?method=user.getInfo&format=json").await;
    assert_eq!(json.status.as_u16(), 429);
    let body: serde_json::Value = serde_json::from_str(&json.text).unwrap();
    assert_eq!(body["error"], 29);
    let line = world.post("/np_1.2", "s=x&a=A&t=B").await;
    assert_eq!(
        (line.status.as_u16(), line.header("content-type")),
        (200, "text/plain; charset=utf-8")
    );
    assert!(line.text.starts_with("FAILED Rate limit exceeded"), "{}", line.text);
    let elsewhere = world.get("/api/auth/").await;
    assert_eq!(elsewhere.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_in_their_words() {
    let world = World::new().await;
    let form = format!("method=track.scrobble&x={}", "x".repeat(600_000));
    let answer = world.post("/2.0/?format=json", &form).await;
    let body: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!((answer.status.as_u16(), &body["error"]), (400, &serde_json::json!(6)));
    assert!(world.post("/protocol_1.2", &form).await.text.starts_with("FAILED "));
}

#[tokio::test]
async fn a_clock_may_be_at_the_start_of_an_epoch_but_not_more_than_a_day_ahead() {
    let world = World::new().await;
    let day_s = 86_400;
    let (ahead, too_far) = ((NOW_S + day_s).to_string(), (NOW_S + day_s + 1).to_string());
    let times = ["0", "-9223372036854775808", "315532800", &ahead, &too_far, "today", ""];
    let mut words = Vec::new();
    for time in times {
        let digest = world.digest(time);
        let path = format!("/?hs=true&p=1.2&c=tst&u=maya&t={time}&a={digest}");
        words.push(world.get(&path).await.text.lines().next().unwrap().to_owned());
    }
    assert_eq!(words, ["OK", "OK", "OK", "OK", "BADTIME", "BADTIME", "BADTIME"]);
    let path = format!("/?hs=true&p=1.2&c=tst&u=maya&a={}", world.digest(""));
    assert_eq!(world.get(&path).await.text, "BADTIME\n");
}

#[tokio::test]
async fn people_who_come_by_a_browser_are_led_to_the_documentation() {
    let answer = World::new().await.get("/").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (302, "/docs"));
}

#[tokio::test]
async fn a_program_whose_secret_is_known_proves_it_in_its_handshake() {
    let world = World::new().await;
    let key = world.key().await;
    let hello = |app: &str, digest: &str| {
        format!("/?hs=true&p=1.2.1&u=maya&t={NOW_S}&a={digest}&api_key={app}&sk={key}")
    };
    let right = md5(&format!("{}{NOW_S}", KNOWN_APP.1));
    assert!(world.get(&hello(KNOWN_APP.0, &right)).await.text.starts_with("OK\n"));
    assert_eq!(world.get(&hello(KNOWN_APP.0, &md5("another"))).await.text, "BADAUTH\n");
    // Nobody but Last.fm knows the secrets of other programs.
    assert!(world.get(&hello("other-app", "x")).await.text.starts_with("OK\n"));
}

#[tokio::test]
async fn a_program_whose_secret_is_known_has_to_sign_all_that_it_sends() {
    let world = World::new().await;
    let key = world.key().await;
    // In the order of bytes: 10 stands before 1 because of the bracket behind it.
    let signed = format!(
        "api_keyknown-appartist[10]Ten & Coartist[1]Önemethodtrack.scrobblesk{key}\
         timestamp[10]1795229010timestamp[1]1795229001track[10]Ttrack[1]O"
    );
    let form = |signature: &str| {
        format!(
            "method=track.scrobble&sk={key}&api_key=known-app&artist[1]=%C3%96ne&track[1]=O\
             &timestamp[1]=1795229001&artist[10]=Ten+%26+Co&track[10]=T&timestamp[10]=1795229010\
             &api_sig={signature}&format=json"
        )
    };
    let right = md5(&format!("{signed}{}", KNOWN_APP.1));
    let answer = world.post("/2.0/", &form(&right)).await;
    assert!(answer.text.contains("\"accepted\":2"), "{}", answer.text);
    let wrong = md5(&format!("{signed}another secret"));
    assert!(world.post("/2.0/", &form(&wrong)).await.text.contains("\"error\":13"));
}
