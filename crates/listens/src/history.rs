//! The history as people read it: pages of listens with words, messages and what was matched.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::iter;
use std::str::FromStr;
use std::sync::Arc;

use store::listen_duplicates;
use store::listens::{self, Full, Worded};
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

/// A listen for who reads the messages of a door.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// When it began.
    pub listened_at_ms: i64,
    /// When the report came.
    pub inserted_at_ms: i64,
    /// Program and version.
    pub client: Option<String>,
    /// The message exactly as it came, as JSON text.
    pub payload: String,
    /// The words and their id; none where they are what the message tells.
    pub words: Option<(Words, Uuid)>,
    /// What it was matched with, if the catalogue knows it.
    pub matched: Option<Arc<Mapping>>,
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
        let rows = self.told_rows(user_id, window, (count, None)).await?;
        self.complete(rows.into_iter().filter_map(listens::Told::full).collect()).await
    }

    /// The same for who can make words of the messages that came by a door. Words that these tell
    /// are not read: they lie all over the disk, and reading them is most of the price of a page.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn messages(
        &self,
        user_id: Uuid,
        window: Window,
        (count, door): (u32, &str),
    ) -> Result<Vec<Told>> {
        let rows = self.told_rows(user_id, window, (count, Some(door))).await?;
        let known = rows.iter().filter(|it| it.is_known).map(|it| subjects(&it.row));
        let mappings = self.mappings(known.collect()).await?;
        // Words that are neither told nor kept are those of no listen.
        let rows = rows.into_iter().filter(|it| it.worded.is_some() || it.source == door);
        let told = rows.map(|it| Told {
            listened_at_ms: it.row.listened_at_ms,
            inserted_at_ms: arrived_at_ms(it.row.id),
            matched: mappings.get(&subjects(&it.row)).cloned(),
            client: it.client,
            payload: it.payload,
            words: it.worded.map(|Worded { fields, recording_msid, .. }| {
                (inputs::words(fields), recording_msid)
            }),
        });
        Ok(told.collect())
    }

    async fn told_rows(
        &self,
        user_id: Uuid,
        window: Window,
        (count, door): (u32, Option<&str>),
    ) -> Result<Vec<listens::Told>> {
        let page = (count.min(MAX_PAGE), door);
        Ok(match (window.after_ms, window.before_ms) {
            (Some(after), None) => {
                let mut rows = listens::after(self.store(), user_id, after, page).await?;
                rows.reverse();
                rows
            }
            (after, before) => {
                let bounds = (before.unwrap_or(i64::MAX), after.unwrap_or(i64::MIN));
                listens::before(self.store(), user_id, bounds, page).await?
            }
        })
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

    /// Rows with what they were matched with.
    pub(crate) async fn complete(&self, rows: Vec<Full>) -> Result<Vec<Listen>> {
        // Words that nothing matches count for their own names, which readers have.
        let known = rows.iter().filter(|it| is_known(it)).map(|it| subjects(&it.row));
        let mappings = self.mappings(known.collect()).await?;
        let listens = rows.into_iter().map(|full| {
            let matched = mappings.get(&subjects(&full.row)).cloned();
            listen(full, matched)
        });
        Ok(listens.collect())
    }

    /// What subjects mean for readers, as far as the catalogue knows it.
    async fn mappings(&self, known: HashSet<Subjects>) -> Result<HashMap<Subjects, Arc<Mapping>>> {
        let wanted =
            known.iter().flat_map(|(recording, release)| iter::once(*recording).chain(*release));
        let first = self.names().entries(self.store(), wanted).await?;
        let targets = first.values().flat_map(|entry| &entry.links);
        let targets = targets.filter(|it| matches!(it.kind, Kind::Artist | Kind::ReleaseGroup));
        let facets: Vec<i64> = targets.map(|link| link.target).collect();
        let mut entries = self.names().entries(self.store(), facets).await?;
        entries.extend(first);
        let mappings = known.into_iter();
        Ok(mappings.filter_map(|key| Some((key, Arc::new(mapping(&entries, key)?)))).collect())
    }
}

/// A recording, and on which release.
type Subjects = (i64, Option<i64>);

fn subjects(row: &listens::Listen) -> Subjects {
    (row.recording_subject, row.release_subject)
}

/// Whether the catalogue may know the recording of a listen. Only what it knows has an MBID, so that
/// the row's own answer is the same; this one is at hand.
fn is_known(full: &Full) -> bool {
    full.row.is_manual || matches!(full.worded.status, Status::Matched | Status::Uncertain)
}

fn listen(full: Full, matched: Option<Arc<Mapping>>) -> Listen {
    let matched_by = match full.worded.status {
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
        recording_msid: full.worded.recording_msid,
        words: inputs::words(full.worded.fields),
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

fn mapping(entries: &HashMap<i64, Arc<Entry>>, (recording, release): Subjects) -> Option<Mapping> {
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
