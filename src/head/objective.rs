//! The convex function that the softmax head minimises, with its gradient and its values along a line:
//! ½‖W‖² + c·Σᵢ −ln pᵢ(yᵢ), where p = softmax(W·x + b) and the bias b is free.
//!
//! Both products, X·Wᵀ and Rᵀ·X, are Burn's on the CPU device, in `f64`; the rest is sums over `n × classes` numbers.
//! Knows nothing of classes without an example: those are left out before it is built.

use burn::tensor::{DType, Device, Tensor, TensorData};

use crate::matrix::Matrix;

/// One learning problem: rows, their classes, the weight of the loss.
pub(super) struct Objective {
    rows: Tensor<2>,
    device: Device,
    targets: Vec<usize>,
    dims: usize,
    classes: usize,
    c: f64,
}

/// Parameters (weights class by class, then biases) with everything that is known of the function there.
pub(super) struct Point {
    pub params: Vec<f64>,
    /// `[n, classes]`.
    logits: Vec<f64>,
    /// `[n, classes]`, the softmax of the logits.
    probabilities: Vec<f64>,
    pub value: f64,
    pub gradient: Vec<f64>,
}

/// A line through a [`Point`]: one product, after which every value on it costs only `n × classes` exponentials.
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
    /// `targets` in `0..classes`, one for each row.
    pub fn new(rows: &Matrix, targets: Vec<usize>, classes: usize, c: f64) -> Self {
        let device = Device::flex();
        let numbers: Vec<f64> = rows.as_slice().iter().map(|&x| f64::from(x)).collect();
        let rows_f64 = tensor(numbers, rows.rows(), rows.cols(), &device);
        Self { rows: rows_f64, device, targets, dims: rows.cols(), classes, c }
    }

    /// Value and gradient at `params`.
    pub fn at(&self, params: Vec<f64>) -> Point {
        let logits = self.logits(&params);
        let mut probabilities = vec![0.0; logits.len()];
        let mut loss = 0.0;
        for ((z, p), &target) in logits.chunks_exact(self.classes).zip(probabilities.chunks_exact_mut(self.classes)).zip(&self.targets) {
            p.copy_from_slice(z);
            loss += softmax_in_place(p) - z[target];
        }
        let weights = &params[..self.classes * self.dims];
        let value = 0.5 * dot(weights, weights) + self.c * loss;
        let gradient = self.gradient(&params, &probabilities);
        Point { params, logits, probabilities, value, gradient }
    }

    /// The line from `origin` along `direction`.
    pub fn ray<'a>(&'a self, origin: &'a Point, direction: &'a [f64]) -> Ray<'a> {
        let weights = self.classes * self.dims;
        let cross = dot(&origin.params[..weights], &direction[..weights]);
        let square = dot(&direction[..weights], &direction[..weights]);
        Ray { objective: self, origin, direction, logits: self.logits(direction), cross, square }
    }

    /// X·Wᵀ + b, `[n, classes]`.
    fn logits(&self, params: &[f64]) -> Vec<f64> {
        let (weights, biases) = params.split_at(self.classes * self.dims);
        let weights = tensor(weights.to_vec(), self.classes, self.dims, &self.device);
        let mut logits = numbers(self.rows.clone().matmul(weights.transpose()));
        for row in logits.chunks_exact_mut(self.classes) {
            for (logit, bias) in row.iter_mut().zip(biases) {
                *logit += bias;
            }
        }
        logits
    }

    /// W + c·Rᵀ·X for the weights and c·Σ R for the biases, where R = P − onehot(targets).
    fn gradient(&self, params: &[f64], probabilities: &[f64]) -> Vec<f64> {
        let mut residuals: Vec<f64> = probabilities.iter().map(|p| p * self.c).collect();
        let mut biases = vec![0.0; self.classes];
        for (residual, &target) in residuals.chunks_exact_mut(self.classes).zip(&self.targets) {
            residual[target] -= self.c;
            for (bias, r) in biases.iter_mut().zip(residual.iter()) {
                *bias += r;
            }
        }
        let residuals = tensor(residuals, self.targets.len(), self.classes, &self.device);
        let mut gradient = numbers(residuals.transpose().matmul(self.rows.clone()));
        for (slope, weight) in gradient.iter_mut().zip(params) {
            *slope += weight;
        }
        gradient.extend_from_slice(&biases);
        gradient
    }
}

