//! Charts: what was played most in a span.

use store::stats::Counted;
use store::subjects::Kind;

use super::block::Sum;
use super::ledger::{Ledger, Order};
use super::named::Subject;
use super::{MAX_ENTRIES, Span, Statistics, cover};
use crate::error::Result;

/// What a chart ranks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ranked {
    /// Credited artists.
    Artists,
    /// Recordings.
    Recordings,
    /// Releases.
    Releases,
    /// Release groups; releases without one stand for themselves.
    ReleaseGroups,
    /// Genres of recordings.
    Genres,
    /// Labels of releases.
    Labels,
}

/// A part of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Entries in order.
    pub entries: Vec<Entry>,
    /// Entries of the whole chart.
    pub total: u64,
}

/// A place in a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What.
    pub subject: Subject,
    /// Plays.
    pub listens: u64,
    /// Listening time.
    pub played_ms: u64,
}

impl Statistics {
    /// A part of a chart of a span, at most [`MAX_ENTRIES`]. Of equals, the one that was heard
    /// for the first time later comes first.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn top(
        &self,
        ranked: Ranked,
        span: &Span,
        order: Order,
        (offset, limit): (u32, u32),
    ) -> Result<Chart> {
        let limit = limit.min(MAX_ENTRIES);
        let (sums, total) = self.ranked(ranked, span).await?.top(order, offset, limit);
        let subjects = self.named(sums.iter().map(|sum| sum.subject)).await?;
        let entries = sums.iter().zip(subjects).map(|(sum, subject)| entry(sum, subject));
        Ok(Chart { entries: entries.collect(), total })
    }

    /// The sums of a span.
    pub(super) async fn ranked(&self, ranked: Ranked, span: &Span) -> Result<Ledger> {
        match ranked {
            Ranked::Artists => self.ledger(Counted::Artist, span).await,
            Ranked::Recordings => self.ledger(Counted::Recording, span).await,
            Ranked::Releases => self.ledger(Counted::Release, span).await,
            Ranked::ReleaseGroups => {
                self.by_facet((Counted::Release, Kind::ReleaseGroup), span).await
            }
            Ranked::Genres => self.by_facet((Counted::Recording, Kind::Genre), span).await,
            Ranked::Labels => self.by_facet((Counted::Release, Kind::Label), span).await,
        }
    }

    /// The sums of a kind that is counted for each listen.
    pub(crate) async fn ledger(&self, kind: Counted, span: &Span) -> Result<Ledger> {
        self.fresh().await?;
        let mut sum: Option<Ledger> = None;
        for place in &self.people {
            let ledger = cover::ledger(&self.listens, place, (kind, span), self.today).await?;
            match &mut sum {
                None => sum = Some(ledger),
                Some(sum) => ledger.sums().for_each(|it| sum.add(it)),
            }
        }
        Ok(sum.unwrap_or_default())
    }
}

pub(super) fn entry(sum: &Sum, subject: Subject) -> Entry {
    let number = |it| u64::try_from(it).unwrap_or(0);
    Entry { subject, listens: number(sum.listens), played_ms: number(sum.played_ms) }
}
