//! What is done before the unit of work, on the caller's own time: checks, hashes, the catalogue.

use std::collections::HashMap;
use std::ops::Range;

use serde::de::IgnoredAny;
use store::listens_raw::{self, Report};
use uuid::Uuid;

use crate::error::{Refusal, Result};
use crate::inputs::Slot;
use crate::listens::Listens;
use crate::matching::Effort;
use crate::play::{Play, Submission, TimeMeaning};
use crate::resolve;
use crate::words::{Fields, Words};

/// Bytes of a name at most; the columns of the store hold as many characters.
const MAX_NAME: usize = 10_000;
/// Bytes of a track number and of an ISRC at most, in the same way.
const MAX_SHORT: usize = 1000;
/// Bytes of a folded name at most, in the same way.
const MAX_FOLDED: usize = 40_000;
/// Bytes of a message at most.
const MAX_PAYLOAD: usize = 1_000_000;
/// From so many unknown words on, the catalogue is asked on a thread that may block.
const MANY_WORDS: usize = 16;

/// A play on its way into the store.
pub(super) struct Item {
    /// The row, complete but for its id and the number of the words.
    pub(super) report: Report,
    /// Its words in the list of slots.
    pub(super) slot: usize,
}

/// The plays of one person.
pub(super) struct Part {
    pub(super) user_id: Uuid,
    /// Their places among the items of the batch.
    pub(super) items: Range<usize>,
    /// Those of their words among the slots.
    slots: Range<usize>,
}

/// Submissions that were checked, by person.
pub(super) struct Batch {
    pub(super) parts: Vec<Part>,
    pub(super) items: Vec<Item>,
    pub(super) slots: Vec<Slot>,
    pub(super) now_ms: i64,
}

impl Batch {
    /// Checks plays.
    pub(super) fn new(listens: &Listens, by: &Submission, plays: Vec<Play>) -> Result<Self> {
        let mut places: HashMap<[u8; 16], usize> = HashMap::new();
        let mut part = Part { user_id: by.user_id, items: 0..plays.len(), slots: 0..0 };
        let mut batch = Self {
            parts: Vec::with_capacity(1),
            items: Vec::with_capacity(plays.len()),
            slots: Vec::new(),
            now_ms: listens.now_ms(),
        };
        for (at, play) in plays.into_iter().enumerate() {
            check(at, &play)?;
            let hash = play.words.input_hash();
            let (words, report) = report(by, play);
            let place = *places.entry(hash).or_insert(batch.slots.len());
            if place == batch.slots.len() {
                let known = listens.memory().get(&hash);
                batch.slots.push(Slot::of(words, hash, known));
            }
            batch.items.push(Item { report, slot: place });
        }
        part.slots.end = batch.slots.len();
        batch.parts.push(part);
        Ok(batch)
    }

    /// Joins submissions, of which those of one person follow each other; none of none.
    pub(super) fn joined(batches: Vec<Self>) -> Option<Self> {
        let mut batches = batches.into_iter();
        let mut joined = batches.next()?;
        batches.for_each(|batch| joined.join(batch));
        Some(joined)
    }

    fn join(&mut self, other: Self) {
        let (items, slots) = (self.items.len(), self.slots.len());
        let moved = |range: Range<usize>, by| range.start + by..range.end + by;
        for part in other.parts {
            let (items, slots) = (moved(part.items, items), moved(part.slots, slots));
            match self.parts.last_mut() {
                Some(last) if last.user_id == part.user_id => {
                    (last.items.end, last.slots.end) = (items.end, slots.end);
                }
                _ => self.parts.push(Part { items, slots, ..part }),
            }
        }
        let other_items = other.items.into_iter();
        self.items.extend(other_items.map(|item| Item { slot: slots + item.slot, ..item }));
        self.slots.extend(other.slots);
    }

    /// The submissions that were joined, each of another person, as before a unit of work that was undone.
    pub(super) fn split(self) -> Vec<Self> {
        let (mut items, mut slots) = (self.items.into_iter(), self.slots.into_iter());
        let alone = self.parts.into_iter().map(|part| {
            let first = part.slots.start;
            let items = items.by_ref().take(part.items.len());
            let items: Vec<_> =
                items.map(|item| Item { slot: item.slot - first, ..item }).collect();
            let slots: Vec<_> =
                slots.by_ref().take(part.slots.len()).map(Slot::without_fresh).collect();
            let part = Part { items: 0..items.len(), slots: 0..slots.len(), ..part };
            Self { parts: vec![part], items, slots, now_ms: self.now_ms }
        });
        alone.collect()
    }

