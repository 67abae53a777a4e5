//! Dates of which a part may be unknown.

use std::fmt;

/// A date whose year, month or day may be unknown; all three unknown is "no date".
///
/// Ordering follows MusicBrainz's: year, month, day, and an unknown part sorts after every known one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Date {
    /// The year, negative before the common era.
    pub year: Option<i16>,
    /// The month, 1 to 12.
    pub month: Option<u8>,
    /// The day, 1 to 31.
    pub day: Option<u8>,
}

/// How much of a date is known, in the words of the native API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// Only the year.
    Year,
    /// Year and month.
    Month,
    /// The whole date.
    Day,
}

impl Precision {
    /// `year`, `month` or `day`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
        }
    }
}

impl Date {
    /// A date of its three parts.
    #[must_use]
    pub fn new(year: Option<i16>, month: Option<u8>, day: Option<u8>) -> Self {
        Self { year, month, day }
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_unknown(self) -> bool {
        self == Self::default()
    }

    /// The finest part known, `None` when the year is not.
    #[must_use]
    pub fn precision(self) -> Option<Precision> {
        self.year?;
        Some(match (self.month, self.day) {
            (_, Some(_)) => Precision::Day,
            (Some(_), None) => Precision::Month,
            (None, None) => Precision::Year,
        })
    }

    /// A number that sorts as dates do: earlier first, unknown parts last.
    #[must_use]
    pub fn order(self) -> u32 {
        let year = self.year.map_or(0xffff, |y| (i32::from(y) + 0x4000).clamp(0, 0xfffe) as u32);
        let month = self.month.map_or(0xf, |m| u32::from(m.min(14)));
        let day = self.day.map_or(0x3f, |d| u32::from(d.min(62)));
        year << 10 | month << 6 | day
    }

    /// The date of a number that [`Date::order`] made, for years from -16384 to 32767.
    #[must_use]
    pub fn from_order(order: u32) -> Self {
        let (year, month, day) = (order >> 10, order >> 6 & 0xf, order & 0x3f);
        Self {
            year: (year < 0xffff).then(|| (year as i32 - 0x4000) as i16),
            month: (month < 0xf).then_some(month as u8),
            day: (day < 0x3f).then_some(day as u8),
        }
    }

    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next().map(|m| m.parse().ok().filter(|m| (1..=12).contains(m)));
        let day = parts.next().map(|d| d.parse().ok().filter(|d| (1..=31).contains(d)));
        if month == Some(None) || day == Some(None) {
            return None;
        }
        Some(Self::new(Some(year), month.flatten(), day.flatten()))
    }
}

impl fmt::Display for Date {
    /// `YYYY`, `YYYY-MM`, `YYYY-MM-DD`; `????` for an unknown year before a known part, `??` for an
    /// unknown month before a known day; empty when nothing is known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_unknown() {
            return Ok(());
        }
        match self.year {
            Some(year) => write!(f, "{year:04}")?,
            None => f.write_str("????")?,
        }
        match (self.month, self.day) {
            (Some(month), _) => write!(f, "-{month:02}")?,
            (None, Some(_)) => f.write_str("-??")?,
            (None, None) => {}
        }
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

#[cfg(test)]
mod tests {
    //! Printing and ordering of partial dates.
    use super::*;

    #[test]
    fn unknown_parts_are_shown_as_question_marks() {
        let show = |y, m, d| Date::new(y, m, d).to_string();
        assert_eq!(show(Some(1999), None, None), "1999");
        assert_eq!(show(Some(1999), Some(3), None), "1999-03");
        assert_eq!(show(Some(199), Some(3), Some(9)), "0199-03-09");
        assert_eq!(show(None, Some(3), Some(9)), "????-03-09");
        assert_eq!(show(Some(1999), None, Some(9)), "1999-??-09");
        assert_eq!(show(None, None, None), "");
    }

    #[test]
    fn unknown_parts_sort_last_at_each_level() {
        let dates = [
            Date::new(Some(1999), Some(1), Some(2)),
            Date::new(Some(1999), Some(1), None),
            Date::new(Some(1999), None, None),
            Date::new(Some(2000), Some(1), Some(1)),
            Date::default(),
        ];
        assert!(dates.windows(2).all(|pair| pair[0].order() < pair[1].order()));
    }

    #[test]
    fn an_order_gives_its_date_back() {
        let dates =
            [(Some(1999), Some(1), Some(31)), (None, Some(12), None), (Some(-5), None, Some(1))];
        for (year, month, day) in dates {
            let date = Date::new(year, month, day);
            assert_eq!(Date::from_order(date.order()), date);
        }
    }

    #[test]
    fn a_written_date_is_read_back_and_nonsense_is_not() {
        for text in ["1999", "1999-03", "1999-03-09"] {
            assert_eq!(Date::parse(text).expect("valid").to_string(), text);
        }
        for text in ["", "x", "1999-13", "1999-00", "1999-01-32", "1999-1-1-1"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
}
