//! Whether probabilities mean what they say: Brier score (Brier 1950) and expected calibration error (Guo et al. 2017), with
//! its form for few items, bins of equal mass (Nixon et al. 2019). Owns the figures and their bins; knows no head and no fold.
//!
//! Conventions: the Brier score is Brier's own, summed over classes, from 0 to 2 (scikit-learn: `scale_by_half=False`).
//! Calibration error looks at the predicted class alone: its probability, the confidence, against whether it is right.

use super::audit::likeliest;
use super::bootstrap::{Interval, Resamples};
use super::label_sets::GUESSED;
use crate::matrix::Matrix;

/// Bins of equal width.
pub const BINS: usize = 10;
/// Bins of equal mass hold about so many items, so that few items make few bins.
const ITEMS_A_BIN: usize = 10;

/// Items of similar confidence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ReliabilityBin {
    /// Confidences above this …
    pub low: f64,
    /// … up to this are in it.
    pub high: f64,
    /// How many items.
    pub count: usize,
    /// Their mean confidence; 0 of none.
    pub confidence: f64,
    /// The share of them that is right; 0 of none.
    pub accuracy: f64,
}

/// How well probabilities fit what came true.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calibration {
    /// Mean over items of Σ over classes of (probability − 1 for the true class, 0 for others)², in `[0, 2]`.
    pub brier: Interval,
    /// Expected calibration error over [`BINS`] bins of equal width, in `[0, 1]`.
    pub ece: Interval,
    /// Expected calibration error over bins of equal mass.
    pub adaptive_ece: Interval,
    /// How many bins of equal mass there are: one for every ten items, at least one and at most [`BINS`].
    pub adaptive_bins: usize,
    /// The bins of equal width, lowest confidence first; empty ones too.
    pub bins: Vec<ReliabilityBin>,
}

/// All figures for `probabilities [n, classes]` of items whose classes are `truth [n]`, with bootstrap intervals over `resamples` of
/// `0..n`. Zeros of nothing.
pub fn calibration(probabilities: &Matrix, truth: &[usize], resamples: &Resamples) -> Calibration {
    figures(&brier_losses(probabilities, truth), &confidences(probabilities, truth), 1, resamples)
}

/// The same where an item may have several labels: `probabilities [n, labels]` are independent, `truth [n]` the labels that apply.
///
/// The Brier score is summed over labels as above, of (probability − 1 where the label applies, 0 where not)², in `[0, labels]`. Every
/// label of an item is a decision, yes or no; its confidence is the probability of what is decided, and it is right where that is so.
/// Calibration error and bins are over all decisions. Resamples draw items, so that the decisions of one stay together.
pub fn calibration_of_sets(probabilities: &Matrix, truth: &[Vec<usize>], resamples: &Resamples) -> Calibration {
    let losses: Vec<f64> = squared_errors(probabilities, truth).map(|errors| errors.iter().sum()).collect();
    let decision = |p: f32, applies: bool| {
        let yes = p >= GUESSED;
        (f64::from(if yes { p } else { 1.0 - p }), yes == applies)
    };
    let decisions = |(row, set): (&[f32], &Vec<usize>)| -> Vec<(f64, bool)> {
        row.iter().enumerate().map(|(label, &p)| decision(p, set.contains(&label))).collect()
    };
    let items: Vec<(f64, bool)> = probabilities.iter().zip(truth).flat_map(decisions).collect();
    figures(&losses, &items, probabilities.cols(), resamples)
}

/// The Brier score of each label alone, in `[0, 1]`: the mean over items of (probability − 1 where it applies, 0 where not)². 0 of nothing.
pub fn brier_of_labels(probabilities: &Matrix, truth: &[Vec<usize>]) -> Vec<f64> {
    let mut sums = vec![0.0; probabilities.cols()];
    squared_errors(probabilities, truth).for_each(|errors| sums.iter_mut().zip(errors).for_each(|(sum, error)| *sum += error));
    sums.into_iter().map(|sum| mean(std::iter::once(sum), truth.len())).collect()
}

