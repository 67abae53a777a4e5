//! Developer commands: `cargo xtask <command>`.
//!
//! Built without the feature `full` this is `tidy` alone, which needs none of the program's crates.
//! Every other command is then handed to a release build of the same program with the feature.

#[cfg(feature = "full")]
mod bench;
#[cfg(feature = "gen")]
mod gen_mbdump;
mod tidy;

#[cfg(not(feature = "full"))]
use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The program's own, so that servers under test are what they are in the program.
#[cfg(feature = "full")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Checks, generators and benchmarks for developers.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// One module for each.
#[derive(Subcommand)]
enum Command {
    /// Check the rules of the repository that the compiler does not know
    Tidy(tidy::Arguments),
    /// Make an invented dump of any size, with the shares of the real one
    #[cfg(feature = "gen")]
    GenMbdump(gen_mbdump::Arguments),
    /// Measure how fast and how small everything is, and write it into docs/
    #[cfg(feature = "full")]
    Bench(bench::Arguments),
    /// Everything else: `gen-mbdump`, `bench` (built in release first)
    #[cfg(not(feature = "full"))]
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

fn main() -> anyhow::Result<ExitCode> {
    match Arguments::parse().command {
        Command::Tidy(arguments) => tidy::run(&arguments),
        #[cfg(feature = "gen")]
        Command::GenMbdump(arguments) => gen_mbdump::run(&arguments),
        #[cfg(feature = "full")]
        Command::Bench(arguments) => bench::run(&arguments),
        #[cfg(not(feature = "full"))]
        Command::Other(arguments) => hand_over(&arguments),
    }
}

/// Builds this program again, in release with all commands, and runs it.
#[cfg(not(feature = "full"))]
fn hand_over(arguments: &[OsString]) -> anyhow::Result<ExitCode> {
    use anyhow::Context as _;
    let mut cargo = std::process::Command::new("cargo");
    cargo.args(["run", "--release", "--package", "xtask", "--"]).args(arguments);
    let status = cargo.status().context("cargo cannot be run: is it in the PATH?")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
