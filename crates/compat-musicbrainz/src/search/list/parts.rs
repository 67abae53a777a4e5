//! What most kinds have: ids, words, life spans, areas, aliases, tags, artist credits.

use catalog::codec::List;
use catalog::record::{Alias, Area, Artist, TagCount};
use catalog::{Result, Words};
use model::{Date, Gid};

use super::Hit;
use crate::answer::Out;
use crate::cx::Cx;
use crate::{extras, words};

/// Id, type and score of a match: what XML has as attributes.
pub(super) fn head(out: &mut Out, gid: Gid, kind: Option<&words::Word>, hit: Hit) {
    extras::id(out, gid);
    if kind.is_some() {
        extras::kind(out, kind);
    }
    score(out, hit);
}

/// The score.
pub(super) fn score(out: &mut Out, hit: Hit) {
    match out {
        Out::Json(json) => json.plain("score", hit.score),
        Out::Xml(xml) => xml.attr("ns2:score", &hit.score.to_string()),
    }
}

/// A text that is left out when it is empty.
pub(super) fn text(out: &mut Out, name: &'static str, value: &str) {
    if !value.is_empty() {
        out.text(name, value);
    }
}

/// A word with its id, left out when there is none.
pub(super) fn word(out: &mut Out, names: (&'static str, &'static str), word: Option<&words::Word>) {
    if word.is_some() {
        extras::word(out, names, word);
    }
}

/// A date that is left out when nothing is known.
pub(super) fn date(out: &mut Out, name: &'static str, date: Date) {
    text(out, name, crate::dates::DateText::new(date).as_str());
}

/// When something began and ended. What goes on is null in JSON and false in XML.
pub(super) fn life_span(out: &mut Out, (begin, end, ended): (Date, Date, bool)) {
    out.open("life-span");
    date(out, "begin", begin);
    date(out, "end", end);
    match out {
        Out::Json(json) if ended => json.plain("ended", true),
        Out::Json(json) => json.null("ended"),
        Out::Xml(xml) => xml.element("ended", if ended { "true" } else { "false" }),
    }
    out.close();
}

/// An area that something belongs to.
pub(super) fn area(out: &mut Out, cx: Cx<'_>, (name, row): (&'static str, u32)) -> Result<()> {
    let Some(area) = cx.get::<Area<'_>>(row)? else { return Ok(()) };
    out.open(name);
    extras::id(out, area.gid);
    let kind = cx.words.word(Words::AreaType, area.area_type);
    if kind.is_some() {
        extras::kind(out, kind);
    }
    out.text("name", area.name);
    out.text("sort-name", area.name);
    life_span(out, (area.begin, area.end, area.ended));
    out.close();
    Ok(())
}

/// Other names.
pub(super) fn aliases<'v>(
    out: &mut Out,
    cx: Cx<'v>,
    list: List<'v, Alias<'v>>,
    types: Words,
) -> Result<()> {
    if list.is_empty() {
        return Ok(());
    }
    out.open_list("aliases", "alias-list");
    for alias in list.iter() {
        alias_item(out, cx, &alias?, types);
    }
    out.close_list();
    Ok(())
}

fn alias_item(out: &mut Out, cx: Cx<'_>, alias: &Alias<'_>, types: Words) {
    let sort_name = if alias.sort_name.is_empty() { alias.name } else { alias.sort_name };
    let locale = Some(alias.locale).filter(|locale| !locale.is_empty());
    let kind = cx.words.name(types, alias.alias_type);
    let dates = [("begin-date", alias.begin), ("end-date", alias.end)];
    out.open_item("alias");
    match out {
        Out::Json(json) => {
            json.text("sort-name", sort_name);
            json.text("name", alias.name);
            for (name, value) in [("locale", locale), ("type", kind)] {
                match value {
                    Some(value) => json.text(name, value),
                    None => json.null(name),
                }
            }
            if alias.primary {
                json.plain("primary", true);
            } else {
                json.null("primary");
            }
            for (name, date) in dates {
                match crate::dates::DateText::new(date).as_str() {
                    "" => json.null(name),
                    date => json.text(name, date),
                }
            }
        }
        Out::Xml(xml) => {
            locale.into_iter().for_each(|locale| xml.attr("locale", locale));
            xml.attr("sort-name", sort_name);
            kind.into_iter().for_each(|kind| xml.attr("type", kind));
            if alias.primary {
                xml.attr("primary", "primary");
            }
            for (name, date) in dates.into_iter().filter(|(_, date)| !date.is_unknown()) {
                xml.attr(name, &date.to_string());
            }
            xml.content(alias.name);
        }
    }
    out.close();
}

/// Tags.
pub(super) fn tags<'v>(out: &mut Out, cx: Cx<'v>, list: List<'v, TagCount<'v>>) -> Result<()> {
    if list.is_empty() {
        return Ok(());
    }
    out.open_list("tags", "tag-list");
    for tag in list.iter() {
        let tag = tag?;
        let Some(term) = cx.view.term(Words::Tag, tag.tag)? else { continue };
        out.open_item("tag");
        match out {
            Out::Json(json) => json.plain("count", tag.count),
            Out::Xml(xml) => xml.attr("count", &tag.count.to_string()),
        }
        out.text("name", term.name);
        out.close();
    }
    out.close_list();
    Ok(())
}

/// Codes, left out when there are none: the names of the list in JSON and XML, and of an item.
pub(super) fn codes<'v>(
    out: &mut Out,
    names: (&'static str, &'static str, &'static str),
    list: List<'v, &'v str>,
) -> Result<()> {
    if list.is_empty() { Ok(()) } else { extras::codes(out, names, list) }
}

/// An artist as others name it.
pub(super) fn artist<'v>(
    out: &mut Out,
    cx: Cx<'v>,
    artist: &Artist<'v>,
    has_aliases: bool,
) -> Result<()> {
    out.open("artist");
    extras::id(out, artist.gid);
    out.text("name", artist.name);
    let sort_name = if artist.sort_name.is_empty() { artist.name } else { artist.sort_name };
    out.text("sort-name", sort_name);
    text(out, "disambiguation", artist.comment);
    if has_aliases {
        aliases(out, cx, artist.aliases, Words::ArtistAliasType)?;
    }
    out.close();
    Ok(())
}

/// An artist credit. Its public id is an attribute in XML and a field beside it in JSON.
pub(super) fn credit(out: &mut Out, cx: Cx<'_>, row: u32) -> Result<()> {
    let Some(credit) = cx.view.artist_credit(row)? else { return Ok(()) };
    let gid = credit.gid.text(model::IdScheme::Mbid);
    let has_gid = credit.gid != Gid::default();
    out.open_list("artist-credit", "artist-credit");
    if let Some(xml) = out.xml().filter(|_| has_gid) {
        xml.attr("id", gid.as_str());
    }
    for name in credit.names.iter() {
        let name = name?;
        let Some(named) = cx.get::<Artist<'_>>(name.artist)? else { continue };
        out.open_item("name-credit");
        match out {
            Out::Json(json) => {
                json.text("name", name.name);
                if !name.join_phrase.is_empty() {
                    json.text("joinphrase", name.join_phrase);
                }
            }
            Out::Xml(xml) => {
                if !name.join_phrase.is_empty() {
                    xml.attr("joinphrase", name.join_phrase);
                }
                if name.name != named.name {
                    xml.element("name", name.name);
                }
            }
        }
        artist(out, cx, &named, true)?;
        out.close();
    }
    out.close_list();
    if let Some(json) = out.json().filter(|_| has_gid) {
        json.text("artist-credit-id", gid.as_str());
    }
    Ok(())
}
