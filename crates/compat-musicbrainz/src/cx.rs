//! What everything is read through: one transaction and the words that go with it.

use catalog::record::Entity;
use catalog::{Result, View};

use crate::words::Lexicon;

/// One consistent look at a generation.
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
}
