//! Partial dates and life spans.

use model::Date;

use crate::answer::Out;

/// A date in text: mostly on the stack.
pub(crate) struct DateText {
    bytes: [u8; 10],
    len: usize,
    rare: String,
}

impl DateText {
    /// The date as MusicBrainz writes it; empty when nothing is known.
    pub(crate) fn new(date: Date) -> Self {
        let mut text = Self { bytes: *b"0000-00-00", len: 0, rare: String::new() };
        let Some(year) = date.year.filter(|year| (0..=9999).contains(year)) else {
            text.rare = date.to_string();
            return text;
        };
        let mut put = |at: usize, n: i16| {
            text.bytes[at] = b'0' + (n / 10 % 10) as u8;
            text.bytes[at + 1] = b'0' + (n % 10) as u8;
        };
        put(0, year / 100);
        put(2, year);
        text.len = match (date.month, date.day) {
            (None, None) => 4,
            (Some(month), None) => {
                put(5, i16::from(month));
                7
            }
            (Some(month), Some(day)) => {
                put(5, i16::from(month));
                put(8, i16::from(day));
                10
            }
            (None, Some(_)) => {
                text.rare = date.to_string();
                0
            }
        };
        text
    }

    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        if self.len == 0 {
            return &self.rare;
        }
        std::str::from_utf8(&self.bytes[..self.len]).expect("digits and dashes")
    }
}

/// A date, null or absent when nothing is known of it.
pub(crate) fn put(out: &mut Out, name: &'static str, date: Date) {
    let text = DateText::new(date);
    out.text_or_null(name, Some(text.as_str()).filter(|text| !text.is_empty()));
}

/// When something began and ended.
pub(crate) struct Span {
    /// The beginning.
    pub(crate) begin: Date,
    /// The end.
    pub(crate) end: Date,
    /// Whether it has ended.
    pub(crate) ended: bool,
}

impl Span {
    /// The fields; XML says nothing about what goes on.
    pub(crate) fn fields(&self, out: &mut Out) {
        put(out, "begin", self.begin);
        put(out, "end", self.end);
        match out {
            Out::Json(json) => json.plain("ended", self.ended),
            Out::Xml(xml) if self.ended => xml.element("ended", "true"),
            Out::Xml(_) => {}
        }
    }

    /// The `life-span`, which XML has only when a date is known.
    pub(crate) fn life_span(&self, out: &mut Out) {
        if out.is_json() || !self.begin.is_unknown() || !self.end.is_unknown() {
            out.open("life-span");
            self.fields(out);
            out.close();
        }
    }
}

#[cfg(test)]
mod tests {
    //! The fast way writes what the slow way does.
    use super::*;

    #[test]
    fn dates_are_written_as_far_as_they_are_known() {
        for year in [None, Some(-4), Some(7), Some(1999)] {
            for month in [None, Some(3), Some(12)] {
                for day in [None, Some(9), Some(31)] {
                    let date = Date::new(year, month, day);
                    assert_eq!(DateText::new(date).as_str(), date.to_string());
                }
            }
        }
    }
}
