//! Opinions: love and hate, pins, and how far services were read.

mod by_name;

use std::collections::HashMap;

use store::feedback::{self, Feedback, Part, Target};
use store::import_marks::{self, Mark};
use store::pins::{self, Pin};
use uuid::Uuid;

use crate::error::{Error, Refusal, Result};
use crate::listens::Listens;
use crate::relay;
use crate::words::Words;

/// How long a pin is shown when nothing else is said: a week.
pub const PIN_LIFETIME_MS: i64 = 7 * 86_400_000;
/// Characters of a comment of a pin at most.
pub const MAX_COMMENT: usize = 280;
/// Opinions that are looked up at once at most.
const MAX_TARGETS: usize = 1000;

/// What a person thinks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Score {
    /// Love.
    Love,
    /// Hate.
    Hate,
    /// Nothing in particular: an opinion is withdrawn.
    Neutral,
}

impl Score {
    /// The number in the interfaces of others.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Self::Love => 1,
            Self::Hate => -1,
            Self::Neutral => 0,
        }
    }
}

/// A pin to be made.
#[derive(Debug, Clone, Default)]
pub struct NewPin {
    /// The words.
    pub recording_msid: Option<Uuid>,
    /// The recording.
    pub recording_mbid: Option<Uuid>,
    /// At most [`MAX_COMMENT`] characters.
    pub comment: Option<String>,
    /// Its end; a week from now when nothing is said.
    pub until_ms: Option<i64>,
}

