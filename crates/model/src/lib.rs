//! The nouns of the music field, as every other crate uses them.
//!
//! Ids, kinds of entities, partial dates and the codes printed on records and sleeves.
//! Nothing here touches a disk, a network or a clock.

pub mod barcode;
pub mod date;
pub mod disc_id;
pub mod external_id;
pub mod gid;
pub mod isrc;
pub mod iswc;
pub mod kind;

pub use barcode::Barcode;
pub use date::{Date, Precision};
pub use disc_id::DiscId;
pub use external_id::{ExternalId, Scheme};
pub use gid::{Gid, IdScheme};
pub use isrc::Isrc;
pub use iswc::Iswc;
pub use kind::Kind;

/// A text that is not what it claims to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not {expected}")]
pub struct Malformed {
    /// The refused text, cut to 80 characters.
    pub text: String,
    /// What was expected, with an example.
    pub expected: &'static str,
}

impl Malformed {
    /// Names the text (cut to 80 characters) and what was expected instead.
    #[must_use]
    pub fn new(text: &str, expected: &'static str) -> Self {
        Self { text: text.chars().take(80).collect(), expected }
    }
}
