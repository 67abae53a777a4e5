//! Listening histories as clients see them.

use futures::StreamExt as _;
use http::Method;
use serde_json::{Value, json};

use crate::accounts::world::{Sender, World};
use crate::server::{Answer, request};

fn play(artist: &str, title: &str, at: &str) -> Value {
    let words = json!({"artist_name": artist, "recording_name": title, "length_ms": 200_000});
    json!({"words": words, "listened_at": at})
}

/// Some plays around the turn of a day.
fn plays() -> Value {
    json!({"client": "phone 1.0", "listens": [
        play("Otter", "Reed", "2026-11-20T23:50:00Z"),
        play("Otter", "Weir", "2026-11-21T00:10:00Z"),
        play("Newt", "Pond", "2026-11-21T01:10:00+01:00"),
    ]})
}

async fn call(world: &World, sender: &Sender, call: &str, body: Value) -> Value {
    let answer = world.send(sender, call, body).await;
    assert!(answer.status.is_success(), "{call}: {}", answer.text());
    if answer.bytes.is_empty() { Value::Null } else { answer.json() }
}

async fn get(world: &World, sender: &Sender, path: &str) -> Value {
    call(world, sender, &format!("GET {path}"), Value::Null).await
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

async fn titles(world: &World, sender: &Sender) -> Vec<String> {
    let page = get(world, sender, "/v1/users/maya/listens").await;
    let listens = list(&page["listens"]);
    let title = |it: &Value| it["words"]["recording_name"].as_str().unwrap_or_default().to_owned();
    listens.iter().map(title).collect()
}

#[tokio::test]
async fn listens_are_kept_once_and_read_in_pages() {
    let world = World::new().await;
    let maya = world.person("maya").await;
    let kept = call(&world, &maya, "POST /v1/listens", plays()).await;
    assert_eq!(kept["listens"][2]["status"], "kept");
    let again = call(&world, &maya, "POST /v1/listens", plays()).await;
    assert_eq!(again["listens"][2]["status"], "repeated");
    assert_eq!(again["listens"][2]["id"], kept["listens"][2]["id"]);
    assert_eq!(get(&world, &maya, "/v1/users/maya/listens/count").await["count"], 3);
    let first = get(&world, &maya, "/v1/users/maya/listens?limit=2").await;
    let cursor = first["next_cursor"].as_str().unwrap_or_default();
    let path = format!("/v1/users/maya/listens?limit=2&cursor={cursor}");
    let second = get(&world, &maya, &path).await;
    assert_eq!(first["listens"].as_array().map(Vec::len), Some(2));
    assert_eq!(second["listens"][0]["words"]["recording_name"], "Reed");
    assert_eq!(second["listens"][0]["client"], "phone 1.0");
    assert_eq!(second["next_cursor"], Value::Null);
    let before = "/v1/users/maya/listens?before=2026-11-21T00:00:00Z";
    assert_eq!(get(&world, &maya, before).await["listens"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn what_cannot_be_is_refused_by_name() {
    let world = World::new().await;
    let maya = world.person("maya").await;
    let one = |play: Value| json!({"listens": [play]});
    for (body, problem) in [
        (one(play("Otter", "Reed", "yesterday")), "400 invalid_field listened_at"),
        (one(play("", "Reed", "2026-11-20T23:50:00Z")), "400 invalid_field plays"),
        (
            json!({"listens": vec![play("O", "R", "2026-11-20T23:50:00Z"); 1001]}),
            "400 invalid_field listens",
        ),
        (json!({"plays": []}), "400 unknown_field plays"),
    ] {
        let answer = world.send(&maya, "POST /v1/listens", body).await;
        assert_eq!(answer.problem(), problem);
    }
    for (path, problem) in [
        ("listens?before=x", "400 invalid_parameter before"),
        ("listens?cursor=x", "400 invalid_cursor cursor"),
        ("stats/artists?range=x", "400 invalid_parameter range"),
        ("stats/artists?first=2026-01-01", "400 invalid_parameter range"),
        ("stats/artists?first=2026-01-02&last=2026-01-01", "400 invalid_parameter last"),
        ("stats/artists?order=x", "400 invalid_parameter order"),
        ("stats/activity?unit=x", "400 invalid_parameter unit"),
        ("stats/discoveries?of=genres", "400 invalid_parameter of"),
        ("stats/year?year=0", "400 invalid_field year"),
        ("stats/x", "404 not_found -"),
        ("stats/x.svg", "404 not_found -"),
    ] {
        let call = format!("GET /v1/users/maya/{path}");
        assert_eq!(world.send(&maya, &call, Value::Null).await.problem(), problem, "{path}");
    }
}

#[tokio::test]
async fn others_see_what_a_person_lets_them_see() {
    let world = World::new().await;
    let maya = world.person("maya").await;
    let otto = world.person("otto").await;
    let paths = ["listens", "listens/count", "now-playing", "feedback", "pins", "stats/artists"];
    let status = async |sender: &Sender, path: &str| {
        let call = format!("GET /v1/users/maya/{path}");
        world.send(sender, &call, Value::Null).await.status.as_u16()
    };
    for (visibility, seen) in
        [("private", [404, 404]), ("users", [404, 200]), ("public", [200, 200])]
    {
        let settings = json!({"listens_visibility": visibility});
        call(&world, &maya, "PATCH /v1/me/settings", settings).await;
        for path in paths {
            assert_eq!(status(&maya, path).await, 200);
            let others = [status(&Sender::default(), path).await, status(&otto, path).await];
            assert_eq!(others, seen, "{visibility} {path}");
        }
    }
}

#[tokio::test]
async fn corrections_are_previewed_made_and_taken_back() {
    let world = World::new().await;
    let maya = world.person("maya").await;
    let kept = call(&world, &maya, "POST /v1/listens", plays()).await;
    let id = kept["listens"][0]["id"].as_str().unwrap_or_default().to_owned();
    let gone = call(&world, &maya, &format!("DELETE /v1/listens/{id}"), Value::Null).await;
    assert_eq!(titles(&world, &maya).await.len(), 2);
    let edits = get(&world, &maya, "/v1/listens/edits").await;
    assert_eq!(
        (&edits["edits"][0]["id"], &edits["edits"][0]["listens"]),
        (&gone["edit_id"], &json!(1))
    );
    let undo = format!("DELETE /v1/listens/edits/{}", gone["edit_id"].as_str().unwrap_or_default());
    assert_eq!(call(&world, &maya, &undo, Value::Null).await["listens"], 1);
    assert_eq!(world.send(&maya, &undo, Value::Null).await.status, 404);
    let words = json!({"words": {"recording_name": "Ford"}});
    call(&world, &maya, &format!("PATCH /v1/listens/{id}"), words).await;
    assert!(titles(&world, &maya).await.contains(&"Ford".to_owned()));
    let filter = json!({"filter": {"artist_name": "otter"}});
    assert_eq!(call(&world, &maya, "POST /v1/listens/changes", filter).await["listens"], 2);
    let delete = json!({"filter": {"artist_name": "otter"}, "change": {"is_deleted": true}});
    assert_eq!(call(&world, &maya, "POST /v1/listens/changes", delete).await["listens"], 2);
    assert_eq!(titles(&world, &maya).await, ["Pond"]);
    let rule =
        json!({"condition": {"artist_name": "newt"}, "is_blocked": true, "is_preview": true});
    let tried = call(&world, &maya, "POST /v1/listens/rules", rule).await;
    assert_eq!((&tried["listens"], &tried["first"][0]["becomes"]), (&json!(1), &Value::Null));
    assert_eq!(tried["first"][0]["listen"]["words"]["recording_name"], "Pond");
    let rule =
        json!({"condition": {"artist_name": "newt"}, "split": ["N", "Ewt"], "is_preview": true});
    let tried = call(&world, &maya, "POST /v1/listens/rules", rule).await;
    let becomes = &tried["first"][0]["becomes"];
    assert_eq!(
        (&becomes["artists"], &becomes["recording_mbid"]),
        (&json!(["N", "Ewt"]), &Value::Null)
    );
    let rule = json!({"condition": {"artist_name": "newt"}, "is_blocked": true});
    let made = call(&world, &maya, "POST /v1/listens/rules", rule).await;
    assert!(titles(&world, &maya).await.is_empty());
    let rule = format!("/v1/listens/rules/{}", made["id"].as_str().unwrap_or_default());
    call(&world, &maya, &format!("PATCH {rule}"), json!({"is_enabled": false})).await;
    assert_eq!(titles(&world, &maya).await, ["Pond"]);
    let rules = get(&world, &maya, "/v1/listens/rules").await;
    assert_eq!(
        (&rules["rules"][0]["effect"], &rules["rules"][0]["is_enabled"]),
        (&json!("block"), &json!(false))
    );
    call(&world, &maya, &format!("DELETE {rule}"), Value::Null).await;
    assert_eq!(world.send(&maya, &format!("DELETE {rule}"), Value::Null).await.status, 404);
}

#[tokio::test]
async fn words_are_matched_by_hand_and_opinions_are_kept() {
    let world = World::new().await;
    let maya = world.person("maya").await;
    call(&world, &maya, "POST /v1/listens", plays()).await;
    let unmatched = get(&world, &maya, "/v1/listens/unmatched").await;
    assert_eq!(unmatched["unmatched"].as_array().map(Vec::len), Some(3));
    let msid = unmatched["unmatched"][0]["recording_msid"].as_str().unwrap_or_default().to_owned();
    let mbid = "b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d";
    let path = format!("/v1/listens/matches/{msid}");
    call(&world, &maya, &format!("PUT {path}"), json!({"recording_mbid": mbid})).await;
    let page = get(&world, &maya, "/v1/users/maya/listens").await;
    let listens = page["listens"].as_array().cloned().unwrap_or_default();
    assert_eq!(listens.iter().filter(|it| it["matched_by"] == "manual").count(), 1);
    call(&world, &maya, &format!("DELETE {path}"), Value::Null).await;
    let love = json!({"recording_msid": msid, "score": 1});
    call(&world, &maya, "PUT /v1/listens/feedback", love).await;
    let feedback = get(&world, &maya, "/v1/users/maya/feedback").await;
    assert_eq!((&feedback["total"], &feedback["feedback"][0]["score"]), (&json!(1), &json!(1)));
    for comment in ["one", "two"] {
        let pin = json!({"recording_msid": msid, "comment": comment});
        call(&world, &maya, "POST /v1/listens/pins", pin).await;
        world.time.advance_ms(60 * 1000);
    }
    let pins = get(&world, &maya, "/v1/users/maya/pins?limit=1").await;
    assert_eq!((&pins["total"], &pins["pins"][0]["comment"]), (&json!(2), &json!("two")));
    let cursor = pins["next_cursor"].as_str().unwrap_or_default();
    let next = get(&world, &maya, &format!("/v1/users/maya/pins?limit=1&cursor={cursor}")).await;
    assert_eq!((&next["next_cursor"], &next["pins"][0]["comment"]), (&Value::Null, &json!("one")));
    call(&world, &maya, "DELETE /v1/listens/pins", Value::Null).await;
}

#[tokio::test]
async fn a_join_of_two_reports_is_shown_and_taken_back() {
    let world = World::new().await;
    let maya = world.person("maya").await;
    for (client, at) in [("phone 1.0", "2026-11-20T23:50:00Z"), ("desk 2", "2026-11-20T23:50:01Z")]
    {
        let one = json!({"client": client, "listens": [play("Otter", "Reed", at)]});
        call(&world, &maya, "POST /v1/listens", one).await;
    }
    assert_eq!(titles(&world, &maya).await, ["Reed"]);
    let page = get(&world, &maya, "/v1/users/maya/listens").await;
    let listen = page["listens"][0]["id"].as_str().unwrap_or_default();
    let why = get(&world, &maya, &format!("/v1/listens/{listen}/match")).await;
    assert_eq!((&why["score"], &why["candidates"]), (&Value::Null, &json!([])), "{why}");
    assert_eq!((&why["stage"], &why["is_manual"]), (&Value::Null, &json!(false)), "{why}");
    let path = format!("/v1/listens/{listen}/reports");
    let reports = get(&world, &maya, &path).await["reports"].clone();
    assert_eq!(
        (&reports[0]["rule"], &reports[0]["client"], &reports[1]),
        (&json!("same_moment"), &json!("desk 2"), &Value::Null)
    );
    let report = reports[0]["id"].as_str().unwrap_or_default();
    let other = format!("DELETE {path}/{listen}");
    assert_eq!(world.send(&maya, &other, Value::Null).await.status, 404);
    let apart = call(&world, &maya, &format!("DELETE {path}/{report}"), Value::Null).await;
    assert_eq!(titles(&world, &maya).await, ["Reed", "Reed"]);
    let edit = apart["edit_id"].as_str().unwrap_or_default();
    call(&world, &maya, &format!("DELETE /v1/listens/edits/{edit}"), Value::Null).await;
    assert_eq!(titles(&world, &maya).await, ["Reed"]);
}

#[tokio::test]
async fn statistics_are_of_the_persons_days_and_drawn() {
    let world = World::new().await;
    let maya = world.person("maya").await;
    call(&world, &maya, "POST /v1/listens", plays()).await;
    let today = "/v1/users/maya/stats/totals?first=2026-11-21&last=2026-11-21";
    assert_eq!(get(&world, &maya, today).await["totals"]["listens"], 2);
    let zone = json!({"time_zone": "Europe/Berlin"});
    call(&world, &maya, "PATCH /v1/me/settings", zone).await;
    assert_eq!(get(&world, &maya, today).await["totals"]["listens"], 3);
    let first = get(&world, &maya, "/v1/users/maya/stats/artists?limit=1").await;
    assert_eq!(
        (&first["total"], &first["entries"][0]["subject"]["name"]),
        (&json!(2), &json!("Otter"))
    );
    let cursor = first["next_cursor"].as_str().unwrap_or_default();
    let path = format!("/v1/users/maya/stats/artists?limit=1&cursor={cursor}");
    let second = get(&world, &maya, &path).await;
    assert_eq!((&second["entries"][0]["rank"], &second["next_cursor"]), (&json!(2), &Value::Null));
    let all = "artists recordings releases release-groups genres labels discoveries activity \
               calendar hours totals streaks ends decades countries albums evolution genre-hours \
               year";
    for what in all.split(' ') {
        get(&world, &maya, &format!("/v1/users/maya/stats/{what}")).await;
        let call = format!("GET /v1/users/maya/stats/{what}.svg");
        let drawn: Answer = world.send(&maya, &call, Value::Null).await;
        assert_eq!(drawn.header("content-type"), "image/svg+xml", "{what}");
        let svg = drawn.text();
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"), "{svg}");
    }
    let svg = world.send(&maya, "GET /v1/users/maya/stats/artists.svg", Value::Null).await.text();
    assert!(svg.contains("Otter") && svg.contains("Newt"), "{svg}");
    let days = get(&world, &maya, "/v1/users/maya/stats/calendar").await;
    let plays = list(&days["periods"]).into_iter().filter_map(|day| day["listens"].as_u64());
    assert_eq!(plays.sum::<u64>(), 3, "{days}");
    let ends = get(&world, &maya, "/v1/users/maya/stats/ends").await;
    let at = |listen: &Value| listen["listened_at"].as_str().unwrap_or_default().to_owned();
    assert!(at(&ends["first"]) < at(&ends["last"]), "{ends}");
    let over = get(&world, &maya, "/v1/users/maya/stats/evolution?unit=day").await;
    let periods = list(&over["periods"]).into_iter();
    let all = periods.flat_map(|it| list(&it["listens"])).filter_map(|it| it.as_u64());
    assert_eq!(
        (over["artists"].as_array().map(Vec::len), all.sum::<u64>()),
        (Some(2), 3),
        "{over}"
    );
    let svg = world.send(&maya, "GET /v1/users/maya/stats/ends.svg", Value::Null).await.text();
    assert!(svg.contains("First listen") && svg.contains("Last listen"), "{svg}");
}

#[tokio::test]
async fn who_watches_hears_at_once() {
    let world = World::new().await;
    let maya = world.person("maya").await;
    let headers: Vec<(&str, &str)> =
        maya.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let request = request(Method::GET, "/v1/users/maya/events", &headers, "");
    let response = world.begin(request).await;
    assert_eq!(response.status(), 200);
    let mut body = response.into_body().into_data_stream();
    let words = json!({"artist_name": "Otter", "recording_name": "Reed"});
    call(&world, &maya, "PUT /v1/listens/now-playing", json!({"words": words})).await;
    let playing = get(&world, &maya, "/v1/users/maya/now-playing").await;
    assert_eq!(playing["now_playing"]["words"]["recording_name"], "Reed");
    call(&world, &maya, "POST /v1/listens", plays()).await;
    call(&world, &maya, "DELETE /v1/listens/now-playing", Value::Null).await;
    let mut heard = String::new();
    while !heard.contains("event: stopped") {
        let piece = body.next().await.and_then(Result::ok).unwrap_or_default();
        assert!(!piece.is_empty(), "{heard}");
        heard.push_str(&String::from_utf8_lossy(&piece));
    }
    assert!(heard.starts_with("event: now-playing"), "{heard}");
    assert_eq!(heard.matches("event: listen\n").count(), 3, "{heard}");
}
