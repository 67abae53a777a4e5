//! What happened: one row for each play, derived from the reports.

use uuid::Uuid;

use crate::error::Result;
use crate::match_inputs::{Fields, Status, fields};
use crate::params;
use crate::query::queries;
use crate::subjects::{hex_list, number_list};
use crate::tx::{Fetch, Tx, all, first};
use crate::value::Row;
use crate::word::words;

queries! {
    "listens";
    INSERT = "insert";
    DELETE = "delete";
    UPDATE = "update";
    RANGE = "range";
    PAGE_OF_ROWS = "page_of_rows";
    ROWS = "rows", postgres;
    WITH_WORDS = "with_words", postgres;
    UNCOUNTED = "uncounted";
    CHOSEN = "chosen";
    BEFORE = "before", postgres;
    AFTER = "after", postgres;
    PAGE = "page";
    FIND = "find";
    FIND_AT = "find_at";
    OLDEST = "oldest";
    LATEST = "latest";
}

words! {
    /// Why a listen is not shown and not counted.
    HiddenBy, "a reason to hide";
    /// The person deleted it.
    Deletion = "deletion",
    /// A rule of the person keeps it out.
    Block = "block",
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listen {
    /// Whose.
    pub user_id: Uuid,
    /// The beginning.
    pub listened_at_ms: i64,
    /// The report that stands for it.
    pub id: Uuid,
    /// The words after edits and rules.
    pub match_input: i64,
    /// What it counts for.
    pub recording_subject: i64,
    /// On which release.
    pub release_subject: Option<i64>,
    /// Observed, else the length.
    pub played_ms: Option<i64>,
    /// Whether the person chose the recording.
    pub is_manual: bool,
    /// Not shown and not counted.
    pub hidden_by: Option<HiddenBy>,
}

/// What rows are ordered by: person, beginning, report.
pub type Key = (Uuid, i64, Uuid);

impl Listen {
    /// Where it lies.
    #[must_use]
    pub fn key(&self) -> Key {
        (self.user_id, self.listened_at_ms, self.id)
    }
}

/// A listen with its words and its message.
#[derive(Debug, Clone, PartialEq)]
pub struct Full {
    /// The row. Hidden ones are never given out.
    pub row: Listen,
    /// The door of the report.
    pub source: String,
    /// Program and version.
    pub client: Option<String>,
    /// The message as sent.
    pub payload: String,
    /// The words.
    pub worded: Worded,
}

/// A listen with its message. Words that the message tells may be left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The row. Hidden ones are never given out.
    pub row: Listen,
    /// The door of the report.
    pub source: String,
    /// Program and version.
    pub client: Option<String>,
    /// The message as sent.
    pub payload: String,
    /// Whether the catalogue knows what it counts for.
    pub is_known: bool,
    /// The words, unless they are left out.
    pub worded: Option<Worded>,
}

/// Words as readers get them.
#[derive(Debug, Clone, PartialEq)]
pub struct Worded {
    /// Their id.
    pub recording_msid: Uuid,
    /// The words.
    pub fields: Fields,
    /// The result of the automatic match.
    pub status: Status,
}

impl Told {
    /// The same with its words, if they are there.
    #[must_use]
    pub fn full(self) -> Option<Full> {
        let Self { row, source, client, payload, worded, .. } = self;
        Some(Full { row, source, client, payload, worded: worded? })
    }
}

/// Adds listens.
///
/// # Errors
/// Those of [`Tx::insert_many`].
pub async fn insert(tx: &mut Tx<'_>, listens: &[Listen]) -> Result<u64> {
    let rows = listens.iter().map(|it| {
        params![
            it.user_id,
            it.listened_at_ms,
            it.id,
            it.match_input,
            it.recording_subject,
            it.release_subject,
            it.played_ms,
            it.is_manual,
            it.hidden_by,
        ]
    });
    tx.insert_many(&INSERT, rows.collect()).await
}

/// Removes a listen; its duplicates are reports without a play then.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete(tx: &mut Tx<'_>, listen: &Listen) -> Result<u64> {
    tx.execute(&DELETE, params![listen.user_id, listen.listened_at_ms, listen.id]).await
}

/// Changes everything about a listen but its instant.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn update(tx: &mut Tx<'_>, it: &Listen) -> Result<u64> {
    let params = params![
        it.user_id,
        it.listened_at_ms,
        it.id,
        it.match_input,
        it.recording_subject,
        it.release_subject,
        it.played_ms,
        it.is_manual,
        it.hidden_by,
    ];
    tx.execute(&UPDATE, params).await
}

/// Rows of a person between two instants, both included, hidden ones too, the oldest first.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn range(
    on: impl Fetch,
    user_id: Uuid,
    (from_ms, to_ms): (i64, i64),
    limit: u32,
) -> Result<Vec<Listen>> {
    all(&on.fetch(&RANGE, params![user_id, from_ms, to_ms, limit]).await?, listen)
}

/// Rows of a person behind one of them, hidden ones too, the oldest first.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn rows_after(
    on: impl Fetch,
    user_id: Uuid,
    (after_ms, after_id): (i64, Uuid),
    limit: u32,
) -> Result<Vec<Listen>> {
    all(&on.fetch(&PAGE_OF_ROWS, params![user_id, after_ms, after_id, limit]).await?, listen)
}

/// Rows by id, hidden ones too, in no order.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn rows(on: impl Fetch, ids: &[Uuid]) -> Result<Vec<Listen>> {
    let ids: Vec<[u8; 16]> = ids.iter().map(|id| *id.as_bytes()).collect();
    all(&on.fetch(&ROWS, vec![hex_list(&ids)]).await?, listen)
}

