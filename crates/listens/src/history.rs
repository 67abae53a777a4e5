//! The history as people read it: pages of listens with words, messages and what was matched.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use store::listen_duplicates;
use store::listens::{self, Full};
use store::match_inputs::Status;
use store::subjects::Kind;
use uuid::Uuid;

use crate::directory::Entry;
use crate::error::{Refusal, Result};
use crate::inputs;
use crate::listens::Listens;
use crate::words::Words;

/// Listens of one page at most.
pub const MAX_PAGE: u32 = 1000;

/// How a listen came to its recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchKind {
    /// A closer look is still to come.
    Pending,
    /// The program found it, or most people chose it.
    Automatic,
    /// The person chose it.
    Manual,
    /// Nothing fits.
    None,
}

/// An entity of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its MBID.
    pub mbid: Uuid,
    /// Its name.
    pub name: String,
}

/// A name of an artist credit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// The artist's MBID.
    pub mbid: Uuid,
    /// The name as printed.
    pub name: String,
    /// The text after it.
    pub join_phrase: String,
}

/// What a listen was matched with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The recording.
    pub recording: Named,
    /// The release, when the catalogue knows it.
    pub release: Option<Named>,
    /// The release group of the release.
    pub release_group: Option<Named>,
    /// The artists of the recording, in order.
    pub artists: Vec<Credit>,
}

/// A listen.
#[derive(Debug, Clone, PartialEq)]
pub struct Listen {
    /// Its id.
    pub id: Uuid,
    /// Whose.
    pub user_id: Uuid,
    /// When it began.
    pub listened_at_ms: i64,
    /// When the report came.
    pub inserted_at_ms: i64,
    /// Listening time: observed, else the length.
    pub played_ms: Option<i64>,
    /// The id of the words.
    pub recording_msid: Uuid,
    /// The words, as corrected.
    pub words: Words,
    /// The door of the report.
    pub source: String,
    /// Program and version.
    pub client: Option<String>,
    /// The message exactly as it came, as JSON text.
    pub payload: String,
    /// What it was matched with, if the catalogue knows it.
    pub matched: Option<Arc<Mapping>>,
    /// How.
    pub matched_by: MatchKind,
}

/// A span of time; both bounds are outside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Window {
    /// Later than this.
    pub after_ms: Option<i64>,
    /// Earlier than this.
    pub before_ms: Option<i64>,
}

/// Where a page ended and the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    listened_at_ms: i64,
    id: Uuid,
}

impl Cursor {
    /// Where listens begin that are earlier than an instant.
    #[must_use]
    pub fn before(instant_ms: i64) -> Self {
        Self { listened_at_ms: instant_ms, id: Uuid::nil() }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.listened_at_ms, self.id.simple())
    }
}

impl FromStr for Cursor {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let read = || {
            let (at, id) = text.split_once('.')?;
            Some(Self { listened_at_ms: at.parse().ok()?, id: Uuid::try_parse(id).ok()? })
        };
        let reason = "take it from the page before, unchanged";
        read().ok_or_else(|| Refusal::Invalid { field: "cursor", reason: reason.to_owned() })
    }
}

