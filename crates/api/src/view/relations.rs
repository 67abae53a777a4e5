//! Relations: how an entity is connected with others.

use catalog::codec::List;
use catalog::record::{
    Area, Artist, Entity, Event, Genre, Instrument, Label, Link, LinkAttribute, Place, Recording,
    Relationship, Release, ReleaseGroup, Series, Url, Work,
};
use catalog::{Result, Words};
use model::Kind;
use serde::ser::{Error as _, SerializeSeq as _};
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::text::{DateText, Id, known};
use super::{Cx, write_list};

/// Relations of one entity that are shown.
const MAX_RELATIONS: usize = 200;

/// A connection to another entity.
#[derive(Serialize, ToSchema)]
pub(crate) struct Relation<'a> {
    /// What connects them.
    #[serde(rename = "type")]
    #[schema(example = "composer")]
    kind: Option<&'a str>,
    /// `forward` when the type reads from the entity that was asked for to the other one,
    /// `backward` when it reads from the other one.
    #[schema(example = "backward")]
    direction: &'a str,
    /// The kind of the other entity.
    #[schema(example = "artist")]
    target_kind: &'a str,
    /// The other entity's id.
    #[schema(value_type = String, example = "ba550d0e-adac-4864-b88b-407cab5e76af")]
    id: Id,
    /// The other entity's name, or its address.
    #[schema(example = "Paul McCartney")]
    name: &'a str,
    /// What modifies the connection: instruments, "live", "cover" …
    #[schema(value_type = Vec<String>)]
    attributes: Attributes<'a>,
    /// Since when.
    #[schema(value_type = Option<String>)]
    begin_date: Option<DateText>,
    /// Until when.
    #[schema(value_type = Option<String>)]
    end_date: Option<DateText>,
    /// Whether it has ended.
    ended: bool,
}

/// The connections of an entity, ordered by kind and type.
pub(crate) struct Relations<'a> {
    cx: Cx<'a>,
    list: List<'a, Relationship<'a>>,
}

impl<'a> Relations<'a> {
    /// The connections of an entity.
    pub(crate) fn of(cx: Cx<'a>, kind: Kind, row: u32) -> Result<Self> {
        Ok(Self { cx, list: cx.view.relationships(kind, row)? })
    }
}

impl Serialize for Relations<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(None)?;
        for relationship in self.list.iter().take(MAX_RELATIONS) {
            let relationship = relationship.map_err(S::Error::custom)?;
            let shape = shape(self.cx, &relationship).map_err(S::Error::custom)?;
            if let Some(shape) = shape {
                seq.serialize_element(&shape)?;
            }
        }
        seq.end()
    }
}

fn shape<'a>(cx: Cx<'a>, relationship: &Relationship<'a>) -> Result<Option<Relation<'a>>> {
    let kind = relationship.target_kind()?;
    let Some((id, name)) = target(cx, kind, relationship.target)? else { return Ok(None) };
    let Some(link) = cx.view.link(relationship.link)? else { return Ok(None) };
    Ok(Some(Relation {
        kind: cx.words.word(Words::LinkType, link.link_type),
        direction: if relationship.backward { "backward" } else { "forward" },
        target_kind: kind.as_str(),
        id,
        name: known(relationship.target_credit).unwrap_or(name),
        attributes: Attributes::of(cx, &link),
        begin_date: DateText::new(link.begin),
        end_date: DateText::new(link.end),
        ended: link.ended,
    }))
}

/// Id and name of an entity of any kind that relationships connect.
fn target(cx: Cx<'_>, kind: Kind, row: u32) -> Result<Option<(Id, &str)>> {
    fn named<'a, E: Entity<'a>>(cx: Cx<'a>, row: u32) -> Result<Option<(Id, &'a str)>> {
        Ok(cx.get::<E>(row)?.map(|entity| (cx.id(entity.gid()), entity.name())))
    }
    match kind {
        Kind::Artist => named::<Artist<'_>>(cx, row),
        Kind::ReleaseGroup => named::<ReleaseGroup<'_>>(cx, row),
        Kind::Release => named::<Release<'_>>(cx, row),
        Kind::Recording => named::<Recording<'_>>(cx, row),
        Kind::Work => named::<Work<'_>>(cx, row),
        Kind::Label => named::<Label<'_>>(cx, row),
        Kind::Area => named::<Area<'_>>(cx, row),
        Kind::Place => named::<Place<'_>>(cx, row),
        Kind::Event => named::<Event<'_>>(cx, row),
        Kind::Series => named::<Series<'_>>(cx, row),
        Kind::Instrument => named::<Instrument<'_>>(cx, row),
        Kind::Genre => named::<Genre<'_>>(cx, row),
        Kind::Url => named::<Url<'_>>(cx, row),
        Kind::Track | Kind::ArtistCredit | Kind::Medium => Ok(None),
    }
}

struct Attributes<'a> {
    cx: Cx<'a>,
    list: List<'a, LinkAttribute<'a>>,
}

impl<'a> Attributes<'a> {
    fn of(cx: Cx<'a>, link: &Link<'a>) -> Self {
        Self { cx, list: link.attributes }
    }
}

impl Serialize for Attributes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let words = self.cx.words;
        write_list(serializer, self.list, |attribute| {
            Ok(words.word(Words::LinkAttributeType, attribute.attribute_type))
        })
    }
}
