//! What the catalogue knows: of words, and of recordings, artists and release groups by MBID.

mod about;
mod entities;
mod lookup;

pub(crate) use entities::{
    list_artists, list_recordings, list_recordings_in_body, list_release_groups,
};
pub(crate) use lookup::{look_up, look_up_many};
