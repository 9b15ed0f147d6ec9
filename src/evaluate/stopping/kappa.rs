//! Cohen's kappa between the predictions of two successive models: agreement beyond what their class shares bring by chance.
//! Bloodgood & Vijay-Shanker (2009) stop where its mean over three changes of the model is at least 0.99 ("stabilizing predictions").

/// The mean at which predictions count as stable.
pub const KAPPA_THRESHOLD: f64 = 0.99;

/// κ = (p_o − p_e) / (1 − p_e), at most 1. Where p_e is 1, all of both predictions are one same class: they agree, so κ is 1 (0/0
/// otherwise). 1 of nothing. Both slices hold class numbers below `classes`, one each for every text.
pub fn cohen_kappa(before: &[usize], after: &[usize], classes: usize) -> f64 {
    let (mut left, mut right) = (vec![0u64; classes], vec![0u64; classes]);
    let mut same = 0u64;
    for (&a, &b) in before.iter().zip(after) {
        left[a] += 1;
        right[b] += 1;
        same += u64::from(a == b);
    }
    let total = before.len() as u64;
    // In whole numbers, so that "all of one class" is seen exactly.
    let by_chance: u64 = left.iter().zip(&right).map(|(a, b)| a * b).sum();
    let all = total * total;
    if by_chance == all {
        return 1.0;
    }
    (same as f64 * total as f64 - by_chance as f64) / (all - by_chance) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identical_constant_predictions_agree_wholly() {
        assert_eq!(cohen_kappa(&[1; 9], &[1; 9], 3), 1.0);
        assert_eq!(cohen_kappa(&[], &[], 3), 1.0);
    }

    #[test]
    fn constant_predictions_of_different_classes_agree_not_at_all() {
        assert_eq!(cohen_kappa(&[0; 9], &[1; 9], 2), 0.0);
    }

    #[test]
    fn opposite_predictions_are_worse_than_chance() {
        assert_eq!(cohen_kappa(&[0, 1, 0, 1], &[1, 0, 1, 0], 2), -1.0);
    }
}
