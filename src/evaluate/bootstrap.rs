//! Bootstrap percentile intervals (Efron & Tibshirani 1993, chapter 13) for figures that have no closed form.
//! Owns the resamples, drawn once by a seed and shared by all figures of one estimate, so that these vary together.
//! Knows no metric: a figure is a function of positions.

use crate::rng::Rng;

/// Resamples of one estimate: enough for the 2.5 % points to settle within a tenth of the interval's width.
pub const RESAMPLES: usize = 1000;

/// A figure with its 95 % interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Interval {
    /// The figure on the sample itself.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Samples of positions `0..n`, each of size `n`, drawn with replacement.
#[derive(Clone, Debug, PartialEq)]
pub struct Resamples {
    size: usize,
    /// `[draws, size]`.
    positions: Vec<usize>,
}

impl Resamples {
    /// `draws` resamples of `0..size`. The same seed gives the same ones.
    pub fn draw(size: usize, draws: usize, seed: u64) -> Self {
        let mut rng = Rng::stream(seed, "bootstrap");
        let positions = if size == 0 { Vec::new() } else { (0..draws * size).map(|_| rng.below(size)).collect() };
        Self { size, positions }
    }

    /// Resamples drawn elsewhere: `positions` holds whole draws of `size` positions below `size` each.
    pub fn given(size: usize, positions: Vec<usize>) -> Self {
        assert!(size > 0 && positions.len().is_multiple_of(size) && positions.iter().all(|&place| place < size), "whole draws of 0..size");
        Self { size, positions }
    }

    /// The figure on the sample itself (positions `0..n`) and the 2.5 % and 97.5 % points of it over the resamples.
    ///
    /// Some figures (calibration error) are larger on resamples than on the sample, by their nature; the interval is
    /// stretched to hold the value then. Of an empty sample, low and high are the value.
    pub fn interval(&self, mut figure: impl FnMut(&[usize]) -> f64) -> Interval {
        let all: Vec<usize> = (0..self.size).collect();
        let value = figure(&all);
        if self.positions.is_empty() {
            return Interval { value, low: value, high: value };
        }
        let mut values: Vec<f64> = self.positions.chunks_exact(self.size).map(figure).collect();
        values.sort_unstable_by(f64::total_cmp);
        Interval { value, low: quantile(&values, 0.025).min(value), high: quantile(&values, 0.975).max(value) }
    }
}

/// A quantile of ascending values, linear between neighbours as in NumPy. `sorted` must not be empty.
fn quantile(sorted: &[f64], q: f64) -> f64 {
    let place = q * (sorted.len() - 1) as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(values: &[f64]) -> impl Fn(&[usize]) -> f64 {
        move |places| places.iter().map(|&place| values[place]).sum::<f64>() / places.len() as f64
    }

    #[test]
    fn the_interval_of_a_mean_is_the_normal_one_within_sampling_error() {
        let values: Vec<f64> = (0..400).map(|i| f64::from(i % 20)).collect();
        let interval = Resamples::draw(400, 2000, 5).interval(mean(&values));
        let half = 1.96 * (33.25f64 / 400.0).sqrt();
        assert_eq!(interval.value, 9.5);
        assert!((interval.low - (9.5 - half)).abs() < 0.06 && (interval.high - (9.5 + half)).abs() < 0.06, "{interval:?}");
    }

    #[test]
    fn a_seed_repeats_and_another_differs() {
        assert_eq!(Resamples::draw(9, 3, 1), Resamples::draw(9, 3, 1));
        assert_ne!(Resamples::draw(9, 3, 1), Resamples::draw(9, 3, 2));
    }

    #[test]
    fn one_item_and_none_are_defined() {
        let one = Resamples::draw(1, 50, 1).interval(mean(&[0.25]));
        assert_eq!(one, Interval { value: 0.25, low: 0.25, high: 0.25 });
        assert_eq!(Resamples::draw(0, 50, 1).interval(|places| places.len() as f64), Interval::default());
    }

    #[test]
    fn the_interval_always_holds_the_value() {
        // The figure is 0 on the sample and 1 on every resample that leaves something out.
        let distinct = |places: &[usize]| {
            let mut seen = places.to_vec();
            seen.sort_unstable();
            seen.dedup();
            f64::from(u8::from(seen.len() < 50))
        };
        let interval = Resamples::draw(50, 200, 3).interval(distinct);
        assert_eq!((interval.low, interval.value, interval.high), (0.0, 0.0, 1.0));
    }
}
