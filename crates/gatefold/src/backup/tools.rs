//! The programs that come with PostgreSQL: found, told where the database is, and watched.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use jobs::Stop;
use store::Target;
use tokio::process::Command;
use url::Url;

use super::{Error, Result};
use crate::config::Config;

/// Where Debian puts the versions.
const VERSIONS: &str = "/usr/lib/postgresql";
/// What the programs understand of a URL's parameters.
const PARAMETERS: [&str; 6] =
    ["sslmode", "sslrootcert", "sslcert", "sslkey", "host", "connect_timeout"];
/// How often to look whether to end.
const LOOK: Duration = Duration::from_millis(200);
/// How much of what a program says is repeated, in characters from the end.
const MAX_SAID: usize = 600;

/// A program that is about to run.
pub(super) struct Tool {
    name: &'static str,
    command: Command,
}

/// The engine of a database.
pub(super) fn engine(target: &Target) -> &'static str {
    match target {
        Target::Sqlite(_) => "sqlite",
        Target::Postgres(_) => "postgres",
    }
}

impl Tool {
    /// A program for the configured database, or another one on the same server.
    pub(super) fn new(name: &'static str, config: &Config, database: Option<&str>) -> Result<Self> {
        let mut command = Command::new(find(name, config.backup.postgres_bin.as_deref()));
        let (url, password) = address(config.database.url.as_deref(), database)?;
        command.arg("--dbname").arg(url);
        if let Some(password) = password {
            // Arguments can be seen by everybody on the machine, the environment cannot.
            command.env("PGPASSWORD", password);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command.kill_on_drop(true);
        Ok(Self { name, command })
    }

    /// Adds an argument.
    pub(super) fn arg(&mut self, argument: impl AsRef<OsStr>) -> &mut Self {
        self.command.arg(argument);
        self
    }

    /// Runs it to its end, or until `stop` is raised.
    pub(super) async fn run(mut self, stop: &Stop) -> Result<()> {
        let tool = self.name;
        let child = self.command.spawn().map_err(|source| Error::NoTool { tool, source })?;
        let waited = child.wait_with_output();
        tokio::pin!(waited);
        loop {
            tokio::select! {
                ended = &mut waited => {
                    let output = ended.map_err(|source| Error::NoTool { tool, source })?;
                    if output.status.success() {
                        return Ok(());
                    }
                    let said = String::from_utf8_lossy(&output.stderr);
                    return Err(Error::Tool { tool, message: end_of(&said) });
                }
                () = tokio::time::sleep(LOOK) => stop.check()?,
            }
        }
    }
}

/// The end of what a program said, in one line.
fn end_of(said: &str) -> String {
    let said = said.lines().map(str::trim).filter(|line| !line.is_empty());
    let said = said.collect::<Vec<_>>().join("; ");
    let skipped = said.chars().count().saturating_sub(MAX_SAID);
    said.chars().skip(skipped).collect()
}

/// The configured directory, else the newest version of Debian, else wherever programs are.
fn find(name: &str, configured: Option<&Path>) -> PathBuf {
    if let Some(directory) = configured {
        return directory.join(name);
    }
    let versions = std::fs::read_dir(VERSIONS).into_iter().flatten().flatten();
    let programs = versions.filter_map(|entry| {
        let version: u32 = entry.file_name().to_str()?.parse().ok()?;
        Some((version, entry.path().join("bin").join(name)))
    });
    let newest = programs.filter(|(_, program)| program.exists()).max();
    newest.map_or_else(|| PathBuf::from(name), |(_, program)| program)
}

/// The URL without its password and what only we understand, and the password.
fn address(url: Option<&str>, database: Option<&str>) -> Result<(String, Option<String>)> {
    let invalid = || store::Error::Invalid("the database URL cannot be read".to_owned());
    let mut url = Url::parse(url.unwrap_or_default()).map_err(|_| invalid())?;
    let password = url.password().map(percent_decode);
    if url.set_password(None).is_err() {
        return Err(invalid().into());
    }
    if let Some(database) = database {
        url.set_path(database);
    }
    let known: Vec<(String, String)> = url
        .query_pairs()
        .map(|(name, value)| (name.replace("ssl-mode", "sslmode"), value.into_owned()))
        .filter(|(name, _)| PARAMETERS.contains(&name.as_str()))
        .collect();
    url.set_query(None);
    if !known.is_empty() {
        url.query_pairs_mut().extend_pairs(known);
    }
    Ok((url.to_string(), password))
}

/// Text whose bytes may be written as `%41`.
fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = text.get(at + 1..at + 3).filter(|_| *byte == b'%');
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(decoded) => {
                out.push(decoded);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    //! Addresses.
    use super::*;

    #[test]
    fn a_password_is_never_an_argument() {
        let url =
            "postgres://me:p%40ss%2Fw@db:5433/music?sslmode=require&statement-cache-capacity=1";
        let (address, password) = address(Some(url), Some("scratch")).expect("a valid URL");
        assert_eq!(address, "postgres://me@db:5433/scratch?sslmode=require");
        assert_eq!(password.as_deref(), Some("p@ss/w"));
        assert_eq!(percent_decode("100%"), "100%");
    }
}
