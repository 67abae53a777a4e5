//! Covering a span with blocks: years, then months, then days.

use std::collections::BTreeSet;

use store::stats::{self, Counted, Grain};
use store::{Tx, View};
use uuid::Uuid;

use super::calendar::{month_begin, month_of, year_begin, year_of};
use super::ledger::Ledger;
use super::refresh::Place;
use crate::error::{Error, Result};
use crate::listens::Listens;

/// Blocks that cover a span.
struct Cover {
    blocks: Vec<Vec<u8>>,
    /// Months and years that are whole in the span, have days, and have no block.
    /// Months stand before the years that are made of them.
    missing: BTreeSet<(bool, i64)>,
}

/// The sums of a span of days, both ends included.
pub(super) async fn ledger(
    listens: &Listens,
    place: &Place,
    (kind, span): (Counted, (i64, i64)),
    today: i64,
) -> Result<Ledger> {
    let user_id = place.user_id;
    let mut covering = Covering { today, span, kind, found: Cover::empty() };
    let read = listens.store().read::<_, Error, _>(move |view| {
        Box::pin(async move {
            covering.years(view, user_id).await?;
            Ok(covering.found)
        })
    });
    let cover = read.await?;
    for (is_year, period) in cover.missing {
        let grain = if is_year { Grain::Year } else { Grain::Month };
        keep(listens, place, (kind, grain, period)).await?;
    }
    let blocks = cover.blocks;
    let added = tokio::task::spawn_blocking(move || add(&blocks)).await;
    added.unwrap_or_else(|error| Err(Error::Internal(error.into())))
}

fn add(blocks: &[Vec<u8>]) -> Result<Ledger> {
    let mut ledger = Ledger::default();
    for block in blocks {
        ledger.add_block(block)?;
    }
    Ok(ledger)
}

impl Cover {
    fn empty() -> Self {
        Self { blocks: Vec::new(), missing: BTreeSet::new() }
    }
}

struct Covering {
    today: i64,
    span: (i64, i64),
    kind: Counted,
    found: Cover,
}

impl Covering {
    async fn years(&mut self, view: &mut View<'_>, user_id: uuid::Uuid) -> Result<()> {
        let (first, last) = whole(Grain::Year, self.span);
        let key = (self.kind, Grain::Year);
        let blocks = stats::blocks(&mut *view, user_id, key, (first, last)).await?;
        let days = |(year, _): &(i64, _)| (year_begin(*year), year_begin(year + 1) - 1);
        let gaps = gaps(self.span, blocks.iter().map(days));
        self.found.blocks.extend(blocks.into_iter().map(|(_, block)| block));
        for gap in gaps {
            self.months(view, user_id, gap).await?;
        }
        Ok(())
    }

    async fn months(&mut self, view: &mut View<'_>, user_id: Uuid, span: (i64, i64)) -> Result<()> {
        let key = (self.kind, Grain::Month);
        let blocks = stats::blocks(&mut *view, user_id, key, whole(Grain::Month, span)).await?;
        let days = |(month, _): &(i64, _)| (month_begin(*month), month_begin(month + 1) - 1);
        let gaps = gaps(span, blocks.iter().map(days));
        for (month, block) in blocks {
            self.miss(Grain::Year, month.div_euclid(12));
            self.found.blocks.push(block);
        }
        for gap in gaps {
            let key = (self.kind, Grain::Day);
            for (day, block) in stats::blocks(&mut *view, user_id, key, gap).await? {
                self.miss(Grain::Month, month_of(day));
                self.miss(Grain::Year, year_of(day));
                self.found.blocks.push(block);
            }
        }
        Ok(())
    }

    /// Notes a period that had no block though the whole of it was asked for and is over.
    fn miss(&mut self, grain: Grain, period: i64) {
        let (first, last) = days_of(grain, period);
        let is_whole = first >= self.span.0 && last <= self.span.1;
        if is_whole && last < self.today {
            self.found.missing.insert((grain == Grain::Year, period));
        }
    }
}

/// The days of a month or year.
pub(super) fn days_of(grain: Grain, period: i64) -> (i64, i64) {
    match grain {
        Grain::Day => (period, period),
        Grain::Month => (month_begin(period), month_begin(period + 1) - 1),
        Grain::Year => (year_begin(period), year_begin(period + 1) - 1),
    }
}

/// The first and last month or year that lie whole in a span; the last is smaller if none does.
pub(super) fn whole(grain: Grain, (first, last): (i64, i64)) -> (i64, i64) {
    let of = |day| if grain == Grain::Year { year_of(day) } else { month_of(day) };
    let (mut from, mut to) = (of(first), of(last));
    if days_of(grain, from).0 < first {
        from += 1;
    }
    if days_of(grain, to).1 > last {
        to -= 1;
    }
    (from, to)
}

/// What is left of a span without some spans in it, which are in order.
pub(super) fn gaps(span: (i64, i64), taken: impl Iterator<Item = (i64, i64)>) -> Vec<(i64, i64)> {
    let mut gaps = Vec::new();
    let mut from = span.0;
    for (first, last) in taken {
        if from < first {
            gaps.push((from, first - 1));
        }
        from = last + 1;
    }
    if from <= span.1 {
        gaps.push((from, span.1));
    }
    gaps
}

/// Makes the block of a month from its days, or of a year from its months and days.
async fn keep(
    listens: &Listens,
    place: &Place,
    (kind, grain, period): (Counted, Grain, i64),
) -> Result<()> {
    let place = place.clone();
    listens
        .store()
        .write::<_, Error, _>(move |tx| {
            Box::pin(async move {
                if !place.is(stats::take_zone(tx, place.user_id).await?.as_ref()) {
                    return Ok(());
                }
                let counts = sum(tx, place.user_id, (kind, grain, period)).await?.pack();
                let key = (kind, grain, period);
                Ok(stats::put_block(tx, place.user_id, key, counts).await?)
            })
        })
        .await
}

async fn sum(
    tx: &mut Tx<'_>,
    user_id: Uuid,
    (kind, grain, period): (Counted, Grain, i64),
) -> Result<Ledger> {
    let span = days_of(grain, period);
    let mut days = vec![span];
    let mut ledger = Ledger::default();
    if grain == Grain::Year {
        let key = (kind, Grain::Month);
        let months = stats::blocks(&mut *tx, user_id, key, whole(Grain::Month, span)).await?;
        days = gaps(span, months.iter().map(|(month, _)| days_of(Grain::Month, *month)));
        for (_, block) in &months {
            ledger.add_block(block)?;
        }
    }
    for span in days {
        let key = (kind, Grain::Day);
        for (_, block) in stats::blocks(&mut *tx, user_id, key, span).await? {
            ledger.add_block(&block)?;
        }
    }
    Ok(ledger)
}
