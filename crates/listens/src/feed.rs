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
/// The newest listens that are looked at then; older ones are no news.
const NEWEST: u32 = 50;
/// Ids that are remembered as told.
const TOLD: usize = 1000;
/// How far the clock of another process may be behind, in milliseconds.
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
    told: Told,
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
        let mut told = Told::default();
        for listen in self.history(user_id, Window::default(), NEWEST).await? {
            told.add(listen.id);
        }
        let playing = self.now_playing(user_id).await?;
        let waiting = playing.iter().map(|it| News::Playing(Box::new(it.clone()))).collect();
        let since_ms = self.now_ms().saturating_sub(SKEW_MS);
        let listens = self.clone();
        Ok(Feed { listens, user_id, events, looks, since_ms, told, playing, waiting })
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
                // As it is now: it may have been matched, corrected or deleted since.
                let listen = self.listens.find(self.user_id, id).await?;
                self.listened(listen);
            }
            Event::NowPlaying { playing, .. } => self.plays(Some((*playing).clone())),
            Event::Stopped { .. } => self.plays(None),
        }
        Ok(())
    }

    /// What has happened elsewhere, and what has ended by itself.
    async fn look(&mut self) -> Result<()> {
        let playing = self.listens.now_playing(self.user_id).await?;
        self.plays(playing);
        let newest = self.listens.history(self.user_id, Window::default(), NEWEST).await?;
        let since_ms = self.since_ms;
        let news = newest.into_iter().rev().filter(|it| it.inserted_at_ms >= since_ms);
        news.for_each(|listen| self.listened(Some(listen)));
        Ok(())
    }

    fn listened(&mut self, listen: Option<Listen>) {
        if let Some(listen) = listen.filter(|it| self.told.add(it.id)) {
            self.waiting.push_back(News::Listened(Box::new(listen)));
        }
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

/// The ids that were told last.
#[derive(Default)]
struct Told {
    ids: HashSet<Uuid>,
    order: VecDeque<Uuid>,
}

impl Told {
    /// Whether the id is new.
    fn add(&mut self, id: Uuid) -> bool {
        if !self.ids.insert(id) {
            return false;
        }
        self.order.push_back(id);
        if self.order.len() > TOLD
            && let Some(oldest) = self.order.pop_front()
        {
            self.ids.remove(&oldest);
        }
        true
    }
}
