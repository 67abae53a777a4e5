//! How often the artists of a span were played in each of its periods.

use super::activity::{Bucket, Unit};
use super::calendar::day_of;
use super::ledger::Order;
use super::named::Subject;
use super::{Ranked, Span, Statistics};
use crate::error::{Refusal, Result};

/// Periods of a span at most: each is added up by itself.
const MOST_PERIODS: usize = 400;

/// Artists over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Evolution {
    /// Those with most plays in the whole span, most first.
    pub artists: Vec<Subject>,
    /// The periods in order, each with the plays of these artists in their order.
    pub periods: Vec<(Bucket, Vec<u64>)>,
}

impl Statistics {
    /// Plays of the artists with most plays, by period.
    ///
    /// # Errors
    /// Refused: more than 400 periods.
    pub async fn evolution(&self, span: &Span, unit: Unit, artists: u32) -> Result<Evolution> {
        let buckets = self.activity(span, unit).await?;
        if buckets.len() > MOST_PERIODS {
            return Err(Refusal::TooMany { what: "periods of a span", most: MOST_PERIODS }.into());
        }
        let (top, _) = self.ranked(Ranked::Artists, span).await?.top(Order::Listens, 0, artists);
        let ids: Vec<i64> = top.iter().map(|sum| sum.subject).collect();
        let mut periods = Vec::with_capacity(buckets.len());
        for bucket in buckets {
            let within = self.span_of((day_of(bucket.first), day_of(bucket.last)));
            let ledger = match bucket.listens {
                0 => Default::default(),
                _ => self.ranked(Ranked::Artists, &within).await?,
            };
            let plays = ids.iter().map(|id| u64::try_from(ledger.listens(*id)).unwrap_or(0));
            periods.push((bucket, plays.collect()));
        }
        Ok(Evolution { artists: self.named(ids.iter().copied()).await?, periods })
    }
}
