//! Stochastic batches (Kirsch et al. 2021): instead of the best, a draw by the score of another strategy, so that a batch is not many times
//! the same question. Gumbel noise of strength 1/β is added and the highest are taken: to ln s for `power` (chances ∝ s^β, the default),
//! to s for `softmax` (∝ e^{βs}), to −ln r for `rank` (∝ r^{−β}, r = 1 for the best). Score: that sum.
//!
//! The noise hangs on the seed and the id. The inner strategy is asked to rank the whole pool once; it must be one that scores each text for
//! itself. A score below zero counts as 0 for `power`, and texts at 0 come last.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};
use crate::rng::Rng;
use crate::strategy::representation::chance::gumbel;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy, StrategyConfig};

/// Families in which a text's score does not hang on what else is chosen, and their members for which that is not so.
const SCORED: [&str; 3] = ["uncertainty", "committee", "gradient"];
const NOT_SCORED: [&str; 3] = ["badge", "batch_bald", "epsilon_greedy"];
/// Of other families.
const SCORED_TOO: [&str; 2] = ["information_density", "cal"];

/// What the chances are proportional to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Chances {
    /// s^β.
    #[default]
    Power,
    /// e^{βs}.
    Softmax,
    /// r^{−β}, where r is the place in the order, from 1.
    Rank,
}

/// See the file's head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct StochasticBatch {
    /// What the chances are proportional to.
    pub kind: Chances,
    /// How much the best are preferred, above 0 and at most 1000; the inverse of the temperature.
    pub beta: f32,
    /// Who scores: a strategy for one label a text that scores each text for itself.
    pub inner: Box<StrategyConfig>,
}

impl Default for StochasticBatch {
    fn default() -> Self {
        Self { kind: Chances::Power, beta: 1.0, inner: Box::default() }
    }
}

impl Strategy for StochasticBatch {
    fn about(&self) -> About {
        About {
            title: "Stochastic batch",
            family: "combined",
            paper: "Kirsch, Farquhar, Atighehchian, Jesson, Branchaud-Charron & Gal 2021, Stochastic batch acquisition: a simple baseline for deep \
                    active learning",
            formula: "a draw with chances s^β, e^{βs} or r^{−β}",
            cost: "the inner strategy for all N, and N",
            summary: "Draws by another strategy's scores instead of taking the best, so that a batch is not many times the same question.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        self.inner.need()
    }

    fn check(&self) -> Result<()> {
        if !(self.beta > 0.0 && self.beta <= 1000.0) {
            let message = format!("A stochastic batch cannot be drawn with beta = {}; beta is above 0 and at most 1000.", self.beta);
            return Err(Error::new(Code::InvalidStrategy, message));
        }
        let (about, name) = (self.inner.about(), self.inner.name());
        let scored = SCORED.contains(&about.family) && !NOT_SCORED.contains(&name) || SCORED_TOO.contains(&name);
        if !scored || about.scope == Scope::MultiLabel {
            let message = format!("A stochastic batch cannot draw by “{name}”, which does not score each text for itself; take margin or entropy.");
            return Err(Error::new(Code::InvalidStrategy, message));
        }
        self.inner.build().map(|_| ())
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        pool.single_label()?;
        let ranked = self.inner.build()?.select(pool, pool.candidates.len(), rng)?;
        let seed = rng.next_u64();
        let worth = |(place, pick): (usize, &Pick)| match self.kind {
            Chances::Power => f64::from(pick.score.max(0.0)).ln(),
            Chances::Softmax => f64::from(pick.score),
            Chances::Rank => -((place + 1) as f64).ln(),
        };
        let noisy = |(place, pick)| worth((place, pick)) + gumbel(seed, pick.id) / f64::from(self.beta);
        let keys: Vec<f32> = ranked.iter().enumerate().map(|entry| noisy(entry) as f32).collect();
        let ids: Vec<u32> = ranked.iter().map(|pick| pick.id).collect();
        let drawn = PoolView { candidates: &ids, ..*pool };
        Ok(drawn.best(&keys, count, rng, |place| format!("drawn by chance: {}", ranked[place].reason)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strategy::{Coreset, Entropy};

    #[test]
    fn only_strategies_that_score_each_text_for_itself_can_be_drawn_by() {
        let with = |inner: StrategyConfig| StochasticBatch { inner: Box::new(inner), ..StochasticBatch::default() };
        assert!(with(StrategyConfig::Entropy(Entropy::default())).check().is_ok());
        let nested = StrategyConfig::StochasticBatch(StochasticBatch::default());
        for wrong in [StrategyConfig::Coreset(Coreset {}), nested] {
            assert_eq!(with(wrong).check().unwrap_err().code(), Code::InvalidStrategy);
        }
        for beta in [0.0, -1.0, f32::NAN, f32::INFINITY] {
            assert!(StochasticBatch { beta, ..StochasticBatch::default() }.check().is_err());
        }
    }
}
