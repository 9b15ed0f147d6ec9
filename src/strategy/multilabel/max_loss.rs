//! Maximum loss (Li, Wang & Sung 2004): the texts that would cost most if the likeliest label were the only one.
//! Score: Σ_l max(1 − m_l·f_l, 0), f_l = 2 p_l − 1 in place of a support vector machine's decision value, m = 1 for the likeliest
//! label and −1 for the others.

use serde::{Deserialize, Serialize};

use super::{guessed, loss_if, read};
use crate::error::Result;
use crate::rng::Rng;
use crate::strategy::pool::{percent, top_two};
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct MaxLoss {}

impl Strategy for MaxLoss {
    fn about(&self) -> About {
        About {
            title: "Maximum loss",
            family: "multi-label",
            paper: "Li, Wang & Sung 2004, Multilabel SVM active learning for image classification",
            formula: "Σ_l (1 − m_l (2 p_l − 1)), m_l = 1 for the likeliest label, else −1",
            cost: "N·C",
            summary: "Asks about the texts that the likeliest label alone explains worst: those with an uncertain first guess or many labels.",
            scope: Scope::MultiLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Probabilities
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let (probabilities, _) = read(pool)?;
        let scores: Vec<f32> = probabilities.iter().map(|row| loss_if(row, top_two(row).0.0) as f32).collect();
        Ok(pool.best(&scores, count, rng, |place| {
            let row = probabilities.row(place);
            let (label, p) = top_two(row).0;
            let others = row.iter().filter(|&&p| guessed(p)).count().saturating_sub(1);
            match others {
                0 => format!("best guess {} only {}", pool.name(label), percent(p)),
                1 => format!("{} ({}) and one more label fit", pool.name(label), percent(p)),
                _ => format!("{} ({}) and {others} more labels fit", pool.name(label), percent(p)),
            }
        }))
    }
}
