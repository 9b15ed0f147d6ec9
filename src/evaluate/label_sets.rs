//! How well label sets are predicted, where a text may have several labels: subset accuracy, each label's own figures, and predictions
//! out of fold. Owns the threshold from which a label is predicted. Knows heads, rows and class numbers; knows no text.
//!
//! Subset accuracy is scikit-learn's `accuracy_score` on label indicators: right is only who has the whole set right, so it is the
//! strictest figure there is, and a share of texts, which Wilson's interval fits.

use std::collections::BTreeMap;

use super::audit::{check, each_fold};
use super::bootstrap::{Interval, Resamples};
use super::metrics::ClassScore;
use super::wilson::wilson;
use crate::error::Result;
use crate::head::{HeadConfig, OneVsRestHead};
use crate::matrix::Matrix;

/// A label is predicted from this probability on.
pub const GUESSED: f32 = 0.5;

/// The labels that probabilities predict, ascending; perhaps none.
pub fn guessed_set(probabilities: &[f32]) -> Vec<usize> {
    (0..probabilities.len()).filter(|&label| probabilities[label] >= GUESSED).collect()
}

/// Numbers label sets, equal sets alike, in their order.
pub fn number_sets(sets: &[Vec<usize>]) -> Vec<usize> {
    let mut numbers: BTreeMap<&[usize], usize> = sets.iter().map(|set| (set.as_slice(), 0)).collect();
    numbers.values_mut().enumerate().for_each(|(number, slot)| *slot = number);
    sets.iter().map(|set| numbers[set.as_slice()]).collect()
}

/// The probabilities of each held-out item, `[held.len(), labels]` in the order of `held`, by a head fitted without that item's fold: as
/// [`out_of_fold`](super::out_of_fold) does where a text has one label. Folds are stratified by label set. `sets [n]` are ascending.
///
/// # Errors
/// `invalid_argument` where `folds` is 0, a position is not in `rows` or comes twice, or the fit refuses its input; `not_ready` where leaving a fold out
/// leaves nothing to learn from.
#[allow(clippy::too_many_arguments)]
pub fn out_of_fold_sets(
    rows: &Matrix,
    sets: &[Vec<usize>],
    held: &[usize],
    labels: usize,
    config: &HeadConfig,
    folds: usize,
    seed: u64,
    start: Option<&OneVsRestHead>,
) -> Result<Matrix> {
    check(rows, sets.len(), held, folds)?;
    let held_sets: Vec<Vec<usize>> = held.iter().map(|&row| sets[row].clone()).collect();
    each_fold(rows, held, &number_sets(&held_sets), labels, folds, seed, |kept, left_out| {
        let kept_sets: Vec<Vec<usize>> = kept.iter().map(|&row| sets[row].clone()).collect();
        Ok(OneVsRestHead::fit(&rows.gather(kept), &kept_sets, labels, config, start)?.predict_proba(left_out))
    })
}

/// How many items have the whole set right. Sets are ascending, one each for every item.
pub fn exact_sets(truth: &[Vec<usize>], predicted: &[Vec<usize>]) -> usize {
    truth.iter().zip(predicted).filter(|(t, p)| t == p).count()
}

/// The figures of every label, in label order.
pub fn per_label(truth: &[Vec<usize>], predicted: &[Vec<usize>], labels: usize) -> Vec<ClassScore> {
    let all: Vec<usize> = (0..truth.len()).collect();
    scores(truth, predicted, labels, &all)
}

/// Mean of F1 over the labels that are there or predicted, with its bootstrap percentile interval over `resamples` of `0..n`; 0 of nothing.
///
/// Where every set is right, every resample says the same and would feign certainty; the interval is the subset accuracy's then.
pub fn macro_f1_sets(truth: &[Vec<usize>], predicted: &[Vec<usize>], labels: usize, resamples: &Resamples) -> Interval {
    let interval = resamples.interval(|places| macro_f1_at(truth, predicted, labels, places));
    let correct = exact_sets(truth, predicted);
    if correct < truth.len() {
        return interval;
    }
    let (low, high) = wilson(correct, truth.len());
    Interval { low: low.min(interval.value), high: high.max(interval.value), ..interval }
}

