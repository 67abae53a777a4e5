//! What can be wrong with the configuration, said with its place and what would be right.

use std::path::PathBuf;

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read.
    #[error("configuration file {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is no YAML.
    #[error("{}:{line}: {reason}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, from 1; 0 if unknown.
        line: u64,
        /// What the parser says.
        reason: String,
    },
    /// A key that does not exist.
    #[error("{}:{line}: there is no key {key}; did you mean {nearest}?", path.display())]
    UnknownKey {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// The key.
        key: String,
        /// The key that looks most like it.
        nearest: &'static str,
    },
    /// An environment variable that names no key.
    #[error("environment variable {name} names no key; did you mean {nearest}?")]
    UnknownVariable {
        /// The variable.
        name: String,
        /// The variable that looks most like it.
        nearest: String,
    },
    /// A value that the key cannot have.
    #[error("{origin}: {key} cannot be {value:?}: {reason}")]
    Value {
        /// The key.
        key: &'static str,
        /// The value.
        value: String,
        /// File and line, variable or flag.
        origin: String,
        /// What is expected.
        reason: String,
    },
    /// `config init` would overwrite a file.
    #[error("{} is there already: remove it first, or name another file", .0.display())]
    Exists(PathBuf),
}
