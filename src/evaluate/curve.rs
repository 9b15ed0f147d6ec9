//! The area under a learning curve, by which strategies are compared.

/// Trapezoid area under `accuracy` over `labels` (ascending), divided by the range of labels: the mean accuracy on the way.
/// The accuracy itself where there is one point, or no range; 0 without points.
pub fn normalised_area(labels: &[usize], accuracy: &[f64]) -> f64 {
    let (Some(&first), Some(&last)) = (labels.first(), labels.last()) else { return 0.0 };
    if last <= first {
        return accuracy.last().copied().unwrap_or(0.0);
    }
    let steps = labels.windows(2).zip(accuracy.windows(2));
    let area: f64 = steps.map(|(x, y)| (x[1] as f64 - x[0] as f64) * (y[0] + y[1]) / 2.0).sum();
    area / (last - first) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_curve_has_its_own_height() {
        assert_eq!(normalised_area(&[25, 50, 100], &[0.7, 0.7, 0.7]), 0.7);
    }

    #[test]
    fn steps_of_different_width_count_by_width() {
        assert!((normalised_area(&[0, 10, 40], &[0.0, 1.0, 1.0]) - 0.875).abs() < 1e-12);
    }

    #[test]
    fn one_point_and_no_point_are_defined() {
        assert_eq!(normalised_area(&[25], &[0.6]), 0.6);
        assert_eq!(normalised_area(&[], &[]), 0.0);
    }
}
