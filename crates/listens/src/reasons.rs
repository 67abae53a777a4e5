//! Why a listen counts for its recording, and which others were thought of.

use catalog::record::Recording;
use model::Gid;
use serde_json::Value;
use store::listens;
use store::match_inputs::{self, Stage, Status};
use uuid::Uuid;

use crate::error::{Error, Refusal, Result};
use crate::listens::Listens;
use crate::resolve::credit_name;

/// The automatic match of a listen's words, after edits and rules.
#[derive(Debug, Clone, PartialEq)]
pub struct Reasons {
    /// The result.
    pub status: Status,
    /// What found the recording; none where nothing did, or where people chose it.
    pub stage: Option<Stage>,
    /// How sure it is, 0 to 1; none where no stage found one.
    pub score: Option<f64>,
    /// What was compared and how it came out: an object, as
    /// [`Features`](crate::matching::Features) are written; or how many people chose it, `chosen_by`.
    pub features: Value,
    /// Whether the person chose another recording, which counts instead.
    pub is_manual: bool,
    /// Others that were thought of, the best first; none where a stage is certain.
    pub candidates: Vec<Candidate>,
}

/// A recording that was thought of.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The recording.
    pub recording_mbid: Uuid,
    /// The release that fits best, when one does.
    pub release_mbid: Option<Uuid>,
    /// The first stage that finds it.
    pub stage: Stage,
    /// How sure it is, 0 to 1.
    pub score: f64,
    /// As those of the match.
    pub features: Value,
    /// Its title; none when the catalogue has it no more.
    pub recording_name: Option<String>,
    /// Its artist credit.
    pub artist_credit_name: Option<String>,
}

impl Listens {
    /// Why a listen counts for its recording.
    ///
    /// # Errors
    /// Refused: a listen of somebody else.
    pub async fn reasons(&self, user_id: Uuid, id: Uuid) -> Result<Reasons> {
        let found = listens::find(self.store(), user_id, id).await?;
        let row = found.ok_or(Refusal::NotFound { what: "listen" })?.row;
        let inputs = match_inputs::list(self.store(), &[row.match_input]).await?;
        let Some(input) = inputs.into_iter().next() else {
            return Err(Error::Internal("a listen has no words".into()));
        };
        let matched = input.words.matched;
        let kept = match_inputs::candidates(self.store(), row.match_input).await?;
        let candidates = kept.into_iter().map(|it| self.candidate(it)).collect::<Result<_>>()?;
        Ok(Reasons {
            status: matched.status,
            stage: matched.stage,
            score: matched.score.map(rounded),
            features: object(&matched.features)?,
            is_manual: row.is_manual,
            candidates,
        })
    }

    fn candidate(&self, it: match_inputs::Candidate) -> Result<Candidate> {
        let mut candidate = Candidate {
            recording_mbid: it.recording_mbid,
            release_mbid: it.release_mbid,
            stage: it.stage,
            score: rounded(it.score),
            features: object(&it.features)?,
            recording_name: None,
            artist_credit_name: None,
        };
        if let Some(catalog) = self.catalogue().get().clone() {
            let view = catalog.view()?;
            if let Some(found) = view.find::<Recording<'_>>(Gid(*it.recording_mbid.as_bytes()))? {
                candidate.recording_name = Some(found.record.name.to_owned());
                candidate.artist_credit_name = credit_name(&view, found.record.artist_credit)?;
            }
        }
        Ok(candidate)
    }
}

/// Scores are kept with more digits than they have.
fn rounded(score: f64) -> f64 {
    (score * 1e4).round() / 1e4
}

fn object(features: &str) -> Result<Value> {
    serde_json::from_str(features).map_err(|error| Error::Internal(error.into()))
}
