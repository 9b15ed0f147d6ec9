//! The convex function that a head minimises, with its gradient and its values along a line:
//! ½‖W‖² + c·Σᵢ wᵢ·(−ln pᵢ(yᵢ)), where p = softmax(W·x + b), or σ(w·x + b) for a yes or no, and the bias b is free.
//!
//! Sample weights wᵢ are the general thing: class weights, bootstrap counts, and 0 for a row that is left out.
//! Everything here is sums over `rows × columns` numbers in `f64`; the products are `rows`'s. Knows nothing of classes without an
//! example: those are left out before it is built.

use super::link::Link;
use super::rows::Rows;

/// One learning problem: each row's target and weight, the weight of the loss.
pub(super) struct Objective {
    link: Link,
    targets: Vec<usize>,
    weights: Vec<f64>,
    dims: usize,
    columns: usize,
    c: f64,
}

/// Parameters (weights column by column, then biases) with everything that is known of the function there.
pub(super) struct Point {
    pub params: Vec<f64>,
    /// `[n, columns]`.
    pub logits: Vec<f64>,
    /// `[n, columns]`, of the logits; 0 in rows of weight 0.
    probabilities: Vec<f64>,
    pub value: f64,
    pub gradient: Vec<f64>,
}

/// A line through a [`Point`]: one product, after which every value on it costs only `n × columns` exponentials.
pub(super) struct Ray<'a> {
    objective: &'a Objective,
    origin: &'a Point,
    direction: &'a [f64],
    /// What one unit of the direction adds to the logits.
    logits: Vec<f64>,
    /// `w·d` and `d·d` over the weights, which are what the penalty needs.
    cross: f64,
    square: f64,
}

/// The function on a [`Ray`], at one step.
pub(super) struct Along {
    pub step: f64,
    pub value: f64,
    pub slope: f64,
    pub curvature: f64,
    probabilities: Vec<f64>,
}

impl Objective {
    /// `targets` in `0..classes` and their `weights`, one of each for every row.
    pub fn softmax(targets: Vec<usize>, weights: Vec<f64>, dims: usize, classes: usize, c: f64) -> Self {
        Self { link: Link::Softmax, targets, weights, dims, columns: classes, c }
    }

    /// `targets` 0 or 1 and their `weights`, one of each for every row.
    pub fn sigmoid(targets: Vec<usize>, weights: Vec<f64>, dims: usize, c: f64) -> Self {
        Self { link: Link::Sigmoid, targets, weights, dims, columns: 1, c }
    }

    /// The value at `params`, whose logits are given. The gradient is still to be [added](Self::finish).
    pub fn at(&self, params: Vec<f64>, logits: Vec<f64>) -> Point {
        let mut probabilities = vec![0.0; logits.len()];
        let mut loss = 0.0;
        for (row, p) in probabilities.chunks_exact_mut(self.columns).enumerate() {
            if self.weights[row] != 0.0 {
                p.copy_from_slice(&logits[row * self.columns..(row + 1) * self.columns]);
                loss += self.weights[row] * self.link.probabilities(p, self.targets[row]);
            }
        }
        let weights = &params[..self.columns * self.dims];
        let value = 0.5 * dot(weights, weights) + self.c * loss;
        Point { params, logits, probabilities, value, gradient: Vec::new() }
    }

    /// c·w·(P − onehot(targets)), `[n, columns]`: what [`Rows::backward`] turns into the loss's part of the gradient.
    pub fn residuals(&self, point: &Point) -> Vec<f64> {
        let mut residuals = point.probabilities.clone();
        for ((residual, &target), weight) in residuals.chunks_exact_mut(self.columns).zip(&self.targets).zip(&self.weights) {
            let share = self.c * weight;
            residual.iter_mut().for_each(|r| *r *= share);
            match self.link {
                Link::Softmax => residual[target] -= share,
                Link::Sigmoid => residual[0] -= share * target as f64,
            }
        }
        residuals
    }

    /// Adds the gradient, of which `loss` is the loss's part.
    pub fn finish(&self, point: &mut Point, mut loss: Vec<f64>) {
        let weights = self.columns * self.dims;
        loss[..weights].iter_mut().zip(&point.params).for_each(|(slope, weight)| *slope += weight);
        point.gradient = loss;
    }

