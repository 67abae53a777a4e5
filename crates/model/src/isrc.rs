//! International Standard Recording Codes.

use std::fmt;

use crate::Malformed;

/// An ISRC: twelve characters, held upper case and without dashes (ISO 3901).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Isrc([u8; 12]);

impl Isrc {
    /// Reads a code in any case, with or without `-` and spaces.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let refuse = || Malformed::new(text, "an ISRC (12 letters and digits, as in GBAYE0601498)");
        let mut out = [0_u8; 12];
        let mut length = 0;
        for byte in text.bytes().filter(|byte| !matches!(byte, b'-' | b' ')) {
            *out.get_mut(length).ok_or_else(refuse)? = byte.to_ascii_uppercase();
            length += 1;
        }
        let country = out[..2].iter().all(u8::is_ascii_uppercase);
        let registrant = out[2..5].iter().all(u8::is_ascii_alphanumeric);
        let digits = out[5..].iter().all(u8::is_ascii_digit);
        if length == 12 && country && registrant && digits { Ok(Self(out)) } else { Err(refuse()) }
    }

    /// The twelve characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("an ISRC is ASCII")
    }
}

impl fmt::Display for Isrc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    //! Accepted and refused spellings.
    use super::*;

    #[test]
    fn case_dashes_and_spaces_do_not_matter() {
        for text in ["GBAYE0601498", "gb-aye-06-01498", "gb aye 06 01498"] {
            assert_eq!(Isrc::parse(text).expect("valid").as_str(), "GBAYE0601498");
        }
    }

    #[test]
    fn wrong_lengths_and_alphabets_are_refused() {
        for text in
            ["", "GBAYE060149", "GBAYE06014988", "1BAYE0601498", "GBAYE06O1498", "GBÄYE0601498"]
        {
            assert!(Isrc::parse(text).is_err(), "{text}");
        }
    }
}
