//! One listen: its rules, in the order of ListenBrainz, and the play that it is.

use std::borrow::Cow;

use listens::Play;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Kind;
use super::info;
use super::words::{text, words};
use crate::failure::{Answer, Failure};

/// Clocks of clients may be ahead by so much, in seconds.
const SKEW_S: i64 = 3600;
/// 2002-10-01, when Audioscrobbler began; the message of ListenBrainz names another second.
const EARLIEST_S: i64 = 1_033_430_400;
const TOO_LOW: &str = "Value for key listened_at is too low. listened_at timestamp should be \
                       greater than 1033410600 (2002-10-01 00:00:00 UTC).";
const MORE_KEYS: &str =
    "JSON document may only contain listened_at and track_metadata top level keys";
const MORE_KEYS_PLAYING: &str = "JSON document may only contain track_metadata as top level key \
                                 when submitting playing_now.";
const TIME_PLAYING: &str =
    "JSON document must not contain listened_at while submitting playing_now.";
const NULL_METADATA: &str = "JSON document may not have track_metadata with null value.";

/// A listen that broke no rule.
#[derive(Debug)]
pub(crate) struct Checked {
    listened_at_s: i64,
    /// Trimmed names, and the rest without what means nothing.
    metadata: Map<String, Value>,
    /// The text as it came.
    payload: String,
}

/// Checks one listen.
pub(super) fn check(text: &RawValue, kind: Kind, now_s: i64) -> Answer<Checked> {
    let value: Value = serde_json::from_str(text.get()).map_err(|e| Failure::not_json(&e))?;
    let mut listen = match value {
        Value::Null => {
            return Err(Failure::bad_request("Listen is empty and cannot be validated."));
        }
        Value::Object(listen) => listen,
        // What has no keys lacks the first that is asked for.
        _ => Map::new(),
    };
    rules(&mut listen, kind, now_s).map_err(|failure| failure.beside(echo(text)))?;
    let listened_at_s = listen.get("listened_at").and_then(Value::as_i64).unwrap_or(now_s);
    let metadata = match listen.remove("track_metadata") {
        Some(Value::Object(metadata)) => metadata,
        _ => Map::new(),
    };
    Ok(Checked { listened_at_s, metadata, payload: text.get().to_owned() })
}

/// What is told again to the client whose listen is refused.
fn echo(text: &RawValue) -> Map<String, Value> {
    let mut again: Map<String, Value> = serde_json::from_str(text.get()).unwrap_or_default();
    again.retain(|key, _| key == "listened_at" || key == "track_metadata");
    again
}

fn rules(listen: &mut Map<String, Value>, kind: Kind, now_s: i64) -> Answer<()> {
    if kind == Kind::PlayingNow {
        if listen.contains_key("listened_at") {
            return Err(Failure::bad_request(TIME_PLAYING));
        }
        has_metadata(listen)?;
        if listen.len() > 1 {
            return Err(Failure::bad_request(MORE_KEYS_PLAYING));
        }
    } else {
        let mut sent = listen.get_mut("listened_at");
        let second = listened_at(sent.as_deref(), now_s)?;
        if let Some(sent) = &mut sent {
            **sent = second.into();
        }
        has_metadata(listen)?;
        if listen.len() > 2 {
            return Err(Failure::bad_request(MORE_KEYS));
        }
    }
    match listen.get_mut("track_metadata") {
        Some(Value::Null) => Err(Failure::bad_request(NULL_METADATA)),
        Some(Value::Object(metadata)) => check_metadata(metadata),
        _ => check_metadata(&mut Map::new()),
    }
}

fn has_metadata(listen: &Map<String, Value>) -> Answer<()> {
    if listen.contains_key("track_metadata") {
        return Ok(());
    }
    let text = "JSON document must contain the key track_metadata at the top level.";
    Err(Failure::bad_request(text))
}

fn listened_at(value: Option<&Value>, now_s: i64) -> Answer<i64> {
    let missing = "JSON document must contain the key listened_at at the top level.";
    let value = value.ok_or_else(|| Failure::bad_request(missing))?;
    let not_int = "JSON document must contain an int value for listened_at.";
    let second = integer(value).ok_or_else(|| Failure::bad_request(not_int))?;
    if second >= now_s.saturating_add(SKEW_S) {
        return Err(Failure::bad_request("Value for key listened_at is too high."));
    }
    if second < EARLIEST_S {
        return Err(Failure::bad_request(TOO_LOW));
    }
    Ok(second)
}

