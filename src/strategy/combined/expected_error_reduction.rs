//! Expected error reduction (Roy & McCallum 2001): the text whose answer, whichever it is, should leave the least error. For each text tried
//! and each of its likely labels the head is fitted again with that answer added, and its expected loss on other texts is taken; losses
//! are averaged by the probability of the labels. Score: minus that loss a text (nats for `log`, a share for `zeroOne`).
//!
//! Sub-sampled, so that the cost is bounded: half of the `candidates` tried are the best by margin, half are drawn at random; the loss is
//! taken on `evaluation` texts drawn at random; only the `labels` likeliest labels are tried (their probabilities scaled to sum to 1); the
//! refit starts from the head as it is and ends after `iterations` steps. The more numbers a refit has (answers × dims × classes), the fewer
//! candidates are tried, see [`WORK`]. Texts that were not tried come after, by margin. The refit has the penalty that the head was fitted with.

use serde::{Deserialize, Serialize};

use crate::corpus::DocId;
use crate::error::{Code, Error, Result};
use crate::head::{HeadConfig, Regularisation, SoftmaxHead};
use crate::matrix::{Matrix, top_k};
use crate::rng::Rng;
use crate::strategy::pool::top_two;
use crate::strategy::pool::{margin, shown_margin};
use crate::strategy::representation::chance::sample_places;
use crate::strategy::representation::clustering::rows;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

use super::{answers, fitting_head};

/// Products of all refits together, at most: (answers × steps + evaluation texts) × dims × classes for each.
const WORK: usize = 600_000_000;
/// Candidates that are tried however much a refit costs.
const FEWEST: usize = 4;

/// The loss that is to be small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum FutureLoss {
    /// The entropy of the probabilities, in nats.
    #[default]
    Log,
    /// 1 − max p.
    ZeroOne,
}

/// See the file's head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct ExpectedErrorReduction {
    /// The loss that is to be small.
    pub loss: FutureLoss,
    /// Candidates that are tried, 1 to 1000 (more where more are asked for, fewer where a refit costs much).
    pub candidates: usize,
    /// Texts on which the loss is taken, 1 to 10000.
    pub evaluation: usize,
    /// Labels that are tried for each candidate, 1 to 100.
    pub labels: usize,
    /// Steps of each refit, 1 to 1000.
    pub iterations: usize,
}

impl Default for ExpectedErrorReduction {
    fn default() -> Self {
        Self { loss: FutureLoss::Log, candidates: 50, evaluation: 200, labels: 2, iterations: 4 }
    }
}

