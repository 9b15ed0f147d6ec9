//! Label-cardinality inconsistency (Li & Guo 2013): the texts for which the number of guessed labels is farthest from what answered
//! texts have on average. Score: |#{l : p_l > ½} − mean number of labels of an answer|.
//!
//! Without an answer the mean is 0. Many texts share a score; the seeded hash decides among them.

use serde::{Deserialize, Serialize};

use super::{guessed, labels, mean_cardinality, read};
use crate::error::Result;
use crate::rng::Rng;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct LabelCardinalityInconsistency {}

impl Strategy for LabelCardinalityInconsistency {
    fn about(&self) -> About {
        About {
            title: "Label-cardinality inconsistency",
            family: "multi-label",
            paper: "Li & Guo 2013, Active learning with multi-label SVM classification",
            formula: "| #{l : p_l > ½} − mean number of labels in L |",
            cost: "N·C",
            summary: "Asks about texts with unusually many or few guessed labels. Coarse alone; good within the adaptive strategy.",
            scope: Scope::MultiLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Probabilities
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let (probabilities, sets) = read(pool)?;
        let mean = mean_cardinality(sets);
        let scores: Vec<f32> = probabilities.iter().map(|row| inconsistency(row, mean) as f32).collect();
        Ok(pool.best(&scores, count, rng, |place| {
            let count = probabilities.row(place).iter().filter(|&&p| guessed(p)).count();
            format!("{} guessed; answered texts have {mean:.1} on average", labels(count))
        }))
    }
}

/// The score of a row; not a number where the row holds one that is none.
pub(super) fn inconsistency(row: &[f32], mean_cardinality: f64) -> f64 {
    if row.iter().any(|p| p.is_nan()) {
        return f64::NAN;
    }
    (row.iter().filter(|&&p| guessed(p)).count() as f64 - mean_cardinality).abs()
}
