//! A data directory with a database of either engine, and programs that work with it.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;
use testkit::postgres::Cluster;

use crate::program::{Running, gatefold};

/// How long anything may take, on a machine that is busy with other things too.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// What would begin by itself, in the middle of a test that counts jobs.
const SCHEDULES: [&str; 9] = [
    "GATEFOLD_SCHEDULES__SESSIONS_CLEAN",
    "GATEFOLD_SCHEDULES__TOKENS_CLEAN",
    "GATEFOLD_SCHEDULES__USERS_ERASE",
    "GATEFOLD_SCHEDULES__RETENTION_APPLY",
    "GATEFOLD_SCHEDULES__JOBS_CLEAN",
    "GATEFOLD_SCHEDULES__HEALTH_CHECK",
    "GATEFOLD_SCHEDULES__LISTENS_MATCH",
    "GATEFOLD_SCHEDULES__LISTENS_RELAY",
    "GATEFOLD_BACKUP__SCHEDULE",
];

/// Waits until something is so.
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < PATIENCE, "waiting: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A place of its own for a test.
pub struct Place {
    pub folder: tempfile::TempDir,
    pub settings: Vec<(&'static str, String)>,
    pub cluster: Option<Arc<Cluster>>,
    /// The name of the PostgreSQL database.
    pub database: String,
}

impl Place {
    /// A SQLite file in the data directory.
    pub fn sqlite() -> Self {
        let mut settings = vec![
            ("GATEFOLD_JOBS__POLL_MS", "20".to_owned()),
            ("GATEFOLD_JOBS__HEARTBEAT_MS", "50".to_owned()),
            ("GATEFOLD_CATALOGUE__WATCH_MS", "20".to_owned()),
        ];
        settings.extend(SCHEDULES.map(|name| (name, String::new())));
        let folder = tempfile::tempdir().unwrap();
        Self { folder, settings, cluster: None, database: String::new() }
    }

    /// A database on a throw-away server.
    pub fn postgres() -> Self {
        Self::on(Cluster::shared().unwrap())
    }

    /// A database on this server.
    pub fn on(cluster: Arc<Cluster>) -> Self {
        let mut place = Self::sqlite();
        let name = place.folder.path().file_name().unwrap().to_str().unwrap().to_lowercase();
        place.database = name.replace('.', "t");
        cluster.create_database(&place.database, None).unwrap();
        place.set("GATEFOLD_DATABASE__URL", cluster.url(&place.database));
        place.cluster = Some(cluster);
        place
    }

    /// One of each engine.
    pub fn both() -> [Self; 2] {
        [Self::sqlite(), Self::postgres()]
    }

    /// Adds a setting.
    pub fn set(&mut self, name: &'static str, value: impl Into<String>) {
        self.settings.push((name, value.into()));
    }

    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    /// The program with the settings of the place.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = gatefold(self.data());
        command.args(arguments);
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs a command that must succeed and returns what it printed.
    pub fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a command that must fail with this code and returns its complaint.
    pub fn refused(&self, arguments: &[&str], code: i32) -> String {
        let output = self.run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {errors}");
        errors
    }

    /// Starts a server and returns its address.
    pub fn serve(&self) -> (Running, String) {
        let mut running = Running::start(self.command(&["serve", "--listen", "127.0.0.1:0"]));
        let line = running.line();
        let address = line.strip_prefix("http://").unwrap_or_else(|| panic!("{line}")).to_owned();
        (running, address)
    }

    /// All jobs, the newest first.
    pub fn jobs(&self) -> Vec<Value> {
        let printed = self.done(&["jobs", "list", "--json"]);
        printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Waits until a job is in a state and returns it.
    pub fn wait_for_job(&self, id: &str, state: &str) -> Value {
        let started = Instant::now();
        loop {
            let job = self.jobs().into_iter().find(|job| job["id"] == id).unwrap();
            if job["state"] == state {
                return job;
            }
            assert!(started.elapsed() < PATIENCE, "waiting for {state}: {job}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}
