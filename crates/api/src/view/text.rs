//! Short texts on the stack: ids, dates and addresses that answers are full of.

use model::{Date, Gid, IdScheme, Precision};
use serde::{Serialize, Serializer};

/// A text of at most `N` bytes; what does not fit is dropped.
pub(crate) struct StackText<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> StackText<N> {
    /// The parts one after another, each dropped as a whole when it does not fit.
    #[inline]
    pub(crate) fn of(parts: &[&str]) -> Self {
        let mut text = Self { bytes: [0; N], len: 0 };
        for part in parts {
            let end = text.len + part.len();
            if let Some(room) = text.bytes.get_mut(text.len..end) {
                room.copy_from_slice(part.as_bytes());
                text.len = end;
            }
        }
        text
    }

    /// The text.
    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.len]).expect("made of whole texts")
    }
}

/// A public id in the words of its catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Id {
    gid: Gid,
    scheme: IdScheme,
}

impl Id {
    /// A public id and how it is written.
    #[inline]
    pub(crate) fn new(gid: Gid, scheme: IdScheme) -> Self {
        Self { gid, scheme }
    }

    /// The id if it is a MusicBrainz id.
    #[inline]
    pub(crate) fn mbid(self) -> Option<Self> {
        (self.scheme == IdScheme::Mbid).then_some(self)
    }

    /// Its text.
    #[inline]
    pub(crate) fn text(self) -> model::gid::GidText {
        self.gid.text(self.scheme)
    }
}

impl Serialize for Id {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text().as_str())
    }
}

/// A date as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DateText(Date);

impl DateText {
    /// The known beginning of a date: without a year there is none, and what follows an unknown
    /// month is not told.
    #[inline]
    pub(crate) fn new(date: Date) -> Option<Self> {
        date.year?;
        let day = date.month.and(date.day);
        Some(Self(Date { day, ..date }))
    }

    /// How much of it is known.
    #[inline]
    pub(crate) fn precision(self) -> &'static str {
        self.0.precision().unwrap_or(Precision::Year).as_str()
    }
}

impl Serialize for DateText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let year = self.0.year.unwrap_or_default();
        if !(0..=9999).contains(&year) {
            return serializer.collect_str(&self.0);
        }
        let two = |n: i16| [b'0' + (n / 10 % 10) as u8, b'0' + (n % 10) as u8];
        let ([a, b], [c, d]) = (two(year / 100), two(year % 100));
        let [e, f] = two(i16::from(self.0.month.unwrap_or_default()));
        let [g, h] = two(i16::from(self.0.day.unwrap_or_default()));
        let whole = [a, b, c, d, b'-', e, f, b'-', g, h];
        let len = match (self.0.month, self.0.day) {
            (Some(_), Some(_)) => 10,
            (Some(_), None) => 7,
            _ => 4,
        };
        let text = std::str::from_utf8(&whole[..len]).expect("digits and dashes");
        serializer.serialize_str(text)
    }
}

/// A text, or nothing when it is empty: in records an absent text is empty.
#[inline]
pub(crate) fn known(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    //! What is written and what is left out.
    use super::*;

    fn written(date: Date) -> String {
        serde_json::to_string(&DateText::new(date)).unwrap_or_default()
    }

    #[test]
    fn a_date_is_written_as_far_as_it_is_known() {
        assert_eq!(written(Date::new(Some(1969), Some(9), Some(26))), "\"1969-09-26\"");
        assert_eq!(written(Date::new(Some(1969), Some(12), None)), "\"1969-12\"");
        assert_eq!(written(Date::new(Some(69), None, None)), "\"0069\"");
        assert_eq!(written(Date::new(Some(1969), None, Some(26))), "\"1969\"");
        assert_eq!(written(Date::new(None, Some(9), Some(26))), "null");
    }

    #[test]
    fn parts_that_do_not_fit_are_left_out_whole() {
        assert_eq!(StackText::<5>::of(&["ab", "céd", "fgh"]).as_str(), "abfgh");
    }
}
