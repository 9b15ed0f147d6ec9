//! Squared distances of one row to many, four at a time: each row is read once for four distances, and the four sums run side by side.
//! Every sum adds in the order of [`squared_distance`], so the numbers are the same to the bit, and equal rows are at exactly 0.

use std::ops::Range;

use crate::matrix::{Matrix, squared_distance};

/// Writes the squared distance of `row` to each of `others` in `range` to `out`, in their order.
pub(in crate::strategy) fn squared_distances(row: &[f32], others: &Matrix, range: Range<usize>, out: &mut Vec<f32>) {
    out.clear();
    let whole = range.start + range.len() / 4 * 4;
    for first in (range.start..whole).step_by(4) {
        out.extend(four(row, [first, first + 1, first + 2, first + 3].map(|other| others.row(other))));
    }
    out.extend((whole..range.end).map(|other| squared_distance(row, others.row(other))));
}

/// The number of the nearest of `centres`, the lowest of equals, and its squared distance; `scratch` only saves an allocation.
/// A distance that is not a number is never nearest; where none is one, `(0, ∞)`.
pub(in crate::strategy) fn nearest(row: &[f32], centres: &Matrix, scratch: &mut Vec<f32>) -> (usize, f32) {
    squared_distances(row, centres, 0..centres.rows(), scratch);
    let mut best = (0, f32::INFINITY);
    for (centre, &distance) in scratch.iter().enumerate() {
        if distance < best.1 {
            best = (centre, distance);
        }
    }
    best
}

fn four(row: &[f32], others: [&[f32]; 4]) -> [f32; 4] {
    let (x, x_tail) = row.as_chunks::<8>();
    // Cut to the length of `x`, so that no bound is checked inside the loop.
    let [a, b, c, d] = others.map(|other| &other.as_chunks::<8>().0[..x.len()]);
    let (mut to_a, mut to_b, mut to_c, mut to_d) = ([0.0f32; 8], [0.0f32; 8], [0.0f32; 8], [0.0f32; 8]);
    for place in 0..x.len() {
        add(&mut to_a, &x[place], &a[place]);
        add(&mut to_b, &x[place], &b[place]);
        add(&mut to_c, &x[place], &c[place]);
        add(&mut to_d, &x[place], &d[place]);
    }
    let tails = others.map(|other| x_tail.iter().zip(&other[8 * x.len()..]).map(|(x, y)| (x - y) * (x - y)).sum::<f32>());
    let total = |sums: [f32; 8], tail: f32| sums.iter().sum::<f32>() + tail;
    [total(to_a, tails[0]), total(to_b, tails[1]), total(to_c, tails[2]), total(to_d, tails[3])]
}

#[inline(always)]
fn add(sums: &mut [f32; 8], x: &[f32; 8], y: &[f32; 8]) {
    for lane in 0..8 {
        let difference = x[lane] - y[lane];
        sums[lane] += difference * difference;
    }
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
            let single: Vec<f32> = others.iter().map(|other| squared_distance(&row, other)).collect();
            squared_distances(&row, &others, 0..rows, &mut ours);
            assert_eq!(ours, single);
            squared_distances(&row, &others, rows / 3..rows, &mut ours);
            assert_eq!(ours, single[rows / 3..]);
        }
    }

    #[test]
    fn the_nearest_is_the_first_of_equals_and_never_one_that_is_not_a_number() {
        let centres = Matrix::from_vec(4, 1, vec![f32::NAN, 2.0, 0.0, 2.0]).unwrap();
        assert_eq!(nearest(&[2.0], &centres, &mut Vec::new()), (1, 0.0));
        assert_eq!(nearest(&[f32::NAN], &centres, &mut Vec::new()), (0, f32::INFINITY));
    }
}
