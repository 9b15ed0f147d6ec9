//! The softmax head: multinomial logistic regression on feature rows, fitted to convergence, and its predictions.
//!
//! The minimiser is unique (the weights are penalised; biases are kept at mean zero), so neither the start nor the order of
//! the answers moves the result by more than the tolerance and rounding. Classes without an example take no part:
//! their probability is exactly 0.

use serde::{Deserialize, Serialize};

use super::HeadConfig;
use super::lbfgs::{Minimum, minimise};
use super::objective::{Objective, softmax_in_place};
use super::rows::{Rows, score};
use crate::error::{Code, Error, Result};
use crate::matrix::Matrix;

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
        let points = Objective::points(&Rows::plain(rows), &[objective], vec![problem.start(Some(self))]);
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

/// Answers with the classes that take part numbered from 0.
pub(super) struct Problem {
    pub dims: usize,
    /// Classes with an example, ascending.
    pub present: Vec<usize>,
    seen: Vec<bool>,
    /// Places in `present`.
    pub targets: Vec<usize>,
    /// The weights of the answers by class.
    pub weights: Vec<f64>,
}

impl Problem {
    pub fn new(rows: &Matrix, targets: &[usize], classes: usize, config: &HeadConfig) -> Result<Self> {
        config.check()?;
        check_rows(rows, targets.len())?;
        let problem = Self::of_targets(targets, classes, rows.cols())?;
        Ok(Self { weights: config.class_weight.of(targets, classes), ..problem })
    }

    fn of_targets(targets: &[usize], classes: usize, dims: usize) -> Result<Self> {
        check_targets(targets, classes)?;
        let mut seen = vec![false; classes];
        targets.iter().for_each(|&target| seen[target] = true);
        let present: Vec<usize> = (0..classes).filter(|&class| seen[class]).collect();
        let mut compact = vec![0; classes];
        present.iter().enumerate().for_each(|(place, &class)| compact[class] = place);
        Ok(Self { dims, present, seen, targets: targets.iter().map(|&target| compact[target]).collect(), weights: Vec::new() })
    }

    /// What is minimised, each answer with its weight.
    pub fn objective(&self, weights: Vec<f64>, c: f64) -> Objective {
        Objective::softmax(self.targets.clone(), weights, self.dims, self.present.len(), c)
    }

    /// −ln p of an answer's class at logits of the classes that take part.
    pub fn loss_of(&self, place: usize, logits: &[f64]) -> f64 {
        softmax_in_place(&mut logits.to_vec()) - logits[self.targets[place]]
    }

    /// As [`objective`](Self::objective), of the answers at `places` alone; `weights` are those of all.
    pub fn objective_of(&self, places: &[usize], weights: &[f64], c: f64) -> Objective {
        let (targets, weights) = places.iter().map(|&place| (self.targets[place], weights[place])).unzip();
        Objective::softmax(targets, weights, self.dims, self.present.len(), c)
    }

    /// Weights and biases of the classes that take part, as the minimiser's first guess.
    pub fn start(&self, start: Option<&SoftmaxHead>) -> Vec<f64> {
        let mut params = vec![0.0; self.present.len() * (self.dims + 1)];
        let Some(start) = start.filter(|start| start.dims == self.dims) else { return params };
        let (weights, biases) = params.split_at_mut(self.present.len() * self.dims);
        for (place, &class) in self.present.iter().enumerate() {
            if class < start.classes() {
                for (to, &from) in weights[place * self.dims..(place + 1) * self.dims].iter_mut().zip(start.weight(class)) {
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

    /// The head of one class, which is certain.
    pub fn certain(self) -> SoftmaxHead {
        let classes = self.seen.len();
        SoftmaxHead {
            dims: self.dims,
            weights: vec![0.0; classes * self.dims],
            bias: vec![0.0; classes],
            seen: self.seen,
            iterations: 0,
            converged: true,
        }
    }

    /// The head of the parameters that were found.
    pub fn head(&self, minimum: Minimum) -> SoftmaxHead {
        let (classes, dims) = (self.seen.len(), self.dims);
        let mut head = SoftmaxHead {
            dims,
            weights: vec![0.0; classes * dims],
            bias: vec![0.0; classes],
            seen: self.seen.clone(),
            iterations: minimum.iterations,
            converged: minimum.converged,
        };
        let (weights, biases) = minimum.params.split_at(self.present.len() * dims);
        for (place, &class) in self.present.iter().enumerate() {
            let fitted = &weights[place * dims..(place + 1) * dims];
            for (to, &from) in head.weights[class * dims..(class + 1) * dims].iter_mut().zip(fitted) {
                *to = from as f32;
            }
            head.bias[class] = biases[place] as f32;
        }
        head
    }
}

/// Whether `rows` are some, as many as there are `answers`, and finite.
pub(super) fn check_rows(rows: &Matrix, answers: usize) -> Result<()> {
    let invalid = |message: String| Err(Error::new(Code::InvalidArgument, message));
    if rows.rows() != answers {
        return invalid(format!("{} rows need as many answers; {answers} were given.", rows.rows()));
    }
    if rows.rows() == 0 {
        return Err(Error::new(Code::NotReady, "There is no answer to learn from yet; label at least one text."));
    }
    if rows.cols() == 0 {
        return invalid("The feature rows are empty; a head needs at least one number a row.".into());
    }
    if let Some(place) = rows.as_slice().iter().position(|x| !x.is_finite()) {
        return invalid(format!("Feature row {} holds a number that is not finite; embed its text again.", place / rows.cols()));
    }
    Ok(())
}

fn check_targets(targets: &[usize], classes: usize) -> Result<()> {
    match targets.iter().find(|&&target| target >= classes) {
        Some(wrong) => {
            let message = format!("Class {wrong} does not exist; there are {classes} classes, numbered from 0.");
            Err(Error::new(Code::InvalidArgument, message))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
