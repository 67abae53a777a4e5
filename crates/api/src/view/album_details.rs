//! What albums consist of: labels, events, media.

use catalog::Words;
use catalog::codec::List;
use catalog::record::{Area, Label, Medium, ReleaseEvent, ReleaseLabel};
use model::Date;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::parts::{DateAndPrecision, Named, country};
use super::text::{DateText, Id, known};
use super::{Cx, write_list};

/// A label of an album.
#[derive(Serialize, ToSchema)]
pub(crate) struct AlbumLabel<'a> {
    /// The label's id.
    #[schema(value_type = Option<String>)]
    id: Option<Id>,
    /// The label's name.
    #[schema(example = "Apple Records")]
    name: Option<&'a str>,
    /// The catalogue number.
    #[schema(example = "PCS 7088")]
    catalog_number: Option<&'a str>,
}

/// The labels of an album.
pub(crate) struct Labels<'a> {
    pub(crate) cx: Cx<'a>,
    pub(crate) list: List<'a, ReleaseLabel<'a>>,
}

impl Serialize for Labels<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_list(serializer, self.list, |row| {
            let label = self.cx.get::<Label<'_>>(row.label)?;
            Ok(Some(AlbumLabel {
                id: label.as_ref().map(|label| self.cx.id(label.gid)),
                name: label.map(|label| label.name),
                catalog_number: row.catalog_number,
            }))
        })
    }
}

/// A date and country of an album.
#[derive(Serialize, ToSchema)]
pub(crate) struct AlbumEvent<'a> {
    /// ISO 3166-1 code of the country; null when unknown. `XW` is the whole world.
    #[schema(value_type = Option<String>, example = "GB")]
    country: Option<Country>,
    /// The country.
    area: Option<Named<'a>>,
    /// The date as far as it is known.
    #[schema(value_type = Option<String>, example = "1969-09-26")]
    date: Option<DateText>,
    /// `year`, `month` or `day`.
    date_precision: Option<&'a str>,
}

/// A country's two letters.
struct Country([u8; 2]);

impl Serialize for Country {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(country(&self.0).unwrap_or_default())
    }
}

impl<'a> AlbumEvent<'a> {
    fn new(cx: Cx<'a>, area: Option<Area<'a>>, date: Date) -> Self {
        let code = area.as_ref().map(|area| area.country).filter(|code| country(code).is_some());
        let date = DateAndPrecision::of(date);
        Self {
            country: code.map(Country),
            area: area.as_ref().map(|area| Named::of(cx, area)),
            date: date.date,
            date_precision: date.precision,
        }
    }
}

/// The events of an album.
pub(crate) struct Events<'a> {
    pub(crate) cx: Cx<'a>,
    pub(crate) list: List<'a, ReleaseEvent<'a>>,
}

impl Serialize for Events<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_list(serializer, self.list, |event| {
            let area = self.cx.get::<Area<'_>>(event.country)?;
            Ok(Some(AlbumEvent::new(self.cx, area, event.date)))
        })
    }
}

/// A disc, side or file set of an album.
#[derive(Serialize, ToSchema)]
pub(crate) struct AlbumMedium<'a> {
    /// Its position, from 1.
    #[schema(example = 1)]
    position: u32,
    /// CD, 12" Vinyl, Digital Media …
    #[schema(example = "CD")]
    format: Option<&'a str>,
    /// Its title.
    name: Option<&'a str>,
    /// Tracks on it.
    #[schema(example = 17)]
    track_count: u32,
    /// Disc ids of CDs with these tracks.
    #[schema(value_type = Vec<String>)]
    disc_ids: DiscIds<'a>,
}

impl<'a> AlbumMedium<'a> {
    /// The shape of a medium.
    pub(crate) fn new(cx: Cx<'a>, medium: &Medium<'a>) -> Self {
        let listed = medium.tracks.len() as u32;
        Self {
            position: medium.position,
            format: cx.words.word(Words::MediumFormat, medium.format),
            name: known(medium.name),
            track_count: medium.stated_track_count.unwrap_or(listed),
            disc_ids: DiscIds { cx, list: medium.cd_tocs },
        }
    }
}

/// The media of an album without their tracks.
pub(crate) struct Media<'a> {
    pub(crate) cx: Cx<'a>,
    pub(crate) list: List<'a, Medium<'a>>,
}

impl Serialize for Media<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_list(serializer, self.list, |medium| Ok(Some(AlbumMedium::new(self.cx, &medium))))
    }
}

struct DiscIds<'a> {
    cx: Cx<'a>,
    list: List<'a, u32>,
}

impl Serialize for DiscIds<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_list(serializer, self.list, |row| {
            Ok(self.cx.view.cd_toc(row)?.map(|toc| toc.disc_id))
        })
    }
}
