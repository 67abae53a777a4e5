//! Backups: everything that cannot be made again, in one directory, checked before it is needed.
//!
//! A backup holds the database, the configuration file as it is, and the manifest of the
//! catalogue's generation; the catalogue itself comes from an import. The master key of secrets
//! is not in it, only the names of the keys that are in use: whoever steals a backup must not be
//! able to read them.

mod create;
mod error;
mod folder;
mod manifest;
mod restore;
mod tools;
mod verify;

use std::sync::Arc;

use jobs::{Progress, Stop};

pub use create::create;
pub use error::Error;
pub use folder::{Found, list, prune};
pub use manifest::Manifest;
pub use restore::{Restored, restore};
pub use verify::verify;

/// For whom something is done: who listens, who may end it, and when it is.
#[derive(Clone)]
pub struct By {
    /// Who hears how far it is.
    pub progress: Arc<dyn Progress>,
    /// Whether to end early.
    pub stop: Stop,
    /// Now, in milliseconds since 1970.
    pub now_ms: i64,
}

/// The result of this module's functions.
type Result<T, E = Error> = std::result::Result<T, E>;
