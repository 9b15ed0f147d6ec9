//! Answers that may be wrong: confident learning (Northcutt, Jiang & Chuang 2021) on out-of-fold probabilities.
//!
//! Owns thresholds, flags and their order; worst first by self-confidence, the probability of the label that was given.
//! Knows neither how the probabilities came about (see [`out_of_fold`](super::out_of_fold)) nor any text.
//!
//! A class's threshold is the mean self-confidence of its own answers. An answer counts towards a class where its probability is at
//! least the class's threshold (the likeliest of several). Off the diagonal, where that class is not the one given, the answer is
//! flagged. Two rules keep small classes from raising alarms: a class with one answer has no threshold and its answer is not
//! judged, since no head that has not seen it knows the class; and the other class must be the likelier one of the two.

use crate::matrix::Matrix;
use crate::rng;

/// An answer that the others contradict.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelError {
    /// Which answer, by position.
    pub place: usize,
    /// The class that the model would give.
    pub suggested: usize,
    /// Probability of the class that was given.
    pub self_confidence: f32,
    /// Probability of the suggested class.
    pub confidence: f32,
}

/// Flagged answers, lowest self-confidence first.
///
/// `probabilities [n, classes]` are out-of-fold, `given [n]` the classes answered, `ids [n]` break ties together with `seed`.
pub fn label_errors(probabilities: &Matrix, given: &[usize], ids: &[u32], seed: u64) -> Vec<LabelError> {
    let thresholds = class_thresholds(probabilities, given);
    let mut flagged: Vec<LabelError> = (0..given.len())
        .filter_map(|place| {
            let (row, own) = (probabilities.row(place), given[place]);
            thresholds[own]?;
            let confident = |class: &usize| thresholds[*class].is_some_and(|threshold| f64::from(row[*class]) >= threshold);
            // The first of equally likely classes.
            let suggested = (0..row.len()).filter(confident).reduce(|best, class| if row[class] > row[best] { class } else { best })?;
            (suggested != own && row[suggested] > row[own]).then(|| LabelError {
                place,
                suggested,
                self_confidence: row[own],
                confidence: row[suggested],
            })
        })
        .collect();
    let key = |error: &LabelError| (rng::mix(seed, u64::from(ids[error.place])), ids[error.place]);
    flagged.sort_by(|a, b| a.self_confidence.total_cmp(&b.self_confidence).then_with(|| key(a).cmp(&key(b))));
    flagged
}

/// Mean self-confidence of each class's answers; `None` with fewer than two. Shapes as in [`label_errors`].
pub fn class_thresholds(probabilities: &Matrix, given: &[usize]) -> Vec<Option<f64>> {
    let mut sums = vec![(0.0f64, 0usize); probabilities.cols()];
    for (row, &class) in probabilities.iter().zip(given) {
        sums[class].0 += f64::from(row[class]);
        sums[class].1 += 1;
    }
    sums.into_iter().map(|(sum, count)| (count >= 2).then(|| sum / count as f64)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(rows: &[[f32; 3]], given: &[usize]) -> Vec<LabelError> {
        let ids: Vec<u32> = (0..given.len() as u32).collect();
        label_errors(&Matrix::from_vec(rows.len(), 3, rows.concat()).unwrap(), given, &ids, 1)
    }

    #[test]
    fn a_planted_error_is_found_with_the_right_label() {
        let mut rows = vec![[0.9, 0.05, 0.05]; 4];
        rows.extend([[0.1, 0.8, 0.1]; 4]);
        rows.push([0.02, 0.93, 0.05]);
        let found = errors(&rows, &[0, 0, 0, 0, 1, 1, 1, 1, 0]);
        assert_eq!(found, [LabelError { place: 8, suggested: 1, self_confidence: 0.02, confidence: 0.93 }]);
    }

    #[test]
    fn the_only_answer_of_a_class_is_neither_judged_nor_suggested() {
        let rows = [[0.9, 0.1, 0.0], [0.8, 0.1, 0.1], [0.1, 0.9, 0.0], [0.2, 0.8, 0.0], [0.6, 0.4, 0.0]];
        assert_eq!(errors(&rows, &[0, 0, 1, 1, 2]), []);
        assert_eq!(errors(&[], &[]), []);
    }

    #[test]
    fn a_less_likely_class_is_never_suggested() {
        // Class 1 has a low threshold, class 0 a high one: by the thresholds alone the last answer would be flagged.
        let rows = [[1.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.7, 0.3, 0.0], [0.8, 0.2, 0.0], [0.6, 0.4, 0.0]];
        let found = errors(&rows, &[0, 0, 1, 1, 0]);
        assert!(found.iter().all(|error| error.place != 4), "{found:?}");
    }

    #[test]
    fn worst_comes_first() {
        let mut rows = vec![[0.8, 0.2, 0.0]; 6];
        rows.extend([[0.1, 0.9, 0.0]; 6]);
        rows.extend([[0.12, 0.88, 0.0], [0.02, 0.98, 0.0], [0.07, 0.93, 0.0]]);
        let mut given = vec![0; 6];
        given.extend([1; 6]);
        given.extend([0; 3]);
        let places: Vec<usize> = errors(&rows, &given).iter().map(|error| error.place).collect();
        assert_eq!(places, [13, 14]);
    }
}