    /// Asks the catalogue about words that this process has not met.
    pub(super) async fn look_up(mut self, listens: &Listens) -> Result<Self> {
        let unknown = self.slots.iter().filter(|slot| slot.known.is_none()).count();
        if unknown == 0 || listens.catalogue().get().is_none() {
            return Ok(self);
        }
        let listens = listens.clone();
        let ask = move || {
            for slot in self.slots.iter_mut().filter(|slot| slot.known.is_none()) {
                slot.resolved = listens.resolve(&slot.words, Effort::Exact)?;
            }
            Ok(self)
        };
        if unknown < MANY_WORDS {
            return ask();
        }
        let joined = tokio::task::spawn_blocking(ask).await;
        joined.unwrap_or_else(|error| Err(crate::Error::Internal(error.into())))
    }
}

impl Listens {
    /// What the catalogue says about words; none without a catalogue.
    pub(crate) fn resolve(
        &self,
        words: &Words,
        effort: Effort,
    ) -> Result<Option<resolve::Resolved>> {
        let Some(catalog) = self.catalogue().get().clone() else { return Ok(None) };
        let view = catalog.view()?;
        Ok(Some(resolve::by_catalogue(&view, words, effort)?))
    }
}

fn check(at: usize, play: &Play) -> Result<()> {
    match wrong(play) {
        Some(reason) => Err(Refusal::invalid("plays", format!("play {at}: {reason}"))),
        None => Ok(()),
    }
}

/// Why a play cannot be kept.
pub(crate) fn wrong(play: &Play) -> Option<&'static str> {
    let words = &play.words;
    if words.artist_name.trim().is_empty() || words.recording_name.trim().is_empty() {
        return Some("the names of the artist and of the recording must not be blank");
    }
    let texts = [&words.release_name, &words.release_artist_name];
    let names = [&words.artist_name, &words.recording_name];
    for text in texts.into_iter().flatten().chain(names) {
        if text.len() > MAX_NAME || text.contains('\0') {
            return Some("a name has more than 10,000 bytes, or a zero byte");
        }
    }
    // Few letters are that much longer when they are folded.
    if names.iter().any(|name| name.len() > MAX_SHORT && text::fold(name).len() > MAX_FOLDED) {
        return Some("a name has more than 40,000 bytes when its letters are taken apart");
    }
    for text in [&words.track_number, &words.isrc].into_iter().flatten() {
        if text.len() > MAX_SHORT || text.contains('\0') {
            return Some("a track number or ISRC has more than 1,000 bytes, or a zero byte");
        }
    }
    if play.payload.len() > MAX_PAYLOAD || play.payload.contains('\0') {
        return Some("the message has more than 1,000,000 bytes, or a zero byte");
    }
    if serde_json::from_str::<IgnoredAny>(&play.payload).is_err() {
        return Some("the message is not JSON");
    }
    if jiff::Timestamp::from_millisecond(play.listened_at_ms).is_err() {
        return Some("the instant lies outside of the calendar");
    }
    None
}

/// The words of a play, and the row of its report.
fn report(by: &Submission, play: Play) -> (Words, Report) {
    let item_key = item_key(&play);
    let client = play.client.or_else(|| by.client.clone());
    let report = Report {
        id: Uuid::nil(),
        user_id: by.user_id,
        source: by.source.to_owned(),
        source_track_id: play.source_track_id.map(|text| cut(&text, 1000)),
        item_key,
        listened_at_ms: play.listened_at_ms,
        time_meaning: match play.time_meaning {
            TimeMeaning::Start => listens_raw::TimeMeaning::Start,
            TimeMeaning::End => listens_raw::TimeMeaning::End,
        },
        match_input: 0,
        played_ms: play.played_ms.filter(|ms| *ms >= 0),
        client: client.map(|text| cut(&text, 500)),
        app_token_id: by.app_token_id,
        import_id: by.import_id,
        relayed_from: by.relayed_from.as_deref().map(|text| cut(text, 1000)),
        payload: play.payload,
    };
    (play.words, report)
}

/// What tells a play from others of the same source and instant.
fn item_key(play: &Play) -> [u8; 16] {
    let mut key = Fields::new("item");
    key.maybe(play.source_track_id.as_deref());
    if play.source_track_id.is_none() {
        let words = &play.words;
        key.text(&words.recording_name.to_lowercase());
        key.text(&words.artist_name.to_lowercase());
        key.maybe(words.release_name.as_deref().map(str::to_lowercase).as_deref());
        key.maybe(words.track_number.as_deref());
    }
    key.finish()
}

fn cut(text: &str, most: usize) -> String {
    text.chars().filter(|c| *c != '\0').take(most).collect()
}
