//! `link` with its attributes, and the `l_<kind>_<kind>` tables.

use catalog::Relation;
use catalog::record::{Link, LinkAttribute, Relationship};
use model::Kind;

use super::{Context, RowResult};
use crate::dump::row::Row;
use crate::error::Result;
use crate::staging::{Part, Stage, Staging};

/// The two kinds of a relationship table, in the order of its columns.
pub(super) fn ends(table: &str) -> Option<(Kind, Kind)> {
    let pair = table.strip_prefix("l_")?;
    Kind::RELATED.into_iter().find_map(|kind| {
        let rest = pair.strip_prefix(kind.as_str())?.strip_prefix('_')?;
        // `l_release_group_url` also begins like `l_release_…`: the rest must be a kind.
        let other = Kind::RELATED.into_iter().find(|other| other.as_str() == rest)?;
        Some((kind, other))
    })
}

pub(super) fn link(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let id = row.u32(0)?;
    let link = Link {
        link_type: row.u32(1)?,
        begin: row.date(2)?,
        end: row.date(5)?,
        ended: row.bool(10)?,
        ..Link::default()
    };
    staging.facts.link_type.set(id, link.link_type);
    Ok(staging.put(Stage::Links, u64::from(id), Part::Record, &link)?)
}

pub(super) fn attribute(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    Ok(staging.put(Stage::Links, u64::from(row.u32(0)?), Part::Attribute, &row.u32(1)?)?)
}

pub(super) fn attribute_credit(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let text = row.str(2)?;
    attribute_word(row, Part::AttributeCredit, &text, staging)
}

pub(super) fn attribute_text(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let text = row.str(2)?;
    attribute_word(row, Part::AttributeText, &text, staging)
}

fn attribute_word(row: &Row<'_, '_>, part: Part, text: &str, staging: &mut Staging) -> RowResult {
    let attribute_type = row.u32(1)?;
    let word = LinkAttribute { attribute_type, text: Some(text), ..LinkAttribute::default() };
    Ok(staging.put(Stage::Links, u64::from(row.u32(0)?), part, &word)?)
}

pub(super) fn relationship(
    row: &Row<'_, '_>,
    context: &Context,
    staging: &mut Staging,
) -> RowResult {
    let (link, first, second) = (row.u32(1)?, row.u32(2)?, row.u32(3)?);
    let (credit0, credit1) = (row.str(7)?, row.str(8)?);
    let forward = Relationship {
        link,
        kind: context.other as u8,
        target: second,
        order: row.int::<i32>(6)?.max(0) as u32,
        source_credit: &credit0,
        target_credit: &credit1,
        ..Relationship::default()
    };
    let backward = Relationship {
        kind: context.kind as u8,
        target: first,
        backward: true,
        source_credit: &credit1,
        target_credit: &credit0,
        ..forward
    };
    let key = |kind: Kind, id: u32| (kind as u64) << 32 | u64::from(id);
    staging.put(Stage::Relationships, key(context.kind, first), Part::Record, &forward)?;
    staging.put(Stage::Relationships, key(context.other, second), Part::Record, &backward)?;
    Ok(follow_up((context.kind, first), (context.other, second), link, staging)?)
}

/// What else follows from two entities being related.
fn follow_up(one: (Kind, u32), other: (Kind, u32), link: u32, staging: &mut Staging) -> Result<()> {
    use Kind::{Area, Artist, Event, Place, Recording, Series, Url, Work};
    let (first, second) = (one.1, other.1);
    match (one.0, other.0) {
        (kind, Url) => {
            let mut owner = vec![kind as u8];
            owner.extend_from_slice(&first.to_le_bytes());
            staging.push(Stage::Entity(Url), u64::from(second), Part::Owner, &owner)
        }
        (Area, Area) => {
            staging.facts.area_parts.push((link, first, second));
            Ok(())
        }
        (Artist, Work) => {
            staging.browse(Relation::ArtistWorks, first, second)?;
            staging.browse(Relation::WorkArtists, second, first)
        }
        (Recording, Work) => {
            staging.part(Recording, first, Part::Work, &second)?;
            staging.browse(Relation::WorkRecordings, second, first)
        }
        (Artist, Event) => staging.browse(Relation::ArtistEvents, first, second),
        (Area, Event) => staging.browse(Relation::AreaEvents, first, second),
        (Event, Place) => {
            staging.part(Place, second, Part::HeldEvent, &first)?;
            staging.browse(Relation::PlaceEvents, second, first)
        }
        (Event, Series) => staging.browse(Relation::SeriesEvents, second, first),
        (Event, Event) => staging.browse(Relation::EventEvents, first, second),
        _ => Ok(()),
    }
}
