//! Opinions by name: on the recording that the catalogue means by it, else on the words.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use accounts::Caller;
use listens::matching::{self, Effort};
use listens::{Score, Target, Words};
use model::Gid;
use uuid::Uuid;

use crate::Surface;
use crate::failure::{Failure, defect};

/// Opinions that are looked up at once.
const AT_ONCE: usize = 1000;

/// Sets what a person thinks of a recording.
///
/// # Errors
/// Those of the database and of the catalogue.
pub(crate) async fn set(
    surface: &Surface,
    caller: &Caller,
    (words, score): (&Words, Score),
    source: &'static str,
) -> Result<(), Failure> {
    let name = name_of(words);
    let by_words = Target::Msid(name.recording_msid());
    let found = recording(surface, words)?;
    let listens = surface.listens();
    let target = match found {
        Some(mbid) => {
            // What was said before the catalogue knew the recording is said anew.
            let unsaid = (by_words, None);
            listens.set_feedback_on(caller.user_id, unsaid, Score::Neutral, source).await?;
            Target::Mbid(mbid)
        }
        None => by_words,
    };
    let about = Words { recording_mbid: found.map(|mbid| Gid(*mbid.as_bytes())), ..name };
    Ok(listens.set_feedback_on(caller.user_id, (target, Some(&about)), score, source).await?)
}

/// Which of some tracks a person loves. Each is told by its words and the recording that they were
/// matched with. An opinion on that recording counts more than one on the recording that [`set`] finds
/// by the name alone, that more than one on all the words, and that more than one on the name.
///
/// # Errors
/// Those of the database.
pub(crate) async fn among(
    surface: &Surface,
    user_id: Uuid,
    tracks: &[(&Words, Option<Uuid>)],
) -> Result<Vec<bool>, Failure> {
    let mut by_name = HashMap::new();
    let mut targets: Vec<Vec<Target>> = Vec::with_capacity(tracks.len());
    for (words, matched) in tracks {
        let name = name_of(words).recording_msid();
        let named = match by_name.entry(name) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => *new.insert(recording(surface, words)?),
        };
        let recordings = matched.iter().chain(&named).copied().map(Target::Mbid);
        let words = [words.recording_msid(), name].map(Target::Msid);
        targets.push(recordings.chain(words).collect());
    }
    let different: HashSet<Target> = targets.iter().flatten().copied().collect();
    let different: Vec<Target> = different.into_iter().collect();
    let mut scores = HashMap::new();
    for some in different.chunks(AT_ONCE) {
        let found = surface.listens().feedback_for(user_id, some).await?;
        let found = some.iter().zip(found).filter_map(|(it, found)| Some((*it, found?.score)));
        scores.extend(found);
    }
    let is_loved = |of_track: &Vec<Target>| {
        let score = of_track.iter().find_map(|target| scores.get(target));
        score == Some(&Score::Love.number())
    };
    Ok(targets.iter().map(is_loved).collect())
}

/// Artist and title alone, which is all that programs say when they love something.
fn name_of(words: &Words) -> Words {
    Words {
        artist_name: words.artist_name.clone(),
        recording_name: words.recording_name.clone(),
        ..Words::default()
    }
}

/// The recording that artist and title mean, if the catalogue is certain.
fn recording(surface: &Surface, words: &Words) -> Result<Option<Uuid>, Failure> {
    let Some(catalog) = surface.catalogue().get().clone() else { return Ok(None) };
    let view = catalog.view().map_err(|error| defect(&error))?;
    let found = matching::find(&view, &name_of(words), Effort::Exact);
    let found = found.map_err(|error| defect(&error))?;
    Ok(found.recording.map(|known| Uuid::from_bytes(known.mbid.0)))
}