    /// The line from `origin` along `direction`, whose products with the rows are `logits`.
    pub fn ray<'a>(&'a self, origin: &'a Point, direction: &'a [f64], logits: Vec<f64>) -> Ray<'a> {
        let weights = self.columns * self.dims;
        let cross = dot(&origin.params[..weights], &direction[..weights]);
        let square = dot(&direction[..weights], &direction[..weights]);
        Ray { objective: self, origin, direction, logits, cross, square }
    }

    /// The function at each of `params`, with gradients: one product there and one back for all of them.
    pub fn points(rows: &Rows, objectives: &[&Self], params: Vec<Vec<f64>>) -> Vec<Point> {
        let logits = rows.forward(&params);
        let at = params.into_iter().zip(logits).zip(objectives).map(|((params, logits), objective)| objective.at(params, logits));
        let mut points: Vec<Point> = at.collect();
        Self::add_gradients(rows, objectives, &mut points);
        points
    }

    /// Adds the gradients of `points`, one of each objective.
    pub fn add_gradients(rows: &Rows, objectives: &[&Self], points: &mut [Point]) {
        let residuals = objectives.iter().zip(points.iter()).map(|(objective, point)| objective.residuals(point)).collect();
        let columns: Vec<usize> = objectives.iter().map(|objective| objective.columns).collect();
        let products = rows.backward(residuals, &columns);
        for ((objective, point), product) in objectives.iter().zip(points).zip(products) {
            objective.finish(point, product);
        }
    }
}

impl Ray<'_> {
    /// Slope and curvature at the origin itself; its probabilities are known, so this takes no exponential.
    pub fn start(&self) -> (f64, f64) {
        let objective = self.objective;
        let rows = self.origin.probabilities.chunks_exact(objective.columns).zip(self.logits.chunks_exact(objective.columns));
        let samples = objective.targets.iter().zip(&objective.weights);
        let bend: f64 = rows.zip(samples).map(|((p, d), (&target, weight))| weight * objective.link.derivatives(p, d, target).1).sum();
        (dot(&self.origin.gradient, self.direction), self.square + objective.c * bend)
    }

    /// The function at `step`.
    pub fn at(&self, step: f64) -> Along {
        let objective = self.objective;
        let columns = objective.columns;
        let mut probabilities = vec![0.0; self.logits.len()];
        let (mut loss, mut change, mut bend) = (0.0, 0.0, 0.0);
        let rows = self.origin.logits.chunks_exact(columns).zip(self.logits.chunks_exact(columns));
        let samples = objective.targets.iter().zip(&objective.weights);
        for ((p, (z, d)), (&target, &weight)) in probabilities.chunks_exact_mut(columns).zip(rows).zip(samples) {
            if weight == 0.0 {
                continue;
            }
            for ((p, z), d) in p.iter_mut().zip(z).zip(d) {
                *p = z + step * d;
            }
            loss += weight * objective.link.probabilities(p, target);
            let (first, second) = objective.link.derivatives(p, d, target);
            change += weight * first;
            bend += weight * second;
        }
        let weights = columns * objective.dims;
        let origin = dot(&self.origin.params[..weights], &self.origin.params[..weights]);
        Along {
            step,
            value: 0.5 * (origin + step * (2.0 * self.cross + step * self.square)) + objective.c * loss,
            slope: self.cross + step * self.square + objective.c * change,
            curvature: self.square + objective.c * bend,
            probabilities,
        }
    }

    /// The point that `along` stands for. The gradient is still to be [added](Objective::finish).
    pub fn arrive(&self, along: Along) -> Point {
        let moved = |from: &[f64], by: &[f64]| from.iter().zip(by).map(|(x, d)| x + along.step * d).collect::<Vec<f64>>();
        Point {
            params: moved(&self.origin.params, self.direction),
            logits: moved(&self.origin.logits, &self.logits),
            probabilities: along.probabilities,
            value: along.value,
            gradient: Vec::new(),
        }
    }
}

/// Inner product in `f64`; four running sums, always in the same order.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0f64; 4];
    let (a_chunks, b_chunks) = (a.chunks_exact(4), b.chunks_exact(4));
    let tail: f64 = a_chunks.remainder().iter().zip(b_chunks.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a_chunks.zip(b_chunks) {
        for lane in 0..4 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    sums.iter().sum::<f64>() + tail
}

#[cfg(test)]
mod tests;
