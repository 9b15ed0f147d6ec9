//! The gradients of the log-loss at the head's last layer, in closed form. For a softmax head with rows x, weights W and biases b, and a
//! label y, ∇ = (p − e_y) ⊗ [x; 1]: all its C·(d + 1) numbers are products, so its length is ‖p − e_y‖·√(‖x‖² + 1), and nothing of that
//! size is ever made. Knows rows and probabilities, not the head.

use crate::error::Result;
use crate::matrix::{Matrix, dot};
use crate::strategy::PoolView;

/// The candidates' probabilities, in a pool with one label a text.
///
/// # Errors
/// Those of [`PoolView::probabilities`]; `invalid_strategy` in a multi-label project.
pub(super) fn probabilities<'a>(pool: &PoolView<'a>) -> Result<&'a Matrix> {
    pool.single_label()?;
    pool.probabilities()
}

/// √(‖x‖² + 1): the length of a row with the 1 of the bias.
pub(super) fn row_length(row: &[f32]) -> f64 {
    (f64::from(dot(row, row)) + 1.0).sqrt()
}

/// ‖p − e_y‖, the length of the loss's gradient by the logits if `label` were right.
pub(super) fn residual_length(probabilities: &[f32], label: usize) -> f64 {
    let term = |(class, &p): (usize, &f32)| if class == label { (f64::from(p) - 1.0).powi(2) } else { f64::from(p).powi(2) };
    probabilities.iter().enumerate().map(term).sum::<f64>().sqrt()
}
