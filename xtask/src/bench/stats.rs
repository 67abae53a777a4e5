//! Medians and percentiles.

/// A median with the smallest and largest value beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// The median.
    pub median: f64,
    /// The smallest.
    pub low: f64,
    /// The largest.
    pub high: f64,
}

impl Measured {
    /// Of any number of values, at least one.
    ///
    /// # Panics
    /// Without any value.
    #[must_use]
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let middle = values.len() / 2;
        let median = match values.len() % 2 {
            0 => f64::midpoint(values[middle - 1], values[middle]),
            _ => values[middle],
        };
        Self { median, low: values[0], high: values[values.len() - 1] }
    }

    /// A single value.
    #[must_use]
    pub fn once(value: f64) -> Self {
        Self { median: value, low: value, high: value }
    }

    /// The ratios of pairs that were measured side by side.
    #[must_use]
    pub fn ratios(over: &[f64], under: &[f64]) -> Self {
        Self::of(over.iter().zip(under).map(|(over, under)| over / under))
    }
}

/// The value below which `percent` of all values lie, by the nearest rank.
///
/// # Panics
/// Without any value.
#[must_use]
pub fn percentile(values: &[f64], percent: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (percent / 100.0 * sorted.len() as f64).ceil() as usize;
    sorted[rank.clamp(1, sorted.len()) - 1]
}

#[cfg(test)]
mod tests {
    //! The definitions at their edges.
    use super::*;

    #[test]
    fn the_median_of_an_even_number_lies_between() {
        let measured = Measured::of([4.0, 1.0, 3.0, 2.0]);
        assert_eq!(measured, Measured { median: 2.5, low: 1.0, high: 4.0 });
    }

    #[test]
    fn a_percentile_is_one_of_the_values() {
        let values: Vec<f64> = (1..=200).map(f64::from).collect();
        assert_eq!(percentile(&values, 99.0), 198.0);
        assert_eq!(percentile(&values, 50.0), 100.0);
        assert_eq!(percentile(&[7.0], 1.0), 7.0);
    }

    #[test]
    fn ratios_pair_what_ran_side_by_side() {
        assert_eq!(Measured::ratios(&[2.0, 9.0], &[1.0, 3.0]).median, 2.5);
    }
}
