//! Feature rows as the minimiser meets them: the two products of a linear model, X·Wᵀ and Rᵀ·X, for several problems on
//! the same rows at a time, in Burn on the CPU device.
//! Knows the shape of parameters (weights column by column, then one bias a column); knows nothing of losses or classes.

use burn::tensor::{DType, Device, Tensor, TensorData};

use super::objective::dot;
use crate::matrix::Matrix;

/// The share of the centred rows' mean squared length that the bias counts for in [`Rows::conditioned`]. Measured on sentence embeddings, a
/// third or three times of it costs a fifth more steps; a bias that counts for 1, or rows that are not centred, 60 % more.
const BIAS_SHARE: f64 = 0.1;

/// Rows that are scored in one product, so that a large pool is never copied whole.
pub(super) const BLOCK: usize = 2048;

/// Arithmetic of the products. Sums and state are `f64` in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Precision {
    Single,
    Double,
}

/// Rows that all problems share, with the change of variables under which they are minimised.
pub(super) struct Rows {
    tensor: Tensor<2>,
    device: Device,
    precision: Precision,
    dims: usize,
    /// What was taken away from every row; nothing where rows are as they came.
    centre: Option<Vec<f64>>,
    /// What the bias is multiplied by to give the logit.
    bias_scale: f64,
}

impl Rows {
    /// The rows as they are, in double precision.
    pub fn plain(rows: &Matrix) -> Self {
        let device = Device::flex();
        let numbers: Vec<f64> = rows.as_slice().iter().map(|&x| f64::from(x)).collect();
        let tensor = tensor(numbers, rows.rows(), rows.cols(), Precision::Double, &device);
        Self { tensor, device, precision: Precision::Double, dims: rows.cols(), centre: None, bias_scale: 1.0 }
    }

    /// The rows less their mean, and a bias of about their length. Only the bias changes under that, and the bias is free, so the
    /// minimum is the same; but the steepest direction of embeddings, their common part, no longer pulls against the bias.
    pub fn conditioned(rows: &Matrix, precision: Precision) -> Self {
        let (count, dims) = (rows.rows(), rows.cols());
        let mut centre = vec![0.0f64; dims];
        for row in rows.iter() {
            centre.iter_mut().zip(row).for_each(|(sum, &x)| *sum += f64::from(x));
        }
        centre.iter_mut().for_each(|sum| *sum /= count.max(1) as f64);
        let numbers: Vec<f64> = rows.iter().flat_map(|row| row.iter().zip(&centre).map(|(&x, mean)| f64::from(x) - mean)).collect();
        let square = dot(&numbers, &numbers) / count.max(1) as f64;
        let bias_scale = if square > 0.0 { (BIAS_SHARE * square).sqrt() } else { 1.0 };
        let device = Device::flex();
        let tensor = tensor(numbers, count, dims, precision, &device);
        Self { tensor, device, precision, dims, centre: Some(centre), bias_scale }
    }

    /// Parameters of the rows as they came, as parameters here.
    pub fn inward(&self, mut params: Vec<f64>) -> Vec<f64> {
        self.shift(&mut params, |bias, along| (bias + along) / self.bias_scale);
        params
    }

    /// And back.
    pub fn outward(&self, mut params: Vec<f64>) -> Vec<f64> {
        self.shift(&mut params, |bias, along| bias * self.bias_scale - along);
        params
    }

    fn shift(&self, params: &mut [f64], to: impl Fn(f64, f64) -> f64) {
        let Some(centre) = &self.centre else { return };
        let columns = params.len() / (self.dims + 1);
        let (weights, biases) = params.split_at_mut(columns * self.dims);
        for (weight, bias) in weights.chunks_exact(self.dims).zip(biases) {
            *bias = to(*bias, dot(weight, centre));
        }
    }

    /// X·Wᵀ + b for each of `params`: `[rows, columns]` each. One product.
    pub fn forward(&self, params: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let columns: Vec<usize> = params.iter().map(|params| params.len() / (self.dims + 1)).collect();
        let mut weights = Vec::with_capacity(columns.iter().sum::<usize>() * self.dims);
        params.iter().zip(&columns).for_each(|(params, columns)| weights.extend_from_slice(&params[..columns * self.dims]));
        let weights = tensor(weights, columns.iter().sum(), self.dims, self.precision, &self.device);
        let products = numbers(self.tensor.clone().matmul(weights.transpose()), self.precision);
        let mut logits = split(products, &columns);
        for ((logits, params), &columns) in logits.iter_mut().zip(params).zip(&columns) {
            let biases = &params[columns * self.dims..];
            for row in logits.chunks_exact_mut(columns) {
                row.iter_mut().zip(biases).for_each(|(logit, bias)| *logit += bias * self.bias_scale);
            }
        }
        logits
    }

