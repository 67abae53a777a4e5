//! The YAML file as keys and texts, each with its line.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use super::error::Error;
use super::{Given, keys};

/// Reads a file; every key in it exists.
pub(super) fn read(path: &Path) -> Result<BTreeMap<&'static str, Given>, Error> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| Error::Read { path: path.to_owned(), source })?;
    let mut found = BTreeMap::new();
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(found);
    }
    let root: Node = serde_saphyr::from_str(&text).map_err(|error| Error::Syntax {
        path: path.to_owned(),
        line: error.location().map_or(0, |at| at.line()),
        reason: error.to_string().lines().next().unwrap_or_default().to_owned(),
    })?;
    let Node::Map(entries) = root else {
        let reason = "the file must be a list of keys and values".to_owned();
        return Err(Error::Syntax { path: path.to_owned(), line: 1, reason });
    };
    flatten(path, "", entries, &mut found)?;
    Ok(found)
}

fn flatten(
    path: &Path,
    prefix: &str,
    entries: Vec<(Spanned<String>, Node)>,
    found: &mut BTreeMap<&'static str, Given>,
) -> Result<(), Error> {
    for (name, node) in entries {
        let line = name.referenced.line();
        let full = format!("{prefix}{}", name.value);
        let value = match node {
            Node::Map(inner) => {
                flatten(path, &format!("{full}."), inner, found)?;
                continue;
            }
            Node::List(items) => items.join(","),
            Node::Scalar(text) => text,
        };
        let unknown = || Error::UnknownKey {
            path: path.to_owned(),
            line,
            nearest: keys::nearest(&full),
            key: full.clone(),
        };
        let key = keys::find(&full).ok_or_else(unknown)?;
        found.insert(key.name, Given { value, origin: format!("{}:{line}", path.display()) });
    }
    Ok(())
}

/// Any YAML value, scalars as text.
enum Node {
    Map(Vec<(Spanned<String>, Node)>),
    List(Vec<String>),
    Scalar(String),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value, a list of values, or keys")
    }
    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Scalar(value.to_string()))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Scalar(value.to_string()))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Scalar(value.to_string()))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Scalar(value.to_string()))
    }
    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Scalar(value.to_owned()))
    }
    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Scalar(String::new()))
    }
    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Scalar(String::new()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element::<Node>()? {
            match item {
                Node::Scalar(text) => list.push(text),
                _ => return Err(serde::de::Error::custom("a list here holds only plain values")),
            }
        }
        Ok(Node::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut map = Vec::new();
        while let Some(key) = entries.next_key::<Spanned<String>>()? {
            map.push((key, entries.next_value()?));
        }
        Ok(Node::Map(map))
    }
}
