//! Invented cases: what they send and what they expect.

use serde_json::{Value, json};

use super::{Known, Replay, Reply, Request, asks_for, people};

fn known() -> Known {
    [("token:maya", "T"), ("password", "secret")].map(|(a, b)| (a.to_owned(), b.to_owned())).into()
}

/// What a step sends after an answer.
fn sent(first: Reply, step: Value) -> Request {
    let case = json!({"steps": [{"url": "/"}, step]});
    let mut replay = Replay::new(&case, known()).expect("it has steps");
    assert_eq!(replay.take(first), Vec::<String>::new());
    replay.request().expect("it has an address").expect("it is the second of two")
}

/// Whether an answer meets an expectation.
fn meets(reply: &Reply, op: &str, args: Value) -> bool {
    let case = json!({"steps": [{"url": "/", "expect": [{"op": op, "args": args}]}]});
    let mut replay = Replay::new(&case, known()).expect("it has steps");
    replay.take(reply.clone()).is_empty()
}

fn reply(body: &str) -> Reply {
    let headers = vec![("Content-Type".to_owned(), "text/plain".to_owned())];
    Reply { status: 200, headers, body: body.to_owned() }
}

#[test]
fn a_step_is_sent_with_what_earlier_answers_said() {
    let step = json!({
        "method": "POST",
        "url": "/of a/{{r0.json.who}}?x=1",
        "query": {"n": 7},
        "headers": {"Authorization": "Token {{token:maya}}"},
        "json": {"list": ["{{r0.json.list[-1]}}"], "count": "{{len(r0.json.list)}}"},
        "then_sleep_s": 0.5,
    });
    let request = sent(reply(r#"{"who": "M&M", "list": [1, 2]}"#), step);
    assert_eq!(request.address, "/of%20a/M%26M?x=1&n=7");
    assert_eq!(request.headers, [("Authorization".to_owned(), "Token T".to_owned())]);
    assert_eq!(request.body, r#"{"count":2,"list":[2]}"#);
    assert_eq!((request.method.as_str(), request.then_pause_ms), ("POST", 500));
}

#[test]
fn a_form_may_hold_digests_and_lines_of_earlier_answers() {
    let step = json!({"url": "/", "form": {
        "a[0]": "{{md5(md5(password)+1700000000)}}", "s": "{{r0.body.split[1]}}", "l": 30,
    }});
    let request = sent(reply("OK\nabc\n"), step);
    // md5 of "5ebe2294ecd0e0f08eab7690d2a6ee691700000000"
    let digest = "9daa2f47bfef02e5ea27ddbe47714ca8";
    assert_eq!(request.body, format!("a%5B0%5D={digest}&l=30&s=abc"));
    let kind = ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned());
    assert_eq!(request.headers, [kind]);
}

#[test]
fn names_of_headers_have_no_letter_case() {
    let text = reply("");
    assert!(meets(&text, "assertEqual", json!(["{{r0.headers.Content-type}}", "text/plain"])));
    assert!(!meets(&text, "assertEqual", json!(["{{r0.headers.content-type}}", "text/xml"])));
}

#[test]
fn xml_is_looked_into_by_elements_and_attributes() {
    let xml =
        reply(r#"<lfm status="ok"><a n="1"><b>x &amp; y</b><b/></a><e code="4">no</e></lfm>"#);
    for (path, expected) in [
        ("lfm.@status", json!("ok")),
        ("lfm.a.@n", json!("1")),
        ("lfm.a.b", json!(["x & y", ""])),
        ("lfm.e", json!({"@code": "4", "#text": "no"})),
    ] {
        let place = format!("{{{{r0.xml.{path}}}}}");
        assert!(meets(&xml, "assertEqual", json!([place, expected])), "{path}");
    }
    assert!(!meets(&xml, "assertIsNone", json!(["{{r0.xml.lfm.missing}}"])));
    assert!(!meets(&reply("<lfm>"), "assertIsNotNone", json!(["{{r0.xml.lfm}}"])));
}

#[test]
fn every_kind_of_expectation_can_hold_and_can_fail() {
    let list =
        reply(r#"{"ids": ["a", "b"], "none": null, "id": "00000000-0000-0000-0000-000000000000"}"#);
    for (op, holding, failing) in [
        ("status", json!(["r0", 200]), json!(["r0", 404])),
        ("assertEqual", json!(["{{r0.json.ids[0]}}", "a"]), json!(["{{r0.json.ids[0]}}", "b"])),
        ("assertNotEqual", json!(["{{r0.json.ids[0]}}", "b"]), json!(["{{r0.json.ids[0]}}", "a"])),
        ("contains", json!(["{{r0.json.ids}}", "a"]), json!(["{{r0.json.ids}}", "c"])),
        ("assertIn", json!(["b", "{{r0.json.ids}}"]), json!(["c", "{{r0.json.ids}}"])),
        ("assertNotIn", json!(["c", "{{r0.json.ids}}"]), json!(["b", "{{r0.json.ids}}"])),
        ("assertTrue", json!(["{{r0.json.ids}}"]), json!(["{{r0.json.none}}"])),
        ("assertFalse", json!(["{{r0.json.none}}"]), json!(["{{r0.json.ids}}"])),
        ("assertIsNone", json!(["{{r0.json.none}}"]), json!(["{{r0.json.ids}}"])),
        ("assertIsNotNone", json!(["{{r0.json.ids}}"]), json!(["{{r0.json.none}}"])),
        ("is_uuid", json!(["{{r0.json.id}}"]), json!(["{{r0.json.ids[0]}}"])),
        // What leads nowhere is nothing that could be compared.
        ("assertNotEqual", json!(["{{r0.json.id}}", "a"]), json!(["{{r0.json.other}}", "a"])),
    ] {
        assert!(meets(&list, op, holding.clone()), "{op} {holding}");
        assert!(!meets(&list, op, failing.clone()), "{op} {failing}");
    }
}

#[test]
fn a_case_tells_whom_and_what_it_asks_for() {
    let case = json!({"steps": [{"url": "/{{token:otto}}", "form": {"a": "{{const:WORDS}}"}}]});
    assert_eq!(people(&case), ["otto"]);
    assert!(asks_for(&case, "const:") && !asks_for(&case, "md5("));
    assert!(Replay::new(&json!({}), known()).is_err());
}
