//! The softmax head: multinomial logistic regression on feature rows, fitted to convergence, and its predictions.
//!
//! The minimiser is unique (the weights are penalised; biases are kept at mean zero), so neither the start nor the order of
//! the answers moves the result by more than the tolerance and rounding. Classes without an example take no part:
//! their probability is exactly 0.

use burn::tensor::{DType, Device, Tensor, TensorData};
use serde::{Deserialize, Serialize};

use super::lbfgs::minimise;
use super::objective::{Objective, softmax_in_place};
use crate::error::{Code, Error, Result};
use crate::matrix::Matrix;

/// Rows that are scored in one product, so that a large pool is never copied whole.
const BLOCK: usize = 2048;

/// How a head is fitted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HeadConfig {
    /// Inverse strength of the penalty on the summed loss, scikit-learn's `C`. With two classes scikit-learn fits one weight
    /// vector instead of two; its `C` is then twice this one.
    pub c: f64,
    /// Fitting ends once the gradient is at most this long. No weight is then farther than this from the exact minimiser.
    pub tolerance: f64,
    /// Or after so many steps; [`SoftmaxHead::converged`] tells.
    pub max_iterations: usize,
}

impl Default for HeadConfig {
    fn default() -> Self {
        Self { c: 10.0, tolerance: 1e-5, max_iterations: 1000 }
    }
}

impl HeadConfig {
    fn check(&self) -> Result<()> {
        let positive = |value: f64| value.is_finite() && value > 0.0;
        if positive(self.c) && positive(self.tolerance) && self.max_iterations > 0 {
            return Ok(());
        }
        let message = format!(
            "The head cannot be fitted with c = {}, tolerance = {}, max_iterations = {}; all three must be above zero.",
            self.c, self.tolerance, self.max_iterations
        );
        Err(Error::new(Code::InvalidArgument, message))
    }
}

/// A fitted classifier: a weight vector and a bias for each class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SoftmaxHead {
    dims: usize,
    /// `[classes, dims]`, class by class; zeros where a class has no example.
    weights: Vec<f32>,
    bias: Vec<f32>,
    seen: Vec<bool>,
    iterations: usize,
    converged: bool,
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
        config.check()?;
        check_problem(rows, targets, classes)?;
        let dims = rows.cols();
        let mut seen = vec![false; classes];
        for &target in targets {
            seen[target] = true;
        }
        let present: Vec<usize> = (0..classes).filter(|&class| seen[class]).collect();
        let mut head = Self { dims, weights: vec![0.0; classes * dims], bias: vec![0.0; classes], seen, iterations: 0, converged: true };
        if present.len() < 2 {
            return Ok(head);
        }
        let mut compact = vec![0; classes];
        for (place, &class) in present.iter().enumerate() {
            compact[class] = place;
        }
        let objective = Objective::new(rows, targets.iter().map(|&target| compact[target]).collect(), present.len(), config.c);
        let start = start.filter(|start| start.dims == dims);
        let minimum = minimise(&objective, first_params(start, &present, dims), config.tolerance, config.max_iterations);
        let (weights, biases) = minimum.params.split_at(present.len() * dims);
        for (place, &class) in present.iter().enumerate() {
            let fitted = &weights[place * dims..(place + 1) * dims];
            for (to, &from) in head.weights[class * dims..(class + 1) * dims].iter_mut().zip(fitted) {
                *to = from as f32;
            }
            head.bias[class] = biases[place] as f32;
        }
        head.iterations = minimum.iterations;
        head.converged = minimum.converged;
        Ok(head)
    }

    /// Class probabilities of `rows [n, dims]`: `[n, classes]`, each row summing to 1; exactly 0 for a class without example.
    ///
    /// # Panics
    /// Where the rows are not as long as those that the head was fitted on.
    pub fn predict_proba(&self, rows: &Matrix) -> Matrix {
        let classes = self.classes();
        let mut probabilities = Matrix::zeros(rows.rows(), classes);
        if rows.rows() == 0 {
            return probabilities;
        }
        assert_eq!(rows.cols(), self.dims, "rows must be as long as those that the head was fitted on");
        let present: Vec<usize> = (0..classes).filter(|&class| self.seen[class]).collect();
        if let [only] = present[..] {
            (0..rows.rows()).for_each(|row| probabilities.row_mut(row)[only] = 1.0);
            return probabilities;
        }
        let device = Device::flex();
        let weights: Vec<f32> = present.iter().flat_map(|&class| self.weight(class)).copied().collect();
        let weights = Tensor::<2>::from_data(TensorData::new(weights, [present.len(), self.dims]), (&device, DType::F32)).transpose();
        let mut row = vec![0.0f64; present.len()];
        for first in (0..rows.rows()).step_by(BLOCK) {
            let count = BLOCK.min(rows.rows() - first);
            let block = rows.as_slice()[first * self.dims..(first + count) * self.dims].to_vec();
            let block = Tensor::<2>::from_data(TensorData::new(block, [count, self.dims]), (&device, DType::F32));
            let logits: Vec<f32> = block.matmul(weights.clone()).into_data().try_into_vec().expect("a product of f32 tensors on the CPU is f32");
            for (offset, logits) in logits.chunks_exact(present.len()).enumerate() {
                for ((value, &logit), &class) in row.iter_mut().zip(logits).zip(&present) {
                    *value = f64::from(logit) + f64::from(self.bias[class]);
                }
                softmax_in_place(&mut row);
                let out = probabilities.row_mut(first + offset);
                for (&value, &class) in row.iter().zip(&present) {
                    out[class] = value as f32;
                }
            }
        }
        probabilities
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

/// Weights and biases of the classes that take part, as the minimiser's first guess.
fn first_params(start: Option<&SoftmaxHead>, present: &[usize], dims: usize) -> Vec<f64> {
    let mut params = vec![0.0; present.len() * (dims + 1)];
    let Some(start) = start else { return params };
    let (weights, biases) = params.split_at_mut(present.len() * dims);
    for (place, &class) in present.iter().enumerate() {
        if class < start.classes() {
            for (to, &from) in weights[place * dims..(place + 1) * dims].iter_mut().zip(start.weight(class)) {
                *to = f64::from(from);
            }
            biases[place] = f64::from(start.bias[class]);
        }
    }
    // The function does not change when all biases move together: their mean is fixed at zero.
    let mean = biases.iter().sum::<f64>() / biases.len() as f64;
    biases.iter_mut().for_each(|bias| *bias -= mean);
    params
}

fn check_problem(rows: &Matrix, targets: &[usize], classes: usize) -> Result<()> {
    let invalid = |message: String| Err(Error::new(Code::InvalidArgument, message));
    if rows.rows() != targets.len() {
        return invalid(format!("{} rows need as many class numbers; {} were given.", rows.rows(), targets.len()));
    }
    if rows.rows() == 0 {
        return Err(Error::new(Code::NotReady, "There is no answer to learn from yet; label at least one text."));
    }
    if rows.cols() == 0 {
        return invalid("The feature rows are empty; a head needs at least one number a row.".into());
    }
    if let Some(&wrong) = targets.iter().find(|&&target| target >= classes) {
        return invalid(format!("Class {wrong} does not exist; there are {classes} classes, numbered from 0."));
    }
    if let Some(place) = rows.as_slice().iter().position(|x| !x.is_finite()) {
        return invalid(format!("Feature row {} holds a number that is not finite; embed its text again.", place / rows.cols()));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
