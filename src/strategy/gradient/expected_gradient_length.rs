//! Expected gradient length (Settles, Craven & Ray 2007): the texts whose answer would change the model most, whatever it turns out to be.
//! Score: Σ_y p_y·‖∇_y‖₂, where ∇_y is the gradient of the log-loss by weights and biases of the head if y were right; in closed form
//! Σ_y p_y·‖p − e_y‖·√(‖x‖² + 1). Large both where the model is in doubt and where the row is long; rows of length 1 leave doubt alone.

use serde::{Deserialize, Serialize};

use super::gradients::{self, row_length};
use crate::error::Result;
use crate::rng::Rng;
use crate::strategy::pool::{percent, top_two};
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct ExpectedGradientLength {}

impl Strategy for ExpectedGradientLength {
    fn about(&self) -> About {
        About {
            title: "Expected gradient length",
            family: "gradient",
            paper: "Settles, Craven & Ray 2007, Multiple-instance active learning",
            formula: "Σ_y p_y·‖p − e_y‖·√(‖x‖² + 1)",
            cost: "N·(C + d)",
            summary: "Asks for the texts whose answer is expected to change the model most. On embeddings of equal length close to entropy.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Probabilities
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let probabilities = gradients::probabilities(pool)?;
        let score = |(row, &id): (&[f32], &u32)| (expected_residual(row) * row_length(pool.feature(id))) as f32;
        let scores: Vec<f32> = probabilities.iter().zip(pool.candidates).map(score).collect();
        Ok(pool.best(&scores, count, rng, |place| {
            let (class, p) = top_two(probabilities.row(place)).0;
            format!("any answer would move the model (by {:.2}); best guess {} {}", scores[place], pool.name(class), percent(p))
        }))
    }
}

/// Σ_y p_y·‖p − e_y‖, from ‖p − e_y‖² = (‖p‖² − p_y²) + (1 − p_y)²: one pass for all labels.
fn expected_residual(probabilities: &[f32]) -> f64 {
    let squares: f64 = probabilities.iter().map(|&p| f64::from(p).powi(2)).sum();
    probabilities
        .iter()
        .map(|&p| {
            let p = f64::from(p);
            // The others' squares come out a little below 0 by rounding where this label has all there is.
            let others = squares - p * p;
            p * (if others < 0.0 { 0.0 } else { others } + (1.0 - p) * (1.0 - p)).sqrt()
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::super::gradients::residual_length;
    use super::*;

    #[test]
    fn one_pass_gives_what_a_pass_for_each_label_gives() {
        let rows: [&[f32]; 5] = [&[0.2, 0.3, 0.5], &[1.0, 0.0], &[1.0], &[0.25; 4], &[1e-7, 1.0 - 1e-7]];
        for row in rows {
            let slow: f64 = row.iter().enumerate().map(|(class, &p)| f64::from(p) * residual_length(row, class)).sum();
            assert!((expected_residual(row) - slow).abs() < 1e-7, "{row:?}");
        }
        assert_eq!(expected_residual(&[1.0, 0.0]), 0.0);
    }

    /// The log-loss of a head for one text, in full precision.
    fn loss(weights: &[f64], x: &[f64], classes: usize, label: usize) -> f64 {
        let logit = |class: usize| {
            let w = &weights[class * (x.len() + 1)..(class + 1) * (x.len() + 1)];
            w[x.len()] + x.iter().zip(w).map(|(x, w)| x * w).sum::<f64>()
        };
        let most = (0..classes).map(logit).fold(f64::NEG_INFINITY, f64::max);
        most + (0..classes).map(|class| (logit(class) - most).exp()).sum::<f64>().ln() - logit(label)
    }

    #[test]
    fn the_closed_form_is_the_length_of_the_gradient_by_finite_differences() {
        let mut rng = Rng::new(5);
        for (classes, dims) in [(2, 3), (3, 5), (6, 4)] {
            let mut draw = |count: usize| (0..count).map(|_| 2.0 * rng.uniform() - 1.0).collect::<Vec<f64>>();
            let (weights, x) = (draw(classes * (dims + 1)), draw(dims));
            let p: Vec<f32> = (0..classes).map(|class| (-loss(&weights, &x, classes, class)).exp() as f32).collect();
            let row: Vec<f32> = x.iter().map(|&x| x as f32).collect();
            let mut expected = 0.0;
            for label in 0..classes {
                let slope = |at: usize| {
                    let moved = |by: f64| {
                        let mut weights = weights.clone();
                        weights[at] += by;
                        loss(&weights, &x, classes, label)
                    };
                    (moved(1e-5) - moved(-1e-5)) / 2e-5
                };
                let length = (0..weights.len()).map(slope).map(|g| g * g).sum::<f64>().sqrt();
                assert!((residual_length(&p, label) * row_length(&row) - length).abs() < 1e-6, "{classes} classes, label {label}");
                expected += f64::from(p[label]) * length;
            }
            assert!((expected_residual(&p) * row_length(&row) - expected).abs() < 1e-6);
        }
    }
}
