#![doc = include_str!("../README.md")]

mod effects;
mod error;
mod events;
pub mod formats;
mod ids;
mod listens;
pub mod matching;
mod now_playing;
mod options;
mod play;
mod words;

pub use effects::{Clock, Effects, Randomness};
pub use error::{Error, Refusal, Result};
pub use events::Event;
pub use listens::Listens;
pub use now_playing::NowPlaying;
pub use options::Options;
pub use play::{Outcome, Play, Submission, TimeMeaning, source};
pub use words::Words;
