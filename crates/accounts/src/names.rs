//! Names and addresses: which are possible, and the form in which they are compared.

use store::users::Folded;
use unicode_normalization::UnicodeNormalization as _;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};

use crate::error::{Refusal, Result};

/// The longest user name, in characters.
const MAX_USERNAME: usize = 64;
/// The longest address, in bytes (RFC 5321, 4.5.3.1.3, without the angle brackets).
const MAX_EMAIL: usize = 254;

/// Compatibility composition and lower case: what people do not tell apart is the same name.
pub(crate) fn fold(name: &str) -> String {
    let lower: String = name.trim().nfkc().flat_map(char::to_lowercase).collect();
    lower.nfkc().collect()
}

/// Whether a text can be kept: PostgreSQL has no text with a zero byte, and nobody writes one.
pub(crate) fn can_be_kept(text: &str) -> bool {
    !text.contains('\0')
}

/// A user name: 1 to 64 characters that can be seen, no `@`, so that it never looks like an
/// address.
///
/// # Errors
/// [`Refusal::Invalid`] of `username`.
pub(crate) fn username(text: &str) -> Result<Folded> {
    let text = text.trim();
    let folded = fold(text);
    let refuse = |reason: &str| Err(Refusal::invalid("username", reason));
    if folded.is_empty() || text.chars().count() > MAX_USERNAME {
        return refuse("a user name has 1 to 64 characters");
    }
    if text.contains('@') || folded.contains('@') {
        return refuse("a user name has no @, so that it cannot be taken for an e-mail address");
    }
    let hidden = |c: char| c.general_category_group() == GeneralCategoryGroup::Other;
    if text.chars().any(hidden) {
        return refuse("a user name has only characters that can be seen");
    }
    Ok(Folded { text: text.to_owned(), folded })
}

/// An e-mail address that mail can be sent to.
///
/// # Errors
/// [`Refusal::Invalid`] of `email`.
pub(crate) fn email(text: &str) -> Result<Folded> {
    let text = text.trim();
    if text.len() > MAX_EMAIL || !can_be_kept(text) || text.parse::<lettre::Address>().is_err() {
        return Err(Refusal::invalid("email", "this is not an e-mail address"));
    }
    Ok(Folded { text: text.to_owned(), folded: fold(text) })
}

#[cfg(test)]
mod tests {
    //! Names that are the same, and names that cannot be.
    use super::*;

    #[test]
    fn names_that_look_alike_are_one_name() -> Result<()> {
        for (left, right) in [("Maya", "maya"), ("ＭＡＹＡ", "maya"), ("STRASSE", " strasse ")]
        {
            assert_eq!(username(left)?.folded, username(right)?.folded);
        }
        Ok(())
    }

    #[test]
    fn names_that_hide_something_are_refused() {
        let long = "a".repeat(65);
        for name in ["", " ", "a@b", "a＠b", "a\u{200b}b", "a\nb", "a\u{202e}b", &long] {
            assert!(username(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn addresses_are_compared_without_case() -> Result<()> {
        assert_eq!(email("Maya@Example.ORG")?.folded, email(" maya@example.org")?.folded);
        for text in ["", "maya", "maya@", "@x", "a b@c", "a@b\r\nBcc: c@d"] {
            assert!(email(text).is_err(), "{text:?}");
        }
        Ok(())
    }
}
