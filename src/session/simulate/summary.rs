//! What the curves say together: means with 95 % intervals over the seeds, the normalised area under each curve, and whether a strategy
//! beats random, seed by seed. Tests many strategies as one family, and says where there are too few seeds to show anything.

use serde::{Deserialize, Serialize};

use super::study::Curve;
use crate::evaluate::{Mean, holm, mean_interval, normalised_area, wilcoxon_signed_rank};

/// What the others are compared with.
const BASELINE: &str = "random";
/// The level of significance.
const LEVEL: f64 = 0.05;

/// The curves of a study, summed up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// One for each strategy, in the study's order.
    pub strategies: Vec<StrategySummary>,
    /// Replays of each strategy.
    pub seeds: usize,
    /// What must be known to read the comparison, in a sentence: too few seeds, or nothing to compare with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub note: Option<String>,
}

/// One strategy over all seeds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct StrategySummary {
    /// Its name.
    pub strategy: String,
    /// The mean curve.
    pub curve: Vec<MeanPoint>,
    /// Accuracy at the curve's end.
    pub accuracy: Mean,
    /// Macro-F1 at the curve's end.
    pub macro_f1: Mean,
    /// Normalised area under the accuracy curve: the mean accuracy on the way.
    pub area: Mean,
    /// The areas compared with random's; absent for random itself, and where it was not replayed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub comparison: Option<Comparison>,
}

/// A point of a mean curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct MeanPoint {
    /// Labels given.
    pub labels: usize,
    /// Share right on the held-out texts.
    pub accuracy: Mean,
    /// Mean F1 of all classes.
    pub macro_f1: Mean,
}

/// Areas against random's, paired by seed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// How much more area, with its interval.
    pub difference: Mean,
    /// Seeds with more area than random.
    pub wins: usize,
    /// Seeds with less.
    pub losses: usize,
    /// Two-sided p of Wilcoxon's signed-rank test.
    pub p: f64,
    /// The same after Holm's correction over all strategies compared.
    pub p_holm: f64,
}

/// Sums curves up that come strategy by strategy, each with the same seeds in the same order.
pub fn summarise(curves: &[Curve]) -> Summary {
    let groups: Vec<&[Curve]> = curves.chunk_by(|a, b| a.strategy == b.strategy).collect();
    let seeds = groups.first().map_or(0, |group| group.len());
    let mut strategies: Vec<StrategySummary> = groups.iter().map(|group| of_strategy(group)).collect();
    let baseline = groups.iter().find(|group| group[0].strategy == BASELINE).map(|group| areas(group));
    let compared: Vec<usize> = (0..groups.len()).filter(|&place| baseline.is_some() && strategies[place].strategy != BASELINE).collect();
    if let Some(baseline) = &baseline {
        let differences: Vec<Vec<f64>> =
            compared.iter().map(|&place| areas(groups[place]).iter().zip(baseline).map(|(area, random)| area - random).collect()).collect();
        let p: Vec<f64> = differences.iter().map(|differences| wilcoxon_signed_rank(differences)).collect();
        for ((&place, differences), (p, p_holm)) in compared.iter().zip(&differences).zip(p.iter().zip(holm(&p))) {
            let count = |won: fn(f64) -> bool| differences.iter().filter(|&&difference| won(difference)).count();
            strategies[place].comparison = Some(Comparison {
                difference: mean_interval(differences),
                wins: count(|difference| difference > 0.0),
                losses: count(|difference| difference < 0.0),
                p: *p,
                p_holm,
            });
        }
    }
    Summary { note: note(strategies.len(), compared.len(), seeds), strategies, seeds }
}

fn of_strategy(curves: &[Curve]) -> StrategySummary {
    let points = curves.iter().map(|curve| curve.points.len()).min().unwrap_or(0);
    let over_seeds = |place: usize| {
        let of = |pick: fn(&super::SimulatedPoint) -> f64| {
            let mean = mean_interval(&curves.iter().map(|curve| pick(&curve.points[place])).collect::<Vec<_>>());
            // A share's interval ends where shares do.
            Mean { low: mean.low.max(0.0), high: mean.high.min(1.0), ..mean }
        };
        MeanPoint { labels: curves[0].points[place].labels, accuracy: of(|point| point.accuracy), macro_f1: of(|point| point.macro_f1) }
    };
    let curve: Vec<MeanPoint> = (0..points).map(over_seeds).collect();
    let nothing = mean_interval(&[]);
    StrategySummary {
        strategy: curves[0].strategy.clone(),
        accuracy: curve.last().map_or(nothing, |point| point.accuracy),
        macro_f1: curve.last().map_or(nothing, |point| point.macro_f1),
        area: mean_interval(&areas(curves)),
        curve,
        comparison: None,
    }
}

/// The normalised area of each curve.
fn areas(curves: &[Curve]) -> Vec<f64> {
    let area = |curve: &Curve| {
        let labels: Vec<usize> = curve.points.iter().map(|point| point.labels).collect();
        normalised_area(&labels, &curve.points.iter().map(|point| point.accuracy).collect::<Vec<_>>())
    };
    curves.iter().map(area).collect()
}

fn note(strategies: usize, compared: usize, seeds: usize) -> Option<String> {
    if compared == 0 {
        return (strategies > 1).then(|| format!("Nothing is tested, because “{BASELINE}” is not among the strategies."));
    }
    // Of 2ⁿ patterns of signs, the two most extreme; the least of m tests is corrected by m.
    let least = |seeds: usize| compared as f64 * 2f64.powi(1 - seeds as i32);
    if least(seeds) <= LEVEL {
        return None;
    }
    let enough = (seeds..).find(|&seeds| least(seeds) <= LEVEL)?;
    let tests = if compared == 1 { String::new() } else { format!(" after correction for {compared} strategies") };
    Some(format!(
        "{seeds} {} cannot show significance: the smallest p possible{tests} is {:.4}. Use {enough} or more.",
        if seeds == 1 { "seed" } else { "seeds" },
        least(seeds).min(1.0)
    ))
}
