//! Limited-memory BFGS for the heads' objectives (Nocedal & Wright 2006, algorithm 7.4 and 7.5), several problems in step.
//!
//! Problems meet in the products alone, one there and one back for all that still move: each has its own line, its own memory, and
//! leaves once it has converged. The line search uses what a linear model offers: on a line, value, slope and curvature cost no
//! product, so it runs Newton's iteration inside a bracket until the slope has fallen to a tenth, which is stricter than strong Wolfe
//! asks and saves whole iterations. State and sums are `f64`. Knows nothing of classes or texts.

use std::collections::VecDeque;

use super::objective::{Along, Objective, Point, Ray, dot};
use super::rows::Rows;

/// Curvature pairs that are kept.
const MEMORY: usize = 40;
/// A step is good once the slope along the line has fallen to this share.
const SLOPE_SHARE: f64 = 0.1;
/// Values on one line that may be tried before the best of them is taken.
const TRIALS: usize = 30;

/// When to stop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// The gradient's Euclidean length that will do.
    pub tolerance: f64,
    pub max_iterations: usize,
}

/// Where a minimisation ended.
pub(super) struct Minimum {
    pub params: Vec<f64>,
    /// `[n, columns]` at the parameters, rows of weight 0 included.
    pub logits: Vec<f64>,
    pub value: f64,
    pub iterations: usize,
    pub converged: bool,
}

/// A problem under way.
struct Run {
    point: Point,
    memory: Memory,
    iterations: usize,
    /// No step on its line lowers the function.
    stuck: bool,
}

impl Run {
    fn converged(&self, limits: Limits) -> bool {
        length(&self.point.gradient) <= limits.tolerance
    }

    fn moves(&self, limits: Limits) -> bool {
        !self.stuck && self.iterations < limits.max_iterations && !self.converged(limits)
    }

    fn direction(&mut self) -> Vec<f64> {
        let direction = self.memory.direction(&self.point.gradient);
        let slope = dot(&direction, &self.point.gradient);
        // Not a descent direction: only rounding can do that, or overflow. Begin again from the gradient.
        if slope >= 0.0 || slope.is_nan() {
            self.memory.pairs.clear();
            return self.point.gradient.iter().map(|g| -g).collect();
        }
        direction
    }
}

/// Minimises each objective from its start.
pub(super) fn minimise(rows: &Rows, objectives: &[Objective], starts: Vec<Vec<f64>>, limits: Limits) -> Vec<Minimum> {
    let begin = |point| Run { point, memory: Memory::default(), iterations: 0, stuck: false };
    let points = Objective::points(rows, &objectives.iter().collect::<Vec<_>>(), starts);
    let mut runs: Vec<Run> = points.into_iter().map(begin).collect();
    loop {
        let mut moving: Vec<(&Objective, &mut Run)> = objectives.iter().zip(&mut runs).filter(|(_, run)| run.moves(limits)).collect();
        if moving.is_empty() {
            break;
        }
        let directions: Vec<Vec<f64>> = moving.iter_mut().map(|(_, run)| run.direction()).collect();
        let logits = rows.forward(&directions);
        let (mut moved, mut points) = (Vec::with_capacity(moving.len()), Vec::with_capacity(moving.len()));
        for (((objective, run), direction), logits) in moving.into_iter().zip(&directions).zip(logits) {
            let ray = objective.ray(&run.point, direction, logits);
            match search(&ray, run.point.value) {
                Some(along) => {
                    points.push(ray.arrive(along));
                    moved.push((objective, run));
                }
                None => run.stuck = true,
            }
        }
        Objective::add_gradients(rows, &moved.iter().map(|(objective, _)| *objective).collect::<Vec<_>>(), &mut points);
        for ((_, run), point) in moved.into_iter().zip(points) {
            run.memory.remember(&run.point, &point);
            run.point = point;
            run.iterations += 1;
        }
    }
    let end = |run: Run| {
        let converged = run.converged(limits);
        let Point { params, logits, value, .. } = run.point;
        Minimum { params, logits, value, iterations: run.iterations, converged }
    };
    runs.into_iter().map(end).collect()
}

/// Newton's iteration on the slope, kept inside a bracket: the slope of a convex function only grows along the line.
fn search(ray: &Ray<'_>, value: f64) -> Option<Along> {
    let (slope, curvature) = ray.start();
    if !(slope < 0.0 && curvature > 0.0) {
        return None;
    }
    let (mut low, mut high) = (0.0, f64::INFINITY);
    let mut trial = -slope / curvature;
    let mut best: Option<Along> = None;
    for _ in 0..TRIALS {
        let along = ray.at(trial);
        if !along.value.is_finite() {
            high = trial;
            trial = 0.5 * (low + high);
            continue;
        }
        let done = along.slope.abs() <= SLOPE_SHARE * slope.abs();
        if along.slope < 0.0 {
            low = trial;
        } else {
            high = trial;
        }
        let newton = trial - along.slope / along.curvature;
        let inside = newton > low && newton < high;
        trial = if inside {
            newton
        } else if high.is_finite() {
            0.5 * (low + high)
        } else {
            2.0 * trial
        };
        if best.as_ref().is_none_or(|best| along.slope.abs() < best.slope.abs()) {
            best = Some(along);
        }
        if done {
            break;
        }
    }
    // Near the minimum the value changes by less than its rounding; there the slope alone is the judge.
    best.filter(|along| along.value <= value + 1e-12 * value.abs().max(1.0))
}

fn length(gradient: &[f64]) -> f64 {
    dot(gradient, gradient).sqrt()
}

/// A move, the change of the gradient over it, and one over their inner product.
struct Pair {
    moved: Vec<f64>,
    turned: Vec<f64>,
    scale: f64,
}

#[derive(Default)]
struct Memory {
    pairs: VecDeque<Pair>,
}

impl Memory {
    fn remember(&mut self, from: &Point, to: &Point) {
        let moved: Vec<f64> = to.params.iter().zip(&from.params).map(|(new, old)| new - old).collect();
        let turned: Vec<f64> = to.gradient.iter().zip(&from.gradient).map(|(new, old)| new - old).collect();
        let product = dot(&moved, &turned);
        if product > f64::EPSILON * length(&moved) * length(&turned) {
            if self.pairs.len() == MEMORY {
                self.pairs.pop_front();
            }
            self.pairs.push_back(Pair { moved, turned, scale: 1.0 / product });
        }
    }

    /// −H·gradient by the two-loop recursion.
    fn direction(&self, gradient: &[f64]) -> Vec<f64> {
        let mut direction: Vec<f64> = gradient.iter().map(|g| -g).collect();
        let mut shares = Vec::with_capacity(self.pairs.len());
        for pair in self.pairs.iter().rev() {
            let share = pair.scale * dot(&pair.moved, &direction);
            add(&mut direction, -share, &pair.turned);
            shares.push(share);
        }
        if let Some(newest) = self.pairs.back() {
            let scale = 1.0 / (newest.scale * dot(&newest.turned, &newest.turned));
            for value in &mut direction {
                *value *= scale;
            }
        }
        for (pair, share) in self.pairs.iter().zip(shares.into_iter().rev()) {
            let back = pair.scale * dot(&pair.turned, &direction);
            add(&mut direction, share - back, &pair.moved);
        }
        direction
    }
}

fn add(to: &mut [f64], times: f64, what: &[f64]) {
    for (to, what) in to.iter_mut().zip(what) {
        *to += times * what;
    }
}
