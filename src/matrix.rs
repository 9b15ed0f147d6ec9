//! Row-major `f32` rows and the few operations that strategies and heads need on them.
//! Knows neither tensors nor text.

use crate::error::{Code, Error, Result};
use crate::rng;

/// A dense matrix of `rows × cols`, row by row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    rows: usize,
    cols: usize,
    data: Vec<f32>,
}

impl Matrix {
    /// A matrix of zeros, `[rows, cols]`.
    pub fn zeros(rows: usize, cols: usize) -> Self {
        Self { rows, cols, data: vec![0.0; rows * cols] }
    }

    /// Takes `rows × cols` numbers, row by row.
    ///
    /// # Errors
    /// `invalid_argument` where the length is not `rows × cols`.
    pub fn from_vec(rows: usize, cols: usize, data: Vec<f32>) -> Result<Self> {
        if data.len() != rows * cols {
            let message = format!("A matrix of {rows} × {cols} needs {} numbers; {} were given.", rows * cols, data.len());
            return Err(Error::new(Code::InvalidArgument, message));
        }
        Ok(Self { rows, cols, data })
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The length of a row.
    pub fn cols(&self) -> usize {
        self.cols
    }

    /// One row, `[cols]`.
    pub fn row(&self, index: usize) -> &[f32] {
        &self.data[index * self.cols..(index + 1) * self.cols]
    }

    /// One row, to be written.
    pub fn row_mut(&mut self, index: usize) -> &mut [f32] {
        &mut self.data[index * self.cols..(index + 1) * self.cols]
    }

    /// All rows in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[f32]> {
        // `max(1)` keeps a matrix without columns from asking for chunks of nothing.
        self.data.chunks_exact(self.cols.max(1))
    }

    /// Appends one row of `cols` numbers; the first row of an empty matrix sets `cols`.
    pub fn push_row(&mut self, row: &[f32]) {
        if self.rows == 0 {
            self.cols = row.len();
        }
        assert_eq!(row.len(), self.cols, "a row must be as long as its matrix is wide");
        self.data.extend_from_slice(row);
        self.rows += 1;
    }

    /// The chosen rows as a matrix of their own, `[indices.len(), cols]`.
    pub fn gather(&self, indices: &[usize]) -> Self {
        let mut data = Vec::with_capacity(indices.len() * self.cols);
        for &index in indices {
            data.extend_from_slice(self.row(index));
        }
        Self { rows: indices.len(), cols: self.cols, data }
    }

    /// All numbers, row by row.
    pub fn as_slice(&self) -> &[f32] {
        &self.data
    }

    /// All numbers, row by row, given away.
    pub fn into_vec(self) -> Vec<f32> {
        self.data
    }
}

/// Inner product. Eight running sums let the compiler use vector registers while the order of additions stays fixed.
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; 8];
    let (a_chunks, b_chunks) = (a.chunks_exact(8), b.chunks_exact(8));
    let tail: f32 = a_chunks.remainder().iter().zip(b_chunks.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a_chunks.zip(b_chunks) {
        for lane in 0..8 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    sums.iter().sum::<f32>() + tail
}

/// Euclidean length.
pub fn norm(a: &[f32]) -> f32 {
    dot(a, a).sqrt()
}

/// Squared Euclidean distance.
pub fn squared_distance(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; 8];
    let (a_chunks, b_chunks) = (a.chunks_exact(8), b.chunks_exact(8));
    let tail: f32 = a_chunks.remainder().iter().zip(b_chunks.remainder()).map(|(x, y)| (x - y) * (x - y)).sum();
    for (x, y) in a_chunks.zip(b_chunks) {
        for lane in 0..8 {
            let difference = x[lane] - y[lane];
            sums[lane] += difference * difference;
        }
    }
    sums.iter().sum::<f32>() + tail
}

/// The positions of the `count` highest scores, best first.
///
/// A total order: score, then a hash of (`seed`, id), then id; so ties fall without bias and always alike.
/// A score that is not a number ranks last. `ids[i]` belongs to `scores[i]`.
pub fn top_k(scores: &[f32], ids: &[u32], count: usize, seed: u64) -> Vec<usize> {
    assert_eq!(scores.len(), ids.len(), "every score needs its id");
    let key = |place: usize| {
        let score = if scores[place].is_nan() { f32::NEG_INFINITY } else { scores[place] };
        // -0.0 and 0.0 are one score.
        (score + 0.0, rng::mix(seed, u64::from(ids[place])), ids[place])
    };
    let better = |&a: &usize, &b: &usize| {
        let (left, right) = (key(a), key(b));
        right.0.total_cmp(&left.0).then(left.1.cmp(&right.1)).then(left.2.cmp(&right.2))
    };
    let mut order: Vec<usize> = (0..scores.len()).collect();
    let count = count.min(order.len());
    if count == 0 {
        return Vec::new();
    }
    if count < order.len() {
        order.select_nth_unstable_by(count - 1, better);
        order.truncate(count);
    }
    order.sort_unstable_by(better);
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_of_the_wrong_size_is_refused() {
        assert_eq!(Matrix::from_vec(2, 2, vec![1.0]).unwrap_err().code(), Code::InvalidArgument);
    }

    #[test]
    fn dot_and_distance_agree_with_arithmetic_by_hand() {
        let a: Vec<f32> = (0..11).map(|i| i as f32).collect();
        let b = vec![1.0; 11];
        assert_eq!(dot(&a, &b), 55.0);
        assert_eq!(squared_distance(&a, &b), 1.0 + (1..=9).map(|i| (i * i) as f32).sum::<f32>());
    }

    #[test]
    fn the_best_come_first_and_nan_comes_last() {
        let order = top_k(&[0.1, f32::NAN, 0.9, 0.5], &[0, 1, 2, 3], 4, 7);
        assert_eq!(order, [2, 3, 0, 1]);
    }

    #[test]
    fn ties_do_not_depend_on_the_order_of_the_pool() {
        let picked = |ids: &[u32]| top_k(&vec![1.0; ids.len()], ids, 2, 7).iter().map(|&i| ids[i]).collect::<Vec<_>>();
        assert_eq!(picked(&[4, 5, 6, 7]), picked(&[7, 6, 5, 4]));
    }
}
