//! Pictures: addresses that a source gives, or those of the Cover Art Archive.

use catalog::Result;
use catalog::codec::List;
use catalog::record::artist::Picture;
use catalog::record::{Release, ReleaseGroup};
use model::IdScheme;
use serde::ser::{Error as _, SerializeSeq as _};
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::text::StackText;
use super::{Cx, write_list};

/// Where the archive serves pictures; its thumbnails fit a square of 250, 500 or 1200 pixels.
const RELEASE: &str = "https://coverartarchive.org/release/";
const RELEASE_GROUP: &str = "https://coverartarchive.org/release-group/";
/// What follows the id for each size.
const FRONT_SIZES: [(&str, Option<u32>); 4] = [
    ("/front", None),
    ("/front-1200", Some(1200)),
    ("/front-500", Some(500)),
    ("/front-250", Some(250)),
];
/// Longest address: prefix, id and size.
const MAX_ADDRESS: usize = 96;

/// A picture at a web address.
#[derive(Serialize, ToSchema)]
pub(crate) struct Image<'a> {
    /// Where it is.
    #[schema(
        value_type = String,
        example = "https://coverartarchive.org/release/76df3287-6cda-33eb-8e9a-044b5e15ffdd/front-500"
    )]
    url: &'a str,
    /// Width in pixels; of a thumbnail, the side of the square that it fits in. Null when unknown.
    #[schema(example = 500)]
    width: Option<u32>,
    /// Height in pixels; of a thumbnail, the side of the square that it fits in. Null when unknown.
    #[schema(example = 500)]
    height: Option<u32>,
}

/// Pictures with the addresses that a source gives.
#[derive(Clone, Copy)]
pub(crate) struct Pictures<'a>(pub(crate) List<'a, Picture<'a>>);

impl Serialize for Pictures<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_list(serializer, self.0, |picture| {
            let size = |pixels: u32| (pixels > 0).then_some(pixels);
            let (width, height) = (size(picture.width), size(picture.height));
            Ok(Some(Image { url: picture.url, width, height }))
        })
    }
}

/// The cover of a release.
#[derive(Clone, Copy)]
pub(crate) enum Cover<'a> {
    /// Nobody has one.
    None,
    /// Given by the source.
    Pictures(Pictures<'a>),
    /// At the Cover Art Archive, under the release's own id.
    OfRelease(super::Id),
    /// At the Cover Art Archive, chosen for the release group.
    OfGroup(super::Id),
}

impl<'a> Cover<'a> {
    /// The source's own pictures, else the archive's picture of the release, else of its group.
    pub(crate) fn find(
        cx: Cx<'a>,
        release: &Release<'a>,
        group: Option<&ReleaseGroup<'a>>,
    ) -> Result<Self> {
        if !release.pictures.is_empty() {
            return Ok(Self::Pictures(Pictures(release.pictures)));
        }
        if cx.words.scheme() != IdScheme::Mbid {
            return Ok(Self::None);
        }
        if release.has_archive_pictures() && has_front(cx, release)? {
            return Ok(Self::OfRelease(cx.id(release.gid)));
        }
        Ok(match group {
            Some(group) if group.cover_art_release > 0 => Self::OfGroup(cx.id(group.gid)),
            _ => Self::None,
        })
    }
}

/// Whether the archive has a front cover; it is assumed where its pictures were not imported.
fn has_front(cx: Cx<'_>, release: &Release<'_>) -> Result<bool> {
    for image in release.images.iter() {
        for kind in image?.types.iter() {
            if cx.words.is_front(kind?) {
                return Ok(true);
            }
        }
    }
    Ok(release.images.is_empty())
}

impl Serialize for Cover<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (prefix, id) = match self {
            Self::None => return serializer.serialize_seq(Some(0))?.end(),
            Self::Pictures(pictures) => return pictures.serialize(serializer),
            Self::OfRelease(id) => (RELEASE, id),
            Self::OfGroup(id) => (RELEASE_GROUP, id),
        };
        let id = id.text();
        let mut seq = serializer.serialize_seq(Some(FRONT_SIZES.len()))?;
        for (suffix, size) in FRONT_SIZES {
            let url = StackText::<MAX_ADDRESS>::of(&[prefix, id.as_str(), suffix]);
            if url.as_str().is_empty() {
                return Err(S::Error::custom("a picture without an address"));
            }
            seq.serialize_element(&Image { url: url.as_str(), width: size, height: size })?;
        }
        seq.end()
    }
}
