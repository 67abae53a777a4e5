//! Wire shapes, assembled from the catalogue's records.
//!
//! A shape borrows everything: its texts are the store's bytes, its lists are read while they are
//! written. Doc comments and examples here are the OpenAPI document's.

use catalog::codec::{Field, List};
use catalog::record::Entity;
use catalog::{Result, View};
use serde::ser::{Error as _, SerializeSeq as _};
use serde::{Serialize, Serializer};

pub(crate) mod album;
pub(crate) mod album_details;
pub(crate) mod album_tracks;
pub(crate) mod artist;
pub(crate) mod compact;
pub(crate) mod credit;
pub(crate) mod genres;
pub(crate) mod images;
pub(crate) mod label;
pub(crate) mod lexicon;
pub(crate) mod parts;
pub(crate) mod recording;
pub(crate) mod relations;
pub(crate) mod release_group;
pub(crate) mod resolve;
pub(crate) mod text;
pub(crate) mod track;
pub(crate) mod work;

use lexicon::Lexicon;
use text::Id;

/// What everything is read through: one transaction and the words that go with it.
#[derive(Clone, Copy)]
pub(crate) struct Cx<'v> {
    /// The records.
    pub(crate) view: &'v View<'v>,
    /// The words.
    pub(crate) words: &'v Lexicon,
}

impl<'v> Cx<'v> {
    /// An entity by dense id; a dangling id is an entity that is not there.
    #[inline]
    pub(crate) fn get<E: Entity<'v>>(self, id: u32) -> Result<Option<E>> {
        if id == 0 { Ok(None) } else { self.view.get(id) }
    }

    /// A public id in the catalogue's own form.
    #[inline]
    pub(crate) fn id(self, gid: model::Gid) -> Id {
        Id::new(gid, self.words.scheme())
    }
}

/// Writes a list of a record, one item at a time.
pub(crate) fn write_list<'v, T, R, S>(
    serializer: S,
    list: List<'v, T>,
    mut shape: impl FnMut(T) -> Result<Option<R>>,
) -> Result<S::Ok, S::Error>
where
    T: Field<'v>,
    R: Serialize,
    S: Serializer,
{
    let mut seq = serializer.serialize_seq(None)?;
    for item in list.iter() {
        let item = item.map_err(S::Error::custom)?;
        if let Some(shaped) = shape(item).map_err(S::Error::custom)? {
            seq.serialize_element(&shaped)?;
        }
    }
    seq.end()
}

/// A list of texts, written as it stands in the record.
#[derive(Clone, Copy)]
pub(crate) struct Texts<'a>(pub(crate) List<'a, &'a str>);

impl Serialize for Texts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_list(serializer, self.0, |text| Ok(Some(text)))
    }
}
