//! Subjects: what listens count for, and how subjects belong together.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all};
use crate::value::{Row, Value};
use crate::word::words;

queries! {
    "subjects";
    INSERT = "insert";
    IDS_BY_KEYS = "ids_by_keys", postgres;
    LIST = "list", postgres;
    REFRESH = "refresh";
    INSERT_LINK = "insert_link";
    DELETE_LINKS = "delete_links";
    LINKS = "links", postgres;
    FACETS = "facets", postgres;
    TRAITS = "traits", postgres;
    STALE = "stale";
}

words! {
    /// What a subject is.
    #[derive(PartialOrd, Ord)]
    Kind, "a kind of subject";
    /// What was played.
    Recording = "recording",
    /// What it was played from.
    Release = "release",
    /// What people call an album.
    ReleaseGroup = "release_group",
    /// Who played.
    Artist = "artist",
    /// A genre.
    Genre = "genre",
    /// A label.
    Label = "label",
}

/// A subject to be made.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSubject {
    /// What it is.
    pub kind: Kind,
    /// What tells it from all others.
    pub key: [u8; 16],
    /// Its names.
    pub names: Names,
}

/// What is known about a subject.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Names {
    /// Known to the catalogue.
    pub mbid: Option<Uuid>,
    /// Name, at most 4,000 characters.
    pub name: String,
    /// Artist credit as printed, at most 4,000 characters.
    pub artist_credit_name: Option<String>,
    /// Length of a recording.
    pub length_ms: Option<i64>,
    /// First release of a recording or release group.
    pub year: Option<i64>,
    /// Country of an artist, ISO 3166-1.
    pub country: Option<String>,
    /// The generation that the names are of.
    pub catalogue_generation: Option<i64>,
}

/// A subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// Its number.
    pub id: i64,
    /// What it is.
    pub kind: Kind,
    /// What is known about it.
    pub names: Names,
}

/// What a subject is counted by, besides its facets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traits {
    /// Its number.
    pub id: i64,
    /// First release of a recording or release group.
    pub year: Option<i64>,
    /// Country of an artist, ISO 3166-1.
    pub country: Option<String>,
}

/// A facet of a subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Of what.
    pub subject: i64,
    /// Artist, release group, genre or label.
    pub kind: Kind,
    /// From 0.
    pub position: i64,
    /// The facet.
    pub target: i64,
    /// The name as printed.
    pub credited_name: Option<String>,
    /// The text after the name.
    pub join_phrase: Option<String>,
    /// The share of a genre, 0 to 1.
    pub weight: f64,
}

/// Makes subjects, but for those that exist.
///
/// # Errors
/// Those of [`Tx::insert_many`].
pub async fn insert(tx: &mut Tx<'_>, subjects: &[NewSubject]) -> Result<u64> {
    let rows = subjects.iter().map(|it| {
        let names = &it.names;
        params![
            it.kind,
            &it.key[..],
            names.mbid,
            &names.name,
            names.artist_credit_name.as_ref(),
            names.length_ms,
            names.year,
            names.country.as_ref(),
            names.catalogue_generation,
        ]
    });
    tx.insert_many(&INSERT, rows.collect()).await
}

/// The numbers of keys; those without a subject are left out.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn ids_by_keys(on: impl Fetch, keys: &[[u8; 16]]) -> Result<Vec<([u8; 16], i64)>> {
    let rows = on.fetch(&IDS_BY_KEYS, vec![hex_list(keys)]).await?;
    all(&rows, |row| Ok((row.get("key")?, row.get("id")?)))
}

/// Subjects by number, in no order.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list(on: impl Fetch, ids: &[i64]) -> Result<Vec<Subject>> {
    all(&on.fetch(&LIST, vec![number_list(ids)]).await?, subject)
}

