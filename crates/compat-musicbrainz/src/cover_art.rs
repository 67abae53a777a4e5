//! Listings of cover art in the shape of the Cover Art Archive, with the archive's addresses.

use catalog::record::{Image, Release, ReleaseGroup};
use catalog::{Result, Words, covers};
use model::{Gid, IdScheme, Kind};

use crate::answer::Out;
use crate::cx::Cx;
use crate::entity;
use crate::failure::{Answer, Failure};
use crate::request;

/// Where the archive serves pictures.
const ARCHIVE: &str = "https://coverartarchive.org/release/";
/// Where releases are.
const MUSICBRAINZ: &str = "https://musicbrainz.org/release/";
/// Names of thumbnails with the side of their square.
const THUMBNAILS: [(&str, &str); 5] =
    [("250", "250"), ("500", "500"), ("1200", "1200"), ("small", "250"), ("large", "500")];
const FRONT: &str = "Front";
const BACK: &str = "Back";

/// All images of a release.
pub(crate) fn of_release(out: &mut Out, cx: Cx<'_>, id: &str) -> Answer<()> {
    let found = entity::locate(cx, Kind::Release, request::gid(id)?)?;
    let row = found.ok_or_else(Failure::not_found)?.row;
    let release = cx.get::<Release<'_>>(row)?.filter(|release| !release.images.is_empty());
    let release = release.filter(Release::has_archive_pictures);
    listing(out, cx, &release.ok_or_else(Failure::not_found)?, |_| true)
}

/// The front image of the release that stands for a group.
pub(crate) fn of_group(out: &mut Out, cx: Cx<'_>, id: &str) -> Answer<()> {
    let found = entity::locate(cx, Kind::ReleaseGroup, request::gid(id)?)?;
    let row = found.ok_or_else(Failure::not_found)?.row;
    let group = cx.get::<ReleaseGroup<'_>>(row)?.ok_or_else(Failure::not_found)?;
    let chosen = Some(Ok(group.cover_art_release)).filter(|_| group.cover_art_release > 0);
    for row in chosen.into_iter().chain(group.releases.iter()) {
        let Some(release) = cx.get::<Release<'_>>(row?)? else { continue };
        if covers::of_release(cx.view, &release)?.is_some() {
            return listing(out, cx, &release, |types| types.contains(&FRONT));
        }
    }
    Err(Failure::not_found())
}

fn types<'v>(cx: Cx<'v>, image: &Image<'v>) -> Result<Vec<&'v str>> {
    let mut names = Vec::new();
    for row in image.types.iter() {
        names.extend(cx.words.name(Words::CoverArtType, row?));
    }
    Ok(names)
}

fn listing(
    out: &mut Out,
    cx: Cx<'_>,
    release: &Release<'_>,
    is_shown: impl Fn(&[&str]) -> bool,
) -> Answer<()> {
    let gid = release.gid.text(IdScheme::Mbid);
    out.open_list("images", "images");
    for image in release.images.iter() {
        let image = image?;
        let types = types(cx, &image)?;
        if is_shown(&types) {
            out.open_item("image");
            self::image(out, release.gid, &image, &types);
            out.close();
        }
    }
    out.close_list();
    out.text("release", &format!("{MUSICBRAINZ}{}", gid.as_str()));
    Ok(())
}

fn image(out: &mut Out, release: Gid, image: &Image<'_>, types: &[&str]) {
    let gid = release.text(IdScheme::Mbid);
    let address = format!("{ARCHIVE}{}/{}", gid.as_str(), image.id);
    out.open_list("types", "types");
    types.iter().for_each(|name| out.text_item("type", name));
    out.close_list();
    out.number("front", types.contains(&FRONT));
    out.number("back", types.contains(&BACK));
    out.number("edit", image.edit);
    out.text("image", &format!("{address}.{}", suffix(image.mime_type)));
    out.text("comment", image.comment);
    out.number("approved", !image.pending);
    out.number("id", image.id);
    out.open("thumbnails");
    for (name, side) in THUMBNAILS {
        out.text(name, &format!("{address}-{side}.jpg"));
    }
    out.close();
}

/// The suffix of a file's type.
fn suffix(mime_type: &str) -> &'static str {
    match mime_type {
        "image/png" => "png",
        "image/gif" => "gif",
        "application/pdf" => "pdf",
        _ => "jpg",
    }
}
