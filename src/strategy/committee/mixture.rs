//! What is still open about a candidate's label once other labels were known: the core of BatchBALD and of EPIG.
//!
//! Given a member m, labels are independent. So a *case* (the labels of some other texts) matters only by how likely each member
//! makes it: one number a member and case, the joint probability of both. Knows these numbers, not where they come from.

use crate::strategy::uncertainty::bits;

/// Cases that are taken at once.
const LANES: usize = 8;

/// Cases, each with its joint probability with every member. All of them together sum to 1, or to the number of alternatives of which
/// each has cases of its own.
pub(super) struct Mixture {
    members: usize,
    /// `[cases / LANES, members, LANES]`, filled up with impossible cases.
    mass: Vec<f64>,
    /// Entropy of the case, in bits.
    entropy: f64,
}

impl Mixture {
    /// From `mass(case, member)`.
    pub fn new(members: usize, cases: usize, mass: impl Fn(usize, usize) -> f64) -> Self {
        let mut all = vec![0.0; members * cases.next_multiple_of(LANES)];
        let mut entropy = 0.0;
        for case in 0..cases {
            let mut total = 0.0;
            for member in 0..members {
                let joint = mass(case, member);
                all[(case / LANES * members + member) * LANES + case % LANES] = joint;
                total += joint;
            }
            entropy -= bits::p_log2_p(total);
        }
        Self { members, mass: all, entropy }
    }

    /// Entropy of a text's label once the case is known, in bits, where the members give it `rows`, `[classes]` each. The sum over alternatives
    /// where there are several.
    pub fn conditional_entropy(&self, rows: &[&[f32]], classes: usize) -> f64 {
        let mut sums = [0.0f64; LANES];
        for class in 0..classes {
            for block in self.mass.chunks_exact(self.members * LANES) {
                // The joint probability of each case and this class.
                let mut joint = [0.0f64; LANES];
                for (row, mass) in rows.iter().zip(block.as_chunks::<LANES>().0) {
                    let p = f64::from(row[class]);
                    for lane in 0..LANES {
                        joint[lane] += p * mass[lane];
                    }
                }
                for lane in 0..LANES {
                    sums[lane] += bits::p_log2_p(joint[lane]);
                }
            }
        }
        -sums.iter().sum::<f64>() - self.entropy
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_that_gives_the_member_away_leaves_the_member_s_own_doubt() {
        let rows: [&[f32]; 2] = [&[1.0, 0.0], &[0.5, 0.5]];
        // One case for each member, and one member sure: half a bit on average.
        let told = Mixture::new(2, 2, |case, member| if case == member { 0.5 } else { 0.0 });
        assert!((told.conditional_entropy(&rows, 2) - 0.5).abs() < 1e-12);
        // One case for both: the entropy of the consensus.
        let untold = Mixture::new(2, 1, |_, _| 0.5);
        assert!((untold.conditional_entropy(&rows, 2) - bits::entropy(&[0.75, 0.25])).abs() < 1e-12);
    }
}
