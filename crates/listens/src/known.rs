//! Words that this process has met: their numbers, and what they count for.

use std::sync::Arc;

use store::match_inputs::{Fields, Input, Status};
use uuid::Uuid;

use crate::dedupe;
use crate::recent::Recent;

/// Words and what they count for.
#[derive(Debug)]
pub(crate) struct Known {
    /// The state of matching that it is of; under another one it has to be read again.
    pub(crate) version: i64,
    pub(crate) id: i64,
    texts: Texts,
    /// How much of the title is there without a note of guests.
    song_end: usize,
    pub(crate) msid: Uuid,
    pub(crate) length_ms: Option<i64>,
    pub(crate) recording_mbid: Option<Uuid>,
    release_mbid: Option<Uuid>,
    track_mbid: Option<Uuid>,
    is_one_artist: bool,
    /// As it was read. Words that waited for the closer look then may have had it since.
    pub(crate) status: Status,
    pub(crate) recording: i64,
    pub(crate) release: Option<i64>,
    /// How long a play of it is when nobody observed it.
    pub(crate) played_ms: Option<i64>,
}

impl Known {
    /// Words as they were read; the recording's length counts when they tell none.
    pub(crate) fn new(version: i64, input: &Input, recording_ms: Option<i64>) -> Self {
        let words = &input.words;
        let fields = &words.fields;
        Self {
            version,
            id: input.id,
            texts: Texts::new([
                Some(&words.artist_key),
                Some(&words.recording_key),
                Some(&fields.artist_name),
                Some(&fields.recording_name),
                fields.release_name.as_deref(),
                fields.release_artist_name.as_deref(),
                fields.track_number.as_deref(),
                fields.isrc.as_deref(),
                Some(&fields.artist_mbids),
            ]),
            song_end: dedupe::without_guests(&words.recording_key).len(),
            msid: words.recording_msid,
            length_ms: fields.length_ms,
            recording_mbid: fields.recording_mbid,
            release_mbid: fields.release_mbid,
            track_mbid: fields.track_mbid,
            is_one_artist: fields.is_one_artist,
            status: words.matched.status,
            recording: words.matched.recording_subject,
            release: words.matched.release_subject,
            played_ms: fields.length_ms.or(recording_ms),
        }
    }

    pub(crate) fn artist_key(&self) -> &str {
        self.texts.get(0).unwrap_or_default()
    }

    pub(crate) fn recording_key(&self) -> &str {
        self.texts.get(1).unwrap_or_default()
    }

    /// The title without a note of guests.
    pub(crate) fn song(&self) -> &str {
        let key = self.recording_key();
        key.get(..self.song_end).unwrap_or(key)
    }

    /// The words as they are kept.
    pub(crate) fn fields(&self) -> Fields {
        let text = |place| self.texts.get(place).map(str::to_owned);
        Fields {
            artist_name: text(2).unwrap_or_default(),
            recording_name: text(3).unwrap_or_default(),
            release_name: text(4),
            release_artist_name: text(5),
            track_number: text(6),
            length_ms: self.length_ms,
            isrc: text(7),
            recording_mbid: self.recording_mbid,
            release_mbid: self.release_mbid,
            track_mbid: self.track_mbid,
            artist_mbids: text(8).unwrap_or_default(),
            is_one_artist: self.is_one_artist,
        }
    }
}

/// Bytes of the texts of words that are remembered at most: real ones have some hundred.
const MAX_TEXTS: usize = 4_096;
/// How many texts words have, the folded ones included.
const TEXTS: usize = 9;

/// Texts in one piece of memory: of most words all of them together are shorter than what a text of its own costs.
#[derive(Debug)]
struct Texts {
    all: Box<str>,
    /// Where each ends, and whether it is there.
    ends: [(u32, bool); TEXTS],
}

impl Texts {
    fn new(texts: [Option<&str>; TEXTS]) -> Self {
        let mut all = String::with_capacity(texts.iter().flatten().map(|text| text.len()).sum());
        let ends = texts.map(|text| {
            all.push_str(text.unwrap_or_default());
            (u32::try_from(all.len()).unwrap_or(u32::MAX), text.is_some())
        });
        Self { all: all.into(), ends }
    }

    /// Bytes of memory.
    fn len(&self) -> usize {
        self.all.len()
    }

    fn get(&self, place: usize) -> Option<&str> {
        let (end, is_there) = self.ends[place];
        let begin = place.checked_sub(1).map_or(0, |before| self.ends[before].0);
        self.all.get(begin as usize..end as usize).filter(|_| is_there)
    }
}

/// The memory of one process. It holds only what was committed.
pub(crate) struct Memory {
    /// Asked together with the words, so that both forget the same.
    ids: Recent<[u8; 16], i64>,
    words: Recent<i64, Arc<Known>>,
}

impl Memory {
    pub(crate) fn new(entries: u64) -> Self {
        Self { ids: Recent::new(entries), words: Recent::new(entries) }
    }

    /// Words by hash. What they count for holds only under the same state of matching.
    pub(crate) fn get(&self, hash: &[u8; 16]) -> Option<Arc<Known>> {
        self.by_id(self.ids.get(hash)?)
    }

    /// Words by number.
    pub(crate) fn by_id(&self, id: i64) -> Option<Arc<Known>> {
        self.words.get(&id)
    }

    /// Remembers words that were committed, unless they are absurdly long.
    pub(crate) fn put(&self, hash: [u8; 16], known: Arc<Known>) {
        if known.texts.len() > MAX_TEXTS {
            return;
        }
        self.ids.put(hash, known.id);
        self.words.put(known.id, known);
    }
}

#[cfg(test)]
mod tests {
    //! What was packed comes back.
    use store::match_inputs::{Match, NewInput};

    use super::*;

    #[test]
    fn words_come_back_as_they_were_read() {
        let full = Fields {
            artist_name: "Мирела Vance".to_owned(),
            recording_name: "Low Water (feat. Otter)".to_owned(),
            release_name: Some(String::new()),
            release_artist_name: None,
            track_number: Some("A1".to_owned()),
            length_ms: Some(1),
            isrc: None,
            recording_mbid: Some(Uuid::from_u128(1)),
            release_mbid: None,
            track_mbid: Some(Uuid::from_u128(2)),
            artist_mbids: "[]".to_owned(),
            is_one_artist: true,
        };
        for fields in [full, Fields::default()] {
            let input = input(fields.clone());
            let known = Known::new(1, &input, None);
            assert_eq!(known.fields(), fields);
            assert_eq!(known.artist_key(), input.words.artist_key);
            assert_eq!(known.recording_key(), input.words.recording_key);
        }
    }

    fn input(fields: Fields) -> Input {
        let matched = Match {
            status: Status::Pending,
            stage: None,
            score: None,
            features: "{}".to_owned(),
            recording_subject: 1,
            release_subject: None,
            catalogue_generation: None,
            rules_version: None,
        };
        let words = NewInput {
            input_hash: [1; 16],
            recording_msid: Uuid::from_u128(3),
            artist_key: text::fold(&fields.artist_name).into_owned(),
            recording_key: text::fold(&fields.recording_name).into_owned(),
            fields,
            matched,
        };
        Input { id: 1, words }
    }
}
