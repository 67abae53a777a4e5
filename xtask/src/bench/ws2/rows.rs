//! What was measured, as rows of a report.

use crate::bench::report::{Goal, Row};
use crate::bench::stats::{Measured, percentile};

/// Everything that was measured; times are microseconds of CPU.
#[derive(Default)]
pub(super) struct Measurements {
    /// A look-up over HTTP, on average over each turn.
    pub(super) http_us: Vec<f64>,
    /// Requests a second of each turn.
    pub(super) rate: Vec<f64>,
    /// A constant answer over HTTP, on average over each turn.
    pub(super) constant_us: Vec<f64>,
    /// A look-up without a socket, each turn.
    pub(super) whole_us: Vec<f64>,
    /// Writing the same answers from memory, each turn.
    pub(super) written_us: Vec<f64>,
    /// The same look-up in XML, each turn.
    pub(super) xml_us: Vec<f64>,
    /// Single pages of 100 releases.
    pub(super) pages_us: Vec<f64>,
    /// Single searches.
    pub(super) searches_us: Vec<f64>,
    /// Bytes of an answer.
    pub(super) bytes: f64,
}

impl Measurements {
    /// Goals first.
    pub(super) fn into_rows(self) -> Vec<Row> {
        let at = |values: &[f64], percent| Measured::once(percentile(values, percent));
        let of = |values: &[f64]| Measured::of(values.iter().copied());
        let ms = |values: &[f64]| Measured::once(percentile(values, 99.0) / 1000.0);
        vec![
            Row::goal(
                "release of 12 tracks over HTTP: server CPU",
                of(&self.http_us),
                "µs",
                Goal::AtMost(60.0),
            ),
            Row::goal(
                "release of 12 tracks: CPU against serialisation alone",
                Measured::ratios(&self.whole_us, &self.written_us),
                "×",
                Goal::AtMost(2.0),
            ),
            Row::goal(
                "browse, page of 100 releases: CPU, p99",
                ms(&self.pages_us),
                "ms",
                Goal::AtMost(2.0),
            ),
            Row::goal(
                "search by recording and artist: CPU, p99",
                ms(&self.searches_us),
                "ms",
                Goal::AtMost(5.0),
            ),
            Row::told(
                "release of 12 tracks over HTTP: requests a second, against 1 of the public service",
                of(&self.rate),
                "1/s",
            ),
            Row::told("constant answer over HTTP: server CPU", of(&self.constant_us), "µs"),
            Row::told("release of 12 tracks, no socket: CPU", of(&self.whole_us), "µs"),
            Row::told("release of 12 tracks, no socket, XML: CPU", of(&self.xml_us), "µs"),
            Row::told("release of 12 tracks: serialisation alone", of(&self.written_us), "µs"),
            Row::told(
                "release of 12 tracks: size of the answer",
                Measured::once(self.bytes),
                "bytes",
            ),
            Row::told("browse, page of 100 releases: CPU, p50", at(&self.pages_us, 50.0), "µs"),
            Row::told(
                "search by recording and artist: CPU, p50",
                at(&self.searches_us, 50.0),
                "µs",
            ),
        ]
    }
}
