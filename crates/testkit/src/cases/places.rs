//! Names in braces: what the harness knows, and pieces of earlier answers.

use md5::{Digest as _, Md5};
use serde_json::Value;

use super::{Known, Reply};

/// Where names lead to.
pub(super) struct Places {
    pub(super) known: Known,
    pub(super) replies: Vec<Reply>,
}

/// A value in the form of a parameter.
pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The name that stands in the braces of a text, if there is nothing but that.
pub(super) fn name(text: &str) -> Option<&str> {
    let name = text.strip_prefix("{{")?.strip_suffix("}}")?;
    (!name.contains("{{")).then_some(name)
}

impl Places {
    /// A value with its names replaced.
    pub(super) fn fill(&self, value: &Value) -> Value {
        match value {
            Value::Object(fields) => {
                let filled = |(key, value): (&String, &Value)| (key.clone(), self.fill(value));
                Value::Object(fields.iter().map(filled).collect())
            }
            Value::Array(items) => items.iter().map(|item| self.fill(item)).collect(),
            Value::String(text) => self.fill_text(text),
            other => other.clone(),
        }
    }

    fn fill_text(&self, text: &str) -> Value {
        if let Some(name) = name(text) {
            return self.look(name).unwrap_or(Value::String(format!("nothing at {name}")));
        }
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((name, behind)) = after.split_once("}}") else { break };
            filled.push_str(before);
            filled.push_str(&self.look(name).as_ref().map(plain).unwrap_or_default());
            rest = behind;
        }
        filled.push_str(rest);
        filled.into()
    }

    /// What a name stands for; none when it leads nowhere.
    pub(super) fn look(&self, name: &str) -> Option<Value> {
        let known = self.known.get(name).cloned().or_else(|| self.digest(name));
        known.map(Value::String).or_else(|| self.dig(name))
    }

    /// `md5(a+b)`: of texts one behind the other, each a name, a digest, or as it stands.
    fn digest(&self, name: &str) -> Option<String> {
        let inner = name.strip_prefix("md5(")?.strip_suffix(')')?;
        let text = |piece: &str| {
            let known = self.known.get(piece).cloned().or_else(|| self.digest(piece));
            known.unwrap_or_else(|| piece.to_owned())
        };
        let text: String = inner.split('+').map(text).collect();
        Some(Md5::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// `rN.json.a.b[0]`, `rN.status`, `rN.body.split[1]`, `len(…)`
    fn dig(&self, path: &str) -> Option<Value> {
        if let Some(inner) = path.strip_prefix("len(").and_then(|rest| rest.strip_suffix(')')) {
            return Some(match self.dig(inner)? {
                Value::Array(items) => items.len().into(),
                Value::Object(fields) => fields.len().into(),
                Value::String(text) => text.chars().count().into(),
                _ => return None,
            });
        }
        let (number, rest) = path.strip_prefix('r')?.split_once('.')?;
        let reply = self.replies.get(number.parse::<usize>().ok()?)?;
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (part, rest) = rest.split_at(end);
        // Names of headers have no letter case.
        let rest = if part == "headers" { rest.to_ascii_lowercase() } else { rest.to_owned() };
        let mut value = reply.part(part)?;
        for step in rest.split(['.', '[', ']']).filter(|step| !step.is_empty()) {
            value = match &value {
                Value::Object(fields) => fields.get(step)?.clone(),
                Value::Array(items) => item(items, step)?.clone(),
                Value::String(text) if step == "split" => text.split('\n').collect(),
                _ => return None,
            };
        }
        Some(value)
    }
}

/// An item by its place; negative ones count from the end.
fn item<'v>(items: &'v [Value], place: &str) -> Option<&'v Value> {
    let place: i64 = place.parse().ok()?;
    let from_end = || usize::try_from(-place).ok().and_then(|back| items.len().checked_sub(back));
    items.get(usize::try_from(place).ok().or_else(from_end)?)
}
