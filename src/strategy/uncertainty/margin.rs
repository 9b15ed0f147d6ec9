//! Margin, also called breaking ties (Scheffer et al. 2001; Luo et al. 2005): the texts whose two likeliest labels are closest.
//! Score: 1 − (p₁ − p₂). With one class there is no second label and p₂ is 0.

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::rng::Rng;
use crate::strategy::pool::{margin, shown_margin};
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct Margin {}

impl Strategy for Margin {
    fn about(&self) -> About {
        About {
            title: "Margin (breaking ties)",
            family: "uncertainty",
            paper: "Scheffer, Decomain & Wrobel 2001; Luo et al. 2005, Active learning to recognize multiple types of plankton",
            formula: "1 − (p₁ − p₂)",
            cost: "N·C",
            summary: "Asks about the texts that lie between two labels. The best all-round choice once there is a model.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Probabilities
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        pool.single_label()?;
        let probabilities = pool.probabilities()?;
        let scores: Vec<f32> = probabilities.iter().map(|row| 1.0 - margin(row)).collect();
        Ok(pool.best(&scores, count, rng, |place| shown_margin(pool, probabilities.row(place))))
    }
}
