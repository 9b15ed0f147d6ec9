//! Contrastive active learning (Margatina et al. 2021): texts that the model judges otherwise than the labelled texts most like them.
//! Score: mean KL(p_neighbour ‖ p_x) over the 10 nearest labelled texts, in nats.
//!
//! Neighbours are sought among the labelled alone, by Euclidean distance; the model's probabilities of them are asked of the head.
//! Probabilities of x are at least 10⁻⁷ in the quotient, so a model that is certain gives a large score and not an infinite one.
//! Beyond 4.5 million pairs of candidate and answer a uniform sample of the candidates is compared; the others rank last.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};
use crate::matrix::Matrix;
use crate::rng::Rng;
use crate::strategy::pool::{percent, top_two};
use crate::strategy::representation::clustering::rows;
use crate::strategy::representation::distances::squared_distances;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

use super::{answers, compared, fitting_head};

/// The least probability that is divided by.
const LEAST: f64 = 1e-7;

/// See the file's head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Cal {
    /// Labelled neighbours that are compared, 1 to 1000; fewer while there are fewer answers.
    pub neighbours: usize,
}

impl Default for Cal {
    fn default() -> Self {
        Self { neighbours: 10 }
    }
}

impl Strategy for Cal {
    fn about(&self) -> About {
        About {
            title: "CAL (contrastive)",
            family: "combined",
            paper: "Margatina, Vernikos, Barrault & Aletras 2021, Active learning by acquiring contrastive examples",
            formula: "mean KL(p_l ‖ p_x) over the 10 nearest labelled l",
            cost: "N·L·d, at most 4.5 million pairs",
            summary: "Asks about texts that the model judges otherwise than the labelled texts most like them.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Probabilities
    }

    fn check(&self) -> Result<()> {
        if (1..=1000).contains(&self.neighbours) {
            return Ok(());
        }
        let message = format!("CAL cannot compare {} neighbours; neighbours is from 1 to 1000.", self.neighbours);
        Err(Error::new(Code::InvalidStrategy, message))
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        pool.single_label()?;
        let probabilities = pool.probabilities()?;
        let head = fitting_head(pool)?;
        let labelled = rows(pool, answers(pool).into_iter().map(|(id, _)| id));
        let known = head.predict_proba(&labelled);
        let mut scores = vec![f32::NAN; pool.candidates.len()];
        let mut near = Nearest::new(self.neighbours.min(labelled.rows()));
        for place in compared(pool, rng) {
            near.find(pool.feature(pool.candidates[place]), &labelled);
            let sum: f64 = near.found.iter().map(|&(_, answer)| divergence(known.row(answer), probabilities.row(place))).sum();
            scores[place] = (sum / near.found.len().max(1) as f64) as f32;
        }
        let reason = |place: usize| {
            if scores[place].is_nan() {
                return "not compared: a sample of the pool was".into();
            }
            let mut near = Nearest::new(self.neighbours.min(labelled.rows()));
            near.find(pool.feature(pool.candidates[place]), &labelled);
            contrast(pool, probabilities.row(place), &near.mean(&known))
        };
        // Reasons are made for the chosen alone.
        Ok(pool.best(&scores, count, rng, reason))
    }
}

/// KL(p ‖ q) in nats; 0·ln 0 is 0.
fn divergence(p: &[f32], q: &[f32]) -> f64 {
    let term = |(&p, &q): (&f32, &f32)| match p > 0.0 {
        true => f64::from(p) * (f64::from(p) / at_least(f64::from(q))).ln(),
        // Keeps what is not a number visible, so that it ranks last.
        false => f64::from(p) * f64::from(q),
    };
    p.iter().zip(q).map(term).sum()
}

/// `f64::max` would hide what is not a number.
fn at_least(q: f64) -> f64 {
    if q < LEAST { LEAST } else { q }
}

fn contrast(pool: &PoolView<'_>, here: &[f32], there: &[f32]) -> String {
    if there.is_empty() {
        return "nothing is labelled yet to compare with".into();
    }
    let ((class, p), (other, q)) = (top_two(here).0, top_two(there).0);
    if class == other {
        format!("{} here at {}, at {} for the labelled texts most like it", pool.name(class), percent(p), percent(q))
    } else {
        format!("{} here, but the labelled texts most like it are rather {}", pool.name(class), pool.name(other))
    }
}

/// The nearest answers of one row.
struct Nearest {
    wanted: usize,
    /// Squared distance and number of the answer, nearest first, the lower number first of equals.
    found: Vec<(f32, usize)>,
    distances: Vec<f32>,
}

impl Nearest {
    fn new(wanted: usize) -> Self {
        Self { wanted, found: Vec::with_capacity(wanted + 1), distances: Vec::new() }
    }

    fn find(&mut self, row: &[f32], answers: &Matrix) {
        squared_distances(row, answers, 0..answers.rows(), &mut self.distances);
        self.found.clear();
        for (answer, &distance) in self.distances.iter().enumerate() {
            let distance = if distance.is_nan() { f32::INFINITY } else { distance };
            if self.found.len() == self.wanted && self.found.last().is_none_or(|last| distance >= last.0) {
                continue;
            }
            let place = self.found.partition_point(|found| found.0 <= distance);
            self.found.insert(place, (distance, answer));
            self.found.truncate(self.wanted);
        }
    }

    /// The mean probabilities of those found; empty where there is none.
    fn mean(&self, known: &Matrix) -> Vec<f32> {
        if self.found.is_empty() {
            return Vec::new();
        }
        let mut mean = vec![0.0; known.cols()];
        for &(_, answer) in &self.found {
            mean.iter_mut().zip(known.row(answer)).for_each(|(mean, p)| *mean += p / self.found.len() as f32);
        }
        mean
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_divergence_is_finite_and_zero_only_between_equals() {
        assert_eq!(divergence(&[0.25, 0.75], &[0.25, 0.75]), 0.0);
        assert!((divergence(&[1.0, 0.0], &[0.0, 1.0]) - (1e7f64).ln()).abs() < 1e-9);
        assert!((divergence(&[0.5, 0.5], &[0.9, 0.1]) - 0.510_825_6).abs() < 1e-6);
        assert!(divergence(&[0.0, 1.0], &[f32::NAN, f32::NAN]).is_nan());
    }
}
