//! Sixteen-byte public ids: MusicBrainz ids, or 22-character base-62 ids of other catalogues.

use std::fmt;

use crate::Malformed;

/// How the sixteen bytes of a [`Gid`] are written in text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IdScheme {
    /// A MusicBrainz id: a UUID, lower case with dashes (`mbid:`).
    #[default]
    Mbid,
    /// 22 characters of `0-9a-zA-Z`, a number below 2^128 (`spotify:`).
    Base62,
}

impl IdScheme {
    /// The word before the colon in `scheme:value`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mbid => "mbid",
            Self::Base62 => "spotify",
        }
    }

    /// The scheme of that name, `None` when it is another.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Mbid, Self::Base62].into_iter().find(|scheme| scheme.as_str() == name)
    }
}

/// The public id of an entity: 128 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Gid(pub [u8; 16]);

const HEX: &[u8; 16] = b"0123456789abcdef";
const BASE62: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// Where a UUID's text has its dashes (RFC 9562 section 4).
const DASHES: [usize; 4] = [8, 13, 18, 23];

/// Where the digits of each byte stand.
const PLACES: [usize; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

impl Gid {
    /// Reads an id written in `scheme`.
    pub fn parse(text: &str, scheme: IdScheme) -> Result<Self, Malformed> {
        match scheme {
            IdScheme::Mbid => Self::parse_mbid(text),
            IdScheme::Base62 => Self::parse_base62(text),
        }
    }

    /// Reads a UUID of 36 characters; either case of the hexadecimal digits is accepted.
    pub fn parse_mbid(text: &str) -> Result<Self, Malformed> {
        let refuse = || {
            Malformed::new(
                text,
                "a MusicBrainz id (36 characters, as in 89ad4ac3-39f7-470e-963a-56509c546377)",
            )
        };
        let bytes = text.as_bytes();
        if bytes.len() != 36 || DASHES.iter().any(|&at| bytes[at] != b'-') {
            return Err(refuse());
        }
        let mut out = [0_u8; 16];
        let digit = |at: usize| (bytes[at] as char).to_digit(16).ok_or_else(refuse);
        for (byte, at) in out.iter_mut().zip(PLACES) {
            *byte = (digit(at)? << 4 | digit(at + 1)?) as u8;
        }
        Ok(Self(out))
    }

    /// Reads 22 base-62 characters (digits, then lower, then upper case).
    pub fn parse_base62(text: &str) -> Result<Self, Malformed> {
        let refuse = || Malformed::new(text, "a base-62 id (22 letters and digits)");
        if text.len() != 22 {
            return Err(refuse());
        }
        let mut value: u128 = 0;
        for byte in text.bytes() {
            let digit = match byte {
                b'0'..=b'9' => byte - b'0',
                b'a'..=b'z' => byte - b'a' + 10,
                b'A'..=b'Z' => byte - b'A' + 36,
                _ => return Err(refuse()),
            };
            value = value
                .checked_mul(62)
                .and_then(|v| v.checked_add(u128::from(digit)))
                .ok_or_else(refuse)?;
        }
        Ok(Self(value.to_be_bytes()))
    }

    /// Writes the id in `scheme`'s text form into a fixed buffer, without allocating.
    #[must_use]
    pub fn text(&self, scheme: IdScheme) -> GidText {
        let mut out = GidText { bytes: [b'-'; 36], len: 36 };
        match scheme {
            IdScheme::Mbid => {
                for (byte, at) in self.0.into_iter().zip(PLACES) {
                    out.bytes[at] = HEX[usize::from(byte >> 4)];
                    out.bytes[at + 1] = HEX[usize::from(byte & 15)];
                }
            }
            IdScheme::Base62 => {
                let mut value = u128::from_be_bytes(self.0);
                for place in out.bytes[..22].iter_mut().rev() {
                    *place = BASE62[(value % 62) as usize];
                    value /= 62;
                }
                out.len = 22;
            }
        }
        out
    }
}

impl fmt::Display for Gid {
    /// The MusicBrainz form.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text(IdScheme::Mbid).as_str())
    }
}

impl serde::Serialize for Gid {
    /// The MusicBrainz form.
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.text(IdScheme::Mbid).as_str())
    }
}

impl<'de> serde::Deserialize<'de> for Gid {
    /// The MusicBrainz form.
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        Self::parse_mbid(&text).map_err(serde::de::Error::custom)
    }
}

/// The text of a [`Gid`], on the stack.
#[derive(Clone, Copy)]
pub struct GidText {
    bytes: [u8; 36],
    len: u8,
}

impl GidText {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.len)]).expect("ids are ASCII")
    }
}

#[cfg(test)]
mod tests;
