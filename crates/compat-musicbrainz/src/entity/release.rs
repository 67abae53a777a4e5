//! Releases.

use catalog::record::{Area, Image, Label, Release, ReleaseEvent, ReleaseGroup};
use catalog::{Result, Words};
use model::Kind;

use super::area::Within;
use super::{At, area, label, release_group};
use crate::answer::Out;
use crate::dates::DateText;
use crate::inc::Word;
use crate::media::{self, Tracks};
use crate::request::Filter;
use crate::show::{Depth, Show};
use crate::{credit, extras, relations, words};

/// Data qualities by the record's number, unknown being normal.
const QUALITIES: [&str; 4] = ["normal", "low", "normal", "high"];
/// The types of images that are counted.
const FRONT: &str = "Front";
const BACK: &str = "Back";

/// A release, with all of its tracks when recordings are wanted.
pub(crate) fn fields<'v>(
    out: &mut Out,
    show: &Show<'v>,
    at: At,
    release: &Release<'v>,
) -> Result<()> {
    let tracks = match at.depth {
        Depth::Top if show.wants(Word::Recordings) => Tracks::All,
        _ => Tracks::None,
    };
    with_media(out, show, (at, tracks), release)
}

/// A release with some of its tracks.
pub(crate) fn with_media<'v>(
    out: &mut Out,
    show: &Show<'v>,
    (at, tracks): (At, Tracks),
    release: &Release<'v>,
) -> Result<()> {
    let is_top = at.depth == Depth::Top;
    // Of the other end of a relationship MusicBrainz reads neither its group nor its media.
    let is_related = at.depth == Depth::Related;
    head(out, show, at.depth, release);
    if show.wants(Word::ArtistCredits) {
        let depth = if is_related { Depth::Far } else { Depth::Linked };
        credit::write(out, show, release.artist_credit, depth)?;
    }
    extras::aliases(out, show, release.aliases, Words::ReleaseAliasType)?;
    // A release has no ratings: those of its parts are shown.
    let inside = Show { has_ratings_below: true, release_credit: release.artist_credit, ..*show };
    if show.wants(Word::ReleaseGroups) {
        match out.json().filter(|_| is_related) {
            Some(json) => json.null("release-group"),
            None if is_related => {}
            None => group(out, &inside, release)?,
        }
    }
    events(out, show, at.depth, release)?;
    out.text_or_null("barcode", release.barcode);
    if is_top {
        out.text_or_null("asin", Some(release.asin).filter(|asin| !asin.is_empty()));
        cover_art(out, show, release)?;
        if show.wants(Word::Labels) {
            labels(out, show, release)?;
        }
    }
    if show.wants(Word::Media) || show.wants(Word::Recordings) {
        match out.json().filter(|_| is_related) {
            Some(json) => {
                json.open_list("media");
                json.close_list();
            }
            None if is_related => {}
            None => media::write(out, &inside, (at, tracks))?,
        }
    }
    if is_top {
        relations::write(out, show, Kind::Release, at.row)?;
    }
    extras::tags(out, show, release.tags, false)?;
    if let Some(json) = out.json().filter(|_| show.wants(Word::Collections)) {
        json.open_list("collections");
        json.close_list();
    }
    Ok(())
}

fn head(out: &mut Out, show: &Show<'_>, depth: Depth, release: &Release<'_>) {
    let words = show.cx.words;
    let is_whole = depth != Depth::Related;
    extras::id(out, release.gid);
    out.text("title", release.name);
    let status = words.word(Words::ReleaseStatus, release.status).filter(|_| is_whole);
    extras::word(out, ("status", "status-id"), status);
    let quality = QUALITIES.get(usize::from(release.quality)).unwrap_or(&QUALITIES[0]);
    out.text("quality", quality);
    out.text_or_empty("disambiguation", release.comment);
    extras::annotation(out, show, depth, release.annotation);
    let packaging = words.word(Words::ReleasePackaging, release.packaging).filter(|_| is_whole);
    extras::word(out, ("packaging", "packaging-id"), packaging);
    representation(out, show, release);
}

