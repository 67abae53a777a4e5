//! Plays that are forwarded: the oldest first, each once, and sorted by what the other server says.

use jobs::Stop;
use listens::relay::{NewTarget, Protocol, RelayState, State, password, secret_name};
use listens::{Play, Refusal, RemoteRequest, Submission, source};
use serde_json::{Value, json};
use store::user_settings::UserSettings;
use uuid::Uuid;

use crate::elsewhere::{BRAINZ, FM, World};
use crate::place::{Engine, NOON, Place, by, play, refused};

pub fn brainz() -> NewTarget {
    NewTarget {
        protocol: Protocol::ListenBrainz,
        base_url: BRAINZ.to_owned(),
        account_name: String::new(),
        begins_at_ms: Some(NOON - 1_000_000_000),
        is_now_playing_enabled: true,
    }
}

pub fn fm() -> NewTarget {
    let (protocol, base_url) = (Protocol::Lastfm, FM.to_owned());
    NewTarget { protocol, base_url, account_name: "maya".to_owned(), ..brainz() }
}

pub async fn add(
    place: &Place,
    world: &World,
    (user, new): (Uuid, NewTarget),
    secret: &str,
) -> Uuid {
    let id = place.listens.add_relay(user, new).await.unwrap().id;
    world.secrets.lock().unwrap().insert(secret_name(id), secret.to_owned());
    id
}

pub async fn send(place: &Place, world: &World) -> u64 {
    place.listens.send_relays(world.outside(), &Stop::new()).await.unwrap()
}

pub async fn state(place: &Place, user: Uuid, id: Uuid) -> RelayState {
    place.listens.find_relay(user, id).await.unwrap()
}

fn ok(_: &RemoteRequest, _: &Value) -> (u16, Value) {
    (200, json!({"status": "ok"}))
}

/// The titles of a submission to ListenBrainz.
fn titles(body: &Value) -> Vec<String> {
    let listens = body["payload"].as_array().unwrap();
    listens
        .iter()
        .map(|it| it["track_metadata"]["track_name"].as_str().unwrap().to_owned())
        .collect()
}

pub fn songs(from: i64, to: i64) -> Vec<Play> {
    (from..to).map(|at| play("Otter", &format!("Song {at}"), at * 300 - 100_000)).collect()
}

pub async fn plays_leave_in_batches_the_oldest_first_and_once(engine: Engine) {
    let place = Place::new(&engine).await;
    let (maya, otto) = (place.user("maya").await, place.user("otto").await);
    let world = World::new(ok);
    place.submit(&by(maya, "phone"), songs(500, 503)).await;
    let id = add(&place, &world, (maya, brainz()), "token").await;
    // The newest come first, and one that is there already; otto forwards nothing.
    place.submit(&by(maya, "phone"), songs(60, 120)).await;
    place.submit(&by(maya, "phone"), songs(0, 61)).await;
    place.submit(&by(maya, "desktop"), songs(10, 20)).await;
    place.submit(&by(otto, "phone"), songs(0, 5)).await;
    assert_eq!(state(&place, maya, id).await.counts.waiting, 120);
    assert!(place.listens.has_relays_due().await.unwrap());
    assert_eq!(send(&place, &world).await, 120);
    let requests: Vec<_> = world.asked.lock().unwrap().clone();
    assert_eq!(requests[0].0.url, "https://brainz.example/1/submit-listens");
    assert_eq!(requests[0].0.authorization.as_deref(), Some("Token token"));
    let listen = &requests[0].1["payload"][0];
    assert_eq!(listen["listened_at"], NOON / 1000 - 100_000);
    let info = &listen["track_metadata"]["additional_info"];
    assert_eq!(
        (&info["duration_ms"], &info["submission_client"]),
        (&json!(200_000), &json!("phone"))
    );
    let sent: Vec<Vec<String>> = world.asked().iter().map(titles).collect();
    assert_eq!(sent.iter().map(Vec::len).collect::<Vec<_>>(), [50, 50, 20]);
    let expected: Vec<String> = (0..120).map(|at| format!("Song {at}")).collect();
    assert_eq!(sent.concat(), expected);
    let after = state(&place, maya, id).await;
    assert_eq!((after.counts.waiting, after.target.sent_count), (0, 120));
    assert_eq!((send(&place, &world).await, world.asked().len()), (0, 0));
    assert!(!place.listens.has_relays_due().await.unwrap());
}