impl Listens {
    /// Listens in a span of time, the newest first, at most [`MAX_PAGE`]. With a lower bound only,
    /// those are chosen that follow it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn history(&self, user_id: Uuid, window: Window, count: u32) -> Result<Vec<Listen>> {
        let count = count.min(MAX_PAGE);
        let rows = match (window.after_ms, window.before_ms) {
            (Some(after), None) => {
                let mut rows = listens::after(self.store(), user_id, after, count).await?;
                rows.reverse();
                rows
            }
            (after, before) => {
                let bounds = (before.unwrap_or(i64::MAX), after.unwrap_or(i64::MIN));
                listens::before(self.store(), user_id, bounds, count).await?
            }
        };
        self.complete(rows).await
    }

    /// Listens from the newest on, or from where the page before ended, at most [`MAX_PAGE`]; and
    /// where the next page begins, if there is one.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn page(
        &self,
        user_id: Uuid,
        before: Option<Cursor>,
        limit: u32,
    ) -> Result<(Vec<Listen>, Option<Cursor>)> {
        let limit = limit.clamp(1, MAX_PAGE);
        let before = before.map_or((i64::MAX, Uuid::max()), |it| (it.listened_at_ms, it.id));
        let rows = listens::page(self.store(), user_id, before, limit).await?;
        let next = rows
            .last()
            .filter(|_| rows.len() == limit as usize)
            .map(|last| Cursor { listened_at_ms: last.row.listened_at_ms, id: last.row.id });
        Ok((self.complete(rows).await?, next))
    }

    /// A listen.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find(&self, user_id: Uuid, id: Uuid) -> Result<Option<Listen>> {
        let found = listens::find(self.store(), user_id, id).await?;
        Ok(self.complete(found.into_iter().collect()).await?.pop())
    }

    /// How many listens a person has.
    ///
    /// # Errors
    /// Refused: a user who does not exist.
    pub async fn count(&self, user_id: Uuid) -> Result<u64> {
        self.statistics(user_id).await?.listens().await
    }

    /// When the first and the latest listen of a person began.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn bounds(&self, user_id: Uuid) -> Result<Option<(i64, i64)>> {
        let oldest = listens::oldest(self.store(), user_id).await?;
        Ok(oldest.zip(listens::latest(self.store(), user_id).await?))
    }

    /// The other reports of a listen: what was joined, and why.
    ///
    /// # Errors
    /// Refused: a listen of somebody else.
    pub async fn duplicates(
        &self,
        user_id: Uuid,
        id: Uuid,
    ) -> Result<Vec<listen_duplicates::Duplicate>> {
        if listens::find(self.store(), user_id, id).await?.is_none() {
            return Err(Refusal::NotFound { what: "listen" }.into());
        }
        Ok(listen_duplicates::of_listen(self.store(), id).await?)
    }

    /// What a recording of the subjects means for readers.
    pub(crate) async fn complete(&self, rows: Vec<Full>) -> Result<Vec<Listen>> {
        // Words that nothing matches count for their own names, which readers have.
        let known = || rows.iter().filter(|it| is_known(it));
        let recordings = known().map(|it| it.row.recording_subject);
        let releases = known().filter_map(|it| it.row.release_subject);
        let first = self.names().entries(self.store(), recordings.chain(releases)).await?;
        let targets = first.values().flat_map(|entry| &entry.links);
        let targets = targets.filter(|it| matches!(it.kind, Kind::Artist | Kind::ReleaseGroup));
        let facets: Vec<i64> = targets.map(|link| link.target).collect();
        let mut entries = self.names().entries(self.store(), facets).await?;
        entries.extend(first);
        let mut mappings = HashMap::new();
        let listens = rows.into_iter().map(|full| {
            let key = (full.row.recording_subject, full.row.release_subject);
            let matched =
                mappings.entry(key).or_insert_with(|| mapping(&entries, key).map(Arc::new)).clone();
            listen(full, matched)
        });
        Ok(listens.collect())
    }
}

/// Whether the catalogue may know the recording of a listen.
fn is_known(full: &Full) -> bool {
    full.row.is_manual || matches!(full.status, Status::Matched | Status::Uncertain)
}

fn listen(full: Full, matched: Option<Arc<Mapping>>) -> Listen {
    let matched_by = match full.status {
        _ if full.row.is_manual => MatchKind::Manual,
        Status::Matched | Status::Uncertain => MatchKind::Automatic,
        Status::Pending => MatchKind::Pending,
        Status::Unmatched => MatchKind::None,
    };
    Listen {
        id: full.row.id,
        user_id: full.row.user_id,
        listened_at_ms: full.row.listened_at_ms,
        inserted_at_ms: arrived_at_ms(full.row.id),
        played_ms: full.row.played_ms,
        recording_msid: full.recording_msid,
        words: inputs::words(full.fields),
        source: full.source,
        client: full.client,
        payload: full.payload,
        matched,
        matched_by,
    }
}

/// The instant in an id, which is that of the arrival.
pub(crate) fn arrived_at_ms(id: Uuid) -> i64 {
    let [a, b, c, d, e, f, ..] = *id.as_bytes();
    i64::from_be_bytes([0, 0, a, b, c, d, e, f])
}

fn mapping(
    entries: &HashMap<i64, Arc<Entry>>,
    (recording, release): (i64, Option<i64>),
) -> Option<Mapping> {
    let named = |entry: &Arc<Entry>| {
        let names = &entry.subject.names;
        names.mbid.map(|mbid| Named { mbid, name: names.name.clone() })
    };
    let entry = entries.get(&recording)?;
    let credits = entry.links.iter().filter(|link| link.kind == Kind::Artist).filter_map(|link| {
        let artist = named(entries.get(&link.target)?)?;
        Some(Credit {
            mbid: artist.mbid,
            name: link.credited_name.clone().unwrap_or(artist.name),
            join_phrase: link.join_phrase.clone().unwrap_or_default(),
        })
    });
    let release = release.and_then(|id| entries.get(&id));
    let group = release.and_then(|entry| {
        let link = entry.links.iter().find(|link| link.kind == Kind::ReleaseGroup)?;
        named(entries.get(&link.target)?)
    });
    Some(Mapping {
        recording: named(entry)?,
        release: release.and_then(named),
        release_group: group,
        artists: credits.collect(),
    })
}
