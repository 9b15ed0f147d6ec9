//! One replay: a strategy and a seed, batch by batch. The head is fitted on all labels after every batch, as a session does it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::annotator::Annotator;
use super::feedback::Feedback;
use super::gold::Gold;
use super::plan::{Plan, Schedule};
use crate::corpus::DocId;
use crate::error::Result;
use crate::evaluate;
use crate::head::{COMMITTEE_SIZE, Committee, HeadConfig, SoftmaxHead};
use crate::matrix::Matrix;
use crate::rng::Rng;
use crate::session::audit;
use crate::strategy::{self, Need, PoolView, Strategy};

/// One point of a learning curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SimulatedPoint {
    /// Labels given.
    pub labels: usize,
    /// Share right on the held-out texts.
    pub accuracy: f64,
    /// Mean F1 of all classes on the held-out texts.
    pub macro_f1: f64,
}

/// A replay under way. Each [`step`](Self::step) is one batch.
pub struct Replay {
    gold: Arc<Gold>,
    schedule: Schedule,
    seed: u64,
    config: HeadConfig,
    /// As `config`, the strength of the penalty settled with the last fit.
    settled: HeadConfig,
    strategy: Box<dyn Strategy>,
    annotator: Annotator,
    feedback: Feedback,
    queries: Rng,
    checks: Rng,
    row_of: Vec<u32>,
    /// Ascending.
    labelled: Vec<DocId>,
    head: Option<SoftmaxHead>,
    committee: Option<Committee>,
}

impl Replay {
    /// A replay that has not begun. `config` is that of the head.
    ///
    /// # Errors
    /// Those of [`Plan::build`].
    pub fn new(gold: Arc<Gold>, plan: &Plan, config: &HeadConfig) -> Result<Self> {
        Ok(Self {
            strategy: plan.build()?,
            schedule: plan.schedule,
            seed: plan.seed,
            config: config.clone(),
            settled: config.clone(),
            annotator: Annotator::new(plan.noise, plan.seed),
            feedback: Feedback::default(),
            queries: Rng::stream(plan.seed, "simulated queries"),
            checks: Rng::stream(plan.seed, "simulated checks"),
            row_of: (0..gold.pool().rows.rows() as u32).collect(),
            gold,
            labelled: Vec::new(),
            head: None,
            committee: None,
        })
    }

    /// Labels the next batch (the initial labels, where there are any, are the first), learns them and measures; `None` once the schedule
    /// or the pool has ended.
    ///
    /// # Errors
    /// Those of fit and strategy.
    pub fn step(&mut self) -> Result<Option<SimulatedPoint>> {
        let left = self.schedule.labels(self.row_of.len()).saturating_sub(self.labelled.len());
        if left == 0 {
            return Ok(None);
        }
        let batch = if self.labelled.is_empty() && self.schedule.initial > 0 {
            initial(&self.gold.pool().classes, self.gold.names().len(), &self.schedule, left, self.seed)
        } else {
            self.ask(self.schedule.batch.min(left))?
        };
        self.labelled.extend(batch);
        self.labelled.sort_unstable();
        self.fit()?;
        Ok(self.head.as_ref().map(|head| self.measure(head)))
    }

    /// The points that are left.
    ///
    /// # Errors
    /// Those of [`step`](Self::step).
    pub fn run(mut self) -> Result<Vec<SimulatedPoint>> {
        std::iter::from_fn(|| self.step().transpose()).collect()
    }

    #[cfg(test)]
    pub(super) fn turns(&self) -> &[strategy::Turn] {
        self.feedback.history()
    }

    /// The texts of the next batch.
    fn ask(&mut self, count: usize) -> Result<Vec<DocId>> {
        let mut candidates: Vec<DocId> = (0..self.row_of.len() as DocId).filter(|id| self.labelled.binary_search(id).is_err()).collect();
        let checks = self.check(&candidates, count);
        candidates.retain(|id| !checks.contains(id));
        let count = count - checks.len();
        if count == 0 {
            return Ok(checks);
        }
        let targets = self.answers(&self.labelled);
        // With one class seen, every probability is 1 and says nothing.
        let seen = targets.iter().max() > targets.iter().min();
        let cold = self.strategy.need().model() && !seen;
        let probabilities = self.head.as_ref().map(|head| head.predict_proba(&self.rows(&candidates)));
        let members = if self.strategy.need() == Need::Committee && seen { Some(self.members(&targets, &candidates)?) } else { None };
        let gold = Arc::clone(&self.gold);
        let view = PoolView {
            probabilities: probabilities.as_ref(),
            head: self.head.as_ref(),
            head_config: Some(&self.settled),
            committee: members.as_deref(),
            labelled: &self.labelled,
            targets: &targets,
            names: gold.names(),
            history: self.feedback.history(),
            ..PoolView::new(&gold.pool().rows, &self.row_of, &candidates, gold.names().len())
        };
        let (picks, arm) = if cold {
            (strategy::cold_start_strategy().build()?.select(&view, count, &mut self.queries)?, None)
        } else {
            let arm = self.strategy.arm(view.history, &self.queries);
            (self.strategy.select(&view, count, &mut self.queries)?, arm)
        };
        if let Some(arm) = arm {
            self.feedback.chose(arm);
        }
        Ok(checks.into_iter().chain(picks.into_iter().map(|pick| pick.id)).collect())
    }

