//! Opinions by name: on the recording that the catalogue means by it, else on the words.

use accounts::Caller;
use listens::matching::{self, Effort};
use listens::{Score, Target, Words};
use model::Gid;
use uuid::Uuid;

use crate::Surface;
use crate::failure::{Failure, defect};

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
    let name = Words {
        artist_name: words.artist_name.clone(),
        recording_name: words.recording_name.clone(),
        ..Words::default()
    };
    let by_words = Target::Msid(name.recording_msid());
    let found = recording(surface, &name)?;
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

/// The recording that a name means, if the catalogue is certain.
fn recording(surface: &Surface, words: &Words) -> Result<Option<Uuid>, Failure> {
    let Some(catalog) = surface.catalogue().get().clone() else { return Ok(None) };
    let view = catalog.view().map_err(|error| defect(&error))?;
    let found = matching::find(&view, words, Effort::Exact).map_err(|error| defect(&error))?;
    Ok(found.recording.map(|known| Uuid::from_bytes(known.mbid.0)))
}
