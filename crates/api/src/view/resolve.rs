//! From what a client calls a thing to the thing: bare ids, and `scheme:value` in all its forms.

use std::cmp::Reverse;

use catalog::record::{Artist, Entity, Label, Recording, Release, ReleaseGroup, Work};
use catalog::{PlacedTrack, Result};
use model::{Barcode, DiscId, ExternalId, Gid, IdScheme, Isrc, Iswc, Scheme};

use super::Cx;

/// An id as a client may write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AnyId<'t> {
    /// The catalogue's own id.
    Own(Gid),
    /// An own id of another kind of catalogue: nothing here has it.
    Alien,
    /// An id at another service.
    External(ExternalId<'t>),
    /// `isrc:`, for tracks.
    Isrc(Isrc),
    /// `upc:` or `ean:`, for albums.
    Barcode(Barcode),
    /// `discid:`, for albums.
    DiscId(DiscId),
    /// `catno:`, for albums.
    CatalogNumber(&'t str),
    /// `iswc:`, for works.
    Iswc(Iswc),
}

impl<'t> AnyId<'t> {
    /// Reads an id; `None` for a text that is an id in no form.
    pub(crate) fn parse(text: &'t str, scheme: IdScheme) -> Option<Self> {
        let Some((word, value)) = text.split_once(':') else { return Self::bare(text, scheme) };
        match word {
            "isrc" => Isrc::parse(value).ok().map(Self::Isrc),
            "upc" | "ean" => Barcode::parse(value).ok().map(Self::Barcode),
            "discid" => DiscId::parse(value).ok().map(Self::DiscId),
            "catno" => (!value.is_empty()).then_some(Self::CatalogNumber(value)),
            "iswc" => Iswc::parse(value).ok().map(Self::Iswc),
            _ => match IdScheme::parse(word) {
                // Spotify's own URIs are `spotify:track:ID`.
                Some(own) if own == scheme => {
                    let value = value.rsplit(':').next().unwrap_or(value);
                    Gid::parse(value, scheme).ok().map(Self::Own)
                }
                Some(IdScheme::Mbid) => Gid::parse_mbid(value).ok().map(|_| Self::Alien),
                _ => ExternalId::parse(text).ok().map(Self::External),
            },
        }
    }

    /// An id without a scheme is the catalogue's own; what can only be the other kind's is told
    /// by its form.
    fn bare(text: &'t str, scheme: IdScheme) -> Option<Self> {
        if let Ok(gid) = Gid::parse(text, scheme) {
            return Some(Self::Own(gid));
        }
        if Gid::parse_mbid(text).is_ok() {
            return Some(Self::Alien);
        }
        Gid::parse_base62(text).ok()?;
        Some(Self::External(ExternalId { scheme: Scheme::Spotify, value: text }))
    }
}

/// What an id led to.
pub(crate) struct Resolved<E> {
    /// Its dense id.
    pub(crate) row: u32,
    /// Its record.
    pub(crate) record: E,
    /// Whether the thing has another id of its own.
    pub(crate) renamed: bool,
}

impl<E> Resolved<E> {
    fn by_another_name((row, record): (u32, E)) -> Self {
        Self { row, record, renamed: true }
    }
}

/// What an id of a track led to.
pub(crate) enum ResolvedTrack<'v> {
    /// A recording, to be shown where it mainly stands.
    Recording(Resolved<Recording<'v>>),
    /// A track, to be shown where it stands.
    Placed(PlacedTrack<'v>),
}

impl<'v> Cx<'v> {
    /// The artist of an id.
    pub(crate) fn find_artist(self, id: &AnyId<'_>) -> Result<Option<Resolved<Artist<'v>>>> {
        self.find_by_own_or_external(id, |artist: &Artist<'_>| artist.popularity)
    }

    /// The label of an id.
    pub(crate) fn find_label(self, id: &AnyId<'_>) -> Result<Option<Resolved<Label<'v>>>> {
        self.find_by_own_or_external(id, |label: &Label<'_>| label.popularity)
    }

    /// The release group of an id.
    pub(crate) fn find_release_group(
        self,
        id: &AnyId<'_>,
    ) -> Result<Option<Resolved<ReleaseGroup<'v>>>> {
        self.find_by_own_or_external(id, |group: &ReleaseGroup<'_>| group.popularity)
    }

    /// The work of an id or ISWC.
    pub(crate) fn find_work(self, id: &AnyId<'_>) -> Result<Option<Resolved<Work<'v>>>> {
        match id {
            AnyId::Iswc(iswc) => Ok(best(self.view.by_iswc(iswc)?, |work| work.popularity)),
            id => self.find_by_own_or_external(id, |work: &Work<'_>| work.popularity),
        }
    }

    /// The recording of an id or ISRC; of several with one ISRC the most popular.
    pub(crate) fn find_recording(self, id: &AnyId<'_>) -> Result<Option<Resolved<Recording<'v>>>> {
        match id {
            AnyId::Isrc(isrc) => {
                let found = self.view.by_isrc(isrc)?;
                Ok(found.into_iter().next().map(Resolved::by_another_name))
            }
            id => {
                self.find_by_own_or_external(id, |recording: &Recording<'_>| recording.popularity)
            }
        }
    }

    /// The track of an id: a recording's, or a track's own.
    pub(crate) fn find_track(self, id: &AnyId<'_>) -> Result<Option<ResolvedTrack<'v>>> {
        if let Some(recording) = self.find_recording(id)? {
            return Ok(Some(ResolvedTrack::Recording(recording)));
        }
        let AnyId::Own(gid) = id else { return Ok(None) };
        Ok(self.view.find_track(*gid)?.map(ResolvedTrack::Placed))
    }

    /// The album of an id: a release's, or a release group's, whose main release it is then.
    pub(crate) fn find_album(self, id: &AnyId<'_>) -> Result<Option<Resolved<Release<'v>>>> {
        let found = match id {
            AnyId::Barcode(barcode) => {
                let found = self.view.by_barcode(barcode)?;
                found.into_iter().next().map(Resolved::by_another_name)
            }
            AnyId::CatalogNumber(number) => {
                best(self.view.by_catalog_number(number)?, |release| release.popularity)
            }
            AnyId::DiscId(disc_id) => self.find_by_disc_id(disc_id)?,
            id => self.find_by_own_or_external(id, |release: &Release<'_>| release.popularity)?,
        };
        if found.is_some() {
            return Ok(found);
        }
        let Some(group) = self.find_release_group(id)? else { return Ok(None) };
        self.main_album(&group.record)
    }

    /// The release that stands for a release group.
    pub(crate) fn main_album(
        self,
        group: &ReleaseGroup<'v>,
    ) -> Result<Option<Resolved<Release<'v>>>> {
        let release = self.get::<Release<'v>>(group.main_release)?;
        Ok(release.map(|record| Resolved::by_another_name((group.main_release, record))))
    }

    /// The most popular release with a CD of that table of contents.
    fn find_by_disc_id(self, disc_id: &DiscId) -> Result<Option<Resolved<Release<'v>>>> {
        let Some((_, toc)) = self.view.by_disc_id(disc_id)? else { return Ok(None) };
        let mut found = Vec::new();
        // Releases and medium positions stand in turn.
        for row in toc.media.iter().step_by(2) {
            let row = row?;
            if let Some(release) = self.get::<Release<'v>>(row)? {
                found.push((row, release));
            }
        }
        Ok(best(found, |release| release.popularity))
    }

    fn find_by_own_or_external<E: Entity<'v>>(
        self,
        id: &AnyId<'_>,
        popularity: fn(&E) -> u8,
    ) -> Result<Option<Resolved<E>>> {
        match id {
            AnyId::Own(gid) => Ok(self.view.find::<E>(*gid)?.map(|found| Resolved {
                row: found.id,
                record: found.record,
                renamed: found.merged,
            })),
            AnyId::External(id) => Ok(best(self.view.by_external_id::<E>(id)?, popularity)),
            _ => Ok(None),
        }
    }
}

/// The most popular, of equals the first imported.
fn best<E>(found: Vec<(u32, E)>, popularity: impl Fn(&E) -> u8) -> Option<Resolved<E>> {
    let best = found.into_iter().min_by_key(|(row, record)| (Reverse(popularity(record)), *row));
    best.map(Resolved::by_another_name)
}

#[cfg(test)]
mod tests {
    //! Forms of ids.
    use super::*;

    const MBID: &str = "89ad4ac3-39f7-470e-963a-56509c546377";
    const BASE62: &str = "0OdUWJ0sBjDrqHygGUXeCF";

    fn form(text: &str, scheme: IdScheme) -> &'static str {
        match AnyId::parse(text, scheme) {
            None => "none",
            Some(AnyId::Own(_)) => "own",
            Some(AnyId::Alien) => "alien",
            Some(AnyId::External(_)) => "external",
            Some(AnyId::Isrc(_)) => "isrc",
            Some(AnyId::Barcode(_)) => "barcode",
            Some(AnyId::DiscId(_)) => "disc id",
            Some(AnyId::CatalogNumber(_)) => "catalogue number",
            Some(AnyId::Iswc(_)) => "iswc",
        }
    }

    #[test]
    fn the_catalogues_own_ids_need_no_scheme() {
        assert_eq!(form(MBID, IdScheme::Mbid), "own");
        assert_eq!(form(&format!("mbid:{MBID}"), IdScheme::Mbid), "own");
        assert_eq!(form(MBID, IdScheme::Base62), "alien");
        assert_eq!(form(&format!("mbid:{MBID}"), IdScheme::Base62), "alien");
        assert_eq!(form(BASE62, IdScheme::Base62), "own");
        assert_eq!(form(&format!("spotify:track:{BASE62}"), IdScheme::Base62), "own");
        assert_eq!(form(BASE62, IdScheme::Mbid), "external");
    }

    #[test]
    fn every_scheme_has_its_form() {
        for (text, expected) in [
            ("spotify:0OdUWJ0sBjDrqHygGUXeCF", "external"),
            ("discogs:108713", "external"),
            ("isrc:GB-AYE-06-01690", "isrc"),
            ("upc:0731453463822", "barcode"),
            ("ean:731453463822", "barcode"),
            ("discid:arIS30RPWowvwNEqsqdDnZzDGhk-", "disc id"),
            ("catno:PCS 7088", "catalogue number"),
            ("iswc:T-010.475.727-8", "iswc"),
            ("isrc:1", "none"),
            ("nowhere:1", "none"),
            ("mbid:1", "none"),
            ("", "none"),
            ("108713", "none"),
        ] {
            assert_eq!(form(text, IdScheme::Mbid), expected, "{text}");
        }
    }
}
