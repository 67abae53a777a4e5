//! Figures by day, month and year of one person, in the person's time zone.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all, first};
use crate::users::one;
use crate::value::Row;
use crate::word::words;

queries! {
    "stats";
    MARK_DAY = "mark_day";
    STALE_DAYS = "stale_days", postgres;
    STALE_USER = "stale_user", postgres;
    TAKE_DAY = "take_day";
    PUT_DAY = "put_day";
    DELETE_DAY = "delete_day";
    DELETE_DAYS = "delete_days";
    DAYS = "days";
    TOTAL = "total";
    BOUNDS = "bounds";
    PLAYS = "plays";
    NEXT_AT = "next_at";
    DELETE_AROUND = "delete_around";
    PUT_BLOCK = "put_block";
    DELETE_BLOCK = "delete_block";
    DELETE_BLOCKS = "delete_blocks";
    BLOCKS = "blocks";
    BLOCK_SIZES = "block_sizes";
    BLOCK_BOUNDS = "block_bounds";
    ZONE = "zone";
    TAKE_ZONE = "take_zone", postgres;
    FORGET_ZONE = "forget_zone";
    PUT_ZONE = "put_zone";
}

words! {
    /// The length of a period.
    #[derive(PartialOrd, Ord)]
    Grain, "a length of a period";
    /// A day.
    Day = "day",
    /// A month.
    Month = "month",
    /// A year.
    Year = "year",
    /// All until the end of a year.
    Past = "past",
}

words! {
    /// What is counted.
    Counted, "a counted kind";
    /// Recordings.
    Recording = "recording",
    /// Releases.
    Release = "release",
    /// Credited artists.
    Artist = "artist",
}

/// The figures of a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Day {
    /// Days since 1970-01-01.
    pub day: i64,
    /// Plays.
    pub listens: i64,
    /// Listening time.
    pub played_ms: i64,
    /// 24 counters of 4 bytes, little-endian; empty before the first count.
    pub hours: Vec<u8>,
}

/// A play as it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Play {
    /// The beginning.
    pub listened_at_ms: i64,
    /// The report that stands for it.
    pub id: Uuid,
    /// What it counts for.
    pub recording: i64,
    /// On which release.
    pub release: Option<i64>,
    /// Listening time.
    pub played_ms: i64,
}

/// Plays of a person that are not hidden, behind one of them and before an instant, the first to
/// begin first.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn plays(
    on: impl Fetch,
    user_id: Uuid,
    (after, before_ms): ((i64, Uuid), i64),
    limit: u32,
) -> Result<Vec<Play>> {
    let params = params![user_id, after.0, after.1, before_ms, limit];
    all(&on.fetch(&PLAYS, params).await?, |row| {
        Ok(Play {
            listened_at_ms: row.at(0)?,
            id: row.at(1)?,
            recording: row.at(2)?,
            release: row.at(3)?,
            played_ms: row.at::<Option<i64>>(4)?.unwrap_or(0),
        })
    })
}

/// The first instant of a play, hidden or not, from an instant on.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn next_at(on: impl Fetch, user_id: Uuid, from_ms: i64) -> Result<Option<i64>> {
    first(&on.fetch(&NEXT_AT, params![user_id, from_ms]).await?, |row| row.at(0))
}

/// Says that days of people have to be counted again.
///
/// # Errors
/// Those of [`Tx::insert_many`].
pub async fn mark_days(tx: &mut Tx<'_>, days: impl IntoIterator<Item = (Uuid, i64)>) -> Result<()> {
    let rows = days.into_iter().map(|(user_id, day)| params![user_id, day]).collect();
    tx.insert_many(&MARK_DAY, rows).await.map(drop)
}

/// Days that have to be counted again, the oldest first.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn stale_days(on: impl Fetch, user_id: Uuid, limit: u32) -> Result<Vec<i64>> {
    all(&on.fetch(&STALE_DAYS, params![user_id, limit]).await?, |row| row.at(0))
}

/// The next person behind one of them who has so many days that have to be counted again.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn stale_user(on: impl Fetch, after: Uuid, days: u32) -> Result<Option<Uuid>> {
    first(&on.fetch(&STALE_USER, params![after, days]).await?, |row| row.at(0))
}

/// Takes a day to count it; whoever changes it from now on waits for the end of the unit and
/// marks it again. False when it need not be counted.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn take_day(tx: &mut Tx<'_>, user_id: Uuid, day: i64) -> Result<bool> {
    one(tx.execute(&TAKE_DAY, params![user_id, day]).await)
}

/// Keeps the figures of a day.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn put_day(tx: &mut Tx<'_>, user_id: Uuid, day: &Day) -> Result<()> {
    let params = params![user_id, day.day, day.listens, day.played_ms, &day.hours];
    tx.execute(&PUT_DAY, params).await.map(drop)
}

/// Forgets a day without plays.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete_day(tx: &mut Tx<'_>, user_id: Uuid, day: i64) -> Result<()> {
    tx.execute(&DELETE_DAY, params![user_id, day]).await.map(drop)
}

