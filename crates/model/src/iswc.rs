//! International Standard Musical Work Codes.

use std::fmt;

use crate::Malformed;

/// An ISWC, held as `T` and ten digits (ISO 15707).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Iswc([u8; 11]);

impl Iswc {
    /// Reads a code in any case, with or without `-`, `.` and spaces.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let refuse = || Malformed::new(text, "an ISWC (T and ten digits, as in T-101.690.320-9)");
        let mut out = [0_u8; 11];
        let mut length = 0;
        for byte in text.bytes().filter(|byte| !matches!(byte, b'-' | b'.' | b' ')) {
            *out.get_mut(length).ok_or_else(refuse)? = byte.to_ascii_uppercase();
            length += 1;
        }
        if length == 11 && out[0] == b'T' && out[1..].iter().all(u8::is_ascii_digit) {
            Ok(Self(out))
        } else {
            Err(refuse())
        }
    }

    /// `T` and ten digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("an ISWC is ASCII")
    }
}

impl fmt::Display for Iswc {
    /// The printed form, `T-101.690.320-9`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = &self.as_str()[1..];
        write!(f, "T-{}.{}.{}-{}", &digits[..3], &digits[3..6], &digits[6..9], &digits[9..])
    }
}

#[cfg(test)]
mod tests {
    //! Accepted and refused spellings.
    use super::*;

    #[test]
    fn punctuation_does_not_matter_and_the_printed_form_has_it() {
        for text in ["T-101.690.320-9", "t1016903209", "T 101690320 9"] {
            assert_eq!(Iswc::parse(text).expect("valid").to_string(), "T-101.690.320-9");
        }
        assert!(Iswc::parse("X-101.690.320-9").is_err());
        assert!(Iswc::parse("T-101.690.320").is_err());
    }
}
