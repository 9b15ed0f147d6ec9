//! Whether one series of paired results is better than another, and how sure a mean is. Knows numbers only.
//!
//! Wilcoxon's signed-rank test (Wilcoxon 1945; Hollander & Wolfe 1999, chapter 3) with the exact null distribution, by counting, also with
//! ties, where the distribution is that of the mid-ranks at hand; no normal approximation is needed for the number of seeds that there
//! are. Holm's step-down correction (Holm 1979). The mean's interval is Student's.

use distrs::StudentsT;
use serde::{Deserialize, Serialize};

/// Differences closer than this are one difference: below it, rounding decides.
const GRAIN: f64 = 1e-12;

/// A mean with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Mean {
    /// The mean.
    pub mean: f64,
    /// Sample standard deviation; 0 of fewer than two values.
    pub sd: f64,
    /// Lower end of Student's 95 % interval; the mean itself of fewer than two values, which say nothing of their spread.
    pub low: f64,
    /// Upper end, alike.
    pub high: f64,
}

/// Mean, standard deviation and 95 % interval of `values`; zeros of nothing.
pub fn mean_interval(values: &[f64]) -> Mean {
    let count = values.len() as f64;
    if values.is_empty() {
        return Mean { mean: 0.0, sd: 0.0, low: 0.0, high: 0.0 };
    }
    let mean = values.iter().sum::<f64>() / count;
    if values.len() == 1 {
        return Mean { mean, sd: 0.0, low: mean, high: mean };
    }
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    let sd = (squares / (count - 1.0)).sqrt();
    let half = StudentsT::ppf(0.975, count - 1.0) * sd / count.sqrt();
    Mean { mean, sd, low: mean - half, high: mean + half }
}

/// Two-sided p of Wilcoxon's signed-rank test on paired `differences`; zeros are dropped, as Wilcoxon did. 1 where nothing is left.
pub fn wilcoxon_signed_rank(differences: &[f64]) -> f64 {
    let mut left: Vec<(f64, bool)> = differences
        .iter()
        .map(|difference| (difference / GRAIN).round())
        .filter(|steps| *steps != 0.0 && !steps.is_nan())
        .map(|steps| (steps.abs(), steps > 0.0))
        .collect();
    left.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Twice the mid-ranks, which are whole: those of a run of equals from place s to e are all s + e + 1.
    let mut ranks = Vec::with_capacity(left.len());
    for run in left.chunk_by(|a, b| a.0 == b.0) {
        let first = ranks.len() + 1;
        ranks.extend(std::iter::repeat_n(2 * first + run.len() - 1, run.len()));
    }
    let positive: usize = ranks.iter().zip(&left).filter(|(_, (_, up))| *up).map(|(rank, _)| rank).sum();
    // The share of the 2ⁿ equally likely signs for which the positive ranks sum to each value.
    let total: usize = ranks.iter().sum();
    let mut shares = vec![0.0f64; total + 1];
    shares[0] = 1.0;
    let mut reached = 0;
    for rank in ranks {
        reached += rank;
        for sum in (0..=reached).rev() {
            let with = if sum >= rank { shares[sum - rank] } else { 0.0 };
            shares[sum] = (shares[sum] + with) / 2.0;
        }
    }
    let (below, above): (f64, f64) = (shares[..=positive].iter().sum(), shares[positive..].iter().sum());
    (2.0 * below.min(above)).min(1.0)
}

/// Holm's correction of several p: each result is the least level of the whole family at which its test rejects. In the order given.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let mut adjusted = vec![0.0; p.len()];
    let mut highest = 0.0f64;
    for (place, &test) in order.iter().enumerate() {
        highest = highest.max((p.len() - place) as f64 * p[test]).min(1.0);
        adjusted[test] = highest;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_wins_of_five_are_one_sign_pattern_of_thirty_two_on_either_side() {
        assert_eq!(wilcoxon_signed_rank(&[0.1, 0.2, 0.3, 0.4, 0.5]), 2.0 / 32.0);
        assert_eq!(wilcoxon_signed_rank(&[-0.1, -0.2, -0.3, -0.4, -0.5, -0.6]), 2.0 / 64.0);
    }

    #[test]
    fn nothing_but_zeros_differs_in_nothing() {
        assert_eq!(wilcoxon_signed_rank(&[]), 1.0);
        assert_eq!(wilcoxon_signed_rank(&[0.0, 0.0]), 1.0);
        assert_eq!(wilcoxon_signed_rank(&[0.0, 0.5, -0.5]), 1.0);
    }

    #[test]
    fn differences_that_differ_by_rounding_alone_are_tied() {
        assert_eq!(wilcoxon_signed_rank(&[0.1 + 0.2, -0.3, 0.5]), wilcoxon_signed_rank(&[0.3, -0.3, 0.5]));
    }

    #[test]
    fn holm_multiplies_step_by_step_and_never_falls() {
        let adjusted = holm(&[0.04, 0.01, 0.03]);
        assert!(adjusted.iter().zip([0.06, 0.03, 0.06]).all(|(a, b)| (a - b).abs() < 1e-12), "{adjusted:?}");
        assert_eq!(holm(&[0.9, 0.8]), [1.0, 1.0]);
        assert!(holm(&[]).is_empty());
    }

    #[test]
    fn one_value_has_no_spread_and_none_is_defined() {
        assert_eq!(mean_interval(&[0.7]), Mean { mean: 0.7, sd: 0.0, low: 0.7, high: 0.7 });
        assert_eq!(mean_interval(&[]).mean, 0.0);
    }
}
