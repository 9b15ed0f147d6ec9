//! Discriminative active learning (Gissin & Shalev-Shwartz 2019): a second, binary model learns to tell labelled from unlabelled texts, and
//! what it is surest to be unlabelled is asked about. Score: P(unlabelled), as it stood when the text was chosen, never more than before.
//!
//! A batch is chosen in `sub_batches` parts; each part counts as labelled in the next fit, which starts from the last one. The
//! unlabelled side is a uniform sample of 10 candidates an answer, at most [`UNLABELLED`]; of more answers than [`LABELLED`] a sample is
//! taken. A fit ends after [`ITERATIONS`] steps. Rows that are not numbers are not learned from and rank last.
//! Looks at no class and no label; with no answer at all, the first text is drawn at random.

use serde::{Deserialize, Serialize};

use crate::corpus::DocId;
use crate::error::{Code, Error, Result};
use crate::head::{HeadConfig, SoftmaxHead};
use crate::matrix::{dot, top_k};
use crate::rng::Rng;
use crate::strategy::pool::percent;
use crate::strategy::representation::chance::sample;
use crate::strategy::representation::clustering::rows;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// Unlabelled texts for each labelled one in a fit, as in the paper, and in all.
const RATIO: usize = 10;
const UNLABELLED: usize = 1000;
/// Answers in a fit, at most.
const LABELLED: usize = 500;
/// Steps of a fit, at most.
const ITERATIONS: usize = 30;

/// See the file's head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Discriminative {
    /// Parts of a batch, 1 to 100, with a fit for each; the paper has 10, for batches of a thousand.
    pub sub_batches: usize,
}

impl Default for Discriminative {
    fn default() -> Self {
        Self { sub_batches: 5 }
    }
}

impl Strategy for Discriminative {
    fn about(&self) -> About {
        About {
            title: "Discriminative active learning",
            family: "combined",
            paper: "Gissin & Shalev-Shwartz 2019, Discriminative active learning",
            formula: "P(unlabelled | x)",
            cost: "5·(N·d + a fit of at most 1500 rows)",
            summary: "Asks about texts that are easily told from the labelled ones, until those look like the whole pool. Needs no model.",
            scope: Scope::Any,
        }
    }

    fn need(&self) -> Need {
        Need::Features
    }

    fn check(&self) -> Result<()> {
        if (1..=100).contains(&self.sub_batches) {
            return Ok(());
        }
        let message = format!("A batch cannot be chosen in {} parts; subBatches is from 1 to 100.", self.sub_batches);
        Err(Error::new(Code::InvalidStrategy, message))
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let count = count.min(pool.candidates.len());
        let finite = |ids: Vec<DocId>| -> Vec<DocId> { ids.into_iter().filter(|&id| pool.feature(id).iter().all(|x| x.is_finite())).collect() };
        let mut labelled = finite(sample(pool.labelled, LABELLED, rng));
        let unlabelled = UNLABELLED.min(RATIO * labelled.len().max(count));
        let mut unlabelled = finite(sample(pool.candidates, unlabelled, rng));
        let seed = rng.next_u64();
        let mut picks: Vec<Pick> = Vec::with_capacity(count);
        if labelled.is_empty() && count > 0 {
            let first = top_k(&vec![0.0; pool.candidates.len()], pool.candidates, 1, seed)[0];
            picks.push(Pick { id: pool.candidates[first], score: 1.0, reason: "a first text, drawn at random".into() });
        }
        let part = count.div_ceil(self.sub_batches);
        let mut head: Option<SoftmaxHead> = None;
        while picks.len() < count {
            // A text that is chosen changes sides.
            let chosen: Vec<DocId> = finite(picks.iter().map(|pick| pick.id).filter(|id| !labelled.contains(id)).collect());
            unlabelled.retain(|id| !chosen.contains(id));
            labelled.extend(chosen);
            let fitted = fit(pool, &labelled, &unlabelled, head.as_ref())?;
            let picked: Vec<DocId> = picks.iter().map(|pick| pick.id).collect();
            let logits = logits(pool, fitted.as_ref(), &picked);
            let before = picks.last().map_or(1.0, |pick| pick.score);
            for place in top_k(&logits, pool.candidates, part.min(count - picks.len()), seed) {
                let score = 1.0 / (1.0 + (-logits[place]).exp());
                let reason = match score {
                    0.5.. => format!("easily told from what is labelled ({} sure)", percent(score)),
                    _ => format!("easier told from what is labelled ({} sure) than the others", percent(score)),
                };
                picks.push(Pick { id: pool.candidates[place], score: score.min(before), reason });
            }
            head = fitted;
        }
        Ok(picks)
    }
}

/// Class 1 is unlabelled. Nothing where a side is empty: then nothing can be told apart.
fn fit(pool: &PoolView<'_>, labelled: &[DocId], unlabelled: &[DocId], start: Option<&SoftmaxHead>) -> Result<Option<SoftmaxHead>> {
    if labelled.is_empty() || unlabelled.is_empty() || pool.features.cols() == 0 {
        return Ok(None);
    }
    let config = HeadConfig { max_iterations: ITERATIONS, ..HeadConfig::default() };
    let targets: Vec<usize> = labelled.iter().map(|_| 0).chain(unlabelled.iter().map(|_| 1)).collect();
    let points = rows(pool, labelled.iter().chain(unlabelled).copied());
    SoftmaxHead::fit(&points, &targets, 2, &config, start).map(Some)
}

/// ln P(unlabelled)/P(labelled) of each candidate; −∞ for those that are picked.
fn logits(pool: &PoolView<'_>, head: Option<&SoftmaxHead>, picked: &[DocId]) -> Vec<f32> {
    let (direction, bias) = match head {
        Some(head) => (head.weight(1).iter().zip(head.weight(0)).map(|(to, from)| to - from).collect::<Vec<f32>>(), head.bias()[1] - head.bias()[0]),
        None => (vec![0.0; pool.features.cols()], 0.0),
    };
    // What is not a number ranks above the picked alone.
    let number = |logit: f32| if logit.is_nan() { f32::MIN } else { logit };
    let mut logits: Vec<f32> = pool.candidates.iter().map(|&id| number(dot(pool.feature(id), &direction) + bias)).collect();
    for (logit, id) in logits.iter_mut().zip(pool.candidates) {
        if picked.contains(id) {
            *logit = f32::NEG_INFINITY;
        }
    }
    logits
}
