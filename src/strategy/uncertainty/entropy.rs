//! Prediction entropy (Shannon 1948; Holub et al. 2008), in bits: the texts about which the model is in doubt over all labels.
//! Score: −Σ p·log₂ p, where 0·log₂ 0 is 0; divided by log₂ C where it is to be compared among projects with other numbers of labels.

use serde::{Deserialize, Serialize};

use super::bits;
use crate::error::Result;
use crate::rng::Rng;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Entropy {
    /// Whether the score is a share of the most that there can be, log₂ of the number of labels, instead of bits. The order is the same.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub normalized: bool,
}

/// Entropy of one row of probabilities, in bits. Finite for p = 0 and p = 1.
pub fn entropy_bits(probabilities: &[f32]) -> f32 {
    bits::entropy(probabilities) as f32
}

impl Strategy for Entropy {
    fn about(&self) -> About {
        About {
            title: "Entropy",
            family: "uncertainty",
            paper: "Shannon 1948; Holub, Perona & Burl 2008, Entropy-based active learning for object recognition",
            formula: "−Σ p·log₂ p",
            cost: "N·C",
            summary: "Asks about the texts on which the model is in doubt over all labels at once, in bits. With many labels margin is better.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Probabilities
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        pool.single_label()?;
        let probabilities = pool.probabilities()?;
        let most = (pool.classes.max(1) as f32).log2();
        // One label leaves no doubt, and nothing to divide by.
        let unit = if self.normalized && most > 0.0 { most } else { 1.0 };
        let scores: Vec<f32> = probabilities.iter().map(|row| entropy_bits(row) / unit).collect();
        Ok(pool.best(&scores, count, rng, |place| format!("{:.2} of {most:.2} bits of doubt", scores[place] * unit)))
    }
}
