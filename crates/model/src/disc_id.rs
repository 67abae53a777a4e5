//! MusicBrainz disc ids: a digest of an audio CD's table of contents.

use std::fmt;

use crate::Malformed;

/// A disc id: 28 characters of MusicBrainz's base-64 alphabet (letters, digits, `.`, `_`, `-`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DiscId([u8; 28]);

impl DiscId {
    /// Reads the 28 characters, case-sensitively.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let bytes: [u8; 28] = text.as_bytes().try_into().map_err(|_| refuse(text))?;
        let valid =
            bytes.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
        if valid { Ok(Self(bytes)) } else { Err(refuse(text)) }
    }

    /// The 28 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a disc id is ASCII")
    }
}

fn refuse(text: &str) -> Malformed {
    Malformed::new(text, "a disc id (28 characters, as in arIS30RPWowvwNEqsqdDnZzDGhk-)")
}

impl fmt::Display for DiscId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    //! Accepted and refused texts.
    use super::*;

    #[test]
    fn only_28_characters_of_the_alphabet_are_a_disc_id() {
        assert!(DiscId::parse("arIS30RPWowvwNEqsqdDnZzDGhk-").is_ok());
        assert!(DiscId::parse("arIS30RPWowvwNEqsqdDnZzDGhk").is_err());
        assert!(DiscId::parse("arIS30RPWowvwNEqsqdDnZzDGhk=").is_err());
    }
}
