//! One answer, as expectations look into it.

use serde_json::{Map, Value};

use crate::xml::{self, Element};

/// An answer.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    /// The status of HTTP.
    pub status: u16,
    /// Names and values, the names in any letter case.
    pub headers: Vec<(String, String)>,
    /// The body, if it is text.
    pub body: String,
}

impl Reply {
    /// The part that a path begins with: `json`, `xml`, `body`, `status` or `headers`.
    pub(super) fn part(&self, name: &str) -> Option<Value> {
        Some(match name {
            "json" => serde_json::from_str(&self.body).unwrap_or_default(),
            "xml" => {
                let root = xml::parse(&self.body).ok()?;
                Value::Object(Map::from_iter([(root.name.clone(), object(&root))]))
            }
            "body" => self.body.clone().into(),
            "status" => self.status.into(),
            "headers" => {
                let lower = |(name, value): &(String, String)| {
                    (name.to_ascii_lowercase(), Value::from(value.as_str()))
                };
                Value::Object(self.headers.iter().map(lower).collect())
            }
            _ => return None,
        })
    }
}

/// An element the way that cases write paths in XML: attributes behind `@`, text as `#text`, several
/// children of one name as a list, and a plain text where there is nothing else.
fn object(element: &Element) -> Value {
    if element.attributes.is_empty() && element.children.is_empty() {
        return element.text.as_str().into();
    }
    let attribute =
        |(name, value): &(String, String)| (format!("@{name}"), Value::from(value.as_str()));
    let mut fields: Map<String, Value> = element.attributes.iter().map(attribute).collect();
    if !element.text.is_empty() {
        fields.insert("#text".to_owned(), element.text.as_str().into());
    }
    for child in &element.children {
        let value = object(child);
        match fields.get_mut(&child.name) {
            None => drop(fields.insert(child.name.clone(), value)),
            Some(Value::Array(several)) => several.push(value),
            Some(one) => *one = Value::Array(vec![one.take(), value]),
        }
    }
    fields.into()
}
