//! Adaptive multi-label (Li & Guo 2013): doubt about where the guessed labels end, combined with label-cardinality inconsistency.
//! Score: u^w · (c + 1)^(1 − w), u = 1 / max(separation margin, 0.01), c = the inconsistency.
//!
//! The separation margin is the least decision value of the guessed labels less the greatest of the others (2 p − 1 each); where all
//! or none are guessed, the missing side stands at the boundary, 0. The paper chooses w anew for each text by refitting with every
//! candidate; here it is a parameter. The 1 keeps a text with the usual number of labels from scoring nothing.

use serde::{Deserialize, Serialize};

use super::label_cardinality_inconsistency::inconsistency;
use super::{decision, guessed, labels, mean_cardinality, read};
use crate::error::{Code, Error, Result};
use crate::rng::Rng;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// The least margin: no doubt weighs more than 1 / this.
const LEAST_MARGIN: f64 = 0.01;

/// See the file's head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct AdaptiveMultiLabel {
    /// w in `[0, 1]`: 1 looks at the margin alone, 0 at the inconsistency alone.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub uncertainty_weight: f64,
}

impl Default for AdaptiveMultiLabel {
    fn default() -> Self {
        Self { uncertainty_weight: 0.5 }
    }
}

impl Strategy for AdaptiveMultiLabel {
    fn about(&self) -> About {
        About {
            title: "Adaptive multi-label",
            family: "multi-label",
            paper: "Li & Guo 2013, Active learning with multi-label SVM classification",
            formula: "(1 / max(margin, 0.01))^w · (inconsistency + 1)^(1 − w), margin = min_{guessed} f − max_{others} f, f = 2 p − 1",
            cost: "N·C",
            summary: "Asks about texts with labels close to the line between yes and no, and with an unusual number of them.",
            scope: Scope::MultiLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Probabilities
    }

    fn check(&self) -> Result<()> {
        if (0.0..=1.0).contains(&self.uncertainty_weight) {
            return Ok(());
        }
        let message = format!("uncertaintyWeight must lie between 0 and 1; {} does not.", self.uncertainty_weight);
        Err(Error::new(Code::InvalidStrategy, message))
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let (probabilities, sets) = read(pool)?;
        let mean = mean_cardinality(sets);
        let score = |row: &[f32]| {
            let doubt = 1.0 / separation_margin(row).max(LEAST_MARGIN);
            (doubt.powf(self.uncertainty_weight) * (inconsistency(row, mean) + 1.0).powf(1.0 - self.uncertainty_weight)) as f32
        };
        let scores: Vec<f32> = probabilities.iter().map(|row| if row.iter().any(|p| p.is_nan()) { f32::NAN } else { score(row) }).collect();
        Ok(pool.best(&scores, count, rng, |place| {
            let row = probabilities.row(place);
            let count = row.iter().filter(|&&p| guessed(p)).count();
            let margin = separation_margin(row);
            format!("{} guessed (usual: {mean:.1}); gap to the labels left out {margin:.2}", labels(count))
        }))
    }
}

/// From 0, where a label lies on the line, to 2.
fn separation_margin(row: &[f32]) -> f64 {
    let values = |wanted: bool| row.iter().filter(move |&&p| guessed(p) == wanted).map(|&p| decision(p));
    let least = values(true).reduce(f64::min).unwrap_or(0.0);
    let greatest = values(false).reduce(f64::max).unwrap_or(0.0);
    least - greatest
}
