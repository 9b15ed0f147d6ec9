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
use crate::strategy::representation::chance::sample_places;

/// Distances from candidates to answers that one selection computes, at most: above that a sample of the candidates is looked at.
const PAIRS: usize = 4_500_000;

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
