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

/// Of a period of which most is asked for the block is read and the rest is taken off: if the rest is
/// one of so many parts of it at most. What is played often stands once in a long block and once in
/// each of many short ones.
const REST_IS_ONE_OF: i64 = 3;

/// The sums of a span of days.
pub(super) async fn ledger(
    listens: &Listens,
    place: &Place,
    (kind, span): (Counted, &Span),
    today: i64,
) -> Result<Ledger> {
    let days = (span.first_day, span.last_day);
    let asked = Asked { span: days, over: today - 1, longest: Grain::Past };
    let mut cover = Cover::new(place.user_id, kind);
    let read = listens.store().read::<_, Error, _>(move |view| {
        Box::pin(async move {
            cover.add(&mut *view, &asked).await?;
            Ok(cover)
        })
    });
    let cover = read.await?;
    for (grain, period) in cover.missing {
        // It is for later questions: this one has its answer.
        keep(listens, place, (kind, grain, period)).await?;
    }
    Ok(cover.ledger)
}

/// What is asked for.
struct Asked {
    span: (i64, i64),
    /// The last day that is over.
    over: i64,
    /// The longest blocks that may be used.
    longest: Grain,
}

/// Days whose sums are to be added.
#[derive(Clone, Copy)]
struct Part {
    days: (i64, i64),
    /// 1, or -1 where they are taken off.
    times: i64,
}

/// The years of a span, as pasts have them.
struct Years {
    /// The days of the span that anything can be in.
    days: (i64, i64),
    /// The first year in which anything is.
    oldest: i64,
    /// The first and the last year that are whole; where nothing lies before, the first is.
    whole: (i64, i64),
    /// Whether anything lies before the span.
    has_before: bool,
}

impl Years {
    /// The years of what is asked for, where the blocks of days begin and end.
    fn of((begin, end): (i64, i64), asked: &Asked) -> Self {
        let oldest = year_of(begin);
        let from = asked.span.0.max(year_begin(oldest));
        let to = asked.span.1.min(year_begin(year_of(end) + 1) - 1);
        let has_before = begin < from;
        let (first, last) = whole(Grain::Year, (from, to.min(asked.over)));
        let first = if has_before { first } else { oldest };
        Self { days: (from, to), oldest, whole: (first, last), has_before }
    }

    /// Whether a past can be less than they are.
    fn are_several(&self) -> bool {
        self.days.0 <= self.days.1 && self.whole.0 < self.whole.1
    }

    /// The pasts that come to the whole years, by their last year, and how often each is added.
    fn pasts(&self) -> Vec<(i64, i64)> {
        let before = self.has_before.then_some((self.whole.0 - 1, -1));
        std::iter::once((self.whole.1, 1)).chain(before).collect()
    }

    /// All days.
    fn all(&self) -> Vec<Part> {
        self.without(None)
    }

    /// The days that are not in whole years.
    fn rest(&self) -> Vec<Part> {
        let (first, last) = self.whole;
        self.without(Some((self.days.0.max(year_begin(first)), year_begin(last + 1) - 1)))
    }

    fn without(&self, taken: Option<(i64, i64)>) -> Vec<Part> {
        let left = gaps(self.days, taken.into_iter());
        left.into_iter().map(|days| Part { days, times: 1 }).collect()
    }
}

/// A span while it is added up.
struct Cover {
    user_id: Uuid,
    kind: Counted,
    ledger: Ledger,
    /// Periods of which most was asked for, and that were not there.
    nearly_whole: BTreeSet<(Grain, i64)>,
    /// Periods that would have been used and have no block, those first of which others are made.
    missing: BTreeSet<(Grain, i64)>,
}

impl Cover {
    fn new(user_id: Uuid, kind: Counted) -> Self {
        let (nearly_whole, missing) = (BTreeSet::new(), BTreeSet::new());
        Self { user_id, kind, ledger: Ledger::default(), nearly_whole, missing }
    }

    async fn add<F: Send>(&mut self, on: &mut F, asked: &Asked) -> Result<()>
    where
        for<'f> &'f mut F: Fetch,
    {
        let mut parts = match asked.longest {
            Grain::Past => self.add_pasts(on, asked).await?,
            _ => vec![Part { days: asked.span, times: 1 }],
        };
        for grain in [Grain::Year, Grain::Month, Grain::Day] {
            if grain > asked.longest {
                continue;
            }
            let mut rest = Vec::new();
            for part in parts {
                let mut taken = Vec::new();
                for periods in steps(grain, whole(grain, part.days)) {
                    for (period, block) in self.blocks(on, grain, periods).await? {
                        self.ledger.add_block(&block, part.times)?;
                        self.miss(asked, &part, (grain, period));
                        taken.push(days_of(grain, period));
                    }
                }
                for days in gaps(part.days, taken.into_iter()).into_iter().flat_map(pieces(grain)) {
                    let left = Part { days, ..part };
                    rest.push(self.round_up(on, asked, (grain, left)).await?.unwrap_or(left));
                }
            }
            parts = rest;
        }
        Ok(())
    }

    async fn blocks<F: Send>(
        &self,
        on: &mut F,
        grain: Grain,
        periods: (i64, i64),
    ) -> Result<Vec<(i64, Vec<u8>)>>
    where
        for<'f> &'f mut F: Fetch,
    {
        Ok(stats::blocks(&mut *on, self.user_id, (self.kind, grain), periods).await?)
    }

