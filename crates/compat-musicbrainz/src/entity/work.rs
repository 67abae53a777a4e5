//! Works.

use catalog::codec::List;
use catalog::record::{Work, WorkAttribute};
use catalog::{Result, Words};
use model::Kind;

use super::At;
use crate::answer::Out;
use crate::inc::Word;
use crate::show::{Depth, Show};
use crate::{extras, relations, words};

/// A work.
pub(crate) fn fields<'v>(out: &mut Out, show: &Show<'v>, at: At, work: &Work<'v>) -> Result<()> {
    let is_top = at.depth == Depth::Top;
    let is_bare = at.depth == Depth::Related && show.is_of_work;
    let (spoken, iswcs) = if is_bare { Default::default() } else { (work.languages, work.iswcs) };
    extras::id(out, work.gid);
    // In the list of an artist's works, MusicBrainz tells no type.
    let word = show.cx.words.word(Words::WorkType, work.work_type);
    extras::kind(out, word.filter(|_| at.depth != Depth::Linked));
    out.text("title", work.name);
    languages(out, show, spoken)?;
    if let (Some(xml), Some(first)) = (out.xml(), iswcs.first()?) {
        xml.element("iswc", first);
    }
    extras::codes(out, ("iswcs", "iswc-list", "iswc"), iswcs)?;
    if is_top && (out.is_json() || !work.attributes.is_empty()) {
        attributes(out, show, work)?;
    } else if let Some(json) = out.json() {
        json.open_list("attributes");
        json.close_list();
    }
    out.text_or_empty("disambiguation", work.comment);
    extras::annotation(out, show, at.depth, work.annotation);
    extras::aliases(out, show, work.aliases, Words::WorkAliasType)?;
    if is_top {
        relations::write(out, show, Kind::Work, at.row)?;
    } else if at.depth == Depth::Related && !is_bare && show.wants(Word::WorkLevelRels) {
        relations::write_of_work(out, show, at.row)?;
    }
    extras::tags(out, show, work.tags, false)?;
    // XML tells the ratings of works at the other end, but of nothing else there.
    let is_rated = at.depth == Depth::Related && !is_bare && !out.is_json();
    let depth = if is_rated { Depth::Linked } else { at.depth };
    extras::rating(out, show, depth, work.rating);
    Ok(())
}

/// All languages; where there is room for one, several are `mul`.
fn languages(out: &mut Out, show: &Show<'_>, rows: List<'_, u32>) -> Result<()> {
    let mut codes = Vec::new();
    for row in rows.iter() {
        codes.extend(show.cx.words.word(Words::Language, row?).map(words::Word::language));
    }
    let one = match codes.as_slice() {
        [] => None,
        [one] => Some(*one),
        _ => Some("mul"),
    };
    out.text_or_null("language", one);
    if codes.is_empty() && !out.is_json() {
        return Ok(());
    }
    out.open_list("languages", "language-list");
    codes.iter().for_each(|code| out.text_item("language", code));
    out.close_list();
    Ok(())
}

fn attributes(out: &mut Out, show: &Show<'_>, work: &Work<'_>) -> Result<()> {
    out.open_list("attributes", "attribute-list");
    for attribute in work.attributes.iter() {
        let attribute = attribute?;
        out.open_item("attribute");
        let words = show.cx.words;
        let value = words.word(Words::WorkAttributeTypeAllowedValue, attribute.value);
        if let Some(value) = value {
            out.attr("value-id", &value.gid);
        }
        extras::kind(out, words.word(Words::WorkAttributeType, attribute.attribute_type));
        let text = value_of(&attribute, value);
        match out {
            Out::Json(json) => json.text("value", text),
            Out::Xml(xml) => xml.content(text),
        }
        out.close();
    }
    out.close_list();
    Ok(())
}

fn value_of<'a>(attribute: &WorkAttribute<'a>, value: Option<&'a words::Word>) -> &'a str {
    value.map_or(attribute.text, |value| &value.name)
}
