//! What a strategy sees and what it gives: the contract of them all.

use std::borrow::Cow;

use crate::corpus::DocId;
use crate::error::{Code, Error, Result};
use crate::matrix::{Matrix, top_k};
use crate::rng::Rng;

/// The pool, read-only.
#[derive(Clone, Copy, Debug)]
pub struct PoolView<'a> {
    /// One row for each distinct text, `[texts, dims]`.
    pub features: &'a Matrix,
    /// Document id → row of `features`.
    pub row_of: &'a [u32],
    /// What may be asked about: unlabelled, embedded, one document for each distinct text. Ascending by custom; no strategy's
    /// answer depends on the order.
    pub candidates: &'a [DocId],
    /// One row for each candidate, in the same order, `[candidates, classes]`; absent while there is no model.
    pub probabilities: Option<&'a Matrix>,
    /// Answered documents.
    pub labelled: &'a [DocId],
    /// Their class numbers, in the same order.
    pub targets: &'a [usize],
    /// The number of classes.
    pub classes: usize,
    /// The labels' names in class order, for reasons; may be empty.
    pub names: &'a [String],
}

impl<'a> PoolView<'a> {
    /// The feature row of a document.
    pub fn feature(&self, id: DocId) -> &'a [f32] {
        self.features.row(self.row_of[id as usize] as usize)
    }

    /// The candidates' class probabilities.
    ///
    /// # Errors
    /// `not_ready` while there is no model; `invalid_argument` where their shape is not `[candidates, classes]`.
    pub fn probabilities(&self) -> Result<&'a Matrix> {
        let Some(probabilities) = self.probabilities else {
            return Err(Error::new(Code::NotReady, "This strategy needs a trained model; label a few texts of at least two labels first."));
        };
        let shape = (probabilities.rows(), probabilities.cols());
        if shape.0 != self.candidates.len() || (shape.1 != self.classes && shape.0 > 0) {
            let (candidates, classes) = (self.candidates.len(), self.classes);
            let message = format!("{candidates} candidates and {classes} classes cannot have probabilities of shape {} × {}.", shape.0, shape.1);
            return Err(Error::new(Code::InvalidArgument, message));
        }
        Ok(probabilities)
    }

    /// What to call a class in a reason.
    pub fn name(&self, class: usize) -> Cow<'a, str> {
        match self.names.get(class) {
            Some(name) => Cow::Borrowed(name.as_str()),
            None => Cow::Owned(format!("class {}", class + 1)),
        }
    }

    /// The `count` best candidates by `scores` (one each, in order), ties broken by a seed from `rng`, reasons by `reason(place)`.
    /// A score that is not a number counts as the lowest there is.
    pub(super) fn best(&self, scores: &[f32], count: usize, rng: &mut Rng, reason: impl Fn(usize) -> String) -> Vec<Pick> {
        let order = top_k(scores, self.candidates, count, rng.next_u64());
        let pick = |place: usize| {
            let score = if scores[place].is_finite() { scores[place] } else { f32::MIN };
            Pick { id: self.candidates[place], score, reason: reason(place) }
        };
        order.into_iter().map(pick).collect()
    }
}

/// A text worth asking about.
#[derive(Clone, Debug, PartialEq)]
pub struct Pick {
    /// The document.
    pub id: DocId,
    /// Higher is better; comparable within one selection only.
    pub score: f32,
    /// Why, in a few words for a person.
    pub reason: String,
}

/// What must be there before a strategy can select.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Only the list of candidates.
    Nothing,
    /// Feature rows.
    Features,
    /// Class probabilities, hence a model.
    Probabilities,
}

impl Need {
    /// As the menu spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Features => "features",
            Self::Probabilities => "probabilities",
        }
    }
}

/// A way to choose what to ask about.
pub trait Strategy {
    /// What must be there first.
    fn need(&self) -> Need;

    /// Exactly `min(count, candidates)` distinct candidates, best first.
    ///
    /// # Errors
    /// `not_ready` where what it [needs](Strategy::need) is not there.
    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>>;
}

/// A share as a person reads it, "41 %".
pub(super) fn percent(share: f32) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// The two likeliest classes with their probabilities, likeliest first, the lower class number first where equal.
/// The second is absent where there is one class only.
pub(super) fn top_two(probabilities: &[f32]) -> ((usize, f32), Option<(usize, f32)>) {
    let mut first = (0, probabilities.first().copied().unwrap_or(0.0));
    let mut second = None;
    for (class, &p) in probabilities.iter().enumerate().skip(1) {
        if p > first.1 {
            second = Some(first);
            first = (class, p);
        } else if second.is_none_or(|(_, other)| p > other) {
            second = Some((class, p));
        }
    }
    (first, second)
}
