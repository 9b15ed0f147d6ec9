//! Mean maximum loss (Li, Wang & Sung 2004): as maximum loss, averaged over every label that is guessed, each taken in turn for the
//! only one. Score: mean over guessed t of Σ_l max(1 − m_l·f_l, 0); where none is guessed, the likeliest label stands in.

use serde::{Deserialize, Serialize};

use super::{guessed, labels, loss_if, read};
use crate::error::Result;
use crate::rng::Rng;
use crate::strategy::pool::{percent, top_two};
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct MeanMaxLoss {}

impl Strategy for MeanMaxLoss {
    fn about(&self) -> About {
        About {
            title: "Mean maximum loss",
            family: "multi-label",
            paper: "Li, Wang & Sung 2004, Multilabel SVM active learning for image classification",
            formula: "mean over labels t with p_t > ½ of Σ_l (1 − m_l (2 p_l − 1)), m_l = 1 for l = t, else −1",
            cost: "N·C, a little more where many labels are guessed",
            summary: "Like maximum loss, but with every guessed label in the place of the first. Asks about texts with several labels.",
            scope: Scope::MultiLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Probabilities
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let (probabilities, _) = read(pool)?;
        let scores: Vec<f32> = probabilities.iter().map(|row| mean_loss(row) as f32).collect();
        Ok(pool.best(&scores, count, rng, |place| {
            let row = probabilities.row(place);
            let (label, p) = top_two(row).0;
            match row.iter().filter(|&&p| guessed(p)).count() {
                0 => format!("no label fits well, {} best with {}", pool.name(label), percent(p)),
                count => format!("{} guessed, {} likeliest with {}", labels(count), pool.name(label), percent(p)),
            }
        }))
    }
}

/// The loss when `t` is the only label differs from that when nothing is by t's own term alone, so one sum serves them all:
/// 1 + f_l for every label, and for t, 1 − f_t in its place.
fn mean_loss(row: &[f32]) -> f64 {
    let guesses: Vec<usize> = (0..row.len()).filter(|&label| guessed(row[label])).collect();
    let Some(&first) = guesses.first() else { return loss_if(row, top_two(row).0.0) };
    let none = loss_if(row, first) + 2.0 * super::decision(row[first]);
    let own: f64 = guesses.iter().map(|&label| 2.0 * super::decision(row[label])).sum();
    none - own / guesses.len() as f64
}
