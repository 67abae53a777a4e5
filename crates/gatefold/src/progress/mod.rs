//! How far an import is: bars on a terminal, a log line now and then, or JSON lines.

mod bars;
mod lines;
mod meter;

use std::io::IsTerminal as _;

use jobs::Progress;

use crate::cli::ProgressKind;

/// The listener of that kind.
pub fn listener(kind: ProgressKind) -> Box<dyn Progress> {
    let terminal = std::io::stderr().is_terminal();
    match kind {
        ProgressKind::Bar => Box::new(bars::Bars::new()),
        ProgressKind::Auto if terminal => Box::new(bars::Bars::new()),
        ProgressKind::Auto | ProgressKind::Log => Box::new(lines::Lines::text()),
        ProgressKind::Json => Box::new(lines::Lines::json()),
    }
}