    /// The random checks of the next batch and what they say of the arms so far; none for a strategy that has no arms.
    fn check(&mut self, candidates: &[DocId], count: usize) -> Vec<DocId> {
        if self.strategy.arm(self.feedback.history(), &self.queries).is_none() {
            return Vec::new();
        }
        let turns = (0..count).filter(|place| audit::is_turn(self.labelled.len() + place)).count();
        let checks: Vec<DocId> = self.checks.sample(candidates.len(), turns).into_iter().map(|place| candidates[place]).collect();
        if let Some(head) = self.head.as_ref().filter(|_| !checks.is_empty()) {
            let scores = head.predict_proba(&self.rows(&checks));
            let known: Vec<f32> = scores.iter().zip(self.answers(&checks)).map(|(row, answer)| row[answer]).collect();
            self.feedback.checked(&known, self.gold.names().len());
        }
        checks
    }

    fn fit(&mut self) -> Result<()> {
        let (rows, targets) = (self.rows(&self.labelled), self.answers(&self.labelled));
        let classes = self.gold.names().len();
        self.settled = self.config.chosen(&rows, &targets, classes, self.seed)?;
        self.head = Some(SoftmaxHead::fit(&rows, &targets, classes, &self.settled, self.head.as_ref())?);
        Ok(())
    }

    /// Each committee member's probabilities of the candidates.
    fn members(&mut self, targets: &[usize], candidates: &[DocId]) -> Result<Vec<Matrix>> {
        let (rows, classes) = (self.rows(&self.labelled), self.gold.names().len());
        let committee =
            Committee::fit_by_id(&rows, targets, &self.labelled, classes, &self.settled, COMMITTEE_SIZE, self.seed, self.committee.as_ref())?;
        let members = committee.predict_proba(&self.rows(candidates));
        self.committee = Some(committee);
        Ok(members)
    }

    /// What the annotator says of texts.
    fn answers(&self, ids: &[DocId]) -> Vec<usize> {
        let classes = self.gold.names().len();
        ids.iter().map(|&id| self.annotator.answer(id, self.gold.pool().classes[id as usize], classes)).collect()
    }

    fn rows(&self, ids: &[DocId]) -> Matrix {
        self.gold.pool().rows.gather(&ids.iter().map(|&id| id as usize).collect::<Vec<_>>())
    }

    fn measure(&self, head: &SoftmaxHead) -> SimulatedPoint {
        let test = self.gold.test();
        let predicted: Vec<usize> = head.predict_proba(&test.rows).iter().map(|row| evaluate::likeliest(row).0).collect();
        SimulatedPoint {
            labels: self.labelled.len(),
            accuracy: evaluate::accuracy(&test.classes, &predicted),
            macro_f1: evaluate::macro_f1(&test.classes, &predicted, self.gold.names().len()),
        }
    }
}

/// The labels that every strategy of one seed starts from, `most` at most.
fn initial(classes: &[usize], count: usize, schedule: &Schedule, most: usize, seed: u64) -> Vec<DocId> {
    let mut rng = Rng::stream(seed, "simulated start");
    let wanted = schedule.initial.min(most);
    if !schedule.balanced_initial {
        return rng.sample(classes.len(), wanted).into_iter().map(|id| id as DocId).collect();
    }
    // Classes in random order, one of each in turn; with fewer labels than classes, some classes go without.
    let order = rng.sample(count, count);
    let mut stacks: Vec<Vec<DocId>> = order
        .iter()
        .map(|&class| {
            let mut members: Vec<DocId> = (0..classes.len()).filter(|&id| classes[id] == class).map(|id| id as DocId).collect();
            rng.shuffle(&mut members);
            members
        })
        .collect();
    let mut drawn = Vec::with_capacity(wanted);
    while drawn.len() < wanted {
        for stack in &mut stacks {
            if drawn.len() < wanted {
                drawn.extend(stack.pop());
            }
        }
    }
    drawn
}
