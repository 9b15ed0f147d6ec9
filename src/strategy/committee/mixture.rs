//! What is still open about a candidate's label once other labels were known: the core of BatchBALD and of EPIG.
//!
//! Given a member m, labels are independent. So a *case* (the labels of some other texts) matters only by how likely each member
//! makes it: one number a member and case, the joint probability of both. Knows these numbers, not where they come from.

use crate::strategy::uncertainty::bits;

/// Cases that are taken at once.
const LANES: usize = 8;

/// Cases, each with its joint probability with every member; all of them together sum to 1.
pub(super) struct Mixture {
    members: usize,
    /// Cases, filled up with impossible ones to a multiple of [`LANES`].
    stride: usize,
    /// `[members, stride]`.
    mass: Vec<f64>,
    /// Entropy of the case, in bits.
    entropy: f64,
}

impl Mixture {
    /// From `mass(case, member)`.
    pub fn new(members: usize, cases: usize, mass: impl Fn(usize, usize) -> f64) -> Self {
        let stride = cases.next_multiple_of(LANES);
        let mut all = vec![0.0; members * stride];
        let mut entropy = 0.0;
        for case in 0..cases {
            let mut total = 0.0;
            for member in 0..members {
                let joint = mass(case, member);
                all[member * stride + case] = joint;
                total += joint;
            }
            entropy -= bits::p_log2_p(total);
        }
        Self { members, stride, mass: all, entropy }
    }

    /// Entropy of a text's label once the case is known, in bits, where each member gives it `rows`, `[classes]` each.
    pub fn conditional_entropy<'a>(&self, rows: impl ExactSizeIterator<Item = &'a [f32]> + Clone, classes: usize) -> f64 {
        debug_assert_eq!(rows.len(), self.members);
        let mut sums = [0.0f64; LANES];
        for class in 0..classes {
            for first in (0..self.stride).step_by(LANES) {
                // The joint probability of each case and this class.
                let mut joint = [0.0f64; LANES];
                for (row, mass) in rows.clone().zip(self.mass.chunks_exact(self.stride)) {
                    let p = f64::from(row[class]);
                    for (joint, mass) in joint.iter_mut().zip(&mass[first..first + LANES]) {
                        *joint += p * mass;
                    }
                }
                for (sum, joint) in sums.iter_mut().zip(joint) {
                    *sum += bits::p_log2_p(joint);
                }
            }
        }
        -sums.iter().sum::<f64>() - self.entropy
    }
}
