//! The text format of Prometheus, version 0.0.4.

use std::fmt::{Display, Write};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::{BUCKETS_NS, METHODS, RouteSeries, STATUSES, Series};

/// A document that is being written.
#[derive(Debug, Default)]
pub struct Text(String);

impl Text {
    /// Writes a number that goes up and down.
    pub fn gauge(&mut self, name: &str, help: &str, value: f64) {
        self.head(name, help, "gauge");
        self.sample(name, "", value);
    }

    /// Writes a number that only goes up; its name should end in `_total`.
    pub fn counter(&mut self, name: &str, help: &str, value: u64) {
        self.head(name, help, "counter");
        self.sample(name, "", value);
    }

    /// Writes one family of numbers, each under its own labels such as `kind="track"`.
    pub fn family<L: AsRef<str>>(
        &mut self,
        (name, help, kind): (&str, &str, &str),
        samples: impl IntoIterator<Item = (L, f64)>,
    ) {
        self.head(name, help, kind);
        for (labels, value) in samples {
            self.sample(name, labels.as_ref(), value);
        }
    }

    /// Writes a histogram: pairs of an upper bound in seconds and how many fell into that bucket
    /// alone, then how many were above all bounds, and the sum of all in seconds.
    pub fn histogram(
        &mut self,
        (name, help): (&str, &str),
        buckets: impl IntoIterator<Item = (f64, u64)>,
        above: u64,
        sum_s: f64,
    ) {
        self.head(name, help, "histogram");
        let bucket = format!("{name}_bucket");
        let mut so_far = 0;
        for (bound, count) in buckets {
            so_far += count;
            self.sample(&bucket, &format!("le=\"{bound}\""), so_far);
        }
        so_far += above;
        self.sample(&bucket, "le=\"+Inf\"", so_far);
        self.sample(&format!("{name}_sum"), "", sum_s);
        self.sample(&format!("{name}_count"), "", so_far);
    }

    pub(super) fn finish(self) -> String {
        self.0
    }

    fn head(&mut self, name: &str, help: &str, kind: &str) {
        self.line(format_args!("# HELP {name} {help}\n# TYPE {name} {kind}"));
    }

    fn sample(&mut self, name: &str, labels: &str, value: impl Display) {
        if labels.is_empty() {
            self.line(format_args!("{name} {value}"));
        } else {
            self.line(format_args!("{name}{{{labels}}} {value}"));
        }
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        writeln!(self.0, "{line}").expect("writing to a string cannot fail");
    }
}

/// Writes the three families that every route has.
pub(super) fn write_requests(text: &mut Text, routes: &[Arc<RouteSeries>]) {
    let series: Vec<(String, &Series)> = routes.iter().flat_map(labelled).collect();
    text.head("http_requests_total", "Answers by method, route and status.", "counter");
    for (labels, series) in &series {
        text.sample("http_requests_total", labels, count(series));
    }
    text.head("http_response_bytes_total", "Bytes of the answers' bodies.", "counter");
    for (labels, series) in &series {
        text.sample("http_response_bytes_total", labels, series.bytes.load(Ordering::Relaxed));
    }
    let name = "http_request_duration_seconds";
    text.head(name, "Time from the head of a request to the head of its answer.", "histogram");
    for (labels, series) in &series {
        write_histogram(text, labels, series);
    }
}

fn write_histogram(text: &mut Text, labels: &str, series: &Series) {
    let mut so_far = 0;
    for (bound, bucket) in BUCKETS_NS.iter().zip(&series.buckets) {
        so_far += bucket.load(Ordering::Relaxed);
        let bound = seconds(*bound);
        text.sample(
            "http_request_duration_seconds_bucket",
            &format!("{labels},le=\"{bound}\""),
            so_far,
        );
    }
    let all = count(series).max(so_far);
    text.sample("http_request_duration_seconds_bucket", &format!("{labels},le=\"+Inf\""), all);
    let sum = seconds(series.sum_ns.load(Ordering::Relaxed));
    text.sample("http_request_duration_seconds_sum", labels, sum);
    text.sample("http_request_duration_seconds_count", labels, all);
}

fn labelled(route: &Arc<RouteSeries>) -> impl Iterator<Item = (String, &Series)> {
    let slots = route.slots.iter().enumerate();
    let route = route.name.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    slots.filter_map(move |(slot, series)| {
        let method = METHODS[slot / STATUSES.len()];
        let status = match STATUSES[slot % STATUSES.len()] {
            0 => "other".to_owned(),
            status => status.to_string(),
        };
        let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
        Some((labels, &**series.get()?))
    })
}

fn count(series: &Series) -> u64 {
    series.buckets.iter().map(|bucket| bucket.load(Ordering::Relaxed)).sum()
}

fn seconds(ns: u64) -> f64 {
    ns as f64 / 1e9
}
