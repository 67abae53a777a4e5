//! Cases of ListenBrainz's own tests, replayed when they lie beside the repository.
//!
//! Each runs against a fresh server. `docs/conformance.md` explains those that fail.

use std::collections::btree_map::Entry;

use serde_json::Value;
use testkit::cases::{self, Known, Replay, Reply, Request};
use testkit::foreign;

use crate::world::World;

/// Cases that must pass at least; what `docs/conformance.md` says.
const FLOOR: usize = 55;

/// Paths of endpoints that this server does not have; a case that needs one is left out.
const ABSENT: [&str; 18] = [
    "/1/playlist/",
    "/1/import-listens/",
    "/follow",
    "/feed/",
    "/timeline-event/",
    "/1/settings/",
    "/1/cf/",
    "/1/recommendation/",
    "/1/do-not-recommend/",
    "/1/missing/",
    "/1/internet_archive/",
    "/syndication-feed/",
    "/playlists/",
    "/2.0/",
    "/np_1.2",
    "/protocol_1.2",
    "/?hs=",
    "/1/user/listens-import/",
];

/// People that ListenBrainz's tests make before each case.
const PEOPLE: [&str; 5] = [
    "testuserpleaseignore",
    "anothertestuserpleaseignore",
    "test_user_1",
    "vansika_1",
    "vansika_2",
];

#[tokio::test]
async fn cases_of_listenbrainz_pass_but_for_those_that_are_explained() {
    let Some(cases) = foreign::lines(cases::LISTENBRAINZ) else { return };
    let cases: Vec<Value> = cases.into_iter().filter(concerns_us).collect();
    let mut failed = Vec::new();
    for case in &cases {
        if let Err(why) = run(case).await {
            failed.push(format!("{}: {why}", case["id"].as_str().unwrap_or("?")));
        }
    }
    let passed = cases.len() - failed.len();
    println!("conformance: {passed} of {} cases pass\n{}", cases.len(), failed.join("\n"));
    assert!(!cases.is_empty(), "the file holds no case for these endpoints");
    assert!(passed >= FLOOR, "{passed} pass, {FLOOR} did before:\n{}", failed.join("\n"));
}

/// Whether a case can be replayed, and only needs endpoints that this server has.
fn concerns_us(case: &Value) -> bool {
    let is_set = |key: &str| case[key].as_bool() == Some(true);
    let url = |step: &Value| step["url"].as_str().unwrap_or_default().to_owned();
    let is_ours = |step: &Value| {
        let url = url(step);
        // Pins of those whom somebody follows are there, following is not.
        let is_absent = |absent: &&str| url.contains(*absent) && !url.contains("/pins/");
        url.len() > 1 && !ABSENT.iter().any(is_absent)
    };
    let steps = case["steps"].as_array().unwrap();
    is_set("replayable_over_http") && is_set("complete") && steps.iter().all(is_ours)
}

async fn run(case: &Value) -> Result<(), String> {
    let world = World::new().await;
    let mut known = Known::new();
    for name in PEOPLE.into_iter().map(str::to_owned).chain(cases::people(case)) {
        if let Entry::Vacant(place) = known.entry(format!("token:{name}")) {
            place.insert(world.person(&name).await);
        }
    }
    let mut replay = Replay::new(case, known)?;
    let mut broken = Vec::new();
    while let Some(request) = replay.request()? {
        broken.extend(replay.take(send(&world, &request).await?));
        world.time.advance_ms(request.then_pause_ms);
    }
    if broken.is_empty() { Ok(()) } else { Err(broken.join("; ")) }
}

async fn send(world: &World, it: &Request) -> Result<Reply, String> {
    let mut request = http::Request::builder().method(it.method.as_str()).uri(&it.address);
    for (name, value) in &it.headers {
        request = request.header(name, value);
    }
    let request = request.body(it.body.clone().into()).map_err(|error| error.to_string())?;
    let answer = world.raw(request).await;
    let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        (name.to_string(), value.to_str().unwrap_or_default().to_owned())
    };
    Ok(Reply {
        status: answer.status.as_u16(),
        headers: answer.headers.iter().map(header).collect(),
        body: answer.text(),
    })
}
