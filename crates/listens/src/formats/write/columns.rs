//! The columns of a listen, as CSV and Parquet have them.

use std::borrow::Cow;

use super::ExportedListen;
use crate::TimeMeaning;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// A text, always there.
    Text,
    /// A text that may be missing.
    MaybeText,
    /// A number that may be missing.
    MaybeNumber,
    /// An instant in milliseconds, always there.
    Instant,
    /// Texts without blanks.
    Texts,
}

/// The value of a column.
pub(super) enum Value<'a> {
    Text(Option<Cow<'a, str>>),
    Number(Option<i64>),
    Texts(Vec<String>),
}

/// A column: its name, what it holds, and how it is found.
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) holds: Holds,
    pub(super) value: for<'a> fn(&'a ExportedListen) -> Value<'a>,
}

const fn column(
    name: &'static str,
    holds: Holds,
    value: for<'a> fn(&'a ExportedListen) -> Value<'a>,
) -> Column {
    Column { name, holds, value }
}

/// All columns. Names that exist are never given another meaning; new ones go to the end.
pub(super) const COLUMNS: [Column; 22] = [
    column("listened_at", Holds::Instant, |listen| number(Some(listen.listened_at_ms))),
    column("time_meaning", Holds::Text, |listen| match listen.time_meaning {
        TimeMeaning::Start => text("start"),
        TimeMeaning::End => text("end"),
    }),
    column("artist_name", Holds::Text, |listen| text(&listen.words.artist_name)),
    column("recording_name", Holds::Text, |listen| text(&listen.words.recording_name)),
    column("release_name", Holds::MaybeText, |listen| maybe(&listen.words.release_name)),
    column("release_artist_name", Holds::MaybeText, |listen| {
        maybe(&listen.words.release_artist_name)
    }),
    column("track_number", Holds::MaybeText, |listen| maybe(&listen.words.track_number)),
    column("length_ms", Holds::MaybeNumber, |listen| number(listen.words.length_ms)),
    column("played_ms", Holds::MaybeNumber, |listen| number(listen.played_ms)),
    column("isrc", Holds::MaybeText, |listen| maybe(&listen.words.isrc)),
    column("recording_mbid", Holds::MaybeText, |listen| mbid(listen.words.recording_mbid)),
    column("release_mbid", Holds::MaybeText, |listen| mbid(listen.words.release_mbid)),
    column("track_mbid", Holds::MaybeText, |listen| mbid(listen.words.track_mbid)),
    column("artist_mbids", Holds::Texts, |listen| {
        Value::Texts(listen.words.artist_mbids.iter().map(ToString::to_string).collect())
    }),
    column("matched_recording_mbid", Holds::MaybeText, |listen| {
        mbid(listen.mapping.as_ref().map(|mapping| mapping.recording_mbid))
    }),
    column("matched_release_mbid", Holds::MaybeText, |listen| {
        mbid(listen.mapping.as_ref().and_then(|mapping| mapping.release_mbid))
    }),
    column("source", Holds::Text, |listen| text(&listen.source)),
    column("client", Holds::MaybeText, |listen| maybe(&listen.client)),
    column("source_track_id", Holds::MaybeText, |listen| maybe(&listen.source_track_id)),
    column("recording_msid", Holds::Text, |listen| owned(Some(listen.recording_msid.to_string()))),
    column("inserted_at", Holds::Instant, |listen| number(Some(listen.inserted_at_ms))),
    column("additional_info", Holds::MaybeText, |listen| {
        let info = &listen.additional_info;
        owned((!info.is_empty()).then(|| serde_json::Value::Object(info.clone()).to_string()))
    }),
];

fn text(text: &str) -> Value<'_> {
    Value::Text(Some(text.into()))
}

fn maybe(text: &Option<String>) -> Value<'_> {
    Value::Text(text.as_deref().map(Into::into))
}

fn owned(text: Option<String>) -> Value<'static> {
    Value::Text(text.map(Into::into))
}

fn number(number: Option<i64>) -> Value<'static> {
    Value::Number(number)
}

fn mbid(gid: Option<model::Gid>) -> Value<'static> {
    owned(gid.map(|gid| gid.to_string()))
}
