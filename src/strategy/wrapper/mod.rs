//! Wrappers: strategies that narrow or rearrange what another strategy, their `inner`, chooses from. The inner one may be a wrapper
//! itself, [`MAX_NESTING`] deep at most.
//!
//! A wrapper asks at least for what its inner strategy needs and is for the same projects. Scores are the inner strategy's; where a
//! wrapper joins several of its answers or leaves out of its order, each score is lowered to the one before it, so that they never rise.

mod anchor;
mod class_balanced;
mod diverse_batch;
mod narrow;
mod nearest;
mod seals;
mod subsample;

pub use anchor::AnchorSubsampling;
pub use class_balanced::ClassBalanced;
pub use diverse_batch::DiverseBatch;
pub use seals::Seals;
pub use subsample::Subsample;

use crate::error::{Code, Error, Result};
use crate::strategy::{Need, Pick, StrategyConfig};

pub(in crate::strategy) use narrow::Narrow;

/// Strategies within strategies, at most: a project file cannot exhaust the stack.
pub const MAX_NESTING: usize = 4;

/// Neighbours of one text, at most: a list of them is kept for every answer.
const MAX_NEIGHBOURS: usize = 1000;
/// Candidates that may be asked for as a part.
const MAX_PART: usize = 1_000_000;

/// Whether what is inside may be there: not too deep, and with parameters in range.
///
/// # Errors
/// `invalid_strategy`.
pub(in crate::strategy) fn check_inner(inner: &StrategyConfig) -> Result<()> {
    if nesting(inner) >= MAX_NESTING {
        return Err(too_deep());
    }
    inner.build().map(|_| ())
}

/// What a strategy within more than [`MAX_NESTING`] others is answered with.
pub(in crate::strategy) fn too_deep() -> Error {
    let message = format!("A strategy can hold others {MAX_NESTING} deep at most; take some of the wrappers away.");
    Error::new(Code::InvalidStrategy, message)
}

/// How many strategies deep a configuration goes below itself.
fn nesting(config: &StrategyConfig) -> usize {
    config.parts().iter().map(|part| 1 + nesting(part)).max().unwrap_or(0)
}

/// The larger of two needs.
pub(in crate::strategy) fn both(a: Need, b: Need) -> Need {
    let rank = |need| match need {
        Need::Nothing => 0,
        Need::Features => 1,
        Need::Probabilities => 2,
        Need::Committee => 3,
    };
    if rank(b) > rank(a) { b } else { a }
}

/// A parameter that must lie between 1 and `most`.
///
/// # Errors
/// `invalid_strategy`.
fn within(name: &str, value: usize, most: usize) -> Result<()> {
    if (1..=most).contains(&value) {
        return Ok(());
    }
    Err(Error::new(Code::InvalidStrategy, format!("{name} must be 1 to {most}, and {value} is not; leave it out for the usual value.")))
}

/// Lowers each score to the one before it.
pub(in crate::strategy) fn never_rising(mut picks: Vec<Pick>) -> Vec<Pick> {
    let mut lowest = f32::INFINITY;
    for pick in &mut picks {
        lowest = lowest.min(pick.score);
        pick.score = lowest;
    }
    picks
}
