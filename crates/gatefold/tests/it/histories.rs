//! Histories that come and go: over HTTP, on the command line, and through a kill.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::clients::{person, python, send};
use crate::http::Connection;
use crate::place::{Place, wait_until};
use crate::program::Running;

/// A line of an export of ListenBrainz.
fn listen(at: i64) -> Value {
    json!({
        "listened_at": 1_600_000_000 + at * 300,
        "track_metadata": {
            "artist_name": "The Lanterns",
            "track_name": format!("Song {}, \"näxt\"", at % 40),
            "additional_info": {"duration_ms": 200_000 + at % 7, "tags": ["sea"]},
        },
    })
}

/// All listens as clients of ListenBrainz see them, without what differs between people.
fn history(address: &str, token: &str, name: &str) -> Vec<Value> {
    let path = format!("GET /1/user/{name}/listens?count=1000");
    let mut answer = send(address, token, &path, &json!({}));
    let listens = answer["payload"]["listens"].as_array_mut().unwrap();
    for listen in listens.iter_mut() {
        let listen = listen.as_object_mut().unwrap();
        listen.remove("user_name");
        listen.remove("inserted_at");
        let metadata = listen["track_metadata"].as_object_mut().unwrap();
        // An export names lengths in milliseconds, and who exported.
        metadata.remove("additional_info");
    }
    listens.clone()
}

/// Sends a file and waits until it is imported; the import.
fn upload(address: &str, token: &str, bytes: &[u8]) -> Value {
    let authorization = format!("Bearer {token}");
    let headers = [("authorization", authorization.as_str()), ("content-type", "application/zip")];
    let call = "POST /v1/listens/imports?file_name=history";
    let answer = Connection::open(address).send(call, &headers, bytes).unwrap();
    assert_eq!(answer.status, 202, "{answer:?}");
    let path = format!("GET /v1/listens/imports/{}", answer.json()["id"].as_str().unwrap());
    let mut import = Value::Null;
    wait_until("the import", || {
        import = send(address, token, &path, &json!({}));
        import["status"] == "done"
    });
    import
}

#[test]
fn a_history_goes_from_one_account_to_another_in_every_format() {
    for mut place in Place::both() {
        place.set("GATEFOLD_ACCOUNTS__REGISTRATION", "open");
        let (server, address) = place.serve();
        let token = person(&address, "maya");
        let payload: Vec<Value> = (0..300).map(listen).collect();
        let body = json!({"listen_type": "import", "payload": payload});
        send(&address, &token, "POST /1/submit-listens", &body);
        let expected = history(&address, &token, "maya");
        assert_eq!(expected.len(), 300);
        for format in ["listenbrainz", "csv", "parquet"] {
            let authorization = format!("Bearer {token}");
            let call = format!("GET /v1/listens/export?format={format}");
            let headers = [("authorization", authorization.as_str())];
            let exported = Connection::open(&address).send(&call, &headers, "").unwrap();
            assert_eq!(exported.status, 200);
            // Over HTTP to one, on the command line to another.
            let (near, far) = (format!("near-{format}"), format!("far-{format}"));
            let near_token = person(&address, &near);
            let import = upload(&address, &near_token, &exported.body);
            assert_eq!((&import["read"], &import["new"]), (&json!(300), &json!(300)), "{import}");
            assert_eq!(history(&address, &near_token, &near), expected, "{format}");
            let far_token = person(&address, &far);
            let file = place.data().join(format!("history.{format}"));
            let file = file.to_str().unwrap();
            place.done(&["listens", "export", "--user", "maya", "--format", format, "--out", file]);
            let printed = place.done(&["listens", "import", "--user", &far, file]);
            let printed: Vec<&str> = printed.split_whitespace().collect();
            assert!(printed.ends_with(&["listens", "that", "are", "new", "300"]), "{printed:?}");
            assert_eq!(history(&address, &far_token, &far), expected, "{format}");
            let again = place.done(&["listens", "import", "--user", &far, file]);
            assert!(again.contains("listens that were there"), "{again}");
            assert_eq!(history(&address, &far_token, &far), expected, "{format}");
        }
        let imports = std::fs::read_dir(place.data().join("imports")).unwrap();
        assert_eq!(imports.count(), 0, "uploads are left");
        assert_eq!(server.terminate(), Some(0));
    }
}

