//! The one door: what all nouns share.

use std::sync::{Arc, Weak};

use catalog::Live;
use futures::future::BoxFuture;
use store::{Deferred, Ids, Store};
use tokio::sync::broadcast;
use uuid::Uuid;

use crate::directory::Directory;
use crate::effects::{Effects, Randomness};
use crate::events::Event;
use crate::known::Memory;
use crate::options::Options;
use crate::relay::Wake;
use crate::submit::{Group, Inbox};

/// The listening history of one installation. A clone is the same history.
#[derive(Clone)]
pub struct Listens(Arc<Shared>);

struct Shared {
    /// For those who look after the listens of all that was accepted are made.
    store: Store,
    /// For those who need none of them.
    database: Store,
    catalogue: Arc<Live>,
    effects: Effects,
    ids: Ids,
    events: broadcast::Sender<Event>,
    memory: Memory,
    names: Directory,
    wake: Wake,
    group: Group,
    inbox: Option<Inbox>,
}

impl Deferred for Shared {
    fn catch_up(self: Arc<Self>) -> Option<BoxFuture<'static, ()>> {
        if !self.inbox.as_ref()?.is_behind() {
            return None;
        }
        Some(Box::pin(async { Listens(self).catch_up().await }))
    }
}

impl Listens {
    /// Opens the history that a store holds.
    #[must_use]
    pub fn new(store: Store, catalogue: Arc<Live>, effects: Effects, options: &Options) -> Self {
        let events = broadcast::Sender::new(options.event_queue.max(1));
        let memory = Memory::new(options.known_words);
        let names = Directory::new(options.known_subjects);
        let ids = Ids::default();
        let (wake, group) = (Wake::default(), Group::default());
        Self(Arc::new_cyclic(|shared: &Weak<Shared>| Shared {
            inbox: store.is_embedded().then(Inbox::default),
            store: store.after(shared.clone()),
            database: store,
            catalogue,
            effects,
            ids,
            events,
            memory,
            names,
            wake,
            group,
        }))
    }

    /// What happens from now on, of all people.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.0.events.subscribe()
    }

    /// The time of day, in milliseconds since 1970.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.0.effects.clock.now_ms()
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    /// The database for what has nothing to do with listens: it does not wait for them.
    pub(crate) fn database(&self) -> &Store {
        &self.0.database
    }

    pub(crate) fn catalogue(&self) -> &Live {
        &self.0.catalogue
    }

    pub(crate) fn memory(&self) -> &Memory {
        &self.0.memory
    }

    pub(crate) fn names(&self) -> &Directory {
        &self.0.names
    }

    pub(crate) fn wake(&self) -> &Wake {
        &self.0.wake
    }

    pub(crate) fn group(&self) -> &Group {
        &self.0.group
    }

    pub(crate) fn inbox(&self) -> Option<&Inbox> {
        self.0.inbox.as_ref()
    }

    pub(crate) fn random(&self) -> &dyn Randomness {
        &*self.0.effects.random
    }

    pub(crate) fn new_id(&self) -> Uuid {
        self.0.ids.next(&*self.0.effects.clock, &*self.0.effects.random)
    }

    pub(crate) fn has_subscribers(&self) -> bool {
        self.0.events.receiver_count() > 0
    }

    /// Tells subscribers, if there are any.
    pub(crate) fn tell(&self, event: Event) {
        self.0.events.send(event).ok();
    }
}
