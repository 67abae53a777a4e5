//! `gatefold config`.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::cli::Config as Action;
use crate::config::{Config, Effective, Error, Flags, commented_file};

/// Writes a file with every key, its meaning and its default.
pub(super) fn init(file: Option<&Path>, flags: &Flags) -> Result<()> {
    let data_dir = flags.data_dir.clone().unwrap_or_else(|| PathBuf::from("data"));
    let path = file.map(Path::to_owned).or_else(|| flags.file.clone());
    let path = path.unwrap_or_else(|| Config::default_file(&data_dir));
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent).with_context(|| parent.display().to_string())?;
    }
    match OpenOptions::new().write(true).create_new(true).open(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(Error::Exists(path).into())
        }
        opened => {
            let written = opened.and_then(|mut file| file.write_all(commented_file().as_bytes()));
            written.with_context(|| path.display().to_string())?;
            println!("{}", path.display());
            Ok(())
        }
    }
}

/// Checks or shows what was loaded.
pub(super) fn run(action: &Action, effective: &Effective) -> Result<()> {
    match action {
        Action::Check => println!("the configuration is right"),
        Action::Show => {
            for (key, value, origin) in &effective.origins {
                println!("{}: {}  # {origin}", key.name, key.shown.of(value));
            }
        }
        Action::Init { .. } => {}
    }
    Ok(())
}
