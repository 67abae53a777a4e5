//! Works, events and web addresses: what they are is what they are related to.

use catalog::codec::Corrupt;
use catalog::record::{Event, Relationship, Url, Work};
use catalog::{Result, Words};
use model::{IdScheme, Kind};

use super::Hit;
use super::others::{linked, named};
use super::parts::{aliases, codes, date, head, tags, text};
use crate::answer::Out;
use crate::cx::Cx;
use crate::extras;

/// Relationships of an entity that are shown at most.
const MAX_RELATIONSHIPS: usize = 200;

/// A work.
pub(super) fn work(out: &mut Out, cx: Cx<'_>, hit: Hit) -> Result<()> {
    let Some(work) = cx.get::<Work<'_>>(hit.row)? else { return Ok(()) };
    out.open_item("work");
    head(out, work.gid, cx.words.word(Words::WorkType, work.work_type), hit);
    out.text("title", work.name);
    let mut languages = Vec::new();
    for row in work.languages.iter() {
        languages.extend(cx.words.word(Words::Language, row?).map(|word| &*word.code));
    }
    if let Some(first) = languages.first() {
        let code = if languages.len() > 1 { "mul" } else { first };
        out.text("language", code);
        out.open_list("languages", "language-list");
        languages.iter().for_each(|code| out.text_item("language", code));
        out.close_list();
    }
    codes(out, ("iswcs", "iswc-list", "iswc"), work.iswcs)?;
    text(out, "disambiguation", work.comment);
    aliases(out, cx, work.aliases, Words::WorkAliasType)?;
    relations(out, cx, (Kind::Work, hit.row, Nesting::Flat), |relationship| {
        Ok(matches!(relationship.target_kind()?, Kind::Artist | Kind::Recording))
    })?;
    tags(out, cx, work.tags)?;
    out.close();
    Ok(())
}

/// An event.
pub(super) fn event(out: &mut Out, cx: Cx<'_>, hit: Hit) -> Result<()> {
    let Some(event) = cx.get::<Event<'_>>(hit.row)? else { return Ok(()) };
    out.open_item("event");
    head(out, event.gid, cx.words.word(Words::EventType, event.event_type), hit);
    out.text("name", event.name);
    text(out, "disambiguation", event.comment);
    if event.cancelled {
        match out {
            Out::Json(json) => json.plain("cancelled", true),
            Out::Xml(xml) => xml.element("cancelled", "true"),
        }
    }
    out.open("life-span");
    date(out, "begin", event.begin);
    date(out, "end", event.end);
    out.close();
    text(out, "time", event.time.get(..5).unwrap_or_default());
    text(out, "setlist", event.setlist);
    aliases(out, cx, event.aliases, Words::EventAliasType)?;
    relations(out, cx, (Kind::Event, hit.row, Nesting::Flat), |relationship| {
        Ok(matches!(relationship.target_kind()?, Kind::Artist | Kind::Place | Kind::Area))
    })?;
    tags(out, cx, event.tags)?;
    out.close();
    Ok(())
}

/// A web address.
pub(super) fn url(out: &mut Out, cx: Cx<'_>, hit: Hit) -> Result<()> {
    let Some(url) = cx.get::<Url<'_>>(hit.row)? else { return Ok(()) };
    out.open_item("url");
    head(out, url.gid, None, hit);
    out.text("resource", url.url);
    relations(out, cx, (Kind::Url, hit.row, Nesting::Grouped), |_| Ok(true))?;
    out.close();
    Ok(())
}

/// The areas that an area is a part of.
pub(super) fn containers(out: &mut Out, cx: Cx<'_>, row: u32) -> Result<()> {
    relations(out, cx, (Kind::Area, row, Nesting::Grouped), |relationship| {
        Ok(relationship.backward && relationship.target_kind()? == Kind::Area)
    })
}

/// How JSON writes relationships.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nesting {
    /// As one list.
    Flat,
    /// As a list for each kind of the other end.
    Grouped,
}

/// The relationships that are wanted, those of one kind of the other end together.
fn relations(
    out: &mut Out,
    cx: Cx<'_>,
    (kind, row, nesting): (Kind, u32, Nesting),
    wanted: impl Fn(&Relationship<'_>) -> Result<bool, Corrupt>,
) -> Result<()> {
    let mut found: Vec<Relationship<'_>> = Vec::new();
    for relationship in cx.view.relationships(kind, row)?.iter() {
        let relationship = relationship?;
        if wanted(&relationship)? {
            found.push(relationship);
        }
        if found.len() == MAX_RELATIONSHIPS {
            break;
        }
    }
    if found.is_empty() {
        return Ok(());
    }
    let is_flat = nesting == Nesting::Flat;
    if let Some(json) = out.json() {
        json.open_list(if is_flat { "relations" } else { "relation-list" });
    }
    for group in found.chunk_by(|a, b| a.kind == b.kind) {
        let Some(target) = group.first().map(Relationship::target_kind).transpose()? else {
            continue;
        };
        match out {
            Out::Json(json) if !is_flat => {
                json.open(None);
                json.open_list("relations");
            }
            Out::Json(_) => {}
            Out::Xml(xml) => {
                xml.open("relation-list");
                xml.attr("target-type", &target.as_str().replace('_', "-"));
            }
        }
        group.iter().try_for_each(|relationship| relation(out, cx, (relationship, is_flat)))?;
        match out {
            Out::Json(json) if !is_flat => {
                json.close_list();
                json.close();
            }
            Out::Json(_) => {}
            Out::Xml(xml) => xml.close(),
        }
    }
    if let Some(json) = out.json() {
        json.close_list();
    }
    Ok(())
}

fn relation(
    out: &mut Out,
    cx: Cx<'_>,
    (relationship, is_flat): (&Relationship<'_>, bool),
) -> Result<()> {
    let kind = relationship.target_kind()?;
    let Some((gid, name)) = named(cx, kind, relationship.target)? else { return Ok(()) };
    let link = cx.view.link(relationship.link)?;
    let word = link.and_then(|link| cx.words.word(Words::LinkType, link.link_type));
    out.open_item("relation");
    if let Some(json) = out.json().filter(|_| is_flat) {
        json.text("target-type", &kind.as_str().replace('_', "-"));
    }
    extras::kind(out, word);
    let gid = gid.text(IdScheme::Mbid);
    out.text("target", if kind == Kind::Url { name } else { gid.as_str() });
    out.text("direction", if relationship.backward { "backward" } else { "forward" });
    linked(out, cx, (kind, relationship.target))?;
    out.close();
    Ok(())
}
