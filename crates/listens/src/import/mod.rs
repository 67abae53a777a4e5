//! Import of histories from files and accounts elsewhere, in steps that survive the end of the
//! process.
//!
//! One unit of work keeps the plays and opinions of a step together with the position behind them.
//! So an import that was killed goes on where it stopped and counts nothing twice; one that begins
//! from the start finds its plays repeated and changes nothing.

mod account;
mod file;
mod job;
mod opinions;
mod report;
mod state;
mod step;

pub use account::Account;
pub use file::{NewImport, upload_path};
pub use job::ImportJob;
pub use report::{Report, Skips};
pub use state::{ImportState, ImportStatus};
