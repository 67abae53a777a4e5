//! Search results for type-ahead: what fits into one line of a menu.

use catalog::record::{Artist, Recording, Release, ReleaseGroup};
use catalog::{Result, SearchKind};
use serde::Serialize;
use utoipa::ToSchema;

use super::Cx;
use super::text::{DateText, Id, known};

/// One line of a menu.
#[derive(Serialize, ToSchema)]
pub(crate) struct Suggestion<'a> {
    /// `artist`, `album` or `track`.
    #[schema(example = "track")]
    kind: &'a str,
    /// Its id.
    #[schema(value_type = String, example = "485bbe7f-d0f7-4ffe-8adb-0f1093dd2dbf")]
    id: Id,
    /// Its name or title.
    #[schema(example = "Come Together")]
    name: &'a str,
    /// Who made it, as printed; null for an artist.
    #[schema(example = "The Beatles")]
    artists: Option<String>,
    /// What tells it from others of its name.
    disambiguation: Option<&'a str>,
    /// When it first came out, as far as it is known.
    #[schema(value_type = Option<String>, example = "1969-09-26")]
    release_date: Option<DateText>,
    /// How well known it is, 0 to 100.
    #[schema(example = 83)]
    popularity: u8,
}

impl<'a> Suggestion<'a> {
    /// What a search found.
    pub(crate) fn read(cx: Cx<'a>, kind: SearchKind, row: u32) -> Result<Option<Self>> {
        match kind {
            SearchKind::Artist => Self::artist(cx, row),
            SearchKind::Album => Self::album(cx, row),
            SearchKind::Track => Self::track(cx, row),
        }
    }

    fn artist(cx: Cx<'a>, row: u32) -> Result<Option<Self>> {
        Ok(cx.get::<Artist<'a>>(row)?.map(|artist| Self {
            kind: "artist",
            id: cx.id(artist.gid),
            name: artist.name,
            artists: None,
            disambiguation: known(artist.comment),
            release_date: None,
            popularity: artist.popularity,
        }))
    }

    /// The edition that stands for a release group.
    fn album(cx: Cx<'a>, row: u32) -> Result<Option<Self>> {
        let Some(group) = cx.get::<ReleaseGroup<'a>>(row)? else { return Ok(None) };
        let Some(release) = cx.get::<Release<'a>>(group.main_release)? else { return Ok(None) };
        Ok(Some(Self {
            kind: "album",
            id: cx.id(release.gid),
            name: release.name,
            artists: Some(cx.view.printed_credit(release.artist_credit)?.unwrap_or_default()),
            disambiguation: known(group.comment),
            release_date: DateText::new(group.first_release),
            popularity: group.popularity,
        }))
    }

    fn track(cx: Cx<'a>, row: u32) -> Result<Option<Self>> {
        let Some(recording) = cx.get::<Recording<'a>>(row)? else { return Ok(None) };
        Ok(Some(Self {
            kind: "track",
            id: cx.id(recording.gid),
            name: recording.name,
            artists: Some(cx.view.printed_credit(recording.artist_credit)?.unwrap_or_default()),
            disambiguation: known(recording.comment),
            release_date: DateText::new(recording.first_release),
            popularity: recording.popularity,
        }))
    }
}
