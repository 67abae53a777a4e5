//! The server program: built beside this one, and found by the address that it prints.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};

use super::child::this_program;

/// The host and port in a line such as `listening on http://127.0.0.1:8080`.
pub(super) fn address(line: &str) -> anyhow::Result<&str> {
    let start = line.find("127.0.0.1:").with_context(|| format!("no address in {line:?}"))?;
    let end = line[start..].find(|c: char| !c.is_ascii_digit() && c != '.' && c != ':');
    Ok(&line[start..end.map_or(line.len(), |end| start + end)])
}

/// The server, built like this program and put beside it.
pub(super) fn built() -> anyhow::Result<PathBuf> {
    eprintln!("bench: building the server");
    let own = this_program()?;
    let directory = Path::new(own.get_program()).parent().context("a program lies somewhere")?;
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--package", "gatefold"]);
    cargo.args((!cfg!(debug_assertions)).then_some("--release"));
    cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
    let status = cargo.status().context("cargo cannot be run: give --gatefold")?;
    ensure!(status.success(), "gatefold does not build: {status}");
    Ok(directory.join("gatefold"))
}

#[cfg(test)]
mod tests {
    //! What the first line of output may look like.
    use super::*;

    #[test]
    fn an_address_is_found_in_a_line_of_words() -> anyhow::Result<()> {
        assert_eq!(address("listening on http://127.0.0.1:4711/ now")?, "127.0.0.1:4711");
        assert_eq!(address("127.0.0.1:80")?, "127.0.0.1:80");
        assert!(address("no luck").is_err());
        Ok(())
    }
}
