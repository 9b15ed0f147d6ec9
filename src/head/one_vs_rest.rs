//! The head for texts that can have several labels: for each label, a logistic regression of its own says yes or no
//! (binary relevance; Rifkin & Klautau 2004). All labels are fitted together on the same rows, in step.
//!
//! Labels know nothing of each other: probabilities of a row need not sum to 1, and none, some or all labels can apply. A label that
//! no row has, or every row has, cannot be fitted; its probability is (k + ½) / (n + 1) everywhere, for k of n rows: never 0, never 1.

use serde::{Deserialize, Serialize};

use super::lbfgs::{Minimum, minimise};
use super::objective::Objective;
use super::problem::check_rows;
use super::rows::{Precision, Rows, score};
use super::{HeadConfig, Regularisation};
use crate::error::{Code, Error, Result};
use crate::matrix::Matrix;

/// A fitted classifier: a weight vector and a bias for each label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OneVsRestHead {
    dims: usize,
    /// `[labels, dims]`, label by label; zeros where a label always or never applies.
    weights: Vec<f32>,
    bias: Vec<f32>,
    fitted: Vec<bool>,
    iterations: usize,
    converged: bool,
}

impl OneVsRestHead {
    /// For each label, minimises ½‖w‖² + c·Σ log-loss over `rows [n, dims]`, where `label_sets [n]` holds the numbers (below `labels`, in
    /// any order) of the labels that apply to each row; none is an answer too. The bias is free. `c` is scikit-learn's `C`; balanced
    /// class weights are balanced between yes and no, label by label. Starts from `start` where that has as many dims.
    ///
    /// # Errors
    /// `not_ready` without a row; `invalid_argument` where lengths or labels do not fit together, a number is not finite, the
    /// configuration is out of range, or asks for a cross-validated `c`, which is for one label a text.
    pub fn fit(rows: &Matrix, label_sets: &[Vec<usize>], labels: usize, config: &HeadConfig, start: Option<&Self>) -> Result<Self> {
        config.check()?;
        if config.regularisation != Regularisation::Fixed {
            let message = "The strength of the penalty is cross-validated only where each text has one label; fix c.";
            return Err(Error::new(Code::InvalidArgument, message));
        }
        check_rows(rows, label_sets.len())?;
        if let Some(wrong) = label_sets.iter().flatten().find(|&&label| label >= labels) {
            let message = format!("Label {wrong} does not exist; there are {labels} labels, numbered from 0.");
            return Err(Error::new(Code::InvalidArgument, message));
        }
        let (n, dims) = (rows.rows(), rows.cols());
        let mut applies = vec![vec![0usize; n]; labels];
        for (row, set) in label_sets.iter().enumerate() {
            set.iter().for_each(|&label| applies[label][row] = 1);
        }
        let counts: Vec<usize> = applies.iter().map(|applies| applies.iter().sum()).collect();
        let fitted: Vec<bool> = counts.iter().map(|&count| count > 0 && count < n).collect();
        let prior = |count: usize| ((count as f64 + 0.5) / ((n - count) as f64 + 0.5)).ln() as f32;
        let mut head = Self {
            dims,
            weights: vec![0.0; labels * dims],
            bias: counts.iter().map(|&count| prior(count)).collect(),
            fitted,
            iterations: 0,
            converged: true,
        };
        let open: Vec<usize> = (0..labels).filter(|&label| head.fitted[label]).collect();
        if open.is_empty() {
            return Ok(head);
        }
        let mut objective = |&label: &usize| {
            let targets = std::mem::take(&mut applies[label]);
            let weights = config.class_weight.of(&targets, 2);
            Objective::sigmoid(targets, weights, dims, config.c)
        };
        let objectives: Vec<Objective> = open.iter().map(&mut objective).collect();
        let rows = Rows::conditioned(rows, Precision::Double);
        let start = start.filter(|start| start.dims == dims);
        let starts = open.iter().map(|&label| rows.inward(start.map_or(vec![0.0; dims + 1], |start| start.params(label)))).collect();
        for (&label, minimum) in open.iter().zip(minimise(&rows, &objectives, starts, config.limits())) {
            let Minimum { params, iterations, converged, .. } = minimum;
            let params = rows.outward(params);
            head.weights[label * dims..(label + 1) * dims].iter_mut().zip(&params).for_each(|(to, &from)| *to = from as f32);
            head.bias[label] = params[dims] as f32;
            head.iterations = head.iterations.max(iterations);
            head.converged &= converged;
        }
        Ok(head)
    }

    /// The probability of each label for each of `rows [n, dims]`: `[n, labels]`, each independent of the others.
    ///
    /// # Panics
    /// Where the rows are not as long as those that the head was fitted on.
    pub fn predict_proba(&self, rows: &Matrix) -> Matrix {
        let mut probabilities = Matrix::zeros(rows.rows(), self.labels());
        score(rows, self.weights.clone(), self.dims, |row, products| {
            for ((out, &product), &bias) in probabilities.row_mut(row).iter_mut().zip(products).zip(&self.bias) {
                *out = (1.0 / (1.0 + (-(f64::from(product) + f64::from(bias))).exp())) as f32;
            }
        });
        probabilities
    }

    /// The number of labels.
    pub fn labels(&self) -> usize {
        self.fitted.len()
    }

    /// The length of a row.
    pub fn dims(&self) -> usize {
        self.dims
    }

    /// The weight vector of a label, `[dims]`.
    pub fn weight(&self, label: usize) -> &[f32] {
        &self.weights[label * self.dims..(label + 1) * self.dims]
    }

    /// The bias of each label.
    pub fn bias(&self) -> &[f32] {
        &self.bias
    }

    /// Which labels applied to some rows and not to others; the rest have one probability for all.
    pub fn fitted(&self) -> &[bool] {
        &self.fitted
    }

    /// The most steps that a label took in the last fit.
    pub fn iterations(&self) -> usize {
        self.iterations
    }

    /// Whether every label reached its tolerance in the last fit.
    pub fn converged(&self) -> bool {
        self.converged
    }

    /// Weights and bias of a label as the minimiser's first guess; zeros of a label that is new.
    fn params(&self, label: usize) -> Vec<f64> {
        if label >= self.labels() {
            return vec![0.0; self.dims + 1];
        }
        self.weight(label).iter().chain([&self.bias[label]]).map(|&x| f64::from(x)).collect()
    }
}

#[cfg(test)]
mod tests;
