//! The looks at the components, one function each.

use std::path::Path;
use std::time::{Duration, Instant};

use catalog::Live;
use serde_json::json;

use super::{Finding, Parts, Status};

/// The name of the finding that is not made anew with every look.
pub(super) const MIGRATIONS: &str = "migrations";

/// Without these the server is not ready.
pub(super) const REQUIRED: [&str; 3] = ["database", MIGRATIONS, "catalogue"];

/// A database that takes longer for nothing is in trouble.
const SLOW: Duration = Duration::from_millis(500);
/// How long a look at the database may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// Below this many free bytes nothing can be relied on.
const TOO_LITTLE: u64 = 100 << 20;
/// Below this many it is time to do something.
const LITTLE: u64 = 1 << 30;

/// Whether the database answers, and how fast.
pub(super) async fn database(parts: &Parts) -> Finding {
    let started = Instant::now();
    let answer = tokio::time::timeout(PATIENCE, parts.store.ping()).await;
    let took = started.elapsed();
    let (status, message) = match answer {
        Ok(Ok(())) if took < SLOW => (Status::Healthy, None),
        Ok(Ok(())) => (Status::Degraded, Some(format!("it took {} ms", took.as_millis()))),
        Ok(Err(error @ store::Error::Busy { .. })) => (Status::Degraded, Some(error.to_string())),
        Ok(Err(error)) => (Status::Unhealthy, Some(error.to_string())),
        Err(_) => {
            let message = format!("no answer within {} s", PATIENCE.as_secs());
            (Status::Unhealthy, Some(message))
        }
    };
    let figures = parts.store.figures();
    let data = json!({
        "engine": figures.engine,
        "latency_us": u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
        "connections": figures.connections,
        "slow_statements": figures.slow_statements,
    });
    Finding { component: "database", status, message, data }
}

/// Whether the tables are those of this program.
pub(super) async fn migrations(parts: &Parts) -> Finding {
    let checked = store::migrate::check(&parts.target, &parts.options).await;
    let (status, message) = match checked {
        Ok(()) => (Status::Healthy, None),
        // Whether they are right cannot be said; the database's own finding says why.
        Err(error) if error.retry_after().is_some() => (Status::Degraded, Some(error.to_string())),
        Err(error) => (Status::Unhealthy, Some(error.to_string())),
    };
    Finding { component: MIGRATIONS, status, message, data: json!({}) }
}

/// Whether there is a catalogue to answer from.
pub(super) fn catalogue(live: &Live) -> Finding {
    let generation = live.get().as_ref().map(|catalog| catalog.number());
    let (status, message) = match generation {
        Some(_) => (Status::Healthy, None),
        None => (Status::Unhealthy, Some("nothing was imported yet".to_owned())),
    };
    Finding { component: "catalogue", status, message, data: json!({ "generation": generation }) }
}

/// Whether the job runner does its rounds.
pub(super) fn job_runner(parts: &Parts, seen_ms: i64) -> Finding {
    let silent_ms = (parts.now_ms)().saturating_sub(seen_ms).max(0);
    let limit_ms = crate::jobs::millis(parts.runner_silence);
    let (status, message) = if silent_ms <= limit_ms {
        (Status::Healthy, None)
    } else {
        let message = format!("its last round was {} s ago", silent_ms / 1000);
        (Status::Degraded, Some(message))
    };
    Finding { component: "job_runner", status, message, data: json!({ "silent_ms": silent_ms }) }
}

/// Whether there is room on the disk of the data directory.
pub(super) fn disk(data_dir: &Path) -> Finding {
    let component = "disk";
    match rustix::fs::statvfs(data_dir) {
        Ok(room) => {
            let free = room.f_bavail.saturating_mul(room.f_frsize);
            let status = match free {
                ..TOO_LITTLE => Status::Unhealthy,
                TOO_LITTLE..LITTLE => Status::Degraded,
                LITTLE.. => Status::Healthy,
            };
            let message = (status != Status::Healthy)
                .then(|| format!("{} MiB are free in {}", free >> 20, data_dir.display()));
            let all = room.f_blocks.saturating_mul(room.f_frsize);
            let data = json!({ "free_bytes": free, "bytes": all });
            Finding { component, status, message, data }
        }
        Err(error) => {
            let message = Some(format!("{}: {error}", data_dir.display()));
            Finding { component, status: Status::Degraded, message, data: json!({}) }
        }
    }
}
