//! Releases and release groups, and what others show of them.

use catalog::record::{Area, Label, Release, ReleaseGroup};
use catalog::{Result, Words};

use super::Hit;
use super::parts::{aliases, credit, date, head, tags, text, word};
use crate::answer::Out;
use crate::cx::Cx;
use crate::extras;

/// Names of a status and its id.
const STATUS: (&str, &str) = ("status", "status-id");

/// A release.
pub(super) fn release(out: &mut Out, cx: Cx<'_>, hit: Hit) -> Result<()> {
    let Some(release) = cx.get::<Release<'_>>(hit.row)? else { return Ok(()) };
    out.open_item("release");
    head(out, release.gid, None, hit);
    if let Some(json) = out.json() {
        json.plain("count", release.medium_count);
    }
    out.text("title", release.name);
    word(out, STATUS, cx.words.word(Words::ReleaseStatus, release.status));
    let packaging = cx.words.word(Words::ReleasePackaging, release.packaging);
    word(out, ("packaging", "packaging-id"), packaging);
    text(out, "disambiguation", release.comment);
    written_in(out, cx, &release);
    credit(out, cx, release.artist_credit)?;
    group_of(out, cx, release.release_group)?;
    events(out, cx, &release)?;
    if let Some(barcode) = release.barcode {
        out.text("barcode", barcode);
    }
    text(out, "asin", release.asin);
    labels(out, cx, &release)?;
    media(out, cx, hit.row, &release)?;
    aliases(out, cx, release.aliases, Words::ReleaseAliasType)?;
    tags(out, cx, release.tags)?;
    out.close();
    Ok(())
}

/// Language and script of the titles.
fn written_in(out: &mut Out, cx: Cx<'_>, release: &Release<'_>) {
    let code = |words, row| cx.words.word(words, row).map_or("", |word| &*word.code);
    let language = code(Words::Language, release.language);
    let script = code(Words::Script, release.script);
    if language.is_empty() && script.is_empty() {
        return;
    }
    out.open("text-representation");
    text(out, "language", language);
    text(out, "script", script);
    out.close();
}

/// The group that a release belongs to.
pub(super) fn group_of(out: &mut Out, cx: Cx<'_>, row: u32) -> Result<()> {
    let Some(group) = cx.get::<ReleaseGroup<'_>>(row)? else { return Ok(()) };
    out.open("release-group");
    extras::id(out, group.gid);
    group_kind(out, cx, &group)?;
    out.text("title", group.name);
    types(out, cx, &group)?;
    out.close();
    Ok(())
}

/// What XML says as an attribute: one type, the last secondary one if there is any. JSON has its id.
fn group_kind(out: &mut Out, cx: Cx<'_>, group: &ReleaseGroup<'_>) -> Result<()> {
    let mut kind = cx.words.word(Words::ReleaseGroupPrimaryType, group.primary_type);
    if let Some(row) = group.secondary_types.first()? {
        kind = cx.words.word(Words::ReleaseGroupSecondaryType, row).or(kind);
    }
    let Some(kind) = kind else { return Ok(()) };
    match out {
        Out::Json(json) => json.text("type-id", &kind.gid),
        Out::Xml(xml) => {
            xml.attr("type", &kind.name);
            xml.attr("type-id", &kind.gid);
        }
    }
    Ok(())
}

/// The types of a group.
fn types(out: &mut Out, cx: Cx<'_>, group: &ReleaseGroup<'_>) -> Result<()> {
    let primary = cx.words.word(Words::ReleaseGroupPrimaryType, group.primary_type);
    word(out, ("primary-type", "primary-type-id"), primary);
    let mut secondary = Vec::new();
    for row in group.secondary_types.iter() {
        secondary.extend(cx.words.word(Words::ReleaseGroupSecondaryType, row?));
    }
    if secondary.is_empty() {
        return Ok(());
    }
    match out {
        Out::Json(json) => {
            json.open_list("secondary-types");
            secondary.iter().for_each(|word| json.text_item(&word.name));
            json.close_list();
            json.open_list("secondary-type-ids");
            secondary.iter().for_each(|word| json.text_item(&word.gid));
            json.close_list();
        }
        Out::Xml(xml) => {
            xml.open("secondary-type-list");
            for word in secondary {
                xml.open("secondary-type");
                xml.attr("id", &word.gid);
                xml.content(&word.name);
                xml.close();
            }
            xml.close();
        }
    }
    Ok(())
}