impl Listens {
    /// Sets the opinion on a recording or on words; `source` is the door.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_feedback(
        &self,
        user_id: Uuid,
        target: Target,
        score: Score,
        source: &'static str,
    ) -> Result<()> {
        let about = self.told_about(user_id, target).await?;
        self.set_feedback_on(user_id, (target, about.as_ref()), score, source).await
    }

    /// The same on something whose names are known.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn set_feedback_on(
        &self,
        user_id: Uuid,
        (target, about): (Target, Option<&Words>),
        score: Score,
        source: &'static str,
    ) -> Result<()> {
        let (recording_msid, recording_mbid) = match target {
            Target::Msid(id) => (Some(id), None),
            Target::Mbid(id) => (None, Some(id)),
        };
        let told = about.map(|about| relay::opinion(target, about, (score, self.now_ms())));
        let row = Feedback {
            id: self.new_id(),
            user_id,
            recording_msid,
            recording_mbid,
            score: score.number(),
            source: source.to_owned(),
            created_at_ms: self.now_ms(),
        };
        let work = self.store().write::<_, Error, _>(move |tx| {
            Box::pin(async move {
                let before = feedback::find(&mut *tx, user_id, target).await?;
                feedback::delete(tx, user_id, target).await?;
                if row.score != 0 {
                    feedback::insert(tx, &row).await?;
                }
                let is_other = before.map_or(0, |before| before.score) != row.score;
                match told.filter(|_| is_other) {
                    Some(told) => relay::queue_opinion(tx, user_id, &told).await,
                    None => Ok(false),
                }
            })
        });
        if work.await? {
            self.wake().queued.notify_one();
        }
        Ok(())
    }

    /// Opinions of a person, the newest first, and how many there are.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn feedback(
        &self,
        user_id: Uuid,
        score: Option<Score>,
        part: Part,
    ) -> Result<(Vec<Feedback>, u64)> {
        let score = score.map_or(0, Score::number);
        let rows = feedback::list(self.store(), user_id, score, part).await?;
        let total = feedback::count(self.store(), user_id, score).await?;
        Ok((rows, u64::try_from(total).unwrap_or(0)))
    }

    /// Opinions of everybody on something, the newest first, and how many there are.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn feedback_on(
        &self,
        target: Target,
        score: Option<Score>,
        part: Part,
    ) -> Result<(Vec<Feedback>, u64)> {
        let score = score.map_or(0, Score::number);
        let rows = feedback::list_on(self.store(), target, score, part).await?;
        let total = feedback::count_on(self.store(), target, score).await?;
        Ok((rows, u64::try_from(total).unwrap_or(0)))
    }

    /// Opinions of a person on some things, in their order; none for those without one.
    ///
    /// # Errors
    /// Refused: more than 1,000 at once.
    pub async fn feedback_for(
        &self,
        user_id: Uuid,
        targets: &[Target],
    ) -> Result<Vec<Option<Feedback>>> {
        if targets.len() > MAX_TARGETS {
            return Err(Refusal::TooMany { what: "recordings at once", most: MAX_TARGETS }.into());
        }
        let (mut msids, mut mbids) = (Vec::new(), Vec::new());
        for target in targets {
            match target {
                Target::Msid(id) => msids.push(id.into_bytes()),
                Target::Mbid(id) => mbids.push(id.into_bytes()),
            }
        }
        let mut found = HashMap::new();
        if !msids.is_empty() {
            let mut on_words = feedback::list_on_msids(self.store(), user_id, &msids).await?;
            // Words that were told with several recordings have several: the newest counts.
            on_words.sort_by_key(|it| (it.created_at_ms, it.id));
            let told = |it: Feedback| Some((Target::Msid(it.recording_msid?), it));
            found.extend(on_words.into_iter().filter_map(told));
        }
        if !mbids.is_empty() {
            let on_recordings = feedback::list_on_mbids(self.store(), user_id, &mbids).await?;
            let told = |it: Feedback| Some((Target::Mbid(it.recording_mbid?), it));
            found.extend(on_recordings.into_iter().filter_map(told));
        }
        Ok(targets.iter().map(|target| found.get(target).cloned()).collect())
    }

    /// Pins something; what was pinned before ends.
    ///
    /// # Errors
    /// Refused: nothing to pin, a comment that is too long.
    pub async fn pin(&self, user_id: Uuid, new: NewPin) -> Result<Pin> {
        if new.recording_msid.is_none() && new.recording_mbid.is_none() {
            return Err(Refusal::invalid("recording", "name a recording by msid or MBID"));
        }
        check_comment(new.comment.as_deref())?;
        let now_ms = self.now_ms();
        let mut pin = Pin {
            id: self.new_id(),
            row_number: 0,
            user_id,
            recording_msid: new.recording_msid,
            recording_mbid: new.recording_mbid,
            comment: new.comment,
            created_at_ms: now_ms,
            pinned_until_ms: new.until_ms.unwrap_or(now_ms.saturating_add(PIN_LIFETIME_MS)),
        };
        let row = pin.clone();
        let work = self.store().write::<_, store::Error, _>(move |tx| {
            Box::pin(async move { pins::insert(tx, &row).await })
        });
        pin.row_number = work.await?;
        Ok(pin)
    }

    /// Ends what is pinned. False when nothing was.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn unpin(&self, user_id: Uuid) -> Result<bool> {
        let now_ms = self.now_ms();
        let work = self.store().write::<_, store::Error, _>(move |tx| {
            Box::pin(async move { pins::end_current(tx, user_id, now_ms).await })
        });
        Ok(work.await? > 0)
    }

    /// Deletes a pin. False when the person has none of this number.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn delete_pin(&self, user_id: Uuid, row_number: i64) -> Result<bool> {
        let work = self.store().write::<_, store::Error, _>(move |tx| {
            Box::pin(async move { pins::delete(tx, user_id, row_number).await })
        });
        Ok(work.await?)
    }

    /// Changes the comment of a pin. False when the person has none of this number.
    ///
    /// # Errors
    /// Refused: a comment that is too long.
    pub async fn update_pin(
        &self,
        user_id: Uuid,
        row_number: i64,
        comment: Option<String>,
    ) -> Result<bool> {
        check_comment(comment.as_deref())?;
        let work = self.store().write::<_, store::Error, _>(move |tx| {
            Box::pin(async move {
                pins::set_comment(tx, (user_id, row_number), comment.as_deref()).await
            })
        });
        Ok(work.await?)
    }

    /// The pins of a person, the newest first, and how many there are.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn pins(&self, user_id: Uuid, part: Part) -> Result<(Vec<Pin>, u64)> {
        let rows = pins::list(self.store(), user_id, part).await?;
        let total = pins::count(self.store(), user_id).await?;
        Ok((rows, u64::try_from(total).unwrap_or(0)))
    }

    /// What is pinned now.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn current_pin(&self, user_id: Uuid) -> Result<Option<Pin>> {
        Ok(pins::current(self.store(), user_id, self.now_ms()).await?)
    }

    /// The pin of this number, whoever made it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find_pin(&self, row_number: i64) -> Result<Option<Pin>> {
        Ok(pins::find(self.store(), row_number).await?)
    }

    /// How far a service was read.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn latest_import(&self, user_id: Uuid, service: &str) -> Result<Mark> {
        Ok(import_marks::find(self.store(), user_id, service).await?.unwrap_or_default())
    }

    /// Notes how far a service was read; it only ever moves forward.
    ///
    /// # Errors
    /// Refused: a name of a service that is blank or too long.
    pub async fn set_latest_import(
        &self,
        user_id: Uuid,
        service: &str,
        latest_ms: i64,
    ) -> Result<()> {
        if service.is_empty() || service.chars().count() > 100 || service.contains('\0') {
            return Err(Refusal::invalid("service", "1 to 100 characters"));
        }
        let (service, now_ms) = (service.to_owned(), self.now_ms());
        let work = self.store().write::<_, store::Error, _>(move |tx| {
            Box::pin(async move {
                import_marks::advance(tx, (user_id, &service), latest_ms, now_ms).await
            })
        });
        Ok(work.await?)
    }
}

fn check_comment(comment: Option<&str>) -> Result<()> {
    let is_bad = |text: &str| text.chars().count() > MAX_COMMENT || text.contains('\0');
    if comment.is_some_and(is_bad) {
        return Err(Refusal::invalid("comment", format!("at most {MAX_COMMENT} characters")));
    }
    Ok(())
}
