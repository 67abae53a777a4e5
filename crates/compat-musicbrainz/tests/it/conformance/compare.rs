//! What differs between two answers, place by place.

use serde_json::Value;
use testkit::xml::Element;

/// Differences that are told of one answer at most.
const MAX_TOLD: usize = 12;

/// Objects are compared exactly, lists in order.
pub fn json(expected: &Value, got: &Value) -> Vec<String> {
    let mut found = Vec::new();
    values("", expected, got, &mut found);
    found.truncate(MAX_TOLD);
    found
}

fn values(place: &str, expected: &Value, got: &Value, found: &mut Vec<String>) {
    match (expected, got) {
        (Value::Object(expected), Value::Object(got)) => {
            for (key, value) in expected {
                match got.get(key) {
                    Some(other) => values(&format!("{place}.{key}"), value, other, found),
                    None => found.push(format!("{place}.{key} is missing, expected {value}")),
                }
            }
            for (key, value) in got.iter().filter(|(key, _)| !expected.contains_key(*key)) {
                found.push(format!("{place}.{key} should not be there: {value}"));
            }
        }
        (Value::Array(expected), Value::Array(got)) => {
            if expected.len() != got.len() {
                found.push(format!("{place}: {} items, expected {}", got.len(), expected.len()));
            }
            for (at, (expected, got)) in expected.iter().zip(got).enumerate() {
                values(&format!("{place}[{at}]"), expected, got, found);
            }
        }
        (Value::Number(a), Value::Number(b)) if a.as_f64() == b.as_f64() => {}
        _ if expected == got => {}
        _ => found.push(format!("{place}: {got}, expected {expected}")),
    }
}

/// Attributes are compared exactly, children of one name in order.
pub fn xml(expected: &Element, got: &Element) -> Vec<String> {
    let mut found = Vec::new();
    elements("", expected, got, &mut found);
    found.truncate(MAX_TOLD);
    found
}

fn elements(place: &str, expected: &Element, got: &Element, found: &mut Vec<String>) {
    let place = format!("{place}/{}", expected.name);
    if expected.name != got.name {
        found.push(format!("{place}: there is {}", got.name));
        return;
    }
    if expected.attributes != got.attributes {
        found.push(format!("{place}: {:?}, expected {:?}", got.attributes, expected.attributes));
    }
    if expected.text != got.text {
        found.push(format!("{place}: {:?}, expected {:?}", got.text, expected.text));
    }
    let mut names: Vec<&str> =
        expected.children.iter().chain(&got.children).map(|child| child.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let of = |element: &'_ Element| -> Vec<Element> {
            element.children.iter().filter(|child| child.name == name).cloned().collect()
        };
        let (wanted, there) = (of(expected), of(got));
        if wanted.len() != there.len() {
            let counts = (there.len(), wanted.len());
            found.push(format!("{place}: {} of {name}, expected {}", counts.0, counts.1));
        }
        for (wanted, there) in wanted.iter().zip(&there) {
            elements(&place, wanted, there, found);
        }
    }
}