impl Strategy for ExpectedErrorReduction {
    fn about(&self) -> About {
        About {
            title: "Expected error reduction",
            family: "combined",
            paper: "Roy & McCallum 2001, Toward optimal active learning through sampling estimation of error reduction",
            formula: "−Σ_y p_y·(mean loss of the head fitted with (x, y) added)",
            cost: "N·C, and 100 short refits of L·d·C, at most 0.6·10⁹ products",
            summary: "Tries what each answer would teach: fits the model again with it and sees how sure it becomes of other texts. Slow and thorough.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Probabilities
    }

    fn check(&self) -> Result<()> {
        let ranges = [
            ("candidates", self.candidates, 1000),
            ("evaluation", self.evaluation, 10_000),
            ("labels", self.labels, 100),
            ("iterations", self.iterations, 1000),
        ];
        match ranges.into_iter().find(|&(_, value, most)| value == 0 || value > most) {
            None => Ok(()),
            Some((name, value, most)) => {
                let message = format!("Expected error reduction cannot work with {name} = {value}; it is from 1 to {most}.");
                Err(Error::new(Code::InvalidStrategy, message))
            }
        }
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        pool.single_label()?;
        let probabilities = pool.probabilities()?;
        let head = fitting_head(pool)?;
        let margins: Vec<f32> = probabilities.iter().map(|row| 1.0 - margin(row)).collect();
        let tried = self.tried(pool, &margins, rng);
        let evaluation = sample_places(pool.candidates, self.evaluation, rng);
        let evaluation = rows(pool, evaluation.into_iter().map(|place| pool.candidates[place]));
        let mut future = Future::new(self, pool, head, evaluation);
        // What was not tried scores less than any loss can be; by margin among itself.
        let worst = (pool.classes.max(2) as f32).ln().max(1.0);
        let mut scores: Vec<f32> = margins.iter().map(|margin| margin - 2.0 - worst).collect();
        let mut losses = vec![None; scores.len()];
        for place in tried {
            if pool.feature(pool.candidates[place]).iter().all(|x| x.is_finite()) {
                let loss = future.expected(pool.candidates[place], probabilities.row(place))?;
                scores[place] = -loss;
                losses[place] = Some(loss);
            }
        }
        Ok(pool.best(&scores, count, rng, |place| match (losses[place], self.loss) {
            (Some(loss), FutureLoss::Log) => {
                format!("with its label the model should be left with {:.2} bits of doubt a text", loss / std::f32::consts::LN_2)
            }
            (Some(loss), FutureLoss::ZeroOne) => format!("with its label the model should be wrong on {:.1} % of texts", 100.0 * loss),
            (None, _) => format!("{}; not tried", shown_margin(pool, probabilities.row(place))),
        }))
    }
}

impl ExpectedErrorReduction {
    /// The places of the candidates that are tried, in the order of their ids.
    fn tried(&self, pool: &PoolView<'_>, margins: &[f32], rng: &mut Rng) -> Vec<usize> {
        let refit = (pool.labelled.len() * self.iterations + self.evaluation) * pool.features.cols() * pool.classes * self.labels.min(pool.classes);
        let most = self.candidates.min(WORK / refit.max(1)).max(FEWEST);
        let mut tried = top_k(margins, pool.candidates, most.div_ceil(2), rng.next_u64());
        let left = most.min(pool.candidates.len()) - tried.len();
        let mut free = vec![0.0; pool.candidates.len()];
        tried.iter().for_each(|&place| free[place] = f32::NEG_INFINITY);
        tried.extend(top_k(&free, pool.candidates, left, rng.next_u64()));
        tried.sort_unstable_by_key(|&place| pool.candidates[place]);
        tried
    }
}

/// The answers with one more row, and what a head fitted on them is judged by.
struct Future<'a> {
    strategy: &'a ExpectedErrorReduction,
    pool: &'a PoolView<'a>,
    head: &'a SoftmaxHead,
    config: HeadConfig,
    /// The answers' rows.
    known: Matrix,
    targets: Vec<usize>,
    evaluation: Matrix,
}

impl<'a> Future<'a> {
    fn new(strategy: &'a ExpectedErrorReduction, pool: &'a PoolView<'a>, head: &'a SoftmaxHead, evaluation: Matrix) -> Self {
        let answers = answers(pool);
        let known = rows(pool, answers.iter().map(|&(id, _)| id));
        let targets = answers.iter().map(|&(_, place)| pool.targets[place]).collect();
        let config = pool.head_config.cloned().unwrap_or_default();
        // A penalty that is not settled yet is not searched for with every text that is tried.
        let config = HeadConfig { max_iterations: strategy.iterations, regularisation: Regularisation::Fixed, ..config };
        Self { strategy, pool, head, config, known, targets, evaluation }
    }

    /// The mean loss on the evaluation texts once the label of `id` is known, averaged over its likely labels.
    fn expected(&mut self, id: DocId, probabilities: &[f32]) -> Result<f32> {
        let labels: Vec<DocId> = (0..probabilities.len() as DocId).collect();
        let likely = top_k(probabilities, &labels, self.strategy.labels, 0);
        let (mut loss, mut weight) = (0.0f64, 0.0f64);
        let mut extended = self.known.clone();
        extended.push_row(self.pool.feature(id));
        for label in likely.into_iter().filter(|&label| probabilities[label] > 0.0) {
            let mut targets = self.targets.clone();
            targets.push(label);
            let head = SoftmaxHead::fit(&extended, &targets, self.pool.classes, &self.config, Some(self.head))?;
            let p = f64::from(probabilities[label]);
            loss += p * self.loss(&head.predict_proba(&self.evaluation));
            weight += p;
        }
        // A row that is not a number has no likely label; nothing is known of it.
        Ok(if weight > 0.0 { (loss / weight) as f32 } else { f32::NAN })
    }

    fn loss(&self, probabilities: &Matrix) -> f64 {
        let of_row = |row: &[f32]| match self.strategy.loss {
            FutureLoss::Log => row.iter().map(|&p| if p > 0.0 { -f64::from(p) * f64::from(p).ln() } else { 0.0 }).sum::<f64>(),
            FutureLoss::ZeroOne => 1.0 - f64::from(top_two(row).0.1),
        };
        probabilities.iter().map(of_row).sum::<f64>() / probabilities.rows().max(1) as f64
    }
}
