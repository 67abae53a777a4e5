//! Barcodes of releases: UPC, EAN, JAN and whatever else was printed.

use crate::Malformed;

/// A barcode as a key: its digits without leading zeros, so that UPC-A `0731453463822`,
/// EAN-13 `731453463822` and a scanner's fourteen digits are one key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Barcode(String);

impl Barcode {
    /// Longest accepted code: GTIN-14 with an EAN-5 supplement.
    const MAX_DIGITS: usize = 19;

    /// Reads digits, ignoring `-` and spaces.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let refuse = || Malformed::new(text, "a barcode (up to 19 digits, as in 731453463822)");
        let digits: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
        if digits.is_empty()
            || digits.len() > Self::MAX_DIGITS
            || !digits.bytes().all(|b| b.is_ascii_digit())
        {
            return Err(refuse());
        }
        Ok(Self(digits.trim_start_matches('0').to_owned()))
    }

    /// The digits without leading zeros.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    //! One key for all spellings.
    use super::*;

    #[test]
    fn leading_zeros_dashes_and_spaces_do_not_matter() {
        for text in ["731453463822", "0731453463822", "00 7314534-63822"] {
            assert_eq!(Barcode::parse(text).expect("valid").as_str(), "731453463822");
        }
        assert!(Barcode::parse("").is_err());
        assert!(Barcode::parse("12a").is_err());
        assert!(Barcode::parse("12345678901234567890").is_err());
    }
}
