//! Work that was put off: it is done before somebody looks.

use std::sync::Arc;

use futures::future::BoxFuture;

/// Somebody who acknowledges changes before all of them are made.
pub trait Deferred: Send + Sync {
    /// Makes what is missing; `None` when nothing is.
    fn catch_up(self: Arc<Self>) -> Option<BoxFuture<'static, ()>>;
}
