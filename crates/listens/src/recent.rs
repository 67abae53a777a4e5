//! A memory of bounded size that forgets what nobody asked for lately.

use std::collections::HashMap;
use std::hash::Hash;
use std::mem::swap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Values by key. What is met is young; when half of the places are taken by the young, what was
/// old is forgotten, and the young are old. An entry costs little more than its key and its value.
pub(crate) struct Recent<K, V> {
    half: usize,
    halves: Mutex<Halves<K, V>>,
}

struct Halves<K, V> {
    young: HashMap<K, V>,
    old: HashMap<K, V>,
}

impl<K: Eq + Hash, V: Clone> Recent<K, V> {
    /// A memory of so many entries at most.
    pub(crate) fn new(entries: u64) -> Self {
        let half = usize::try_from(entries / 2).unwrap_or(usize::MAX);
        let halves = Halves { young: HashMap::new(), old: HashMap::new() };
        Self { half, halves: Mutex::new(halves) }
    }

    pub(crate) fn get(&self, key: &K) -> Option<V> {
        let mut halves = self.halves();
        if let Some(value) = halves.young.get(key) {
            return Some(value.clone());
        }
        let (key, value) = halves.old.remove_entry(key)?;
        self.add(&mut halves, key, value.clone());
        Some(value)
    }

    pub(crate) fn put(&self, key: K, value: V) {
        let mut halves = self.halves();
        halves.old.remove(&key);
        self.add(&mut halves, key, value);
    }

    pub(crate) fn clear(&self) {
        let mut halves = self.halves();
        halves.young.clear();
        halves.old.clear();
    }

    fn add(&self, halves: &mut Halves<K, V>, key: K, value: V) {
        if halves.young.len() >= self.half {
            let Halves { young, old } = halves;
            swap(young, old);
            young.clear();
        }
        halves.young.insert(key, value);
    }

    fn halves(&self) -> MutexGuard<'_, Halves<K, V>> {
        self.halves.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    //! What is forgotten, and what is not.
    use super::*;

    #[test]
    fn what_is_asked_for_stays_and_the_rest_is_forgotten() {
        let recent = Recent::new(10);
        for number in 0..100 {
            recent.put(number, number);
            assert_eq!(recent.get(&0), Some(0), "asked for all the time");
        }
        assert_eq!(recent.get(&50), None);
        assert_eq!(recent.get(&99), Some(99));
        let kept = (0..100).filter(|number| recent.get(number).is_some()).count();
        assert!(kept <= 11, "{kept} of 10 places");
    }

    #[test]
    fn the_last_value_counts() {
        let recent = Recent::new(4);
        recent.put(1, 'a');
        (2..4).for_each(|number| recent.put(number, 'x'));
        recent.put(1, 'b');
        assert_eq!(recent.get(&1), Some('b'));
        recent.clear();
        assert_eq!(recent.get(&1), None);
    }
}
