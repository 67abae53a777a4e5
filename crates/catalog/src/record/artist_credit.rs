//! Artist credits: artists as they are named on a sleeve.

use model::Gid;

use crate::codec::{List, record};
use crate::error::Result;
use crate::read::View;

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

impl View<'_> {
    /// The words of an artist credit as printed, joined; none when there is no such credit.
    pub fn printed_credit(&self, id: u32) -> Result<Option<String>> {
        let Some(credit) = self.artist_credit(id)? else { return Ok(None) };
        let mut text = String::new();
        for name in credit.names.iter() {
            let name = name?;
            text.push_str(name.name);
            text.push_str(name.join_phrase);
        }
        Ok(Some(text))
    }
}
