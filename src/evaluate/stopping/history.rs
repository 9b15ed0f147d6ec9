//! What successive models said of the stop set, and how much each differs from the one before. Owns the last few
//! comparisons; each costs one pass over the predictions.
//!
//! Texts with an answer are left out of a comparison: both models have learnt them, so they would feign agreement.

use std::collections::VecDeque;

use super::change::classification_change;
use super::delta_f::{DELTA_F_THRESHOLD, delta_f};
use super::kappa::{KAPPA_THRESHOLD, cohen_kappa};

/// Comparisons of successive models that the criteria look back on.
pub const WINDOW: usize = 3;
/// With fewer unanswered texts than this in the stop set, a comparison says nothing.
pub const FEWEST_OPEN: usize = 20;

/// How one model differs from the one before.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    /// Answers given between the two.
    answers: usize,
    kappa: f64,
    change: f64,
    delta_f: f64,
}

/// Successive predictions on one stop set, compared pair by pair.
#[derive(Clone, Debug, PartialEq)]
pub struct StopHistory {
    classes: usize,
    last: Option<(usize, Vec<usize>)>,
    steps: VecDeque<Step>,
    uncertainty: Option<f64>,
    /// Unanswered texts of the stop set when the last model was recorded.
    open: usize,
}

impl StopHistory {
    /// Nothing recorded yet; predictions will be class numbers below `classes`.
    pub fn new(classes: usize) -> Self {
        Self { classes, last: None, steps: VecDeque::with_capacity(WINDOW), uncertainty: None, open: 0 }
    }

    /// Takes in the next model: how many answers it has learnt from, what it predicts for each text of the stop set (always the same texts
    /// in the same order), which of these have no answer yet, and its [mean uncertainty](super::overall_uncertainty). Comparisons older than [`WINDOW`] are forgotten;
    /// one over fewer than [`FEWEST_OPEN`] texts is not made.
    pub fn record(&mut self, answers: usize, predicted: Vec<usize>, open: &[bool], uncertainty: f64) {
        self.open = open.iter().filter(|open| **open).count();
        self.uncertainty = Some(uncertainty);
        if let Some((earlier, last)) = self.last.as_ref().filter(|(_, last)| last.len() == predicted.len() && self.open >= FEWEST_OPEN) {
            let only_open =
                |classes: &[usize]| -> Vec<usize> { classes.iter().zip(open).filter(|(_, open)| **open).map(|(&class, _)| class).collect() };
            let (before, after) = (only_open(last), only_open(&predicted));
            if self.steps.len() == WINDOW {
                self.steps.pop_front();
            }
            self.steps.push_back(Step {
                answers: answers.saturating_sub(*earlier),
                kappa: cohen_kappa(&before, &after, self.classes),
                change: classification_change(&before, &after),
                delta_f: delta_f(&before, &after, self.classes),
            });
        }
        self.last = Some((answers, predicted));
    }

    /// Comparisons held, at most [`WINDOW`].
    pub fn comparisons(&self) -> usize {
        self.steps.len()
    }

    /// Answers given over the comparisons held.
    pub fn span(&self) -> usize {
        self.steps.iter().map(|step| step.answers).sum()
    }

    /// Unanswered texts of the stop set at the last record; `None` before the first.
    pub fn open(&self) -> Option<usize> {
        self.last.as_ref().map(|_| self.open)
    }

    /// Mean kappa of the comparisons held.
    pub fn kappa(&self) -> Option<f64> {
        self.mean(|step| step.kappa)
    }

    /// Share of predictions that changed at the last comparison.
    pub fn last_change(&self) -> Option<f64> {
        self.steps.back().map(|step| step.change)
    }

    /// The largest share of predictions that changed at one of the comparisons held.
    pub fn largest_change(&self) -> Option<f64> {
        self.steps.iter().map(|step| step.change).reduce(f64::max)
    }

    /// The largest predicted change of macro-F1 among the comparisons held.
    pub fn largest_delta_f(&self) -> Option<f64> {
        self.steps.iter().map(|step| step.delta_f).reduce(f64::max)
    }

    /// Mean normalised entropy of the last model's predictions.
    pub fn uncertainty(&self) -> Option<f64> {
        self.uncertainty
    }

    /// Whether predictions have settled: over a full window, mean kappa is at least [`KAPPA_THRESHOLD`] and no predicted
    /// change of macro-F1 exceeds [`DELTA_F_THRESHOLD`], so that neither the whole nor a rare class still moves.
    pub fn is_stable(&self) -> bool {
        self.steps.len() == WINDOW
            && self.kappa().is_some_and(|kappa| kappa >= KAPPA_THRESHOLD)
            && self.largest_delta_f().is_some_and(|change| change <= DELTA_F_THRESHOLD)
    }

    fn mean(&self, of: impl Fn(&Step) -> f64) -> Option<f64> {
        (!self.steps.is_empty()).then(|| self.steps.iter().map(of).sum::<f64>() / self.steps.len() as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(models: &[Vec<usize>]) -> StopHistory {
        let mut history = StopHistory::new(3);
        models.iter().enumerate().for_each(|(place, model)| history.record(10 * place, model.clone(), &vec![true; model.len()], 0.5));
        history
    }

    #[test]
    fn a_window_of_equal_models_is_stable_and_a_shorter_one_is_not() {
        let model: Vec<usize> = (0..60).map(|i| i % 3).collect();
        assert!(recorded(&vec![model.clone(); 4]).is_stable());
        assert!(!recorded(&vec![model.clone(); 3]).is_stable());
        assert!(recorded(&vec![vec![1; 60]; 4]).is_stable(), "constant predictions agree");
    }

    #[test]
    fn an_old_change_is_forgotten_and_a_new_one_counts() {
        let model: Vec<usize> = (0..60).map(|i| i % 3).collect();
        let other: Vec<usize> = (0..60).map(|i| (i / 2) % 3).collect();
        let mut models = vec![other.clone()];
        models.extend(vec![model.clone(); 4]);
        assert!(recorded(&models).is_stable());
        models.push(other);
        let history = recorded(&models);
        assert!(!history.is_stable() && history.largest_change().unwrap() > 0.3);
    }

    #[test]
    fn a_rare_class_that_still_moves_keeps_it_going_though_kappa_is_high() {
        let model = |rare: usize| -> Vec<usize> { (0..1000).map(|i| if i == rare { 2 } else { i % 2 }).collect() };
        let history = recorded(&[model(0), model(1), model(2), model(3)]);
        assert!(history.kappa().unwrap() >= KAPPA_THRESHOLD && !history.is_stable());
    }

    #[test]
    fn answered_texts_do_not_feign_agreement() {
        let mut history = StopHistory::new(2);
        let open: Vec<bool> = (0..100).map(|i| i < 25).collect();
        history.record(10, vec![0; 100], &open, 0.1);
        history.record(20, (0..100).map(|i| usize::from(i < 25)).collect(), &open, 0.1);
        assert_eq!((history.last_change(), history.open()), (Some(1.0), Some(25)));
        history.record(10, vec![0; 100], &[false; 100], 0.1);
        assert_eq!((history.comparisons(), history.open()), (1, Some(0)));
    }
}
