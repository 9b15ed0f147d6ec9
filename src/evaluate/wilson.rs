//! Wilson's score interval for a share (Wilson 1927), at 95 %: honest for few items and for shares near 0 and 1.

/// The 97.5 % point of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// Lower and upper end, in `[0, 1]`, for `correct` of `total`; (0, 1) of nothing.
pub fn wilson(correct: usize, total: usize) -> (f64, f64) {
    if total == 0 {
        return (0.0, 1.0);
    }
    let n = total as f64;
    let p = correct as f64 / n;
    let shrunk = 1.0 + Z * Z / n;
    let centre = (p + Z * Z / (2.0 * n)) / shrunk;
    let half = Z / shrunk * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    // At 0 of n and n of n one end is exact, whatever rounding says.
    let low = if correct == 0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if correct == total { 1.0 } else { (centre + half).min(1.0) };
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_nothing_anything_is_possible() {
        assert_eq!(wilson(0, 0), (0.0, 1.0));
    }

    #[test]
    fn all_right_still_leaves_doubt() {
        let (low, high) = wilson(10, 10);
        assert!((low - 0.722_467_2).abs() < 1e-6, "{low}");
        assert_eq!(high, 1.0);
        assert_eq!(wilson(0, 10).0, 0.0);
    }

    #[test]
    fn more_items_narrow_the_interval() {
        let width = |(low, high): (f64, f64)| high - low;
        assert!(width(wilson(80, 100)) < width(wilson(8, 10)));
    }
}
