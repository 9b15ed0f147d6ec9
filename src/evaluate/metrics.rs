//! Accuracy, confusion, precision, recall and F1, as scikit-learn defines them with `labels=range(classes)` and
//! `zero_division=0`: a figure whose denominator is zero is 0. The intervals of precision and recall are Wilson's, and (0, 1) of nothing.

use super::bootstrap::{Interval, Resamples};
use super::wilson::wilson;

/// How one class fares.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ClassScore {
    /// Of those predicted to be it, the share that is.
    pub precision: f64,
    /// Of those that are it, the share predicted to be.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
    /// How many are it.
    pub support: usize,
    /// How many are predicted to be it.
    pub predicted: usize,
    /// How many are it and predicted to be.
    pub hits: usize,
}

impl ClassScore {
    /// From how many are it and predicted to be, are it, are predicted to be.
    pub(super) fn of(hits: usize, support: usize, predicted: usize) -> Self {
        let f1 = share(2 * hits, support + predicted);
        Self { precision: share(hits, predicted), recall: share(hits, support), f1, support, predicted, hits }
    }

    /// The 95 % Wilson interval of the precision; (0, 1) where none is predicted to be it.
    pub fn precision_interval(&self) -> (f64, f64) {
        wilson(self.hits, self.predicted)
    }

    /// The 95 % Wilson interval of the recall; (0, 1) where none is it.
    pub fn recall_interval(&self) -> (f64, f64) {
        wilson(self.hits, self.support)
    }
}

/// Share predicted right; 0 of nothing.
pub fn accuracy(truth: &[usize], predicted: &[usize]) -> f64 {
    share(truth.iter().zip(predicted).filter(|(t, p)| t == p).count(), truth.len())
}

/// `confusion[truth][predicted]`, `[classes][classes]`. Both slices hold class numbers below `classes`, one each for every item.
pub fn confusion(truth: &[usize], predicted: &[usize], classes: usize) -> Vec<Vec<usize>> {
    let mut counts = vec![vec![0; classes]; classes];
    for (&t, &p) in truth.iter().zip(predicted) {
        counts[t][p] += 1;
    }
    counts
}

/// The figures of every class, in class order.
pub fn per_class(truth: &[usize], predicted: &[usize], classes: usize) -> Vec<ClassScore> {
    let counts = confusion(truth, predicted, classes);
    let score = |class: usize| {
        let hits = counts[class][class];
        let support: usize = counts[class].iter().sum();
        let predicted: usize = counts.iter().map(|row| row[class]).sum();
        ClassScore::of(hits, support, predicted)
    };
    (0..classes).map(score).collect()
}

/// Mean of the classes' F1, each counting alike; a class that is neither there nor predicted counts as 0. 0 without classes.
pub fn macro_f1(truth: &[usize], predicted: &[usize], classes: usize) -> f64 {
    if classes == 0 {
        return 0.0;
    }
    per_class(truth, predicted, classes).iter().map(|score| score.f1).sum::<f64>() / classes as f64
}

/// Mean of F1 over the classes that are there or predicted: scikit-learn's macro average where no `labels` are given. A class that no
/// item has and no prediction names has no F1; counting it as 0 would show 80 % beside an accuracy of 100 %. 0 of nothing.
///
/// `pairs` are truth and prediction of each item, below `classes`.
pub fn macro_f1_present(pairs: impl Iterator<Item = (usize, usize)>, classes: usize) -> f64 {
    let (mut hits, mut both) = (vec![0usize; classes], vec![0usize; classes]);
    for (truth, predicted) in pairs {
        both[truth] += 1;
        both[predicted] += 1;
        hits[truth] += usize::from(truth == predicted);
    }
    let (mut sum, mut present) = (0.0, 0);
    for (&hits, &both) in hits.iter().zip(&both).filter(|(_, both)| **both > 0) {
        sum += share(2 * hits, both);
        present += 1;
    }
    if present == 0 { 0.0 } else { sum / present as f64 }
}

/// [`macro_f1_present`] with its bootstrap percentile interval over `resamples` of `0..n`; 0 of nothing.
///
/// Where all items are right, or all wrong, every resample says the same and would feign certainty. Macro-F1 is the accuracy then, and
/// the interval is its Wilson interval.
pub fn macro_f1_interval(truth: &[usize], predicted: &[usize], classes: usize, resamples: &Resamples) -> Interval {
    let interval = resamples.interval(|places| macro_f1_present(places.iter().map(|&place| (truth[place], predicted[place])), classes));
    let correct = truth.iter().zip(predicted).filter(|(t, p)| t == p).count();
    if correct > 0 && correct < truth.len() {
        return interval;
    }
    let (low, high) = wilson(correct, truth.len());
    Interval { low, high, ..interval }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
