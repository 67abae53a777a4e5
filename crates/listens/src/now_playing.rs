//! Now playing: what a person hears at this moment, one entry for each program.

use crate::words::Words;

/// What plays at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NowPlaying {
    /// The program that said so, empty when it did not tell its name.
    pub client: String,
    /// What plays.
    pub words: Words,
    /// The message exactly as it came, as JSON text.
    pub payload: String,
    /// When it was said.
    pub started_at_ms: i64,
    /// When it is over.
    pub expires_at_ms: i64,
}
