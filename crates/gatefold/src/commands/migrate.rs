//! `gatefold migrate`.

use anyhow::Result;
use store::migrate::{self, State};

use crate::cli::Migrate;
use crate::clock::rfc3339;
use crate::config::Config;

/// Looks at the migrations of the database, or changes what is applied.
pub(super) fn run(action: &Migrate, config: &Config) -> Result<()> {
    let (target, options) = (&config.database.target, config.database.options()?);
    super::runtime()?.block_on(async {
        match action {
            Migrate::Status { json } => {
                let found = migrate::status(target, &options).await?;
                println_all(found.iter().map(|status| line(status, *json)));
            }
            Migrate::Up => {
                let done = migrate::up(target, &options).await?;
                tell("applied", &done, "nothing to apply");
            }
            Migrate::Down { to } => {
                let done = migrate::down(target, &options, *to).await?;
                tell("undone", &done, "nothing to undo");
            }
            Migrate::Check => {
                migrate::check(target, &options).await?;
                println!("the database is at this program's migrations");
            }
        }
        Ok(())
    })
}

fn println_all(lines: impl Iterator<Item = String>) {
    for line in lines {
        println!("{line}");
    }
}

fn tell(what: &str, done: &[String], nothing: &str) {
    if done.is_empty() {
        println!("{nothing}");
    }
    println_all(done.iter().map(|name| format!("{what} {name}")));
}

fn line(status: &migrate::Status, json: bool) -> String {
    let (word, at) = match status.state {
        State::Applied(at) => ("applied", Some(at)),
        State::Changed(at) => ("changed", Some(at)),
        State::Pending => ("pending", None),
        State::Unknown(at) => ("unknown", Some(at)),
    };
    let at = at.map(rfc3339);
    if json {
        let line = serde_json::json!({
            "version": status.version, "name": status.name, "state": word, "applied_at": at,
        });
        return line.to_string();
    }
    let at = at.unwrap_or_default();
    format!("{:04}  {word:8}  {:24}  {at}", status.version, status.name).trim_end().to_owned()
}
