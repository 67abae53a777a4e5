//! `gatefold completions`.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::cli::Cli;

/// Prints the completions of a shell.
pub(super) fn run(shell: Shell) {
    clap_complete::generate(shell, &mut Cli::command(), "gatefold", &mut std::io::stdout());
}
