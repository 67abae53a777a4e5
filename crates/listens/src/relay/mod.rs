//! Relay: plays that came in are sent on to other servers that the person names.
//!
//! A play is queued in the unit of work that keeps it (`queue.rs`), and sent later by a job
//! (`send.rs`), the oldest first, in the language of the target (`lastfm.rs`, `listenbrainz.rs`).
//! What was refused is sorted by what helps (`verdict.rs`): try again, sign in again, or drop the
//! one play that is to blame. What plays now is forwarded at once or never (`playing.rs`). Love and
//! hate wait as plays do, the latest about each recording (`opinions.rs`).
//!
//! A play may be sent twice when the process ends between the answer and its note; both protocols
//! take the same play of the same second once.

mod backoff;
mod lastfm;
mod listenbrainz;
mod opinions;
mod playing;
mod queue;
mod send;
mod targets;
mod verdict;
mod wake;

use futures::future::BoxFuture;
use uuid::Uuid;

use crate::remote::Remote;

pub use lastfm::sign;
pub use store::relay_outbox::{Counts, Dropped};
pub use store::relay_targets::{Protocol, RelayTarget, State};
pub use targets::{NewTarget, RelayState, password, secret_name};

pub(crate) use opinions::{opinion, queue as queue_opinion};
pub(crate) use queue::queue;
pub(crate) use wake::Wake;

/// Plays of one request: as many as Last.fm takes.
const BATCH: u32 = 50;

/// Where the secrets of targets lie, encrypted.
pub trait Vault: Send + Sync {
    /// A secret of a person; none when there is none.
    fn find(&self, user_id: Uuid, name: String) -> BoxFuture<'_, crate::Result<Option<String>>>;

    /// Saves a secret in place of one that is there.
    fn put(&self, user_id: Uuid, name: String, secret: String) -> BoxFuture<'_, crate::Result<()>>;
}

/// What sending needs from the program.
#[derive(Clone, Copy)]
pub struct Outside<'a> {
    /// Other servers.
    pub remote: &'a dyn Remote,
    /// The secrets.
    pub vault: &'a dyn Vault,
    /// Key and secret of this installation at servers of Last.fm's language.
    pub app: (&'a str, &'a str),
    /// How this server calls itself towards others, so that nothing comes back.
    pub public_url: Option<&'a str>,
    /// Addresses that may be asked.
    pub servers: &'a [String],
}
