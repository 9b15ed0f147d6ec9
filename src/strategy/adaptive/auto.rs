//! Auto: typical texts while the labels are being found, then typical texts of what the model doubts. Each reason names the phase.
//!
//! 1. *Finding the labels*, while [`cold_start`] says so or there is no model: k-means. Score: the k-means one.
//! 2. *Sharpening the labels*: the [`SHARE`] of the candidates with the smallest margins is grouped by k-means with the weights
//!    1 − (p₁ − p₂), and the text nearest to each group's mean is asked about, the heaviest group first. A batch smaller than
//!    [`GROUPS`] draws its groups by weight. Score: the group's share of the doubt, less 1 for every text taken from it before, and never
//!    above the score of the pick before.
//!
//! Why so: in replays of six sets the margin alone wastes early answers on outliers between labels that it hardly knows and on texts
//! that are alike, and k-means alone wastes late ones on what is known; docs/STRATEGIES.md has the curves. Taking a margin's shortlist
//! and clustering it by doubt is Zhdanov's (2019) idea, there with a shortlist of some batches; a share of the pool measured better while
//! answers are few, and no worse later.

use serde::{Deserialize, Serialize};

use super::spread::{self, Group};
use crate::error::{Code, Error, Result};
use crate::matrix::{Matrix, top_k};
use crate::rng::{Rng, mix};
use crate::strategy::pool::{margin, percent, top_two};
use crate::strategy::representation::clustering;
use crate::strategy::wrapper::never_rising;
use crate::strategy::{About, Kmeans, Need, Pick, PoolView, Scope, Strategy, cold_start};

/// The share of the candidates that is grouped.
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
            paper: "after Zhdanov 2019, Diverse mini-batch active learning, with a cold start and a shortlist from measured curves",
            formula: "k-means until labels are seen; then k-means weighted by 1 − (p₁ − p₂) on the tenth of N with the least margin",
            cost: "N·C, and n·d for each of at most 4096 candidates",
            summary: "Finds the labels first, then asks about texts that are typical of what the model doubts. The safe choice from the first answer on.",
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
        if pool.probabilities.is_none() || cold_start(answers.iter().sum(), &answers) {
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
    let size = shortlist(pool.candidates.len(), count);
    let mut list = top_k(&doubts, pool.candidates, size, seed);
    // The pool's own order has no say in the groups.
    list.sort_unstable_by_key(|&place| pool.candidates[place]);
    let rows = clustering::rows(pool, list.iter().map(|&place| pool.candidates[place]));
    let weights: Vec<f64> = list.iter().map(|&place| f64::from(doubts[place].max(0.0))).collect();
    let ties: Vec<u64> = list.iter().map(|&place| mix(seed, u64::from(pool.candidates[place]))).collect();
    let mut groups = spread::groups(&rows, &weights, count.max(GROUPS), &ties, rng);

    if count < groups.len() {
        draw_first(&mut groups, count, rng);
    }
    let total: f64 = weights.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    let rounds = groups.iter().map(|group| group.members.len()).max().unwrap_or(0);
    let turns = (0..rounds).flat_map(|round| groups.iter().map(move |group| (round, group)));
    let picks = turns.filter_map(|(round, group)| {
        let place = list[*group.members.get(round)?];
        let score = (group.weight / total - round as f64) as f32;
        Some(Pick { id: pool.candidates[place], score, reason: reason(pool, probabilities.row(place), group.members.len()) })
    });
    Ok(never_rising(picks.take(count).collect()))
}

/// Brings `count` groups to the front, drawn by weight without replacement. The heaviest alone would have one question after another
/// come from the same corner of the pool.
fn draw_first(groups: &mut [Group], count: usize, rng: &mut Rng) {
    for place in 0..count {
        let total: f64 = groups[place..].iter().map(|group| group.weight).sum();
        let mut left = rng.uniform() * total;
        let drawn = groups[place..].iter().position(|group| {
            left -= group.weight;
            left < 0.0
        });
        // Without weight, or by rounding, none is drawn: the first stays.
        groups[place..=place + drawn.unwrap_or(0)].rotate_right(1);
    }
}

/// 1 − margin; what is not a number is no doubt at all.
fn doubt(row: &[f32]) -> f32 {
    let doubt = 1.0 - margin(row);
    if doubt.is_nan() || row.iter().any(|p| p.is_nan()) { f32::NEG_INFINITY } else { doubt }
}

/// How many of the candidates are grouped.
fn shortlist(candidates: usize, count: usize) -> usize {
    let wanted = ((SHARE * candidates as f64) as usize).min(SHORTLIST);
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
    fn the_shortlist_is_a_tenth_of_the_pool_but_never_less_than_the_batch_nor_without_bound() {
        assert_eq!(shortlist(5000, 10), 500);
        assert_eq!(shortlist(50, 20), 30);
        assert_eq!(shortlist(100_000, 10), 4096);
        assert_eq!(shortlist(4, 10), 4);
    }

    #[test]
    fn small_batches_draw_groups_by_weight_and_each_once() {
        let group = |weight: f64| Group { members: vec![weight as usize], weight };
        let mut first = [0.0f64; 4];
        for seed in 0..4000 {
            let mut groups: Vec<Group> = [3.0, 1.0, 0.0].map(group).to_vec();
            draw_first(&mut groups, 2, &mut Rng::new(seed));
            first[groups[0].weight as usize] += 1.0;
            let mut weights: Vec<f64> = groups.iter().map(|group| group.weight).collect();
            weights.sort_by(f64::total_cmp);
            assert_eq!(weights, [0.0, 1.0, 3.0]);
        }
        assert!(first[0] == 0.0 && (first[3] - 3000.0).abs() < 4.0 * 27.4, "{first:?}");
    }
}
