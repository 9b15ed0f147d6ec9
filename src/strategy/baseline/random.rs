//! Uniformly at random: the baseline that every other strategy has to beat.

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::rng::Rng;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct Random {}

impl Strategy for Random {
    fn about(&self) -> About {
        About {
            title: "Random",
            family: "baseline",
            paper: "—",
            formula: "1",
            cost: "N",
            summary: "Draws uniformly. The baseline, and the fairest sample for judging a model.",
            scope: Scope::Any,
        }
    }

    fn need(&self) -> Need {
        Need::Nothing
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        // All scores are equal, so the seeded hash alone decides: a uniform draw that does not depend on the pool's order.
        let scores = vec![0.0; pool.candidates.len()];
        Ok(pool.best(&scores, count, rng, |_| "drawn at random".into()))
    }
}
