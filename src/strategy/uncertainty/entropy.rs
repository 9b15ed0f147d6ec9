//! Prediction entropy (Shannon 1948; Holub et al. 2008), in bits: the texts about which the model is most in doubt over all labels.
//! Score: −Σ p·log₂ p, where 0·log₂ 0 is 0.

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::rng::Rng;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct Entropy {}

/// Entropy of one row of probabilities, in bits. Finite for p = 0 and p = 1.
pub fn entropy_bits(probabilities: &[f32]) -> f32 {
    let term = |&p: &f32| if p > 0.0 { -f64::from(p) * f64::from(p).log2() } else { 0.0 };
    probabilities.iter().map(term).sum::<f64>() as f32
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
        let probabilities = pool.probabilities()?;
        let scores: Vec<f32> = probabilities.iter().map(entropy_bits).collect();
        let most = (pool.classes.max(1) as f32).log2();
        Ok(pool.best(&scores, count, rng, |place| format!("{:.2} of {most:.2} bits of doubt", scores[place])))
    }
}