/// Forgets all figures of a person, to count anew.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete_all(tx: &mut Tx<'_>, user_id: Uuid) -> Result<()> {
    tx.execute(&DELETE_DAYS, params![user_id]).await?;
    tx.execute(&DELETE_BLOCKS, params![user_id]).await.map(drop)
}

/// Figures of days, both ends included, the oldest first.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn days(on: impl Fetch, user_id: Uuid, (from, to): (i64, i64)) -> Result<Vec<Day>> {
    all(&on.fetch(&DAYS, params![user_id, from, to]).await?, |row| {
        let hours = row.at::<Option<Vec<u8>>>(3)?.unwrap_or_default();
        Ok(Day { day: row.at(0)?, listens: row.at(1)?, played_ms: row.at(2)?, hours })
    })
}

/// Plays of all days together.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn total(on: impl Fetch, user_id: Uuid) -> Result<i64> {
    let total = first(&on.fetch(&TOTAL, params![user_id]).await?, |row| row.at(0));
    Ok(total?.unwrap_or(0))
}

/// The first and last day, counted or stale.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn bounds(on: impl Fetch, user_id: Uuid) -> Result<Option<(i64, i64)>> {
    let rows = on.fetch(&BOUNDS, params![user_id]).await?;
    both_ends(&rows)
}

fn both_ends(rows: &[Row]) -> Result<Option<(i64, i64)>> {
    let ends = first(rows, |row| Ok((row.at::<Option<i64>>(0)?, row.at::<Option<i64>>(1)?)))?;
    Ok(ends.and_then(|(first, last)| first.zip(last)))
}

/// Keeps the packed counts of a period; empty ones are forgotten.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn put_block(
    tx: &mut Tx<'_>,
    user_id: Uuid,
    (kind, grain, period): (Counted, Grain, i64),
    counts: Vec<u8>,
) -> Result<()> {
    if counts.is_empty() {
        let params = params![user_id, kind, grain, period];
        return tx.execute(&DELETE_BLOCK, params).await.map(drop);
    }
    tx.execute(&PUT_BLOCK, params![user_id, kind, grain, period, counts]).await.map(drop)
}

/// Forgets the packed counts of periods of all kinds, both ends included.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete_around(
    tx: &mut Tx<'_>,
    user_id: Uuid,
    (grain, (from, to)): (Grain, (i64, i64)),
) -> Result<()> {
    tx.execute(&DELETE_AROUND, params![user_id, grain, from, to]).await.map(drop)
}

/// Packed counts of periods, both ends included, the oldest first.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn blocks(
    on: impl Fetch,
    user_id: Uuid,
    (kind, grain): (Counted, Grain),
    (from, to): (i64, i64),
) -> Result<Vec<(i64, Vec<u8>)>> {
    let rows = on.fetch(&BLOCKS, params![user_id, kind, grain, from, to]).await?;
    rows.into_iter().map(|mut row| Ok((row.at(0)?, row.take_bytes(1)?))).collect()
}

/// The first and last day with packed counts of a kind.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn block_bounds(
    on: impl Fetch,
    user_id: Uuid,
    kind: Counted,
) -> Result<Option<(i64, i64)>> {
    let rows = on.fetch(&BLOCK_BOUNDS, params![user_id, kind]).await?;
    both_ends(&rows)
}

/// How many bytes the packed counts of periods are, both ends included, without reading them.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn block_sizes(
    on: impl Fetch,
    user_id: Uuid,
    (kind, grain): (Counted, Grain),
    (from, to): (i64, i64),
) -> Result<Vec<(i64, i64)>> {
    let rows = on.fetch(&BLOCK_SIZES, params![user_id, kind, grain, from, to]).await?;
    all(&rows, |row| Ok((row.at(0)?, row.at(1)?)))
}

/// The time zone and the version of the counting that the figures are of.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn zone(on: impl Fetch, user_id: Uuid) -> Result<Option<(String, i64)>> {
    first(&on.fetch(&ZONE, params![user_id]).await?, |row| Ok((row.at(0)?, row.at(1)?)))
}

/// As [`zone`], and on PostgreSQL nobody else counts for this person until the unit ends.
///
/// # Errors
/// Those of [`Tx::rows`].
pub async fn take_zone(tx: &mut Tx<'_>, user_id: Uuid) -> Result<Option<(String, i64)>> {
    first(&tx.rows(&TAKE_ZONE, params![user_id]).await?, |row| Ok((row.at(0)?, row.at(1)?)))
}

/// Lets everything be counted anew, since the person's time zone changes.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn forget_zone(tx: &mut Tx<'_>, user_id: Uuid) -> Result<()> {
    tx.execute(&FORGET_ZONE, params![user_id]).await.map(drop)
}

/// Notes the time zone and the version of the counting.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn put_zone(tx: &mut Tx<'_>, user_id: Uuid, zone: &str, version: i64) -> Result<()> {
    tx.execute(&PUT_ZONE, params![user_id, zone, version]).await.map(drop)
}
