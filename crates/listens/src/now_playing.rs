//! Now playing: what a person hears at this moment, one entry for each program.

use std::sync::Arc;

use store::now_playing::{self, Playing};
use uuid::Uuid;

use crate::error::{Error, Refusal, Result};
use crate::events::Event;
use crate::listens::Listens;
use crate::words::Words;

/// How long something plays of which nobody told the length.
const UNKNOWN_LENGTH_MS: i64 = 600_000;
/// The longest that anything plays: what ListenBrainz permits as a length, 24 days.
const MAX_LENGTH_MS: i64 = 2_073_600_000;

/// What plays at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NowPlaying {
    /// The program that said so, empty when it did not tell its name.
    pub client: String,
    /// What plays.
    pub words: Words,
    /// The message exactly as it came, as JSON text.
    pub payload: String,
    /// When it was said.
    pub started_at_ms: i64,
    /// When it is over.
    pub expires_at_ms: i64,
}

/// What became of a wish to clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cleared {
    /// Nothing was playing.
    Nothing,
    /// Nothing is playing any more.
    Done,
    /// What plays belongs to another program, and goes on.
    OtherClient,
}

impl Listens {
    /// Notes what plays, until its length is over, else for ten minutes. The same words of the same
    /// program again change nothing. Answers the id of the words.
    ///
    /// # Errors
    /// Refused: blank names, a name of a program with more than 500 characters.
    pub async fn set_now_playing(
        &self,
        user_id: Uuid,
        client: &str,
        words: Words,
        payload: String,
    ) -> Result<Uuid> {
        if words.artist_name.trim().is_empty() || words.recording_name.trim().is_empty() {
            return Err(Refusal::invalid("words", "artist and recording must have a name"));
        }
        if client.chars().count() > 500 || client.contains('\0') || payload.contains('\0') {
            return Err(Refusal::invalid("client", "a text is too long, or has a zero byte"));
        }
        let msid = words.recording_msid();
        let now_ms = self.now_ms();
        let length = words.length_ms.filter(|length| *length > 0).unwrap_or(UNKNOWN_LENGTH_MS);
        let row = Playing {
            client: client.to_owned(),
            recording_msid: msid,
            words: kept(&words)?,
            payload: payload.clone(),
            started_at_ms: now_ms,
            expires_at_ms: now_ms.saturating_add(length.min(MAX_LENGTH_MS)),
        };
        let expires_at_ms = row.expires_at_ms;
        let is_new = self
            .database()
            .write::<_, store::Error, _>(move |tx| {
                Box::pin(async move { now_playing::put(tx, user_id, &row).await })
            })
            .await?;
        if is_new {
            let client = client.to_owned();
            let playing = Arc::new(NowPlaying {
                client,
                words,
                payload,
                started_at_ms: now_ms,
                expires_at_ms,
            });
            // Nobody may be there to forward it.
            self.wake().playing.send((user_id, Arc::clone(&playing))).ok();
            self.tell(Event::NowPlaying { user_id, playing });
        }
        Ok(msid)
    }

    /// What plays: the newest that has not expired.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn now_playing(&self, user_id: Uuid) -> Result<Option<NowPlaying>> {
        let rows = now_playing::list(self.database(), user_id, self.now_ms()).await?;
        rows.into_iter().next().map(read).transpose()
    }

    /// Forgets what plays; with a name, only what this program or one without a name said.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn clear_now_playing(&self, user_id: Uuid, client: Option<&str>) -> Result<Cleared> {
        let rows = now_playing::list(self.database(), user_id, self.now_ms()).await?;
        if rows.is_empty() {
            return Ok(Cleared::Nothing);
        }
        let is_own = |row: &&Playing| {
            client.is_none_or(|client| row.client.is_empty() || row.client == client)
        };
        let own: Vec<String> = rows.iter().filter(is_own).map(|row| row.client.clone()).collect();
        if own.is_empty() {
            return Ok(Cleared::OtherClient);
        }
        self.database()
            .write::<_, store::Error, _>(move |tx| {
                Box::pin(async move {
                    for client in own {
                        now_playing::clear(tx, user_id, Some(&client)).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        self.tell(Event::Stopped { user_id });
        Ok(Cleared::Done)
    }

    /// Removes what is over; a job does this now and then.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn sweep_now_playing(&self) -> Result<u64> {
        let now_ms = self.now_ms();
        let work = self.database().write::<_, store::Error, _>(move |tx| {
            Box::pin(async move { now_playing::delete_expired(tx, now_ms).await })
        });
        Ok(work.await?)
    }
}

/// The words that are kept with what plays.
fn kept(words: &Words) -> Result<String> {
    let kept = Words {
        isrc: None,
        recording_mbid: None,
        release_mbid: None,
        track_mbid: None,
        artist_mbids: Vec::new(),
        ..words.clone()
    };
    serde_json::to_string(&kept).map_err(|error| Error::Internal(error.into()))
}

fn read(row: Playing) -> Result<NowPlaying> {
    let words = serde_json::from_str(&row.words).map_err(|error| Error::Internal(error.into()))?;
    Ok(NowPlaying {
        client: row.client,
        words,
        payload: row.payload,
        started_at_ms: row.started_at_ms,
        expires_at_ms: row.expires_at_ms,
    })
}
