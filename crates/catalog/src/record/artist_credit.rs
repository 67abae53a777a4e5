//! Artist credits: artists as they are named on a sleeve.

use model::Gid;

use crate::codec::{List, record};

record! {
    /// The names of one credit, in order.
    ArtistCredit {
        ---
        /// Public id.
        gid: Gid,
        /// The names.
        names: List<'a, CreditedName<'a>>,
    }
}

record! {
    /// An artist as credited.
    CreditedName {
        /// The artist.
        artist: u32,
        /// The name as printed.
        name: &'a str,
        ---
        /// What stands between this name and the next, spaces included.
        join_phrase: &'a str,
    }
}
