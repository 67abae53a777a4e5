//! One file a command.

mod backup;
mod catalogue;
mod completions;
mod config;
mod demo;
mod import;
mod jobs;
mod listens;
mod migrate;
mod secrets;
mod serve;

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};

use crate::cli::{Cli, Command};
use crate::config::{Effective, Flags, load};

/// Runs the command that was given.
pub fn run(cli: &Cli, environment: &BTreeMap<String, String>) -> Result<()> {
    let listen = match &cli.command {
        Command::Serve(serve) => serve.listen,
        _ => None,
    };
    let flags = Flags { data_dir: cli.data_dir.clone(), file: cli.config.clone(), listen };
    if let Command::Completions { shell } = &cli.command {
        completions::run(*shell);
        return Ok(());
    }
    // The file that `config init` is about to write need not be right yet.
    if let Command::Config(crate::cli::Config::Init { file }) = &cli.command {
        return config::init(file.as_deref(), &flags);
    }
    let effective = load(&flags, environment)?;
    crate::log::start(&effective.config);
    let Effective { config, .. } = &effective;
    match &cli.command {
        Command::Demo(options) => demo::run(options, config, cli.data_dir.is_some()),
        Command::Serve(_) => serve::run(config),
        Command::Import(source) => import::run(source, config),
        Command::Catalogue(action) => catalogue::run(action, config),
        Command::Migrate(action) => migrate::run(action, config),
        Command::Backup(action) => backup::run(action, config),
        Command::Secrets(action) => secrets::run(action, config),
        Command::Listens(action) => listens::run(action, config),
        Command::Jobs(action) => jobs::run(action, config),
        Command::Config(action) => config::run(action, &effective),
        Command::Completions { .. } => Ok(()),
    }
}

/// How a job imports.
pub fn import_options(config: &crate::config::Config) -> ::import::Options {
    use crate::cli::{ImportHow, ProgressKind};
    let how = ImportHow { strict: false, progress: ProgressKind::Log, staging: None };
    import::options(&how, config)
}

/// The threads of a command that waits for a database.
fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Runtime::new().context("starting the program's threads")
}
