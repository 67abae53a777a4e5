//! What real clients sent, byte for byte, when recordings of them lie beside the repository.

use http::Request;
use serde_json::{Value, json};
use testkit::{cases, foreign};

use crate::world::{NOW_S, World};

#[tokio::test]
async fn what_real_clients_sent_is_answered_as_they_expect() {
    let Some(captures) = foreign::lines(cases::CAPTURES) else { return };
    let world = World::new().await;
    let token = world.person("u").await;
    let mut now_ms = NOW_S * 1000;
    let mut answers = Vec::new();
    for capture in captures {
        if !["liblistenbrainz", "listenbrainz-mpd"].contains(&capture["client"].as_str().unwrap()) {
            continue;
        }
        let at_ms = (capture["t"].as_f64().unwrap() * 1000.0) as i64;
        world.time.advance_ms(at_ms - now_ms);
        now_ms = at_ms;
        let answer = world.raw(request(&capture, &token)).await;
        let path = capture["path"].as_str().unwrap();
        let said = answer.json();
        let told = ["status", "valid", "error"].map(|name| said[name].to_string());
        let count = said["payload"]["count"].to_string();
        let told: Vec<String> =
            told.into_iter().chain([count]).filter(|value| value != "null").collect();
        answers.push(format!("{} {path} {}", answer.status.as_u16(), told.join(" ")));
    }
    let expected = [
        "200 /1/validate-token true",
        "200 /1/submit-listens \"ok\"",
        "200 /1/submit-listens \"ok\"",
        "200 /1/submit-listens \"ok\"",
        "200 /1/user/u/listens 0",
        "200 /1/user/u/listen-count 1",
        "200 /1/user/u/playing-now 1",
        "200 /1/feedback/recording-feedback \"ok\"",
        "200 /1/stats/user/u/artists 0",
        // The client sends a listen without its msid.
        "400 /1/delete-listen \"null: Recording MSID format invalid.\"",
        "200 /1/submit-listens \"ok\"",
        "200 /1/submit-listens \"ok\"",
        "200 /1/submit-listens \"ok\"",
        "200 /1/submit-listens \"ok\"",
    ];
    assert_eq!(answers, expected);
    assert_eq!(world.check_history("u").await.len(), 3);
    let heard = world.get("/1/user/u/listens").await.json();
    let heard = heard["payload"]["listens"].as_array().unwrap();
    let names: Vec<&Value> = heard.iter().map(|it| &it["track_metadata"]["track_name"]).collect();
    assert_eq!(names, ["Tëst Track 2", "Tëst Track 1", "Fade"]);
    let info = &heard[0]["track_metadata"]["additional_info"];
    assert_eq!((&info["media_player"], &info["tracknumber"]), (&json!("MPD"), &json!("2")));
    assert_eq!(info["artist_names"], json!(["Sigur & Rós"]));
}

fn request(capture: &Value, token: &str) -> Request<axum::body::Body> {
    let fields = capture["query"].as_object().unwrap().iter();
    let pairs = fields.map(|(key, value)| (key, value.as_str().unwrap_or_default()));
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let uri = format!("{}?{query}", capture["path"].as_str().unwrap());
    let mut request = Request::builder().method(capture["method"].as_str().unwrap()).uri(uri);
    for (name, value) in capture["headers"].as_object().unwrap() {
        request = request.header(name, value.as_str().unwrap().replace("tok", token));
    }
    request.body(capture["body"].as_str().unwrap().to_owned().into()).unwrap()
}
