//! Placeholders of cases: tokens of people, and pieces of earlier answers.

use serde_json::{Map, Value};

use crate::world::Answer;

/// One answer, as expectations look at it.
pub struct Reply {
    pub status: u16,
    pub body: String,
    json: Value,
    headers: Map<String, Value>,
}

impl Reply {
    pub fn of(answer: &Answer) -> Self {
        let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            (name.to_string(), value.to_str().unwrap_or_default().into())
        };
        Self {
            status: answer.status.as_u16(),
            body: answer.text(),
            json: answer.json(),
            headers: answer.headers.iter().map(header).collect(),
        }
    }
}

/// Names of people whose tokens a text asks for.
pub fn tokens(text: &str) -> Vec<String> {
    let after = text.split("{{token:").skip(1);
    after.filter_map(|rest| rest.split_once("}}")).map(|(name, _)| name.to_owned()).collect()
}

/// A value in the form of a parameter.
pub fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A value with its placeholders filled.
pub fn fill(value: &Value, known: &Map<String, Value>, replies: &[Reply]) -> Value {
    match value {
        Value::Object(fields) => {
            let filled =
                |(key, value): (&String, &Value)| (key.clone(), fill(value, known, replies));
            Value::Object(fields.iter().map(filled).collect())
        }
        Value::Array(items) => items.iter().map(|item| fill(item, known, replies)).collect(),
        Value::String(text) => fill_text(text, known, replies),
        other => other.clone(),
    }
}

fn fill_text(text: &str, known: &Map<String, Value>, replies: &[Reply]) -> Value {
    let whole = text.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
    if let Some(name) = whole.filter(|name| !name.contains("{{") && !name.starts_with("token:")) {
        return dig(name, replies).unwrap_or(Value::String(format!("nothing at {name}")));
    }
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, behind)) = after.split_once("}}") else { break };
        filled.push_str(before);
        let value = match name.strip_prefix("token:") {
            Some(person) => known.get(person).cloned(),
            None => dig(name, replies),
        };
        filled.push_str(&value.as_ref().map(plain).unwrap_or_default());
        rest = behind;
    }
    filled.push_str(rest);
    filled.into()
}

/// Whether a placeholder leads to something.
pub fn leads(name: &str, replies: &[Reply]) -> bool {
    dig(name, replies).is_some()
}

/// `rN.json.a.b[0]`, `rN.status`, `len(…)`
fn dig(path: &str, replies: &[Reply]) -> Option<Value> {
    if let Some(inner) = path.strip_prefix("len(").and_then(|rest| rest.strip_suffix(')')) {
        return Some(match dig(inner, replies)? {
            Value::Array(items) => items.len().into(),
            Value::Object(fields) => fields.len().into(),
            Value::String(text) => text.chars().count().into(),
            _ => return None,
        });
    }
    let (number, rest) = path.strip_prefix('r')?.split_once('.')?;
    let reply = replies.get(number.parse::<usize>().ok()?)?;
    let end = rest.find(['.', '[']).unwrap_or(rest.len());
    let mut value = match &rest[..end] {
        "json" => reply.json.clone(),
        "body" => reply.body.clone().into(),
        "status" => reply.status.into(),
        "headers" => reply.headers.clone().into(),
        _ => return None,
    };
    let steps = rest[end..].split(['.', '[', ']']).filter(|step| !step.is_empty());
    for step in steps {
        value = match &value {
            Value::Object(fields) => fields.get(step)?.clone(),
            Value::Array(items) => item(items, step)?.clone(),
            _ => return None,
        };
    }
    Some(value)
}

fn item<'v>(items: &'v [Value], place: &str) -> Option<&'v Value> {
    let place: i64 = place.parse().ok()?;
    let from_end = || usize::try_from(-place).ok().and_then(|back| items.len().checked_sub(back));
    items.get(usize::try_from(place).ok().or_else(from_end)?)
}