/// What can be taken for a whole number: numbers, and texts of digits.
pub(crate) fn integer(value: &Value) -> Option<i64> {
    match value {
        // A float beyond the range becomes its end, and is then too high or too low.
        Value::Number(number) => number.as_i64().or_else(|| number.as_f64().map(|f| f as i64)),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn check_metadata(metadata: &mut Map<String, Value>) -> Answer<()> {
    for key in ["track_name", "artist_name"] {
        let missing = || {
            let text =
                format!("JSON document does not contain required field track_metadata.{key}.");
            Failure::bad_request(text)
        };
        if trim(metadata.get_mut(key).ok_or_else(missing)?, key)?.is_empty() {
            return Err(Failure::bad_request(format!("field track_metadata.{key} is empty.")));
        }
    }
    if let Some(value) = metadata.get_mut("release_name")
        && trim(value, "release_name")?.is_empty()
    {
        metadata.remove("release_name");
    }
    match metadata.get_mut("additional_info") {
        Some(Value::Object(info)) => info::check(info)?,
        Some(Value::Null) => drop(metadata.remove("additional_info")),
        Some(_) => {
            let text = "track_metadata.additional_info must be an object.";
            return Err(Failure::bad_request(text));
        }
        None => {}
    }
    let names = ["track_name", "artist_name", "release_name"].map(|key| metadata.get(key));
    match names.into_iter().flatten().chain(metadata.values()).find_map(with_zero) {
        Some(text) => Err(Failure::bad_request(format!("{text} contains a unicode null"))),
        None => Ok(()),
    }
}

/// Takes the blanks around a name away.
fn trim<'v>(value: &'v mut Value, key: &str) -> Answer<&'v str> {
    let Value::String(text) = value else {
        let text = format!("track_metadata.{key} must be a single string.");
        return Err(Failure::bad_request(text));
    };
    let name = text.trim();
    if name.len() < text.len() {
        *text = name.to_owned();
    }
    Ok(text)
}

/// The first text with a zero character: the database cannot keep it. Values are no deeper than
/// the parser goes.
fn with_zero(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => text.contains('\0').then_some(text),
        Value::Array(items) => items.iter().find_map(with_zero),
        Value::Object(fields) => fields.iter().find_map(|(key, value)| {
            if key.contains('\0') { Some(key.as_str()) } else { with_zero(value) }
        }),
        _ => None,
    }
}

impl Checked {
    fn text(&self, key: &str) -> Option<&str> {
        self.metadata.get(key).and_then(Value::as_str)
    }

    fn info(&self) -> Option<&Map<String, Value>> {
        self.metadata.get("additional_info").and_then(Value::as_object)
    }

    fn field(&self, key: &str) -> Option<Cow<'_, Value>> {
        self.info()?.get(key).map(Cow::Borrowed)
    }

    /// The name of the program that submits, without its version.
    pub(super) fn client_name(&self) -> Option<&str> {
        self.info()?.get("submission_client").and_then(Value::as_str)
    }

    /// The server that forwards the listen, if it says so: it does not get it back.
    pub(super) fn relayed_from(&self) -> Option<&str> {
        self.info()?.get("relayed_from").and_then(Value::as_str)
    }

    fn client(&self) -> Option<String> {
        let text = |keys: &[&str]| text(|key: &str| self.field(key), keys);
        let name = text(&["submission_client", "listening_from"])?;
        match text(&["submission_client_version"]) {
            Some(version) => Some(format!("{name} {version}")),
            None => Some(name),
        }
    }

    /// The play that is submitted.
    pub(super) fn into_play(self) -> Play {
        let played_s = self.info().and_then(|info| integer(info.get("duration_played")?));
        let names = ["artist_name", "track_name", "release_name"].map(|key| self.text(key));
        Play {
            words: words(names, |key| self.field(key)),
            listened_at_ms: self.listened_at_s.saturating_mul(1000),
            played_ms: played_s.filter(|s| *s >= 0).map(|s| s.saturating_mul(1000)),
            client: self.client(),
            payload: self.payload,
            ..Play::default()
        }
    }
}

/// The MBID that a text is.
pub(super) fn uuid(value: &Value) -> Option<Uuid> {
    value.as_str().and_then(|text| Uuid::try_parse(text).ok())
}
