//! `additional_info`: tags, lengths and MBIDs have rules, everything else is free and comes back.

use model::Gid;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::listen::uuid;
use crate::failure::{Answer, Failure};

const MAX_TAGS: usize = 50;
/// In characters.
const MAX_TAG: usize = 64;
/// 24 days, in seconds.
const MAX_LENGTH_S: i64 = 2_073_600;
const TOO_MANY_TAGS: &str =
    "JSON document may not contain more than 50 items in track_metadata.additional_info.tags.";
const LONG_TAG: &str = "JSON document may not contain track_metadata.additional_info.tags longer \
                        than 64 characters.";
const ONE_MBID: [&str; 4] = ["release_mbid", "recording_mbid", "release_group_mbid", "track_mbid"];
const SOME_MBIDS: [&str; 2] = ["artist_mbids", "work_mbids"];

/// Checks what has rules, and takes out what means nothing.
pub(super) fn check(info: &mut Map<String, Value>) -> Answer<()> {
    check_tags(info)?;
    check_lengths(info)?;
    clean(info).map_err(|key| Failure::bad_request(format!("{key} MBID format invalid.")))
}

fn check_tags(info: &Map<String, Value>) -> Answer<()> {
    let Some(Value::Array(tags)) = info.get("tags") else { return Ok(()) };
    if tags.len() > MAX_TAGS {
        return Err(Failure::bad_request(TOO_MANY_TAGS));
    }
    let is_long = |tag: &Value| tag.as_str().is_some_and(|tag| tag.chars().count() > MAX_TAG);
    if tags.iter().any(is_long) {
        return Err(Failure::bad_request(LONG_TAG));
    }
    Ok(())
}

fn check_lengths(info: &Map<String, Value>) -> Answer<()> {
    if info.contains_key("duration") && info.contains_key("duration_ms") {
        let text = "JSON document should not contain both duration and duration_ms.";
        return Err(Failure::bad_request(text));
    }
    for (key, most) in [("duration", MAX_LENGTH_S), ("duration_ms", MAX_LENGTH_S * 1000)] {
        let Some(value) = info.get(key) else { continue };
        let length = whole(value).filter(|length| *length > 0).ok_or_else(|| {
            let text = format!("Value for {key} is invalid, should be a positive integer.");
            Failure::bad_request(text)
        })?;
        if length > most {
            let text = format!("Value for {key} is too large, max permitted value is {most}");
            return Err(Failure::bad_request(text));
        }
    }
    Ok(())
}

/// A number without its fraction, or the text of one.
fn whole(value: &Value) -> Option<i64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite()).map(|number| number as i64)
}

/// Takes out MBIDs that are empty, and makes lengths whole numbers.
///
/// # Errors
/// The key of something that should be an MBID and is none.
pub(crate) fn clean(info: &mut Map<String, Value>) -> Result<(), &'static str> {
    for key in ["duration", "duration_ms"] {
        let Some(value) = info.get_mut(key) else { continue };
        if let Some(length) = whole(value) {
            *value = length.into();
        }
    }
    for key in ONE_MBID {
        match info.get(key) {
            None => {}
            Some(value) if is_nothing(value) => drop(info.remove(key)),
            Some(value) if uuid(value).is_some() => {}
            Some(_) => return Err(key),
        }
    }
    for key in SOME_MBIDS {
        let Some(value) = info.get_mut(key) else { continue };
        match value {
            Value::Array(items) => {
                items.retain(|item| !is_nothing(item));
                if items.iter().any(|item| uuid(item).is_none()) {
                    return Err(key);
                }
                if items.is_empty() {
                    info.remove(key);
                }
            }
            value if is_nothing(value) => drop(info.remove(key)),
            _ => return Err(key),
        }
    }
    Ok(())
}

/// Whether [`clean`] and [`flatten`] leave a value as it came; what changes there changes here.
pub(crate) fn stays(key: &str, value: &RawValue) -> bool {
    let text = value.get();
    let is_mbid = |text: &&str| Uuid::try_parse(text).is_ok();
    match key {
        "duration" | "duration_ms" => text.parse::<u32>().is_ok(),
        key if ONE_MBID.contains(&key) => {
            serde_json::from_str(text).ok().as_ref().is_some_and(is_mbid)
        }
        key if SOME_MBIDS.contains(&key) => {
            let mbids: Vec<&str> = serde_json::from_str(text).unwrap_or_default();
            !mbids.is_empty() && mbids.iter().all(is_mbid)
        }
        _ => !text.starts_with('{'),
    }
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(str::is_empty)
}

/// The MBID that a text is.
pub(super) fn gid(value: &Value) -> Option<Gid> {
    uuid(value).map(|id| Gid(*id.as_bytes()))
}

/// Objects within the object become keys with dots.
pub(crate) fn flatten(info: Map<String, Value>) -> Map<String, Value> {
    let mut flat = Map::new();
    put(&mut flat, "", info);
    flat
}

/// As deep as the parser goes.
fn put(flat: &mut Map<String, Value>, before: &str, fields: Map<String, Value>) {
    for (key, value) in fields {
        let key = if before.is_empty() { key } else { format!("{before}.{key}") };
        match value {
            Value::Object(inner) => put(flat, &key, inner),
            value => drop(flat.insert(key, value)),
        }
    }
}
