//! Opinions and pins of an export: kept with the instants that they come with.

use store::feedback::{self, Target};
use store::{Tx, pins};
use uuid::Uuid;

use crate::error::Result;
use crate::formats::{Feedback, Pin};
use crate::opinions::{MAX_COMMENT, PIN_LIFETIME_MS};

/// Whose they are, from where, and when an opinion without an instant is from.
#[derive(Clone, Copy)]
pub(super) struct Origin<'a> {
    pub(super) user_id: Uuid,
    pub(super) source: &'a str,
    pub(super) now_ms: i64,
}

/// Keeps an opinion, unless a newer one, or one that nobody can tell to be older, is there. True
/// when it was kept.
pub(super) async fn keep_feedback(
    tx: &mut Tx<'_>,
    from: Origin<'_>,
    (id, said): (Uuid, &Feedback),
) -> Result<bool> {
    let Some(target) = target(said) else { return Ok(false) };
    let existing = feedback::find(&mut *tx, from.user_id, target).await?;
    let is_newer = |existing: &feedback::Feedback| {
        said.created_at_ms.is_some_and(|created| created > existing.created_at_ms)
    };
    if existing.as_ref().is_some_and(|existing| !is_newer(existing)) {
        return Ok(false);
    }
    feedback::delete(tx, from.user_id, target).await?;
    if said.score == 0 {
        return Ok(existing.is_some());
    }
    let (recording_msid, recording_mbid) = match target {
        Target::Msid(msid) => (Some(msid), None),
        Target::Mbid(mbid) => (None, Some(mbid)),
    };
    let row = feedback::Feedback {
        id,
        user_id: from.user_id,
        recording_msid,
        recording_mbid,
        score: said.score.into(),
        source: from.source.to_owned(),
        created_at_ms: said.created_at_ms.unwrap_or(from.now_ms),
    };
    feedback::insert(tx, &row).await?;
    Ok(true)
}

/// Keeps a pin of the past. True when it was not there.
pub(super) async fn keep_pin(
    tx: &mut Tx<'_>,
    from: Origin<'_>,
    (id, pin): (Uuid, &Pin),
) -> Result<bool> {
    // Without its beginning nobody can tell whether it is there already.
    let Some(created_at_ms) = pin.created_at_ms else { return Ok(false) };
    let recording_mbid = pin.recording_mbid.map(|gid| Uuid::from_bytes(gid.0));
    let recording_msid = pin.words.as_ref().map(crate::Words::recording_msid);
    let recording_msid = recording_msid.or(pin.recording_msid);
    let until_ms = pin.pinned_until_ms.unwrap_or(created_at_ms.saturating_add(PIN_LIFETIME_MS));
    let comment = pin.blurb.as_ref().map(|text| text.chars().take(MAX_COMMENT).collect());
    let row = pins::Pin {
        id,
        row_number: 0,
        user_id: from.user_id,
        recording_msid,
        recording_mbid,
        comment,
        created_at_ms,
        pinned_until_ms: until_ms,
    };
    Ok(pins::restore(tx, &row).await?)
}

/// What an opinion is about: ids of words are made anew, since other servers make others.
fn target(said: &Feedback) -> Option<Target> {
    let mbid = said.recording_mbid.map(|gid| Target::Mbid(Uuid::from_bytes(gid.0)));
    let words = || said.words.as_ref().map(|words| Target::Msid(words.recording_msid()));
    mbid.or_else(words).or_else(|| said.recording_msid.map(Target::Msid))
}