    /// Adds the whole years of the span as the past until the last of them without the past before
    /// the first; answers what is left, which is all where pasts are missing or more than the years.
    async fn add_pasts<F: Send>(&mut self, on: &mut F, asked: &Asked) -> Result<Vec<Part>>
    where
        for<'f> &'f mut F: Fetch,
    {
        let Some(bounds) = stats::block_bounds(&mut *on, self.user_id, self.kind).await? else {
            return Ok(Vec::new());
        };
        let years = Years::of(bounds, asked);
        if !years.are_several() || !self.has_pasts(on, &years).await? {
            return Ok(years.all());
        }
        for (until, times) in years.pasts() {
            for (_, block) in self.blocks(on, Grain::Past, (until, until)).await? {
                self.ledger.add_block(&block, times)?;
            }
        }
        Ok(years.rest())
    }

    /// Whether the pasts that come to some years are there and less to read than the years. Those
    /// that would be less and are not there are noted as missing.
    async fn has_pasts<F: Send>(&mut self, on: &mut F, years: &Years) -> Result<bool>
    where
        for<'f> &'f mut F: Fetch,
    {
        let (user_id, kind, (first, last)) = (self.user_id, self.kind, years.whole);
        let of_years = (kind, Grain::Year);
        let sizes = stats::block_sizes(&mut *on, user_id, of_years, (years.oldest, last)).await?;
        let of_pasts = (kind, Grain::Past);
        let there = stats::block_sizes(&mut *on, user_id, of_pasts, (first - 1, last)).await?;
        let size =
            |until: i64| there.iter().find(|(year, _)| *year == until).map(|(_, size)| *size);
        let pasts = years.pasts();
        if years.has_before {
            // A past has at least what the largest of its years has.
            let at_least = |until: i64| {
                let of_its = sizes.iter().filter(|(year, _)| *year <= until);
                of_its.map(|(_, size)| *size).max().unwrap_or(0)
            };
            let cost = |(until, _): &(i64, i64)| size(*until).unwrap_or_else(|| at_least(*until));
            let asked = sizes.iter().filter(|(year, _)| *year >= first);
            if asked.map(|(_, size)| size).sum::<i64>() <= pasts.iter().map(cost).sum() {
                return Ok(false);
            }
        }
        let missing = pasts.iter().filter(|(until, _)| size(*until).is_none());
        self.missing.extend(missing.map(|(until, _)| (Grain::Past, *until)));
        Ok(self.missing.is_empty())
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
        if grain == Grain::Day {
            return Ok(None);
        }
        let (from, to) = part.days;
        let period = period_of(grain, from);
        let (first, last) = days_of(grain, period);
        let rest = match (first == from, last == to) {
            (true, false) if to < last => (to + 1, last),
            (false, true) => (first, from - 1),
            _ => return Ok(None),
        };
        if last > asked.over || (rest.1 - rest.0 + 1) * REST_IS_ONE_OF > last - first + 1 {
            return Ok(None);
        }
        let blocks = self.blocks(on, grain, (period, period)).await?;
        let Some((_, block)) = blocks.first() else {
            self.nearly_whole.insert((grain, period));
            return Ok(None);
        };
        self.ledger.add_block(block, part.times)?;
        Ok(Some(Part { days: rest, times: -part.times }))
    }

    /// Notes what would have done instead of this block of a part.
    fn miss(&mut self, asked: &Asked, part: &Part, (grain, period): (Grain, i64)) {
        let (day, _) = days_of(grain, period);
        for longer in [Grain::Month, Grain::Year] {
            let of = (longer, period_of(longer, day));
            let (first, last) = days_of(of.0, of.1);
            let is_whole = first >= part.days.0 && last <= part.days.1.min(asked.over);
            if grain < longer && (is_whole || self.nearly_whole.contains(&of)) {
                self.missing.insert(of);
            }
        }
    }
}

/// Cuts days where their first and their last period end and begin.
fn pieces(grain: Grain) -> impl Fn((i64, i64)) -> Vec<(i64, i64)> {
    move |(from, to)| {
        let cuts = [period_of(grain, from) + 1, period_of(grain, to)];
        let mut pieces = Vec::with_capacity(3);
        let mut at = from;
        for cut in cuts.map(|period| days_of(grain, period).0) {
            if at < cut && cut <= to {
                pieces.push((at, cut - 1));
                at = cut;
            }
        }
        pieces.push((at, to));
        pieces
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

/// The period that a day lies in.
fn period_of(grain: Grain, day: i64) -> i64 {
    match grain {
        Grain::Day => day,
        Grain::Month => month_of(day),
        Grain::Year | Grain::Past => year_of(day),
    }
}

/// The first and last day, month or year that lie whole in a span; the last is smaller if none does.
pub(super) fn whole(grain: Grain, (first, last): (i64, i64)) -> (i64, i64) {
    let (mut from, mut to) = (period_of(grain, first), period_of(grain, last));
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
                let (kept, one) = ((kind, grain), (period, period));
                if !stats::block_sizes(&mut *tx, place.user_id, kept, one).await?.is_empty() {
                    // Somebody else was sooner.
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
    let bounds = stats::block_bounds(&mut *tx, user_id, kind).await?;
    let Some((first_of_all, _)) = bounds else { return Ok(Ledger::default()) };
    let (first, last) = days_of(grain, period);
    let (first, longest) = match grain {
        // Nothing lies before the first day; years begin before it.
        Grain::Past => (year_begin(year_of(first_of_all)), Grain::Year),
        Grain::Year => (first, Grain::Month),
        Grain::Month | Grain::Day => (first, Grain::Day),
    };
    let asked = Asked { span: (first, last), over: i64::MIN, longest };
    let mut cover = Cover::new(user_id, kind);
    cover.add(&mut *tx, &asked).await?;
    Ok(cover.ledger)
}
