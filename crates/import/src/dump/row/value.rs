//! The types of single fields, from the bytes between two tabs.

use std::borrow::Cow;

use model::Gid;

use super::problem::{Excerpt, Problem};

/// The most numbers that an array may hold; a disc has at most 99 tracks.
const MAX_ARRAY: usize = 4096;

/// Text: escapes resolved, UTF-8 checked afterwards (an escape may write any byte).
pub(super) fn unescape(raw: &[u8]) -> Result<Cow<'_, str>, Problem> {
    match memchr::memchr(b'\\', raw) {
        None => match std::str::from_utf8(raw) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(_) => Err(Problem::NotUtf8(Excerpt::new(raw))),
        },
        Some(first) => {
            let bytes = resolve(raw, first).ok_or_else(|| Problem::BadEscape(Excerpt::new(raw)))?;
            String::from_utf8(bytes)
                .map(Cow::Owned)
                .map_err(|_| Problem::NotUtf8(Excerpt::new(raw)))
        }
    }
}

/// Resolves escapes as `COPY FROM` does; `None` when a backslash is the last byte.
fn resolve(raw: &[u8], first: usize) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    let mut next = Some(first);
    while let Some(at) = next {
        out.extend_from_slice(&rest[..at]);
        let (&mark, after) = rest[at + 1..].split_first()?;
        rest = after;
        match mark {
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'v' => out.push(11),
            b'0'..=b'7' => out.push(digits(mark - b'0', &mut rest, 8)),
            b'x' => match rest.first().and_then(|&c| (c as char).to_digit(16)) {
                Some(_) => out.push(digits(0, &mut rest, 16)),
                None => out.push(b'x'),
            },
            other => out.push(other),
        }
        next = memchr::memchr(b'\\', rest);
    }
    out.extend_from_slice(rest);
    Some(out)
}

/// Up to two more digits of an octal or hexadecimal escape; PostgreSQL keeps the low eight bits.
fn digits(mut value: u8, rest: &mut &[u8], radix: u32) -> u8 {
    for _ in 0..2 {
        let Some((digit, after)) =
            rest.split_first().and_then(|(&c, after)| Some(((c as char).to_digit(radix)?, after)))
        else {
            break;
        };
        value = value.wrapping_mul(radix as u8).wrapping_add(digit as u8);
        *rest = after;
    }
    value
}

/// A decimal number that fits `T`.
pub(super) fn integer<T: TryFrom<i64>>(raw: &[u8]) -> Result<T, Problem> {
    let value = decimal(raw).ok_or_else(|| match raw {
        [b'-', digits @ ..] | digits
            if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) =>
        {
            Problem::out_of_range(raw)
        }
        _ => Problem::NotANumber(Excerpt::new(raw)),
    })?;
    T::try_from(value).map_err(|_| Problem::out_of_range(raw))
}

fn decimal(raw: &[u8]) -> Option<i64> {
    let (negative, digits) = match raw {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    // 18 digits cannot overflow, and no id of any table has more.
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut value: i64 = 0;
    for &byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + i64::from(digit);
    }
    Some(if negative { -value } else { value })
}

pub(super) fn boolean(raw: &[u8]) -> Result<bool, Problem> {
    match raw {
        b"t" => Ok(true),
        b"f" => Ok(false),
        _ => Err(Problem::NotABool(Excerpt::new(raw))),
    }
}

/// A UUID; the digits are folded without branches since every entity row has one.
pub(super) fn uuid(raw: &[u8]) -> Result<Gid, Problem> {
    let refuse = || Problem::NotAUuid(Excerpt::new(raw));
    let text: &[u8; 36] = raw.try_into().map_err(|_| refuse())?;
    if text[8] != b'-' || text[13] != b'-' || text[18] != b'-' || text[23] != b'-' {
        return Err(refuse());
    }
    let mut out = [0_u8; 16];
    let mut bad = 0_u8;
    for (byte, at) in out.iter_mut().zip(PAIRS) {
        let (high, low) = (HEX[usize::from(text[at])], HEX[usize::from(text[at + 1])]);
        bad |= high | low;
        *byte = high << 4 | (low & 15);
    }
    if bad & 0x80 != 0 { Err(refuse()) } else { Ok(Gid(out)) }
}

/// Where the two digits of each byte stand in a UUID's text.
const PAIRS: [usize; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

/// The value of a hexadecimal digit, 0x80 for every other byte.
const HEX: [u8; 256] = {
    let mut table = [0x80_u8; 256];
    let mut digit = 0;
    while digit < 16 {
        table[b"0123456789abcdef"[digit] as usize] = digit as u8;
        table[b"0123456789ABCDEF"[digit] as usize] = digit as u8;
        digit += 1;
    }
    table
};

pub(super) fn array(raw: &[u8]) -> Result<Vec<i32>, Problem> {
    let refuse = || Problem::NotAnArray(Excerpt::new(raw));
    let [b'{', inner @ .., b'}'] = raw else { return Err(refuse()) };
    if inner.is_empty() {
        return Ok(Vec::new());
    }
    let mut out = Vec::new();
    for item in inner.split(|&byte| byte == b',') {
        if out.len() == MAX_ARRAY {
            return Err(refuse());
        }
        out.push(integer(item).map_err(|_| refuse())?);
    }
    Ok(out)
}

pub(super) fn point(raw: &[u8]) -> Result<(f64, f64), Problem> {
    let parse = || {
        let [b'(', inner @ .., b')'] = raw else { return None };
        let (x, y) = std::str::from_utf8(inner).ok()?.split_once(',')?;
        let (x, y): (f64, f64) = (x.parse().ok()?, y.parse().ok()?);
        (x.is_finite() && y.is_finite()).then_some((x, y))
    };
    parse().ok_or_else(|| Problem::NotAPoint(Excerpt::new(raw)))
}
