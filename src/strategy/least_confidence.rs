//! Least confidence (Lewis & Gale 1994): the texts whose best guess is least sure. Score: 1 − max p.

use super::pool::{percent, top_two};
use super::{Need, Pick, PoolView, Strategy};
use crate::error::Result;
use crate::rng::Rng;

/// See the file's head.
#[derive(Clone, Copy, Debug, Default)]
pub struct LeastConfidence;

impl Strategy for LeastConfidence {
    fn need(&self) -> Need {
        Need::Probabilities
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let probabilities = pool.probabilities()?;
        let scores: Vec<f32> = probabilities.iter().map(|row| 1.0 - top_two(row).0.1).collect();
        Ok(pool.best(&scores, count, rng, |place| {
            let (class, p) = top_two(probabilities.row(place)).0;
            format!("best guess {} only {}", pool.name(class), percent(p))
        }))
    }
}