/// The first date and country, and all of them.
pub(super) fn events(out: &mut Out, cx: Cx<'_>, release: &Release<'_>) -> Result<()> {
    let Some(first) = release.events.first()? else { return Ok(()) };
    date(out, "date", first.date);
    if let Some(area) = cx.get::<Area<'_>>(first.country)? {
        text(out, "country", area.iso_3166_1.first()?.unwrap_or_default());
    }
    out.open_list("release-events", "release-event-list");
    for event in release.events.iter() {
        let event = event?;
        out.open_item("release-event");
        date(out, "date", event.date);
        if let Some(area) = cx.get::<Area<'_>>(event.country)? {
            out.open("area");
            extras::id(out, area.gid);
            out.text("name", area.name);
            out.text("sort-name", area.name);
            if !area.iso_3166_1.is_empty() {
                let names = ("iso-3166-1-codes", "iso-3166-1-code-list", "iso-3166-1-code");
                extras::codes(out, names, area.iso_3166_1)?;
            }
            out.close();
        }
        out.close();
    }
    out.close_list();
    Ok(())
}

fn labels(out: &mut Out, cx: Cx<'_>, release: &Release<'_>) -> Result<()> {
    if release.labels.is_empty() {
        return Ok(());
    }
    out.open_list("label-info", "label-info-list");
    for info in release.labels.iter() {
        let info = info?;
        out.open_item("label-info");
        text(out, "catalog-number", info.catalog_number.unwrap_or_default());
        if let Some(label) = cx.get::<Label<'_>>(info.label)? {
            out.open("label");
            extras::id(out, label.gid);
            out.text("name", label.name);
            out.close();
        }
        out.close();
    }
    out.close_list();
    Ok(())
}

fn media(out: &mut Out, cx: Cx<'_>, row: u32, release: &Release<'_>) -> Result<()> {
    let Some(tracklist) = cx.view.tracklist(row)? else { return Ok(()) };
    if let Some(json) = out.json() {
        json.plain("track-count", release.track_count);
    }
    out.open_list("media", "medium-list");
    if let Some(xml) = out.xml() {
        xml.attr("count", &tracklist.media.len().to_string());
        xml.element("track-count", &release.track_count.to_string());
    }
    for medium in tracklist.media.iter() {
        let medium = medium?;
        let tracks = crate::media::usual_tracks(&medium)?;
        out.open_item("medium");
        if medium.gid != model::Gid::default() {
            extras::id(out, medium.gid);
        }
        text(out, "format", cx.words.name(Words::MediumFormat, medium.format).unwrap_or_default());
        match out {
            Out::Json(json) => {
                json.plain("disc-count", medium.cd_tocs.len());
                json.plain("track-count", tracks);
            }
            Out::Xml(xml) => {
                for (name, count) in [("disc-list", medium.cd_tocs.len()), ("track-list", tracks)] {
                    xml.open(name);
                    xml.attr("count", &count.to_string());
                    xml.close();
                }
            }
        }
        out.close();
    }
    out.close_list();
    Ok(())
}

/// A release group.
pub(super) fn release_group(out: &mut Out, cx: Cx<'_>, hit: Hit) -> Result<()> {
    let Some(group) = cx.get::<ReleaseGroup<'_>>(hit.row)? else { return Ok(()) };
    out.open_item("release-group");
    extras::id(out, group.gid);
    group_kind(out, cx, &group)?;
    super::parts::score(out, hit);
    if let Some(json) = out.json() {
        json.plain("count", group.releases.len());
    }
    out.text("title", group.name);
    date(out, "first-release-date", group.first_release);
    types(out, cx, &group)?;
    text(out, "disambiguation", group.comment);
    credit(out, cx, group.artist_credit)?;
    if !group.releases.is_empty() {
        out.open_list("releases", "release-list");
        extras::count(out, group.releases.len());
        for row in group.releases.iter() {
            let Some(release) = cx.get::<Release<'_>>(row?)? else { continue };
            out.open_item("release");
            extras::id(out, release.gid);
            out.text("title", release.name);
            word(out, STATUS, cx.words.word(Words::ReleaseStatus, release.status));
            out.close();
        }
        out.close_list();
    }
    aliases(out, cx, group.aliases, Words::ReleaseGroupAliasType)?;
    tags(out, cx, group.tags)?;
    out.close();
    Ok(())
}
