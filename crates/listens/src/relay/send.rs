//! Sending: batches of a target, the oldest first, until its queue is empty or it fails.

use futures::StreamExt as _;
use jobs::Stop;
use store::relay_outbox::{self, Waiting};
use store::relay_targets::{self, Protocol, RelayTarget, State};
use uuid::Uuid;

use super::lastfm::{self, Caller};
use super::verdict::Verdict;
use super::{BATCH, Outside, backoff, listenbrainz, secret_name};
use crate::error::Result;
use crate::history::Listen;
use crate::listens::Listens;
use crate::remote::{RemoteAnswer, RemoteRequest, said};

/// Targets that are sent to at once, so that a slow one does not hold up all others.
const AT_ONCE: usize = 8;
/// Targets that are looked up at once.
const PAGE: u32 = 100;
/// How long refused plays are told of: thirty days.
const TOLD_MS: i64 = 30 * 24 * 60 * 60 * 1000;
/// Plays that one failure may set aside in halves of halves before the rest waits for the next run.
const MAX_REQUESTS: u32 = 200;
/// The beginning of a secret that is a password, to be exchanged for a session key.
pub(super) const PASSWORD: &str = "password:";

/// Why a target is not sent to any further.
pub(super) enum Halt {
    NeedsLogin(String),
    Later(String, Option<u64>),
    Stopped,
}

impl Listens {
    /// Sends what waits to all targets that may be asked; tells how many plays were taken. Failures
    /// are noted at the target, and are none of the caller's.
    ///
    /// # Errors
    /// Those of the database and of the vault.
    pub async fn send_relays(&self, outside: Outside<'_>, stop: &Stop) -> Result<u64> {
        let (mut after, mut sent) = (Uuid::nil(), 0);
        loop {
            let now_ms = self.now_ms();
            let due = relay_targets::due(self.store(), now_ms, after, PAGE).await?;
            let Some(last) = due.last() else { break };
            after = last.id;
            let mut sending = futures::stream::iter(due)
                .map(|target| self.send_to(target, outside, stop))
                .buffer_unordered(AT_ONCE);
            while let Some(taken) = sending.next().await {
                sent += taken?;
            }
        }
        let before_ms = self.now_ms().saturating_sub(TOLD_MS);
        let work = self.store().write::<_, store::Error, _>(move |tx| {
            Box::pin(async move { relay_outbox::delete_dropped(tx, before_ms, 1000).await })
        });
        work.await?;
        Ok(sent)
    }

