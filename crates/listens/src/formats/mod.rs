#![doc = include_str!("README.md")]

mod archive;
mod fields;
mod format;
mod found;
mod json;
mod layout;
mod learned;
mod read;
mod reader;
mod upload;
pub mod write;

pub use archive::ReadSeek;
pub use format::{Format, Options};
pub use found::{Feedback, Found, Item, Pin, Place, Position, Reason, Skipped};
pub use read::{ALL, by_name};
pub use reader::Reader;
pub use upload::{Limits, Unreadable, Upload};
