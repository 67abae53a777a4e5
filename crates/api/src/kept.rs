//! Answers that were written lately, kept in memory to be sent again.
//!
//! What people ask for is distributed very unevenly, so a small share of all answers serves most
//! requests. A generation has answers of its own: they never change and go with it.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::body::Bytes;
use http::HeaderValue;
use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};

use crate::answer::Answer;

/// A larger answer is not kept: it would push out many others.
const MAX_ANSWER_BYTES: usize = 32 * 1024;
/// What an entry takes besides its text, about: two places in tables, an allocation, counters.
const ENTRY_BYTES: usize = 96;
/// A usual entry, from which the sizes of tables follow.
const USUAL_BYTES: usize = 2048;
/// Marks of what was asked for, for each usual entry: the newest of so many times as many answers
/// as there is room for are recognised when they are asked for again.
const MARKS_AN_ENTRY: usize = 4;

/// What tells an answer from all others of a generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Key<'t> {
    /// The address up to the text.
    pub(crate) path: &'static str,
    /// Whatever else the answer depends on.
    pub(crate) tag: &'t str,
    /// What was asked for.
    pub(crate) text: &'t str,
}

/// Stands for a key: 128 bits of two hashes whose secrets nobody outside knows, so that no two keys
/// will ever share one. Reading a key to compare it would be one more wait for memory.
type Digest = u128;

/// An answer at rest: what counts its users stands right before the bytes.
#[derive(Clone)]
struct Entry {
    body: Arc<[u8]>,
    location: Option<Box<HeaderValue>>,
}

#[derive(Clone)]
struct Size;

impl Weighter<Digest, Entry> for Size {
    fn weight(&self, _: &Digest, entry: &Entry) -> u64 {
        (ENTRY_BYTES + entry.body.len()) as u64
    }
}

/// Knows what was asked for lately. To keep an answer costs almost as much as to write it, so once
/// there is no room left, what is asked for only once is not kept.
struct Door {
    marks: Box<[AtomicU32]>,
}

impl Door {
    fn new(marks: usize) -> Self {
        Self { marks: (0..marks.next_power_of_two()).map(|_| AtomicU32::new(0)).collect() }
    }

    /// Whether this was asked for lately; from now on it was.
    fn knows(&self, digest: Digest) -> bool {
        let place = digest as usize & (self.marks.len() - 1);
        let mark = (digest >> 64) as u32 | 1;
        self.marks[place].swap(mark, Ordering::Relaxed) == mark
    }
}

/// The answers of one generation.
pub(crate) struct Kept(Option<Room>);

struct Room {
    cache: Cache<Digest, Entry, Size>,
    door: Door,
    secrets: [RandomState; 2],
    /// From this size on, an answer has to be asked for twice.
    ample_bytes: u64,
}

impl Kept {
    /// Room for about so many bytes; 0 keeps nothing.
    pub(crate) fn new(bytes: usize) -> Self {
        let options = OptionsBuilder::new()
            .weight_capacity(bytes as u64)
            .estimated_items_capacity(bytes / USUAL_BYTES)
            .build();
        let room = |options| {
            let (hasher, lifecycle) = (DefaultHashBuilder::default(), DefaultLifecycle::default());
            Room {
                cache: Cache::with_options(options, Size, hasher, lifecycle),
                door: Door::new(bytes / USUAL_BYTES * MARKS_AN_ENTRY),
                secrets: [RandomState::new(), RandomState::new()],
                ample_bytes: bytes as u64 / 10 * 9,
            }
        };
        Self(options.ok().filter(|_| bytes > 0).map(room))
    }

    /// The answer, if it was written lately.
    pub(crate) fn get(&self, key: &Key<'_>) -> Option<Answer> {
        let room = self.0.as_ref()?;
        let Entry { body, location } = room.cache.get(&room.digest(key))?;
        Some(Answer::written(Bytes::from_owner(body), location.map(|location| *location)))
    }

