//! The figures of the database, for Prometheus.

use edge::metrics::{Metrics, Text};
use store::{BUCKETS_US, Figures, Store};

/// Adds the figures to what `/metrics` shows.
pub fn report(metrics: &Metrics, store: &Store) {
    let store = store.clone();
    metrics.collect(move |text| write(text, &store.figures()));
}

fn write(text: &mut Text, figures: &Figures) {
    let kind = format!("engine=\"{}\"", figures.engine);
    let help = "The engine of the database, always 1.";
    text.family(("gatefold_database_info", help, "gauge"), [(kind, 1.0)]);
    let connections = [
        ("state=\"idle\"", figures.connections_idle),
        ("state=\"used\"", figures.connections.saturating_sub(figures.connections_idle)),
    ];
    let connections = connections.map(|(labels, count)| (labels, count as f64));
    let help = "Open connections of the pool; with SQLite those that read.";
    text.family(("gatefold_database_connections", help, "gauge"), connections);
    let gauges = [
        ("connections_max", "Most connections of the pool.", figures.connections_max),
        ("waiting", "Callers that wait for a connection.", figures.waiting),
        ("writes_waiting", "Units of work that wait for the writer.", figures.writes_waiting),
    ];
    for (name, help, value) in gauges {
        text.gauge(&format!("gatefold_database_{name}"), help, value as f64);
    }
    let counters = [
        ("writes", "Units of work that were committed.", figures.writes),
        ("commits", "Transactions that committed them.", figures.commits),
        ("slow_statements", "Statements slower than configured.", figures.slow_statements),
    ];
    for (name, help, value) in counters {
        text.counter(&format!("gatefold_database_{name}_total"), help, value);
    }
    let bounds = BUCKETS_US.iter().map(|us| *us as f64 / 1e6);
    text.histogram(
        ("gatefold_database_statement_seconds", "Time of each statement."),
        bounds.zip(figures.latency),
        figures.latency[BUCKETS_US.len()],
        figures.latency_sum_us as f64 / 1e6,
    );
}