/// Recordings and releases behind a number whose names are of another generation of the catalogue:
/// number, kind and MBID.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn stale(
    on: impl Fetch,
    (after, generation): (i64, i64),
    limit: u32,
) -> Result<Vec<(i64, Kind, Uuid)>> {
    let rows = on.fetch(&STALE, params![after, generation, limit]).await?;
    all(&rows, |row| Ok((row.at(0)?, row.at(1)?, row.at(2)?)))
}

/// Puts newer names onto a subject.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn refresh(tx: &mut Tx<'_>, id: i64, names: &Names) -> Result<()> {
    let params = params![
        id,
        &names.name,
        names.artist_credit_name.as_ref(),
        names.length_ms,
        names.year,
        names.country.as_ref(),
        names.catalogue_generation,
    ];
    tx.execute(&REFRESH, params).await.map(drop)
}

/// Joins subjects with their facets, but for places that are taken.
///
/// # Errors
/// Those of [`Tx::insert_many`].
pub async fn insert_links(tx: &mut Tx<'_>, links: &[Link]) -> Result<u64> {
    let rows = links.iter().map(|it| {
        params![
            it.subject,
            it.kind,
            it.position,
            it.target,
            it.credited_name.as_ref(),
            it.join_phrase.as_ref(),
            it.weight,
        ]
    });
    tx.insert_many(&INSERT_LINK, rows.collect()).await
}

/// Takes all facets from a subject.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete_links(tx: &mut Tx<'_>, subject: i64) -> Result<u64> {
    tx.execute(&DELETE_LINKS, params![subject]).await
}

/// The facets of subjects, ordered by subject, kind and position.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn links(on: impl Fetch, subjects: &[i64]) -> Result<Vec<Link>> {
    let rows = on.fetch(&LINKS, vec![number_list(subjects)]).await?;
    all(&rows, |row| {
        Ok(Link {
            subject: row.get("subject")?,
            kind: row.get("kind")?,
            position: row.get("position")?,
            target: row.get("target")?,
            credited_name: row.get("credited_name")?,
            join_phrase: row.get("join_phrase")?,
            weight: row.get("weight")?,
        })
    })
}

/// The facets of one kind: subject and facet, ordered by subject and position.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn facets(on: impl Fetch, subjects: &[i64], kind: Kind) -> Result<Vec<(i64, i64)>> {
    let rows = on.fetch(&FACETS, vec![number_list(subjects), kind.into()]).await?;
    all(&rows, |row| Ok((row.at(0)?, row.at(1)?)))
}

/// The year and country of subjects, in no order.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn traits(on: impl Fetch, subjects: &[i64]) -> Result<Vec<Traits>> {
    let rows = on.fetch(&TRAITS, vec![number_list(subjects)]).await?;
    all(&rows, |row| Ok(Traits { id: row.at(0)?, year: row.at(1)?, country: row.at(2)? }))
}

fn subject(row: &Row) -> Result<Subject> {
    let names = Names {
        mbid: row.get("mbid")?,
        name: row.get("name")?,
        artist_credit_name: row.get("artist_credit_name")?,
        length_ms: row.get("length_ms")?,
        year: row.get("year")?,
        country: row.get("country")?,
        catalogue_generation: row.get("catalogue_generation")?,
    };
    Ok(Subject { id: row.get("id")?, kind: row.get("kind")?, names })
}

/// A JSON list of hexadecimal texts, for statements that look for many keys.
pub(crate) fn hex_list(keys: &[[u8; 16]]) -> Value {
    let mut list = String::with_capacity(keys.len() * 35 + 2);
    list.push('[');
    for key in keys {
        list.push_str(if list.len() > 1 { ",\"" } else { "\"" });
        list.extend(key.iter().flat_map(|byte| {
            [byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
        }));
        list.push('"');
    }
    list.push(']');
    Value::Text(list)
}

/// A JSON list of numbers, for statements that look for many rows.
pub(crate) fn number_list(numbers: &[i64]) -> Value {
    let texts: Vec<String> = numbers.iter().map(i64::to_string).collect();
    Value::Text(format!("[{}]", texts.join(",")))
}
