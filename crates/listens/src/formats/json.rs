//! A JSON row: values by their path, whatever type a program has given them.

use serde_json::Value;

use super::found::{Reason, Refused};

/// A parsed object.
pub(super) struct Json(Value);

impl Json {
    /// Parses a row, which has to be an object.
    pub(super) fn parse(text: &str) -> Result<Self, Refused> {
        let value: Value = serde_json::from_str(text)
            .map_err(|error| Refused::new(Reason::NotJson, format!("no JSON: {error}")))?;
        if !value.is_object() {
            return Err(Refused::new(Reason::NotJson, "no JSON object"));
        }
        Ok(Self(value))
    }

    /// The value at a path of keys and positions, with dots between.
    pub(super) fn at(&self, path: &str) -> Option<&Value> {
        path.split('.').try_fold(&self.0, |value, key| match value {
            Value::Array(items) => items.get(key.parse::<usize>().ok()?),
            value => value.get(key),
        })
    }

    /// A text.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.at(path)?.as_str()
    }

    /// A text or a number, as text: many programs write numbers as texts and texts as numbers.
    pub(super) fn plain(&self, path: &str) -> Option<String> {
        match self.at(path)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// A number, also one that is written as text.
    pub(super) fn number(&self, path: &str) -> Option<f64> {
        let number = match self.at(path)? {
            Value::String(text) => text.trim().parse().ok()?,
            value => value.as_f64()?,
        };
        number.is_finite().then_some(number)
    }

    /// Whether it says `true`.
    pub(super) fn is_true(&self, path: &str) -> bool {
        self.at(path).and_then(Value::as_bool).unwrap_or(false)
    }

    /// The entries of a list; none when it is something else.
    pub(super) fn list(&self, path: &str) -> &[Value] {
        self.at(path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// The texts of a list, those that are not blank.
    pub(super) fn texts(&self, path: &str) -> Vec<&str> {
        let texts = self.list(path).iter().filter_map(Value::as_str).map(str::trim);
        texts.filter(|text| !text.is_empty()).collect()
    }
}
