//! Out-of-fold predictions, so that no answer is judged by a head that has learnt from it: for the random checks, by which accuracy is
//! estimated, and for all answers, among which label errors are looked for. Knows heads and rows; knows no metric.

use crate::error::{Code, Error, Result};
use crate::head::{self, HeadConfig, SoftmaxHead};
use crate::matrix::Matrix;
use crate::rng::Rng;

/// The predicted class of each audit item, in the order of `audit`: the likeliest of [`out_of_fold`].
///
/// # Errors
/// Those of [`out_of_fold`].
#[allow(clippy::too_many_arguments)]
pub fn audit_predictions(
    rows: &Matrix,
    targets: &[usize],
    audit: &[usize],
    classes: usize,
    config: &HeadConfig,
    folds: usize,
    seed: u64,
    start: Option<&SoftmaxHead>,
) -> Result<Vec<usize>> {
    Ok(out_of_fold(rows, targets, audit, classes, config, folds, seed, start)?.iter().map(|row| likeliest(row).0).collect())
}

/// The probabilities of each held-out item, `[held.len(), classes]` in the order of `held`, by a head fitted without that item's fold.
///
/// `rows [n, dims]` and `targets [n]` are all answers; `held` says which of them (by position) are judged: the random checks,
/// or all answers where label errors are looked for. Only these are ever left out: all other answers are in every fit. Folds are
/// stratified by class and drawn by `seed`; there are at most `folds`, and never more than held-out items. `start` warms every fit
/// and does not change its result. A class that only the left-out items have gets probability 0; that is an error of the
/// model as it would then be, and it counts as one.
///
/// # Errors
/// `invalid_argument` where `folds` is 0, a position is not in `rows` or comes twice, or the fit refuses its input;
/// `not_ready` where leaving a fold out leaves nothing to learn from.
#[allow(clippy::too_many_arguments)]
pub fn out_of_fold(
    rows: &Matrix,
    targets: &[usize],
    held: &[usize],
    classes: usize,
    config: &HeadConfig,
    folds: usize,
    seed: u64,
    start: Option<&SoftmaxHead>,
) -> Result<Matrix> {
    check(rows, targets.len(), held, folds)?;
    let strata: Vec<usize> = held.iter().map(|&row| targets[row]).collect();
    each_fold(rows, held, &strata, classes, folds, seed, |kept, left_out| {
        let kept_targets: Vec<usize> = kept.iter().map(|&row| targets[row]).collect();
        Ok(SoftmaxHead::fit(&rows.gather(kept), &kept_targets, classes, config, start)?.predict_proba(left_out))
    })
}

/// The probabilities of each held-out item, `[held.len(), classes]`, by `judge(kept, left_out)`: what a head fitted on the rows `kept` says of
/// those left out. Folds are stratified by `strata`, one for each held-out item.
///
/// # Errors
/// `not_ready` where leaving a fold out leaves nothing to learn from, and those of `judge`.
pub(super) fn each_fold(
    rows: &Matrix,
    held: &[usize],
    strata: &[usize],
    classes: usize,
    folds: usize,
    seed: u64,
    judge: impl Fn(&[usize], &Matrix) -> Result<Matrix>,
) -> Result<Matrix> {
    let folds = folds.min(held.len());
    let fold_of = stratified_folds(strata, folds, seed);
    let mut fold_of_row = vec![None; rows.rows()];
    for (&row, &fold) in held.iter().zip(&fold_of) {
        fold_of_row[row] = Some(fold);
    }
    let mut judged = Matrix::zeros(held.len(), classes);
    for fold in 0..folds {
        let kept: Vec<usize> = (0..rows.rows()).filter(|&row| fold_of_row[row] != Some(fold)).collect();
        if kept.is_empty() {
            let message = "There are too few answers to leave some of them out of the training; label a few more texts.";
            return Err(Error::new(Code::NotReady, message));
        }
        let places: Vec<usize> = (0..held.len()).filter(|&place| fold_of[place] == fold).collect();
        let left_out: Vec<usize> = places.iter().map(|&place| held[place]).collect();
        for (&place, probabilities) in places.iter().zip(judge(&kept, &rows.gather(&left_out))?.iter()) {
            judged.row_mut(place).copy_from_slice(probabilities);
        }
    }
    Ok(judged)
}

/// The fold of each held-out item, by its stratum.
fn stratified_folds(strata: &[usize], folds: usize, seed: u64) -> Vec<usize> {
    head::stratified_folds(strata, folds, &mut Rng::stream(seed, "audit folds"))
}

/// The class with the highest probability (the first of equals), and that probability.
pub fn likeliest(probabilities: &[f32]) -> (usize, f32) {
    let mut best = (0, f32::NEG_INFINITY);
    for (class, &probability) in probabilities.iter().enumerate() {
        if probability > best.1 {
            best = (class, probability);
        }
    }
    best
}

