//! Gradient norm at the predicted label (the length that BADGE works with, Ash et al. 2020; the GraNd score of Paul et al. 2021 with the guess
//! for the label): the texts that would still change the model if its own guess were right. Score: ‖p − e_ŷ‖·√(‖x‖² + 1), the length
//! of the log-loss's gradient by the head's weights and biases at ŷ = argmax p.

use serde::{Deserialize, Serialize};

use super::gradients::{self, residual_length, row_length};
use crate::error::Result;
use crate::rng::Rng;
use crate::strategy::pool::{percent, top_two};
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct GradientNorm {}

impl Strategy for GradientNorm {
    fn about(&self) -> About {
        About {
            title: "Gradient norm at the guess",
            family: "gradient",
            paper: "Ash et al. 2020, Deep batch active learning by diverse, uncertain gradient lower bounds",
            formula: "‖p − e_ŷ‖·√(‖x‖² + 1), ŷ = argmax p",
            cost: "N·(C + d)",
            summary: "Asks for the texts that would change the model even if its guess were right. On embeddings of equal length close to least confidence.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Probabilities
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let probabilities = gradients::probabilities(pool)?;
        let score = |(row, &id): (&[f32], &u32)| {
            let guess = top_two(row).0.0;
            (residual_length(row, guess) * row_length(pool.feature(id))) as f32
        };
        let scores: Vec<f32> = probabilities.iter().zip(pool.candidates).map(score).collect();
        Ok(pool.best(&scores, count, rng, |place| {
            let (class, p) = top_two(probabilities.row(place)).0;
            format!("even its guess, {} {}, would move the model (by {:.2})", pool.name(class), percent(p), scores[place])
        }))
    }
}
