//! Labels.

use catalog::record::Label;
use catalog::{Relation, Result, Words};
use model::Kind;

use super::area::Within;
use super::{At, area};
use crate::answer::Out;
use crate::dates::Span;
use crate::inc::Word;
use crate::request::Filter;
use crate::show::{Depth, Show};
use crate::{extras, lists, relations};

/// A label.
pub(crate) fn fields<'v>(
    out: &mut Out,
    show: &Show<'v>,
    (at, filter): (At, &Filter),
    label: &Label<'v>,
) -> Result<()> {
    let is_top = at.depth == Depth::Top;
    extras::id(out, label.gid);
    extras::kind(out, show.cx.words.word(Words::LabelType, label.label_type));
    out.text("name", label.name);
    out.text("sort-name", label.name);
    out.text_or_empty("disambiguation", label.comment);
    out.number_or_null("label-code", Some(label.label_code).filter(|code| *code > 0));
    extras::parties(out, at.depth, label.ipis, label.isnis)?;
    extras::annotation(out, show, at.depth, label.annotation);
    if is_top {
        out.text_or_null("country", country(&label.country));
        area::within(out, show.cx, ("area", label.area), Within::Top)?;
        Span { begin: label.begin, end: label.end, ended: label.ended }.life_span(out);
    }
    extras::aliases(out, show, label.aliases, Words::LabelAliasType)?;
    if is_top && show.wants(Word::Releases) {
        let found = lists::releases(show.cx, Relation::LabelReleases, at.row, filter)?;
        super::list(out, show, (Kind::Release, Depth::Linked), found.first(lists::BELOW))?;
    }
    if is_top {
        relations::write(out, show, Kind::Label, at.row)?;
    }
    extras::tags(out, show, label.tags, false)?;
    extras::rating(out, show, at.depth, label.rating);
    Ok(())
}

/// The code of a country.
pub(crate) fn country(code: &[u8; 2]) -> Option<&str> {
    if *code == [0; 2] { None } else { std::str::from_utf8(code).ok() }
}
