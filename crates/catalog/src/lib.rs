#![doc = include_str!("../README.md")]

mod block;
pub mod codec;
pub mod covers;
mod error;
pub mod fielded;
pub mod generation;
pub mod index;
mod live;
mod lmdb;
mod manifest;
mod read;
pub mod record;
pub mod search;
mod segment;
mod table;
mod texts;
mod toc;
pub mod vocabulary;
mod write;

pub use error::{Error, Result};
pub use generation::{Generation, Generations};
pub use live::Live;
pub use manifest::{Manifest, Phase, Problem, SourceArchive};
pub use read::{Catalog, Found, Page, PlacedTrack, View, redirect_key};
pub use record::browse::Relation;
pub use table::{FORMAT_VERSION, Index, Table};
pub use texts::SearchKind;
pub use toc::Toc;
pub use vocabulary::{Term, Words};
pub use write::{Build, Writer};
