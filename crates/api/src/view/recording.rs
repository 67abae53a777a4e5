//! Recordings: tracks with everything around them.

use catalog::codec::List;
use catalog::record::{Recording, Release};
use catalog::{Result, Words};
use model::Kind;
use serde::ser::{Error as _, SerializeSeq as _};
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::Cx;
use super::parts::{AliasShape, Aliases};
use super::relations::{Relation, Relations};
use super::release_group::Edition;
use super::text::known;
use super::track::{TrackParts, TrackShape};

/// Albums of one recording that are shown.
const MAX_ALBUMS: usize = 200;

/// What has to be read before a recording can be shown.
pub(crate) struct RecordingParts<'a> {
    cx: Cx<'a>,
    row: u32,
    recording: Recording<'a>,
    track: TrackParts<'a>,
}

impl<'a> RecordingParts<'a> {
    /// Reads what goes with a recording.
    pub(crate) fn read(cx: Cx<'a>, row: u32, recording: Recording<'a>) -> Result<Self> {
        Ok(Self { cx, row, recording, track: TrackParts::read(cx, recording)? })
    }

    /// Everything about the recording.
    fn whole(&'a self) -> Result<RecordingShape<'a>> {
        let (cx, recording) = (self.cx, &self.recording);
        let (main, list) = (recording.main.release, recording.other_releases);
        Ok(RecordingShape {
            track: self.track.whole()?,
            album_count: list.len() + usize::from(main > 0),
            albums: Albums { cx, main, list },
            aliases: Aliases { cx, list: recording.aliases, types: Words::RecordingAliasType },
            relations: Relations::of(cx, Kind::Recording, self.row)?,
            annotation: known(recording.annotation),
        })
    }
}

impl Serialize for RecordingParts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.whole().map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// One performance or mix, with all albums that it is on.
#[derive(Serialize, ToSchema)]
#[schema(as = Recording)]
pub(crate) struct RecordingShape<'a> {
    #[serde(flatten)]
    track: TrackShape<'a>,
    /// How many albums it is on.
    #[schema(example = 14)]
    album_count: usize,
    /// The albums that it is on, the one that stands for it first, at most 200.
    #[schema(value_type = Vec<Edition<'_>>)]
    albums: Albums<'a>,
    /// Other titles.
    #[schema(value_type = Vec<AliasShape<'_>>)]
    aliases: Aliases<'a>,
    /// How it is connected with other entities (works, performers, engineers), at most 200.
    #[schema(value_type = Vec<Relation<'_>>)]
    relations: Relations<'a>,
    /// Free text in MusicBrainz markup.
    annotation: Option<&'a str>,
}

struct Albums<'a> {
    cx: Cx<'a>,
    main: u32,
    list: List<'a, u32>,
}

impl Serialize for Albums<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(None)?;
        let rows = std::iter::once(Ok(self.main)).chain(self.list.iter());
        for row in rows.take(MAX_ALBUMS) {
            let row = row.map_err(S::Error::custom)?;
            let release = self.cx.get::<Release<'_>>(row).map_err(S::Error::custom)?;
            if let Some(release) = release {
                let edition = Edition::of(self.cx, &release).map_err(S::Error::custom)?;
                seq.serialize_element(&edition)?;
            }
        }
        seq.end()
    }
}
