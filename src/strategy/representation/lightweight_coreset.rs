//! Lightweight coreset (Bachem, Lucic & Krause 2018): a draw without replacement in which half of the chance is the same for all and
//! half grows with the squared distance to the mean of the candidates, q(x) = ½·1/N + ½·d(x, μ)²/Σ d².
//! Score: ln q(x) plus Gumbel noise of the seed and the id; the highest are such a draw (Gumbel top-k).
//!
//! Two passes over the pool, whatever the batch. Looks at neither answers nor a model. Rows that are not numbers have no distance.

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::matrix::squared_distance;
use crate::rng::Rng;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

use super::chance::{ascending, gumbel};

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct LightweightCoreset {}

impl Strategy for LightweightCoreset {
    fn about(&self) -> About {
        About {
            title: "Lightweight coreset",
            family: "representation",
            paper: "Bachem, Lucic & Krause 2018, Scalable k-means clustering via lightweight coresets",
            formula: "a draw with q = ½·1/N + ½·‖x − μ‖²/Σ‖x − μ‖²",
            cost: "N·d",
            summary: "Draws at random, the more likely the farther from the middle of the pool: nearly a fair sample that rare texts get into. \
                      Needs no model.",
            scope: Scope::Any,
        }
    }

    fn need(&self) -> Need {
        Need::Features
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let seed = rng.next_u64();
        let chances = chances(pool);
        let scores: Vec<f32> = chances.iter().zip(pool.candidates).map(|(q, &id)| (q.ln() + gumbel(seed, id)) as f32).collect();
        Ok(pool.best(&scores, count, rng, |place| {
            let times = chances[place] * chances.len() as f64;
            match times {
                1.1.. => format!("drawn at random, with {times:.1} times the usual chance: it lies far from the middle"),
                ..0.9 => format!("drawn at random, with {times:.1} times the usual chance: it lies near the middle"),
                _ => "drawn at random, with the usual chance".into(),
            }
        }))
    }
}

/// q of each candidate; they sum to 1.
fn chances(pool: &PoolView<'_>) -> Vec<f64> {
    let mut sums = vec![0.0f64; pool.features.cols()];
    let mut counted = 0;
    let places = ascending(pool);
    for &place in &places {
        let row = pool.feature(pool.candidates[place]);
        if row.iter().all(|x| x.is_finite()) {
            counted += 1;
            sums.iter_mut().zip(row).for_each(|(sum, &x)| *sum += f64::from(x));
        }
    }
    let mean: Vec<f32> = sums.iter().map(|sum| (sum / f64::from(counted.max(1))) as f32).collect();
    let spread = |id| f64::from(squared_distance(pool.feature(id), &mean));
    let spreads: Vec<f64> = pool.candidates.iter().map(|&id| spread(id)).map(|s| if s.is_finite() { s } else { 0.0 }).collect();
    let total: f64 = places.iter().map(|&place| spreads[place]).sum();
    let uniform = 1.0 / spreads.len() as f64;
    // Where all are one point there is no spread to share out.
    let chance = |spread: &f64| if total > 0.0 { 0.5 * uniform + 0.5 * spread / total } else { uniform };
    spreads.iter().map(chance).collect()
}