impl Ray<'_> {
    /// Slope and curvature at the origin itself; its probabilities are known, so this takes no exponential.
    pub fn start(&self) -> (f64, f64) {
        let slope = dot(&self.origin.gradient, self.direction);
        (slope, self.square + self.objective.c * self.variance(&self.origin.probabilities))
    }

    /// The function at `step`.
    pub fn at(&self, step: f64) -> Along {
        let classes = self.objective.classes;
        let mut probabilities = vec![0.0; self.logits.len()];
        let (mut loss, mut change, mut variance) = (0.0, 0.0, 0.0);
        let rows = self.origin.logits.chunks_exact(classes).zip(self.logits.chunks_exact(classes)).zip(&self.objective.targets);
        for (p, ((z, d), &target)) in probabilities.chunks_exact_mut(classes).zip(rows) {
            for ((p, z), d) in p.iter_mut().zip(z).zip(d) {
                *p = z + step * d;
            }
            let hit = p[target];
            loss += softmax_in_place(p) - hit;
            let (mean, spread) = moments(p, d);
            change += mean - d[target];
            variance += spread;
        }
        let weights = classes * self.objective.dims;
        let origin = dot(&self.origin.params[..weights], &self.origin.params[..weights]);
        Along {
            step,
            value: 0.5 * (origin + step * (2.0 * self.cross + step * self.square)) + self.objective.c * loss,
            slope: self.cross + step * self.square + self.objective.c * change,
            curvature: self.square + self.objective.c * variance,
            probabilities,
        }
    }

    /// The point that `along` stands for, with its gradient.
    pub fn arrive(&self, along: Along) -> Point {
        let moved = |from: &[f64], by: &[f64]| from.iter().zip(by).map(|(x, d)| x + along.step * d).collect::<Vec<f64>>();
        let params = moved(&self.origin.params, self.direction);
        let logits = moved(&self.origin.logits, &self.logits);
        let gradient = self.objective.gradient(&params, &along.probabilities);
        Point { params, logits, probabilities: along.probabilities, value: along.value, gradient }
    }

    fn variance(&self, probabilities: &[f64]) -> f64 {
        let classes = self.objective.classes;
        probabilities.chunks_exact(classes).zip(self.logits.chunks_exact(classes)).map(|(p, d)| moments(p, d).1).sum()
    }
}

/// Mean and variance of `values` under `weights`, which sum to 1.
fn moments(weights: &[f64], values: &[f64]) -> (f64, f64) {
    let mean = dot(weights, values);
    (mean, weights.iter().zip(values).map(|(w, v)| w * (v - mean) * (v - mean)).sum())
}

/// Turns logits into probabilities and gives ln Σ exp(logit). Finite for any finite logits.
pub(super) fn softmax_in_place(row: &mut [f64]) -> f64 {
    let highest = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for value in row.iter_mut() {
        *value = (*value - highest).exp();
        sum += *value;
    }
    for value in row.iter_mut() {
        *value /= sum;
    }
    highest + sum.ln()
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

fn tensor(numbers: Vec<f64>, rows: usize, cols: usize, device: &Device) -> Tensor<2> {
    Tensor::from_data(TensorData::new(numbers, [rows, cols]), (device, DType::F64))
}

fn numbers(tensor: Tensor<2>) -> Vec<f64> {
    tensor.into_data().try_into_vec().expect("a product of f64 tensors on the CPU is f64")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    fn problem() -> (Objective, Vec<f64>) {
        let mut rng = Rng::new(4);
        let mut draw = |count: usize| (0..count).map(|_| rng.uniform() - 0.5).collect::<Vec<f64>>();
        let rows = draw(7 * 5).into_iter().map(|x| x as f32).collect();
        let rows = Matrix::from_vec(7, 5, rows).unwrap();
        let params = draw(3 * 6);
        (Objective::new(&rows, vec![0, 1, 2, 0, 1, 2, 2], 3, 10.0), params)
    }

    #[test]
    fn the_gradient_is_the_slope_of_the_value() {
        let (objective, params) = problem();
        let gradient = objective.at(params.clone()).gradient;
        for place in 0..params.len() {
            let value = |step: f64| {
                let mut moved = params.clone();
                moved[place] += step;
                objective.at(moved).value
            };
            let slope = (value(1e-5) - value(-1e-5)) / 2e-5;
            assert!((slope - gradient[place]).abs() < 1e-6 * slope.abs().max(1.0), "{place}: {slope} {}", gradient[place]);
        }
    }

    #[test]
    fn a_ray_agrees_with_the_function_itself() {
        let (objective, params) = problem();
        let origin = objective.at(params.clone());
        let direction: Vec<f64> = origin.gradient.iter().map(|g| -0.1 * g).collect();
        let ray = objective.ray(&origin, &direction);
        let (slope, curvature) = ray.start();
        let (before, here, after) = (ray.at(-1e-4), ray.at(0.0), ray.at(1e-4));
        assert!((here.value - origin.value).abs() < 1e-9 && (here.slope - slope).abs() < 1e-9);
        assert!(((after.value - before.value) / 2e-4 - slope).abs() < 1e-5 * slope.abs());
        assert!(((after.slope - before.slope) / 2e-4 - curvature).abs() < 1e-5 * curvature.abs());
        let arrived = ray.arrive(ray.at(0.7));
        let direct = objective.at(arrived.params.clone());
        assert!((arrived.value - direct.value).abs() < 1e-9);
        assert!(arrived.gradient.iter().zip(&direct.gradient).all(|(a, b)| (a - b).abs() < 1e-9));
    }

    #[test]
    fn softmax_is_finite_for_logits_far_apart() {
        let mut row = [1000.0, -1000.0, 0.0];
        assert_eq!(softmax_in_place(&mut row), 1000.0);
        assert_eq!(row, [1.0, 0.0, 0.0]);
    }
}
