//! Prediction entropy (Shannon 1948; Holub et al. 2008), in bits: the texts about which the model is most in doubt over all labels.
//! Score: −Σ p·log₂ p, where 0·log₂ 0 is 0.

use super::{Need, Pick, PoolView, Strategy};
use crate::error::Result;
use crate::rng::Rng;

/// See the file's head.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entropy;

/// Entropy of one row of probabilities, in bits. Finite for p = 0 and p = 1.
pub fn entropy_bits(probabilities: &[f32]) -> f32 {
    let term = |&p: &f32| if p > 0.0 { -f64::from(p) * f64::from(p).log2() } else { 0.0 };
    probabilities.iter().map(term).sum::<f64>() as f32
}

impl Strategy for Entropy {
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
