//! Squared distances of one row to many, four at a time: each row is read once for four distances, and the four sums run side by side.
//! Every sum adds in the order of [`squared_distance`], so the numbers are the same to the bit, and equal rows are at exactly 0.

use crate::matrix::{Matrix, squared_distance};

/// Writes the squared distance of `row` to each of `others` to `out`, in their order.
pub(in crate::strategy) fn squared_distances(row: &[f32], others: &Matrix, out: &mut Vec<f32>) {
    out.clear();
    let whole = others.rows() / 4 * 4;
    for first in (0..whole).step_by(4) {
        out.extend(four(row, [first, first + 1, first + 2, first + 3].map(|other| others.row(other))));
    }
    out.extend((whole..others.rows()).map(|other| squared_distance(row, others.row(other))));
}

/// The number of the nearest of `centres`, the lowest of equals, and its squared distance; `scratch` only saves an allocation.
/// A distance that is not a number is never nearest; where none is one, `(0, ∞)`.
pub(in crate::strategy) fn nearest(row: &[f32], centres: &Matrix, scratch: &mut Vec<f32>) -> (usize, f32) {
    squared_distances(row, centres, scratch);
    let mut best = (0, f32::INFINITY);
    for (centre, &distance) in scratch.iter().enumerate() {
        if distance < best.1 {
            best = (centre, distance);
        }
    }
    best
}

fn four(row: &[f32], others: [&[f32]; 4]) -> [f32; 4] {
    let mut sums = [[0.0f32; 8]; 4];
    let [a, b, c, d] = others.map(|other| other.chunks_exact(8));
    let x = row.chunks_exact(8);
    let tail = |other: &[f32]| -> f32 {
        let kept = x.remainder().iter().zip(&other[other.len() - other.len() % 8..]);
        kept.map(|(x, y)| (x - y) * (x - y)).sum()
    };
    let tails = others.map(tail);
    for ((((x, a), b), c), d) in x.zip(a).zip(b).zip(c).zip(d) {
        for (sums, y) in sums.iter_mut().zip([a, b, c, d]) {
            for lane in 0..8 {
                let difference = x[lane] - y[lane];
                sums[lane] += difference * difference;
            }
        }
    }
    let mut out = [0.0; 4];
    for ((out, sums), tail) in out.iter_mut().zip(sums).zip(tails) {
        *out = sums.iter().sum::<f32>() + tail;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    #[test]
    fn four_at_a_time_are_the_same_bits_as_one_at_a_time() {
        let mut rng = Rng::new(3);
        for (rows, cols) in [(1, 1), (4, 8), (7, 13), (9, 384), (0, 5)] {
            let numbers = (0..rows * cols).map(|_| rng.uniform() as f32 - 0.5).collect();
            let others = Matrix::from_vec(rows, cols, numbers).unwrap();
            let row: Vec<f32> = (0..cols).map(|_| rng.uniform() as f32).collect();
            let mut ours = Vec::new();
            squared_distances(&row, &others, &mut ours);
            assert_eq!(ours, others.iter().map(|other| squared_distance(&row, other)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_nearest_is_the_first_of_equals_and_never_one_that_is_not_a_number() {
        let centres = Matrix::from_vec(4, 1, vec![f32::NAN, 2.0, 0.0, 2.0]).unwrap();
        assert_eq!(nearest(&[2.0], &centres, &mut Vec::new()), (1, 0.0));
        assert_eq!(nearest(&[f32::NAN], &centres, &mut Vec::new()), (0, f32::INFINITY));
    }
}