fn squared_errors<'a>(probabilities: &'a Matrix, truth: &'a [Vec<usize>]) -> impl Iterator<Item = Vec<f64>> + 'a {
    let error = |p: f32, applies: bool| (f64::from(p) - f64::from(u8::from(applies))).powi(2);
    probabilities.iter().zip(truth).map(move |(row, set)| row.iter().enumerate().map(|(label, &p)| error(p, set.contains(&label))).collect())
}

/// All figures from each item's loss and its confidences, `each` of them an item, one item's after another's.
fn figures(losses: &[f64], confidences: &[(f64, bool)], each: usize, resamples: &Resamples) -> Calibration {
    let items = confidences;
    // Positions by confidence: a resample's items come out in order by counting, without sorting again.
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by(|&a, &b| items[a].0.total_cmp(&items[b].0).then(items[a].1.cmp(&items[b].1)));
    let adaptive_bins = mass_bins(items.len());
    let mut counts = vec![0usize; losses.len()];
    let mut sorted = Vec::with_capacity(items.len());
    let adaptive_ece = resamples.interval(|places| {
        counts.fill(0);
        places.iter().for_each(|&place| counts[place] += 1);
        sorted.clear();
        order.iter().for_each(|&place| sorted.extend(std::iter::repeat_n(items[place], counts[place / each])));
        equal_mass_error(&sorted, adaptive_bins)
    });
    let of = |place: &usize| items[place * each..(place + 1) * each].iter().copied();
    Calibration {
        brier: resamples.interval(|places| mean(places.iter().map(|&place| losses[place]), places.len())),
        ece: resamples.interval(|places| error_of(&bin(places.iter().flat_map(of)), places.len() * each)),
        adaptive_ece,
        adaptive_bins,
        bins: bin(items.iter().copied()).to_vec(),
    }
}

/// Brier's score of each item.
fn brier_losses(probabilities: &Matrix, truth: &[usize]) -> Vec<f64> {
    let loss = |(row, &class): (&[f32], &usize)| {
        row.iter().enumerate().map(|(other, &p)| (f64::from(p) - f64::from(u8::from(other == class))).powi(2)).sum()
    };
    probabilities.iter().zip(truth).map(loss).collect()
}

/// Confidence of each item, and whether its predicted class is right.
fn confidences(probabilities: &Matrix, truth: &[usize]) -> Vec<(f64, bool)> {
    let item = |(row, &class): (&[f32], &usize)| {
        let predicted = likeliest(row).0;
        (f64::from(row[predicted]), predicted == class)
    };
    probabilities.iter().zip(truth).map(item).collect()
}

/// Bins of equal width, open below and closed above; a confidence of 0 is in the first.
fn bin(items: impl Iterator<Item = (f64, bool)>) -> [ReliabilityBin; BINS] {
    let mut bins = [ReliabilityBin::default(); BINS];
    for (place, bin) in bins.iter_mut().enumerate() {
        (bin.low, bin.high) = (place as f64 / BINS as f64, (place + 1) as f64 / BINS as f64);
    }
    for (confidence, right) in items {
        let bin = &mut bins[((confidence * BINS as f64).ceil() as usize).clamp(1, BINS) - 1];
        bin.count += 1;
        bin.confidence += confidence;
        bin.accuracy += f64::from(u8::from(right));
    }
    for bin in bins.iter_mut().filter(|bin| bin.count > 0) {
        bin.confidence /= bin.count as f64;
        bin.accuracy /= bin.count as f64;
    }
    bins
}

/// Σ over bins of (items in it / all) · |accuracy − confidence|.
fn error_of(bins: &[ReliabilityBin], total: usize) -> f64 {
    mean(bins.iter().map(|bin| bin.count as f64 * (bin.accuracy - bin.confidence).abs()), total)
}

fn mass_bins(items: usize) -> usize {
    (items / ITEMS_A_BIN).clamp(1, BINS)
}

