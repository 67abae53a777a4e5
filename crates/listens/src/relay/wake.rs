//! What wakes those who send: plays that were queued, and what plays now.

use std::sync::Arc;

use tokio::sync::{Notify, broadcast};
use uuid::Uuid;

use crate::now_playing::NowPlaying;

/// What plays now that may wait to be forwarded; one who is slower misses some.
const PLAYING: usize = 256;

/// One for each process.
pub(crate) struct Wake {
    pub(crate) queued: Notify,
    pub(crate) playing: broadcast::Sender<(Uuid, Arc<NowPlaying>)>,
}

impl Default for Wake {
    fn default() -> Self {
        Self { queued: Notify::new(), playing: broadcast::Sender::new(PLAYING) }
    }
}
