//! What turns logits into probabilities, and the log-loss of the right answer with its derivatives along a line. Knows one row at a time.

use super::objective::dot;

/// What turns logits into probabilities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// One column a class.
    Softmax,
    /// One column; target 1 is yes, 0 is no.
    Sigmoid,
}

impl Link {
    /// Turns a row's logits into probabilities and gives −ln p of the target.
    pub fn probabilities(self, row: &mut [f64], target: usize) -> f64 {
        match self {
            Self::Softmax => {
                let hit = row[target];
                softmax_in_place(row) - hit
            }
            Self::Sigmoid => {
                let (p, loss) = sigmoid(row[0], target);
                row[0] = p;
                loss
            }
        }
    }

    /// Change of −ln p of the target by one unit of `by`, and its second derivative, at probabilities `p`.
    pub fn derivatives(self, p: &[f64], by: &[f64], target: usize) -> (f64, f64) {
        match self {
            Self::Softmax => {
                let (mean, spread) = moments(p, by);
                (mean - by[target], spread)
            }
            Self::Sigmoid => ((p[0] - target as f64) * by[0], p[0] * (1.0 - p[0]) * by[0] * by[0]),
        }
    }
}

/// Mean and variance of `values` under `weights`, which sum to 1.
fn moments(weights: &[f64], values: &[f64]) -> (f64, f64) {
    let mean = dot(weights, values);
    (mean, weights.iter().zip(values).map(|(w, v)| w * (v - mean) * (v - mean)).sum())
}

/// σ(logit), and −ln of it where the target is 1, of 1 − σ where it is 0. Finite for any finite logit.
fn sigmoid(logit: f64, target: usize) -> (f64, f64) {
    let tail = (-logit.abs()).exp();
    let p = if logit >= 0.0 { 1.0 / (1.0 + tail) } else { tail / (1.0 + tail) };
    (p, logit.max(0.0) + tail.ln_1p() - target as f64 * logit)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn softmax_and_sigmoid_are_finite_for_logits_far_apart() {
        let mut row = [1000.0, -1000.0, 0.0];
        assert_eq!(softmax_in_place(&mut row), 1000.0);
        assert_eq!(row, [1.0, 0.0, 0.0]);
        assert_eq!(sigmoid(1000.0, 1), (1.0, 0.0));
        assert_eq!(sigmoid(-1000.0, 1), (0.0, 1000.0));
        assert_eq!(sigmoid(1000.0, 0), (1.0, 1000.0));
        assert_eq!(sigmoid(0.0, 0), (0.5, std::f64::consts::LN_2));
    }
}
