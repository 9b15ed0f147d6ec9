//! Overall uncertainty (Zhu, Wang & Hovy 2008): the mean entropy of the predictions, here divided by the entropy of guessing, so that
//! it can be compared between numbers of classes. They stop where it falls below a small threshold.

use crate::matrix::Matrix;

/// Below this the model is sure of nearly everything.
pub const UNCERTAINTY_THRESHOLD: f64 = 0.05;

/// Mean over the rows of `probabilities [n, classes]` of −Σ p ln p / ln(classes), in `[0, 1]`. With one class there is nothing
/// to be unsure of, and of no row nothing is known: 0.
pub fn overall_uncertainty(probabilities: &Matrix) -> f64 {
    if probabilities.rows() == 0 || probabilities.cols() < 2 {
        return 0.0;
    }
    let entropy = |row: &[f32]| row.iter().map(|&p| f64::from(p)).filter(|&p| p > 0.0).map(|p| -p * p.ln()).sum::<f64>();
    let total: f64 = probabilities.iter().map(entropy).sum();
    total / probabilities.rows() as f64 / (probabilities.cols() as f64).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_is_one_and_certainty_is_zero() {
        let of = |row: &[f32]| overall_uncertainty(&Matrix::from_vec(1, row.len(), row.to_vec()).unwrap());
        assert!((of(&[0.25; 4]) - 1.0).abs() < 1e-9);
        assert_eq!((of(&[0.0, 1.0, 0.0]), of(&[1.0])), (0.0, 0.0));
        assert_eq!(overall_uncertainty(&Matrix::zeros(0, 3)), 0.0);
    }
}
