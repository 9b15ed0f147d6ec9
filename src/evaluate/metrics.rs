//! Accuracy, confusion, precision, recall and F1, as scikit-learn defines them with `labels=range(classes)` and
//! `zero_division=0`: a figure whose denominator is zero is 0.

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
        let said: usize = counts.iter().map(|row| row[class]).sum();
        ClassScore { precision: share(hits, said), recall: share(hits, support), f1: share(2 * hits, support + said), support }
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

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