/// Refuses what cannot be judged out of fold; `answers` is the number of answers.
pub(super) fn check(rows: &Matrix, answers: usize, held: &[usize], folds: usize) -> Result<()> {
    let invalid = |message: String| Err(Error::new(Code::InvalidArgument, message));
    if folds == 0 {
        return invalid("Cross-validation needs at least one fold.".into());
    }
    if rows.rows() != answers {
        return invalid(format!("{} rows need as many answers; {answers} were given.", rows.rows()));
    }
    let mut seen = vec![false; rows.rows()];
    for &row in held {
        match seen.get_mut(row) {
            None => return invalid(format!("There is no answer {row} among {}, so it cannot be left out.", rows.rows())),
            Some(true) => return invalid(format!("Answer {row} is listed twice among those to leave out.")),
            Some(new) => *new = true,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two groups on a line, with one row whose label is wrong.
    fn answers() -> (Matrix, Vec<usize>) {
        let rows = vec![-1.0, -0.9, -0.8, -1.1, -1.2, 1.0, 0.9, 0.8, 1.1, 1.2, 1.05];
        (Matrix::from_vec(11, 1, rows).unwrap(), vec![0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0])
    }

    fn predict(rows: &Matrix, targets: &[usize], audit: &[usize], folds: usize) -> Result<Vec<usize>> {
        audit_predictions(rows, targets, audit, 2, &HeadConfig::default(), folds, 7, None)
    }

    #[test]
    fn a_check_is_judged_by_a_head_that_has_not_seen_it() {
        let (rows, targets) = answers();
        // The wrong label is a check of its own: its neighbours, not itself, decide.
        assert_eq!(predict(&rows, &targets, &[10, 0, 6], 3).unwrap(), [1, 0, 1]);
    }

    #[test]
    fn predictions_equal_those_of_a_fit_without_the_fold() {
        let (rows, targets) = answers();
        let warm = SoftmaxHead::fit(&rows, &targets, 2, &HeadConfig::default(), None).unwrap();
        let warmed = audit_predictions(&rows, &targets, &[0, 5, 10], 2, &HeadConfig::default(), 10, 7, Some(&warm)).unwrap();
        let by_hand: Vec<usize> = [0usize, 5, 10]
            .iter()
            .map(|&left_out| {
                let kept: Vec<usize> = (0..11).filter(|&row| row != left_out).collect();
                let kept_targets: Vec<usize> = kept.iter().map(|&row| targets[row]).collect();
                let head = SoftmaxHead::fit(&rows.gather(&kept), &kept_targets, 2, &HeadConfig::default(), None).unwrap();
                likeliest(head.predict_proba(&rows.gather(&[left_out])).row(0)).0
            })
            .collect();
        assert_eq!(warmed, by_hand);
    }

    #[test]
    fn folds_are_even_and_stratified() {
        let targets: Vec<usize> = (0..30).map(|row| usize::from(row % 3 == 0)).collect();
        let fold_of = stratified_folds(&targets, 5, 1);
        for fold in 0..5 {
            let members: Vec<usize> = (0..30).filter(|&place| fold_of[place] == fold).collect();
            assert_eq!((members.len(), members.iter().filter(|&&place| targets[place] == 1).count()), (6, 2));
        }
        assert_ne!(fold_of, stratified_folds(&targets, 5, 2));
    }

    #[test]
    fn when_every_answer_is_a_check_the_other_folds_teach() {
        let (rows, targets) = answers();
        let all: Vec<usize> = (0..11).collect();
        let predicted = predict(&rows, &targets, &all, 5).unwrap();
        assert_eq!(predicted.iter().zip(&targets).filter(|(p, t)| p == t).count(), 10);
    }

    #[test]
    fn a_class_that_only_the_left_out_check_has_is_missed() {
        let rows = Matrix::from_vec(3, 1, vec![-1.0, -0.9, 1.0]).unwrap();
        assert_eq!(predict(&rows, &[0, 0, 1], &[2], 5).unwrap(), [0]);
    }

    #[test]
    fn nothing_to_check_gives_nothing_and_nothing_to_learn_from_is_an_error() {
        let (rows, targets) = answers();
        assert_eq!(predict(&rows, &targets, &[], 5).unwrap(), Vec::<usize>::new());
        let one = Matrix::zeros(1, 1);
        assert_eq!(predict(&one, &[0], &[0], 5).unwrap_err().code(), Code::NotReady);
    }

    #[test]
    fn senseless_calls_are_refused() {
        let (rows, targets) = answers();
        for (audit, folds) in [(vec![11], 5), (vec![1, 1], 5), (vec![1], 0)] {
            assert_eq!(predict(&rows, &targets, &audit, folds).unwrap_err().code(), Code::InvalidArgument);
        }
        assert_eq!(predict(&rows, &targets[..3], &[1], 5).unwrap_err().code(), Code::InvalidArgument);
    }
}
