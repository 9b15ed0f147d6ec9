//! Several strategies, each with several seeds. Owns the order of the replays and how far they have got; a caller goes step by step, may
//! stop after any, and finds the time for it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::gold::Gold;
use super::plan::{Plan, Schedule};
use super::replay::{Replay, SimulatedPoint};
use crate::error::{Code, Error, Result};
use crate::head::HeadConfig;
use crate::strategy::StrategyConfig;

/// Seeds at most; their runs are kept.
const MOST_SEEDS: usize = 1000;

/// What is to be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// Who picks.
    pub strategies: Vec<StrategyConfig>,
    /// When and how many.
    pub schedule: Schedule,
    /// Replays of each strategy, with the seeds 0, 1, 2 …
    pub seeds: usize,
    /// The share of the annotator's answers that are wrong.
    pub noise: f64,
}

/// The learning curve of one replay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Curve {
    /// The strategy, as [`Study::names`] calls it.
    pub strategy: String,
    /// The seed.
    pub seed: usize,
    /// The points, labels ascending.
    pub points: Vec<SimulatedPoint>,
}

impl Study {
    /// What each strategy is called in the results: its name, with a number where there are several of that name.
    pub fn names(&self) -> Vec<String> {
        let name = |place: usize| {
            let (before, all) = (&self.strategies[..place], self.strategies[place].name());
            match before.iter().filter(|other| other.name() == all).count() {
                0 => all.to_owned(),
                earlier => format!("{all} {}", earlier + 1),
            }
        };
        (0..self.strategies.len()).map(name).collect()
    }

    /// The replays, strategy by strategy.
    pub fn plans(&self) -> Vec<Plan> {
        let plan = |strategy: &StrategyConfig, seed| Plan { strategy: strategy.clone(), schedule: self.schedule, noise: self.noise, seed };
        self.strategies.iter().flat_map(|strategy| (0..self.seeds as u64).map(move |seed| plan(strategy, seed))).collect()
    }

    /// Whether it makes sense; asked before anything is replayed.
    ///
    /// # Errors
    /// `invalid_argument` without a strategy or a seed; those of [`Plan::build`].
    pub fn check(&self) -> Result<()> {
        let refuse = |message: String| Err(Error::new(Code::InvalidArgument, message));
        if self.strategies.is_empty() {
            return refuse("Without a strategy there is nothing to replay; name one or more.".into());
        }
        if !(1..=MOST_SEEDS).contains(&self.seeds) {
            return refuse(format!("{} seeds cannot be replayed; use 1 to {MOST_SEEDS}.", self.seeds));
        }
        self.strategies.iter().try_for_each(|strategy| {
            Plan { strategy: strategy.clone(), schedule: self.schedule, noise: self.noise, seed: 0 }.build()?;
            Ok(())
        })
    }
}

/// A study under way.
pub struct StudyRun {
    gold: Arc<Gold>,
    study: Study,
    config: HeadConfig,
    plans: std::vec::IntoIter<Plan>,
    running: Option<Replay>,
    curves: Vec<Curve>,
    done: usize,
}

impl StudyRun {
    /// A study that has not begun.
    ///
    /// # Errors
    /// Those of [`Study::check`].
    pub fn new(gold: Arc<Gold>, study: Study, config: HeadConfig) -> Result<Self> {
        study.check()?;
        Ok(Self { gold, plans: study.plans().into_iter(), study, config, running: None, curves: Vec::new(), done: 0 })
    }

    /// What is compared.
    pub fn study(&self) -> &Study {
        &self.study
    }

    /// On what.
    pub fn gold(&self) -> &Gold {
        &self.gold
    }

    /// Batches done, and batches in all.
    pub fn progress(&self) -> (usize, usize) {
        let points = self.study.schedule.points(self.gold.pool().classes.len());
        (self.done, points * self.study.seeds * self.study.strategies.len())
    }

    /// One batch of one replay. `false` once all are done.
    ///
    /// # Errors
    /// Those of fit and strategy.
    pub fn step(&mut self) -> Result<bool> {
        loop {
            let Some(replay) = &mut self.running else {
                let Some(plan) = self.plans.next() else { return Ok(false) };
                let names = self.study.names();
                let strategy = names[self.curves.len() / self.study.seeds].clone();
                self.running = Some(Replay::new(Arc::clone(&self.gold), &plan, &self.config)?);
                self.curves.push(Curve { strategy, seed: plan.seed as usize, points: Vec::new() });
                continue;
            };
            match replay.step()? {
                Some(point) => {
                    self.done += 1;
                    if let Some(curve) = self.curves.last_mut() {
                        curve.points.push(point);
                    }
                    return Ok(true);
                }
                None => self.running = None,
            }
        }
    }

    /// The curves so far, strategy by strategy, seeds ascending.
    pub fn curves(&self) -> &[Curve] {
        &self.curves
    }
}

/// Every point: `strategy,seed,labels,accuracy,macro_f1`.
pub fn csv(curves: &[Curve]) -> String {
    let mut text = String::from("strategy,seed,labels,accuracy,macro_f1\n");
    for curve in curves {
        for point in &curve.points {
            text.push_str(&format!("{},{},{},{:.5},{:.5}\n", curve.strategy, curve.seed, point.labels, point.accuracy, point.macro_f1));
        }
    }
    text
}