/// The same over `bins` runs of ascending items whose sizes differ by one at most, the longer ones first.
fn equal_mass_error(ascending: &[(f64, bool)], bins: usize) -> f64 {
    let (size, longer) = (ascending.len() / bins, ascending.len() % bins);
    let mut rest = ascending;
    let mut gap = 0.0;
    for place in 0..bins {
        let (run, others) = rest.split_at(size + usize::from(place < longer));
        // count · |accuracy − confidence| is the size of the summed difference.
        gap += run.iter().map(|(confidence, right)| f64::from(u8::from(*right)) - confidence).sum::<f64>().abs();
        rest = others;
    }
    mean(std::iter::once(gap), ascending.len())
}

fn mean(values: impl Iterator<Item = f64>, count: usize) -> f64 {
    if count == 0 { 0.0 } else { values.sum::<f64>() / count as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[[f32; 2]], truth: &[usize]) -> Calibration {
        let probabilities = Matrix::from_vec(rows.len(), 2, rows.concat()).unwrap();
        calibration(&probabilities, truth, &Resamples::draw(truth.len(), 200, 1))
    }

    #[test]
    fn certain_and_right_is_perfect_and_certain_and_wrong_is_as_bad_as_can_be() {
        let right = of(&[[1.0, 0.0], [0.0, 1.0]], &[0, 1]);
        assert_eq!((right.brier.value, right.ece.value, right.adaptive_ece.value), (0.0, 0.0, 0.0));
        let wrong = of(&[[1.0, 0.0], [0.0, 1.0]], &[1, 0]);
        assert_eq!((wrong.brier.value, wrong.ece.value, wrong.adaptive_ece.value), (2.0, 1.0, 1.0));
    }

    #[test]
    fn half_right_at_half_confidence_is_calibrated_but_not_sharp() {
        let half = of(&[[0.5, 0.5]; 4], &[0, 1, 0, 1]);
        assert_eq!((half.brier.value, half.ece.value), (0.5, 0.0));
        assert_eq!((half.bins[4].count, half.bins[4].accuracy), (4, 0.5), "0.5 is in the bin that it closes");
        assert!(half.ece.low <= half.ece.value && half.ece.value <= half.ece.high);
    }

    #[test]
    fn nothing_is_zero_and_few_items_make_one_bin() {
        let none = of(&[], &[]);
        assert_eq!((none.brier.value, none.ece.value, none.adaptive_ece.value, none.adaptive_bins), (0.0, 0.0, 0.0, 1));
        assert_eq!((mass_bins(19), mass_bins(20), mass_bins(5000)), (1, 2, 10));
    }

    #[test]
    fn the_order_of_items_does_not_matter_even_where_confidences_are_equal() {
        let rows = [[0.8, 0.2]; 21];
        let truth: Vec<usize> = (0..21).map(|i| usize::from(i % 3 == 0)).collect();
        let turned: Vec<usize> = truth.iter().rev().copied().collect();
        assert_eq!(of(&rows, &truth).adaptive_ece.value, of(&rows, &turned).adaptive_ece.value);
    }

    #[test]
    fn with_several_labels_each_is_a_decision_of_its_own() {
        let probabilities = Matrix::from_vec(2, 2, vec![1.0, 0.0, 0.9, 0.55]).unwrap();
        let truth = [vec![0], vec![0]];
        let found = calibration_of_sets(&probabilities, &truth, &Resamples::draw(2, 100, 1));
        assert!((found.brier.value - (0.01 + 0.3025) / 2.0).abs() < 1e-6, "{found:?}");
        let counts: Vec<usize> = found.bins.iter().map(|bin| bin.count).collect();
        assert_eq!(counts, [0, 0, 0, 0, 0, 1, 0, 0, 1, 2]);
        assert_eq!((found.bins[5].accuracy, found.bins[9].accuracy), (0.0, 1.0));
        assert!((found.ece.value - (0.55 + 0.1) / 4.0).abs() < 1e-6, "{found:?}");
        let each = brier_of_labels(&probabilities, &truth);
        assert!((each[0] - 0.005).abs() < 1e-6 && (each[1] - 0.15125).abs() < 1e-6, "{each:?}");
    }
}
