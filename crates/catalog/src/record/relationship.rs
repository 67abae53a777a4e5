//! Relationships between entities.

use model::{Date, Gid, Kind};

use crate::codec::{Corrupt, List, Read, record};

record! {
    /// A relationship seen from one of its two ends.
    Relationship {
        /// Dense id of the link: type, dates, attributes.
        link: u32,
        /// Kind of the other end, as [`Kind`]'s number.
        kind: u8,
        /// The other end.
        target: u32,
        ---
        /// Whether this end is the type's second.
        backward: bool,
        /// Place among the relationships of its type.
        order: u32,
        /// How this end is credited.
        source_credit: &'a str,
        /// How the other end is credited.
        target_credit: &'a str,
    }
}

impl Relationship<'_> {
    /// The kind of the other end.
    pub fn target_kind(&self) -> Read<Kind> {
        Kind::from_number(self.kind).ok_or(Corrupt("an unknown kind of entity"))
    }
}

record! {
    /// What relationships share: type, dates and attributes.
    Link {
        /// Row id of the link type.
        link_type: u32,
        ---
        /// Since when.
        begin: Date,
        /// Until when.
        end: Date,
        /// Whether it has ended.
        ended: bool,
        /// Attributes, as "guitar" or "live".
        attributes: List<'a, LinkAttribute<'a>>,
    }
}

record! {
    /// An attribute of a link.
    LinkAttribute {
        /// Row id of the attribute type.
        attribute_type: u32,
        ---
        /// The value, for types that take one.
        text: Option<&'a str>,
        /// As what it is credited.
        credited_as: Option<&'a str>,
    }
}

/// A type of relationship.
#[derive(Debug, Clone, Default)]
pub struct LinkType {
    /// Public id, `type-id` in MusicBrainz answers.
    pub gid: Gid,
    /// Name, `type` in MusicBrainz answers.
    pub name: String,
}
