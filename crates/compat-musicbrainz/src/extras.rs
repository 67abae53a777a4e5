//! What most kinds of entities have: types, aliases, annotations, tags, genres, ratings.

use catalog::codec::List;
use catalog::record::{Alias, Genre, Rating, TagCount};
use catalog::{Result, Words};
use model::{Gid, IdScheme};

use crate::answer::Out;
use crate::dates::Span;
use crate::inc::Word;
use crate::show::{Depth, Show};
use crate::words;

/// The public id.
#[inline]
pub(crate) fn id(out: &mut Out, gid: Gid) {
    out.attr("id", gid.text(IdScheme::Mbid).as_str());
}

/// A length in milliseconds; XML does not tell 0.
pub(crate) fn length(out: &mut Out, length_ms: Option<u32>) {
    match (out, length_ms) {
        (Out::Json(json), None) => json.null("length"),
        (Out::Json(json), Some(length)) => json.whole("length", length),
        (out, Some(length)) if length > 0 => out.whole("length", length),
        (Out::Xml(_), _) => {}
    }
}

/// The type and its id.
pub(crate) fn kind(out: &mut Out, word: Option<&words::Word>) {
    out.attr_or_null("type", word.map(|word| &*word.name));
    out.attr_or_null("type-id", word.map(|word| &*word.gid));
}

/// A word with its id: two fields in JSON, an element with an id in XML.
pub(crate) fn word(
    out: &mut Out,
    (name, id_name): (&'static str, &'static str),
    word: Option<&words::Word>,
) {
    match (out, word) {
        (Out::Json(json), Some(word)) => {
            json.text(name, &word.name);
            json.text(id_name, &word.gid);
        }
        (Out::Json(json), None) => {
            json.null(name);
            json.null(id_name);
        }
        (Out::Xml(xml), Some(word)) => {
            xml.open(name);
            xml.attr("id", &word.gid);
            xml.content(&word.name);
            xml.close();
        }
        (Out::Xml(_), None) => {}
    }
}

/// The aliases, when they are wanted.
pub(crate) fn aliases<'v>(
    out: &mut Out,
    show: &Show<'v>,
    list: List<'v, Alias<'v>>,
    types: Words,
) -> Result<()> {
    if !show.wants(Word::Aliases) || !show.has_extras || (list.is_empty() && !out.is_json()) {
        return Ok(());
    }
    out.open_list("aliases", "alias-list");
    count(out, list.len());
    for alias in list.iter() {
        let alias = alias?;
        out.open_item("alias");
        let sort_name = if alias.sort_name.is_empty() { alias.name } else { alias.sort_name };
        let locale = Some(alias.locale).filter(|locale| !locale.is_empty());
        let word = show.cx.words.word(types, alias.alias_type);
        let span = Span { begin: alias.begin, end: alias.end, ended: alias.ended };
        out.attr_or_null("locale", locale);
        out.attr("sort-name", sort_name);
        kind(out, word);
        match out {
            Out::Json(json) => {
                json.text("name", alias.name);
                match locale {
                    Some(_) => json.plain("primary", alias.primary),
                    None => json.null("primary"),
                }
                span.fields(out);
            }
            Out::Xml(xml) => {
                if alias.primary {
                    xml.attr("primary", "primary");
                }
                for (name, date) in [("begin-date", span.begin), ("end-date", span.end)] {
                    if !date.is_unknown() {
                        xml.attr(name, &date.to_string());
                    }
                }
                xml.content(alias.name);
            }
        }
        out.close();
    }
    out.close_list();
    Ok(())
}

/// The number of items of a list, which only XML says there.
pub(crate) fn count(out: &mut Out, count: usize) {
    if let Some(xml) = out.xml() {
        xml.attr("count", &count.to_string());
    }
}

/// The annotation of what was asked for.
pub(crate) fn annotation(out: &mut Out, show: &Show<'_>, depth: Depth, text: &str) {
    if depth != Depth::Top || !show.wants(Word::Annotation) {
        return;
    }
    match out {
        Out::Json(json) if text.is_empty() => json.null("annotation"),
        Out::Json(json) => json.text("annotation", text),
        Out::Xml(_) if text.is_empty() => {}
        Out::Xml(xml) => {
            xml.open("annotation");
            xml.element("text", text);
            xml.close();
        }
    }
}

