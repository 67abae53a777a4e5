//! Areas.

use catalog::record::Area;
use catalog::{Result, Words};
use model::Kind;

use super::At;
use crate::answer::Out;
use crate::cx::Cx;
use crate::dates::Span;
use crate::show::{Depth, Show};
use crate::{extras, relations};

/// An area.
pub(crate) fn fields<'v>(out: &mut Out, show: &Show<'v>, at: At, area: &Area<'v>) -> Result<()> {
    name(out, show.cx, area, true)?;
    if at.depth == Depth::Top {
        extras::annotation(out, show, at.depth, area.annotation);
        Span { begin: area.begin, end: area.end, ended: area.ended }.life_span(out);
    }
    extras::aliases(out, show, area.aliases, Words::AreaAliasType)?;
    if at.depth == Depth::Top {
        relations::write(out, show, Kind::Area, at.row)?;
    }
    extras::tags(out, show, area.tags, false)
}

/// Where the entity stands that an area belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Within {
    /// It was asked for: XML tells when the area began and ended.
    Top,
    /// It is a place at the other end of a relationship: only there the area has a type.
    RelatedPlace,
    /// It is anything else.
    Below,
}

/// The area of another entity.
pub(crate) fn within(
    out: &mut Out,
    cx: Cx<'_>,
    (name_of_field, row): (&'static str, u32),
    within: Within,
) -> Result<()> {
    // The length of its name tells the field, and a high bit an area from other fields.
    let key = [row, 1 << 16 | within as u32, name_of_field.len() as u32, 0];
    out.repeatable(key, |out| written(out, cx, (name_of_field, row), within))
}

fn written(
    out: &mut Out,
    cx: Cx<'_>,
    (name_of_field, row): (&'static str, u32),
    within: Within,
) -> Result<()> {
    match (cx.get::<Area<'_>>(row)?, out) {
        (Some(area), out) => {
            out.open(name_of_field);
            name(out, cx, &area, within == Within::RelatedPlace)?;
            if within == Within::Top && !out.is_json() {
                Span { begin: area.begin, end: area.end, ended: area.ended }.life_span(out);
            }
            out.close();
        }
        (None, Out::Json(json)) => json.null(name_of_field),
        (None, Out::Xml(_)) => {}
    }
    Ok(())
}

fn name<'v>(out: &mut Out, cx: Cx<'v>, area: &Area<'v>, is_typed: bool) -> Result<()> {
    extras::id(out, area.gid);
    extras::kind(out, cx.words.word(Words::AreaType, area.area_type).filter(|_| is_typed));
    out.text("name", area.name);
    out.text("sort-name", area.name);
    out.text_or_empty("disambiguation", area.comment);
    let lists = [
        (("iso-3166-1-codes", "iso-3166-1-code-list", "iso-3166-1-code"), area.iso_3166_1),
        (("iso-3166-2-codes", "iso-3166-2-code-list", "iso-3166-2-code"), area.iso_3166_2),
        (("iso-3166-3-codes", "iso-3166-3-code-list", "iso-3166-3-code"), area.iso_3166_3),
    ];
    for (names, codes) in lists.into_iter().filter(|(_, codes)| !codes.is_empty()) {
        extras::codes(out, names, codes)?;
    }
    Ok(())
}
