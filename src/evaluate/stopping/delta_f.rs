//! Predicted change of the F measure (Altschuler & Bloodgood 2019), in a multi-class macro form.
//!
//! For one class, ΔF = 1 − 2a / (2a + b + c): a texts are given the class by both models, b by the former alone, c by the latter
//! alone. Texts that neither gives it do not count, which is what sets it apart from agreement: a rare class that still moves
//! is heard. The macro form is the mean over the classes that either model predicts. They stop where it stays below a threshold.

/// Below this, three times in a row, the F measure is expected to change no more.
pub const DELTA_F_THRESHOLD: f64 = 0.05;

/// Mean of ΔF over the classes that are predicted before or after, in `[0, 1]`; 0 of nothing. Both slices hold class numbers
/// below `classes`, one each for every text.
pub fn delta_f(before: &[usize], after: &[usize], classes: usize) -> f64 {
    let (mut both, mut sides) = (vec![0usize; classes], vec![0usize; classes]);
    for (&a, &b) in before.iter().zip(after) {
        sides[a] += 1;
        sides[b] += 1;
        both[a] += usize::from(a == b);
    }
    // 2a + b + c is the count of the class on both sides together.
    let changes: Vec<f64> =
        sides.iter().zip(&both).filter(|(sides, _)| **sides > 0).map(|(&sides, &both)| 1.0 - 2.0 * both as f64 / sides as f64).collect();
    if changes.is_empty() { 0.0 } else { changes.iter().sum::<f64>() / changes.len() as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rare_class_that_moves_is_heard() {
        let mut before = vec![0; 100];
        before[0] = 1;
        let mut after = vec![0; 100];
        after[1] = 1;
        // 98 of 100 agree on class 0 (ΔF = 1/99); class 1 changed wholly (ΔF = 1).
        assert!((delta_f(&before, &after, 3) - (1.0 / 99.0 + 1.0) / 2.0).abs() < 1e-12);
    }

    #[test]
    fn no_change_and_nothing_are_zero() {
        assert_eq!(delta_f(&[2, 2], &[2, 2], 3), 0.0);
        assert_eq!(delta_f(&[], &[], 3), 0.0);
        assert_eq!(delta_f(&[0, 0], &[1, 1], 3), 1.0);
    }
}
