//! Answers that were written lately, kept in memory to be sent again.
//!
//! What people ask for is distributed very unevenly, so a small share of all answers serves most
//! requests. A generation has answers of its own: they never change and go with it.

use std::hash::{Hash, Hasher};

use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, Equivalent, OptionsBuilder, Weighter};

use crate::answer::Answer;

/// A larger answer is not kept: it would push out many others.
const MAX_ANSWER_BYTES: usize = 32 * 1024;
/// Nor is the answer to a longer text.
const MAX_TEXT_BYTES: usize = 256;
/// What an entry takes besides its texts, about: two places in tables, allocations, counters.
const ENTRY_BYTES: usize = 160;
/// A usual entry, from which the sizes of tables follow.
const USUAL_BYTES: usize = 2048;

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

#[derive(Debug, Clone, PartialEq, Eq)]
struct OwnKey {
    path: &'static str,
    tag: Box<str>,
    text: Box<str>,
}

impl OwnKey {
    fn key(&self) -> Key<'_> {
        Key { path: self.path, tag: &self.tag, text: &self.text }
    }
}

impl Hash for OwnKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl Equivalent<OwnKey> for Key<'_> {
    fn equivalent(&self, own: &OwnKey) -> bool {
        *self == own.key()
    }
}

#[derive(Clone)]
struct Size;

impl Weighter<OwnKey, Answer> for Size {
    fn weight(&self, key: &OwnKey, answer: &Answer) -> u64 {
        (ENTRY_BYTES + key.tag.len() + key.text.len() + answer.len()) as u64
    }
}

/// The answers of one generation.
pub(crate) struct Kept(Option<Cache<OwnKey, Answer, Size>>);

impl Kept {
    /// Room for about so many bytes; 0 keeps nothing.
    pub(crate) fn new(bytes: usize) -> Self {
        let options = OptionsBuilder::new()
            .weight_capacity(bytes as u64)
            .estimated_items_capacity(bytes / USUAL_BYTES)
            .build();
        let cache = options.ok().filter(|_| bytes > 0).map(|options| {
            Cache::with_options(
                options,
                Size,
                DefaultHashBuilder::default(),
                DefaultLifecycle::default(),
            )
        });
        Self(cache)
    }

    /// The answer, if it was written lately.
    pub(crate) fn get(&self, key: &Key<'_>) -> Option<Answer> {
        self.0.as_ref()?.get(key)
    }

    /// Keeps an answer, unless it is an unusual one.
    pub(crate) fn put(&self, key: Key<'_>, answer: &Answer) {
        let Some(cache) = &self.0 else { return };
        if answer.len() > MAX_ANSWER_BYTES || key.text.len() + key.tag.len() > MAX_TEXT_BYTES {
            return;
        }
        let key = OwnKey { path: key.path, tag: key.tag.into(), text: key.text.into() };
        cache.insert(key, answer.clone());
    }

    /// What happened so far.
    pub(crate) fn figures(&self) -> Figures {
        let figures = |cache: &Cache<OwnKey, Answer, Size>| Figures {
            hits: cache.hits(),
            misses: cache.misses(),
            answers: cache.len() as u64,
            bytes: cache.weight(),
        };
        self.0.as_ref().map(figures).unwrap_or_default()
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

    #[test]
    fn an_answer_is_found_under_its_whole_key() {
        let kept = Kept::new(1 << 20);
        kept.put(key("a"), &Answer::of(&1).expect("written"));
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
            kept.put(key(&number.to_string()), &answer);
        }
        let figures = kept.figures();
        assert!(figures.bytes <= 1 << 20, "{figures:?}");
        assert!(figures.answers > 500, "{figures:?}");
    }

    #[test]
    fn unusual_answers_are_not_kept() {
        let kept = Kept::new(1 << 20);
        let large = Answer::of(&"x".repeat(MAX_ANSWER_BYTES)).expect("written");
        kept.put(key("large"), &large);
        kept.put(key(&"x".repeat(300)), &Answer::of(&1).expect("written"));
        assert_eq!(kept.figures().answers, 0);
    }

    #[test]
    fn without_room_nothing_is_kept() {
        let kept = Kept::new(0);
        kept.put(key("a"), &Answer::of(&1).expect("written"));
        assert!(kept.get(&key("a")).is_none());
    }
}
