//! Opinions by name: on the recording that the catalogue means by it, else on the words.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use model::Gid;
use store::feedback::Target;
use uuid::Uuid;

use super::{MAX_TARGETS, Score};
use crate::error::Result;
use crate::listens::Listens;
use crate::matching::{self, Effort};
use crate::words::Words;

impl Listens {
    /// Sets the opinion on what artist and title mean; `source` is the door.
    ///
    /// # Errors
    /// Those of the database and of the catalogue.
    pub async fn set_feedback_by_name(
        &self,
        user_id: Uuid,
        words: &Words,
        score: Score,
        source: &'static str,
    ) -> Result<()> {
        let name = name_of(words);
        let by_words = Target::Msid(name.recording_msid());
        let meant = self.meant_by(&name)?;
        let target = match meant {
            Some(mbid) => {
                // What was said before the catalogue knew the recording is said anew.
                let unsaid = (by_words, None);
                self.set_feedback_on(user_id, unsaid, Score::Neutral, source).await?;
                Target::Mbid(mbid)
            }
            None => by_words,
        };
        let about = Words { recording_mbid: meant.map(|mbid| Gid(*mbid.as_bytes())), ..name };
        self.set_feedback_on(user_id, (target, Some(&about)), score, source).await
    }

    /// Which of some tracks a person loves. Each is told by its words and the recording that they were matched
    /// with.
    ///
    /// An opinion on that recording counts more than one on the recording that artist and title alone mean, that
    /// more than one on all the words, and that more than one on artist and title.
    ///
    /// # Errors
    /// Those of the database and of the catalogue.
    pub async fn loved(
        &self,
        user_id: Uuid,
        tracks: &[(&Words, Option<Uuid>)],
    ) -> Result<Vec<bool>> {
        let mut meant = HashMap::new();
        let mut targets: Vec<Vec<Target>> = Vec::with_capacity(tracks.len());
        for (words, matched) in tracks {
            let name = name_of(words);
            let name_msid = name.recording_msid();
            let meant = match meant.entry(name_msid) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(new) => *new.insert(self.meant_by(&name)?),
            };
            let recordings = matched.iter().chain(&meant).copied().map(Target::Mbid);
            let words = [words.recording_msid(), name_msid].map(Target::Msid);
            targets.push(recordings.chain(words).collect());
        }
        let different: HashSet<Target> = targets.iter().flatten().copied().collect();
        let different: Vec<Target> = different.into_iter().collect();
        let mut scores = HashMap::new();
        for some in different.chunks(MAX_TARGETS) {
            let found = self.feedback_for(user_id, some).await?;
            scores
                .extend(some.iter().zip(found).filter_map(|(it, found)| Some((*it, found?.score))));
        }
        let is_loved = |of_track: &Vec<Target>| {
            let score = of_track.iter().find_map(|target| scores.get(target));
            score == Some(&Score::Love.number())
        };
        Ok(targets.iter().map(is_loved).collect())
    }

    /// The recording that artist and title mean, if the catalogue is certain.
    fn meant_by(&self, name: &Words) -> Result<Option<Uuid>> {
        let Some(catalog) = self.catalogue().get().clone() else { return Ok(None) };
        let found = matching::find(&catalog.view()?, name, Effort::Exact)?;
        Ok(found.recording.map(|known| Uuid::from_bytes(known.mbid.0)))
    }
}

/// Artist and title alone, which is all that programs say when they love something.
fn name_of(words: &Words) -> Words {
    Words {
        artist_name: words.artist_name.clone(),
        recording_name: words.recording_name.clone(),
        ..Words::default()
    }
}
