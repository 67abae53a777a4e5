//! Facets of what was played: release groups, labels, genres, decades and countries.

use std::collections::{BTreeMap, HashMap};

use store::stats::Counted;
use store::subjects::{self, Kind};

use super::block::Sum;
use super::ledger::{Ledger, Order};
use super::top::{Entry, entry};
use super::{Span, Statistics};
use crate::error::Result;

/// Subjects whose facets are read at once.
const CHUNK: usize = 5_000;
/// Artists that a country is shown with.
const SHOWN: usize = 50;

/// Plays of recordings that were first released in a decade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decade {
    /// Its first year; none when the catalogue does not know.
    pub first_year: Option<i64>,
    /// Plays.
    pub listens: u64,
    /// Listening time.
    pub played_ms: u64,
}

/// Plays of artists of a country.
#[derive(Debug, Clone, PartialEq)]
pub struct Country {
    /// ISO 3166-1 in two letters; none when the catalogue does not know.
    pub code: Option<String>,
    /// How many artists.
    pub artist_count: u64,
    /// Plays of these artists: one for each artist of a credit.
    pub listens: u64,
    /// Those with most plays, at most 50.
    pub artists: Vec<Entry>,
}

impl Statistics {
    /// Plays by decade of the first release, the oldest first; unknown ones at the end.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn decades(&self, span: &Span) -> Result<Vec<Decade>> {
        let years = self.years(span).await?;
        let mut decades: BTreeMap<(bool, i64), Decade> = BTreeMap::new();
        for (year, (listens, played_ms)) in years {
            let first_year = year.map(|year| year.div_euclid(10) * 10);
            let empty = Decade { first_year, listens: 0, played_ms: 0 };
            let key = (first_year.is_none(), first_year.unwrap_or(0));
            let decade = decades.entry(key).or_insert(empty);
            decade.listens += listens;
            decade.played_ms += played_ms;
        }
        Ok(decades.into_values().collect())
    }

    /// Plays and listening time by year of the first release; under none what the catalogue does
    /// not know.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn years(&self, span: &Span) -> Result<BTreeMap<Option<i64>, (u64, u64)>> {
        let ledger = self.ledger(Counted::Recording, span).await?;
        let mut years: BTreeMap<Option<i64>, (u64, u64)> = BTreeMap::new();
        let sums: Vec<Sum> = ledger.sums().collect();
        for sums in sums.chunks(CHUNK) {
            let known = self.traits(sums).await?;
            for sum in sums {
                let year = known.get(&sum.subject).and_then(|traits| traits.year);
                let of_year = years.entry(year).or_default();
                of_year.0 += u64::try_from(sum.listens).unwrap_or(0);
                of_year.1 += u64::try_from(sum.played_ms).unwrap_or(0);
            }
        }
        Ok(years)
    }

    /// Plays by country of the artists, most first.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn countries(&self, span: &Span) -> Result<Vec<Country>> {
        let ledger = self.ledger(Counted::Artist, span).await?;
        let mut countries: BTreeMap<Option<String>, Ledger> = BTreeMap::new();
        let sums: Vec<Sum> = ledger.sums().collect();
        for sums in sums.chunks(CHUNK) {
            let mut known = self.traits(sums).await?;
            for sum in sums {
                let code = known.remove(&sum.subject).and_then(|traits| traits.country);
                countries.entry(code).or_default().add(*sum);
            }
        }
        let mut answer = Vec::with_capacity(countries.len());
        for (code, ledger) in countries {
            let listens = ledger.sums().map(|sum| sum.listens).sum::<i64>();
            let (sums, artist_count) = ledger.top(Order::Listens, 0, SHOWN as u32);
            let names = self.named(sums.iter().map(|sum| sum.subject)).await?;
            let artists = sums.iter().zip(names).map(|(sum, name)| entry(sum, name)).collect();
            let listens = u64::try_from(listens).unwrap_or(0);
            answer.push(Country { code, artist_count, listens, artists });
        }
        answer.sort_by_key(|country| std::cmp::Reverse(country.listens));
        Ok(answer)
    }

    /// The sums of facets of what was counted.
    pub(super) async fn by_facet(
        &self,
        (counted, kind): (Counted, Kind),
        span: &Span,
    ) -> Result<Ledger> {
        let ledger = self.ledger(counted, span).await?;
        let mut facets = Ledger::default();
        let sums: Vec<Sum> = ledger.sums().collect();
        for sums in sums.chunks(CHUNK) {
            let ids: Vec<i64> = sums.iter().map(|sum| sum.subject).collect();
            let mut links = subjects::facets(self.listens.store(), &ids, kind).await?;
            // A release may name a label twice, with two catalogue numbers.
            links.sort_unstable();
            links.dedup();
            let amounts: HashMap<i64, &Sum> = sums.iter().map(|sum| (sum.subject, sum)).collect();
            let mut alone = amounts.clone();
            for (subject, target) in links {
                alone.remove(&subject);
                if let Some(sum) = amounts.get(&subject) {
                    facets.add(Sum { subject: target, ..**sum });
                }
            }
            if kind == Kind::ReleaseGroup {
                alone.into_values().for_each(|sum| facets.add(*sum));
            }
        }
        Ok(facets)
    }

    async fn traits(&self, sums: &[Sum]) -> Result<HashMap<i64, subjects::Traits>> {
        let ids: Vec<i64> = sums.iter().map(|sum| sum.subject).collect();
        let found = subjects::traits(self.listens.store(), &ids).await?;
        Ok(found.into_iter().map(|traits| (traits.id, traits)).collect())
    }
}
