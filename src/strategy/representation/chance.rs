//! Chance that does not depend on the order of the pool: every draw hangs on a seed and the document's id alone.

use crate::corpus::DocId;
use crate::matrix::top_k;
use crate::rng::{Rng, mix};
use crate::strategy::PoolView;

/// The places of at most `size` of the ids, drawn uniformly, in ascending order of the ids.
pub(in crate::strategy) fn sample_places(ids: &[DocId], size: usize, rng: &mut Rng) -> Vec<usize> {
    let mut drawn = top_k(&vec![0.0; ids.len()], ids, size, rng.next_u64());
    drawn.sort_unstable_by_key(|&place| ids[place]);
    drawn
}

/// At most `size` of the ids, drawn uniformly, in ascending order.
pub(in crate::strategy) fn sample(ids: &[DocId], size: usize, rng: &mut Rng) -> Vec<DocId> {
    sample_places(ids, size, rng).into_iter().map(|place| ids[place]).collect()
}

/// The candidates' places in ascending order of their ids: sums over the pool run in it, so that they round alike.
pub(in crate::strategy) fn ascending(pool: &PoolView<'_>) -> Vec<usize> {
    let mut places: Vec<usize> = (0..pool.candidates.len()).collect();
    places.sort_unstable_by_key(|&place| pool.candidates[place]);
    places
}

/// Standard Gumbel noise for a document. The `k` highest of ln wᵢ + noise are a draw of `k` without replacement with chances
/// proportional to wᵢ among those that are left (Gumbel top-k: Efraimidis & Spirakis 2006; Kool et al. 2019).
pub(in crate::strategy) fn gumbel(seed: u64, id: DocId) -> f64 {
    // Hashed twice: seeds that are near each other must not give noise that is alike.
    let bits = mix(mix(seed, u64::from(id)), seed) >> 11;
    let uniform = (bits as f64 + 0.5) / (1u64 << 53) as f64;
    -(-uniform.ln()).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_noise_has_the_mean_and_the_variance_of_a_gumbel_distribution() {
        let noise: Vec<f64> = (0..200).flat_map(|seed| (0..200).map(move |id| gumbel(seed, id))).collect();
        let mean = noise.iter().sum::<f64>() / noise.len() as f64;
        let variance = noise.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / noise.len() as f64;
        // Euler's constant and π²/6; the bounds are four standard errors of 40,000 draws.
        assert!((mean - 0.577_216).abs() < 4.0 * 1.2826 / 200.0, "{mean}");
        assert!((variance - 1.644_934).abs() < 4.0 * 3.5 / 200.0, "{variance}");
    }
}
