//! How near people are in what they listen to.

use std::collections::HashMap;

use store::users::User;
use uuid::Uuid;

use super::{Range, Ranked, Statistics};
use crate::error::Result;

/// People of less are not alike, they share a song.
const LEAST: f64 = 0.01;

impl Statistics {
    /// The other people by how alike their artists of all time are, from 0 to 1, the most alike
    /// first; those with nothing in common are left out.
    ///
    /// It is the cosine of what they heard, where an artist weighs the logarithm of the plays: who
    /// hears one artist all day is not everybody's twin for that.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn similar(&self, others: &[User]) -> Result<Vec<(Uuid, f64)>> {
        let own = self.tastes().await?;
        let mut found = Vec::new();
        for other in others.iter().filter(|it| !self.is_of(it.id)) {
            let taste = self.listens.statistics_together(std::slice::from_ref(other));
            let likeness = cosine(&own, &taste.tastes().await?);
            if likeness >= LEAST {
                found.push((other.id, likeness));
            }
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        Ok(found)
    }

    /// The weight of each artist.
    async fn tastes(&self) -> Result<HashMap<i64, f64>> {
        let span = self.span(Range::AllTime).await?;
        let ledger = self.ranked(Ranked::Artists, &span).await?;
        Ok(ledger.sums().map(|sum| (sum.subject, (sum.listens as f64).ln_1p())).collect())
    }
}

fn cosine(a: &HashMap<i64, f64>, b: &HashMap<i64, f64>) -> f64 {
    let length = |it: &HashMap<i64, f64>| it.values().map(|weight| weight * weight).sum::<f64>();
    let common = a.iter().map(|(id, weight)| weight * b.get(id).copied().unwrap_or(0.0));
    let lengths = (length(a) * length(b)).sqrt();
    if lengths > 0.0 { common.sum::<f64>() / lengths } else { 0.0 }
}

#[cfg(test)]
mod tests {
    //! People with much and with nothing in common.
    use super::*;

    #[test]
    fn likeness_is_one_for_the_same_and_nothing_for_strangers() {
        let taste = |list: &[(i64, f64)]| list.iter().copied().collect::<HashMap<_, _>>();
        let maya = taste(&[(1, 3.0), (2, 4.0)]);
        assert!((cosine(&maya, &maya) - 1.0).abs() < 1e-9);
        assert!((cosine(&maya, &taste(&[(1, 1.0)])) - 0.6).abs() < 1e-9);
        assert!(cosine(&maya, &taste(&[(3, 9.0)])).abs() < 1e-9);
        assert!(cosine(&maya, &taste(&[])).abs() < 1e-9);
    }
}
