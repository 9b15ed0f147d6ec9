//! Information density (Settles & Craven 2008): doubt times the similarity to the pool, so that an outlier is not asked about only
//! because the model has never seen its like. Score: (1 − (p₁ − p₂)) · (mean cosine to all candidates)^β.
//!
//! The mean of the cosines to all candidates is the cosine with their mean direction, x̂·(1/N)Σ û: exact, in one pass of N·d instead of
//! N². The mean takes in the text itself; a mean below zero counts as 0. The base measure is the margin.
//!
//! The paper weighs with β = 1. On sentence embeddings that lets density alone decide: a pool's mean cosines differ threefold, while the doubts
//! at the top differ by a few hundredths, so a batch comes out of one dense corner. [`BETA`] has density choose among texts of about equal doubt.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};
use crate::matrix::{dot, norm};
use crate::rng::Rng;
use crate::strategy::pool::{margin, shown_margin};
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

use super::chance::ascending;

/// A text three times as typical as another counts for 3 % more doubt, as much as modAL's 1 / (1 + distance) makes of the same pools.
const BETA: f32 = 0.03;

/// See the file's head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct InformationDensity {
    /// How much the similarity counts, 0 (not at all) to 100; 1 is the paper's.
    pub beta: f32,
}

impl Default for InformationDensity {
    fn default() -> Self {
        Self { beta: BETA }
    }
}

impl Strategy for InformationDensity {
    fn about(&self) -> About {
        About {
            title: "Information density",
            family: "representation",
            paper: "Settles & Craven 2008, An analysis of active learning strategies for sequence labeling tasks",
            formula: "(1 − (p₁ − p₂)) · (mean cos(x, u) over all candidates u)^β",
            cost: "N·(d + C)",
            summary: "Asks about texts between two labels, of those equally doubtful about the ones like much of the pool. For one text at a time.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Probabilities
    }

    fn check(&self) -> Result<()> {
        if (0.0..=100.0).contains(&self.beta) {
            return Ok(());
        }
        Err(Error::new(Code::InvalidStrategy, format!("Information density cannot weigh with beta = {}; beta is from 0 to 100.", self.beta)))
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        pool.single_label()?;
        let probabilities = pool.probabilities()?;
        let similarity = mean_cosines(pool);
        let score = |(row, similarity): (&[f32], &f64)| (f64::from(1.0 - margin(row)) * similarity.powf(f64::from(self.beta))) as f32;
        let scores: Vec<f32> = probabilities.iter().zip(&similarity).map(score).collect();
        Ok(pool.best(&scores, count, rng, |place| {
            format!("{}, and like much of the pool (similarity {:.2})", shown_margin(pool, probabilities.row(place)), similarity[place])
        }))
    }
}

/// Each candidate's mean cosine to all candidates, itself included; at least 0. A row of length 0, or not of numbers, is like nothing.
fn mean_cosines(pool: &PoolView<'_>) -> Vec<f64> {
    let lengths: Vec<f32> = pool.candidates.iter().map(|&id| norm(pool.feature(id))).collect();
    let usable = |place: usize| lengths[place].is_finite() && lengths[place] > 0.0;
    let mut mean = vec![0.0f64; pool.features.cols()];
    for place in ascending(pool).into_iter().filter(|&place| usable(place)) {
        let scale = 1.0 / (f64::from(lengths[place]) * pool.candidates.len() as f64);
        mean.iter_mut().zip(pool.feature(pool.candidates[place])).for_each(|(sum, &x)| *sum += scale * f64::from(x));
    }
    let mean: Vec<f32> = mean.into_iter().map(|x| x as f32).collect();
    let cosine = |place: usize| match usable(place) {
        true => f64::from(dot(pool.feature(pool.candidates[place]), &mean) / lengths[place]).max(0.0),
        false => 0.0,
    };
    (0..pool.candidates.len()).map(cosine).collect()
}
