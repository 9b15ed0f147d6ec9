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
    /// Σ of the joint probability over the cases, `[members]`.
    totals: Vec<f64>,
    /// Σ of the joint probability times the logarithm of the case's own over the cases, `[members]`: all together less the case's entropy.
    logs: Vec<f64>,
}

impl Mixture {
    /// From `mass(case, member)`.
    pub fn new(members: usize, cases: usize, mass: impl Fn(usize, usize) -> f64) -> Self {
        let mut all = vec![0.0; members * cases.next_multiple_of(LANES)];
        let (mut totals, mut logs) = (vec![0.0; members], vec![0.0; members]);
        for case in 0..cases {
            let log = bits::log2((0..members).map(|member| mass(case, member)).sum());
            for member in 0..members {
                let joint = mass(case, member);
                all[(case / LANES * members + member) * LANES + case % LANES] = joint;
                totals[member] += joint;
                logs[member] += joint * log;
            }
        }
        Self { members, mass: all, totals, logs }
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
        // A member's row sums to 1 but for rounding to `f32`, which must not look like information.
        let known: f64 = rows.iter().zip(&self.logs).map(|(row, log)| row.iter().map(|&p| f64::from(p)).sum::<f64>() * log).sum();
        known - sums.iter().sum::<f64>()
    }

    /// What the case tells about that label, in bits: its entropy before less that afterwards. The sum over alternatives.
    pub fn information(&self, rows: &[&[f32]], classes: usize) -> f64 {
        let total: f64 = self.totals.iter().sum();
        let before: f64 = (0..classes)
            .map(|class| bits::p_log2_p(rows.iter().zip(&self.totals).map(|(row, joint)| f64::from(row[class]) * joint).sum::<f64>() / total))
            .sum();
        -total * before - self.conditional_entropy(rows, classes)
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
        assert!((told.information(&rows, 2) - (bits::entropy(&[0.75, 0.25]) - 0.5)).abs() < 1e-12);
        // One case for both: the entropy of the consensus.
        let untold = Mixture::new(2, 1, |_, _| 0.5);
        assert!((untold.conditional_entropy(&rows, 2) - bits::entropy(&[0.75, 0.25])).abs() < 1e-12);
        assert!(untold.information(&rows, 2).abs() < 1e-12);
    }
}