/// The same without interval.
pub fn macro_f1_of_sets(truth: &[Vec<usize>], predicted: &[Vec<usize>], labels: usize) -> f64 {
    macro_f1_at(truth, predicted, labels, &(0..truth.len()).collect::<Vec<_>>())
}

fn macro_f1_at(truth: &[Vec<usize>], predicted: &[Vec<usize>], labels: usize, places: &[usize]) -> f64 {
    let scores = scores(truth, predicted, labels, places);
    let (mut sum, mut present) = (0.0, 0);
    for score in scores.iter().filter(|score| score.support + score.predicted > 0) {
        sum += score.f1;
        present += 1;
    }
    if present == 0 { 0.0 } else { sum / present as f64 }
}

/// How each label fares on the items at `places`, which may come more than once.
fn scores(truth: &[Vec<usize>], predicted: &[Vec<usize>], labels: usize, places: &[usize]) -> Vec<ClassScore> {
    // Of each label: items that have it and are predicted to, that have it, that are predicted to.
    let mut counts = vec![[0; 3]; labels];
    for &place in places {
        for &label in &truth[place] {
            counts[label][1] += 1;
            counts[label][0] += usize::from(predicted[place].binary_search(&label).is_ok());
        }
        predicted[place].iter().for_each(|&label| counts[label][2] += 1);
    }
    counts.into_iter().map(|[hits, support, predicted]| ClassScore::of(hits, support, predicted)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_those_of_scikit_learn_on_label_indicators() {
        // accuracy_score, precision_score, recall_score, f1_score(average="macro") of the same indicators.
        let truth = [vec![0, 1], vec![1], vec![], vec![2]];
        let predicted = [vec![0, 1], vec![0, 1], vec![], vec![1]];
        assert_eq!(exact_sets(&truth, &predicted), 2);
        let scores = per_label(&truth, &predicted, 3);
        assert_eq!((scores[0].precision, scores[0].recall), (0.5, 1.0));
        assert_eq!((scores[1].precision, scores[1].recall), (2.0 / 3.0, 1.0));
        assert_eq!((scores[2].precision, scores[2].recall, scores[2].f1), (0.0, 0.0, 0.0));
        assert!((macro_f1_of_sets(&truth, &predicted, 3) - (2.0 / 3.0 + 0.8) / 3.0).abs() < 1e-12);
    }

    #[test]
    fn a_label_that_no_item_has_and_none_is_predicted_does_not_lower_the_macro_f1() {
        let sets = [vec![0], vec![1], vec![0, 1]];
        let interval = macro_f1_sets(&sets, &sets, 5, &Resamples::draw(3, 50, 1));
        assert_eq!((interval.value, interval.high), (1.0, 1.0));
        assert!(interval.low < 0.5, "three items are no certainty: {interval:?}");
    }

    #[test]
    fn an_item_is_judged_by_a_head_that_has_not_seen_it() {
        let xs = [-1.0, -0.9, -0.8, -1.1, 1.0, 0.9, 0.8, 1.1, 1.05];
        let rows = Matrix::from_vec(9, 1, xs.to_vec()).unwrap();
        let sets: Vec<Vec<usize>> = (0..9).map(|row| if (4..8).contains(&row) { vec![0] } else { Vec::new() }).collect();
        let held: Vec<usize> = (0..9).collect();
        let judged = out_of_fold_sets(&rows, &sets, &held, 1, &HeadConfig::default(), 9, 7, None).unwrap();
        let predicted: Vec<bool> = judged.iter().map(|row| row[0] >= GUESSED).collect();
        assert_eq!(predicted, [false, false, false, false, true, true, true, true, true], "the last answer is wrong and does not judge itself");
    }

    #[test]
    fn equal_sets_have_one_number() {
        assert_eq!(number_sets(&[vec![1], vec![], vec![0, 1], vec![1]]), [2, 0, 1, 2]);
    }

    #[test]
    fn nothing_is_zero_and_a_label_is_predicted_from_one_half_on() {
        let interval = macro_f1_sets(&[], &[], 3, &Resamples::draw(0, 10, 1));
        assert_eq!((interval.value, interval.low, interval.high), (0.0, 0.0, 1.0));
        assert_eq!(guessed_set(&[0.5, 0.499, 0.9]), [0, 2]);
    }
}