#[test]
fn duckdb_reads_an_exported_history() {
    let Some(python) = python() else { return };
    let place = Place::sqlite();
    let (server, address) = place.serve();
    let token = person(&address, "maya");
    // Twelve days apart: eight months.
    let at = |number: i64| number * 3456;
    let payload: Vec<Value> = (0..20).map(|number| listen(at(number))).collect();
    send(
        &address,
        &token,
        "POST /1/submit-listens",
        &json!({"listen_type": "import", "payload": payload}),
    );
    let file = place.data().join("history.zip");
    let file = file.to_str().unwrap();
    place.done(&["listens", "export", "--user", "maya", "--format", "parquet", "--out", file]);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/analyse.py");
    let output = Command::new(python).args([script.to_str().unwrap(), file]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let seen: Value = serde_json::from_slice(&output.stdout).unwrap();
    let rows = (0..20).map(|number| {
        let sent = listen(at(number));
        let (metadata, at) = (&sent["track_metadata"], sent["listened_at"].as_i64().unwrap());
        let length_ms = &metadata["additional_info"]["duration_ms"];
        json!([at * 1000, metadata["artist_name"], metadata["track_name"], length_ms, null, 0])
    });
    assert_eq!(seen["rows"], Value::Array(rows.collect()));
    let months = seen["months"].as_array().unwrap();
    assert_eq!(months[0], json!([2020, 9, 2]));
    assert_eq!(seen["one_month"], json!([[2]]));
    let listens: i64 = months.iter().filter_map(|month| month[2].as_i64()).sum();
    assert_eq!((months.len(), listens), (8, 20), "{months:?}");
    let column = |name: &str| seen["columns"][name].as_str().unwrap_or_default();
    assert_eq!(column("listened_at"), "TIMESTAMP WITH TIME ZONE");
    assert_eq!((column("length_ms"), column("artist_mbids")), ("BIGINT", "VARCHAR[]"));
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn an_import_that_is_killed_goes_on_and_counts_nothing_twice() {
    let place = Place::sqlite();
    let (server, address) = place.serve();
    let token = person(&address, "maya");
    let rows = 12_000;
    let file = place.data().join("history.jsonl");
    let text: String = (0..rows).map(|at| format!("{}\n", listen(at))).collect();
    std::fs::write(&file, text).unwrap();
    let import = ["listens", "import", "--user", "maya", file.to_str().unwrap()];
    let mut random = ChaCha8Rng::seed_from_u64(4);
    let count = || {
        let answer = send(&address, &token, "GET /1/user/maya/listen-count", &json!({}));
        answer["payload"]["count"].as_i64().unwrap()
    };
    let mut cut_short = 0;
    while cut_short < 4 {
        let before = count();
        let mut child = Running::start(place.command(&import));
        // Somewhere behind its first step.
        wait_until("a step", || count() > before || child.has_ended());
        std::thread::sleep(Duration::from_millis(random.random_range(0..300)));
        if child.has_ended() {
            break;
        }
        child.kill();
        cut_short += 1;
    }
    assert!(cut_short > 0);
    place.done(&import);
    assert_eq!(count(), rows);
    let imports = send(&address, &token, "GET /v1/listens/imports", &json!({}));
    let first = imports["imports"].as_array().unwrap().last().unwrap();
    assert_eq!((&first["read"], &first["new"]), (&json!(rows), &json!(rows)), "{imports}");
    assert_eq!((&first["repeated"], &first["status"]), (&json!(0), &json!("done")));
    place.refused(&["listens", "import", "--user", "nobody", file.to_str().unwrap()], 1);
    place.refused(&["listens", "import", "--user", "maya", "--format", "tape", "x"], 1);
    std::fs::write(&file, "hello").unwrap();
    let words = place.refused(&import, 3);
    assert!(words.contains("of no format that is known"), "{words}");
    assert_eq!(server.terminate(), Some(0));
}
