//! Web addresses.

use model::{Gid, Kind};

use super::Entity;
use crate::codec::record;

record! {
    /// A web address that relationships point to.
    Url {
        /// Public id.
        gid: Gid,
        /// The address.
        url: &'a str,
        ---
    }
}

impl<'a> Entity<'a> for Url<'a> {
    const KIND: Kind = Kind::Url;
    fn gid(&self) -> Gid {
        self.gid
    }
    fn name(&self) -> &'a str {
        self.url
    }
}
