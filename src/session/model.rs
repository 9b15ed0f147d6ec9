//! The head of a project, of whichever kind it is: one label a text, or several. Knows rows and class numbers; knows no text, no log.

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::evaluate;
use crate::head::{HeadConfig, OneVsRestHead, Regularisation, SoftmaxHead};
use crate::matrix::Matrix;

/// A fitted head. Written as the one that it is: a softmax head has `seen`, a one-vs-rest head has `fitted`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Head {
    /// One label a text: probabilities sum to 1.
    Softmax(SoftmaxHead),
    /// Several labels a text: each has a probability of its own.
    OneVsRest(OneVsRestHead),
}

impl Head {
    /// `[rows, classes]`.
    pub fn predict_proba(&self, rows: &Matrix) -> Matrix {
        match self {
            Self::Softmax(head) => head.predict_proba(rows),
            Self::OneVsRest(head) => head.predict_proba(rows),
        }
    }

    /// The head, where a text has one label.
    pub fn softmax(&self) -> Option<&SoftmaxHead> {
        match self {
            Self::Softmax(head) => Some(head),
            Self::OneVsRest(_) => None,
        }
    }

    /// The head, where a text may have several.
    pub fn one_vs_rest(&self) -> Option<&OneVsRestHead> {
        match self {
            Self::Softmax(_) => None,
            Self::OneVsRest(head) => Some(head),
        }
    }

    /// The length of a row.
    pub fn dims(&self) -> usize {
        match self {
            Self::Softmax(head) => head.dims(),
            Self::OneVsRest(head) => head.dims(),
        }
    }

    /// The number of classes, those without an answer included.
    pub fn classes(&self) -> usize {
        match self {
            Self::Softmax(head) => head.classes(),
            Self::OneVsRest(head) => head.labels(),
        }
    }

    /// The weight vector of a class.
    pub fn weight(&self, class: usize) -> &[f32] {
        match self {
            Self::Softmax(head) => head.weight(class),
            Self::OneVsRest(head) => head.weight(class),
        }
    }

    /// The bias of each class.
    pub fn bias(&self) -> &[f32] {
        match self {
            Self::Softmax(head) => head.bias(),
            Self::OneVsRest(head) => head.bias(),
        }
    }

    /// Classes that were learnt: those with an answer; where a text may have several labels, those that some answers have and others do not.
    pub fn seen(&self) -> &[bool] {
        match self {
            Self::Softmax(head) => head.seen(),
            Self::OneVsRest(head) => head.fitted(),
        }
    }

    /// Fits one for several labels a text. The strength of the penalty is cross-validated only where a text has one label; it is the
    /// configuration's here.
    pub fn fit_sets(rows: &Matrix, sets: &[Vec<usize>], labels: usize, config: &HeadConfig, start: Option<&Self>) -> Result<OneVsRestHead> {
        OneVsRestHead::fit(rows, sets, labels, &fixed(config), start.and_then(Self::one_vs_rest))
    }
}

/// The configuration with the penalty's strength taken as it is.
pub(super) fn fixed(config: &HeadConfig) -> HeadConfig {
    HeadConfig { regularisation: Regularisation::Fixed, ..config.clone() }
}

/// What probabilities predict: the likeliest class, or in a project with several labels a text all classes from ½ on, ascending. Of no
/// probabilities nothing.
pub(super) fn guessed(probabilities: &[f32], multi_label: bool) -> Vec<usize> {
    match (multi_label, probabilities.is_empty()) {
        (_, true) => Vec::new(),
        (true, false) => evaluate::guessed_set(probabilities),
        (false, false) => vec![evaluate::likeliest(probabilities).0],
    }
}
