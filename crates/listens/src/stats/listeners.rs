//! Who listens to an artist or an album, of several people.

use std::cmp::Reverse;

use model::Gid;
use store::subjects::{self, Kind};
use uuid::Uuid;

use super::named::Subject;
use super::{Ranked, Span, Statistics};
use crate::error::Result;
use crate::resolve::key_of_mbid;

/// What somebody listens to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListenersOf {
    /// An artist.
    Artist,
    /// A release group.
    ReleaseGroup,
}

/// The listeners of something.
#[derive(Debug, Clone, PartialEq)]
pub struct Listeners {
    /// What they listen to.
    pub subject: Subject,
    /// People with their plays, most first.
    pub people: Vec<(Uuid, u64)>,
    /// Plays of all.
    pub listens: u64,
}

impl Statistics {
    /// Who of these people listened to something in a span; none when nobody ever did.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn listeners(
        &self,
        (of, mbid): (ListenersOf, Gid),
        span: &Span,
    ) -> Result<Option<Listeners>> {
        let (kind, ranked) = match of {
            ListenersOf::Artist => (Kind::Artist, Ranked::Artists),
            ListenersOf::ReleaseGroup => (Kind::ReleaseGroup, Ranked::ReleaseGroups),
        };
        let keys = [key_of_mbid(kind, mbid)];
        let found = subjects::ids_by_keys(self.listens.store(), &keys).await?;
        let Some((_, id)) = found.into_iter().next() else { return Ok(None) };
        let mut people = Vec::new();
        for place in &self.people {
            let one = self.listens.statistics_in(self.zone.clone(), vec![place.clone()]);
            let plays = one.ranked(ranked, span).await?.listens(id);
            people.push((place.user_id, u64::try_from(plays).unwrap_or(0)));
        }
        people.retain(|(_, plays)| *plays > 0);
        people.sort_by_key(|(user_id, plays)| (Reverse(*plays), *user_id));
        let listens = people.iter().map(|(_, plays)| plays).sum();
        let subject = self.named(std::iter::once(id)).await?.into_iter().next();
        Ok(subject.map(|subject| Listeners { subject, people, listens }))
    }
}
