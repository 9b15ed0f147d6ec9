//! Feature rows as the minimiser meets them: the two products of a linear model, X·Wᵀ and Rᵀ·X, for several problems at a time,
//! in Burn on the CPU device. Problems either share the rows, and one product serves them all, or each has rows of its own.
//! Knows the shape of parameters (weights column by column, then one bias a column); knows nothing of losses or classes.

use burn::tensor::{DType, Device, Tensor, TensorData};

use super::objective::dot;
use crate::matrix::Matrix;

/// The share of the centred rows' mean squared length that the bias counts for in [`Rows::conditioned`]. Between 0.03 and 0.3 the
/// iterations hardly change (measured on sentence embeddings); at 1, and without centring, there are twice as many.
const BIAS_SHARE: f64 = 0.1;

/// Rows that are scored in one product, so that a large pool is never copied whole.
pub(super) const BLOCK: usize = 2048;

/// Arithmetic of the products. Sums and state are `f64` in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Precision {
    Single,
    Double,
}

/// Rows, with the change of variables under which the problem is minimised.
pub(super) struct Rows {
    /// One that all problems share, or one a problem.
    tensors: Vec<Tensor<2>>,
    device: Device,
    precision: Precision,
    dims: usize,
    /// What was taken away from every row; nothing where rows are as they came.
    centre: Option<Vec<f64>>,
    /// What the bias is multiplied by to give the logit.
    bias_scale: f64,
}

impl Rows {
    /// The rows as they are, shared, in double precision.
    pub fn plain(rows: &Matrix) -> Self {
        let device = Device::flex();
        let numbers: Vec<f64> = rows.as_slice().iter().map(|&x| f64::from(x)).collect();
        let tensor = tensor(numbers, rows.rows(), rows.cols(), Precision::Double, &device);
        Self { tensors: vec![tensor], device, precision: Precision::Double, dims: rows.cols(), centre: None, bias_scale: 1.0 }
    }

    /// The rows less their mean, and a bias of about their length. Only the bias changes under that, and the bias is free, so the
    /// minimum is the same; but the steepest direction of embeddings, their common part, no longer pulls against the bias.
    ///
    /// `own` lists the rows that matter to each problem, where that is not all of them.
    pub fn conditioned(rows: &Matrix, own: Option<&[Vec<usize>]>, precision: Precision) -> Self {
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
        let gathered = |places: &Vec<usize>| {
            let picked = places.iter().flat_map(|&place| &numbers[place * dims..(place + 1) * dims]).copied().collect();
            tensor(picked, places.len(), dims, precision, &device)
        };
        let tensors = match own {
            Some(own) => own.iter().map(gathered).collect(),
            None => vec![tensor(numbers, count, dims, precision, &device)],
        };
        Self { tensors, device, precision, dims, centre: Some(centre), bias_scale }
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

    /// X·Wᵀ + b for each of `params`, which belong to the problems of these numbers: `[rows, columns]` each.
    pub fn forward(&self, problems: &[usize], params: &[&[f64]]) -> Vec<Vec<f64>> {
        let columns: Vec<usize> = params.iter().map(|params| params.len() / (self.dims + 1)).collect();
        let weights = |place: usize| &params[place][..columns[place] * self.dims];
        let mut logits = if let [shared] = &self.tensors[..] {
            let all: Vec<f64> = (0..params.len()).flat_map(|place| weights(place)).copied().collect();
            split(self.product(shared, all, columns.iter().sum()), &columns)
        } else {
            let one = |place: usize| self.product(&self.tensors[problems[place]], weights(place).to_vec(), columns[place]);
            (0..params.len()).map(one).collect()
        };
        for (place, logits) in logits.iter_mut().enumerate() {
            let biases = &params[place][columns[place] * self.dims..];
            for row in logits.chunks_exact_mut(columns[place]) {
                row.iter_mut().zip(biases).for_each(|(logit, bias)| *logit += bias * self.bias_scale);
            }
        }
        logits
    }

    /// Rᵀ·X for the weights and Σ R for the biases, for each of the `residuals [rows, columns]` of the problems of these numbers.
    pub fn backward(&self, problems: &[usize], residuals: Vec<Vec<f64>>, columns: &[usize]) -> Vec<Vec<f64>> {
        let sums: Vec<Vec<f64>> = residuals.iter().zip(columns).map(|(residuals, &columns)| self.bias_sums(residuals, columns)).collect();
        let mut products: Vec<Vec<f64>> = if let [shared] = &self.tensors[..] {
            let all = self.transposed_product(shared, join(residuals, columns), columns.iter().sum());
            let mut rest = all.as_slice();
            let mut cut = |columns: usize| {
                let (own, later) = rest.split_at(columns * self.dims);
                rest = later;
                own.to_vec()
            };
            columns.iter().map(|&columns| cut(columns)).collect()
        } else {
            let each = problems.iter().zip(residuals).zip(columns);
            each.map(|((&problem, residuals), &columns)| self.transposed_product(&self.tensors[problem], residuals, columns)).collect()
        };
        for (product, sums) in products.iter_mut().zip(sums) {
            product.extend_from_slice(&sums);
        }
        products
    }

    fn bias_sums(&self, residuals: &[f64], columns: usize) -> Vec<f64> {
        let mut sums = vec![0.0; columns];
        for row in residuals.chunks_exact(columns) {
            sums.iter_mut().zip(row).for_each(|(sum, r)| *sum += r);
        }
        sums.iter_mut().for_each(|sum| *sum *= self.bias_scale);
        sums
    }

    fn product(&self, rows: &Tensor<2>, weights: Vec<f64>, columns: usize) -> Vec<f64> {
        let weights = tensor(weights, columns, self.dims, self.precision, &self.device);
        numbers(rows.clone().matmul(weights.transpose()), self.precision)
    }

    fn transposed_product(&self, rows: &Tensor<2>, residuals: Vec<f64>, columns: usize) -> Vec<f64> {
        let count = residuals.len() / columns;
        let residuals = tensor(residuals, count, columns, self.precision, &self.device);
        numbers(residuals.transpose().matmul(rows.clone()), self.precision)
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
