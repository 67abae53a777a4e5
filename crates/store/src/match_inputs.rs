//! Distinct words that clients sent, and what they were matched with.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::subjects::{hex_list, number_list};
use crate::tx::{Fetch, Tx, all};
use crate::value::Row;
use crate::word::words;

queries! {
    "match_inputs";
    INSERT = "insert";
    FIND_BY_HASHES = "find_by_hashes", postgres;
    LIST = "list", postgres;
    FIND_BY_MSID = "find_by_msid";
    FIND_BY_SUBJECT = "find_by_subject";
    PAGE = "page";
    PENDING = "pending";
    SET_MATCH = "set_match";
    DELETE_CANDIDATES = "delete_candidates";
    INSERT_CANDIDATE = "insert_candidate";
    CANDIDATES = "candidates";
    LOCK_STATE = "lock_state", postgres;
    BUMP_STATE = "bump_state";
}

words! {
    /// The result of the automatic match.
    Status, "a status of a match";
    /// Only the quick stages were tried.
    Pending = "pending",
    /// Certain.
    Matched = "matched",
    /// Found, but another answer is possible.
    Uncertain = "uncertain",
    /// Nothing fits.
    Unmatched = "unmatched",
}

words! {
    /// What found a recording.
    Stage, "a stage of matching";
    /// The client's own MBID, after its title and artist were compared.
    Mbid = "mbid",
    /// The ISRC.
    Isrc = "isrc",
    /// Equal folded words.
    Exact = "exact",
    /// Similar words.
    Fuzzy = "fuzzy",
    /// The person's own library.
    Library = "library",
}

/// The fields that make words distinct.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fields {
    /// Artist credit.
    pub artist_name: String,
    /// Title.
    pub recording_name: String,
    /// Title of the release.
    pub release_name: Option<String>,
    /// Artist credit of the release.
    pub release_artist_name: Option<String>,
    /// Number on the medium.
    pub track_number: Option<String>,
    /// Length.
    pub length_ms: Option<i64>,
    /// ISRC as sent.
    pub isrc: Option<String>,
    /// MBID of the recording, as sent.
    pub recording_mbid: Option<Uuid>,
    /// MBID of the release, as sent.
    pub release_mbid: Option<Uuid>,
    /// MBID of the track, as sent.
    pub track_mbid: Option<Uuid>,
    /// JSON list of the artists' MBIDs, as sent.
    pub artist_mbids: String,
    /// Whether a rule says that the artist is one, whatever its name looks like.
    pub is_one_artist: bool,
}

/// What words were matched with.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The result.
    pub status: Status,
    /// What found it.
    pub stage: Option<Stage>,
    /// 0 to 1.
    pub score: Option<f64>,
    /// JSON object with the reasons.
    pub features: String,
    /// What the words count for.
    pub recording_subject: i64,
    /// On which release, when known.
    pub release_subject: Option<i64>,
    /// The generation that was searched.
    pub catalogue_generation: Option<i64>,
    /// The version of the algorithm.
    pub rules_version: Option<i64>,
}

/// Words to be kept.
#[derive(Debug, Clone)]
pub struct NewInput {
    /// The hash of all fields.
    pub input_hash: [u8; 16],
    /// The id of ListenBrainz.
    pub recording_msid: Uuid,
    /// The words.
    pub fields: Fields,
    /// The folded artist.
    pub artist_key: String,
    /// The folded title.
    pub recording_key: String,
    /// What they were matched with.
    pub matched: Match,
}

/// Words that are kept.
#[derive(Debug, Clone)]
pub struct Input {
    /// Their number.
    pub id: i64,
    /// The rest.
    pub words: NewInput,
}

/// Another answer for words that are not certain.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// From 1, the best.
    pub position: i64,
    /// The recording.
    pub recording_mbid: Uuid,
    /// The release that fits best.
    pub release_mbid: Option<Uuid>,
    /// 0 to 1.
    pub score: f64,
    /// What found it.
    pub stage: Stage,
    /// JSON object with the reasons.
    pub features: String,
}

/// Keeps words, but for those that are there.
///
/// # Errors
/// Those of [`Tx::insert_many`].
pub async fn insert(tx: &mut Tx<'_>, inputs: &[NewInput], now_ms: i64) -> Result<u64> {
    let rows = inputs.iter().map(|it| {
        let (fields, matched) = (&it.fields, &it.matched);
        params![
            &it.input_hash[..],
            it.recording_msid,
            &fields.artist_name,
            &fields.recording_name,
            fields.release_name.as_ref(),
            fields.release_artist_name.as_ref(),
            fields.track_number.as_ref(),
            fields.length_ms,
            fields.isrc.as_ref(),
            fields.recording_mbid,
            fields.release_mbid,
            fields.track_mbid,
            &fields.artist_mbids,
            &it.artist_key,
            &it.recording_key,
            matched.status,
            matched.stage,
            matched.score,
            &matched.features,
            matched.recording_subject,
            matched.release_subject,
            matched.catalogue_generation,
            matched.rules_version,
            fields.is_one_artist,
            now_ms,
        ]
    });
    tx.insert_many(&INSERT, rows.collect()).await
}

