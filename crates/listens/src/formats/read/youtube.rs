//! The watch history of Google Takeout, of which only entries of YouTube Music are taken.
//!
//! The title says in the user's language that a video was watched; the channel of an artist's
//! recordings is called `Artist - Topic`.

use super::super::fields;
use super::super::format::{Facts, Format, Head};
use super::super::found::{Found, Reason, Refused, RowResult};
use super::super::json::Json;
use super::super::layout::{Layout, Row};
use crate::TimeMeaning;

pub(super) static FORMAT: Format = Format {
    name: "youtube",
    title: "YouTube watch history (Google Takeout)",
    source: "import.youtube",
    time_meaning: TimeMeaning::Start,
    layout,
    claims,
    read,
    learn: None,
};

/// What stands before and behind a title, by language: English, which also Chinese and Portuguese
/// exports use, German, French, Spanish, Italian, Dutch, Swedish, Danish, Norwegian, Polish, Czech,
/// Russian, Turkish, Japanese.
const WORDINGS: [(&str, &str); 14] = [
    ("Watched ", ""),
    ("", " angesehen"),
    ("Vous avez regardé ", ""),
    ("Has visto ", ""),
    ("Hai guardato ", ""),
    ("Je hebt naar ", " gekeken"),
    ("Tittade på ", ""),
    ("Så på ", ""),
    ("Så ", ""),
    ("Obejrzano: ", ""),
    ("Zhlédli jste video ", ""),
    ("Просмотрено видео ", ""),
    ("", " adlı videoyu izlediniz"),
    ("", " を視聴しました"),
];

fn layout(head: &Head<'_>) -> Option<Layout> {
    (head.first_byte() == Some(b'[')).then_some(Layout::JsonItems(&[&["[]"]]))
}

fn claims(head: &Head<'_>) -> bool {
    head.is_list_with(&["\"header\"", "\"title\"", "\"time\"", "\"products\""])
        && head.has_all(&["YouTube", "watch?v"])
}

fn read(row: &Row<'_>, facts: &Facts) -> RowResult {
    let json = Json::parse(row.text)?;
    if json.text("header") != Some("YouTube Music") {
        return Err(Refused::new(Reason::NotMusic, "watched on YouTube, not on YouTube Music"));
    }
    let (raw, url) = (json.text("title").unwrap_or_default(), json.text("titleUrl"));
    let title = title(raw).ok_or_else(|| {
        let words = format!(
            "the language of {raw:?} is not known: set your Google account to English, export again"
        );
        Refused::new(Reason::UnknownWording, words)
    })?;
    // A video that is gone has its address for a title.
    let title = Some(title).filter(|title| !title.starts_with("https://"));
    let channel = json.text("subtitles.0.name");
    let artist = channel.map(|name| name.strip_suffix(" - Topic").unwrap_or(name));
    let words = fields::words(artist, title)?;
    let mut play = fields::play(words, fields::instant(json.text("time"))?, facts)?;
    let video = url.and_then(|url| url.split_once("watch?v=")).map(|(_, id)| id);
    let id = video.and_then(|id| id.split('&').next()).filter(|id| !id.is_empty());
    play.source_track_id = fields::name(id)?.map(|id| format!("youtube:{id}"));
    Ok(Found::Play(Box::new(play)))
}

/// The title without the words around it. Some languages put a no-break space there.
fn title(raw: &str) -> Option<&str> {
    let is_space = |c: char| c == ' ' || c == '\u{a0}';
    WORDINGS.iter().find_map(|(before, behind)| {
        let rest = raw.strip_prefix(before.trim_end())?.strip_suffix(behind.trim_start())?;
        let rest = if before.is_empty() { rest } else { rest.strip_prefix(is_space)? };
        let rest = if behind.is_empty() { rest } else { rest.strip_suffix(is_space)? };
        Some(rest.trim())
    })
}
