//! How a replay goes. Owns the three protocols and what makes sense; runs nothing.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};
use crate::strategy::{Scope, Strategy, StrategyConfig};

/// Protocols under which results have been published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Protocol {
    /// 25 random labels, then 20 batches of 25: 525 labels (Schröder et al. 2022).
    #[default]
    A,
    /// 30 labels balanced over the classes, then 10 batches of 10: 130 labels (Schröder & Heyer 2024).
    B,
    /// No label at all, then one at a time up to 100.
    C,
}

/// When labels are asked for, and how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Schedule {
    /// Labels drawn before the strategy starts; 0 starts with none.
    pub initial: usize,
    /// Whether the initial labels are balanced over the classes (it looks at the gold labels) instead of drawn uniformly.
    pub balanced_initial: bool,
    /// Labels a round.
    pub batch: usize,
    /// Rounds after the initial labels; without them, the budget or the end of the pool ends the replay.
    pub rounds: Option<usize>,
    /// Labels in all; the last batch is cut to it.
    pub budget: Option<usize>,
}

impl From<Protocol> for Schedule {
    fn from(protocol: Protocol) -> Self {
        match protocol {
            Protocol::A => Self { initial: 25, balanced_initial: false, batch: 25, rounds: Some(20), budget: None },
            Protocol::B => Self { initial: 30, balanced_initial: true, batch: 10, rounds: Some(10), budget: None },
            Protocol::C => Self { initial: 0, balanced_initial: false, batch: 1, rounds: None, budget: Some(100) },
        }
    }
}

impl Schedule {
    /// Labels after which it ends, where the pool has `pool` texts.
    pub fn labels(&self, pool: usize) -> usize {
        let rounds = self.rounds.map_or(usize::MAX, |rounds| self.initial.saturating_add(rounds.saturating_mul(self.batch)));
        rounds.min(self.budget.unwrap_or(usize::MAX)).min(pool)
    }

    /// Points of the curve, where the pool has `pool` texts.
    pub fn points(&self, pool: usize) -> usize {
        let labels = self.labels(pool);
        let initial = self.initial.min(labels);
        usize::from(initial > 0) + (labels - initial).div_ceil(self.batch.max(1))
    }
}

/// A protocol and departures from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScheduleOptions {
    /// `A` where left out.
    pub protocol: Option<Protocol>,
    /// See [`Schedule::initial`].
    pub initial: Option<usize>,
    /// See [`Schedule::balanced_initial`].
    pub balanced_initial: Option<bool>,
    /// See [`Schedule::batch`].
    pub batch: Option<usize>,
    /// See [`Schedule::rounds`].
    pub rounds: Option<usize>,
    /// See [`Schedule::budget`]; in place of the protocol's rounds.
    pub budget: Option<usize>,
}

impl From<ScheduleOptions> for Schedule {
    fn from(options: ScheduleOptions) -> Self {
        let protocol = Self::from(options.protocol.unwrap_or_default());
        let ended = options.rounds.is_some() || options.budget.is_some();
        Self {
            initial: options.initial.unwrap_or(protocol.initial),
            balanced_initial: options.balanced_initial.unwrap_or(protocol.balanced_initial),
            batch: options.batch.unwrap_or(protocol.batch),
            rounds: if ended { options.rounds } else { protocol.rounds },
            budget: if ended { options.budget } else { protocol.budget },
        }
    }
}

/// One replay.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Who picks.
    pub strategy: StrategyConfig,
    /// When and how many.
    pub schedule: Schedule,
    /// The share of answers that are wrong, in `[0, 1]`.
    pub noise: f64,
    /// Seed of the initial draw, of the strategy and of the annotator's errors. Neither draw nor errors depend on the strategy: curves are
    /// paired by seed.
    pub seed: u64,
}

impl Plan {
    /// The strategy, after checking that the plan makes sense.
    ///
    /// # Errors
    /// `invalid_argument` for a batch of 0, a budget of 0 or a noise outside `[0, 1]`; `invalid_strategy` for one that is out of range or
    /// that is for texts with several labels.
    pub fn build(&self) -> Result<Box<dyn Strategy>> {
        let refuse = |message: String| Err(Error::new(Code::InvalidArgument, message));
        if self.schedule.batch == 0 {
            return refuse("A batch of 0 labels never ends; use 1 or more.".to_owned());
        }
        if self.schedule.budget == Some(0) || (self.schedule.initial == 0 && self.schedule.rounds == Some(0)) {
            return refuse("Without a single label there is nothing to measure; allow 1 or more.".to_owned());
        }
        if !(0.0..=1.0).contains(&self.noise) {
            return refuse(format!("The annotator's noise is a share from 0 to 1; {} is not.", self.noise));
        }
        let strategy = self.strategy.build()?;
        if strategy.about().scope == Scope::MultiLabel {
            let message = format!("The strategy “{}” is for texts with several labels; a replay gives each text one.", self.strategy.name());
            return Err(Error::new(Code::InvalidStrategy, message));
        }
        Ok(strategy)
    }
}
