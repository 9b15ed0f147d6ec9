//! Replay: a labelled file is labelled again by a simulated annotator who looks the answers up, and accuracy on held-out
//! texts is noted after every batch. It is how strategies are measured; nothing of a live session is used.

use serde::{Deserialize, Serialize};

use crate::corpus::DocId;
use crate::error::{Code, Error, Result};
use crate::evaluate;
use crate::head::{COMMITTEE_SIZE, Committee, HeadConfig, SoftmaxHead};
use crate::matrix::Matrix;
use crate::rng::Rng;
use crate::strategy::{self, Need, PoolView, StrategyConfig};

/// A labelled set: `rows` is `[n, dims]`, `classes[i]` the class of row `i`.
#[derive(Clone, Copy, Debug)]
pub struct Gold<'a> {
    /// Embeddings.
    pub rows: &'a Matrix,
    /// Class numbers.
    pub classes: &'a [usize],
}

/// How to replay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Simulation {
    /// Who picks.
    pub strategy: StrategyConfig,
    /// Labels drawn before the strategy starts; 0 starts with none.
    pub initial: usize,
    /// Whether the initial labels are balanced over the classes (it looks at the gold labels) instead of drawn uniformly.
    pub balanced_initial: bool,
    /// Labels a round.
    pub batch: usize,
    /// Rounds after the initial labels.
    pub rounds: usize,
    /// Seed of the initial draw and of the strategy. The draw does not depend on the strategy: curves are paired by seed.
    pub seed: u64,
}

/// One point of a learning curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SimulatedPoint {
    /// Labels given.
    pub labels: usize,
    /// Share right on the held-out texts.
    pub accuracy: f64,
    /// Mean F1 of all classes on the held-out texts.
    pub macro_f1: f64,
}

/// Replays once. The head is fitted on all labels after every batch, as a session does it.
///
/// # Errors
/// `invalid_argument` for an empty pool or test set, a batch of 0, or classes out of range; those of fit and strategy.
pub fn replay(pool: Gold<'_>, test: Gold<'_>, names: &[String], plan: &Simulation, config: &HeadConfig) -> Result<Vec<SimulatedPoint>> {
    check(pool, test, names.len(), plan)?;
    let strategy = plan.strategy.build()?;
    let mut labelled: Vec<DocId> = initial(pool.classes, names.len(), plan);
    labelled.sort_unstable();
    let mut rng = Rng::stream(plan.seed, "simulated queries");
    let row_of: Vec<u32> = (0..pool.rows.rows() as u32).collect();
    let mut head: Option<SoftmaxHead> = None;
    let mut committee: Option<Committee> = None;
    let mut points = Vec::with_capacity(plan.rounds + 1);
    for round in 0..=plan.rounds {
        let targets: Vec<usize> = labelled.iter().map(|&id| pool.classes[id as usize]).collect();
        if !labelled.is_empty() {
            let rows = pool.rows.gather(&labelled.iter().map(|&id| id as usize).collect::<Vec<_>>());
            head = Some(SoftmaxHead::fit(&rows, &targets, names.len(), config, head.as_ref())?);
        }
        if let Some(head) = &head {
            points.push(measure(head, test, names.len(), labelled.len()));
        }
        let candidates: Vec<DocId> = (0..row_of.len() as DocId).filter(|id| labelled.binary_search(id).is_err()).collect();
        if round == plan.rounds || candidates.is_empty() {
            break;
        }
        let probabilities = head.as_ref().map(|head| {
            let rows = pool.rows.gather(&candidates.iter().map(|&id| id as usize).collect::<Vec<_>>());
            head.predict_proba(&rows)
        });
        // With one class seen, every probability is 1 and says nothing.
        let seen = targets.iter().max() > targets.iter().min();
        let members = if strategy.need() == Need::Committee && seen {
            let of = |ids: &[DocId]| pool.rows.gather(&ids.iter().map(|&id| id as usize).collect::<Vec<_>>());
            let fitted =
                Committee::fit_by_id(&of(&labelled), &targets, &labelled, names.len(), config, COMMITTEE_SIZE, plan.seed, committee.as_ref())?;
            let members = fitted.predict_proba(&of(&candidates));
            committee = Some(fitted);
            Some(members)
        } else {
            None
        };
        let view = PoolView {
            probabilities: probabilities.as_ref(),
            head: head.as_ref(),
            committee: members.as_deref(),
            labelled: &labelled,
            targets: &targets,
            names,
            ..PoolView::new(pool.rows, &row_of, &candidates, names.len())
        };
        let picks = if strategy.need().model() && !seen {
            strategy::cold_start_strategy().build()?.select(&view, plan.batch, &mut rng)?
        } else {
            strategy.select(&view, plan.batch, &mut rng)?
        };
        labelled.extend(picks.into_iter().map(|pick| pick.id));
        labelled.sort_unstable();
    }
    Ok(points)
}

fn measure(head: &SoftmaxHead, test: Gold<'_>, classes: usize, labels: usize) -> SimulatedPoint {
    let scores = head.predict_proba(test.rows);
    let predicted: Vec<usize> = scores.iter().map(|row| super::ranking::likeliest(row).0).collect();
    SimulatedPoint { labels, accuracy: evaluate::accuracy(test.classes, &predicted), macro_f1: evaluate::macro_f1(test.classes, &predicted, classes) }
}

/// The labels that every strategy of one seed starts from.
fn initial(classes: &[usize], count: usize, plan: &Simulation) -> Vec<DocId> {
    let mut rng = Rng::stream(plan.seed, "simulated start");
    if !plan.balanced_initial {
        return rng.sample(classes.len(), plan.initial).into_iter().map(|id| id as DocId).collect();
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
    let wanted = plan.initial.min(classes.len());
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

fn check(pool: Gold<'_>, test: Gold<'_>, classes: usize, plan: &Simulation) -> Result<()> {
    let refuse = |message: String| Err(Error::new(Code::InvalidArgument, message));
    for (gold, what) in [(pool, "pool"), (test, "test set")] {
        if gold.rows.rows() == 0 || gold.rows.rows() != gold.classes.len() {
            return refuse(format!("The {what} has {} texts and {} labels; it needs one label a text.", gold.rows.rows(), gold.classes.len()));
        }
        if gold.classes.iter().any(|&class| class >= classes) {
            return refuse(format!("The {what} has a label that is not among the {classes} classes."));
        }
    }
    if plan.batch == 0 {
        return refuse("A batch of 0 labels never ends; use 1 or more.".to_owned());
    }
    Ok(())
}
