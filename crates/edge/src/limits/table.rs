//! A table of fixed size from client to the moment when its tokens are whole again.
//!
//! A client hashes to one bucket of eight slots. A slot whose moment has passed is free, because
//! forgetting a client with all its tokens changes nothing; so nothing has to sweep the table.
//! When all eight are taken, the one that would be free first makes room: those who asked for the
//! most are forgotten last.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

const SHARDS: usize = 64;
const WAYS: usize = 8;

#[derive(Clone, Copy, Default)]
struct Slot {
    key: u64,
    full_at: u64,
}

type Bucket = [Slot; WAYS];

/// See the top of the file.
pub(super) struct Table {
    shards: Vec<Mutex<Box<[Bucket]>>>,
    buckets_per_shard: usize,
    // Seeded by the system, so that nobody can choose addresses that share a bucket.
    hasher: RandomState,
}

impl Table {
    pub(super) fn new(clients: usize) -> Self {
        let buckets_per_shard = clients.div_ceil(SHARDS * WAYS).next_power_of_two();
        let shard = || Mutex::new(vec![Bucket::default(); buckets_per_shard].into_boxed_slice());
        Self {
            shards: (0..SHARDS).map(|_| shard()).collect(),
            buckets_per_shard,
            hasher: RandomState::new(),
        }
    }

    /// Replaces a client's moment by what `change` makes of it and returns the new one.
    ///
    /// `change` is given a moment that is not before `now`.
    pub(super) fn update(&self, key: u64, now: u64, change: impl FnOnce(u64) -> u64) -> u64 {
        let (shard, bucket) = self.place(key);
        let mut buckets = lock(shard);
        let bucket = &mut buckets[bucket];
        if let Some(slot) = bucket.iter_mut().find(|slot| slot.key == key) {
            slot.full_at = change(slot.full_at.max(now));
            return slot.full_at;
        }
        let full_at = change(now);
        let first_free = bucket.iter_mut().min_by_key(|slot| slot.full_at);
        *first_free.expect("a bucket has eight slots") = Slot { key, full_at };
        full_at
    }

    /// A client's moment, or `now` when it is past or unknown.
    pub(super) fn get(&self, key: u64, now: u64) -> u64 {
        let (shard, bucket) = self.place(key);
        let buckets = lock(shard);
        let known = buckets[bucket].iter().find(|slot| slot.key == key);
        known.map_or(now, |slot| slot.full_at.max(now))
    }

    pub(super) fn active(&self, now: u64) -> usize {
        let in_shard = |shard: &Mutex<Box<[Bucket]>>| {
            lock(shard).as_flattened().iter().filter(|slot| slot.full_at > now).count()
        };
        self.shards.iter().map(in_shard).sum()
    }

    pub(super) fn memory_bytes(&self) -> usize {
        SHARDS * (self.buckets_per_shard * size_of::<Bucket>() + size_of::<Mutex<Box<[Bucket]>>>())
    }

    fn place(&self, key: u64) -> (&Mutex<Box<[Bucket]>>, usize) {
        let hash = self.hasher.hash_one(key);
        let shard = (hash >> 32) as usize % SHARDS;
        (&self.shards[shard], hash as usize & (self.buckets_per_shard - 1))
    }
}

fn lock(shard: &Mutex<Box<[Bucket]>>) -> MutexGuard<'_, Box<[Bucket]>> {
    // Every write is a whole slot, so a panic elsewhere leaves nothing half done.
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}
