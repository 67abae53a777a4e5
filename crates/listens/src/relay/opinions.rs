//! Opinions: love and hate are queued where they are set, and told after the plays of a target.

use catalog::record::Recording;
use jobs::Stop;
use model::Gid;
use store::feedback::Target;
use store::relay_opinions::{self, Waiting};
use store::relay_targets::{self, Protocol, RelayTarget};
use store::subjects::{self, Kind};
use store::{Tx, match_inputs, user_settings};
use uuid::Uuid;

use super::lastfm::{self, Caller};
use super::send::Halt;
use super::verdict::Verdict;
use super::{BATCH, Outside, listenbrainz};
use crate::error::Result;
use crate::inputs;
use crate::listens::Listens;
use crate::opinions::Score;
use crate::remote::RemoteRequest;
use crate::resolve::{credit_name, key_of_mbid};
use crate::words::Words;

/// Characters of a name that is told.
const MAX_NAME: usize = 1000;

/// Queues an opinion that has changed, for the targets of a person that can be told; tells whether
/// somebody has to be woken. Opinions that come back from a target change nothing, and end here.
pub(crate) async fn queue(tx: &mut Tx<'_>, user_id: Uuid, opinion: &Waiting) -> Result<bool> {
    let settings = user_settings::find(&mut *tx, user_id).await?;
    if !settings.is_some_and(|settings| settings.scrobble_enabled) {
        return Ok(false);
    }
    let mut is_queued = false;
    for target in relay_targets::list_of_user(&mut *tx, user_id).await? {
        if target.is_enabled && can_be_told(&target, opinion) {
            relay_opinions::put(tx, target.id, opinion).await?;
            is_queued = true;
        }
    }
    Ok(is_queued)
}

/// Last.fm knows recordings by their names, ListenBrainz those of others by their MBIDs only.
fn can_be_told(target: &RelayTarget, opinion: &Waiting) -> bool {
    match target.protocol {
        Protocol::Lastfm => !opinion.artist_name.is_empty() && !opinion.recording_name.is_empty(),
        Protocol::ListenBrainz => opinion.recording_mbid.is_some(),
    }
}

/// An opinion on its way, about something with these names.
pub(crate) fn opinion(target: Target, about: &Words, (score, now_ms): (Score, i64)) -> Waiting {
    let (Target::Msid(recording_id) | Target::Mbid(recording_id)) = target;
    let short = |text: &str| text.chars().take(MAX_NAME).collect();
    Waiting {
        recording_id,
        artist_name: short(&about.artist_name),
        recording_name: short(&about.recording_name),
        recording_mbid: about.recording_mbid.map(|gid| Uuid::from_bytes(gid.0)),
        score: score.number(),
        queued_at_ms: now_ms,
    }
}

impl Listens {
    /// What something is called, for targets that are to be told of it; none when there is no
    /// target, or nobody knows.
    pub(crate) async fn told_about(&self, user_id: Uuid, target: Target) -> Result<Option<Words>> {
        if relay_targets::list_of_user(self.store(), user_id).await?.is_empty() {
            return Ok(None);
        }
        match target {
            Target::Msid(msid) => self.about_words(msid).await,
            Target::Mbid(mbid) => self.about_recording(Gid(*mbid.as_bytes())).await.map(Some),
        }
    }

    async fn about_words(&self, msid: Uuid) -> Result<Option<Words>> {
        let found = match_inputs::find_by_msid(self.store(), msid, 1).await?;
        let Some(input) = found.into_iter().next() else { return Ok(None) };
        let ids = [input.words.matched.recording_subject];
        let subject = subjects::list(self.store(), &ids).await?.pop();
        let mbid = subject.and_then(|subject| subject.names.mbid);
        Ok(Some(Words {
            recording_mbid: mbid.map(|mbid| Gid(*mbid.as_bytes())),
            ..inputs::words(input.words.fields)
        }))
    }

    /// From the catalogue, else from what was played.
    async fn about_recording(&self, mbid: Gid) -> Result<Words> {
        let named = |artist_name, recording_name| Words {
            artist_name,
            recording_name,
            recording_mbid: Some(mbid),
            ..Words::default()
        };
        if let Some(catalog) = self.catalogue().get().as_ref() {
            let view = catalog.view()?;
            if let Some(found) = view.find::<Recording<'_>>(mbid)? {
                let credit = credit_name(&view, found.record.artist_credit)?;
                return Ok(named(credit.unwrap_or_default(), found.record.name.to_owned()));
            }
        }
        let keys = [key_of_mbid(Kind::Recording, mbid)];
        let ids = subjects::ids_by_keys(self.store(), &keys).await?;
        let ids: Vec<i64> = ids.into_iter().map(|(_, id)| id).collect();
        let names = subjects::list(self.store(), &ids).await?.pop().map(|subject| subject.names);
        let names = names.unwrap_or_default();
        Ok(named(names.artist_credit_name.unwrap_or_default(), names.name))
    }

    /// Tells a target what waits, until it fails.
    pub(super) async fn send_opinions(
        &self,
        target: &RelayTarget,
        (outside, secret): (Outside<'_>, &str),
        stop: &Stop,
    ) -> Result<Option<Halt>> {
        loop {
            let waiting = relay_opinions::next(self.store(), target.id, BATCH).await?;
            let is_last = waiting.len() < BATCH as usize;
            for opinion in waiting {
                if stop.is_requested() {
                    return Ok(Some(Halt::Stopped));
                }
                let request = compose(target, (outside, secret), &opinion);
                let verdict = match outside.remote.send(request).await {
                    Ok(answer) => match target.protocol {
                        Protocol::Lastfm => lastfm::judge_opinion(&answer),
                        Protocol::ListenBrainz => listenbrainz::judge(&answer, 1),
                    },
                    Err(error) => Verdict::later(error.to_string()),
                };
                match verdict {
                    Verdict::Done(_) => {}
                    Verdict::OneIsBad(why) => {
                        tracing::info!(target = %target.id, why, "an opinion was refused");
                    }
                    Verdict::NeedsLogin(why) => return Ok(Some(Halt::NeedsLogin(why))),
                    Verdict::Later(why, after) => return Ok(Some(Halt::Later(why, after))),
                }
                self.note_told(target.id, opinion).await?;
            }
            if is_last {
                return Ok(None);
            }
        }
    }

    async fn note_told(&self, target_id: Uuid, opinion: Waiting) -> Result<()> {
        let now_ms = self.now_ms();
        let work = self.store().write::<_, store::Error, _>(move |tx| {
            Box::pin(async move {
                relay_opinions::delete(tx, target_id, &opinion).await?;
                relay_targets::succeed(tx, target_id, now_ms, 0).await
            })
        });
        work.await?;
        Ok(())
    }
}

fn compose(
    target: &RelayTarget,
    (outside, secret): (Outside<'_>, &str),
    opinion: &Waiting,
) -> RemoteRequest {
    let base_url = target.base_url.as_str();
    match target.protocol {
        Protocol::Lastfm => Caller { base_url, app: outside.app }.opinion(secret, opinion),
        Protocol::ListenBrainz => listenbrainz::opinion((base_url, secret), opinion),
    }
}
