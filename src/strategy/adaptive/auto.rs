//! Auto: typical texts while the labels are being found, then typical texts of what the model doubts, and with many answers the margin
//! alone. Each reason names the phase.
//!
//! 1. *Finding the labels*, while [`cold_start`] says so or there is no model: k-means. Score: the k-means one.
//! 2. *Sharpening the labels*: of the candidates, the share C / L with the smallest margins (at most [`SHARE`], at least 1.5 n) is grouped by
//!    k-means with the weights 1 − (p₁ − p₂), and the text nearest to each group's mean is asked about, the heaviest group first.
//!    Score: the group's share of the doubt, less 1 for every text taken from it before. As answers a label (L / C) grow, the share
//!    shrinks and the choice becomes the margin's.
//!
//! Why so: in replays of six sets the margin alone wastes early answers on outliers between labels that it hardly knows, and k-means alone
//! wastes late ones on what is known; docs/STRATEGIES.md has the curves. Weighting clusters by doubt is CLUE's (Prabhu et al. 2021),
//! taking a margin's shortlist first is Zhdanov's (2019).

use serde::{Deserialize, Serialize};

use super::spread;
use crate::error::{Code, Error, Result};
use crate::matrix::{Matrix, top_k};
use crate::rng::{Rng, mix};
use crate::strategy::pool::{percent, top_two};
use crate::strategy::{About, Kmeans, Need, Pick, PoolView, Scope, Strategy, cold_start};

/// The largest share of the candidates that is grouped.
const SHARE: f64 = 0.1;
/// Candidates that are grouped at most: bounds the time on large pools.
const SHORTLIST: usize = 4096;
/// Groups at least, so that a batch of one is still drawn from among several.
const GROUPS: usize = 10;

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct Auto {}

impl Strategy for Auto {
    fn about(&self) -> About {
        About {
            title: "Auto",
            family: "adaptive",
            paper: "ours, from measured curves; after Zhdanov 2019, Diverse mini-batch active learning, and Prabhu et al. 2021 (CLUE)",
            formula: "k-means until labels are seen; then k-means weighted by 1 − (p₁ − p₂) on the min(0.1, C/L) of N with the least margin",
            cost: "N·C, and n·d for each of at most 4096 candidates",
            summary: "Finds the labels first, then asks about typical doubtful texts, and with many answers about the closest calls. The safe choice.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Features
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        if pool.label_sets.is_some() {
            let message = "Auto is for projects with one label a text; choose a strategy for several labels.";
            return Err(Error::new(Code::InvalidStrategy, message));
        }
        let mut answers = vec![0; pool.classes];
        pool.targets.iter().filter(|&&class| class < pool.classes).for_each(|&class| answers[class] += 1);
        if pool.probabilities.is_none() || cold_start(&answers) {
            let mut picks = Kmeans::default().select(pool, count, rng)?;
            picks.iter_mut().for_each(|pick| pick.reason = format!("finding the labels: {}", pick.reason));
            return Ok(picks);
        }
        sharpen(pool, pool.probabilities()?, count, rng)
    }
}

/// The second phase.
fn sharpen(pool: &PoolView<'_>, probabilities: &Matrix, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
    let count = count.min(pool.candidates.len());
    let doubts: Vec<f32> = probabilities.iter().map(doubt).collect();
    let seed = rng.next_u64();
    let size = shortlist(pool.candidates.len(), pool.classes, pool.labelled.len(), count);
    let mut list = top_k(&doubts, pool.candidates, size, seed);
    // The pool's own order has no say in the groups.
    list.sort_unstable_by_key(|&place| pool.candidates[place]);
    let mut rows = Matrix::zeros(0, pool.features.cols());
    list.iter().for_each(|&place| rows.push_row(pool.feature(pool.candidates[place])));
    let weights: Vec<f64> = list.iter().map(|&place| f64::from(doubts[place].max(0.0))).collect();
    let ties: Vec<u64> = list.iter().map(|&place| mix(seed, u64::from(pool.candidates[place]))).collect();
    let groups = spread::groups(&rows, &weights, count.max(GROUPS), &ties, rng);

    let total: f64 = weights.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    let rounds = groups.iter().map(|group| group.members.len()).max().unwrap_or(0);
    let turns = (0..rounds).flat_map(|round| groups.iter().map(move |group| (round, group)));
    let picks = turns.filter_map(|(round, group)| {
        let place = list[*group.members.get(round)?];
        let score = (group.weight / total - round as f64) as f32;
        Some(Pick { id: pool.candidates[place], score, reason: reason(pool, probabilities.row(place), group.members.len()) })
    });
    Ok(picks.take(count).collect())
}

/// 1 − margin; what is not a number is no doubt at all.
fn doubt(row: &[f32]) -> f32 {
    let (first, second) = top_two(row);
    let doubt = 1.0 - (first.1 - second.map_or(0.0, |(_, p)| p));
    if doubt.is_nan() || row.iter().any(|p| p.is_nan()) { f32::NEG_INFINITY } else { doubt }
}

/// How many of the candidates are grouped.
fn shortlist(candidates: usize, classes: usize, answers: usize, count: usize) -> usize {
    let share = (classes as f64 / answers.max(1) as f64).min(SHARE);
    let wanted = ((share * candidates as f64) as usize).min(SHORTLIST);
    wanted.max(count + count / 2).max(GROUPS).min(candidates)
}

fn reason(pool: &PoolView<'_>, row: &[f32], similar: usize) -> String {
    let (first, second) = top_two(row);
    let shown = |(class, p)| format!("{} ({})", pool.name(class), percent(p));
    let between = match second {
        Some(second) => format!("between {} and {}", shown(first), shown(second)),
        None => format!("{} is the only label", shown(first)),
    };
    match similar {
        0 | 1 => format!("sharpening the labels: {between}, unlike other doubtful texts"),
        similar => format!("sharpening the labels: {between}, typical of {similar} doubtful texts"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortlist_shrinks_with_answers_a_label_and_never_below_the_batch() {
        assert_eq!(shortlist(5000, 6, 30, 10), 500);
        assert_eq!(shortlist(5000, 6, 600, 10), 50);
        assert_eq!(shortlist(5000, 2, 5000, 10), 15);
        assert_eq!(shortlist(5000, 77, 500, 25), 500);
        assert_eq!(shortlist(100_000, 77, 77, 10), 4096);
        assert_eq!(shortlist(4, 2, 30, 10), 4);
    }
}
