//! Requests of no sense: none is an error of the server.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::world::World;

/// Requests that make sense, as beginnings of others.
const SENSE: [&str; 7] = [
    "POST /2.0/ method=track.scrobble&sk={sk}&artist[0]=Nina&track[0]=Blue&timestamp[0]=1795229000&album[0]=Sky&duration[0]=200",
    "POST /2.0/ method=track.updateNowPlaying&sk={sk}&artist=Nina&track=Blue&duration=200&format=json",
    "POST /2.0/ method=auth.getSession&api_key=k&token=AAAAAAAAAAAAAAAAAAAA&format=json",
    "GET /2.0/?method=user.getRecentTracks&user=maya&limit=2&page=3&from=1&to=2&format=json -",
    "GET /?hs=true&p=1.2&c=mdc&v=0.24&u=maya&t=1795230000&a=00000000000000000000000000000000 -",
    "POST /protocol_1.2 s={session}&a[0]=Nina&t[0]=Blue&i[0]=1795229100&o[0]=P&r[0]=L&l[0]=200",
    "POST /np_1.2 s={session}&a=Nina&t=Blue&l=200",
];

/// What a piece of a request becomes.
fn pieces() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("99999999999999999999".to_owned()),
        Just("-9223372036854775808".to_owned()),
        Just("%00".to_owned()),
        Just("%ff%fe".to_owned()),
        Just("[4294967295]".to_owned()),
        Just("[]".to_owned()),
        Just("[".to_owned()),
        Just("&".to_owned()),
        Just("=".to_owned()),
        "[a-zA-Z0-9%&=+\\[\\]._-]{0,12}",
    ]
}

#[test]
fn requests_of_no_sense_are_no_error_of_the_server() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (world, key, session) = runtime.block_on(async {
        let world = World::new().await;
        let (key, session) = (world.key().await, world.session().await);
        (world, key, session)
    });
    let config = Config { cases: 10_000, failure_persistence: None, ..Config::default() };
    let input = (
        0..SENSE.len(),
        prop::collection::vec((any::<prop::sample::Index>(), 0..6_usize, pieces()), 1..4),
    );
    let outcome = TestRunner::new(config).run(&input, |(which, changes)| {
        let request = SENSE[which].replace("{sk}", &key).replace("{session}", &session);
        let mut parts = request.splitn(3, ' ');
        let (method, mut path) = (parts.next().unwrap(), parts.next().unwrap().to_owned());
        let mut form = parts.next().unwrap().to_owned();
        for (place, length, piece) in changes {
            let text = if method == "GET" { &mut path } else { &mut form };
            let from = if method == "GET" { text.find('?').unwrap() + 1 } else { 0 };
            let at = from + place.index(text.len() - from + 1);
            let to = (at + length).min(text.len());
            text.replace_range(at..to, &piece);
        }
        let call = format!("{method} {path}");
        if form == "-" {
            form.clear();
        }
        let answer = runtime.block_on(world.send("a test", &call, &form));
        prop_assert!(answer.status.as_u16() < 500, "{call} {form}: {}", answer.text);
        Ok(())
    });
    outcome.unwrap();
}
