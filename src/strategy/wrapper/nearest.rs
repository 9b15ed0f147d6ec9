//! The nearest candidates of some texts by cosine, tile by tile: at most `k` kept for each text, never a row of the pool's length.

use crate::corpus::DocId;
use crate::matrix::{Matrix, dot, norm};
use crate::rng::mix;
use crate::strategy::PoolView;

/// Candidates of one tile: their rows stay in a processor's cache while every text meets them.
const TILE: usize = 128;

/// A candidate near some text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Neighbour {
    /// Its place in the pool's list.
    pub place: usize,
    /// The cosine, in `[−1, 1]`; 0 where either row is zero or holds what is not a number.
    pub similarity: f32,
}

/// For each of `texts` its `k` nearest candidates, nearest first, ties broken by a hash of `seed` and the id.
pub(super) fn nearest(pool: &PoolView<'_>, texts: &[DocId], k: usize, seed: u64) -> Vec<Vec<Neighbour>> {
    let rows = unit_rows(pool, texts);
    let mut found: Vec<Vec<Neighbour>> = vec![Vec::new(); texts.len()];
    // What a candidate must reach to be kept, once k have been found.
    let mut least = vec![f32::NEG_INFINITY; texts.len()];
    let keep = |list: &mut Vec<Neighbour>| {
        let better = |a: &Neighbour, b: &Neighbour| {
            let key = |n: &Neighbour| (mix(seed, u64::from(pool.candidates[n.place])), pool.candidates[n.place]);
            b.similarity.total_cmp(&a.similarity).then_with(|| key(a).cmp(&key(b)))
        };
        if list.len() > k {
            list.select_nth_unstable_by(k - 1, better);
            list.truncate(k);
        }
        list.sort_unstable_by(better);
    };
    for (tile, ids) in pool.candidates.chunks(TILE).enumerate() {
        let block = unit_rows(pool, ids);
        for ((row, list), least) in rows.iter().zip(&mut found).zip(&mut least) {
            for (offset, candidate) in block.iter().enumerate() {
                let similarity = dot(row, candidate).clamp(-1.0, 1.0) + 0.0;
                if similarity >= *least {
                    list.push(Neighbour { place: tile * TILE + offset, similarity });
                    if list.len() >= 2 * k {
                        keep(list);
                        *least = list[k - 1].similarity;
                    }
                }
            }
        }
    }
    found.iter_mut().for_each(keep);
    found
}

/// The rows of documents at length 1; zeros where that cannot be.
pub(super) fn unit_rows(pool: &PoolView<'_>, ids: &[DocId]) -> Matrix {
    let mut rows = Matrix::zeros(ids.len(), pool.features.cols());
    for (place, &id) in ids.iter().enumerate() {
        let row = pool.feature(id);
        let length = norm(row);
        if length > 0.0 && length.is_finite() {
            rows.row_mut(place).iter_mut().zip(row).for_each(|(to, &x)| *to = x / length);
        }
    }
    rows
}
