//! Cases of ListenBrainz's own tests, replayed when they lie beside the repository.
//!
//! Each runs against a fresh server. `docs/conformance.md` explains those that fail.

use std::path::Path;

use serde_json::{Map, Value};

use crate::world::World;

mod expectations;
mod places;

use places::Reply;

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
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/listens/listenbrainz-cases.jsonl");
    let Ok(text) = std::fs::read_to_string(&file) else {
        println!("NOT RUN: there are no cases of ListenBrainz at {}", file.display());
        return;
    };
    let cases = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let cases: Vec<Value> = cases.filter(concerns_us).collect();
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
    let mut tokens = Map::new();
    let named = places::tokens(&case.to_string());
    for name in PEOPLE.into_iter().map(str::to_owned).chain(named) {
        if !tokens.contains_key(&name) {
            let token = world.person(&name).await;
            tokens.insert(name, token.into());
        }
    }
    let mut replies: Vec<Reply> = Vec::new();
    let steps = case["steps"].as_array().ok_or("no steps")?;
    for step in steps {
        let reply = send(&world, (step, steps), &tokens, &replies).await?;
        replies.push(reply);
        let pause = step["then_sleep_s"].as_f64().unwrap_or_default();
        world.time.advance_ms((pause * 1000.0) as i64);
        for expected in step["expect"].as_array().into_iter().flatten() {
            if !expectations::holds(expected, &tokens, &replies) {
                let reply = replies.last().map(|it| it.body.clone()).unwrap_or_default();
                return Err(format!("{} {}: {expected} got {reply}", step["method"], step["url"]));
            }
        }
    }
    Ok(())
}

async fn send(
    world: &World,
    (step, steps): (&Value, &[Value]),
    tokens: &Map<String, Value>,
    replies: &[Reply],
) -> Result<Reply, String> {
    let fill = |value: &Value| places::fill(value, tokens, replies);
    let url = fill(&step["url"]);
    let (path, query) = url.as_str().unwrap_or_default().split_once('?').map_or_else(
        || (url.as_str().unwrap_or_default().to_owned(), String::new()),
        |(path, query)| (path.to_owned(), query.to_owned()),
    );
    let mut pairs: Vec<(String, String)> =
        form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    for (key, value) in fill(&step["query"]).as_object().into_iter().flatten() {
        pairs.push((key.clone(), places::plain(value)));
    }
    let mut address: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
    address = address.replace("%2F", "/").replace('+', "%20");
    if !pairs.is_empty() {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        address = format!("{address}?{query}");
    }
    let method = step["method"].as_str().unwrap_or("GET");
    let mut request = http::Request::builder().method(method).uri(address);
    for (name, value) in fill(&step["headers"]).as_object().into_iter().flatten() {
        request = request.header(name, places::plain(value));
    }
    let body = body(step, steps).map(|body| fill(&body));
    let body = match body {
        Some(Value::String(text)) if step.get("body").is_some() => text,
        Some(value) => value.to_string(),
        None => String::new(),
    };
    let request = request.body(body.into()).map_err(|error| error.to_string())?;
    Ok(Reply::of(&world.raw(request).await))
}

/// What a step sends.
fn body(step: &Value, steps: &[Value]) -> Option<Value> {
    if let Some(generator) = step.get("json_generator") {
        let unit = generator["payload_unit"].as_str()?;
        let number: usize = unit
            .split("step ")
            .nth(1)?
            .split(|c: char| !c.is_ascii_digit())
            .next()?
            .parse()
            .ok()?;
        let one = steps.get(number)?["json"]["payload"].as_array()?;
        let count = usize::try_from(generator["repeat"].as_u64()?).ok()?;
        let payload: Vec<Value> = one.iter().cycle().take(one.len() * count).cloned().collect();
        return Some(
            serde_json::json!({"listen_type": generator["listen_type"], "payload": payload}),
        );
    }
    step.get("json").or_else(|| step.get("body")).cloned()
}