/// Tags and genres, when they are wanted. `hidden` is whether JSON shows them elsewhere already.
pub(crate) fn tags<'v>(
    out: &mut Out,
    show: &Show<'v>,
    list: List<'v, TagCount<'v>>,
    hidden: bool,
) -> Result<()> {
    if !show.has_extras || (hidden && out.is_json()) {
        return Ok(());
    }
    if show.wants(Word::Tags) && (out.is_json() || !list.is_empty()) {
        out.open_list("tags", "tag-list");
        for tag in list.iter() {
            let tag = tag?;
            let Some(term) = show.cx.view.term(Words::Tag, tag.tag)? else { continue };
            out.open_item("tag");
            votes(out, tag.count);
            out.text("name", term.name);
            out.close();
        }
        out.close_list();
    }
    if show.wants(Word::Genres) { genres(out, show, list) } else { Ok(()) }
}

fn genres<'v>(out: &mut Out, show: &Show<'v>, list: List<'v, TagCount<'v>>) -> Result<()> {
    let mut found = Vec::new();
    for tag in list.iter() {
        let tag = tag?;
        let Some(term) = show.cx.view.term(Words::Tag, tag.tag)? else { continue };
        if let Some(genre) = show.cx.get::<Genre<'_>>(term.genre)? {
            found.push((tag.count, genre));
        }
    }
    if found.is_empty() && !out.is_json() {
        return Ok(());
    }
    out.open_list("genres", "genre-list");
    for (count, genre) in found {
        out.open_item("genre");
        votes(out, count);
        crate::entity::genre::fields(out, &genre);
        out.close();
    }
    out.close_list();
    Ok(())
}

/// How many people gave a tag.
fn votes(out: &mut Out, count: u32) {
    match out {
        Out::Json(json) => json.plain("count", count),
        Out::Xml(xml) => xml.attr("count", &count.to_string()),
    }
}

/// The rating, when it is wanted.
pub(crate) fn rating(out: &mut Out, show: &Show<'_>, depth: Depth, rating: Rating) {
    if !show.wants(Word::Ratings) {
        return;
    }
    let stars = f64::from(rating.value) / 20.0;
    match out {
        Out::Json(json) => {
            if depth != Depth::Top && !show.has_ratings_below {
                return;
            }
            json.open(Some("rating"));
            match rating.count {
                0 => json.null("value"),
                _ => json.plain("value", stars),
            }
            json.plain("votes-count", rating.count);
            json.close();
        }
        Out::Xml(xml) => {
            if rating.count == 0 || !matches!(depth, Depth::Top | Depth::Linked) {
                return;
            }
            xml.open("rating");
            xml.attr("votes-count", &rating.count.to_string());
            xml.content(&stars.to_string());
            xml.close();
        }
    }
}

/// Codes of a person or company: JSON has a list, XML repeats the first one before it.
pub(crate) fn codes<'v>(
    out: &mut Out,
    (list_name, xml_list, item): (&'static str, &'static str, &'static str),
    list: List<'v, &'v str>,
) -> Result<()> {
    if list.is_empty() && !out.is_json() {
        return Ok(());
    }
    out.open_list(list_name, xml_list);
    for code in list.iter() {
        out.text_item(item, code?);
    }
    out.close_list();
    Ok(())
}

/// IPIs and ISNIs. In XML they stand below the top, too.
pub(crate) fn parties<'v>(
    out: &mut Out,
    depth: Depth,
    ipis: List<'v, &'v str>,
    isnis: List<'v, &'v str>,
) -> Result<()> {
    if depth != Depth::Top {
        return Ok(());
    }
    if let (Some(xml), Some(first)) = (out.xml(), ipis.first()?) {
        xml.element("ipi", first);
    }
    codes(out, ("ipis", "ipi-list", "ipi"), ipis)?;
    codes(out, ("isnis", "isni-list", "isni"), isnis)
}
