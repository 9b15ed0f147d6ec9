//! The softmax head: multinomial logistic regression on feature rows, fitted to convergence, and its predictions.
//!
//! The minimiser is unique (the weights are penalised; biases are kept at mean zero), so neither the start nor the order of
//! the answers moves the result by more than the tolerance and rounding. Classes without an example take no part:
//! their probability is exactly 0.

use serde::{Deserialize, Serialize};

use super::HeadConfig;
use super::lbfgs::{Minimum, minimise};
use super::link::softmax_in_place;
use super::objective::Objective;
use super::problem::Problem;
use super::rows::{Rows, score};
use crate::error::{Code, Error, Result};
use crate::matrix::Matrix;

/// A fitted classifier: a weight vector and a bias for each class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SoftmaxHead {
    pub(super) dims: usize,
    /// `[classes, dims]`, class by class; zeros where a class has no example.
    pub(super) weights: Vec<f32>,
    pub(super) bias: Vec<f32>,
    pub(super) seen: Vec<bool>,
    pub(super) iterations: usize,
    pub(super) converged: bool,
}

impl SoftmaxHead {
    /// Minimises ½‖W‖² + c·Σ log-loss over `rows [n, dims]` with classes `targets [n]` in `0..classes`, the bias free.
    ///
    /// Starts from `start` where that has as many dims: its classes are taken over by number, new ones begin at zero.
    /// The order of rows matters to rounding alone; give them in one order (the documents') for the same bits.
    ///
    /// # Errors
    /// `not_ready` without a row; `invalid_argument` where lengths or classes do not fit together, a number is not finite, or
    /// the configuration is out of range.
    pub fn fit(rows: &Matrix, targets: &[usize], classes: usize, config: &HeadConfig, start: Option<&Self>) -> Result<Self> {
        Self::fit_measured(rows, targets, classes, config, start).map(|(head, _)| head)
    }

    /// As [`fit`](Self::fit), with the value that the minimised function has there: 0 for one class, which is certain.
    ///
    /// # Errors
    /// Those of [`fit`](Self::fit).
    pub fn fit_measured(rows: &Matrix, targets: &[usize], classes: usize, config: &HeadConfig, start: Option<&Self>) -> Result<(Self, f64)> {
        let problem = Problem::new(rows, targets, classes, config)?;
        if problem.present.len() < 2 {
            return Ok((problem.certain(), 0.0));
        }
        let c = config.chosen(rows, targets, classes, 0)?.c;
        let objective = problem.objective(problem.weights.clone(), c);
        let minima = minimise(&Rows::plain(rows), &[objective], vec![problem.start(start)], config.limits());
        let minimum = minima.into_iter().next().expect("one problem has one minimum");
        let value = minimum.value;
        Ok((problem.head(minimum), value))
    }

    /// The value of the function that [`fit`](Self::fit) minimises, at this head: for a class that it has no example of, at zeros.
    /// No fit that has converged has a higher one than any other head on the same answers.
    ///
    /// # Errors
    /// Those of [`fit`](Self::fit); `invalid_argument` where rows are not as long as those that the head was fitted on.
    pub fn objective(&self, rows: &Matrix, targets: &[usize], classes: usize, config: &HeadConfig) -> Result<f64> {
        let problem = Problem::new(rows, targets, classes, config)?;
        if rows.cols() != self.dims {
            let message = format!("A head on rows of {} numbers cannot be judged on rows of {}.", self.dims, rows.cols());
            return Err(Error::new(Code::InvalidArgument, message));
        }
        if problem.present.len() < 2 {
            return Ok(0.0);
        }
        let objective = problem.objective(problem.weights.clone(), config.c);
        let points = Objective::points(&Rows::plain(rows), &[&objective], vec![problem.start(Some(self))]);
        Ok(points[0].value)
    }

    /// This head for other answers, without a fit: classes without an example there have probability 0, those new there zeros.
    /// It is what a warm-started fit begins with.
    ///
    /// # Errors
    /// `invalid_argument` where a target is not below `classes`.
    pub fn carried(&self, targets: &[usize], classes: usize) -> Result<Self> {
        let problem = Problem::of_targets(targets, classes, self.dims)?;
        let params = problem.start(Some(self));
        Ok(problem.head(Minimum { params, logits: Vec::new(), value: 0.0, iterations: 0, converged: false }))
    }

    /// Class probabilities of `rows [n, dims]`: `[n, classes]`, each row summing to 1; exactly 0 for a class without example.
    ///
    /// # Panics
    /// Where the rows are not as long as those that the head was fitted on.
    pub fn predict_proba(&self, rows: &Matrix) -> Matrix {
        let mut probabilities = Matrix::zeros(rows.rows(), self.classes());
        let present = self.present();
        if let [only] = present[..] {
            (0..rows.rows()).for_each(|row| probabilities.row_mut(row)[only] = 1.0);
            return probabilities;
        }
        let weights: Vec<f32> = present.iter().flat_map(|&class| self.weight(class)).copied().collect();
        score(rows, weights, self.dims, |row, logits| self.probabilities(&present, logits, probabilities.row_mut(row)));
        probabilities
    }

    /// Classes with an example, ascending.
    pub(super) fn present(&self) -> Vec<usize> {
        (0..self.classes()).filter(|&class| self.seen[class]).collect()
    }

    /// Writes the probabilities of the classes `present` from their products with a row; leaves the others alone.
    pub(super) fn probabilities(&self, present: &[usize], products: &[f32], out: &mut [f32]) {
        let mut row: Vec<f64> = products.iter().zip(present).map(|(&product, &class)| f64::from(product) + f64::from(self.bias[class])).collect();
        softmax_in_place(&mut row);
        for (&value, &class) in row.iter().zip(present) {
            out[class] = value as f32;
        }
    }

    /// The number of classes, those without example included.
    pub fn classes(&self) -> usize {
        self.seen.len()
    }

    /// The length of a row.
    pub fn dims(&self) -> usize {
        self.dims
    }

    /// The weight vector of a class, `[dims]`.
    pub fn weight(&self, class: usize) -> &[f32] {
        &self.weights[class * self.dims..(class + 1) * self.dims]
    }

    /// The bias of each class.
    pub fn bias(&self) -> &[f32] {
        &self.bias
    }

    /// Which classes had an example.
    pub fn seen(&self) -> &[bool] {
        &self.seen
    }

    /// Steps that the last fit took.
    pub fn iterations(&self) -> usize {
        self.iterations
    }

    /// Whether the last fit reached its tolerance.
    pub fn converged(&self) -> bool {
        self.converged
    }
}

#[cfg(test)]
mod tests;
