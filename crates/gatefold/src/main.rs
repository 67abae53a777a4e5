//! The program: hands arguments and environment to the library and exits with its code.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Answers are made of many small pieces of memory: see `docs/decisions/0008-faster-answers.md`.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn main() -> ExitCode {
    let environment = std::env::vars_os().filter_map(|(name, value)| {
        Some((name.into_string().ok()?, value.to_string_lossy().into_owned()))
    });
    gatefold::run(std::env::args_os(), environment.collect())
}
