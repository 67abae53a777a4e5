//! What plays now: forwarded at once to those who want it. What fails is forgotten.

use std::sync::Arc;

use serde_json::Value;
use store::relay_targets::{self, Protocol, State};
use store::user_settings;
use tokio::sync::broadcast;
use uuid::Uuid;

use super::lastfm::Caller;
use super::queue::host;
use super::send::PASSWORD;
use super::{Outside, listenbrainz, secret_name};
use crate::error::Result;
use crate::export::additional_info;
use crate::listens::Listens;
use crate::now_playing::NowPlaying;

impl Listens {
    /// What begins to play in this process from now on.
    #[must_use]
    pub fn watch_playing(&self) -> broadcast::Receiver<(Uuid, Arc<NowPlaying>)> {
        self.wake().playing.subscribe()
    }

    /// Tells the targets of a person what plays; tells how many took it.
    ///
    /// # Errors
    /// Those of the database and of the vault.
    pub async fn forward_playing(
        &self,
        outside: Outside<'_>,
        user_id: Uuid,
        playing: &NowPlaying,
    ) -> Result<u32> {
        let settings = user_settings::find(self.store(), user_id).await?;
        if !settings.is_some_and(|settings| settings.scrobble_enabled) {
            return Ok(0);
        }
        let mut taken = 0;
        let info = additional_info(&playing.payload);
        let origin = info.get("relayed_from").and_then(Value::as_str).map(host);
        for target in relay_targets::list_of_user(self.store(), user_id).await? {
            let is_wanted = target.is_enabled && target.is_now_playing_enabled;
            let is_allowed = outside.servers.iter().any(|it| it == "*" || *it == target.base_url);
            if origin.as_ref() == Some(&host(&target.base_url)) {
                continue;
            }
            if !is_wanted || !is_allowed || target.state != State::Ok {
                continue;
            }
            let secret = outside.vault.find(user_id, secret_name(target.id)).await?;
            // A password is exchanged by the job.
            let Some(secret) = secret.filter(|it| !it.starts_with(PASSWORD)) else { continue };
            let base_url = target.base_url.as_str();
            let request = match target.protocol {
                Protocol::Lastfm => Caller { base_url, app: outside.app }.playing(&secret, playing),
                Protocol::ListenBrainz => {
                    listenbrainz::playing((base_url, &secret), outside.public_url, playing)
                }
            };
            let answer = outside.remote.send(request).await;
            taken += u32::from(answer.is_ok_and(|answer| answer.status == 200));
        }
        Ok(taken)
    }
}