pub async fn one_bad_play_is_dropped_alone(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let world = World::new(|_, body| match titles(body).iter().any(|it| it == "Song 17") {
        true => (400, json!({"code": 400, "error": "that is no song"})),
        false => (200, json!({"status": "ok"})),
    });
    let id = add(&place, &world, (maya, brainz()), "token").await;
    place.submit(&by(maya, "phone"), songs(0, 80)).await;
    assert_eq!(send(&place, &world).await, 79);
    let after = state(&place, maya, id).await;
    assert_eq!((after.counts.waiting, after.counts.dropped), (0, 1));
    assert_eq!((after.target.state, after.target.sent_count), (State::Ok, 79));
    assert_eq!(after.dropped[0].error, "that is no song");
    assert_eq!(after.dropped[0].listened_at_ms, NOON + (17 * 300 - 100_000) * 1000);
    let asked = world.asked();
    assert!(asked.len() < 16, "{} requests", asked.len());
    // The order is kept through all halves.
    let taken: Vec<String> = asked
        .iter()
        .map(titles)
        .filter(|it| !it.contains(&"Song 17".to_owned()))
        .flatten()
        .collect();
    let expected: Vec<String> =
        (0..80).filter(|at| *at != 17).map(|at| format!("Song {at}")).collect();
    assert_eq!(taken, expected);
    place.clock.advance(31 * 86_400_000);
    send(&place, &world).await;
    assert_eq!(state(&place, maya, id).await.counts.dropped, 0);
}

pub async fn a_server_that_fails_is_left_alone_and_tried_again(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let world = World::new(|_, _| (503, json!({"error": "tea time"})));
    let id = add(&place, &world, (maya, brainz()), "token").await;
    place.submit(&by(maya, "phone"), songs(0, 3)).await;
    let mut waits = Vec::new();
    for failure in 1..=4 {
        assert_eq!((send(&place, &world).await, world.asked().len()), (0, 1));
        let failed = state(&place, maya, id).await.target;
        assert_eq!((failed.state, failed.failures), (State::Waiting, failure));
        assert_eq!(failed.last_error.as_deref(), Some("tea time"));
        let wait = failed.retry_at_ms.unwrap() - place.listens.now_ms();
        waits.push(wait);
        place.clock.advance(wait - 1);
        // Not before.
        assert_eq!((send(&place, &world).await, world.asked().len()), (0, 0));
        place.clock.advance(1);
    }
    for (at, wait) in waits.iter().enumerate() {
        let plain = 30_000 << at;
        assert!((plain * 3 / 4..=plain * 5 / 4).contains(wait), "{waits:?}");
    }
    // It names a time itself.
    world.change(|_, _| (429, json!({"error": "slowly", "retry": 7000})));
    send(&place, &world).await;
    let failed = state(&place, maya, id).await.target;
    assert_eq!(failed.retry_at_ms, Some(place.listens.now_ms() + 7_000_000));
    world.change(|_, _| (0, Value::Null));
    place.listens.renew_relay(maya, id).await.unwrap();
    send(&place, &world).await;
    let failed = state(&place, maya, id).await.target;
    assert_eq!(failed.last_error.as_deref(), Some("there was no answer: the connection broke"));
    world.change(ok);
    place.clock.advance(60_000);
    assert_eq!(send(&place, &world).await, 3);
    let after = state(&place, maya, id).await.target;
    assert_eq!(
        (after.state, after.failures, after.retry_at_ms, after.last_error),
        (State::Ok, 0, None, None)
    );
}

pub async fn who_is_not_known_any_more_is_asked_to_sign_in(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let world = World::new(|request, _| match request.authorization.as_deref() {
        Some("Token new") => (200, json!({"status": "ok"})),
        _ => (401, json!({"code": 401, "error": "Invalid authorization token."})),
    });
    let id = add(&place, &world, (maya, brainz()), "old").await;
    place.submit(&by(maya, "phone"), songs(0, 3)).await;
    assert_eq!(send(&place, &world).await, 0);
    let failed = state(&place, maya, id).await;
    assert_eq!((failed.target.state, failed.counts.waiting), (State::NeedsLogin, 3));
    place.clock.advance(86_400_000);
    world.asked();
    assert_eq!((send(&place, &world).await, world.asked().len()), (0, 0));
    world.secrets.lock().unwrap().insert(secret_name(id), "new".to_owned());
    place.listens.renew_relay(maya, id).await.unwrap();
    assert_eq!(send(&place, &world).await, 3);
}

