//! Writers of exports, fed with one listen after the other in the order of time.
//!
//! Each holds a bounded part in memory, whatever the length of the history. What they write is
//! complete: [`read`](super::Upload::read) of it gives the same plays.

mod columns;
mod csv;
mod folder;
mod json;
mod listenbrainz;
mod parquet;

use std::io::{self, Write};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use uuid::Uuid;

use model::Gid;

pub use self::folder::{Directory, Folder, Zip};

use super::found::{Feedback, Pin};
use crate::{TimeMeaning, Words};

/// A listen as it leaves.
#[derive(Debug, Clone, Default)]
pub struct ExportedListen {
    /// The instant as the client sent it, milliseconds since 1970.
    pub listened_at_ms: i64,
    /// What it means.
    pub time_meaning: TimeMeaning,
    /// When this server got it, milliseconds since 1970.
    pub inserted_at_ms: i64,
    /// The id of the words.
    pub recording_msid: Uuid,
    /// What the client said.
    pub words: Words,
    /// Observed listening time.
    pub played_ms: Option<i64>,
    /// The door that it came through.
    pub source: String,
    /// Program and version.
    pub client: Option<String>,
    /// The source's own id of what was played, as `scheme:value`.
    pub source_track_id: Option<String>,
    /// What else a client of ListenBrainz said; empty for others. Where it differs from the
    /// other fields, they count.
    pub additional_info: Map<String, Value>,
    /// The recording that it was matched to.
    pub mapping: Option<Mapping>,
}

/// A recording of the catalogue, for `mbid_mapping`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// MBID of the recording.
    pub recording_mbid: Gid,
    /// Its title.
    pub recording_name: String,
    /// MBID of the release.
    pub release_mbid: Option<Gid>,
    /// MBID of the release group.
    pub release_group_mbid: Option<Gid>,
    /// The artist credit.
    pub artists: Vec<MappedArtist>,
}

/// An artist of a credit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MappedArtist {
    /// MBID of the artist.
    pub artist_mbid: Gid,
    /// The name as credited.
    pub name: String,
    /// What stands between this name and the next.
    pub join_phrase: String,
}

/// Whose export it is.
#[derive(Debug, Clone)]
pub struct ExportedUser {
    /// Id of the account.
    pub id: Uuid,
    /// Name of the account.
    pub name: String,
}

/// The kinds of exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The archive of ListenBrainz, with feedback and pins: what other servers read.
    ListenBrainz,
    /// One table. Feedback and pins are not in it.
    Csv,
    /// One Parquet file a month, in folders `year=…/month=…`. Feedback and pins are not in it.
    Parquet,
}

impl Kind {
    /// Every kind with its name in requests and commands.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::ListenBrainz, "listenbrainz"), (Self::Csv, "csv"), (Self::Parquet, "parquet")];

    /// The kind of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(kind, _)| kind)
    }

    /// How the name of the file ends.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::ListenBrainz | Self::Parquet => "zip",
            Self::Csv => "csv",
        }
    }

    /// Begins an export into one stream of bytes.
    ///
    /// # Errors
    /// The sink's.
    pub fn write(
        self,
        sink: Box<dyn Write + Send>,
        user: &ExportedUser,
    ) -> io::Result<Box<dyn Writer>> {
        Ok(match self {
            Self::ListenBrainz => {
                Box::new(listenbrainz::Writer::new(Box::new(Zip::deflated(sink)), user)?)
            }
            Self::Csv => Box::new(csv::Writer::new(sink)?),
            // Parquet is compressed inside, so that a reader may take single columns.
            Self::Parquet => Box::new(parquet::Writer::new(Box::new(Zip::stored(sink)))),
        })
    }

    /// Begins an export into a folder; none for what is one file.
    ///
    /// # Errors
    /// The folder's.
    pub fn write_folder(
        self,
        folder: Box<dyn Folder>,
        user: &ExportedUser,
    ) -> io::Result<Option<Box<dyn Writer>>> {
        Ok(match self {
            Self::ListenBrainz => Some(Box::new(listenbrainz::Writer::new(folder, user)?)),
            Self::Csv => None,
            Self::Parquet => Some(Box::new(parquet::Writer::new(folder))),
        })
    }
}

/// An export that is being written: listens first, then feedback, then pins.
pub trait Writer: Send {
    /// Adds a listen, not older than the one before.
    ///
    /// # Errors
    /// The sink's; [`io::ErrorKind::InvalidInput`] for a listen of a month that is over, or after
    /// feedback or a pin.
    fn listen(&mut self, listen: &ExportedListen) -> io::Result<()>;

    /// Adds feedback; kinds that have no place for it leave it out.
    ///
    /// # Errors
    /// The sink's; after a pin.
    fn feedback(&mut self, feedback: &Feedback) -> io::Result<()>;

    /// Adds a pin; kinds that have no place for it leave it out.
    ///
    /// # Errors
    /// The sink's.
    fn pin(&mut self, pin: &Pin) -> io::Result<()>;

    /// Ends the export. One without its end is not readable, so that nobody takes it for whole.
    ///
    /// # Errors
    /// The sink's.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// The month of an instant, in UTC: exports are cut into months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Month {
    year: i16,
    month: i8,
}

impl Month {
    fn of(ms: i64) -> io::Result<Self> {
        let instant = Timestamp::from_millisecond(ms)
            .map_err(|_| invalid("an instant that no calendar has"))?;
        let date = TimeZone::UTC.to_datetime(instant).date();
        Ok(Self { year: date.year(), month: date.month() })
    }
}

fn invalid(words: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, words)
}

/// A listen came too late.
fn out_of_order() -> io::Error {
    invalid("listens have to come in the order of time, before feedback, before pins")
}
