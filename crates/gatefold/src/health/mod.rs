//! How the components are: looked at every few seconds, told by `/readyz`, written down by a job.

mod probes;

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use api::components::{Component, Components};
use catalog::Live;
use store::{Options, Store, Target};

pub use store::health::Status;

/// How often the components are looked at.
const EVERY: Duration = Duration::from_secs(2);
/// How often also at what takes a connection of its own: each so many times.
const CLOSELY: u32 = 30;

/// What was found about a component.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Its name, such as `database`.
    pub component: &'static str,
    /// How it is.
    pub status: Status,
    /// For people.
    pub message: Option<String>,
    /// Figures.
    pub data: serde_json::Value,
}

/// The components of this process, and what was found last.
pub struct Monitor {
    parts: Parts,
    /// When the job runner did its round last; 0 for never, negative when there is none here.
    runner_seen_ms: AtomicI64,
    findings: Mutex<Arc<[Finding]>>,
}

/// What is looked at.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// Where it is, for its migrations.
    pub target: Target,
    /// How it is opened.
    pub options: Options,
    /// The catalogue.
    pub live: Arc<Live>,
    /// Whose disk may become full.
    pub data_dir: PathBuf,
    /// After how much silence the job runner counts as stuck.
    pub runner_silence: Duration,
    /// The time of day.
    pub now_ms: fn() -> i64,
}

impl Monitor {
    /// Looks at everything for the first time.
    pub async fn start(parts: Parts) -> Arc<Self> {
        let runner_seen_ms = AtomicI64::new((parts.now_ms)());
        let monitor = Self { parts, runner_seen_ms, findings: Mutex::new(Arc::new([])) };
        monitor.look_closely().await;
        Arc::new(monitor)
    }

    /// Looks at everything again and again.
    pub async fn watch(self: Arc<Self>) {
        let mut round: u32 = 0;
        loop {
            tokio::time::sleep(EVERY).await;
            round = round.wrapping_add(1);
            if round.is_multiple_of(CLOSELY) {
                self.look_closely().await;
            } else {
                self.look().await;
            }
        }
    }

    /// What was found last.
    #[must_use]
    pub fn findings(&self) -> Arc<[Finding]> {
        Arc::clone(&self.findings.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Looks at everything, also at what takes a connection of its own.
    pub async fn look_closely(&self) -> Arc<[Finding]> {
        let migrations = probes::migrations(&self.parts).await;
        self.take(migrations).await
    }

    /// The job runner did its round.
    pub fn job_runner_was_seen(&self, now_ms: i64) {
        self.runner_seen_ms.store(now_ms, Ordering::Relaxed);
    }

    async fn look(&self) {
        let before = self.findings();
        let migrations = before.iter().find(|it| it.component == probes::MIGRATIONS).cloned();
        if let Some(migrations) = migrations {
            self.take(migrations).await;
        }
    }

    async fn take(&self, migrations: Finding) -> Arc<[Finding]> {
        let seen = self.runner_seen_ms.load(Ordering::Relaxed);
        let found: Arc<[Finding]> = Arc::new([
            probes::database(&self.parts).await,
            migrations,
            probes::catalogue(&self.parts.live),
            probes::job_runner(&self.parts, seen),
            probes::disk(&self.parts.data_dir),
        ]);
        let mut findings = self.findings.lock().unwrap_or_else(PoisonError::into_inner);
        tell_changes(&findings, &found);
        *findings = Arc::clone(&found);
        found
    }
}

/// Logs what is not as it was.
fn tell_changes(before: &[Finding], now: &[Finding]) {
    for finding in now {
        let last = before.iter().find(|it| it.component == finding.component);
        let was = last.map_or(Status::Healthy, |it| it.status);
        let message = finding.message.as_deref().unwrap_or_default();
        match finding.status {
            status if status == was => {}
            Status::Healthy => tracing::info!(component = finding.component, "healthy again"),
            Status::Degraded => {
                tracing::warn!(component = finding.component, message, "degraded");
            }
            Status::Unhealthy => {
                tracing::error!(component = finding.component, message, "unhealthy");
            }
        }
    }
}

impl Components for Monitor {
    fn components(&self) -> Vec<Component> {
        let findings = self.findings();
        let component = |it: &Finding| Component {
            name: it.component.to_owned(),
            status: crate::board::status(it.status),
            message: it.message.clone(),
            is_required: probes::REQUIRED.contains(&it.component),
        };
        findings.iter().map(component).collect()
    }
}
