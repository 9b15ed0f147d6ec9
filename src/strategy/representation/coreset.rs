//! Greedy k-centre, the coreset strategy (Gonzalez 1985; Sener & Savarese 2018): again and again the text farthest from everything
//! labelled or chosen so far. Score: Euclidean distance to the nearest of those.
//!
//! Incremental: `(labelled + count) × candidates` distances, two numbers kept for each candidate. Distances are sums of squared
//! differences, so a duplicate of a labelled text is at exactly 0 and comes only when nothing else is left.

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::matrix::{Matrix, top_k};
use crate::rng::Rng;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

use super::clustering::rows;
use super::distances::squared_distances;

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct Coreset {}

impl Strategy for Coreset {
    fn about(&self) -> About {
        About {
            title: "Coreset (greedy k-centre)",
            family: "representation",
            paper: "Sener & Savarese 2018, Active learning for convolutional neural networks: a core-set approach",
            formula: "min_{s ∈ L ∪ picked} ‖x − x_s‖",
            cost: "N·(L + n)·d",
            summary: "Asks about the text farthest from all that is labelled. Finds what is rare and odd; needs no model.",
            scope: Scope::Any,
        }
    }

    fn need(&self) -> Need {
        Need::Features
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let seed = rng.next_u64();
        let count = count.min(pool.candidates.len());
        // Squared distance of each candidate to the nearest centre; −∞ once it has been chosen itself.
        let mut nearest = vec![f32::INFINITY; pool.candidates.len()];
        approach(pool, &mut nearest, &rows(pool, pool.labelled.iter().copied()));
        let mut picks: Vec<Pick> = Vec::with_capacity(count);
        while picks.len() < count {
            // With no label yet all are infinitely far, and the seeded hash draws the first.
            let Some(&place) = top_k(&nearest, pool.candidates, 1, seed).first() else { break };
            let (id, squared) = (pool.candidates[place], nearest[place]);
            nearest[place] = f32::NEG_INFINITY;
            approach(pool, &mut nearest, &rows(pool, [id]));
            picks.push(if squared == f32::INFINITY {
                // What it leaves uncovered is the best finite figure for the first: no later pick scores higher.
                let radius = nearest.iter().copied().fold(0.0, f32::max).sqrt();
                Pick { id, score: radius, reason: "a first text, drawn at random".into() }
            } else {
                let distance = squared.sqrt();
                Pick { id, score: distance, reason: reason(distance, pool.labelled.is_empty()) }
            });
        }
        Ok(picks)
    }
}

fn reason(distance: f32, unlabelled: bool) -> String {
    let so_far = if unlabelled { "chosen" } else { "labelled" };
    if distance > 0.0 {
        format!("unlike anything {so_far} so far (distance {distance:.2})")
    } else {
        format!("the same as a text {so_far} already; nothing new is left")
    }
}

/// Lowers each candidate's distance where one of `centres` is nearer. A row that is not a number counts as no distance at all.
/// Candidates are the outer loop: the centres fit a processor's cache, the pool does not.
fn approach(pool: &PoolView<'_>, nearest: &mut [f32], centres: &Matrix) {
    let mut distances = Vec::with_capacity(centres.rows());
    for (nearest, &id) in nearest.iter_mut().zip(pool.candidates) {
        // Zero cannot become less, and a candidate that was chosen (−∞) stays so.
        if *nearest <= 0.0 {
            continue;
        }
        squared_distances(pool.feature(id), centres, 0..centres.rows(), &mut distances);
        for &distance in &distances {
            *nearest = if distance.is_nan() { 0.0 } else { nearest.min(distance) };
        }
    }
}
