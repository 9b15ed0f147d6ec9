//! Uniformly at random: the baseline that every other strategy has to beat.

use super::{Need, Pick, PoolView, Strategy};
use crate::error::Result;
use crate::rng::Rng;

/// See the file's head.
#[derive(Clone, Copy, Debug, Default)]
pub struct Random;

impl Strategy for Random {
    fn need(&self) -> Need {
        Need::Nothing
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        // All scores are equal, so the seeded hash alone decides: a uniform draw that does not depend on the pool's order.
        let scores = vec![0.0; pool.candidates.len()];
        Ok(pool.best(&scores, count, rng, |_| "drawn at random".into()))
    }
}
