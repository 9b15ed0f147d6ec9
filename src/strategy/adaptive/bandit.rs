//! A bandit over strategies: active learning by learning (Hsu & Lin 2015) with Exp4.P (Beygelzimer et al. 2011). One of the `arms` is
//! drawn for each batch, with a probability that grows with what it brought before; the arm chooses the texts. Score: the arm's.
//!
//! Each strategy is an arm and an expert that advises that arm alone, so with K of each, horizon T and confidence δ:
//! p_min = √(ln K / (K T)), p_j = (1 − K p_min) w_j / Σw + p_min, and after a batch by arm a with reward r every weight grows by
//! exp(p_min/2 · (r̂_j + √(ln(K/δ) / (K T)) / p_j)), r̂_a = r / p_a and 0 for the others. Beyond the horizon it goes on alike.
//! The paper chooses an arm for every single text; here one batch is one turn, since only a batch is followed by a new fit.
//!
//! Weights are computed anew from the pool's history each time: nothing is hidden, and a project replays. Where rewards come from (checks
//! drawn at random, in a session) is not known here. What the history says of strategies that are no arms is passed over.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};
use crate::rng::Rng;
use crate::strategy::pool::percent;
use crate::strategy::wrapper::{both, check_inner};
use crate::strategy::{About, Badge, Clue, Falcun, Margin, Need, Pick, PoolView, Random, Scope, Strategy, StrategyConfig, Turn};

/// Arms at most.
const MAX_ARMS: usize = 16;

/// See the file's head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Bandit {
    /// The strategies to choose from, 2 to 16, no name twice.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub arms: Vec<StrategyConfig>,
    /// T: batches that are planned. More make it explore less at each.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub horizon: usize,
    /// δ in `(0, 1]`: how likely the paper's bound may fail. Less makes it explore more.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub delta: f64,
}

impl Default for Bandit {
    fn default() -> Self {
        let arms = vec![
            StrategyConfig::Margin(Margin::default()),
            StrategyConfig::Badge(Badge::default()),
            StrategyConfig::Falcun(Falcun::default()),
            StrategyConfig::Clue(Clue::default()),
            StrategyConfig::Random(Random::default()),
        ];
        Self { arms, horizon: 100, delta: 0.1 }
    }
}

impl Bandit {
    /// The probability with which each arm, in order, is chosen after `history`. They sum to 1.
    pub fn probabilities(&self, history: &[Turn]) -> Vec<f64> {
        let count = self.arms.len() as f64;
        let turns = count * self.horizon as f64;
        // With very few turns the paper's floor would exceed an even share.
        let floor = (count.ln() / turns).sqrt().min(1.0 / count);
        let width = ((count / self.delta).ln() / turns).sqrt();
        // Logarithms, less the highest: no weight overflows however long the history is.
        let mut log_weights = vec![0.0f64; self.arms.len()];
        for turn in history {
            let Some(chosen) = self.arms.iter().position(|arm| arm.name() == turn.arm) else { continue };
            // What is not a number teaches nothing, and as a reward counts as none.
            let reward = if turn.reward.is_nan() { 0.0 } else { turn.reward.clamp(0.0, 1.0) };
            let probabilities = shares(&log_weights, floor);
            for (arm, (weight, p)) in log_weights.iter_mut().zip(probabilities).enumerate() {
                let estimate = if arm == chosen { reward / p } else { 0.0 };
                *weight += floor / 2.0 * (estimate + width / p);
            }
            let highest = log_weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            log_weights.iter_mut().for_each(|weight| *weight -= highest);
        }
        shares(&log_weights, floor)
    }

    /// The arm of the next batch and the probability with which it was drawn. [`select`](Strategy::select) draws first and by this, so
    /// a caller with an `rng` in the same state learns which arm it took.
    ///
    /// # Panics
    /// Without arms, which [`check`](Strategy::check) refuses.
    pub fn choose(&self, history: &[Turn], rng: &mut Rng) -> (&StrategyConfig, f64) {
        let probabilities = self.probabilities(history);
        let mut left = rng.uniform();
        let drawn = probabilities.iter().position(|p| {
            left -= p;
            left < 0.0
        });
        // Rounding can leave a remainder after the last arm.
        let place = drawn.unwrap_or(self.arms.len() - 1);
        (&self.arms[place], probabilities[place])
    }
}

impl Strategy for Bandit {
    fn about(&self) -> About {
        About {
            title: "Bandit over strategies",
            family: "adaptive",
            paper: "Hsu & Lin 2015, Active learning by learning; Beygelzimer et al. 2011, Contextual bandit algorithms with supervised learning guarantees",
            formula: "draw arm j with (1 − K p_min) w_j / Σw + p_min; w_j ← w_j exp(p_min/2 · (r̂_j + √(ln(K/δ)/(K T)) / p_j))",
            cost: "K for each earlier batch, and the chosen strategy's",
            summary: "Tries several strategies and trusts more those after which the checks went well. Needs many batches to tell them apart.",
            scope: self.arms.iter().map(|arm| arm.about().scope).find(|&scope| scope != Scope::Any).unwrap_or(Scope::Any),
        }
    }

    fn need(&self) -> Need {
        self.arms.iter().map(StrategyConfig::need).fold(Need::Nothing, both)
    }

    fn check(&self) -> Result<()> {
        let invalid = |message: String| Err(Error::new(Code::InvalidStrategy, message));
        if !(2..=MAX_ARMS).contains(&self.arms.len()) {
            return invalid(format!("arms must be 2 to {MAX_ARMS} strategies; {} were given.", self.arms.len()));
        }
        for (place, arm) in self.arms.iter().enumerate() {
            if self.arms[..place].iter().any(|other| other.name() == arm.name()) {
                return invalid(format!("“{}” is among the arms twice; the history tells arms apart by name.", arm.name()));
            }
            check_inner(arm)?;
        }
        let scopes: Vec<Scope> = self.arms.iter().map(|arm| arm.about().scope).collect();
        if scopes.contains(&Scope::SingleLabel) && scopes.contains(&Scope::MultiLabel) {
            return invalid("Some arms are for one label a text and some for several; take either kind.".into());
        }
        if self.horizon == 0 {
            return invalid("horizon must be 1 or more; leave it out for the usual value.".into());
        }
        if !(self.delta > 0.0 && self.delta <= 1.0) {
            return invalid(format!("delta must lie above 0 and at most at 1; {} does not.", self.delta));
        }
        Ok(())
    }

    fn arm(&self, history: &[Turn], rng: &Rng) -> Option<String> {
        self.check().ok().map(|()| self.choose(history, &mut rng.clone()).0.name().to_owned())
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        self.check()?;
        // Whether it refuses must not depend on the draw.
        match self.need() {
            Need::Committee => drop(pool.committee()?),
            Need::Probabilities => drop(pool.probabilities()?),
            Need::Nothing | Need::Features => {}
        }
        let (arm, trust) = self.choose(pool.history, rng);
        let mut picks = arm.build()?.select(pool, count, rng)?;
        for pick in &mut picks {
            pick.reason = format!("{} ({} trust): {}", arm.name().replace('_', " "), percent(trust as f32), pick.reason);
        }
        Ok(picks)
    }
}

/// Weights as probabilities, none below `floor`.
fn shares(log_weights: &[f64], floor: f64) -> Vec<f64> {
    let weights: Vec<f64> = log_weights.iter().map(|weight| weight.exp()).collect();
    let total: f64 = weights.iter().sum();
    let free = 1.0 - log_weights.len() as f64 * floor;
    weights.iter().map(|weight| free * weight / total + floor).collect()
}