    /// Whether something waits that may be sent now.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn has_relays_due(&self) -> Result<bool> {
        let due = relay_targets::due(self.store(), self.now_ms(), Uuid::nil(), 1).await?;
        Ok(!due.is_empty())
    }

    /// Waits until plays were queued in this process.
    pub async fn wait_for_relays(&self) {
        self.wake().queued.notified().await;
    }

    async fn send_to(&self, target: RelayTarget, outside: Outside<'_>, stop: &Stop) -> Result<u64> {
        let mut sent = 0;
        let halt = match self.secret(&target, outside).await? {
            Ok(secret) => loop {
                if stop.is_requested() {
                    break Halt::Stopped;
                }
                let waiting = relay_outbox::next(self.store(), target.id, BATCH).await?;
                let is_last = waiting.len() < BATCH as usize;
                let batch = self.batch(waiting).await?;
                match self.send_batch(&target, (outside, &secret), batch).await? {
                    (taken, None) => sent += taken,
                    (taken, Some(halt)) => {
                        sent += taken;
                        break halt;
                    }
                }
                if is_last {
                    self.forget_hidden(target.id).await?;
                    match self.send_opinions(&target, (outside, &secret), stop).await? {
                        None => return Ok(sent),
                        Some(halt) => break halt,
                    }
                }
            },
            Err(halt) => halt,
        };
        self.note_halt(&target, halt).await?;
        Ok(sent)
    }

    /// Plays with their places in the queue.
    async fn batch(&self, waiting: Vec<Waiting>) -> Result<Vec<(i64, Listen)>> {
        let places: Vec<i64> = waiting.iter().map(|it| it.queued_at_ms).collect();
        let rows = waiting.into_iter().map(|it| it.listen).collect();
        Ok(places.into_iter().zip(self.complete(rows).await?).collect())
    }

    /// Sends a batch; when one play of it is to blame, halves of it, until that play is alone.
    async fn send_batch(
        &self,
        target: &RelayTarget,
        (outside, secret): (Outside<'_>, &str),
        batch: Vec<(i64, Listen)>,
    ) -> Result<(u64, Option<Halt>)> {
        let (mut sent, mut requests) = (0, 0);
        // The end of the list comes next.
        let mut parts = vec![batch];
        while let Some(mut part) = parts.pop() {
            if part.is_empty() {
                continue;
            }
            requests += 1;
            if requests > MAX_REQUESTS {
                return Ok((sent, Some(Halt::Later("too many plays are refused".into(), None))));
            }
            let listens: Vec<Listen> = part.iter().map(|(_, listen)| listen.clone()).collect();
            let request = compose(target, (outside, secret), &listens);
            let verdict = match outside.remote.send(request).await {
                Ok(answer) => judge(target.protocol, &answer, part.len()),
                Err(error) => Verdict::later(error.to_string()),
            };
            match verdict {
                Verdict::Done(each) => sent += self.note_done(target.id, part, each).await?,
                Verdict::OneIsBad(why) if part.len() == 1 => {
                    self.note_done(target.id, part, vec![Some(why)]).await?;
                }
                Verdict::OneIsBad(_) => {
                    let later = part.split_off(part.len() / 2);
                    parts.push(later);
                    parts.push(part);
                }
                Verdict::NeedsLogin(why) => return Ok((sent, Some(Halt::NeedsLogin(why)))),
                Verdict::Later(why, after) => return Ok((sent, Some(Halt::Later(why, after)))),
            }
        }
        Ok((sent, None))
    }

    /// The token or session key of a target. A password is exchanged for a session key first, and
    /// not kept.
    async fn secret(
        &self,
        target: &RelayTarget,
        outside: Outside<'_>,
    ) -> Result<std::result::Result<String, Halt>> {
        if !outside.servers.iter().any(|allowed| allowed == "*" || *allowed == target.base_url) {
            let why = "this server is not among those that the operator allows";
            return Ok(Err(Halt::Later(why.to_owned(), None)));
        }
        let name = secret_name(target.id);
        let Some(secret) = outside.vault.find(target.user_id, name.clone()).await? else {
            return Ok(Err(Halt::NeedsLogin("no credential is saved".to_owned())));
        };
        let Some(password) = secret.strip_prefix(PASSWORD) else { return Ok(Ok(secret)) };
        let caller = Caller { base_url: &target.base_url, app: outside.app };
        let request = caller.sign_in((&target.account_name, password));
        let key = match outside.remote.send(request).await {
            Ok(answer) => lastfm::session_key(&answer),
            Err(error) => Err(Verdict::later(error.to_string())),
        };
        match key {
            Ok(key) => {
                outside.vault.put(target.user_id, name, key.clone()).await?;
                Ok(Ok(key))
            }
            Err(Verdict::NeedsLogin(why)) => Ok(Err(Halt::NeedsLogin(why))),
            Err(Verdict::Later(why, after)) => Ok(Err(Halt::Later(why, after))),
            Err(_) => Ok(Err(Halt::Later("the answer makes no sense".to_owned(), None))),
        }
    }

    /// Takes plays out of the queue that were taken, and sets those aside that were refused; tells
    /// how many were taken.
    async fn note_done(
        &self,
        target_id: Uuid,
        part: Vec<(i64, Listen)>,
        each: Vec<Option<String>>,
    ) -> Result<u64> {
        let now_ms = self.now_ms();
        let taken = each.iter().filter(|why| why.is_none()).count();
        let plays: Vec<(i64, Uuid)> = part.iter().map(|(at, it)| (*at, it.id)).collect();
        let work = self.store().write::<_, store::Error, _>(move |tx| {
            Box::pin(async move {
                for (play, why) in plays.into_iter().zip(each) {
                    match why {
                        None => relay_outbox::delete(tx, target_id, play).await?,
                        Some(why) => {
                            let why = (said(&why), now_ms);
                            relay_outbox::set_aside(tx, target_id, play, (&why.0, why.1)).await?
                        }
                    };
                }
                let taken = u32::try_from(taken).unwrap_or(u32::MAX);
                relay_targets::succeed(tx, target_id, now_ms, taken).await
            })
        });
        work.await?;
        Ok(taken as u64)
    }

    async fn forget_hidden(&self, target_id: Uuid) -> Result<()> {
        let work = self.store().write::<_, store::Error, _>(move |tx| {
            Box::pin(async move { relay_outbox::delete_hidden(tx, target_id).await })
        });
        work.await?;
        Ok(())
    }

    async fn note_halt(&self, target: &RelayTarget, halt: Halt) -> Result<()> {
        let (state, retry_at_ms, why) = match halt {
            Halt::Stopped => return Ok(()),
            Halt::NeedsLogin(why) => (State::NeedsLogin, None, why),
            Halt::Later(why, named_s) => {
                // Something may have been taken since the target was looked up.
                let now = relay_targets::find(self.store(), target.id).await?;
                let failures = now.map_or(0, |now| now.failures).saturating_add(1);
                let wait_ms = backoff::wait_ms(failures, named_s, self.random());
                (State::Waiting, Some(self.now_ms().saturating_add(wait_ms)), why)
            }
        };
        let (id, why) = (target.id, said(&why));
        let work = self.store().write::<_, store::Error, _>(move |tx| {
            Box::pin(async move { relay_targets::fail(tx, id, (state, retry_at_ms), &why).await })
        });
        work.await?;
        Ok(())
    }
}

fn compose(
    target: &RelayTarget,
    (outside, secret): (Outside<'_>, &str),
    listens: &[Listen],
) -> RemoteRequest {
    let base_url = target.base_url.as_str();
    match target.protocol {
        Protocol::Lastfm => Caller { base_url, app: outside.app }.scrobble(secret, listens),
        Protocol::ListenBrainz => {
            listenbrainz::submission((base_url, secret), outside.public_url, listens)
        }
    }
}

fn judge(protocol: Protocol, answer: &RemoteAnswer, plays: usize) -> Verdict {
    match protocol {
        Protocol::Lastfm => lastfm::judge(answer, plays),
        Protocol::ListenBrainz => listenbrainz::judge(answer, plays),
    }
}
