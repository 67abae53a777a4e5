//! Words in a unit of work: each gets its number and what it counts for, new ones are kept.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use model::Gid;
use store::Tx;
use store::match_inputs::{self, Input, NewInput, Status};
use store::subjects::{self, Link};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::known::Known;
use crate::resolve::{self, Resolved};
use crate::words::Words;

/// Distinct words on their way to a number.
#[derive(Debug)]
pub(crate) struct Slot {
    pub(crate) words: Words,
    pub(crate) hash: [u8; 16],
    pub(crate) msid: Uuid,
    /// What the catalogue says, for words that were not known.
    pub(crate) resolved: Option<Resolved>,
    pub(crate) known: Option<Arc<Known>>,
    /// Whether the unit of work has read or made what is known, and memory has not.
    pub(crate) is_fresh: bool,
}

impl Slot {
    pub(crate) fn new(words: Words) -> Self {
        let hash = words.input_hash();
        Self::of(words, hash, None)
    }

    /// Words with their hash, and what memory has of them.
    pub(crate) fn of(words: Words, hash: [u8; 16], known: Option<Arc<Known>>) -> Self {
        let msid = known.as_ref().map_or_else(|| words.recording_msid(), |known| known.msid);
        Self { words, hash, msid, resolved: None, known, is_fresh: false }
    }

    /// The same without what was read or made in a unit of work that was undone.
    pub(crate) fn without_fresh(self) -> Self {
        let known = self.known.filter(|_| !self.is_fresh);
        Self { known, is_fresh: false, ..self }
    }

    /// What is known, after [`ensure`].
    pub(crate) fn known(&self) -> Result<&Arc<Known>> {
        self.known.as_ref().ok_or_else(|| Error::Internal("words without a number".into()))
    }
}