    /// Rᵀ·X for the weights and Σ R for the biases, for each of `residuals [rows, columns]`. One product.
    pub fn backward(&self, residuals: Vec<Vec<f64>>, columns: &[usize]) -> Vec<Vec<f64>> {
        let sums: Vec<Vec<f64>> = residuals.iter().zip(columns).map(|(residuals, &columns)| self.bias_sums(residuals, columns)).collect();
        let total = columns.iter().sum();
        let all = join(residuals, columns);
        let residuals = tensor(all, self.tensor.dims()[0], total, self.precision, &self.device);
        let products = numbers(residuals.transpose().matmul(self.tensor.clone()), self.precision);
        let mut rest = products.as_slice();
        let mut gradients = Vec::with_capacity(columns.len());
        for (&columns, sums) in columns.iter().zip(&sums) {
            let (own, later) = rest.split_at(columns * self.dims);
            gradients.push([own, sums].concat());
            rest = later;
        }
        gradients
    }

    fn bias_sums(&self, residuals: &[f64], columns: usize) -> Vec<f64> {
        let mut sums = vec![0.0; columns];
        for row in residuals.chunks_exact(columns) {
            sums.iter_mut().zip(row).for_each(|(sum, r)| *sum += r);
        }
        sums.iter_mut().for_each(|sum| *sum *= self.bias_scale);
        sums
    }
}

/// `[rows, Σ columns]` as one `[rows, columns]` each.
fn split(all: Vec<f64>, columns: &[usize]) -> Vec<Vec<f64>> {
    if columns.len() == 1 {
        return vec![all];
    }
    let total: usize = columns.iter().sum();
    let rows = all.len() / total.max(1);
    let mut parts: Vec<Vec<f64>> = columns.iter().map(|&columns| Vec::with_capacity(rows * columns)).collect();
    for row in all.chunks_exact(total.max(1)) {
        let mut rest = row;
        for (part, &columns) in parts.iter_mut().zip(columns) {
            let (own, later) = rest.split_at(columns);
            part.extend_from_slice(own);
            rest = later;
        }
    }
    parts
}

/// The reverse of [`split`].
fn join(mut parts: Vec<Vec<f64>>, columns: &[usize]) -> Vec<f64> {
    if parts.len() == 1 {
        return parts.remove(0);
    }
    let rows = parts.first().map_or(0, |part| part.len() / columns[0]);
    let mut all = Vec::with_capacity(rows * columns.iter().sum::<usize>());
    for row in 0..rows {
        for (part, &columns) in parts.iter().zip(columns) {
            all.extend_from_slice(&part[row * columns..(row + 1) * columns]);
        }
    }
    all
}

/// X·Wᵀ in single precision, block by block, for predictions: calls `take` with each row's number and its `columns` products.
/// `weights` is `[columns, dims]`.
///
/// # Panics
/// Where the rows are not as long as the weight vectors.
pub(super) fn score(rows: &Matrix, weights: Vec<f32>, dims: usize, mut take: impl FnMut(usize, &[f32])) {
    if rows.rows() == 0 || weights.is_empty() {
        return;
    }
    assert_eq!(rows.cols(), dims, "rows must be as long as those that the head was fitted on");
    let device = Device::flex();
    let columns = weights.len() / dims;
    let weights = Tensor::<2>::from_data(TensorData::new(weights, [columns, dims]), (&device, DType::F32)).transpose();
    for first in (0..rows.rows()).step_by(BLOCK) {
        let count = BLOCK.min(rows.rows() - first);
        let block = rows.as_slice()[first * dims..(first + count) * dims].to_vec();
        let block = Tensor::<2>::from_data(TensorData::new(block, [count, dims]), (&device, DType::F32));
        let products: Vec<f32> = block.matmul(weights.clone()).into_data().try_into_vec().expect("a product of f32 tensors on the CPU is f32");
        products.chunks_exact(columns).enumerate().for_each(|(offset, products)| take(first + offset, products));
    }
}

fn tensor(numbers: Vec<f64>, rows: usize, cols: usize, precision: Precision, device: &Device) -> Tensor<2> {
    match precision {
        Precision::Double => Tensor::from_data(TensorData::new(numbers, [rows, cols]), (device, DType::F64)),
        Precision::Single => {
            let single: Vec<f32> = numbers.into_iter().map(|x| x as f32).collect();
            Tensor::from_data(TensorData::new(single, [rows, cols]), (device, DType::F32))
        }
    }
}

fn numbers(tensor: Tensor<2>, precision: Precision) -> Vec<f64> {
    const KIND: &str = "a product on the CPU is of its factors' kind";
    match precision {
        Precision::Double => tensor.into_data().try_into_vec().expect(KIND),
        Precision::Single => tensor.into_data().try_into_vec::<f32>().expect(KIND).into_iter().map(f64::from).collect(),
    }
}
