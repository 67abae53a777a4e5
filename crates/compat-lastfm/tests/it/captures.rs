//! What real clients have sent, replayed: each request is accepted and its listens are read back.

use serde_json::Value;
use testkit::{cases, foreign};

use crate::world::{World, md5};

/// A request as it was, with the credentials of this server.
async fn replay(world: &World, capture: &Value, (key, session): (&str, &str)) -> (String, String) {
    let text = |name: &str| capture[name].as_str().unwrap_or_default().to_owned();
    let query = capture["query"].as_object().unwrap();
    let mut pairs: Vec<(String, String)> = query
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
        .collect();
    for (name, value) in &mut pairs {
        match name.as_str() {
            "u" | "username" => *value = "maya".to_owned(),
            "a" => *value = world.digest(query["t"].as_str().unwrap()),
            _ => {}
        }
    }
    let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let digest = md5(&format!("maya{}", md5(&world.token)));
    let body = text("body")
        .replace("sk=SK", &format!("sk={key}"))
        .replace("0123456789abcdef0123456789abcdef", session)
        .replace("23b5a55dfe7a341470321b4d328d0c2d", &digest);
    let program = capture["headers"]["User-Agent"].as_str().unwrap_or_default();
    let call = format!("{} {}?{}", text("method"), text("path"), query.join("&"));
    let answer = world.send(program, &call, &body).await;
    (format!("{} {}", answer.status.as_u16(), text("client")), answer.text)
}

#[tokio::test]
async fn what_real_clients_have_sent_is_accepted_and_read_back() {
    let Some(captures) = foreign::lines(cases::CAPTURES) else { return };
    let world = World::new().await;
    let (key, session) = (world.key().await, world.session().await);
    let ours = captures
        .into_iter()
        .filter(|capture| matches!(capture["client"].as_str(), Some("pylast" | "mpdscribble")));
    let mut replayed = 0;
    for capture in ours {
        let (status, text) = replay(&world, &capture, (&key, &session)).await;
        let body = capture["body"].as_str().unwrap_or_default();
        // Its token came from another server.
        let is_refused = body.contains("auth.getSession");
        assert_eq!(status.starts_with("200"), !is_refused, "{status} {body} {text}");
        assert!(!text.starts_with("FAILED") && !text.starts_with("BAD"), "{body} {text}");
        assert!(!text.contains("ignored=\"1\""), "{text}");
        replayed += 1;
    }
    assert!(replayed >= 11, "{replayed}");
    let lines = world.lines().await;
    assert_eq!(lines.len(), 1 + 12 + 2, "{lines:#?}");
    for line in [
        // 34 s before what mpdscribble stamped.
        "1795229206 Sigur & Rós – Tëst Track 1",
        "1795229240 Sigur & Rós – Tëst Track 2",
        "1795229183 Sigur & Rós – Tëst",
        "1700000000 a0 – t0",
        "1700000011 a11 – t11",
    ] {
        assert!(lines.iter().any(|it| it == line), "{line}: {lines:#?}");
    }
}
