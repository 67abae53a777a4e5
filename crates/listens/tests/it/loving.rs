//! Love and hate that are told to other servers: the latest about each recording, once.

use listens::relay::State;
use listens::{Score, Target};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::elsewhere::World;
use crate::place::{Engine, Place, by, words};
use crate::relaying::{add, brainz, fm, scrobbles, send, songs, state};

pub async fn love_and_hate_are_told_the_latest_once(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let world = World::new(|_, body| match body["method"] == "track.scrobble" {
        true => (200, scrobbles(&[0])),
        false => (200, json!({"status": "ok"})),
    });
    let there = add(&place, &world, (maya, brainz()), "token").await;
    let fm = add(&place, &world, (maya, fm()), "sk").await;
    place.submit(&by(maya, "phone"), songs(0, 1)).await;
    let msid = words("Otter", "Song 0").recording_msid();
    let (song, recording) = (Target::Msid(msid), Target::Mbid(Uuid::from_u128(2)));
    let set = async |target, score| {
        place.clock.advance(1000);
        place.listens.set_feedback(maya, target, score, "native").await.unwrap();
    };
    let waiting = async |id| state(&place, maya, id).await.waiting_opinions;
    for (target, score) in
        [(song, Score::Neutral), (song, Score::Love), (song, Score::Hate), (recording, Score::Love)]
    {
        set(target, score).await;
    }
    // One of them has no MBID, the other no name.
    assert_eq!((waiting(there).await, waiting(fm).await), (1, 1));
    assert_eq!(send(&place, &world).await, 2);
    let asked: Vec<_> = world.asked.lock().unwrap().drain(..).collect();
    let told = asked.iter().find(|(it, _)| it.url.ends_with("/1/feedback/recording-feedback"));
    assert_eq!(told.unwrap().1, json!({"recording_mbid": Uuid::from_u128(2), "score": 1}));
    let methods: Vec<&Value> =
        asked.iter().map(|(_, body)| &body["method"]).filter(|it| it.is_string()).collect();
    assert_eq!(methods, ["track.scrobble", "track.unlove"]);
    let (_, unlove) = asked.iter().find(|(_, body)| body["method"] == "track.unlove").unwrap();
    assert_eq!((&unlove["artist"], &unlove["track"]), (&json!("Otter"), &json!("Song 0")));
    assert_eq!((waiting(there).await, waiting(fm).await), (0, 0));
    // What is said again changes nothing, so it does not go round in circles.
    set(song, Score::Hate).await;
    assert!(!place.listens.has_relays_due().await.unwrap());
    // It waits for a server that is away; one that will never take it is not asked again.
    world.change(|_, _| (503, json!({"error": 16, "message": "Try again"})));
    set(song, Score::Love).await;
    send(&place, &world).await;
    assert_eq!(
        (waiting(fm).await, state(&place, maya, fm).await.target.state),
        (1, State::Waiting)
    );
    world.change(|_, _| (400, json!({"error": 6, "message": "No such track"})));
    place.listens.renew_relay(maya, fm).await.unwrap();
    send(&place, &world).await;
    assert_eq!((waiting(fm).await, state(&place, maya, fm).await.target.state), (0, State::Ok));
}
