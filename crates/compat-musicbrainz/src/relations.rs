//! Relationships of an entity with others.

use catalog::record::{Link, LinkAttribute, Relationship, Url};
use catalog::{Result, Words};
use model::Kind;

use crate::answer::Out;
use crate::cx::Cx;
use crate::dates::Span;
use crate::entity::{self, At};
use crate::extras;
use crate::inc::RELATED;
use crate::request::Filter;
use crate::show::{Depth, Show};

/// One relationship with what it shares with others.
struct Related<'v> {
    one: Relationship<'v>,
    link: Link<'v>,
    /// What others of its type are sorted by.
    name: &'v str,
}

/// The relationships of an entity with the kinds that are wanted; nothing when none is.
pub(crate) fn write(out: &mut Out, show: &Show<'_>, kind: Kind, row: u32) -> Result<()> {
    write_some(out, show, (kind, row), |_, _| true)
}

/// The relationships of a work below a recording: those of which a work has few, such as writers,
/// and not all of its recordings.
pub(crate) fn write_of_work(out: &mut Out, show: &Show<'_>, row: u32) -> Result<()> {
    let cx = show.cx;
    let show = &Show { is_of_work: true, ..*show };
    write_some(out, show, (Kind::Work, row), |one, link| {
        let word = cx.words.word(Words::LinkType, link.link_type);
        word.is_some_and(|word| !word.has_many[usize::from(one.backward)])
    })
}

fn write_some<'v>(
    out: &mut Out,
    show: &Show<'v>,
    (kind, row): (Kind, u32),
    is_shown: impl Fn(&Relationship<'v>, &Link<'v>) -> bool,
) -> Result<()> {
    if !show.inc.has_relations() {
        return Ok(());
    }
    let cx = show.cx;
    let mut groups: [Vec<Related<'v>>; RELATED.len()] = Default::default();
    for one in cx.view.relationships(kind, row)?.iter() {
        let one = one?;
        let target = one.target_kind()?;
        let place = RELATED.iter().position(|(kind, _)| *kind == target);
        let Some(place) = place.filter(|_| show.inc.relates(target)) else { continue };
        let Some(link) = cx.view.link(one.link)? else { continue };
        if is_shown(&one, &link) {
            let name = entity::sort_name(cx, target, one.target)?;
            groups[place].push(Related { one, link, name });
        }
    }
    if let Some(json) = out.json() {
        json.open_list("relations");
    }
    let below = show.related();
    for (group, (kind, _)) in groups.iter_mut().zip(RELATED) {
        sort(cx, kind, group);
        if group.is_empty() {
            continue;
        }
        if let Some(xml) = out.xml() {
            xml.open("relation-list");
            xml.attr("target-type", kind.as_str());
        }
        for related in group.iter() {
            relation(out, &below, kind, related)?;
        }
        if let Some(xml) = out.xml() {
            xml.close();
        }
    }
    if let Some(json) = out.json() {
        json.close_list();
    }
    Ok(())
}

/// By type, dates and the name of the other end.
fn sort(cx: Cx<'_>, kind: Kind, group: &mut [Related<'_>]) {
    let key = |link: &Link<'_>| {
        let name = cx.words.name(Words::LinkType, link.link_type).unwrap_or_default();
        (name, link.begin.order(), link.end.order(), link.ended)
    };
    group.sort_by(|a, b| {
        let by_name = || match kind {
            Kind::Url => a.name.cmp(b.name),
            _ => cx.words.collation().compare(a.name, b.name),
        };
        let by_order = || (a.one.order, a.one.target).cmp(&(b.one.order, b.one.target));
        key(&a.link).cmp(&key(&b.link)).then_with(by_name).then_with(by_order)
    });
}

fn relation(out: &mut Out, show: &Show<'_>, kind: Kind, related: &Related<'_>) -> Result<()> {
    let Related { one, link, .. } = related;
    out.open_item("relation");
    extras::kind(out, show.cx.words.word(Words::LinkType, link.link_type));
    target_of(out, show.cx, kind, one.target)?;
    if one.order > 0 {
        out.number("ordering-key", one.order);
    }
    out.text("direction", if one.backward { "backward" } else { "forward" });
    Span { begin: link.begin, end: link.end, ended: link.ended }.fields(out);
    attributes(out, show, link)?;
    if kind != Kind::Url || out.is_json() {
        let (xml_name, ..) = entity::names(kind);
        out.open(if out.is_json() { kind.as_str() } else { xml_name });
        let at = At { row: one.target, depth: Depth::Related };
        entity::fields(out, show, (kind, at), &Filter::default())?;
        out.close();
    }
    out.text_or_empty("source-credit", one.source_credit);
    out.text_or_empty("target-credit", one.target_credit);
    out.close();
    Ok(())
}

/// What the other end is: in JSON its kind, in XML its id.
fn target_of(out: &mut Out, cx: Cx<'_>, kind: Kind, row: u32) -> Result<()> {
    match out {
        Out::Json(json) => json.text("target-type", kind.as_str()),
        Out::Xml(xml) if kind == Kind::Url => {
            if let Some(url) = cx.get::<Url<'_>>(row)? {
                xml.open("target");
                xml.attr("id", url.gid.text(model::IdScheme::Mbid).as_str());
                xml.content(url.url);
                xml.close();
            }
        }
        Out::Xml(xml) => {
            if let Some(gid) = entity::gid(cx, kind, row)? {
                xml.element("target", gid.text(model::IdScheme::Mbid).as_str());
            }
        }
    }
    Ok(())
}

/// What modifies a relationship: instruments, "live", numbers in a series.
fn attributes(out: &mut Out, show: &Show<'_>, link: &Link<'_>) -> Result<()> {
    let list = link.attributes.to_vec()?;
    let words = show.cx.words;
    let word = |one: &LinkAttribute<'_>| words.word(Words::LinkAttributeType, one.attribute_type);
    let known = || list.iter().filter_map(|one| Some((one, word(one)?)));
    let json = match out {
        Out::Json(json) => json,
        Out::Xml(_) if list.is_empty() => return Ok(()),
        Out::Xml(xml) => {
            xml.open("attribute-list");
            for (one, word) in known() {
                xml.open("attribute");
                xml.attr("type-id", &word.gid);
                match (one.text.unwrap_or_default(), one.credited_as.unwrap_or_default()) {
                    ("", "") => {}
                    ("", credit) => xml.attr("credited-as", credit),
                    (value, _) => xml.attr("value", value),
                }
                xml.content(&word.name);
                xml.close();
            }
            xml.close();
            return Ok(());
        }
    };
    json.open_list("attributes");
    known().for_each(|(_, word)| json.text_item(&word.name));
    json.close_list();
    json.open(Some("attribute-ids"));
    known().for_each(|(_, word)| json.named(&word.name, &word.gid));
    json.close();
    json.open(Some("attribute-values"));
    for (one, word) in known() {
        if let Some(text) = one.text.filter(|text| !text.is_empty()) {
            json.named(&word.name, text);
        }
    }
    json.close();
    if known().any(|(_, word)| word.is_creditable) {
        json.open(Some("attribute-credits"));
        for (one, word) in known() {
            if let Some(text) = one.credited_as.filter(|text| !text.is_empty()) {
                json.named(&word.name, text);
            }
        }
        json.close();
    }
    Ok(())
}
