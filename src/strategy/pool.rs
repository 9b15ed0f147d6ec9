//! What a strategy sees and what it gives: the contract of them all.

use std::borrow::Cow;

use crate::corpus::DocId;
use crate::error::{Code, Error, Result};
use crate::head::{HeadConfig, SoftmaxHead};
use crate::matrix::{Matrix, top_k};
use crate::rng::Rng;

/// The pool, read-only. [`PoolView::new`] makes one without model and answers; the rest is set field by field.
#[derive(Clone, Copy, Debug)]
pub struct PoolView<'a> {
    /// One row for each distinct text, `[texts, dims]`.
    pub features: &'a Matrix,
    /// Document id → row of `features`.
    pub row_of: &'a [u32],
    /// What may be asked about: unlabelled, embedded, one document for each distinct text. Ascending by custom; no strategy's
    /// answer depends on the order.
    pub candidates: &'a [DocId],
    /// One row for each candidate, in the same order, `[candidates, classes]`; absent while there is no model. Rows sum to 1, but
    /// in a multi-label project, where each number is the probability that the label applies.
    pub probabilities: Option<&'a Matrix>,
    /// The head that gave them, for strategies that ask it about other rows. Absent in a multi-label project.
    pub head: Option<&'a SoftmaxHead>,
    /// How it was fitted, the strength of its penalty settled, for strategies that fit it again; where it is absent, as by default.
    pub head_config: Option<&'a HeadConfig>,
    /// Each committee member's probabilities, one `[candidates, classes]` a member; made only for strategies that
    /// [need](Need::Committee) them.
    pub committee: Option<&'a [Matrix]>,
    /// Answered documents.
    pub labelled: &'a [DocId],
    /// Their class numbers, in the same order; empty in a multi-label project.
    pub targets: &'a [usize],
    /// The labels of each answered document, in the same order, in a multi-label project; absent in one with a single label a text.
    pub label_sets: Option<&'a [Vec<usize>]>,
    /// The number of classes.
    pub classes: usize,
    /// The labels' names in class order, for reasons; may be empty.
    pub names: &'a [String],
    /// What earlier choices of arms brought, oldest first; only a bandit reads it.
    pub history: &'a [Turn],
}

/// One earlier choice of a strategy that chooses among strategies, and what it brought.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// The arm, by its strategy's name.
    pub arm: String,
    /// In `[0, 1]`, higher is better.
    pub reward: f64,
}

impl<'a> PoolView<'a> {
    /// A pool of which nothing is known but its rows.
    pub fn new(features: &'a Matrix, row_of: &'a [u32], candidates: &'a [DocId], classes: usize) -> Self {
        Self {
            features,
            row_of,
            candidates,
            probabilities: None,
            head: None,
            head_config: None,
            committee: None,
            labelled: &[],
            targets: &[],
            label_sets: None,
            classes,
            names: &[],
            history: &[],
        }
    }

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

    /// The head.
    ///
    /// # Errors
    /// `not_ready` while there is none.
    pub fn head(&self) -> Result<&'a SoftmaxHead> {
        self.head.ok_or_else(|| Error::new(Code::NotReady, "This strategy needs a trained model; label a few texts of at least two labels first."))
    }

    /// Each member's probabilities of the candidates.
    ///
    /// # Errors
    /// `not_ready` while there is no committee; `invalid_argument` where a shape is not `[candidates, classes]`.
    pub fn committee(&self) -> Result<&'a [Matrix]> {
        let Some(members) = self.committee.filter(|members| !members.is_empty()) else {
            return Err(Error::new(Code::NotReady, "This strategy needs a committee of models; label a few texts of at least two labels first."));
        };
        if let Some(wrong) =
            members.iter().find(|member| member.rows() != self.candidates.len() || (member.cols() != self.classes && member.rows() > 0))
        {
            let (candidates, classes) = (self.candidates.len(), self.classes);
            let message =
                format!("{candidates} candidates and {classes} classes cannot have a member's shape of {} × {}.", wrong.rows(), wrong.cols());
            return Err(Error::new(Code::InvalidArgument, message));
        }
        Ok(members)
    }

    /// The labels of each answered document.
    ///
    /// # Errors
    /// `invalid_strategy` in a project with one label a text.
    pub fn label_sets(&self) -> Result<&'a [Vec<usize>]> {
        self.label_sets.ok_or_else(|| {
            Error::new(Code::InvalidStrategy, "This strategy is for projects in which a text can have several labels; choose another.")
        })
    }

    /// That a text has one label here: what probabilities that sum to 1 stand on.
    ///
    /// # Errors
    /// `invalid_strategy` in a project in which a text can have several.
    pub(in crate::strategy) fn single_label(&self) -> Result<()> {
        match self.label_sets {
            None => Ok(()),
            Some(_) => Err(Error::new(Code::InvalidStrategy, "This strategy is for projects with one label a text; choose another.")),
        }
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
    pub(in crate::strategy) fn best(&self, scores: &[f32], count: usize, rng: &mut Rng, reason: impl Fn(usize) -> String) -> Vec<Pick> {
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
    /// The class probabilities of several models, and one.
    Committee,
}

impl Need {
    /// As the menu spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Features => "features",
            Self::Probabilities => "probabilities",
            Self::Committee => "committee",
        }
    }
}

impl Need {
    /// Whether there must be a model.
    pub const fn model(self) -> bool {
        matches!(self, Self::Probabilities | Self::Committee)
    }
}

/// Which projects a strategy is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One label a text.
    SingleLabel,
    /// Several labels a text.
    MultiLabel,
    /// Both.
    Any,
}

/// What a strategy says of itself.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// As a heading.
    pub title: &'static str,
    /// Its family: `baseline`, `uncertainty`, `committee`, `gradient`, `representation`, `combined`, `wrapper`, `adaptive` or `multi-label`.
    pub family: &'static str,
    /// Where it comes from.
    pub paper: &'static str,
    /// The score in one line, in the symbols of docs/STRATEGIES.md.
    pub formula: &'static str,
    /// How the time for one selection grows: N candidates, L answers, n asked for, d numbers a text, C labels, M members.
    pub cost: &'static str,
    /// What it picks and when to use it.
    pub summary: &'static str,
    /// Which projects it is for.
    pub scope: Scope,
}

/// A way to choose what to ask about. The value itself holds the parameters.
pub trait Strategy {
    /// For the menu and the documentation.
    fn about(&self) -> About;

    /// What must be there first.
    fn need(&self) -> Need;

    /// Whether the parameters make sense; asked before anything else.
    ///
    /// # Errors
    /// `invalid_strategy`, with the parameter's name and range.
    fn check(&self) -> Result<()> {
        Ok(())
    }

    /// For one that chooses among strategies: the name of the [arm](Turn::arm) that [`select`](Strategy::select) would take after `history`
    /// with `rng` as it is. None of any other.
    fn arm(&self, _history: &[Turn], _rng: &Rng) -> Option<String> {
        None
    }

    /// Exactly `min(count, candidates)` distinct candidates, best first.
    ///
    /// # Errors
    /// `not_ready` where what it [needs](Strategy::need) is not there; `invalid_strategy` in a project that it is not for.
    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>>;
}

/// A share as a person reads it, "41 %".
pub(in crate::strategy) fn percent(share: f32) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// The two likeliest classes with their probabilities, likeliest first, the lower class number first where equal.
/// The second is absent where there is one class only.
pub(in crate::strategy) fn top_two(probabilities: &[f32]) -> ((usize, f32), Option<(usize, f32)>) {
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
