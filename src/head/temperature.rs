//! Temperature scaling (Guo et al. 2017): one number that makes probabilities as sure as they are right, without changing their order.
//! To be fitted on predictions for answers that the head has not learnt from. Knows probabilities and classes; no head, no rows.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};
use crate::matrix::Matrix;

/// No temperature is outside: predictions that are all right would ask for 0, predictions worse than chance for more and more.
pub const TEMPERATURE_RANGE: (f64, f64) = (0.05, 20.0);

/// What logits are divided by; above 1 for a head that is too sure of itself.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Temperature(f64);

impl Default for Temperature {
    fn default() -> Self {
        Self(1.0)
    }
}

impl Temperature {
    /// The temperature of [`TEMPERATURE_RANGE`] under which `probabilities [n, classes]`, given for rows whose classes turned out to be
    /// `targets [n]`, have the least mean log-loss. 1 where every temperature is as good: no row, one class, equal probabilities.
    ///
    /// A row whose class was given probability 0 has no say: 0 stays 0 at every temperature.
    ///
    /// # Errors
    /// `invalid_argument` where lengths or classes do not fit together, or a probability is below 0 or not finite.
    pub fn fit(probabilities: &Matrix, targets: &[usize]) -> Result<Self> {
        check(probabilities, targets)?;
        let rows: Vec<(Vec<f64>, f64)> = probabilities.iter().zip(targets).filter_map(|(row, &target)| logits(row, target)).collect();
        let (coldest, hottest) = (1.0 / TEMPERATURE_RANGE.0, 1.0 / TEMPERATURE_RANGE.1);
        // In β = 1/T the loss is convex: its slope only grows.
        let ends = (slope(&rows, hottest), slope(&rows, coldest));
        if ends.0.0 == 0.0 && ends.1.0 == 0.0 {
            return Ok(Self::default());
        }
        if ends.0.0 >= 0.0 {
            return Ok(Self(TEMPERATURE_RANGE.1));
        }
        if ends.1.0 <= 0.0 {
            return Ok(Self(TEMPERATURE_RANGE.0));
        }
        let (mut low, mut high) = (hottest, coldest);
        let mut beta = 1.0;
        // Newton's iteration inside a bracket; where it leaves it, the middle. Seventy halvings would do alone.
        for _ in 0..100 {
            let (first, second) = slope(&rows, beta);
            if first < 0.0 {
                low = beta;
            } else {
                high = beta;
            }
            let newton = beta - first / second;
            let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
            let moved = (next - beta).abs();
            beta = next;
            if first == 0.0 || moved <= 1e-13 * beta {
                break;
            }
        }
        Ok(Self(1.0 / beta))
    }

    /// A temperature that is known.
    ///
    /// # Errors
    /// `invalid_argument` outside [`TEMPERATURE_RANGE`].
    pub fn new(value: f64) -> Result<Self> {
        if (TEMPERATURE_RANGE.0..=TEMPERATURE_RANGE.1).contains(&value) {
            return Ok(Self(value));
        }
        let (low, high) = TEMPERATURE_RANGE;
        Err(Error::new(Code::InvalidArgument, format!("A temperature of {value} cannot be used; it must be from {low} to {high}.")))
    }

    /// The number itself.
    pub fn value(self) -> f64 {
        self.0
    }

    /// p^(1/T), made to sum to 1 again, in each row of `probabilities [n, classes]`. 0 stays 0; at T = 1 all stay as they are.
    pub fn apply(self, probabilities: &mut Matrix) {
        if self.0 == 1.0 {
            return;
        }
        for row in 0..probabilities.rows() {
            let row = probabilities.row_mut(row);
            let highest = row.iter().copied().fold(0.0f32, f32::max);
            if highest <= 0.0 {
                continue;
            }
            let powers: Vec<f64> = row.iter().map(|&p| (f64::from(p) / f64::from(highest)).powf(1.0 / self.0)).collect();
            let sum: f64 = powers.iter().sum();
            row.iter_mut().zip(powers).for_each(|(p, power)| *p = (power / sum) as f32);
        }
    }
}

/// ln p of the classes that are possible, less the target's; and nothing else. `None` where the target is impossible.
fn logits(row: &[f32], target: usize) -> Option<(Vec<f64>, f64)> {
    let own = f64::from(row[target]).ln();
    let margins: Vec<f64> = row.iter().filter(|&&p| p > 0.0).map(|&p| f64::from(p).ln() - own).collect();
    let highest = margins.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    own.is_finite().then_some((margins, highest))
}

