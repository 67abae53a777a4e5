//! A step of an import: what is read, and then kept in one unit of work.

use std::sync::Arc;

use store::{Tx, listen_imports};
use uuid::Uuid;

use super::opinions::{self, Origin};
use super::report::Counts;
use crate::error::{Error, Result};
use crate::formats::{Feedback, Found, Item, Pin, Place, Reason, Skipped};
use crate::listens::Listens;
use crate::play::{Outcome, Play, Submission};
use crate::submit;

/// Rows of a step: many enough that its unit of work costs little, few enough that others need not
/// wait for long.
pub(super) const STEP: u64 = 2000;

/// What was read since the step before.
#[derive(Default)]
pub(super) struct Step {
    pub(super) rows: u64,
    pub(super) skipped: Vec<Skipped>,
    plays: Vec<Play>,
    places: Vec<Place>,
    feedback: Vec<Feedback>,
    pins: Vec<Pin>,
}

impl Step {
    /// Adds a row.
    pub(super) fn add(&mut self, row: std::result::Result<Item, Skipped>) {
        self.rows += 1;
        match row {
            Ok(Item { place, found: Found::Play(play) }) => {
                self.plays.push(*play);
                self.places.push(place);
            }
            Ok(Item { found: Found::Feedback(feedback), .. }) => self.feedback.push(*feedback),
            Ok(Item { found: Found::Pin(pin), .. }) => self.pins.push(*pin),
            Err(skipped) => self.skipped.push(skipped),
        }
    }

    /// The instants of the plays.
    pub(super) fn instants_ms(&self) -> impl Iterator<Item = i64> + '_ {
        self.plays.iter().map(|play| play.listened_at_ms)
    }

    /// Takes plays out that no submission may have: one of them would keep all out.
    fn set_aside(&mut self) {
        let all = std::mem::take(&mut self.plays).into_iter().zip(std::mem::take(&mut self.places));
        for (play, place) in all {
            match submit::wrong(&play) {
                None => {
                    self.plays.push(play);
                    self.places.push(place);
                }
                Some(words) => self.skipped.push(Skipped {
                    place,
                    reason: Reason::NotKept,
                    words: words.to_owned(),
                }),
            }
        }
    }
}

/// What an import has come to, and under what it goes on.
pub(super) struct Course {
    pub(super) id: Uuid,
    pub(super) submission: Submission,
    pub(super) counts: Counts,
}

/// Opinions with the ids of their rows.
struct Opinions {
    feedback: Vec<(Uuid, Feedback)>,
    pins: Vec<(Uuid, Pin)>,
}

impl Listens {
    /// Keeps a step and the position behind it.
    pub(super) async fn keep_step(
        &self,
        course: &mut Course,
        mut step: Step,
        position: &str,
    ) -> Result<()> {
        step.set_aside();
        let mut counts = course.counts.clone();
        counts.read += step.rows;
        counts.skipped += step.skipped.len() as u64;
        step.skipped.iter().for_each(|skipped| counts.report.skip(skipped));
        let opinions = Arc::new(Opinions {
            feedback: step.feedback.into_iter().map(|it| (self.new_id(), it)).collect(),
            pins: step.pins.into_iter().map(|it| (self.new_id(), it)).collect(),
        });
        let (id, user_id) = (course.id, course.submission.user_id);
        let (source, now_ms) = (course.submission.source, self.now_ms());
        let from = Origin { user_id, source, now_ms };
        let position = position.to_owned();
        let kept = self
            .submit_and(&course.submission, step.plays, move |tx, outcomes| {
                Box::pin(finish(tx, (id, from), (counts, position), (outcomes, opinions)))
            })
            .await?;
        course.counts = kept.1;
        Ok(())
    }
}

/// Ends the unit of work of a step; tells what all is counted then.
async fn finish(
    tx: &mut Tx<'_>,
    (id, from): (Uuid, Origin<'_>),
    (mut counts, position): (Counts, String),
    (outcomes, opinions): (&[Outcome], Arc<Opinions>),
) -> Result<Counts> {
    counts.add(outcomes);
    for (id, feedback) in &opinions.feedback {
        let kept = opinions::keep_feedback(tx, from, (*id, feedback)).await?;
        counts.report.feedback += u64::from(kept);
    }
    for (id, pin) in &opinions.pins {
        counts.report.pins += u64::from(opinions::keep_pin(tx, from, (*id, pin)).await?);
    }
    if listen_imports::advance(tx, id, &counts.progress(position)).await? {
        return Ok(counts);
    }
    Err(Error::Internal("the import was removed".into()))
}