/// Gives every slot its number; slots whose knowledge is of another state of matching read again.
pub(crate) async fn ensure(
    tx: &mut Tx<'_>,
    slots: &mut [Slot],
    (version, now_ms): (i64, i64),
) -> Result<()> {
    for slot in slots.iter_mut() {
        slot.known = slot.known.take().filter(|known| known.version == version);
    }
    if slots.iter().all(|slot| slot.known.is_some()) {
        return Ok(());
    }
    read(tx, slots, version).await?;
    let mut missing: Vec<&mut Slot> =
        slots.iter_mut().filter(|slot| slot.known.is_none()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    // Two that make the same words at once take them in the same order.
    missing.sort_by_key(|slot| slot.hash);
    let mut rows = Vec::with_capacity(missing.len());
    let resolved: Vec<Resolved> = missing.iter_mut().map(|slot| resolved_of(slot)).collect();
    let numbers = make_subjects(tx, &resolved).await?;
    for (slot, resolved) in missing.iter().zip(&resolved) {
        let recording = number(&numbers, &resolved.recording)?;
        let release = resolved.release.map(|key| number(&numbers, &key)).transpose()?;
        rows.push(new_input(slot, resolved.row(recording, release)));
    }
    match_inputs::insert(tx, &rows, now_ms).await?;
    let new: HashSet<[u8; 16]> = missing.iter().map(|slot| slot.hash).collect();
    drop(missing);
    read(tx, slots, version).await?;
    for slot in slots.iter().filter(|slot| new.contains(&slot.hash)) {
        let candidates = slot.resolved.as_ref().map(|it| it.candidates.as_slice());
        let candidates = candidates.unwrap_or_default();
        if !candidates.is_empty() {
            match_inputs::set_candidates(tx, slot.known()?.id, candidates).await?;
        }
    }
    Ok(())
}

fn resolved_of(slot: &mut Slot) -> Resolved {
    slot.resolved.get_or_insert_with(|| resolve::by_names(&slot.words, Status::Pending)).clone()
}

/// Makes subjects and joins them; answers the numbers of their keys.
pub(crate) async fn make_subjects(
    tx: &mut Tx<'_>,
    resolved: &[Resolved],
) -> Result<HashMap<[u8; 16], i64>> {
    let mut wanted = BTreeMap::new();
    for subject in resolved.iter().flat_map(|it| &it.subjects) {
        wanted.entry(subject.key).or_insert_with(|| subject.clone());
    }
    let keys: Vec<[u8; 16]> = wanted.keys().copied().collect();
    let mut numbers: HashMap<_, _> =
        subjects::ids_by_keys(&mut *tx, &keys).await?.into_iter().collect();
    wanted.retain(|key, _| !numbers.contains_key(key));
    if wanted.is_empty() {
        return Ok(numbers);
    }
    let keys: Vec<[u8; 16]> = wanted.keys().copied().collect();
    let rows: Vec<_> = wanted.into_values().collect();
    subjects::insert(tx, &rows).await?;
    numbers.extend(subjects::ids_by_keys(&mut *tx, &keys).await?);
    // Those that were there have their facets, and listens are counted for them.
    let new: HashSet<[u8; 16]> = keys.into_iter().collect();
    let mut links = BTreeMap::new();
    for facet in resolved.iter().flat_map(|it| &it.facets).filter(|it| new.contains(&it.of)) {
        let of = number(&numbers, &facet.of)?;
        let link = facet.link(of, number(&numbers, &facet.target)?);
        links.entry((link.subject, link.kind, link.position)).or_insert(link);
    }
    let links: Vec<Link> = links.into_values().collect();
    subjects::insert_links(tx, &links).await?;
    Ok(numbers)
}

pub(crate) fn number(numbers: &HashMap<[u8; 16], i64>, key: &[u8; 16]) -> Result<i64> {
    numbers.get(key).copied().ok_or_else(|| Error::Internal("a subject without a number".into()))
}

/// Reads the words that are kept already.
async fn read(tx: &mut Tx<'_>, slots: &mut [Slot], version: i64) -> Result<()> {
    let open = slots.iter().filter(|slot| slot.known.is_none());
    let hashes: Vec<[u8; 16]> = open.map(|slot| slot.hash).collect();
    if hashes.is_empty() {
        return Ok(());
    }
    let found = match_inputs::find_by_hashes(&mut *tx, &hashes).await?;
    let untold = found.iter().filter(|it| it.words.fields.length_ms.is_none());
    let lengths = lengths(tx, untold.map(|it| it.words.matched.recording_subject)).await?;
    let found: HashMap<[u8; 16], Input> =
        found.into_iter().map(|input| (input.words.input_hash, input)).collect();
    for slot in slots.iter_mut().filter(|slot| slot.known.is_none()) {
        let Some(input) = found.get(&slot.hash) else { continue };
        let length = lengths.get(&input.words.matched.recording_subject).copied();
        slot.known = Some(Arc::new(Known::new(version, input, length)));
        slot.is_fresh = true;
    }
    Ok(())
}

/// The lengths of recordings, as far as they are known.
pub(crate) async fn lengths(
    tx: &mut Tx<'_>,
    recordings: impl Iterator<Item = i64>,
) -> Result<HashMap<i64, i64>> {
    let mut ids: Vec<i64> = recordings.collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let subjects = subjects::list(&mut *tx, &ids).await?.into_iter();
    Ok(subjects.filter_map(|it| Some((it.id, it.names.length_ms?))).collect())
}

fn new_input(slot: &Slot, matched: match_inputs::Match) -> NewInput {
    let words = &slot.words;
    NewInput {
        input_hash: slot.hash,
        recording_msid: slot.msid,
        fields: fields(words),
        artist_key: text::fold(&words.artist_name).into_owned(),
        recording_key: text::fold(&words.recording_name).into_owned(),
        matched,
    }
}

/// Words as they are kept.
pub(crate) fn fields(words: &Words) -> match_inputs::Fields {
    let uuid = |gid: Gid| Uuid::from_bytes(gid.0);
    let artists: Vec<String> =
        words.artist_mbids.iter().map(|gid| uuid(*gid).to_string()).collect();
    match_inputs::Fields {
        artist_name: words.artist_name.clone(),
        recording_name: words.recording_name.clone(),
        release_name: words.release_name.clone(),
        release_artist_name: words.release_artist_name.clone(),
        track_number: words.track_number.clone(),
        length_ms: words.length_ms,
        isrc: words.isrc.clone(),
        recording_mbid: words.recording_mbid.map(uuid),
        release_mbid: words.release_mbid.map(uuid),
        track_mbid: words.track_mbid.map(uuid),
        artist_mbids: serde_json::to_string(&artists).unwrap_or_else(|_| "[]".to_owned()),
        is_one_artist: words.is_one_artist,
    }
}

/// Words as they were kept.
pub(crate) fn words(fields: match_inputs::Fields) -> Words {
    let gid = |id: Uuid| Gid(*id.as_bytes());
    let artists: Vec<Uuid> = serde_json::from_str::<Vec<String>>(&fields.artist_mbids)
        .unwrap_or_default()
        .iter()
        .filter_map(|id| Uuid::parse_str(id).ok())
        .collect();
    Words {
        artist_name: fields.artist_name,
        recording_name: fields.recording_name,
        release_name: fields.release_name,
        release_artist_name: fields.release_artist_name,
        track_number: fields.track_number,
        length_ms: fields.length_ms,
        isrc: fields.isrc,
        recording_mbid: fields.recording_mbid.map(gid),
        release_mbid: fields.release_mbid.map(gid),
        track_mbid: fields.track_mbid.map(gid),
        artist_mbids: artists.into_iter().map(gid).collect(),
        is_one_artist: fields.is_one_artist,
    }
}
