//! Covering a span with blocks: the past, then years, then months, then days. What a block has too
//! much is taken off again where that is less work.

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

/// A block is read for a part of its period if the rest, which is taken off, is this part of it at
/// most: what is played often counts once in a long block and once in each of many short ones.
const REST: i64 = 3;
/// Years from which on two pasts may be less than they are.
const YEARS: i64 = 3;

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

    /// The days that a block does for: a block of the past is read where nothing lies before the span.
    fn days(&self, grain: Grain, period: i64) -> (i64, i64) {
        let (first, last) = days_of(grain, period);
        (if grain == Grain::Past { self.span.0 } else { first }, last)
    }
}

/// Days whose sums count, or are taken off.
#[derive(Clone, Copy)]
struct Part {
    days: (i64, i64),
    is_excess: bool,
}

/// A span while it is added up.
struct Cover {
    user_id: Uuid,
    kind: Counted,
    ledger: Ledger,
    /// Periods that would have done for more than they were asked for.
    wanted: BTreeSet<(Grain, i64)>,
    /// Periods that were asked for and have no block, those first of which others are made.
    missing: BTreeSet<(Grain, i64)>,
}

impl Cover {
    fn new(user_id: Uuid, kind: Counted) -> Self {
        let (ledger, wanted, missing) = Default::default();
        Self { user_id, kind, ledger, wanted, missing }
    }

    async fn add<F: Send>(&mut self, on: &mut F, asked: &Asked) -> Result<()>
    where
        for<'f> &'f mut F: Fetch,
    {
        let mut parts = vec![Part { days: asked.span, is_excess: false }];
        if asked.from == Grain::Past && asked.past.is_none() {
            let taken = self.between_pasts(on, asked).await?;
            let rest = gaps(asked.span, taken.into_iter()).into_iter();
            parts = rest.map(|days| Part { days, is_excess: false }).collect();
        }
        for grain in GRAINS.into_iter().filter(|grain| *grain <= asked.from) {
            let mut rest = Vec::new();
            for part in parts {
                let mut taken = Vec::new();
                for periods in steps(grain, asked.periods(grain, part.days)) {
                    let key = (self.kind, grain);
                    for (period, block) in
                        stats::blocks(&mut *on, self.user_id, key, periods).await?
                    {
                        self.count(&block, part.is_excess)?;
                        self.miss(asked, (part.days, grain, period));
                        taken.push(asked.days(grain, period));
                    }
                }
                for days in gaps(part.days, taken.into_iter()) {
                    let left = Part { days, ..part };
                    rest.push(self.round_up(on, asked, (grain, left)).await?.unwrap_or(left));
                }
            }
            parts = rest;
        }
        Ok(())
    }

    fn count(&mut self, block: &[u8], is_excess: bool) -> Result<()> {
        match is_excess {
            false => self.ledger.add_block(block),
            true => self.ledger.take_off_block(block),
        }
    }

    /// The whole years of the span as the past until the last of them without the past before the
    /// first; nothing where that is not there or more than the years are.
    async fn between_pasts<F: Send>(
        &mut self,
        on: &mut F,
        asked: &Asked,
    ) -> Result<Option<(i64, i64)>>
    where
        for<'f> &'f mut F: Fetch,
    {
        let over = asked.span.1.min(asked.over);
        let (first, last) = whole(Grain::Year, (asked.span.0, over));
        if last - first + 1 < YEARS {
            return Ok(None);
        }
        let (user_id, pasts) = (self.user_id, (self.kind, Grain::Past));
        let (begin, end) = (year_begin(first), year_begin(last + 1) - 1);
        let bounds = stats::bounds(&mut *on, user_id).await?;
        let Some((first_of_all, _)) = bounds.filter(|(first_of_all, _)| *first_of_all <= end)
        else {
            return Ok(None);
        };
        let (before, has_before) = (first - 1, first_of_all < begin);
        let sizes = stats::block_sizes(&mut *on, user_id, pasts, (before, last)).await?;
        let mut bytes = 0;
        for year in has_before.then_some(before).into_iter().chain([last]) {
            match sizes.iter().find(|(period, _)| *period == year) {
                Some((_, size)) => bytes += size,
                None => _ = self.missing.insert((Grain::Past, year)),
            }
        }
        let years = (self.kind, Grain::Year);
        let sizes = stats::block_sizes(&mut *on, user_id, years, (first, last)).await?;
        if !self.missing.is_empty() || sizes.iter().map(|(_, size)| size).sum::<i64>() <= bytes {
            return Ok(None);
        }
        for (year, is_excess) in [(last, false), (before, true)] {
            if !is_excess || has_before {
                for (_, block) in stats::blocks(&mut *on, user_id, pasts, (year, year)).await? {
                    self.count(&block, is_excess)?;
                }
            }
        }
        Ok(Some((begin, end)))
    }

    /// Takes the block of the period that a part nearly is; what is left then is the rest of it.
    async fn round_up<F: Send>(
        &mut self,
        on: &mut F,
        asked: &Asked,
        (grain, part): (Grain, Part),
    ) -> Result<Option<Part>>
    where
        for<'f> &'f mut F: Fetch,
    {
        let (from, to) = part.days;
        let period = match grain {
            Grain::Year => year_of(from),
            Grain::Month => month_of(from),
            Grain::Past | Grain::Day => return Ok(None),
        };
        let (first, last) = days_of(grain, period);
        let rest = match ((first, last), part.days) {
            (whole, days) if whole == days => return Ok(None),
            _ if first == from && to < last => (to + 1, last),
            _ if to == last => (first, from - 1),
            _ => return Ok(None),
        };
        if last > asked.over || (rest.1 - rest.0 + 1) * REST > last - first + 1 {
            return Ok(None);
        }
        let key = (self.kind, grain);
        let blocks = stats::blocks(&mut *on, self.user_id, key, (period, period)).await?;
        let Some((_, block)) = blocks.first() else {
            self.wanted.insert((grain, period));
            return Ok(None);
        };
        self.count(block, part.is_excess)?;
        Ok(Some(Part { days: rest, is_excess: !part.is_excess }))
    }

    /// Notes what would have done instead of this block of a part.
    fn miss(&mut self, asked: &Asked, (part, grain, period): ((i64, i64), Grain, i64)) {
        let (day, _) = days_of(grain, period);
        let year = year_of(day);
        for longer in [(Grain::Month, month_of(day)), (Grain::Year, year)] {
            let (first, last) = days_of(longer.0, longer.1);
            let is_whole = first >= part.0 && last <= part.1.min(asked.over);
            if grain < longer.0 && (is_whole || self.wanted.contains(&longer)) {
                self.missing.insert(longer);
            }
        }
        let past = asked.past.filter(|past| grain < Grain::Past && *past >= year);
        self.missing.extend(past.map(|past| (Grain::Past, past)));
    }
}

/// Periods that are read at once, so that memory does not grow with the span.
fn steps(grain: Grain, (first, last): (i64, i64)) -> impl Iterator<Item = (i64, i64)> {
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
