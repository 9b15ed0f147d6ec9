//! Scaled dot-product attention (Vaswani et al. 2017) of one text, head by head. Knows nothing of weights.
//!
//! Everything is kept with queries as lanes: scores come out as `[keys, queries]`, so that softmax works on all lanes at
//! once and its result is already laid out as an operand of the second product.

use crate::encoder::cpu::elementwise::{at_least, exp};
use crate::encoder::cpu::gemm::{MR, NR, multiply, pack};

/// Buffers that are reused from text to text.
#[derive(Default)]
pub(super) struct Scratch {
    /// `[tokens / MR, width, MR]`
    keys: Vec<f32>,
    /// `[width / MR, tokens, MR]`
    values: Vec<f32>,
    /// `[width, NR]`
    queries: Vec<f32>,
    /// `[tokens rounded up to MR, NR]`
    scores: Vec<f32>,
}

/// # Shapes
/// - `qkv`: `[tokens, 3·hidden]`: query, key and value side by side, each with its heads side by side
/// - `out`: `[tokens, hidden]`
#[inline(always)]
pub(super) fn attend(qkv: &[f32], out: &mut [f32], hidden: usize, heads: usize, scratch: &mut Scratch) {
    let (stride, width) = (3 * hidden, hidden / heads);
    let tokens = qkv.len() / stride;
    if tokens == 0 {
        return;
    }
    let scale = 1.0 / (width as f32).sqrt();
    for head in 0..heads {
        let own = head * width;
        pack(&qkv[hidden + own..], stride, width, &mut scratch.keys);
        pack_values(&qkv[2 * hidden + own..], stride, width, tokens, &mut scratch.values);
        for first in (0..tokens).step_by(NR) {
            let lanes = NR.min(tokens - first);
            scratch.queries.clear();
            scratch.queries.resize(width * NR, 0.0);
            for lane in 0..lanes {
                let query = &qkv[(first + lane) * stride + own..][..width];
                for (place, &value) in scratch.queries.chunks_exact_mut(NR).zip(query) {
                    place[lane] = value * scale;
                }
            }
            scratch.scores.resize(tokens.next_multiple_of(MR) * NR, 0.0);
            for (keys, scores) in scratch.keys.chunks_exact(MR * width).zip(scratch.scores.chunks_exact_mut(MR * NR)) {
                scores.copy_from_slice(multiply(keys, &scratch.queries).as_flattened());
            }
            // The last group of keys may be longer than the text.
            let scores = &mut scratch.scores[..tokens * NR];
            let shares = exponentials(scores).map(|total| 1.0 / total);
            for (block, values) in scratch.values.chunks_exact(MR * tokens).enumerate() {
                let mut tile = multiply(values, scores);
                for row in &mut tile {
                    row.iter_mut().zip(&shares).for_each(|(value, share)| *value *= share);
                }
                for lane in 0..lanes {
                    let place = (first + lane) * hidden + own + block * MR;
                    let size = MR.min(width - block * MR);
                    for (out, row) in out[place..place + size].iter_mut().zip(&tile) {
                        *out = row[lane];
                    }
                }
            }
        }
    }
}

/// Lays the columns of a text's values out in groups of [`MR`]: `[width / MR, tokens, MR]`, zeros where the last group is short.
#[inline(always)]
fn pack_values(values: &[f32], stride: usize, width: usize, tokens: usize, packed: &mut Vec<f32>) {
    packed.clear();
    packed.resize(width.next_multiple_of(MR) * tokens, 0.0);
    for (block, packed) in packed.chunks_exact_mut(MR * tokens).enumerate() {
        let columns = block * MR..width.min((block + 1) * MR);
        for (row, packed) in values.chunks(stride).zip(packed.chunks_exact_mut(MR)) {
            packed[..columns.len()].copy_from_slice(&row[columns.clone()]);
        }
    }
}

/// Turns scores, `[keys, NR]`, into their exponentials relative to each lane's highest score, and gives each lane's sum.
#[inline(always)]
fn exponentials(scores: &mut [f32]) -> [f32; NR] {
    let scores = scores.as_chunks_mut::<NR>().0;
    let mut highest = [f32::MIN; NR];
    for row in scores.iter() {
        for (highest, &score) in highest.iter_mut().zip(row) {
            *highest = at_least(score, *highest);
        }
    }
    let mut totals = [0.0; NR];
    for row in scores {
        for lane in 0..NR {
            row[lane] = exp(row[lane] - highest[lane]);
            totals[lane] += row[lane];
        }
    }
    totals
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    #[test]
    fn attention_of_any_size_agrees_with_the_definition() {
        let mut rng = Rng::new(5);
        for (tokens, heads, width) in [(1, 1, 4), (5, 2, 8), (17, 3, 6), (40, 1, 32), (9, 4, 3)] {
            let hidden = heads * width;
            let qkv: Vec<f32> = (0..tokens * 3 * hidden).map(|_| (rng.uniform() * 4.0 - 2.0) as f32).collect();
            let mut out = vec![0.0; tokens * hidden];
            attend(&qkv, &mut out, hidden, heads, &mut Scratch::default());
            let part = |token: usize, which: usize, column: usize| f64::from(qkv[token * 3 * hidden + which * hidden + column]);
            for (token, head) in (0..tokens).flat_map(|token| (0..heads).map(move |head| (token, head))) {
                let columns = head * width..(head + 1) * width;
                let weights: Vec<f64> = (0..tokens)
                    .map(|key| {
                        let score: f64 = columns.clone().map(|c| part(token, 0, c) * part(key, 1, c)).sum();
                        (score / (width as f64).sqrt()).exp()
                    })
                    .collect();
                for column in columns.clone() {
                    let sum: f64 = weights.iter().enumerate().map(|(key, weight)| weight * part(key, 2, column)).sum();
                    let expected = sum / weights.iter().sum::<f64>();
                    let result = f64::from(out[token * hidden + column]);
                    assert!((result - expected).abs() < 1e-5, "{tokens} × {heads} × {width}: {result} and not {expected}");
                }
            }
        }
    }
}
