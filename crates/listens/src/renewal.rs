//! Renewal: names and facets of what listens count for, as a newer catalogue has them.

use std::collections::HashMap;

use model::Gid;
use store::subjects::{self, Kind, Link, Names};
use store::{Tx, match_inputs, settings};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::followers::{Followers, Way};
use crate::inputs;
use crate::listens::Listens;
use crate::rematch::Rematched;
use crate::resolve::{self, RULES_VERSION, Resolved};

/// Subjects that are renewed in one unit of work at most: their listens may be many.
const MOST: u32 = 100;
/// Distinct words that lead to one recording at most.
const MAX_WORDS: u32 = 10_000;
/// The setting that says with what everything was matched.
const MATCHED_WITH: &str = "listens.matched_with";

impl Listens {
    /// Renews recordings and releases, behind a number, that are of another catalogue. Those that
    /// the catalogue does not know any more keep their names. Without a catalogue there is nothing
    /// to do.
    ///
    /// # Errors
    /// Those of the database and of the catalogue.
    pub async fn renew_subjects(&self, after: i64, limit: u32) -> Result<Rematched> {
        let Some(generation) = self.generation() else { return Ok(Rematched::default()) };
        let limit = limit.clamp(1, MOST);
        let stale = subjects::stale(self.store(), (after, generation), limit).await?;
        let Some((last, ..)) = stale.last().copied() else { return Ok(Rematched::default()) };
        let words = stale.len() as u64;
        let listens = self.clone();
        let asked = tokio::task::spawn_blocking(move || ask(&listens, stale));
        let found = asked.await.unwrap_or_else(|error| Err(Error::Internal(error.into())))?;
        let changed = self
            .store()
            .write::<_, Error, _>(move |tx| {
                Box::pin(async move { renew(tx, found, generation).await })
            })
            .await?;
        self.names().clear();
        let next = Some(last).filter(|_| words == u64::from(limit));
        Ok(Rematched { words, changed, next })
    }

    /// Whether everything was matched with the catalogue and the rules of matching at hand. True
    /// without a catalogue.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn is_matched(&self) -> Result<bool> {
        let Some(state) = self.match_state() else { return Ok(true) };
        let kept = settings::find(self.store(), MATCHED_WITH).await?;
        Ok(kept.is_some_and(|it| it.value == state))
    }

    /// The catalogue and the rules of matching at hand, for [`Listens::note_matched`].
    #[must_use]
    pub fn match_state(&self) -> Option<String> {
        self.generation().map(|number| format!("\"{number} by {RULES_VERSION}\""))
    }

    /// Notes that everything was matched with a state.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn note_matched(&self, state: String) -> Result<()> {
        let setting = settings::Setting {
            key: MATCHED_WITH.to_owned(),
            value: state,
            updated_at_ms: self.now_ms(),
            updated_by: None,
        };
        let work = self.store().write::<_, store::Error, _>(move |tx| {
            Box::pin(async move { settings::put(tx, &setting).await })
        });
        Ok(work.await?)
    }

    /// The generation of the catalogue.
    pub(crate) fn generation(&self) -> Option<i64> {
        let catalogue = self.catalogue().get();
        catalogue.as_ref().and_then(|catalog| i64::try_from(catalog.number()).ok())
    }
}

/// What the catalogue says about subjects; none for those that it does not know.
fn ask(
    listens: &Listens,
    stale: Vec<(i64, Kind, Uuid)>,
) -> Result<Vec<(i64, Kind, Option<Resolved>)>> {
    let Some(catalog) = listens.catalogue().get().clone() else { return Ok(Vec::new()) };
    let view = catalog.view()?;
    let mut found = Vec::with_capacity(stale.len());
    for (id, kind, mbid) in stale {
        let gid = Gid(*mbid.as_bytes());
        let resolved = match kind {
            Kind::Recording => resolve::by_mbid(&view, gid)?,
            _ => resolve::release_by_mbid(&view, gid)?,
        };
        found.push((id, kind, resolved));
    }
    Ok(found)
}

