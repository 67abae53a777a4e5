//! What a case expects.

use serde_json::{Map, Value};

use super::places::{Reply, fill, leads, plain};

/// Whether an expectation is met.
pub fn holds(expected: &Value, known: &Map<String, Value>, replies: &[Reply]) -> bool {
    let args = expected["args"].as_array().cloned().unwrap_or_default();
    if expected["op"] == "status" {
        let number = plain(&args[0]).trim_start_matches('r').parse::<usize>().ok();
        let reply = number.and_then(|number| replies.get(number));
        return reply.is_some_and(|reply| args[1] == reply.status);
    }
    let names: Vec<String> = args.iter().map(plain).collect();
    let is_nowhere = |text: &String| {
        let name = text.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
        name.is_some_and(|name| !name.starts_with("token:") && !leads(name, replies))
    };
    if names.iter().any(is_nowhere) {
        return false;
    }
    let values: Vec<Value> = args.iter().map(|arg| fill(arg, known, replies)).collect();
    let (first, second) = (&values[0], values.get(1).unwrap_or(&Value::Null));
    match expected["op"].as_str().unwrap_or_default() {
        "assertEqual" | "assertListEqual" | "assertDictEqual" | "assertMultiLineEqual" => {
            first == second
        }
        "assertNotEqual" => first != second,
        "contains" => is_in(second, first),
        "assertIn" => is_in(first, second),
        "assertNotIn" => !is_in(first, second),
        "assertTrue" => is_true(first),
        "assertFalse" => !is_true(first),
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
