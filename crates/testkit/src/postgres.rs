//! A throw-away PostgreSQL server for tests.
//!
//! It runs the binaries of the Debian package `postgresql` on a free port of 127.0.0.1, with its
//! data in a temporary directory. Whatever happens to the test, the server ends with it: a shell
//! beside it waits for the end of a pipe that the test holds.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Where Debian puts the versions.
const VERSIONS: &str = "/usr/lib/postgresql";
/// How long a server may take to start.
const PATIENCE: Duration = Duration::from_secs(60);
/// Ports that are tried.
const PORTS: u32 = 5;
/// The superuser of the cluster.
const USER: &str = "postgres";
/// What tests do not need: they kill servers, and never the machine. Commits stay synchronous.
const CARELESS: [&str; 2] = ["fsync=off", "full_page_writes=off"];
const SETTINGS: [&str; 4] = [
    "unix_socket_directories=",
    "listen_addresses=127.0.0.1",
    "max_connections=200",
    "log_min_messages=warning",
];
/// Starts the server and stops it, at once, when standard input ends.
const SCRIPT: &str =
    "\"$@\" </dev/null & server=$!; read -r _; kill -QUIT $server 2>/dev/null; wait $server";

/// A running server.
pub struct Cluster {
    binaries: PathBuf,
    directory: tempfile::TempDir,
    port: u16,
    owner: Option<(u32, u32)>,
    is_durable: bool,
    shell: Mutex<Option<Child>>,
}

