//! Strategies for projects in which a text can have several labels. They read a probability for each label, independent of the others
//! (rows need not sum to 1), and count a label as guessed from ½ upwards, exclusive.
//! All refuse a project with one label a text.

mod adaptive;
mod binary_minimum;
mod cvirs;
mod label_cardinality_inconsistency;
mod max_loss;
mod mean_max_loss;
mod summed_entropy;

pub use adaptive::AdaptiveMultiLabel;
pub use binary_minimum::BinaryMinimum;
pub use cvirs::Cvirs;
pub use label_cardinality_inconsistency::LabelCardinalityInconsistency;
pub use max_loss::MaxLoss;
pub use mean_max_loss::MeanMaxLoss;
pub use summed_entropy::SummedEntropy;

use crate::error::Result;
use crate::matrix::Matrix;
use crate::strategy::PoolView;

/// What every strategy here reads: the probabilities and the labels of the answers.
///
/// # Errors
/// `invalid_strategy` in a project with one label a text; those of [`PoolView::probabilities`].
fn read<'a>(pool: &PoolView<'a>) -> Result<(&'a Matrix, &'a [Vec<usize>])> {
    let sets = pool.label_sets()?;
    Ok((pool.probabilities()?, sets))
}

/// Whether the label is guessed.
fn guessed(probability: f32) -> bool {
    probability > 0.5
}

/// A probability as a decision value in `[−1, 1]`: p(label) − p(not the label).
fn decision(probability: f32) -> f64 {
    2.0 * f64::from(probability) - 1.0
}

/// How many labels an answered text has on average; 0 without an answer.
fn mean_cardinality(sets: &[Vec<usize>]) -> f64 {
    let labels: usize = sets.iter().map(Vec::len).sum();
    labels as f64 / sets.len().max(1) as f64
}

/// The loss of a text if `truth` were its only label (Li, Wang & Sung 2004): Σ_l max(1 − m_l·f_l, 0) with m = 1 for `truth`, −1 for the
/// others. Decision values in `[−1, 1]` keep every term in `[0, 2]`.
fn loss_if(row: &[f32], truth: usize) -> f64 {
    let term = |(label, &p): (usize, &f32)| 1.0 - if label == truth { decision(p) } else { -decision(p) };
    row.iter().enumerate().map(term).sum()
}

/// "1 label", "3 labels".
fn labels(count: usize) -> String {
    if count == 1 { "1 label".into() } else { format!("{count} labels") }
}
