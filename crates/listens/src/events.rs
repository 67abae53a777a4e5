//! Events: what just happened, for live feeds.

use std::sync::Arc;

use uuid::Uuid;

use crate::now_playing::NowPlaying;
use crate::play::Play;

/// Something that just happened in this process. A subscriber that is too slow misses some.
#[derive(Debug, Clone)]
pub enum Event {
    /// A listen was stored.
    Listened {
        /// Whose.
        user_id: Uuid,
        /// Its id.
        id: Uuid,
        /// When the report came.
        inserted_at_ms: i64,
        /// What was reported.
        play: Arc<Play>,
    },
    /// Something began to play.
    NowPlaying {
        /// Whose.
        user_id: Uuid,
        /// What.
        playing: Arc<NowPlaying>,
    },
    /// Nothing plays any more.
    Stopped {
        /// Whose.
        user_id: Uuid,
    },
}

impl Event {
    /// Whose event it is.
    #[must_use]
    pub fn user_id(&self) -> Uuid {
        match self {
            Self::Listened { user_id, .. }
            | Self::NowPlaying { user_id, .. }
            | Self::Stopped { user_id } => *user_id,
        }
    }
}