impl Cluster {
    /// The server that all tests of this process share; it ends with the last of them.
    ///
    /// # Errors
    /// As [`Cluster::start`].
    pub fn shared() -> Result<Arc<Self>, String> {
        static SHARED: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cluster) = shared.upgrade() {
            return Ok(cluster);
        }
        let cluster = Arc::new(Self::start()?);
        *shared = Arc::downgrade(&cluster);
        Ok(cluster)
    }

    /// Makes a cluster and starts its server, which may lose everything when the power fails.
    ///
    /// # Errors
    /// One line that says what is missing or what went wrong.
    pub fn start() -> Result<Self, String> {
        Self::make(false)
    }

    /// A cluster as the package makes it, for measurements: a commit waits for the disk.
    ///
    /// # Errors
    /// As [`Cluster::start`].
    pub fn start_durable() -> Result<Self, String> {
        Self::make(true)
    }

    fn make(is_durable: bool) -> Result<Self, String> {
        let binaries = newest()?;
        let owner = owner()?;
        let directory = tempfile::Builder::new()
            .prefix("testkit-postgres-")
            .tempdir()
            .map_err(|error| format!("no temporary directory: {error}"))?;
        if let Some((user, group)) = owner {
            chown(directory.path(), Some(user), Some(group))
                .and_then(|()| {
                    fs::set_permissions(directory.path(), fs::Permissions::from_mode(0o700))
                })
                .map_err(|error| format!("{}: {error}", directory.path().display()))?;
        }
        let shell = Mutex::default();
        let mut cluster = Self { binaries, directory, port: 0, owner, is_durable, shell };
        let data = cluster.data();
        cluster.run(
            "initdb",
            &["-D", &data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
        )?;
        // Another program may take the port before the server does.
        let mut outcome = Err("no port was tried".to_owned());
        for _ in 0..PORTS {
            cluster.port = free_port()?;
            outcome = cluster.resume();
            if outcome.is_ok() {
                break;
            }
            cluster.stop();
        }
        outcome.map(|()| cluster)
    }

    /// The URL of a database.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/{database}", self.port)
    }

    /// Makes a database, empty or as a copy of another that nobody uses.
    ///
    /// # Errors
    /// What `createdb` says.
    pub fn create_database(&self, name: &str, template: Option<&str>) -> Result<(), String> {
        let template = template.unwrap_or("template0");
        let port = self.port.to_string();
        self.run("createdb", &["-h", "127.0.0.1", "-p", &port, "-U", USER, "-T", template, name])
            .map(drop)
    }

    /// Runs SQL with `psql` and returns its output, one line for a row.
    ///
    /// # Errors
    /// What `psql` says.
    pub fn sql(&self, database: &str, sql: &str) -> Result<String, String> {
        let url = self.url(database);
        self.run("psql", &["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql, &url])
    }

    /// Starts the server anew, with TLS for those who ask for it. Both texts are PEM.
    ///
    /// # Errors
    /// As [`Cluster::start`].
    pub fn serve_tls(&self, certificate: &str, key: &str) -> Result<(), String> {
        for (name, text) in [("server.crt", certificate), ("server.key", key)] {
            let file = Path::new(&self.data()).join(name);
            let failed = |error| format!("{}: {error}", file.display());
            fs::write(&file, text).map_err(failed)?;
            // The server refuses a key that others could read.
            fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).map_err(failed)?;
            if let Some((user, group)) = self.owner {
                chown(&file, Some(user), Some(group)).map_err(failed)?;
            }
        }
        self.sql("postgres", "ALTER SYSTEM SET ssl = on")?;
        self.stop();
        self.resume()
    }

    /// Stops the server as if it had crashed.
    pub fn stop(&self) {
        let shell = self.shell.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(mut shell) = shell {
            drop(shell.stdin.take());
            // There is nothing to do about a shell that cannot be waited for.
            shell.wait().ok();
        }
    }

    /// Starts a stopped server again, on the same port.
    ///
    /// # Errors
    /// What the server's log ends with.
    pub fn resume(&self) -> Result<(), String> {
        let log = self.directory.path().join("log");
        let open = fs::OpenOptions::new().create(true).write(true).truncate(true).open(&log);
        let open = open.map_err(|error| format!("{}: {error}", log.display()))?;
        let mut command = self.command(Path::new("/bin/sh"));
        command.args(["-c", SCRIPT, "sh"]).arg(self.binaries.join("postgres"));
        command.args(["-D", &self.data(), "-p", &self.port.to_string()]);
        let careless = CARELESS.iter().filter(|_| !self.is_durable);
        for setting in SETTINGS.iter().chain(careless) {
            command.args(["-c", setting]);
        }
        let copy = open.try_clone().map_err(|error| error.to_string())?;
        let shell = command.stdin(Stdio::piped()).stdout(copy).stderr(open).spawn();
        let shell = shell.map_err(|error| format!("/bin/sh: {error}"))?;
        *self.shell.lock().unwrap_or_else(PoisonError::into_inner) = Some(shell);
        let started = Instant::now();
        while !self.is_ready() {
            let log = fs::read_to_string(&log).unwrap_or_default();
            if started.elapsed() > PATIENCE || log.contains("FATAL:  could not create") {
                return Err(format!("PostgreSQL did not start: {log}"));
            }
            sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Whether this server answers: its own file says so, which no other server at its port can.
    fn is_ready(&self) -> bool {
        let file = Path::new(&self.data()).join("postmaster.pid");
        // The last of its lines is the state.
        fs::read_to_string(file).is_ok_and(|text| text.trim_end().ends_with("ready"))
    }

    fn data(&self) -> String {
        self.directory.path().join("data").display().to_string()
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Result<String, String> {
        let mut command = self.command(&self.binaries.join(program));
        let output = command.args(arguments).stdin(Stdio::null()).output();
        let Output { status, stdout, stderr } =
            output.map_err(|error| format!("{program}: {error}"))?;
        if status.success() {
            return Ok(String::from_utf8_lossy(&stdout).trim_end().to_owned());
        }
        Err(format!("{program}: {status}: {}", String::from_utf8_lossy(&stderr).trim_end()))
    }

    /// A command that runs as the server's user: PostgreSQL does not run as root.
    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.directory.path()).env_clear().env("LC_ALL", "C.UTF-8");
        command.env("PATH", "/usr/bin:/bin");
        if let Some((user, group)) = self.owner {
            command.uid(user).gid(group);
        }
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The binaries of the newest installed version.
fn newest() -> Result<PathBuf, String> {
    let missing = || {
        format!("PostgreSQL 15 or newer is missing below {VERSIONS}: apt-get install postgresql")
    };
    let versions = fs::read_dir(VERSIONS).map_err(|_| missing())?;
    let version = |entry: fs::DirEntry| entry.file_name().to_str()?.parse::<u32>().ok();
    let newest = versions.filter_map(|entry| version(entry.ok()?)).max();
    let newest = newest.filter(|version| *version >= 15).ok_or_else(missing)?;
    let binaries = Path::new(VERSIONS).join(newest.to_string()).join("bin");
    if binaries.join("initdb").exists() { Ok(binaries) } else { Err(missing()) }
}

/// User and group of `postgres`, when this process is root.
fn owner() -> Result<Option<(u32, u32)>, String> {
    use std::os::unix::fs::MetadataExt;
    let own = fs::metadata("/proc/self").map_err(|error| format!("/proc/self: {error}"))?;
    if own.uid() != 0 {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let line = users.lines().find(|line| line.starts_with("postgres:"));
    let mut numbers = line.into_iter().flat_map(|line| line.split(':').skip(2));
    let mut number = || numbers.next()?.parse::<u32>().ok();
    match (number(), number()) {
        (Some(user), Some(group)) => Ok(Some((user, group))),
        _ => Err("the user postgres is missing: apt-get install postgresql".to_owned()),
    }
}

/// A port that was free a moment ago, below those that the system gives to connections (from
/// 32768 on): no client can have it by chance while the server is stopped.
fn free_port() -> Result<u16, String> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    // Processes begin in different places; 7 has no factor in common with the range.
    let first = std::process::id().wrapping_mul(7);
    for _ in 0..10_000 {
        let at = first.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
        let port = 20_000 + (at % 10_000) as u16;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return Ok(port);
        }
    }
    Err("no free port from 20000 to 29999".to_owned())
}