/// The answer of Last.fm to scrobbles: a code for each.
pub fn scrobbles(codes: &[i64]) -> Value {
    let item = |code: &i64| json!({"ignoredMessage": {"code": code.to_string(), "#text": ""}});
    let items: Vec<Value> = codes.iter().map(item).collect();
    let items = if items.len() == 1 { items[0].clone() } else { items.into() };
    json!({"scrobbles": {"scrobble": items, "@attr": {"accepted": 1, "ignored": 0}}})
}

pub async fn lastfm_gets_a_session_and_answers_for_each_play(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let world = World::new(|request, body| {
        assert_eq!((request.url.as_str(), &body["api_key"]), (FM, &json!("key")));
        let pairs: Vec<(&str, &str)> = body
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
            .collect();
        assert_eq!(body["api_sig"], listens::relay::sign(pairs, "secret"));
        match body["method"].as_str().unwrap() {
            "auth.getMobileSession" if body["password"] == "tide" => {
                (200, json!({"session": {"name": "maya", "key": "sk", "subscriber": 0}}))
            }
            "auth.getMobileSession" => (403, json!({"error": 4, "message": "Wrong password"})),
            "track.scrobble" => {
                assert_eq!(body["sk"], "sk");
                (200, scrobbles(&[0, 1, 0, 3]))
            }
            other => panic!("{other}"),
        }
    });
    let id = add(&place, &world, (maya, fm()), &password("ebb")).await;
    place.submit(&by(maya, "phone"), songs(0, 4)).await;
    send(&place, &world).await;
    let failed = state(&place, maya, id).await.target;
    assert_eq!(
        (failed.state, failed.last_error.as_deref()),
        (State::NeedsLogin, Some("error 4: Wrong password"))
    );
    world.secrets.lock().unwrap().insert(secret_name(id), password("tide"));
    place.listens.renew_relay(maya, id).await.unwrap();
    world.asked();
    assert_eq!(send(&place, &world).await, 2);
    // The password is gone.
    assert_eq!(world.secrets.lock().unwrap()[&secret_name(id)], "sk");
    let after = state(&place, maya, id).await;
    let dropped: Vec<&str> = after.dropped.iter().map(|it| it.error.as_str()).collect();
    assert_eq!(dropped, ["the play is too long ago", "the artist is ignored: "]);
    let scrobble = &world.asked()[1];
    assert_eq!(
        (&scrobble["artist[0]"], &scrobble["track[3]"]),
        (&json!("Otter"), &json!("Song 3"))
    );
    assert_eq!(
        (&scrobble["timestamp[1]"], &scrobble["duration[0]"]),
        (&json!((NOON / 1000 + 300 - 100_000).to_string()), &json!("200"))
    );
}

pub async fn each_error_of_lastfm_has_its_class(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let world = World::new(ok);
    let id = add(&place, &world, (maya, fm()), "sk").await;
    let mut second = 0;
    for (status, body, expected, left) in [
        (200, json!({"error": 9, "message": "Invalid session key"}), State::NeedsLogin, 1),
        (403, json!({"error": 26, "message": "Suspended"}), State::NeedsLogin, 1),
        (200, json!({"error": 11, "message": "Offline"}), State::Waiting, 1),
        (503, json!({"error": 16, "message": "Try again"}), State::Waiting, 1),
        (400, json!({"error": 29, "message": "Rate limit"}), State::Waiting, 1),
        (500, json!("not what was expected"), State::Waiting, 1),
        (200, scrobbles(&[5]), State::Waiting, 1),
        (200, scrobbles(&[0, 0]), State::Waiting, 1),
        (400, json!({"error": 6, "message": "Invalid parameters"}), State::Ok, 0),
        (200, scrobbles(&[2]), State::Ok, 0),
        (200, scrobbles(&[0]), State::Ok, 0),
    ] {
        second += 1000;
        place.submit(&by(maya, "phone"), vec![play("Otter", "Reed", second)]).await;
        let answer = body.clone();
        world.change(move |_, _| (status, answer.clone()));
        place.listens.renew_relay(maya, id).await.unwrap();
        send(&place, &world).await;
        let after = state(&place, maya, id).await;
        let seen = (after.target.state, after.counts.waiting);
        assert_eq!(seen, (expected, left), "{body}: {:?}", after.target.last_error);
        world.change(|_, _| (200, scrobbles(&[0])));
        place.listens.renew_relay(maya, id).await.unwrap();
        send(&place, &world).await;
        assert_eq!(state(&place, maya, id).await.counts.waiting, 0);
    }
}

