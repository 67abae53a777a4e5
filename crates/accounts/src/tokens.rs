//! Tokens: 256 random bits in base64url behind a prefix that says what they are for.
//!
//! They need no slow hash: nobody guesses 256 bits, so SHA-256 keeps them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::effects::Randomness;

/// Opens the native interface for a short time.
pub(crate) const ACCESS: &str = "gfa_";
/// Gets the next pair of tokens, and nothing else.
pub(crate) const REFRESH: &str = "gfr_";
/// A program's own.
pub(crate) const APP: &str = "gft_";
/// Stands in mails, invitations and sign-ins elsewhere.
pub(crate) const ONE_TIME: &str = "gfo_";

/// Bytes of chance in a token.
const ENTROPY: usize = 32;
/// Characters of a token: the prefix and 43 of base64url.
const LENGTH: usize = 4 + 43;

/// A new token with this prefix.
pub(crate) fn make(prefix: &str, random: &dyn Randomness) -> String {
    let mut bytes = [0; ENTROPY];
    random.fill(&mut bytes);
    spell(prefix, &bytes)
}

/// A token of these bits.
pub(crate) fn spell(prefix: &str, bits: &[u8; ENTROPY]) -> String {
    let mut token = String::with_capacity(LENGTH);
    token.push_str(prefix);
    URL_SAFE_NO_PAD.encode_string(bits, &mut token);
    token
}

/// The hash under which a token is kept; none for what cannot be a token with this prefix.
pub(crate) fn hash(prefix: &str, token: &str) -> Option<[u8; 32]> {
    let fits = token.len() == LENGTH && token.starts_with(prefix);
    fits.then(|| hash_of(token))
}

/// The hash of a token that was made here.
pub(crate) fn hash_of(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    //! Forms of tokens.
    use super::*;

    #[test]
    fn a_token_is_not_taken_for_one_of_another_kind() {
        let token = spell(ACCESS, &[7; 32]);
        assert_eq!(token.len(), LENGTH);
        assert_eq!(hash(ACCESS, &token), Some(hash_of(&token)));
        assert_eq!(hash(REFRESH, &token), None);
        assert_eq!(hash(ACCESS, &token[..LENGTH - 1]), None);
        assert_eq!(hash(ACCESS, "gfa_"), None);
    }
}