/// Rows of a person from an instant on and before another that count for what some words mean:
/// neither hidden ones nor those with a recording of the person's choice. With the listening time
/// that reports tell: observed, else the length.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn with_words(
    on: impl Fetch,
    user_id: Uuid,
    (from_ms, before_ms): (i64, i64),
    inputs: &[i64],
) -> Result<Vec<(Listen, Option<i64>)>> {
    let params = params![user_id, from_ms, before_ms, number_list(inputs)];
    all(&on.fetch(&WITH_WORDS, params).await?, observed)
}

/// The other rows of everybody with these words, behind one of them.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn uncounted(
    on: impl Fetch,
    input: i64,
    after: Key,
    limit: u32,
) -> Result<Vec<(Listen, Option<i64>)>> {
    let params = params![input, after.0, after.1, after.2, limit];
    let rows = on.fetch(&UNCOUNTED, params).await?;
    all(&rows, observed)
}

/// Rows of everybody for which a recording was chosen by hand, behind one of them, as
/// [`uncounted`] does.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn chosen(
    on: impl Fetch,
    recording: i64,
    after: Key,
    limit: u32,
) -> Result<Vec<(Listen, Option<i64>)>> {
    let params = params![recording, after.0, after.1, after.2, limit];
    let rows = on.fetch(&CHOSEN, params).await?;
    all(&rows, observed)
}

/// Listens of a person before an instant and behind another, the newest first. Words are left out
/// where a report came by `door` and nobody corrected it: its message tells them.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn before(
    on: impl Fetch,
    user_id: Uuid,
    (before_ms, after_ms): (i64, i64),
    (limit, door): (u32, Option<&str>),
) -> Result<Vec<Told>> {
    all(&on.fetch(&BEFORE, params![user_id, before_ms, after_ms, limit, door]).await?, told)
}

/// Listens of a person behind an instant, the oldest first. Words are left out as in [`before`].
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn after(
    on: impl Fetch,
    user_id: Uuid,
    after_ms: i64,
    (limit, door): (u32, Option<&str>),
) -> Result<Vec<Told>> {
    all(&on.fetch(&AFTER, params![user_id, after_ms, limit, door]).await?, told)
}

/// Listens of a person before one of them, the newest first.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn page(
    on: impl Fetch,
    user_id: Uuid,
    (before_ms, before_id): (i64, Uuid),
    limit: u32,
) -> Result<Vec<Full>> {
    all(&on.fetch(&PAGE, params![user_id, before_ms, before_id, limit]).await?, full)
}

/// A listen of a person.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find(on: impl Fetch, user_id: Uuid, id: Uuid) -> Result<Option<Full>> {
    first(&on.fetch(&FIND, params![id, user_id]).await?, full)
}

/// Listens between two instants, both included, whose words as sent or as corrected have this id.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find_at(
    on: impl Fetch,
    user_id: Uuid,
    (from_ms, to_ms): (i64, i64),
    msid: Uuid,
) -> Result<Vec<Uuid>> {
    let rows = on.fetch(&FIND_AT, params![user_id, from_ms, to_ms, msid, 100_i64]).await?;
    all(&rows, |row| row.at(0))
}

/// The instant of the first listen of a person.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn oldest(on: impl Fetch, user_id: Uuid) -> Result<Option<i64>> {
    first(&on.fetch(&OLDEST, params![user_id]).await?, |row| row.at(0))
}

/// The instant of the latest listen of a person.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn latest(on: impl Fetch, user_id: Uuid) -> Result<Option<i64>> {
    first(&on.fetch(&LATEST, params![user_id]).await?, |row| row.at(0))
}

fn observed(row: &Row) -> Result<(Listen, Option<i64>)> {
    Ok((listen(row)?, row.get("observed_ms")?))
}

fn listen(row: &Row) -> Result<Listen> {
    Ok(Listen {
        user_id: row.at(0)?,
        listened_at_ms: row.at(1)?,
        id: row.at(2)?,
        match_input: row.at(3)?,
        recording_subject: row.at(4)?,
        release_subject: row.at(5)?,
        played_ms: row.at(6)?,
        is_manual: row.at(7)?,
        hidden_by: row.at(8)?,
    })
}

pub(crate) fn full(row: &Row) -> Result<Full> {
    Ok(Full {
        row: shown(row)?,
        source: row.get("source")?,
        client: row.get("client")?,
        payload: row.get("payload")?,
        worded: worded(row)?,
    })
}

fn told(row: &Row) -> Result<Told> {
    let is_worded = row.get::<Option<Uuid>>("recording_msid")?.is_some();
    Ok(Told {
        row: shown(row)?,
        source: row.get("source")?,
        client: row.get("client")?,
        payload: row.get("payload")?,
        is_known: row.get("is_known")?,
        worded: is_worded.then(|| worded(row)).transpose()?,
    })
}

/// A row that is not hidden.
fn shown(row: &Row) -> Result<Listen> {
    Ok(Listen {
        user_id: row.at(0)?,
        listened_at_ms: row.at(1)?,
        id: row.at(2)?,
        match_input: row.at(3)?,
        recording_subject: row.at(4)?,
        release_subject: row.at(5)?,
        played_ms: row.at(6)?,
        is_manual: row.at(7)?,
        hidden_by: None,
    })
}

fn worded(row: &Row) -> Result<Worded> {
    Ok(Worded {
        recording_msid: row.get("recording_msid")?,
        fields: fields(row)?,
        status: row.get("status")?,
    })
}
