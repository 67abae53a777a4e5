//! Names of subjects, read many at once and remembered for a while.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use store::Store;
use store::subjects::{self, Link, Subject};

use crate::error::Result;
use crate::recent::Recent;

/// The longest that a name of an older catalogue is shown.
const LIFETIME: Duration = Duration::from_secs(60);

/// A subject with its facets.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) subject: Subject,
    pub(crate) links: Vec<Link>,
    read: Instant,
}

/// What is remembered.
pub(crate) struct Directory(Recent<i64, Arc<Entry>>);

impl Directory {
    pub(crate) fn new(entries: u64) -> Self {
        Self(Recent::new(entries))
    }

    /// Forgets everything, when names have changed.
    pub(crate) fn clear(&self) {
        self.0.clear();
    }

    /// Subjects by number; those that do not exist are left out.
    pub(crate) async fn entries(
        &self,
        store: &Store,
        ids: impl IntoIterator<Item = i64>,
    ) -> Result<HashMap<i64, Arc<Entry>>> {
        let mut found = HashMap::new();
        let mut missing = Vec::new();
        for id in ids {
            if found.contains_key(&id) {
                continue;
            }
            match self.0.get(&id).filter(|entry| entry.read.elapsed() < LIFETIME) {
                Some(entry) => drop(found.insert(id, entry)),
                None => missing.push(id),
            }
        }
        missing.sort_unstable();
        missing.dedup();
        if missing.is_empty() {
            return Ok(found);
        }
        let read = Instant::now();
        let mut links: HashMap<i64, Vec<Link>> = HashMap::new();
        for link in subjects::links(store, &missing).await? {
            links.entry(link.subject).or_default().push(link);
        }
        for subject in subjects::list(store, &missing).await? {
            let id = subject.id;
            let links = links.remove(&id).unwrap_or_default();
            let entry = Arc::new(Entry { subject, links, read });
            self.0.put(id, Arc::clone(&entry));
            found.insert(id, entry);
        }
        Ok(found)
    }
}