    /// Keeps an answer if there is room or if it was asked for before, unless it is a large one.
    pub(crate) fn put(&self, key: &Key<'_>, answer: &Answer) {
        let Some(room) = &self.0 else { return };
        if answer.body().len() > MAX_ANSWER_BYTES {
            return;
        }
        let digest = room.digest(key);
        if room.door.knows(digest) || room.cache.weight() < room.ample_bytes {
            let location = answer.location().cloned().map(Box::new);
            room.cache.insert(digest, Entry { body: answer.body().into(), location });
        }
    }

    /// What happened so far.
    pub(crate) fn figures(&self) -> Figures {
        let figures = |Room { cache, .. }: &Room| Figures {
            hits: cache.hits(),
            misses: cache.misses(),
            answers: cache.len() as u64,
            bytes: cache.weight(),
        };
        self.0.as_ref().map(figures).unwrap_or_default()
    }
}

impl Room {
    fn digest(&self, key: &Key<'_>) -> Digest {
        let [high, low] = &self.secrets;
        Digest::from(high.hash_one(key)) << 64 | Digest::from(low.hash_one(key))
    }
}

/// Counts of [`Kept`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    /// Requests that found their answer.
    pub(crate) hits: u64,
    /// Requests that did not.
    pub(crate) misses: u64,
    /// Answers that are there now.
    pub(crate) answers: u64,
    /// Their size.
    pub(crate) bytes: u64,
}

#[cfg(test)]
mod tests {
    //! What is kept, and how much.
    use super::*;

    fn key(text: &str) -> Key<'_> {
        Key { path: "/lookup/track/", tag: "", text }
    }

    fn put(kept: &Kept, key: Key<'_>, answer: &Answer) {
        kept.put(&key, answer);
    }

    fn put_twice(kept: &Kept, key: Key<'_>, answer: &Answer) {
        put(kept, key, answer);
        put(kept, key, answer);
    }

    #[test]
    fn once_there_is_little_room_what_is_asked_for_once_is_not_kept() {
        let kept = Kept::new(1 << 20);
        let answer = Answer::of(&"x".repeat(1000)).expect("written");
        put(&kept, key("first"), &answer);
        assert!(kept.get(&key("first")).is_some());
        for number in 0..2000 {
            put(&kept, key(&number.to_string()), &answer);
        }
        put(&kept, key("last"), &answer);
        assert!(kept.get(&key("last")).is_none());
        put(&kept, key("last"), &answer);
        assert!(kept.get(&key("last")).is_some());
    }

    #[test]
    fn an_answer_is_found_under_its_whole_key() {
        let kept = Kept::new(1 << 20);
        put_twice(&kept, key("a"), &Answer::of(&1).expect("written"));
        assert!(kept.get(&key("a")).is_some());
        assert!(kept.get(&key("b")).is_none());
        assert!(kept.get(&Key { tag: "x", ..key("a") }).is_none());
        assert!(kept.get(&Key { path: "/lookup/album/", ..key("a") }).is_none());
        let Figures { hits, misses, answers, .. } = kept.figures();
        assert_eq!((hits, misses, answers), (1, 3, 1));
    }

    #[test]
    fn many_answers_stay_within_the_bound() {
        let kept = Kept::new(1 << 20);
        let answer = Answer::of(&"x".repeat(1000)).expect("written");
        for number in 0..20_000 {
            put_twice(&kept, key(&number.to_string()), &answer);
        }
        let figures = kept.figures();
        assert!(figures.bytes <= 1 << 20, "{figures:?}");
        assert!(figures.answers > 500, "{figures:?}");
    }

    #[test]
    fn large_answers_are_not_kept() {
        let kept = Kept::new(1 << 20);
        let large = Answer::of(&"x".repeat(MAX_ANSWER_BYTES)).expect("written");
        put_twice(&kept, key("large"), &large);
        assert_eq!(kept.figures().answers, 0);
    }

    #[test]
    fn without_room_nothing_is_kept() {
        let kept = Kept::new(0);
        put_twice(&kept, key("a"), &Answer::of(&1).expect("written"));
        assert!(kept.get(&key("a")).is_none());
    }
}
