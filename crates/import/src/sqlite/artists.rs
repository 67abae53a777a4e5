//! `artists`, `artist_genres`, `artist_images`; pictures of albums are read the same way.

use catalog::record::Artist;
use catalog::record::artist::Picture;
use model::Kind;

use super::fields::{Fields, RowError, RowResult, dangling};
use super::layout::{ARTIST_GENRES, ARTIST_IMAGES, ARTISTS};
use super::source::Source;
use super::{credits, ids, scan};
use crate::error::Result;
use crate::run::Import;
use crate::staging::{Part, Staging};

/// Reads the artists and what belongs to them.
pub(super) fn read(source: &Source, import: &mut Import<'_>) -> Result<()> {
    let repeated = ids::repeated(source, &ARTISTS, import)?;
    scan::each(source, &ARTISTS, import, |fields, staging| {
        let id = fields.id()?;
        if repeated.contains(id) {
            return Err(repeated_id());
        }
        artist(id, fields, staging)
    })?;
    scan::each(source, &ARTIST_GENRES, import, genre)?;
    scan::each(source, &ARTIST_IMAGES, import, |fields, staging| {
        picture(fields, (Kind::Artist, "artist_rowid"), staging)
    })
}

/// Refuses a row whose public id an earlier row has.
pub(super) fn repeated_id() -> RowError {
    RowError::Refused("duplicate id", "an earlier row has the same id; that one was taken".into())
}

/// A row of a table of pictures.
pub(super) fn picture(
    fields: &Fields<'_>,
    (kind, column): (Kind, &str),
    staging: &mut Staging,
) -> RowResult {
    let owner = owner_of(fields, (kind, column), staging)?;
    let url = fields.text("url")?;
    let width = fields.number("width", u32::MAX, &mut staging.problems)?.unwrap_or(0);
    let height = fields.number("height", u32::MAX, &mut staging.problems)?.unwrap_or(0);
    let picture = Picture { url, width, height, ..Picture::default() };
    Ok(staging.part(kind, owner, Part::Picture, &picture)?)
}

fn artist(id: u32, fields: &Fields<'_>, staging: &mut Staging) -> RowResult {
    let name = fields.text("name")?;
    let followers = fields.int("followers_total")?;
    let artist = Artist {
        gid: fields.gid("id")?,
        name,
        popularity: fields.popularity(&mut staging.problems)?,
        followers: followers.and_then(|followers| u64::try_from(followers).ok()),
        ..Artist::default()
    };
    staging.entity(Kind::Artist, id, &artist)?;
    Ok(credits::lone(id, name, staging)?)
}

fn genre(fields: &Fields<'_>, staging: &mut Staging) -> RowResult {
    let artist = owner_of(fields, (Kind::Artist, "artist_rowid"), staging)?;
    Ok(staging.part(Kind::Artist, artist, Part::Genre, &fields.text("genre")?)?)
}

fn owner_of(
    fields: &Fields<'_>,
    (kind, column): (Kind, &str),
    staging: &Staging,
) -> RowResult<u32> {
    let owner = fields.reference(column)?;
    if staging.facts.exists(kind, owner) { Ok(owner) } else { Err(dangling(column, owner)) }
}
