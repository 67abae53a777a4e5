//! Values of documents as the index engine takes them.

use std::iter;

use tantivy::schema::Value;
use tantivy::schema::document::{ReferenceValue, ReferenceValueLeaf};

/// One value of a prepared document.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cell<'a> {
    Number(u64),
    Text(&'a str),
}

impl<'a> Value<'a> for Cell<'a> {
    type ArrayIter = iter::Empty<Self>;
    type ObjectIter = iter::Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match *self {
            Cell::Number(number) => ReferenceValueLeaf::U64(number),
            Cell::Text(text) => ReferenceValueLeaf::Str(text),
        })
    }
}