fn representation(out: &mut Out, show: &Show<'_>, release: &Release<'_>) {
    let language = show.cx.words.word(Words::Language, release.language);
    let script = show.cx.words.word(Words::Script, release.script);
    let known = |code: &'_ str| !code.is_empty();
    match out {
        Out::Json(json) => {
            json.open(Some("text-representation"));
            let code = language.map(|word| &*word.code).filter(|code| known(code));
            for (name, code) in [("language", code), ("script", script.map(|word| &*word.code))] {
                match code {
                    Some(code) => json.text(name, code),
                    None => json.null(name),
                }
            }
            json.close();
        }
        Out::Xml(_) if language.is_none() && script.is_none() => {}
        Out::Xml(xml) => {
            xml.open("text-representation");
            if let Some(language) = language {
                xml.element("language", words::Word::language(language));
            }
            if let Some(script) = script {
                xml.element("script", &script.code);
            }
            xml.close();
        }
    }
}

fn group(out: &mut Out, show: &Show<'_>, release: &Release<'_>) -> Result<()> {
    let row = release.release_group;
    let Some(group) = show.cx.get::<ReleaseGroup<'_>>(row)? else { return Ok(()) };
    out.open("release-group");
    let at = At { row, depth: Depth::Linked };
    release_group::fields(out, show, (at, &Filter::default()), &group)?;
    out.close();
    Ok(())
}

/// Where and when it came out: the first event twice, then all.
fn events(out: &mut Out, show: &Show<'_>, depth: Depth, release: &Release<'_>) -> Result<()> {
    let within = if depth == Depth::Top { Within::Top } else { Within::Below };
    let Some(first) = release.events.first()? else { return Ok(()) };
    date(out, &first);
    let country = show.cx.get::<Area<'_>>(first.country)?;
    let code = country.as_ref().and_then(|area| area.iso_3166_1.first().ok().flatten());
    out.text_or_null("country", code);
    out.open_list("release-events", "release-event-list");
    extras::count(out, release.events.len());
    for event in release.events.iter() {
        let event = event?;
        out.open_item("release-event");
        date(out, &event);
        area::within(out, show.cx, ("area", event.country), within)?;
        out.close();
    }
    out.close_list();
    Ok(())
}

fn date(out: &mut Out, event: &ReleaseEvent<'_>) {
    out.text_or_empty("date", DateText::new(event.date).as_str());
}

/// What the Cover Art Archive has.
fn cover_art(out: &mut Out, show: &Show<'_>, release: &Release<'_>) -> Result<()> {
    let is_present = release.has_archive_pictures();
    let is_darkened = release.cover_art_presence == 3;
    let (mut has_front, mut has_back, mut count) = (false, false, 0);
    for image in release.images.iter().filter(|_| is_present) {
        let image: Image<'_> = image?;
        count += 1;
        for row in image.types.iter() {
            let name = show.cx.words.name(Words::CoverArtType, row?);
            has_front |= name == Some(FRONT);
            has_back |= name == Some(BACK);
        }
    }
    out.open("cover-art-archive");
    out.number("artwork", is_present);
    out.number("count", count);
    out.number("front", has_front);
    out.number("back", has_back);
    if is_darkened || out.is_json() {
        out.number("darkened", is_darkened);
    }
    out.close();
    Ok(())
}

fn labels(out: &mut Out, show: &Show<'_>, release: &Release<'_>) -> Result<()> {
    out.open_list("label-info", "label-info-list");
    extras::count(out, release.labels.len());
    for info in release.labels.iter() {
        let info = info?;
        out.open_item("label-info");
        out.text_or_null("catalog-number", info.catalog_number);
        match (show.cx.get::<Label<'_>>(info.label)?, &mut *out) {
            (Some(record), out) => {
                out.open("label");
                let at = At { row: info.label, depth: Depth::Linked };
                label::fields(out, show, (at, &Filter::default()), &record)?;
                out.close();
            }
            (None, Out::Json(json)) => json.null("label"),
            (None, Out::Xml(_)) => {}
        }
        out.close();
    }
    out.close_list();
    Ok(())
}
