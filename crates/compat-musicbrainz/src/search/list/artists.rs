//! Artists and labels.

use catalog::record::{Artist, Label};
use catalog::{Result, Words};

use super::Hit;
use super::parts::{aliases, area, codes, head, life_span, tags, text, word};
use crate::answer::Out;
use crate::cx::Cx;
use crate::entity::label::country;

/// An artist.
pub(super) fn artist(out: &mut Out, cx: Cx<'_>, hit: Hit) -> Result<()> {
    let Some(artist) = cx.get::<Artist<'_>>(hit.row)? else { return Ok(()) };
    out.open_item("artist");
    head(out, artist.gid, cx.words.word(Words::ArtistType, artist.artist_type), hit);
    out.text("name", artist.name);
    let sort_name = if artist.sort_name.is_empty() { artist.name } else { artist.sort_name };
    out.text("sort-name", sort_name);
    word(out, ("gender", "gender-id"), cx.words.word(Words::Gender, artist.gender));
    text(out, "country", country(&artist.country).unwrap_or_default());
    area(out, cx, ("area", artist.area))?;
    area(out, cx, ("begin-area", artist.begin_area))?;
    area(out, cx, ("end-area", artist.end_area))?;
    text(out, "disambiguation", artist.comment);
    codes(out, ("ipis", "ipi-list", "ipi"), artist.ipis)?;
    codes(out, ("isnis", "isni-list", "isni"), artist.isnis)?;
    life_span(out, (artist.begin, artist.end, artist.ended));
    aliases(out, cx, artist.aliases, Words::ArtistAliasType)?;
    tags(out, cx, artist.tags)?;
    out.close();
    Ok(())
}

/// A label.
pub(super) fn label(out: &mut Out, cx: Cx<'_>, hit: Hit) -> Result<()> {
    let Some(label) = cx.get::<Label<'_>>(hit.row)? else { return Ok(()) };
    out.open_item("label");
    head(out, label.gid, cx.words.word(Words::LabelType, label.label_type), hit);
    out.text("name", label.name);
    out.text("sort-name", label.name);
    if label.label_code > 0 {
        out.number("label-code", label.label_code);
    }
    codes(out, ("ipis", "ipi-list", "ipi"), label.ipis)?;
    codes(out, ("isnis", "isni-list", "isni"), label.isnis)?;
    text(out, "disambiguation", label.comment);
    text(out, "country", country(&label.country).unwrap_or_default());
    area(out, cx, ("area", label.area))?;
    life_span(out, (label.begin, label.end, label.ended));
    aliases(out, cx, label.aliases, Words::LabelAliasType)?;
    tags(out, cx, label.tags)?;
    out.close();
    Ok(())
}
