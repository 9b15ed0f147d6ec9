//! From answers to what is minimised and back to a head: classes without an example are left out, the others numbered from 0.
//! Refuses what cannot be learnt from. Knows no minimiser.

use super::lbfgs::Minimum;
use super::link::softmax_in_place;
use super::objective::Objective;
use super::{HeadConfig, SoftmaxHead};
use crate::error::{Code, Error, Result};
use crate::matrix::Matrix;

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

    /// Without rows, and without weights.
    pub fn of_targets(targets: &[usize], classes: usize, dims: usize) -> Result<Self> {
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
