//! Keys: values that are one term each, and the characters in front that say whose they are.

use std::array;
use std::str;

use model::Date;

/// How the text of a value becomes its key. A query's text goes the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// As it is.
    Exact,
    /// In lower case.
    Lower,
    /// In lower case, without the zeros that it begins with, and without spaces.
    WithoutZeros,
    /// Only letters and digits, in lower case.
    Compact,
}

impl Form {
    /// Appends the key of a text.
    pub(crate) fn push(self, text: &str, out: &mut String) {
        match self {
            Self::Exact => out.push_str(text),
            Self::Lower if text.is_ascii() => {
                let start = out.len();
                out.push_str(text.trim());
                out[start..].make_ascii_lowercase();
            }
            Self::Lower => text.trim().chars().for_each(|c| out.extend(c.to_lowercase())),
            Self::WithoutZeros => {
                let start = out.len();
                let digits = text.chars().filter(|c| !c.is_whitespace());
                for c in digits.skip_while(|c| *c == '0') {
                    out.extend(c.to_lowercase());
                }
                // A code of zeros alone is still a code.
                if out.len() == start && !text.trim().is_empty() {
                    out.push('0');
                }
            }
            Self::Compact => {
                for c in text.chars().filter(|c| c.is_alphanumeric()) {
                    out.extend(c.to_lowercase());
                }
            }
        }
    }
}

/// Longest key in bytes; what is longer is found by its beginning.
pub(crate) const MAX_KEY_BYTES: usize = 512;

/// Characters of a number: 36 bits.
const DIGITS: usize = 6;

/// Numbers from here on are taken as this.
pub(crate) const MAX_NUMBER: u64 = (1 << (6 * DIGITS)) - 1;

/// Stands in front of the keys of the field of that number.
pub(crate) fn mark(field: u8) -> char {
    char::from(b'!' + field)
}

/// Appends a number in characters that sort as numbers do.
pub(crate) fn push_number(number: u64, out: &mut String) {
    let number = number.min(MAX_NUMBER);
    let digits: [u8; DIGITS] =
        array::from_fn(|at| b'0' + (number >> (6 * (DIGITS - 1 - at)) & 63) as u8);
    out.push_str(str::from_utf8(&digits).expect("digits are ASCII"));
}

/// A number of degrees, from -180 to 180, as a whole one.
pub(crate) fn degrees(degrees: f64) -> u64 {
    ((degrees + 1000.0) * 100_000.0).clamp(0.0, 1e9).round() as u64
}

/// Appends as much of a date as is known; nothing of one without a year.
pub(crate) fn push_date(date: Date, out: &mut String) {
    let Some(year @ 0..=9999) = date.year else { return };
    let known = Date::new(Some(year), date.month, date.month.and(date.day));
    // Dates are many, and formatting is slow.
    push_two(year as u16 / 100, out);
    push_two(year as u16 % 100, out);
    for part in [known.month, known.day].into_iter().flatten() {
        out.push('-');
        push_two(u16::from(part), out);
    }
}

/// Appends two digits of a number below a hundred.
fn push_two(number: u16, out: &mut String) {
    for digit in [number / 10 % 10, number % 10] {
        out.push(char::from(b'0' + digit as u8));
    }
}

/// The key of a date in a query, as in `1999`, `1999-5` and `1999-05-01T00:00:00Z`; `None` when it is none.
pub(crate) fn date_of(text: &str) -> Option<String> {
    let date = text.split('T').next().unwrap_or_default();
    let mut key = String::new();
    push_date(Date::parse(date)?, &mut key);
    (!key.is_empty()).then_some(key)
}

/// A text that sorts right after everything that begins with this one.
pub(crate) fn after(text: &str) -> String {
    format!("{text}\u{10ffff}")
}

#[cfg(test)]
mod tests {
    //! Keys sort as what they stand for.
    use super::*;

    fn number(number: u64) -> String {
        let mut key = String::new();
        push_number(number, &mut key);
        key
    }

    fn form(form: Form, text: &str) -> String {
        let mut key = String::new();
        form.push(text, &mut key);
        key
    }

    #[test]
    fn numbers_sort_as_numbers_do() {
        let numbers = [0, 1, 9, 10, 63, 64, 4095, 4096, 1 << 32, MAX_NUMBER - 1, MAX_NUMBER];
        let keys = numbers.map(number);
        assert!(keys.is_sorted() && keys.iter().all(|key| key.len() == 6));
        assert_eq!(number(u64::MAX), number(MAX_NUMBER));
        assert!(!keys.concat().contains(['\n', '\u{1}']));
        assert!(number(degrees(-33.9)) < number(degrees(-33.8)));
        assert!(number(degrees(-0.1)) < number(degrees(0.1)));
    }

    #[test]
    fn a_value_and_a_query_meet_in_one_form() {
        assert_eq!(form(Form::Lower, " Digital Media "), "digital media");
        assert_eq!(form(Form::WithoutZeros, "00731 453"), "731453");
        assert_eq!(form(Form::WithoutZeros, "000"), "0");
        assert_eq!(form(Form::Compact, "ABC-123 / x"), "abc123x");
        assert_eq!(form(Form::Exact, "https://A/"), "https://A/");
    }

    #[test]
    fn a_date_is_as_long_as_it_is_known() {
        let key = |y, m, d| {
            let mut key = String::new();
            push_date(Date::new(y, m, d), &mut key);
            key
        };
        assert_eq!(key(Some(1999), Some(5), Some(1)), "1999-05-01");
        assert_eq!(key(Some(1999), None, Some(1)), "1999");
        assert_eq!(key(None, Some(5), None), "");
        assert_eq!(date_of("1999-5").as_deref(), Some("1999-05"));
        assert_eq!(date_of("1999-05-01T00:00:00Z").as_deref(), Some("1999-05-01"));
        assert_eq!(date_of("soon"), None);
    }

    #[test]
    fn a_date_is_written_as_it_is_printed() {
        for year in [0, 7, 99, 100, 1066, 1999, 9999] {
            for (month, day) in [(None, None), (Some(1), None), (Some(12), Some(31))] {
                let date = Date::new(Some(year), month, day);
                let mut key = String::new();
                push_date(date, &mut key);
                assert_eq!(key, date.to_string());
            }
        }
    }
}
