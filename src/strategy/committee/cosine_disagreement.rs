//! Cosine disagreement: the texts on which the directions of the members' probabilities differ most. No paper: our definition of what is
//! often asked for. Score: 1 − ‖mean_m p_m/‖p_m‖‖², the mean of 1 − cos(p_i, p_j) over all ordered pairs of members, a member with
//! itself included; so (M − 1)/M of the mean over pairs of different ones. In `[0, 1)`, and linear in M.

use serde::{Deserialize, Serialize};

use super::opinions::Opinions;
use crate::error::Result;
use crate::rng::Rng;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct CosineDisagreement {}

impl Strategy for CosineDisagreement {
    fn about(&self) -> About {
        About {
            title: "Cosine disagreement",
            family: "committee",
            paper: "—",
            formula: "1 − ‖mean_m p_m/‖p_m‖‖²",
            cost: "N·M·C",
            summary: "Asks where the committee's models point to different labels, by the angle between their probabilities. Bounded, and needs no logarithm.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Committee
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let opinions = Opinions::of(pool)?;
        let mut sum = vec![0.0f64; opinions.classes()];
        let scores = opinions.scores(|place| {
            sum.fill(0.0);
            for row in opinions.rows(place) {
                let length = row.iter().map(|&p| f64::from(p) * f64::from(p)).sum::<f64>().sqrt();
                // A row of zeros has no direction and agrees with none.
                let scale = if length == 0.0 { 0.0 } else { 1.0 / length };
                sum.iter_mut().zip(row).for_each(|(sum, &p)| *sum += f64::from(p) * scale);
            }
            let members = opinions.size() as f64;
            let disagreement = 1.0 - sum.iter().map(|x| x * x).sum::<f64>() / (members * members);
            // Rounding can leave a little below or above nothing.
            if disagreement < 1e-12 { 0.0 } else { disagreement as f32 }
        });
        Ok(pool.best(&scores, count, rng, |place| format!("the models point apart ({:.2}): {}", scores[place], opinions.votes_in_words(place, pool))))
    }
}
