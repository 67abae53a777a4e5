//! Logs to standard error, as text or JSON.

use tracing_subscriber::fmt;

use crate::config::Config;

/// Starts logging. A second call in one process changes nothing.
pub fn start(config: &Config) {
    let builder =
        fmt().with_writer(std::io::stderr).with_max_level(config.log_level).with_ansi(false);
    let done = if config.log_json { builder.json().try_init() } else { builder.try_init() };
    // Already started: the first one stays.
    drop(done);
}
