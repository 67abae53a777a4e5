//! Covering a span with blocks: the past, then years, then months, then days.

use std::collections::BTreeSet;

use store::stats::{self, Counted, Grain};
use store::{Fetch, Tx};
use uuid::Uuid;

use super::Span;
use super::calendar::{month_begin, month_of, year_begin, year_of};
use super::ledger::Ledger;
use super::refresh::Place;
use crate::error::{Error, Result};
use crate::listens::Listens;

/// What spans are covered with, the longest first.
const GRAINS: [Grain; 4] = [Grain::Past, Grain::Year, Grain::Month, Grain::Day];

/// The sums of a span of days.
pub(super) async fn ledger(
    listens: &Listens,
    place: &Place,
    (kind, span): (Counted, &Span),
    today: i64,
) -> Result<Ledger> {
    let asked = Asked::new(span, today);
    let mut cover = Cover::new(place.user_id, kind);
    let read = listens.store().read::<_, Error, _>(move |view| {
        Box::pin(async move {
            cover.add(&mut *view, &asked).await?;
            Ok(cover)
        })
    });
    let cover = read.await?;
    for (grain, period) in cover.missing {
        keep(listens, place, (kind, grain, period)).await?;
    }
    Ok(cover.ledger)
}

/// What is asked for.
struct Asked {
    span: (i64, i64),
    /// The year until whose end a block of the past would do, if nothing lies before the span.
    past: Option<i64>,
    /// The last day that is over.
    over: i64,
    /// The longest blocks that may be used.
    from: Grain,
}

impl Asked {
    fn new(span: &Span, today: i64) -> Self {
        let days = (span.first_day, span.last_day);
        let (_, year) = whole(Grain::Year, (days.0, days.1.min(today - 1)));
        // One year is a block already.
        let past = Some(year).filter(|year| span.is_all && *year > year_of(days.0));
        Self { span: days, past, over: today - 1, from: Grain::Past }
    }

    /// The periods of a length that lie whole in a part of the span.
    fn periods(&self, grain: Grain, span: (i64, i64)) -> (i64, i64) {
        match (grain, self.past) {
            (Grain::Past, Some(year)) => (year, year),
            (Grain::Past, None) => (0, -1),
            _ => whole(grain, span),
        }
    }

    /// The days of the span that a block has.
    fn days(&self, grain: Grain, period: i64) -> (i64, i64) {
        let days = days_of(grain, period);
        (days.0.max(self.span.0), days.1)
    }

    /// Whether the whole of a period was asked for and is over.
    fn has(&self, grain: Grain, period: i64) -> bool {
        let (first, last) = days_of(grain, period);
        first >= self.span.0 && last <= self.span.1.min(self.over)
    }
}

/// A span while it is added up.
struct Cover {
    user_id: Uuid,
    kind: Counted,
    ledger: Ledger,
    /// Periods that were asked for and have no block, those first of which others are made.
    missing: BTreeSet<(Grain, i64)>,
}

impl Cover {
    fn new(user_id: Uuid, kind: Counted) -> Self {
        Self { user_id, kind, ledger: Ledger::default(), missing: BTreeSet::new() }
    }

    async fn add<F: Send>(&mut self, on: &mut F, asked: &Asked) -> Result<()>
    where
        for<'f> &'f mut F: Fetch,
    {
        let mut spans = vec![asked.span];
        for grain in GRAINS.into_iter().filter(|grain| *grain <= asked.from) {
            let mut rest = Vec::new();
            for span in spans {
                let mut taken = Vec::new();
                for part in parts(grain, asked.periods(grain, span)) {
                    let key = (self.kind, grain);
                    for (period, block) in stats::blocks(&mut *on, self.user_id, key, part).await? {
                        self.ledger.add_block(&block)?;
                        self.miss(asked, (grain, period));
                        taken.push(asked.days(grain, period));
                    }
                }
                rest.extend(gaps(span, taken.into_iter()));
            }
            spans = rest;
        }
        Ok(())
    }

    /// Notes what would have done instead of this block.
    fn miss(&mut self, asked: &Asked, (grain, period): (Grain, i64)) {
        let (first, _) = days_of(grain, period);
        let (month, year) = (month_of(first), year_of(first));
        if grain < Grain::Month && asked.has(Grain::Month, month) {
            self.missing.insert((Grain::Month, month));
        }
        if grain < Grain::Year && asked.has(Grain::Year, year) {
            self.missing.insert((Grain::Year, year));
        }
        let past = asked.past.filter(|past| grain < Grain::Past && *past >= year);
        self.missing.extend(past.map(|past| (Grain::Past, past)));
    }
}

/// Periods that are read at once, so that memory does not grow with the span.
fn parts(grain: Grain, (first, last): (i64, i64)) -> impl Iterator<Item = (i64, i64)> {
    let most = match grain {
        Grain::Day => 62,
        Grain::Month => 6,
        Grain::Year | Grain::Past => 1,
    };
    let begins = std::iter::successors(Some(first), move |from| Some(from + most));
    begins.take_while(move |from| *from <= last).map(move |from| (from, last.min(from + most - 1)))
}

/// The days of a period.
pub(super) fn days_of(grain: Grain, period: i64) -> (i64, i64) {
    match grain {
        Grain::Day => (period, period),
        Grain::Month => (month_begin(period), month_begin(period + 1) - 1),
        Grain::Year => (year_begin(period), year_begin(period + 1) - 1),
        Grain::Past => (i64::MIN, year_begin(period + 1) - 1),
    }
}

/// The first and last day, month or year that lie whole in a span; the last is smaller if none does.
pub(super) fn whole(grain: Grain, (first, last): (i64, i64)) -> (i64, i64) {
    let of = |day| match grain {
        Grain::Day => day,
        Grain::Month => month_of(day),
        Grain::Year | Grain::Past => year_of(day),
    };
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

/// Makes the block of a period from shorter ones.
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
    let (first, last) = days_of(grain, period);
    let bounds = stats::bounds(&mut *tx, user_id).await?;
    let Some((first_of_all, _)) = bounds else { return Ok(Ledger::default()) };
    // Nothing counted lies before the first day; years begin before it.
    let first = if grain == Grain::Past { year_begin(year_of(first_of_all)) } else { first };
    let from = match grain {
        Grain::Past => Grain::Year,
        Grain::Year => Grain::Month,
        Grain::Month | Grain::Day => Grain::Day,
    };
    let asked = Asked { span: (first, last), past: None, over: i64::MIN, from };
    let mut cover = Cover::new(user_id, kind);
    cover.add(&mut *tx, &asked).await?;
    Ok(cover.ledger)
}
