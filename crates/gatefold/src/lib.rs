#![doc = include_str!("../README.md")]

mod backup;
mod board;
mod cli;
mod clock;
mod commands;
mod complaint;
mod config;
mod elsewhere;
mod exit;
mod figures;
mod health;
mod jobs;
mod log;
mod people;
mod progress;
mod server;
mod web;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

pub use cli::Cli;
pub use exit::Exit;

/// Runs the program: `arguments` with its name first, `environment` as variables.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    environment: BTreeMap<String, String>,
) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors; a closed pipe is nobody's problem.
            let _ = error.print();
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Done };
            return exit.into();
        }
    };
    match commands::run(&cli, &environment) {
        Ok(()) => Exit::Done.into(),
        Err(error) => {
            eprintln!("gatefold: {}", exit::chain(&error));
            Exit::of(&error).into()
        }
    }
}
