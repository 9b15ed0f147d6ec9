//! The strength of the penalty, chosen by cross-validation on the answers (stratified folds, log-loss; Stone 1974).
//! Knows what a head knows.

use super::problem::Problem;
use super::rough::minimise_roughly;
use super::{HeadConfig, Regularisation};
use crate::error::Result;
use crate::matrix::Matrix;
use crate::rng::Rng;

/// Values of `c` that are tried, the strongest penalty first.
pub const C_GRID: [f64; 5] = [1.0, 3.0, 10.0, 30.0, 100.0];
/// Folds of the cross-validation.
const FOLDS: usize = 5;
/// Fewer answers cannot tell one `c` from another.
const FEWEST_ANSWERS: usize = 20;

impl HeadConfig {
    /// This configuration with `c` settled: itself where that is fixed; else with the `c` of [`C_GRID`] that predicts answers left out of
    /// the fit best, by mean log-loss over five stratified folds that `seed` draws, each answer with its class's weight. Of equals, the
    /// strongest penalty. While there are fewer than 20 answers, fewer than two classes, or a class with one answer alone, it keeps its own `c`.
    ///
    /// # Errors
    /// Those of [`SoftmaxHead::fit`](super::SoftmaxHead::fit).
    pub fn chosen(&self, rows: &Matrix, targets: &[usize], classes: usize, seed: u64) -> Result<Self> {
        if self.regularisation == Regularisation::Fixed {
            return Ok(self.clone());
        }
        let fixed = Self { regularisation: Regularisation::Fixed, ..self.clone() };
        let problem = Problem::new(rows, targets, classes, self)?;
        let mut counts = vec![0usize; problem.present.len()];
        problem.targets.iter().for_each(|&target| counts[target] += 1);
        if targets.len() < FEWEST_ANSWERS || counts.len() < 2 || counts.iter().any(|&count| count < 2) {
            return Ok(fixed);
        }
        let losses = self.losses(rows, &problem, seed);
        let best = (0..C_GRID.len()).min_by(|&a, &b| losses[a].total_cmp(&losses[b]).then(a.cmp(&b))).unwrap_or(0);
        Ok(Self { c: C_GRID[best], ..fixed })
    }

    /// The mean log-loss of answers left out, for each `c` of the grid.
    fn losses(&self, rows: &Matrix, problem: &Problem, seed: u64) -> Vec<f64> {
        let fold_of = stratified_folds(&problem.targets, FOLDS, &mut Rng::stream(seed, "regularisation folds"));
        let kept = |fold| problem.weights.iter().zip(&fold_of).map(|(&weight, &of)| if of == fold { 0.0 } else { weight }).collect();
        let total: f64 = problem.weights.iter().sum();
        let columns = problem.present.len();
        let mut starts = vec![problem.start(None); FOLDS];
        let mut losses = Vec::with_capacity(C_GRID.len());
        for c in C_GRID {
            let objectives = || (0..FOLDS).map(|fold| problem.objective(kept(fold), c)).collect::<Vec<_>>();
            let minima = minimise_roughly(rows, objectives(), starts, self.limits());
            // Rows of weight 0 have logits too: those of a head that has not learnt from them.
            let left_out = |place: usize| {
                let logits = &minima[fold_of[place]].logits[place * columns..(place + 1) * columns];
                problem.weights[place] * problem.loss_of(place, logits)
            };
            losses.push((0..fold_of.len()).map(left_out).sum::<f64>() / total);
            starts = minima.into_iter().map(|minimum| minimum.params).collect();
        }
        losses
    }
}

/// The fold of each answer: answers of one class, in random order, are dealt out in turn, and the next class goes on where the last one
/// stopped. With two folds or more, no class of two or more is ever left out whole.
pub fn stratified_folds(targets: &[usize], folds: usize, rng: &mut Rng) -> Vec<usize> {
    let mut order: Vec<usize> = (0..targets.len()).collect();
    rng.shuffle(&mut order);
    order.sort_by_key(|&place| targets[place]);
    let mut fold_of = vec![0; targets.len()];
    order.into_iter().enumerate().for_each(|(turn, place)| fold_of[place] = turn % folds);
    fold_of
}

#[cfg(test)]
mod tests;