/// Words by hash; those that are not there are left out.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find_by_hashes(on: impl Fetch, hashes: &[[u8; 16]]) -> Result<Vec<Input>> {
    all(&on.fetch(&FIND_BY_HASHES, vec![hex_list(hashes)]).await?, input)
}

/// Words by number, in no order.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list(on: impl Fetch, ids: &[i64]) -> Result<Vec<Input>> {
    all(&on.fetch(&LIST, vec![number_list(ids)]).await?, input)
}

/// Words that have an id of ListenBrainz.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find_by_msid(on: impl Fetch, msid: Uuid, limit: u32) -> Result<Vec<Input>> {
    all(&on.fetch(&FIND_BY_MSID, params![msid, limit]).await?, input)
}

/// Words that count for a recording.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find_by_subject(on: impl Fetch, recording: i64, limit: u32) -> Result<Vec<Input>> {
    all(&on.fetch(&FIND_BY_SUBJECT, params![recording, limit]).await?, input)
}

/// All words behind a number.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn page(on: impl Fetch, after: i64, limit: u32) -> Result<Vec<Input>> {
    all(&on.fetch(&PAGE, params![after, limit]).await?, input)
}

/// Words behind a number for which only the quick stages were tried.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn pending(on: impl Fetch, after: i64, limit: u32) -> Result<Vec<Input>> {
    all(&on.fetch(&PENDING, params![after, limit]).await?, input)
}

/// Notes a result of matching.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn set_match(tx: &mut Tx<'_>, id: i64, matched: &Match, now_ms: i64) -> Result<()> {
    let params = params![
        id,
        matched.status,
        matched.stage,
        matched.score,
        &matched.features,
        matched.recording_subject,
        matched.release_subject,
        matched.catalogue_generation,
        matched.rules_version,
        now_ms,
    ];
    tx.execute(&SET_MATCH, params).await.map(drop)
}

/// Replaces the other answers for words.
///
/// # Errors
/// Those of [`Tx::insert_many`].
pub async fn set_candidates(tx: &mut Tx<'_>, id: i64, candidates: &[Candidate]) -> Result<()> {
    tx.execute(&DELETE_CANDIDATES, params![id]).await?;
    let rows = candidates.iter().map(|it| {
        let (mbids, features) = ((it.recording_mbid, it.release_mbid), &it.features);
        params![id, it.position, mbids.0, mbids.1, it.score, it.stage, features]
    });
    tx.insert_many(&INSERT_CANDIDATE, rows.collect()).await.map(drop)
}

/// The other answers for words, the best first.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn candidates(on: impl Fetch, id: i64) -> Result<Vec<Candidate>> {
    all(&on.fetch(&CANDIDATES, params![id]).await?, |row| {
        Ok(Candidate {
            position: row.get("position")?,
            recording_mbid: row.get("recording_mbid")?,
            release_mbid: row.get("release_mbid")?,
            score: row.get("score")?,
            stage: row.get("stage")?,
            features: row.get("features")?,
        })
    })
}

/// Keeps everybody from submitting, from choosing and from matching until the end of the unit of work.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn lock_state(tx: &mut Tx<'_>) -> Result<()> {
    tx.fetch(&LOCK_STATE, params![]).await.map(drop)
}

/// Tells everybody that results of matching have changed.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn bump_state(tx: &mut Tx<'_>) -> Result<()> {
    tx.execute(&BUMP_STATE, params![]).await.map(drop)
}

/// The fields of a row that has all of them.
pub(crate) fn fields(row: &Row) -> Result<Fields> {
    Ok(Fields {
        artist_name: row.get("artist_name")?,
        recording_name: row.get("recording_name")?,
        release_name: row.get("release_name")?,
        release_artist_name: row.get("release_artist_name")?,
        track_number: row.get("track_number")?,
        length_ms: row.get("length_ms")?,
        isrc: row.get("isrc")?,
        recording_mbid: row.get("recording_mbid")?,
        release_mbid: row.get("release_mbid")?,
        track_mbid: row.get("track_mbid")?,
        artist_mbids: row.get("artist_mbids")?,
        is_one_artist: row.get("is_one_artist")?,
    })
}

fn input(row: &Row) -> Result<Input> {
    let matched = Match {
        status: row.get("status")?,
        stage: row.get("stage")?,
        score: row.get("score")?,
        features: row.get("features")?,
        recording_subject: row.get("recording_subject")?,
        release_subject: row.get("release_subject")?,
        catalogue_generation: row.get("catalogue_generation")?,
        rules_version: row.get("rules_version")?,
    };
    let words = NewInput {
        input_hash: row.get("input_hash")?,
        recording_msid: row.get("recording_msid")?,
        fields: fields(row)?,
        artist_key: row.get("artist_key")?,
        recording_key: row.get("recording_key")?,
        matched,
    };
    Ok(Input { id: row.get("id")?, words })
}
