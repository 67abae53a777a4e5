//! What was measured, as rows of a report.

use std::time::Duration;

use listens::matching::golden::{Noise, Tally};

use super::super::report::{Goal, Row};
use super::super::stats::Measured;

/// What one kind of noise gave.
pub(super) struct Of {
    pub(super) noise: Noise,
    pub(super) cases: usize,
    pub(super) tally: Tally,
    /// CPU time of all cases without the fuzzy stage.
    pub(super) exact: Duration,
    /// CPU time of all cases with it.
    pub(super) fuzzy: Duration,
}

/// All kinds, of one catalogue.
pub(super) struct Measurements {
    pub(super) of_each: Vec<Of>,
}

impl Measurements {
    /// How many listens were made, and the kinds for which the catalogue has nothing.
    pub(super) fn made(&self) -> String {
        let count: usize = self.of_each.iter().map(|of| of.cases).sum();
        let without = self.of_each.iter().filter(|of| of.cases == 0).map(|of| name(of.noise));
        let without: Vec<&str> = without.collect();
        let without = if without.is_empty() {
            String::new()
        } else {
            format!(", none for: {}", without.join("; "))
        };
        format!("{count}{without}")
    }

    /// Goals first; every name begins with the prefix.
    pub(super) fn into_rows(self, prefix: &str) -> Vec<Row> {
        let mut rows = self.plain_rows();
        for row in &mut rows {
            row.measure = format!("{prefix}{}", row.measure).into();
        }
        rows
    }

    fn plain_rows(&self) -> Vec<Row> {
        let all = |_: &Of| true;
        let positive = |of: &Of| !of.noise.is_negative();
        let typos = |of: &Of| matches!(of.noise, Noise::OneTypo | Noise::TwoTypos);
        let (tally, known, typed) = (self.tally(all), self.tally(positive), self.tally(typos));
        let matched = f64::from(tally.right + tally.wrong).max(1.0);
        let precision = f64::from(tally.right) / matched;
        // Listens that end before the fuzzy stage, and those that go through it.
        let exact = self.a_second(|of| of.noise == Noise::Exact, |of| of.exact);
        let fuzzy = self.a_second(typos, |of| of.fuzzy);
        let mut rows = vec![
            Row::goal("precision", percent(precision), "%", Goal::AtLeast(99.5)),
            Row::goal("recall", percent(known.recall()), "%", Goal::AtLeast(97.0)),
            Row::goal("recall: typos", percent(typed.recall()), "%", Goal::AtLeast(93.0)),
            Row::goal("exact stage: listens a CPU second", exact, "1/s", Goal::AtLeast(20_000.0)),
            Row::goal("fuzzy stage: listens a CPU second", fuzzy, "1/s", Goal::AtLeast(2000.0)),
            Row::told("F1", percent(f1(precision, known.recall())), "%"),
            Row::told("all kinds: listens a CPU second", self.a_second(all, |of| of.fuzzy), "1/s"),
        ];
        rows.extend(self.of_each.iter().filter(|of| of.cases > 0).flat_map(Of::rows));
        rows
    }

    fn tally(&self, is_wanted: impl Fn(&Of) -> bool) -> Tally {
        let wanted = self.of_each.iter().filter(|of| is_wanted(of));
        wanted.fold(Tally::default(), |sum, of| sum.and(of.tally))
    }

    fn a_second(
        &self,
        is_wanted: impl Fn(&Of) -> bool,
        time: impl Fn(&Of) -> Duration,
    ) -> Measured {
        let wanted = || self.of_each.iter().filter(|of| is_wanted(of));
        let seconds: f64 = wanted().map(|of| time(of).as_secs_f64()).sum();
        let cases: usize = wanted().map(|of| of.cases).sum();
        Measured::once(cases as f64 / seconds.max(1e-9))
    }
}

impl Of {
    fn rows(&self) -> Vec<Row> {
        let name = name(self.noise);
        let each = self.fuzzy.as_secs_f64() * 1e6 / self.cases.max(1) as f64;
        let cpu = Row::told(format!("{name}: CPU of a listen"), Measured::once(each), "µs");
        let cases = Measured::once(self.cases as f64);
        let count = Row::told(format!("{name}: made"), cases, "listens");
        if self.noise.is_negative() {
            let wrong = f64::from(self.tally.wrong) / self.cases.max(1) as f64;
            let row = format!("{name}, of which there is none: matched all the same");
            return vec![count, Row::told(row, percent(wrong), "%"), cpu];
        }
        let (precision, recall) = (self.tally.precision(), self.tally.recall());
        vec![
            count,
            Row::told(format!("{name}: precision"), percent(precision), "%"),
            Row::told(format!("{name}: recall"), percent(recall), "%"),
            Row::told(format!("{name}: F1"), percent(f1(precision, recall)), "%"),
            cpu,
        ]
    }
}

fn percent(share: f64) -> Measured {
    Measured::once(share * 100.0)
}

fn f1(precision: f64, recall: f64) -> f64 {
    2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE)
}

fn name(noise: Noise) -> &'static str {
    match noise {
        Noise::Exact => "words of the catalogue",
        Noise::Folded => "case, accents and signs",
        Noise::Bare => "no album and no length",
        Noise::Alias => "alias of the artist",
        Noise::Transliterated => "transliterated title",
        Noise::GuestInTitle => "guest in the title",
        Noise::GuestInArtist => "guest in the artist",
        Noise::JoinedNames => "names joined otherwise",
        Noise::Marked => "remaster, deluxe, video",
        Noise::VersionMoved => "version written otherwise",
        Noise::Exchanged => "title and artist exchanged",
        Noise::OneTypo => "one typo",
        Noise::TwoTypos => "two typos",
        Noise::Homonym => "one of several artists of a name",
        Noise::OtherTitle => "title of another artist",
        Noise::OtherArtist => "another artist",
        Noise::OtherWord => "another word in the title",
        Noise::OtherVersion => "another version",
    }
}

#[cfg(test)]
mod tests {
    //! Rows of measurements made up by hand.

    use super::*;

    fn of(noise: Noise, cases: usize, right: u32) -> Of {
        let (exact, fuzzy) = (Duration::from_millis(1), Duration::from_millis(1));
        Of { noise, cases, tally: Tally { right, ..Tally::default() }, exact, fuzzy }
    }

    #[test]
    fn a_kind_without_listens_is_named_and_has_no_rows() {
        let of_each = vec![of(Noise::Exact, 3, 3), of(Noise::Alias, 0, 0)];
        let measurements = Measurements { of_each };
        assert_eq!(measurements.made(), "3, none for: alias of the artist");
        let rows = measurements.into_rows("here, ");
        assert!(rows.iter().all(|row| row.measure.starts_with("here, ")));
        let has = |text: &str| rows.iter().any(|row| row.measure.contains(text));
        assert!(has("words of the catalogue: recall") && !has("alias of the artist"));
    }
}
