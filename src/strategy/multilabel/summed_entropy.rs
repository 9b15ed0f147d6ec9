//! Summed entropy: the texts of which all labels together are most in doubt. The labels are taken as independent, so their joint
//! entropy is the sum of the binary ones (Esuli & Sebastiani 2009 compare it with other ways to combine). Score, in bits: Σ_l H(p_l).

use serde::{Deserialize, Serialize};

use super::read;
use crate::error::Result;
use crate::rng::Rng;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct SummedEntropy {}

impl Strategy for SummedEntropy {
    fn about(&self) -> About {
        About {
            title: "Summed entropy",
            family: "multi-label",
            paper: "Esuli & Sebastiani 2009, Active learning strategies for multi-label text classification",
            formula: "Σ_l −p_l log₂ p_l − (1 − p_l) log₂(1 − p_l)",
            cost: "N·C",
            summary: "Asks about the texts with most doubt over all labels together. Prefers texts that may have many labels.",
            scope: Scope::MultiLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Probabilities
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let (probabilities, _) = read(pool)?;
        let scores: Vec<f32> = probabilities.iter().map(|row| row.iter().map(|&p| binary_entropy(p.into())).sum::<f64>() as f32).collect();
        Ok(pool.best(&scores, count, rng, |place| format!("{:.2} of {} bits of doubt over all labels", scores[place].max(0.0), pool.classes)))
    }
}

/// In bits; 0 at p = 0 and p = 1.
fn binary_entropy(p: f64) -> f64 {
    let part = |p: f64| if p > 0.0 || p.is_nan() { -p * p.log2() } else { 0.0 };
    part(p) + part(1.0 - p)
}
