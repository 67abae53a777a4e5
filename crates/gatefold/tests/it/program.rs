//! Starting the program and ending it by its own handle.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use testkit::Format;

/// The program with a data directory and no settings of this machine.
pub fn gatefold(data_dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gatefold"));
    command.env_clear().arg("--data-dir").arg(data_dir).current_dir(data_dir);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs a command to its end.
pub fn run(data_dir: &Path, arguments: &[&str]) -> Output {
    gatefold(data_dir).args(arguments).output().unwrap()
}

/// Runs a command that must succeed and returns what it printed.
pub fn done(data_dir: &Path, arguments: &[&str]) -> String {
    let output = run(data_dir, arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// Writes the record shop's dump below `folder`.
pub fn write_shop(folder: &Path, format: Format) -> PathBuf {
    let dump = folder.join("dump");
    std::fs::create_dir_all(&dump).unwrap();
    testkit::shop().write(&dump, format).unwrap();
    dump
}

/// A child that is killed when the test is done with it, however that ends.
pub struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Running {
    /// Starts a command; what it logs is lost.
    pub fn start(command: Command) -> Self {
        Self::logging(command, Stdio::null())
    }

    /// Starts a command that logs to a place of the test.
    pub fn logging(mut command: Command, log: impl Into<Stdio>) -> Self {
        let mut child = command.stderr(log).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Self { child, out }
    }

    /// Starts a server and returns its address, the first line that it prints.
    pub fn serve(data_dir: &Path) -> (Self, String) {
        let mut command = gatefold(data_dir);
        command.args(["serve", "--listen", "127.0.0.1:0"]);
        command.env("GATEFOLD_CATALOGUE__WATCH_MS", "20");
        let mut running = Self::start(command);
        let line = running.line();
        let address = line.strip_prefix("http://").unwrap_or_else(|| panic!("{line}")).to_owned();
        (running, address)
    }

    /// The next line that it prints, without its end.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// Sends SIGTERM and waits for the exit code.
    pub fn terminate(mut self) -> Option<i32> {
        self.stop()
    }

    /// Ends it by SIGTERM and returns what it has printed since the last line that was read.
    pub fn terminate_and_read(mut self) -> String {
        assert_eq!(self.stop(), Some(0));
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).unwrap();
        rest
    }

    fn stop(&mut self) -> Option<i32> {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }

    /// Sends SIGKILL.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended before.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
