//! Work that was put off: it is done before anybody reads or writes.

use std::sync::{Arc, PoisonError, RwLock, Weak};

use futures::future::BoxFuture;

/// Somebody who acknowledges changes before all of them are made.
pub trait Deferred: Send + Sync {
    /// Makes what is missing; `None` when nothing is.
    fn settle(self: Arc<Self>) -> Option<BoxFuture<'static, ()>>;
}

/// Those who put work off.
#[derive(Default)]
pub(crate) struct Settling(RwLock<Vec<Weak<dyn Deferred>>>);

impl Settling {
    pub(crate) fn add(&self, deferred: Weak<dyn Deferred>) {
        let mut list = self.0.write().unwrap_or_else(PoisonError::into_inner);
        list.retain(|it| it.strong_count() > 0);
        list.push(deferred);
    }

    /// Lets all of them make what is missing.
    pub(crate) async fn settle(&self) {
        let missing: Vec<_> = {
            let list = self.0.read().unwrap_or_else(PoisonError::into_inner);
            list.iter().filter_map(|it| it.upgrade()?.settle()).collect()
        };
        for settle in missing {
            settle.await;
        }
    }
}
