//! `x·w + b` with weights that are laid out once for the processor, and what follows it done on the way out.
//! Knows matrices only; nothing of layers.
//!
//! The scheme is that of Goto and van de Geijn (2008): a tile of `MR × NR` results stays in registers while both
//! operands stream past it, each in the very order in which it is read. The loops are over arrays of fixed size, which
//! the compiler turns into vector instructions. Every result is summed in one order, whatever the tile: widths change
//! speed and never a bit.

use crate::encoder::config::Activation;
use crate::encoder::cpu::elementwise::{gelu, gelu_tanh};

/// Columns of a tile: two vectors, of 128 bits in WebAssembly and of 256 on x86-64 (see `wide`).
pub(super) const NR: usize = if cfg!(target_arch = "x86_64") { 16 } else { 8 };
/// Rows of a tile: with two vectors each, all sums fit the 16 registers that a browser's compiler has.
pub(super) const MR: usize = 4;
/// Rows of `x` that are kept near (in the second-level cache) while all weights stream past.
pub(super) const ROWS: usize = 64;

/// A matrix laid out in panels of [`NR`] columns, each panel row by row: `[columns / NR, inputs, NR]`.
pub(super) struct Packed {
    inputs: usize,
    outputs: usize,
    panels: Vec<f32>,
    /// Padded to whole panels.
    bias: Vec<f32>,
}

/// What is done with a finished result.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Finish {
    /// It replaces what was there.
    Store,
    /// It replaces what was there, after a non-linearity.
    Activate(Activation),
    /// It is added to what was there: the residual connection.
    Add,
}

impl Packed {
    /// Room for a matrix of `inputs × outputs`, all zero.
    pub(super) fn zeros(inputs: usize, outputs: usize) -> Self {
        let columns = outputs.next_multiple_of(NR);
        Self { inputs, outputs, panels: vec![0.0; inputs * columns], bias: vec![0.0; columns] }
    }

    /// Sets the weights of one output, `[inputs]`.
    pub(super) fn set_output(&mut self, output: usize, weights: &[f32]) {
        let (panel, lane) = (output / NR, output % NR);
        let panel = &mut self.panels[panel * self.inputs * NR..][..self.inputs * NR];
        for (place, &weight) in panel.chunks_exact_mut(NR).zip(weights) {
            place[lane] = weight;
        }
    }

    /// Sets the biases from the output `first` on.
    pub(super) fn set_bias(&mut self, first: usize, bias: &[f32]) {
        self.bias[first..first + bias.len()].copy_from_slice(bias);
    }

    /// # Shapes
    /// `x`: `[rows, inputs]`; `out`: `[rows, outputs]`, finished as `finish` says. `scratch` is reused between calls.
    #[inline(always)]
    pub(super) fn apply(&self, x: &[f32], out: &mut [f32], finish: Finish, scratch: &mut Vec<f32>) {
        for (x, out) in x.chunks(ROWS * self.inputs).zip(out.chunks_mut(ROWS * self.outputs)) {
            pack(x, self.inputs, self.inputs, scratch);
            for (index, (panel, bias)) in self.panels.chunks_exact(self.inputs * NR).zip(self.bias.as_chunks::<NR>().0).enumerate() {
                let columns = index * NR..self.outputs.min((index + 1) * NR);
                for (rows, out) in scratch.chunks_exact(self.inputs * MR).zip(out.chunks_mut(MR * self.outputs)) {
                    let tile = multiply(rows, panel);
                    for (result, out) in tile.iter().zip(out.chunks_exact_mut(self.outputs)) {
                        finish_row(result, bias, &mut out[columns.clone()], finish);
                    }
                }
            }
        }
    }
}

#[inline(always)]
fn finish_row(result: &[f32; NR], bias: &[f32; NR], out: &mut [f32], finish: Finish) {
    let mut values = [0.0; NR];
    for lane in 0..NR {
        values[lane] = result[lane] + bias[lane];
    }
    match finish {
        Finish::Store => {}
        Finish::Activate(Activation::Gelu) => values.iter_mut().for_each(|value| *value = gelu(*value)),
        Finish::Activate(Activation::GeluTanh) => values.iter_mut().for_each(|value| *value = gelu_tanh(*value)),
        Finish::Activate(Activation::Relu) => values.iter_mut().for_each(|value| *value = if *value > 0.0 { *value } else { 0.0 }),
        Finish::Add => {
            for (value, &old) in values.iter_mut().zip(out.iter()) {
                *value += old;
            }
        }
    }
    match out.first_chunk_mut::<NR>() {
        Some(out) => *out = values,
        None => out.copy_from_slice(&values[..out.len()]),
    }
}

/// Lays rows out in groups of [`MR`], column by column: `[rows / MR, columns, MR]`; what is missing in the last group is zero.
/// A row is the first `columns` numbers of each `stride`.
#[inline(always)]
pub(super) fn pack(x: &[f32], stride: usize, columns: usize, packed: &mut Vec<f32>) {
    let rows = x.len().div_ceil(stride);
    packed.clear();
    packed.resize(rows.next_multiple_of(MR) * columns, 0.0);
    for (group, packed) in x.chunks(MR * stride).zip(packed.chunks_exact_mut(MR * columns)) {
        for (row, values) in group.chunks(stride).enumerate() {
            for (place, &value) in packed.chunks_exact_mut(MR).zip(&values[..columns]) {
                place[row] = value;
            }
        }
    }
}

/// One tile: `rows` is `[depth, MR]`, `columns` is `[depth, NR]`.
#[inline(always)]
pub(super) fn multiply(rows: &[f32], columns: &[f32]) -> [[f32; NR]; MR] {
    let mut tile = [[0.0f32; NR]; MR];
    for (row, column) in rows.as_chunks::<MR>().0.iter().zip(columns.as_chunks::<NR>().0) {
        for (sums, &left) in tile.iter_mut().zip(row) {
            for (sum, &right) in sums.iter_mut().zip(column) {
                *sum += left * right;
            }
        }
    }
    tile
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    #[test]
    fn products_of_any_size_agree_with_the_definition() {
        let mut rng = Rng::new(1);
        let mut numbers = |count: usize| (0..count).map(|_| rng.uniform() as f32 - 0.5).collect::<Vec<f32>>();
        for (rows, inputs, outputs) in [(1, 1, 1), (3, 5, 7), (4, 8, 16), (5, 32, 33), (ROWS + 1, 9, 24)] {
            let (x, w, bias, before) = (numbers(rows * inputs), numbers(outputs * inputs), numbers(outputs), numbers(rows * outputs));
            let mut packed = Packed::zeros(inputs, outputs);
            w.chunks_exact(inputs).enumerate().for_each(|(output, weights)| packed.set_output(output, weights));
            packed.set_bias(0, &bias);
            for finish in [Finish::Store, Finish::Add, Finish::Activate(Activation::Relu), Finish::Activate(Activation::Gelu)] {
                let mut out = before.clone();
                packed.apply(&x, &mut out, finish, &mut Vec::new());
                for (place, &result) in out.iter().enumerate() {
                    let (row, column) = (place / outputs, place % outputs);
                    let sum = (0..inputs).map(|i| x[row * inputs + i] * w[column * inputs + i]).sum::<f32>() + bias[column];
                    let expected = match finish {
                        Finish::Store => sum,
                        Finish::Add => sum + before[place],
                        Finish::Activate(Activation::Relu) => sum.max(0.0),
                        Finish::Activate(_) => gelu(sum),
                    };
                    assert!((result - expected).abs() < 1e-5, "{rows} × {inputs} × {outputs} at {place}: {result} and not {expected}");
                }
            }
        }
    }
}
