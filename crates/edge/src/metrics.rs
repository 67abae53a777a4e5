//! Numbers about the requests, and whatever others count, for Prometheus.
//!
//! One request costs a look into a map and three atomic additions. A series exists from its first
//! request on; there are as many as the router has routes, times ten methods, times the statuses
//! of a fixed list, so clients cannot make the table grow.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use arc_swap::ArcSwap;
use http::{Method, StatusCode};

mod text;

pub use text::Text;

/// Upper bounds of the latency buckets, in nanoseconds.
const BUCKETS_NS: [u64; 16] = [
    50_000,
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000,
    25_000_000,
    50_000_000,
    100_000_000,
    250_000_000,
    500_000_000,
    1_000_000_000,
    2_500_000_000,
    10_000_000_000,
];

const METHODS: [&str; 8] = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "OTHER"];

/// Statuses with a series of their own; the last stands for all others.
const STATUSES: [u16; 22] = [
    200, 201, 202, 204, 206, 301, 302, 304, 400, 401, 403, 404, 405, 408, 409, 413, 415, 429, 499,
    500, 503, 0,
];

const SLOTS: usize = METHODS.len() * STATUSES.len();

/// The label of requests that match no route.
const UNMATCHED: &str = "(none)";

/// All numbers of one server.
pub struct Metrics {
    routes: ArcSwap<HashMap<Box<str>, Arc<RouteSeries>>>,
    unmatched: Arc<RouteSeries>,
    in_flight: AtomicI64,
    collectors: Mutex<Vec<Collector>>,
}

type Collector = Box<dyn Fn(&mut Text) + Send + Sync>;

impl Metrics {
    /// An empty table.
    #[must_use]
    pub fn new() -> Self {
        Self {
            routes: ArcSwap::default(),
            unmatched: Arc::new(RouteSeries::new(UNMATCHED)),
            in_flight: AtomicI64::new(0),
            collectors: Mutex::default(),
        }
    }

    /// Adds a function that writes more numbers each time somebody reads them.
    pub fn collect(&self, write: impl Fn(&mut Text) + Send + Sync + 'static) {
        self.collectors.lock().unwrap_or_else(PoisonError::into_inner).push(Box::new(write));
    }

    /// Adds a number that goes up and down, to be set by the caller.
    #[must_use]
    pub fn gauge(&self, name: &'static str, help: &'static str) -> Gauge {
        let gauge = Gauge::default();
        let shown = gauge.clone();
        self.collect(move |text| text.gauge(name, help, shown.get()));
        gauge
    }

    /// Adds a number that only goes up, to be counted by the caller.
    #[must_use]
    pub fn counter(&self, name: &'static str, help: &'static str) -> Counter {
        let counter = Counter::default();
        let shown = counter.clone();
        self.collect(move |text| text.counter(name, help, shown.get()));
        counter
    }

    /// Everything in the text format of Prometheus, version 0.0.4.
    #[must_use]
    pub fn render(&self) -> String {
        let mut text = Text::default();
        let mut routes: Vec<_> = self.routes.load().values().cloned().collect();
        routes.push(self.unmatched.clone());
        routes.sort_by(|a, b| a.name.cmp(&b.name));
        text::write_requests(&mut text, &routes);
        let in_flight = self.in_flight.load(Ordering::Relaxed);
        let help = "Requests that are being answered.";
        text.gauge("http_requests_in_flight", help, in_flight as f64);
        for write in self.collectors.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            write(&mut text);
        }
        text.finish()
    }

    /// The series of a route; `None` is a request that matched none.
    pub(crate) fn route(&self, route: Option<&str>) -> Arc<RouteSeries> {
        let Some(route) = route else { return self.unmatched.clone() };
        if let Some(series) = self.routes.load().get(route) {
            return series.clone();
        }
        self.routes.rcu(|routes| {
            let mut routes = HashMap::clone(routes);
            routes.entry(route.into()).or_insert_with(|| Arc::new(RouteSeries::new(route)));
            routes
        });
        self.routes.load().get(route).expect("routes are never removed").clone()
    }

    pub(crate) fn begin(&self) {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn end(&self) {
        self.in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

/// A number that goes up and down.
#[derive(Debug, Clone, Default)]
pub struct Gauge(Arc<AtomicU64>);

impl Gauge {
    /// Replaces the number.
    pub fn set(&self, value: f64) {
        self.0.store(value.to_bits(), Ordering::Relaxed);
    }

    /// The number.
    #[must_use]
    pub fn get(&self) -> f64 {
        f64::from_bits(self.0.load(Ordering::Relaxed))
    }
}

/// A number that only goes up.
#[derive(Debug, Clone, Default)]
pub struct Counter(Arc<AtomicU64>);

impl Counter {
    /// Adds to the number.
    pub fn add(&self, n: u64) {
        self.0.fetch_add(n, Ordering::Relaxed);
    }

    /// The number.
    #[must_use]
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The numbers of one route, by method and status.
pub(crate) struct RouteSeries {
    /// The route as it stands in the router.
    pub(crate) name: Box<str>,
    slots: [OnceLock<Box<Series>>; SLOTS],
}

#[derive(Default)]
struct Series {
    buckets: [AtomicU64; BUCKETS_NS.len() + 1],
    sum_ns: AtomicU64,
    bytes: AtomicU64,
}

impl RouteSeries {
    fn new(name: &str) -> Self {
        Self { name: name.into(), slots: [const { OnceLock::new() }; SLOTS] }
    }

    /// Counts one answer with its latency and, where it is known, its size.
    pub(crate) fn record(&self, method: &Method, status: StatusCode, cost: Cost) {
        let slot = method_index(method) * STATUSES.len() + status_index(status.as_u16());
        let series = self.slots[slot].get_or_init(Box::default);
        let bucket = BUCKETS_NS.partition_point(|bound| *bound < cost.latency_ns);
        series.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        series.sum_ns.fetch_add(cost.latency_ns, Ordering::Relaxed);
        series.bytes.fetch_add(cost.bytes.unwrap_or(0), Ordering::Relaxed);
    }
}

/// What one answer took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) latency_ns: u64,
    /// The size of the body, unless it is made while it is sent.
    pub(crate) bytes: Option<u64>,
}

fn method_index(method: &Method) -> usize {
    let other = METHODS.len() - 1;
    METHODS[..other].iter().position(|name| *name == method.as_str()).unwrap_or(other)
}

fn status_index(status: u16) -> usize {
    STATUSES.iter().position(|known| *known == status).unwrap_or(STATUSES.len() - 1)
}

#[cfg(test)]
mod tests;
