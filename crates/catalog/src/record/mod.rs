//! What the catalogue keeps of each kind of entity, one file a kind.
//!
//! Ids of other entities are dense ids (`u32`, the source's row id; 0 is "none").
//! Ids of words such as types, formats, languages are row ids of the [`crate::Vocabulary`].

pub mod area;
pub mod artist;
pub mod artist_credit;
pub mod browse;
pub mod event;
pub mod genre;
pub mod instrument;
pub mod label;
pub mod place;
pub mod recording;
pub mod relationship;
pub mod release;
pub mod release_group;
pub mod series;
mod shared;
pub mod tracklist;
pub mod url;
pub mod work;

pub use area::Area;
pub use artist::Artist;
pub use artist_credit::{ArtistCredit, CreditedName};
pub use event::Event;
pub use genre::Genre;
pub use instrument::Instrument;
pub use label::Label;
pub use place::Place;
pub use recording::{Appearance, Recording};
pub use relationship::{Link, LinkAttribute, Relationship};
pub use release::{Release, ReleaseEvent, ReleaseLabel};
pub use release_group::ReleaseGroup;
pub use series::Series;
pub use shared::{Alias, Entity, ForeignId, Image, Rating, TagCount};
pub use tracklist::{CdToc, Medium, Track, Tracklist};
pub use url::Url;
pub use work::{Work, WorkAttribute};
