//! Words that this process has met: their numbers, and what they count for.

use std::sync::Arc;

use store::match_inputs::Input;
use uuid::Uuid;

use crate::dedupe;
use crate::recent::Recent;

/// Words and what they count for.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    /// The state of matching that it is of; under another one it has to be read again.
    pub(crate) version: i64,
    pub(crate) id: i64,
    pub(crate) artist_key: Box<str>,
    pub(crate) recording_key: Box<str>,
    /// How much of the title is there without a note of guests.
    song_end: usize,
    pub(crate) msid: Uuid,
    pub(crate) length_ms: Option<i64>,
    pub(crate) recording_mbid: Option<Uuid>,
    pub(crate) recording: i64,
    pub(crate) release: Option<i64>,
    /// How long a play of it is when nobody observed it.
    pub(crate) played_ms: Option<i64>,
}

impl Known {
    /// Words as they were read; the recording's length counts when they tell none.
    pub(crate) fn new(version: i64, input: &Input, recording_ms: Option<i64>) -> Self {
        let words = &input.words;
        Self {
            version,
            id: input.id,
            artist_key: words.artist_key.as_str().into(),
            recording_key: words.recording_key.as_str().into(),
            song_end: dedupe::without_guests(&words.recording_key).len(),
            msid: words.recording_msid,
            length_ms: words.fields.length_ms,
            recording_mbid: words.fields.recording_mbid,
            recording: words.matched.recording_subject,
            release: words.matched.release_subject,
            played_ms: words.fields.length_ms.or(recording_ms),
        }
    }
}

impl Known {
    /// The title without a note of guests.
    pub(crate) fn song(&self) -> &str {
        self.recording_key.get(..self.song_end).unwrap_or(&self.recording_key)
    }
}

/// The memory of one process. It holds only what was committed.
pub(crate) struct Memory {
    by_hash: Recent<[u8; 16], Arc<Known>>,
    by_id: Recent<i64, Arc<Known>>,
}

impl Memory {
    pub(crate) fn new(entries: u64) -> Self {
        Self { by_hash: Recent::new(entries), by_id: Recent::new(entries) }
    }

    /// Words by hash. What they count for holds only under the same state of matching.
    pub(crate) fn get(&self, hash: &[u8; 16]) -> Option<Arc<Known>> {
        self.by_hash.get(hash)
    }

    /// Words by number.
    pub(crate) fn by_id(&self, id: i64) -> Option<Arc<Known>> {
        self.by_id.get(&id)
    }

    /// Remembers words that were committed.
    pub(crate) fn put(&self, hash: [u8; 16], known: Arc<Known>) {
        self.by_id.put(known.id, Arc::clone(&known));
        self.by_hash.put(hash, known);
    }
}
