//! Reports of plays, exactly as they came.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::subjects::hex_list;
use crate::tx::{Fetch, Tx, all, first};
use crate::value::{Row, Value};
use crate::word::words;

queries! {
    "listens_raw";
    INSERT = "insert";
    FIND_BY_KEY = "find_by_key";
    NEAR = "near";
    OF_LISTENS = "of_listens", postgres;
    FIND = "find";
}

words! {
    /// What an instant means.
    TimeMeaning, "a meaning of an instant";
    /// The beginning of the play.
    Start = "start",
    /// Its end.
    End = "end",
}

/// A report.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Its id, which grows in the order of arrival.
    pub id: Uuid,
    /// Whose.
    pub user_id: Uuid,
    /// The door, at most 100 characters.
    pub source: String,
    /// The source's own id.
    pub source_track_id: Option<String>,
    /// What tells it from other reports of the same instant.
    pub item_key: [u8; 16],
    /// As sent.
    pub listened_at_ms: i64,
    /// What that means.
    pub time_meaning: TimeMeaning,
    /// The words.
    pub match_input: i64,
    /// Observed listening time.
    pub played_ms: Option<i64>,
    /// Program and version, at most 500 characters.
    pub client: Option<String>,
    /// The credential.
    pub app_token_id: Option<Uuid>,
    /// The import that brought it.
    pub import_id: Option<Uuid>,
    /// The server that forwarded it.
    pub relayed_from: Option<String>,
    /// JSON.
    pub payload: String,
}

/// What joining reports looks at.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// The report.
    pub id: Uuid,
    /// The door.
    pub source: String,
    /// Program and version.
    pub client: Option<String>,
    /// The credential.
    pub app_token_id: Option<Uuid>,
    /// As sent.
    pub listened_at_ms: i64,
    /// What that means.
    pub time_meaning: TimeMeaning,
    /// Observed listening time.
    pub played_ms: Option<i64>,
    /// The words.
    pub match_input: i64,
    /// The folded artist.
    pub artist_key: String,
    /// The folded title.
    pub recording_key: String,
    /// Length as sent.
    pub length_ms: Option<i64>,
    /// MBID as sent.
    pub recording_mbid: Option<Uuid>,
    /// The listen, the rule and the distance, if it is another report of a play.
    pub duplicate: Option<(Uuid, String, i64)>,
}

/// Keeps reports, but for those that are there; tells how many were not.
///
/// # Errors
/// Those of [`Tx::insert_many`].
pub async fn insert(tx: &mut Tx<'_>, reports: impl IntoIterator<Item = &Report>) -> Result<u64> {
    let rows = reports.into_iter().map(|it| {
        vec![
            it.id.into(),
            it.user_id.into(),
            it.source.as_str().into(),
            it.source_track_id.as_deref().into(),
            Value::Blob(it.item_key.to_vec()),
            it.listened_at_ms.into(),
            it.time_meaning.into(),
            it.match_input.into(),
            it.played_ms.into(),
            it.client.as_deref().into(),
            it.app_token_id.into(),
            it.import_id.into(),
            it.relayed_from.as_deref().into(),
            it.payload.as_str().into(),
        ]
    });
    tx.insert_many(&INSERT, rows.collect()).await
}

/// The report of an instant, and the listen that it belongs to.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find_by_key(
    on: impl Fetch,
    user_id: Uuid,
    (listened_at_ms, source): (i64, &str),
    item_key: &[u8; 16],
) -> Result<Option<(Uuid, Uuid)>> {
    let params = params![user_id, listened_at_ms, source, &item_key[..]];
    let rows = on.fetch(&FIND_BY_KEY, params).await?;
    first(&rows, |row| Ok((row.get("id")?, row.get("listen_id")?)))
}

/// The reports of a person that were stamped between two instants, both included, by instant.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn near(
    on: impl Fetch,
    user_id: Uuid,
    (from_ms, to_ms): (i64, i64),
    limit: u32,
) -> Result<Vec<Near>> {
    all(&on.fetch(&NEAR, params![user_id, from_ms, to_ms, limit]).await?, near_row)
}

/// All reports of plays, in no order.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn of_listens(on: impl Fetch, listens: &[Uuid]) -> Result<Vec<Near>> {
    let ids: Vec<[u8; 16]> = listens.iter().map(|id| *id.as_bytes()).collect();
    all(&on.fetch(&OF_LISTENS, vec![hex_list(&ids)]).await?, near_row)
}

/// A report.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find(on: impl Fetch, id: Uuid) -> Result<Option<Report>> {
    first(&on.fetch(&FIND, params![id]).await?, report)
}

fn near_row(row: &Row) -> Result<Near> {
    let duplicate = match row.get::<Option<Uuid>>("listen_id")? {
        Some(listen) => Some((listen, row.get("rule")?, row.get("distance_ms")?)),
        None => None,
    };
    Ok(Near {
        id: row.get("id")?,
        source: row.get("source")?,
        client: row.get("client")?,
        app_token_id: row.get("app_token_id")?,
        listened_at_ms: row.get("listened_at_ms")?,
        time_meaning: row.get("time_meaning")?,
        played_ms: row.get("played_ms")?,
        match_input: row.get("match_input")?,
        artist_key: row.get("artist_key")?,
        recording_key: row.get("recording_key")?,
        length_ms: row.get("length_ms")?,
        recording_mbid: row.get("recording_mbid")?,
        duplicate,
    })
}

fn report(row: &Row) -> Result<Report> {
    Ok(Report {
        id: row.get("id")?,
        user_id: row.get("user_id")?,
        source: row.get("source")?,
        source_track_id: row.get("source_track_id")?,
        item_key: row.get("item_key")?,
        listened_at_ms: row.get("listened_at_ms")?,
        time_meaning: row.get("time_meaning")?,
        match_input: row.get("match_input")?,
        played_ms: row.get("played_ms")?,
        client: row.get("client")?,
        app_token_id: row.get("app_token_id")?,
        import_id: row.get("import_id")?,
        relayed_from: row.get("relayed_from")?,
        payload: row.get("payload")?,
    })
}
