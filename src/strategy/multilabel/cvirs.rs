//! CVIRS, category vector inconsistency and ranking of scores (Reyes, Morell & Ventura 2018): texts that rank as doubtful on many
//! labels and whose guessed labels are unlike those of the answers. Score: s·v.
//!
//! s joins a ranking for each label (by the margin |p(l) − p(not l)|, least first) as Borda counts: Σ_l (N − rank) / (C (N − 1)); equal
//! margins share their mean rank. v is the mean over the answers of the distance of label vectors: the entropy distance
//! (2 H(Y, Y') − H(Y) − H(Y')) / H(Y, Y'), 0 where both never change, and 1 where the Hamming distance is 1 (an exact opposite is
//! determined by the other, yet as unlike as can be). Without an answer v is 1; a single candidate has s = 1.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{decision, guessed, read};
use crate::error::Result;
use crate::matrix::Matrix;
use crate::rng::Rng;
use crate::strategy::pool::percent;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct Cvirs {}

impl Strategy for Cvirs {
    fn about(&self) -> About {
        About {
            title: "CVIRS",
            family: "multi-label",
            paper: "Reyes, Morell & Ventura 2018, Effective active learning strategy for multi-label learning",
            formula: "Σ_l (N − rank_l) / (C (N − 1)) · mean_{y ∈ L} d(guessed labels, y), d the entropy distance, 1 for opposites",
            cost: "N·C·log N, and C for each pair of different label sets, guessed and answered",
            summary: "Asks about texts that are doubtful on many labels and whose guessed labels differ from those given so far.",
            scope: Scope::MultiLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Probabilities
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let (probabilities, sets) = read(pool)?;
        let ranking = borda(probabilities);
        let inconsistency = inconsistency(probabilities, sets, pool.classes);
        let scores: Vec<f32> = ranking.iter().zip(&inconsistency).map(|(s, v)| (s * v) as f32).collect();
        Ok(pool.best(&scores, count, rng, |place| {
            let share = |figure: f64| if figure.is_nan() { "unknown".into() } else { percent(figure as f32) };
            format!("doubt on all labels {}; guessed labels unlike those given {}", share(ranking[place]), share(inconsistency[place]))
        }))
    }
}

/// s of every candidate, in `[0, 1]`; not a number where a probability is none.
fn borda(probabilities: &Matrix) -> Vec<f64> {
    let (count, labels) = (probabilities.rows(), probabilities.cols());
    if count == 1 || labels == 0 {
        return vec![1.0; count];
    }
    let mut points = vec![0.0; count];
    let mut order: Vec<usize> = (0..count).collect();
    for label in 0..labels {
        let margin = |place: usize| decision(probabilities.row(place)[label]).abs();
        order.sort_unstable_by(|&a, &b| margin(a).total_cmp(&margin(b)));
        let mut first = 0;
        while first < count {
            let mut end = first + 1;
            while end < count && margin(order[end]) == margin(order[first]) {
                end += 1;
            }
            // Ranks first + 1 to end, counted from 1.
            let rank = (first + 1 + end) as f64 / 2.0;
            for &place in &order[first..end] {
                points[place] += if margin(place).is_nan() { f64::NAN } else { count as f64 - rank };
            }
            first = end;
        }
    }
    points.iter().map(|points| points / (labels * (count - 1)) as f64).collect()
}

/// v of every candidate, in `[0, 1]`. Label sets repeat, so each pair of different ones is compared once.
fn inconsistency(probabilities: &Matrix, sets: &[Vec<usize>], classes: usize) -> Vec<f64> {
    let mut given: BTreeMap<Vec<bool>, usize> = BTreeMap::new();
    for set in sets {
        let mut vector = vec![false; classes];
        set.iter().filter(|&&label| label < classes).for_each(|&label| vector[label] = true);
        *given.entry(vector).or_default() += 1;
    }
    let mut known: BTreeMap<Vec<bool>, f64> = BTreeMap::new();
    let of = |vector: &Vec<bool>| {
        let sum: f64 = given.iter().map(|(other, &times)| times as f64 * distance(vector, other)).sum();
        if sets.is_empty() { 1.0 } else { sum / sets.len() as f64 }
    };
    let mut value = |row: &[f32]| {
        let vector: Vec<bool> = row.iter().map(|&p| guessed(p)).collect();
        *known.entry(vector).or_insert_with_key(of)
    };
    probabilities.iter().map(&mut value).collect()
}

/// The distance of two label vectors of one length.
fn distance(a: &[bool], b: &[bool]) -> f64 {
    let mut counts = [[0usize; 2]; 2];
    a.iter().zip(b).for_each(|(&a, &b)| counts[usize::from(a)][usize::from(b)] += 1);
    let entropy = |parts: &[usize]| -> f64 {
        let part = |&count: &usize| {
            let share = count as f64 / a.len() as f64;
            if count == 0 { 0.0 } else { -share * share.log2() }
        };
        parts.iter().map(part).sum()
    };
    if !a.is_empty() && counts[0][1] + counts[1][0] == a.len() {
        return 1.0;
    }
    let joint = entropy(&[counts[0][0], counts[0][1], counts[1][0], counts[1][1]]);
    let of_a = entropy(&[counts[0][0] + counts[0][1], counts[1][0] + counts[1][1]]);
    let of_b = entropy(&[counts[0][0] + counts[1][0], counts[0][1] + counts[1][1]]);
    // Rounding may leave a hair below zero.
    if joint > 0.0 { ((2.0 * joint - of_a - of_b) / joint).clamp(0.0, 1.0) } else { 0.0 }
}
