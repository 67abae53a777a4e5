//! Artist credits: who made something, and how the sleeve says it.

use catalog::Result;
use catalog::record::{Artist, CreditedName};
use serde::ser::SerializeSeq as _;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::Cx;
use super::artist::ArtistSummary;
use super::text::Id;

/// A credit with the artists that it names.
pub(crate) struct Credit<'a> {
    row: u32,
    names: Vec<(CreditedName<'a>, Artist<'a>)>,
}

impl<'a> Credit<'a> {
    /// Reads a credit. An artist that is missing from the catalogue is left out.
    pub(crate) fn read(cx: Cx<'a>, row: u32) -> Result<Self> {
        let Some(credit) = cx.view.artist_credit(row)? else {
            return Ok(Self { row, names: Vec::new() });
        };
        let mut names = Vec::with_capacity(credit.names.len());
        for name in credit.names.iter() {
            let name = name?;
            if let Some(artist) = cx.get::<Artist<'a>>(name.artist)? {
                names.push((name, artist));
            }
        }
        Ok(Self { row, names })
    }

    /// The credit's dense id.
    pub(crate) fn row(&self) -> u32 {
        self.row
    }

    /// The artists, each once.
    pub(crate) fn artists(&'a self, cx: Cx<'a>) -> CreditedArtists<'a> {
        CreditedArtists { cx, credit: self }
    }

    /// The words on the sleeve.
    pub(crate) fn printed(&'a self, cx: Cx<'a>) -> ArtistCreditShape<'a> {
        ArtistCreditShape { name: Printed(self), names: CreditedNames { cx, credit: self } }
    }
}

/// The artists of a credit.
#[derive(Clone, Copy)]
pub(crate) struct CreditedArtists<'a> {
    cx: Cx<'a>,
    credit: &'a Credit<'a>,
}

impl Serialize for CreditedArtists<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let names = &self.credit.names;
        let mut seq = serializer.serialize_seq(Some(names.len()))?;
        for (at, (name, artist)) in names.iter().enumerate() {
            let again = names[..at].iter().any(|(earlier, _)| earlier.artist == name.artist);
            if !again {
                seq.serialize_element(&ArtistSummary::new(self.cx, artist))?;
            }
        }
        seq.end()
    }
}

/// Artists as they are named on the sleeve.
#[derive(Serialize, ToSchema)]
#[schema(as = ArtistCredit)]
pub(crate) struct ArtistCreditShape<'a> {
    /// The whole text as printed.
    #[schema(value_type = String, example = "Queen & David Bowie")]
    name: Printed<'a>,
    /// The names in it, in order.
    #[schema(value_type = Vec<CreditedNameShape<'_>>)]
    names: CreditedNames<'a>,
}

/// One name in an artist credit.
#[derive(Serialize, ToSchema)]
#[schema(as = CreditedName)]
pub(crate) struct CreditedNameShape<'a> {
    /// The name as printed.
    #[schema(example = "Queen")]
    name: &'a str,
    /// What stands between this name and the next, spaces included.
    #[schema(example = " & ")]
    join_phrase: &'a str,
    /// The artist's id.
    #[schema(value_type = String, example = "0383dadf-2a4e-4d10-a46a-e9e041da8eb3")]
    artist_id: Id,
}

struct Printed<'a>(&'a Credit<'a>);

impl Serialize for Printed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.names.as_slice() {
            [(name, _)] if name.join_phrase.is_empty() => serializer.serialize_str(name.name),
            names => {
                let parts = names.iter().flat_map(|(name, _)| [name.name, name.join_phrase]);
                serializer.serialize_str(&parts.collect::<String>())
            }
        }
    }
}

struct CreditedNames<'a> {
    cx: Cx<'a>,
    credit: &'a Credit<'a>,
}

impl Serialize for CreditedNames<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.credit.names.iter().map(|(name, artist)| CreditedNameShape {
            name: name.name,
            join_phrase: name.join_phrase,
            artist_id: self.cx.id(artist.gid),
        }))
    }
}
