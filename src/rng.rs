//! The seeded generator: the only source of chance in the crate.
//! PCG (O'Neill 2014) from `rand_pcg`, whose output is the same on every platform; the helpers below use
//! integer arithmetic of fixed width, so that a seed gives the same picks natively and in the page.

use rand::{Rng as _, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// A deterministic stream of random numbers.
#[derive(Clone, Debug)]
pub struct Rng(Pcg64Mcg);

impl Rng {
    /// The stream of `seed`.
    pub fn new(seed: u64) -> Self {
        Self(Pcg64Mcg::seed_from_u64(seed))
    }

    /// A stream of its own for one purpose, so that drawing more for one purpose does not move another.
    pub fn stream(seed: u64, purpose: &str) -> Self {
        let mixed = purpose.bytes().fold(seed, |hash, byte| mix(hash, u64::from(byte)));
        Self::new(mixed)
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Uniform in `[0, 1)`, 53 bits.
    pub fn uniform(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// Uniform in `0..bound`, without modulo bias (Lemire 2019). `bound` must not be zero.
    pub fn below(&mut self, bound: usize) -> usize {
        assert!(bound > 0, "Rng::below needs a positive bound");
        let bound = bound as u64;
        let threshold = bound.wrapping_neg() % bound;
        loop {
            let wide = u128::from(self.next_u64()) * u128::from(bound);
            if wide as u64 >= threshold {
                return (wide >> 64) as usize;
            }
        }
    }

    /// Shuffles in place (Fisher–Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// `count` distinct numbers below `bound`, in random order; all of them where `count ≥ bound`.
    pub fn sample(&mut self, bound: usize, count: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..bound).collect();
        let count = count.min(bound);
        for place in 0..count {
            let other = place + self.below(bound - place);
            all.swap(place, other);
        }
        all.truncate(count);
        all
    }
}

/// Mixes a value into a seed (SplitMix64's finaliser): the hash by which ties are broken without bias.
pub fn mix(seed: u64, value: u64) -> u64 {
    let mut z = seed ^ value.wrapping_add(0x9E37_79B9_7F4A_7C15).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers_for_ever() {
        let mut rng = Rng::new(7);
        let first: Vec<usize> = (0..6).map(|_| rng.below(100)).collect();
        let mut again = Rng::new(7);
        assert_eq!(first, (0..6).map(|_| again.below(100)).collect::<Vec<_>>());
    }

    #[test]
    fn streams_of_one_seed_differ_by_purpose() {
        assert_ne!(Rng::stream(7, "audit").next_u64(), Rng::stream(7, "query").next_u64());
    }

    #[test]
    fn a_sample_holds_distinct_numbers_and_never_more_than_there_are() {
        let mut seen = Rng::new(3).sample(10, 25);
        seen.sort_unstable();
        assert_eq!(seen, (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn below_is_uniform_within_four_standard_deviations() {
        let mut rng = Rng::new(1);
        let mut counts = [0u32; 7];
        for _ in 0..70_000 {
            counts[rng.below(7)] += 1;
        }
        assert!(counts.iter().all(|&c| (f64::from(c) - 10_000.0).abs() < 4.0 * 93.0), "{counts:?}");
    }
}
