//! Strategies that weigh what a model is unsure of together with where texts lie among each other.

mod cal;
mod clue;
mod discriminative;
mod dropquery;
mod expected_error_reduction;
mod falcun;
mod ranked_batch;
mod stochastic_batch;

#[cfg(test)]
mod tests;

pub use cal::Cal;
pub use clue::Clue;
pub use discriminative::Discriminative;
pub use dropquery::DropQuery;
pub use expected_error_reduction::{ExpectedErrorReduction, FutureLoss};
pub use falcun::Falcun;
pub use ranked_batch::RankedBatch;
pub use stochastic_batch::{Chances, StochasticBatch};

use crate::corpus::DocId;
use crate::error::{Code, Error, Result};
use crate::head::SoftmaxHead;
use crate::rng::Rng;
use crate::strategy::PoolView;
use crate::strategy::pool::{percent, top_two};
use crate::strategy::representation::chance::sample_places;

/// Distances from candidates to answers that one selection computes, at most: above that a sample of the candidates is looked at.
const PAIRS: usize = 4_500_000;

/// Refuses a project in which a text can have several labels.
///
/// # Errors
/// `invalid_strategy`.
pub(in crate::strategy) fn single_label(pool: &PoolView<'_>) -> Result<()> {
    if pool.label_sets.is_none() {
        return Ok(());
    }
    Err(Error::new(Code::InvalidStrategy, "This strategy is for projects with one label a text; choose one for several labels."))
}

/// p₁ − p₂; p₂ is 0 where there is one class.
pub(in crate::strategy) fn margin(probabilities: &[f32]) -> f32 {
    let (first, second) = top_two(probabilities);
    first.1 - second.map_or(0.0, |(_, p)| p)
}

/// The two likeliest labels, for a reason.
pub(in crate::strategy) fn shown_margin(pool: &PoolView<'_>, probabilities: &[f32]) -> String {
    let (first, second) = top_two(probabilities);
    let shown = |(class, p)| format!("{} ({})", pool.name(class), percent(p));
    match second {
        Some(second) => format!("between {} and {}", shown(first), shown(second)),
        None => format!("{} is the only label", shown(first)),
    }
}

/// The head, if it is one for these rows and classes.
///
/// # Errors
/// `not_ready` while there is none; `invalid_argument` where dims or classes are not the pool's.
fn fitting_head<'a>(pool: &PoolView<'a>) -> Result<&'a SoftmaxHead> {
    let head = pool.head()?;
    if (head.dims(), head.classes()) == (pool.features.cols(), pool.classes) {
        return Ok(head);
    }
    let (dims, classes) = (pool.features.cols(), pool.classes);
    let message =
        format!("A head of {} numbers a row and {} classes cannot judge rows of {dims} numbers and {classes} classes.", head.dims(), head.classes());
    Err(Error::new(Code::InvalidArgument, message))
}

/// The places of the candidates that are compared with every answer, in ascending order of their ids: all, or a uniform sample.
fn compared(pool: &PoolView<'_>, rng: &mut Rng) -> Vec<usize> {
    sample_places(pool.candidates, PAIRS / pool.labelled.len().max(1), rng)
}

/// The answered documents in ascending order, each with its place.
fn answers(pool: &PoolView<'_>) -> Vec<(DocId, usize)> {
    let mut answers: Vec<(DocId, usize)> = pool.labelled.iter().enumerate().map(|(place, &id)| (id, place)).collect();
    answers.sort_unstable();
    answers
}