async fn renew(
    tx: &mut Tx<'_>,
    found: Vec<(i64, Kind, Option<Resolved>)>,
    generation: i64,
) -> Result<u64> {
    // First of all, as words that are matched again do it.
    match_inputs::bump_state(tx).await?;
    let mut followers = Followers::default();
    let mut changed = 0;
    for (id, kind, resolved) in found {
        let Some(resolved) = resolved else {
            keep_names(tx, id, generation).await?;
            continue;
        };
        let before = facts(tx, id).await?;
        let numbers = inputs::make_subjects(tx, std::slice::from_ref(&resolved)).await?;
        let is_other = put_names(tx, &resolved, &numbers).await?;
        if !numbers.values().any(|number| *number == id) {
            // The catalogue knows it under another MBID now.
            keep_names(tx, id, generation).await?;
        }
        let is_linked = put_links(tx, (id, kind), (&resolved, &numbers)).await?;
        changed += u64::from(is_other || is_linked);
        let now = facts(tx, id).await?;
        if kind == Kind::Recording && now != before {
            let way = Way { to: None, length_ms: now.0 };
            for input in match_inputs::find_by_subject(&mut *tx, id, MAX_WORDS).await? {
                followers.words(&input, way);
            }
            followers.chosen(tx, id, &way).await?;
        }
    }
    followers.write(tx).await?;
    Ok(changed)
}

/// What listens count for through a recording: its length, and its artists.
async fn facts(tx: &mut Tx<'_>, id: i64) -> Result<(Option<i64>, Vec<i64>)> {
    let subject = subjects::list(&mut *tx, &[id]).await?.into_iter().next();
    let artists = subjects::facets(&mut *tx, &[id], Kind::Artist).await?.into_iter();
    let length_ms = subject.and_then(|it| it.names.length_ms);
    Ok((length_ms, artists.map(|(_, artist)| artist).collect()))
}

/// Notes the generation only.
async fn keep_names(tx: &mut Tx<'_>, id: i64, generation: i64) -> Result<()> {
    for subject in subjects::list(&mut *tx, &[id]).await? {
        let names = Names { catalogue_generation: Some(generation), ..subject.names };
        subjects::refresh(tx, id, &names).await?;
    }
    Ok(())
}

/// Newer names for a subject and those that belong to it. Says whether any is another.
async fn put_names(
    tx: &mut Tx<'_>,
    resolved: &Resolved,
    numbers: &HashMap<[u8; 16], i64>,
) -> Result<bool> {
    let ids: Vec<i64> = numbers.values().copied().collect();
    let kept = subjects::list(&mut *tx, &ids).await?;
    let kept: HashMap<i64, Names> = kept.into_iter().map(|it| (it.id, it.names)).collect();
    let mut is_other = false;
    for subject in &resolved.subjects {
        let id = inputs::number(numbers, &subject.key)?;
        let Some(old) = kept.get(&id).filter(|old| **old != subject.names) else { continue };
        let catalogue_generation = subject.names.catalogue_generation;
        is_other |= Names { catalogue_generation, ..old.clone() } != subject.names;
        subjects::refresh(tx, id, &subject.names).await?;
    }
    Ok(is_other)
}

/// The facets of a subject as they are now. Says whether they are others.
async fn put_links(
    tx: &mut Tx<'_>,
    (id, kind): (i64, Kind),
    (resolved, numbers): (&Resolved, &HashMap<[u8; 16], i64>),
) -> Result<bool> {
    let key = match kind {
        Kind::Recording => Some(resolved.recording),
        _ => resolved.release,
    };
    let mut links = Vec::new();
    for facet in resolved.facets.iter().filter(|it| Some(it.of) == key) {
        links.push(facet.link(id, inputs::number(numbers, &facet.target)?));
    }
    let mut kept = subjects::links(&mut *tx, &[id]).await?;
    for links in [&mut links, &mut kept] {
        links.sort_by_key(|link: &Link| (link.kind, link.position));
    }
    if kept == links {
        return Ok(false);
    }
    subjects::delete_links(tx, id).await?;
    subjects::insert_links(tx, &links).await?;
    Ok(true)
}
