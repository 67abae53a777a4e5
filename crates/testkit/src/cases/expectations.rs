//! What a case expects.

use serde_json::Value;

use super::places::{Places, name, plain};

/// Whether an expectation is met.
///
/// # Panics
/// One of a kind that nobody has met before: to pass over it would be to say that it holds.
pub(super) fn holds(expected: &Value, places: &Places) -> bool {
    let (args, null) = (&expected["args"], Value::Null);
    let arg = |at: usize| args.get(at).unwrap_or(&null);
    if expected["op"] == "status" {
        let number = plain(arg(0)).trim_start_matches('r').parse::<usize>().ok();
        let reply = number.and_then(|number| places.replies.get(number));
        return reply.is_some_and(|reply| *arg(1) == reply.status);
    }
    let leads_nowhere =
        |arg: &Value| arg.as_str().and_then(name).is_some_and(|name| places.look(name).is_none());
    if args.as_array().into_iter().flatten().any(leads_nowhere) {
        return false;
    }
    let (first, second) = (places.fill(arg(0)), places.fill(arg(1)));
    match expected["op"].as_str().unwrap_or_default() {
        "assertEqual" | "assertListEqual" | "assertDictEqual" | "assertMultiLineEqual" => {
            first == second
        }
        "assertNotEqual" => first != second,
        "contains" => is_in(&second, &first),
        "assertIn" => is_in(&first, &second),
        "assertNotIn" => !is_in(&first, &second),
        "assertTrue" => is_true(&first),
        "assertFalse" => !is_true(&first),
        "assertIsNone" => first.is_null(),
        "assertIsNotNone" => !first.is_null(),
        "is_uuid" => first.as_str().is_some_and(|text| text.len() == 36),
        other => panic!("an expectation that nobody has met before: {other}"),
    }
}

fn is_in(needle: &Value, hay: &Value) -> bool {
    match hay {
        Value::Object(fields) => fields.contains_key(&plain(needle)),
        Value::Array(items) => items.contains(needle),
        Value::String(text) => text.contains(&plain(needle)),
        _ => false,
    }
}

fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(it) => *it,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
    }
}
