//! Least confidence (Lewis & Gale 1994): the texts whose best guess is least sure. Score: 1 − max p.

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::rng::Rng;
use crate::strategy::pool::{percent, top_two};
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct LeastConfidence {}

impl Strategy for LeastConfidence {
    fn about(&self) -> About {
        About {
            title: "Least confidence",
            family: "uncertainty",
            paper: "Lewis & Gale 1994, A sequential algorithm for training text classifiers",
            formula: "1 − max p",
            cost: "N·C",
            summary: "Asks about the texts whose best guess is least sure. The same order as margin where there are two labels.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Probabilities
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        pool.single_label()?;
        let probabilities = pool.probabilities()?;
        let scores: Vec<f32> = probabilities.iter().map(|row| 1.0 - top_two(row).0.1).collect();
        Ok(pool.best(&scores, count, rng, |place| {
            let (class, p) = top_two(probabilities.row(place)).0;
            format!("best guess {} only {}", pool.name(class), percent(p))
        }))
    }
}
