//! A gain that is known for the moment only: what the lazy searches of BatchBALD and EPIG keep in a heap. An old or rough figure is an upper
//! bound, so whoever comes out on top with a final one is the best of all.

use std::cmp::Ordering;

/// The highest first, then the lower rank.
pub(super) struct Gain {
    pub bits: f64,
    /// Decides among equals; different for each.
    pub rank: u64,
    pub place: usize,
    /// As of when, or how well, it is known.
    pub step: usize,
}

impl Gain {
    /// As in a score, what is below 1e-9 bits is rounding; what is not a number comes last.
    pub fn new(bits: f64, rank: u64, place: usize, step: usize) -> Self {
        let bits = match bits {
            bits if bits.is_nan() => f64::NEG_INFINITY,
            bits if bits < 1e-9 => 0.0,
            bits => bits,
        };
        Self { bits, rank, place, step }
    }
}

impl Ord for Gain {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bits.total_cmp(&other.bits).then(other.rank.cmp(&self.rank))
    }
}

impl PartialOrd for Gain {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Gain {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Gain {}
