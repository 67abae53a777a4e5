//! The parts that several kinds of entities have.

use model::{Date, Gid, Kind, Scheme};

use crate::codec::{Corrupt, Field, List, Optional, Read, Reader, record};

/// What every named entity has; lets code that only needs this treat all kinds alike.
pub trait Entity<'a>: Field<'a> {
    /// The kind, which is also the table.
    const KIND: Kind;
    /// The public id.
    fn gid(&self) -> Gid;
    /// The name or title.
    fn name(&self) -> &'a str;
    /// Ids at other services.
    fn external_ids(&self) -> List<'a, ForeignId<'a>> {
        List::default()
    }
}

record! {
    /// Another name of an entity.
    Alias {
        /// The name.
        name: &'a str,
        ---
        /// The name to sort by, when it differs from the name.
        sort_name: &'a str,
        /// The locale, as in `en_GB`.
        locale: &'a str,
        /// Row id in the alias types of the kind.
        alias_type: u32,
        /// Whether it is the main name in its locale.
        primary: bool,
        /// When it came into use.
        begin: Date,
        /// When it went out of use.
        end: Date,
        /// Whether it is out of use, even if no date is known.
        ended: bool,
    }
}

record! {
    /// A tag with its votes; genres are tags whose name is a genre's.
    TagCount {
        /// Row id of the tag.
        tag: u32,
        /// Votes, more than 0.
        count: u32,
        ---
    }
}

record! {
    /// One image of a release or event at the Cover Art Archive or Event Art Archive.
    Image {
        /// The archive's id of the image.
        id: u64,
        ---
        /// Row ids of the art types (front, back …).
        types: List<'a, u32>,
        /// Free text.
        comment: &'a str,
        /// Row id of the MIME type.
        mime_type: &'a str,
        /// Whether no user has approved it yet.
        pending: bool,
        /// Row id of the edit that added it.
        edit: u32,
    }
}

/// An average rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rating {
    /// 0 to 100.
    pub value: u8,
    /// How many people rated.
    pub count: u32,
}

impl<'a> Field<'a> for Rating {
    fn put(&self, out: &mut Vec<u8>) {
        self.value.put(out);
        self.count.put(out);
    }
    fn take(from: &mut Reader<'a>) -> Read<Self> {
        Ok(Self { value: u8::take(from)?, count: u32::take(from)? })
    }
}

impl<'a> Optional<'a> for Rating {
    fn is_absent(&self) -> bool {
        self.count == 0
    }
}

/// An id at another service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForeignId<'a> {
    /// The service.
    pub scheme: Scheme,
    /// Its id.
    pub value: &'a str,
}

impl<'a> Field<'a> for ForeignId<'a> {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(self.scheme as u8);
        self.value.put(out);
    }
    fn take(from: &mut Reader<'a>) -> Read<Self> {
        let [number] = <[u8; 1]>::take(from)?;
        let scheme = Scheme::from_number(number).ok_or(Corrupt("an unknown id scheme"))?;
        Ok(Self { scheme, value: <&str>::take(from)? })
    }
}