/// First and second derivative of Σ ln Σ exp(β·margin) by β.
fn slope(rows: &[(Vec<f64>, f64)], beta: f64) -> (f64, f64) {
    let (mut first, mut second) = (0.0, 0.0);
    for (margins, highest) in rows {
        let (mut sum, mut mean, mut square) = (0.0, 0.0, 0.0);
        for margin in margins {
            let weight = (beta * (margin - highest)).exp();
            sum += weight;
            mean += weight * margin;
            square += weight * margin * margin;
        }
        mean /= sum;
        first += mean;
        second += (square / sum - mean * mean).max(0.0);
    }
    (first, second)
}

fn check(probabilities: &Matrix, targets: &[usize]) -> Result<()> {
    let invalid = |message: String| Err(Error::new(Code::InvalidArgument, message));
    if probabilities.rows() != targets.len() {
        return invalid(format!("{} rows of probabilities need as many classes; {} were given.", probabilities.rows(), targets.len()));
    }
    if let Some(wrong) = targets.iter().find(|&&target| target >= probabilities.cols()) {
        return invalid(format!("Class {wrong} does not exist; there are {} classes, numbered from 0.", probabilities.cols()));
    }
    if probabilities.as_slice().iter().any(|p| !(p.is_finite() && *p >= 0.0)) {
        return invalid("A probability is below 0 or not a number; score the texts again.".into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(rows: &[&[f32]], targets: &[usize]) -> f64 {
        let cols = rows.first().map_or(2, |row| row.len());
        Temperature::fit(&Matrix::from_vec(rows.len(), cols, rows.concat()).unwrap(), targets).unwrap().value()
    }

    #[test]
    fn a_head_that_is_too_sure_is_cooled_down_to_how_often_it_is_right() {
        // Says 90 %, is right in three of four: the scaled probability must be 75 %.
        let row: &[f32] = &[0.9, 0.1];
        let value = fit(&[row; 4], &[0, 0, 0, 1]);
        let mut scaled = Matrix::from_vec(1, 2, row.to_vec()).unwrap();
        Temperature::new(value).unwrap().apply(&mut scaled);
        assert!(value > 1.0 && (scaled.row(0)[0] - 0.75).abs() < 1e-6, "{value} {scaled:?}");
    }

    #[test]
    fn what_has_no_answer_inside_the_range_ends_at_its_border() {
        assert_eq!(fit(&[&[0.7, 0.3], &[0.2, 0.8]], &[0, 1]), TEMPERATURE_RANGE.0, "always right");
        assert_eq!(fit(&[&[0.7, 0.3], &[0.2, 0.8]], &[1, 0]), TEMPERATURE_RANGE.1, "always wrong");
    }

    #[test]
    fn where_every_temperature_is_as_good_nothing_changes() {
        assert_eq!(fit(&[], &[]), 1.0);
        assert_eq!(fit(&[&[1.0], &[1.0]], &[0, 0]), 1.0, "one class");
        assert_eq!(fit(&[&[0.0, 1.0, 0.0]], &[1]), 1.0, "certain and right");
        assert_eq!(fit(&[&[0.0, 1.0, 0.0]], &[0]), 1.0, "certain and wrong");
        assert_eq!(fit(&[&[0.5, 0.5], &[0.5, 0.5]], &[0, 1]), 1.0, "undecided");
    }

    #[test]
    fn zeros_stay_and_rows_still_sum_to_one() {
        let mut rows = Matrix::from_vec(3, 3, vec![0.0, 0.25, 0.75, 0.0, 0.0, 0.0, 1e-30, 1.0, 0.0]).unwrap();
        for value in [0.05, 0.7, 20.0] {
            let before = rows.clone();
            Temperature::new(value).unwrap().apply(&mut rows);
            assert_eq!((rows.row(0)[0], rows.row(1), rows.row(2)[2]), (0.0, [0.0f32; 3].as_slice(), 0.0));
            assert!((rows.row(0).iter().sum::<f32>() - 1.0).abs() < 1e-6 && rows.as_slice().iter().all(|p| p.is_finite()));
            rows = before;
        }
        let before = rows.clone();
        Temperature::default().apply(&mut rows);
        assert_eq!(rows, before);
    }

    #[test]
    fn senseless_calls_are_refused() {
        let row = Matrix::from_vec(1, 2, vec![0.5, 0.5]).unwrap();
        let code = |rows: &Matrix, targets: &[usize]| Temperature::fit(rows, targets).unwrap_err().code();
        assert_eq!(code(&row, &[]), Code::InvalidArgument);
        assert_eq!(code(&row, &[2]), Code::InvalidArgument);
        assert_eq!(code(&Matrix::from_vec(1, 2, vec![f32::NAN, 0.5]).unwrap(), &[1]), Code::InvalidArgument);
        assert_eq!(code(&Matrix::from_vec(1, 2, vec![-0.1, 1.1]).unwrap(), &[1]), Code::InvalidArgument);
        for value in [0.0, 0.04, 21.0, f64::NAN] {
            assert_eq!(Temperature::new(value).unwrap_err().code(), Code::InvalidArgument);
        }
    }
}
