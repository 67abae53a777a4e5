//! Settings of what happens by itself: jobs, schedules, retention, backups.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

/// Settings of the job runner.
#[derive(Debug, Clone, Default)]
pub struct Jobs {
    /// Jobs that this process runs at once; 0 leaves them to other processes.
    pub workers: usize,
    /// How often to look for jobs and times that are due.
    pub poll: Duration,
    /// How often a running job gives a sign of life.
    pub heartbeat: Duration,
    /// After how much silence a job is taken from a process that has ended.
    pub lost_after: Duration,
}

/// When jobs start by themselves: cron texts by the job's name; a job without one never does.
#[derive(Debug, Clone)]
pub struct Schedules {
    /// Job and text.
    pub texts: BTreeMap<&'static str, String>,
    /// The zone in which the texts are meant.
    pub time_zone: jiff::tz::TimeZone,
}

impl Default for Schedules {
    fn default() -> Self {
        Self { texts: BTreeMap::new(), time_zone: jiff::tz::TimeZone::UTC }
    }
}

impl Schedules {
    /// Sets or clears the text of a job.
    pub(super) fn set(&mut self, job: &'static str, text: &str) -> Result<(), String> {
        match super::parse::cron(text)? {
            Some(text) => self.texts.insert(job, text),
            None => self.texts.remove(job),
        };
        Ok(())
    }
}

/// How long rows that only grow are kept: none is for ever.
#[derive(Debug, Clone, Default)]
pub struct Retention {
    /// Findings about components.
    pub health_checks: Option<Duration>,
    /// The audit trail.
    pub audit_events: Option<Duration>,
    /// Jobs that have ended.
    pub jobs: Option<Duration>,
}

/// Settings of backups.
#[derive(Debug, Clone, Default)]
pub struct Backup {
    /// Where they lie; none is the directory `backups` in the data directory.
    pub directory: Option<PathBuf>,
    /// The newest of how many days are kept; 0 keeps all.
    pub keep: usize,
    /// The directory of `pg_dump` and `pg_restore`; none looks for them.
    pub postgres_bin: Option<PathBuf>,
}
