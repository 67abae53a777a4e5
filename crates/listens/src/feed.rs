//! What a person hears, as it happens: at once what this process takes in, and within some seconds
//! what other processes over the same database do.

use std::collections::{HashSet, VecDeque};
use std::time::Duration;

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Interval, MissedTickBehavior, interval};
use uuid::Uuid;

use crate::error::Result;
use crate::events::Event;
use crate::history::{Listen, Window};
use crate::listens::Listens;
use crate::now_playing::NowPlaying;

/// How often the database is asked for what other processes did.
const LOOK: Duration = Duration::from_secs(2);
/// The newest listens, by the time of listening, that are looked at then. What another process takes in
/// that is older than these is not told.
const NEWEST: u32 = 50;
/// How far the clock of another process may be behind, in milliseconds. What came earlier is no news: it
/// moved up because another listen was deleted.
const SKEW_MS: i64 = 60_000;

/// Something new about a person.
#[derive(Debug, Clone)]
pub enum News {
    /// A listen was stored; as it is now.
    Listened(Box<Listen>),
    /// Something began to play.
    Playing(Box<NowPlaying>),
    /// Nothing plays any more.
    Stopped,
}

/// What happens to one person, until somebody is too slow to hear it.
pub struct Feed {
    listens: Listens,
    user_id: Uuid,
    events: broadcast::Receiver<Event>,
    looks: Interval,
    /// Listens that were reported before are no news.
    since_ms: i64,
    /// The newest listens of the last look, and those that this process has told since.
    seen: HashSet<Uuid>,
    playing: Option<NowPlaying>,
    waiting: VecDeque<News>,
}

impl Listens {
    /// Watches a person from now on. What plays already is the first news.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn watch(&self, user_id: Uuid) -> Result<Feed> {
        // Before anything is read, so that nothing falls between.
        let events = self.subscribe();
        let mut looks = interval(LOOK);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // The first tick is at once.
        looks.tick().await;
        let newest = self.history(user_id, Window::default(), NEWEST).await?;
        let seen = newest.into_iter().map(|listen| listen.id).collect();
        let playing = self.now_playing(user_id).await?;
        let waiting = playing.iter().map(|it| News::Playing(Box::new(it.clone()))).collect();
        let since_ms = self.now_ms().saturating_sub(SKEW_MS);
        let listens = self.clone();
        Ok(Feed { listens, user_id, events, looks, since_ms, seen, playing, waiting })
    }
}

impl Feed {
    /// The next news; none when events were missed because nobody listened for too long.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn next(&mut self) -> Result<Option<News>> {
        loop {
            if let Some(news) = self.waiting.pop_front() {
                return Ok(Some(news));
            }
            tokio::select! {
                // What is heard is older than what would be seen.
                biased;
                event = self.events.recv() => match event {
                    Ok(event) if event.user_id() == self.user_id => self.hear(event).await?,
                    Ok(_) => {}
                    Err(RecvError::Lagged(_) | RecvError::Closed) => return Ok(None),
                },
                _ = self.looks.tick() => self.look().await?,
            }
        }
    }

    /// An event of this process.
    async fn hear(&mut self, event: Event) -> Result<()> {
        match event {
            Event::Listened { id, .. } => {
                if self.seen.insert(id) {
                    // As it is now: it may have been matched, corrected or deleted since.
                    let listen = self.listens.find(self.user_id, id).await?;
                    self.waiting.extend(listen.map(|it| News::Listened(Box::new(it))));
                }
            }
            Event::NowPlaying { playing, .. } => self.plays(Some((*playing).clone())),
            // One program stopped: another may play.
            Event::Stopped { .. } => {
                let playing = self.listens.now_playing(self.user_id).await?;
                self.plays(playing);
            }
        }
        Ok(())
    }

    /// What has happened elsewhere, and what has ended by itself.
    async fn look(&mut self) -> Result<()> {
        let now_ms = self.listens.now_ms();
        let playing = self.listens.now_playing(self.user_id).await?;
        self.plays(playing);
        let newest = self.listens.history(self.user_id, Window::default(), NEWEST).await?;
        let seen = newest.iter().map(|listen| listen.id).collect();
        let since_ms = self.since_ms;
        let is_news = |it: &Listen| it.inserted_at_ms >= since_ms && !self.seen.contains(&it.id);
        let news = newest.into_iter().rev().filter(is_news);
        self.waiting.extend(news.map(|it| News::Listened(Box::new(it))));
        self.seen = seen;
        self.since_ms = now_ms.saturating_sub(SKEW_MS);
        Ok(())
    }

    fn plays(&mut self, playing: Option<NowPlaying>) {
        // What is kept has fewer words than what was said.
        let said = |it: &NowPlaying| (it.client.clone(), it.started_at_ms);
        if playing.as_ref().map(said) != self.playing.as_ref().map(said) {
            let news = playing.clone().map(|it| News::Playing(Box::new(it)));
            self.waiting.push_back(news.unwrap_or(News::Stopped));
            self.playing = playing;
        }
    }
}