pub async fn nothing_goes_back_or_leaves_that_is_not_wanted(engine: Engine) {
    let place = Place::new(&engine).await;
    let (maya, otto) = (place.user("maya").await, place.user("otto").await);
    let world = World::new(ok);
    let id = add(&place, &world, (maya, brainz()), "token").await;
    // From there, from a file of its kind, from before its beginning.
    let relayed_from = Some("brainz.example".to_owned());
    let from_there = Submission { relayed_from, ..by(maya, "phone") };
    place.submit(&from_there, songs(0, 2)).await;
    place.submit(&Submission::new(maya, "import.listenbrainz"), songs(10, 12)).await;
    place.submit(&by(maya, "phone"), vec![play("Otter", "Old", -1_000_001)]).await;
    assert_eq!(state(&place, maya, id).await.counts.waiting, 0);
    // Deleted before it was sent.
    let outcomes = place.submit(&by(maya, "phone"), songs(20, 23)).await;
    place.listens.delete(maya, outcomes[1].id()).await.unwrap();
    assert_eq!(send(&place, &world).await, 2);
    assert_eq!(titles(&world.asked()[0]), ["Song 20", "Song 22"]);
    assert_eq!(state(&place, maya, id).await.counts.waiting, 0);
    // Switched off, and of others.
    place.listens.switch_relay((maya, id), Some(false), None).await.unwrap();
    place.submit(&by(maya, "phone"), songs(30, 32)).await;
    place.submit(&Submission::new(otto, source::NATIVE), songs(30, 32)).await;
    place.listens.switch_relay((maya, id), Some(true), None).await.unwrap();
    assert_eq!(state(&place, maya, id).await.counts.waiting, 0);
    refused(place.listens.find_relay(otto, id).await);
    refused(place.listens.remove_relay(otto, id).await);
    let twice = refused(place.listens.add_relay(maya, brainz()).await);
    assert!(matches!(twice, Refusal::Invalid { field: "base_url", .. }), "{twice:?}");
    // All of them are off while the person's settings say so.
    for is_on in [false, true] {
        let settings = store::user_settings::find(&place.store, maya).await.unwrap().unwrap();
        let settings = UserSettings { scrobble_enabled: is_on, ..settings };
        let work = place.store.write::<_, store::Error, _>(move |tx| {
            Box::pin(async move { store::user_settings::update(tx, maya, &settings).await })
        });
        assert!(work.await.unwrap());
        if !is_on {
            place.submit(&by(maya, "phone"), songs(33, 35)).await;
            assert_eq!(state(&place, maya, id).await.counts.waiting, 0);
        }
    }
    // What the operator does not allow any more waits.
    place.submit(&by(maya, "phone"), songs(40, 42)).await;
    let mut narrow = World::new(ok);
    narrow.servers.clear();
    assert_eq!((send(&place, &narrow).await, narrow.asked().len()), (0, 0));
    assert_eq!(state(&place, maya, id).await.counts.waiting, 2);
    place.listens.remove_relay(maya, id).await.unwrap();
    assert!(place.listens.relays(maya).await.unwrap().is_empty());
}

pub async fn what_plays_is_forwarded_at_once_or_never(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let world = World::new(ok);
    add(&place, &world, (maya, brainz()), "token").await;
    let quiet = NewTarget { is_now_playing_enabled: false, ..fm() };
    add(&place, &world, (maya, quiet), "sk").await;
    let mut watch = place.listens.watch_playing();
    let play = play("Otter", "Reed", 0);
    let payload = play.payload.clone();
    place.listens.set_now_playing(maya, "phone", play.words.clone(), payload).await.unwrap();
    let (user, playing) = watch.try_recv().unwrap();
    let taken = place.listens.forward_playing(world.outside(), user, &playing).await.unwrap();
    assert_eq!(taken, 1);
    let asked = world.asked();
    assert_eq!((asked.len(), &asked[0]["listen_type"]), (1, &json!("playing_now")));
    assert_eq!(titles(&asked[0]), ["Reed"]);
    // A server that fails does not hear of it later.
    world.change(|_, _| (500, Value::Null));
    assert_eq!(place.listens.forward_playing(world.outside(), user, &playing).await.unwrap(), 0);
    assert!(!place.listens.has_relays_due().await.unwrap());
    // What came from there does not go back.
    world.asked();
    let mut echo = (*playing).clone();
    echo.payload =
        json!({"track_metadata": {"additional_info": {"relayed_from": "brainz.example"}}})
            .to_string();
    place.listens.forward_playing(world.outside(), user, &echo).await.unwrap();
    assert!(world.asked().is_empty());
}
