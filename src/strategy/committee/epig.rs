//! EPIG, expected predictive information gain (Bickford Smith et al. 2023): the texts whose answer tells most about the labels of *other*
//! texts, rather than about the model itself as BALD does. Score: mean over targets x* of I(y; y*) = H(y) + H(y*) − H(y, y*) in bits,
//! where p(y, y*) = mean_m p_m(y)·p_m(y*).
//!
//! The targets are a seeded sample of the candidates: a person wants the pool right. I(y; y*) ≤ log₂(1 + χ²), and the mean χ² over the
//! targets is a product of two M × M matrices, one of the candidate and one of all targets; with I ≤ BALD that bounds each score from above
//! at a price that does not grow with the targets. Candidates are looked at in the order of their bounds, until no bound can reach
//! the worst of the batch or `pool` have been looked at, whichever comes first. Memory: targets × M × C and two numbers a candidate.

use serde::{Deserialize, Serialize};

use super::mixture::Mixture;
use super::opinions::Opinions;
use crate::error::{Code, Error, Result};
use crate::matrix::top_k;
use crate::rng::Rng;
use crate::strategy::uncertainty::bits;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// Most that `targets` and `pool` may be.
const MOST: usize = 1_000_000;

/// See the file's head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Epig {
    /// How many candidates, drawn at random, stand for the texts whose labels are wanted; 200.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub targets: usize,
    /// How many candidates, the best by their bounds, are looked at closely at most; 1000, and at least as many as are asked for.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub pool: usize,
}

impl Default for Epig {
    fn default() -> Self {
        Self { targets: 200, pool: 1000 }
    }
}

impl Strategy for Epig {
    fn about(&self) -> About {
        About {
            title: "EPIG",
            family: "committee",
            paper: "Bickford Smith et al. 2023, Prediction-oriented Bayesian active learning",
            formula: "mean over targets x* of H(y) + H(y*) − H(y, y*)",
            cost: "N·M²·C + at most pool·targets·M·C²",
            summary: "Asks for texts whose answer tells most about the labels of the other texts. Leaves oddities alone that BALD would ask about.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Committee
    }

    fn check(&self) -> Result<()> {
        if (1..=MOST).contains(&self.targets) && (1..=MOST).contains(&self.pool) {
            return Ok(());
        }
        let message = format!("“targets” and “pool” must be from 1 to {MOST}; they are {} and {}.", self.targets, self.pool);
        Err(Error::new(Code::InvalidStrategy, message))
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let opinions = Opinions::of(pool)?;
        let count = count.min(pool.candidates.len());
        if count == 0 {
            return Ok(Vec::new());
        }
        let mut targets = top_k(&vec![0.0; pool.candidates.len()], pool.candidates, self.targets, rng.next_u64());
        // Sums are taken in an order of their own, not in that of the pool.
        targets.sort_unstable_by_key(|&place| pool.candidates[place]);
        let bounds = bounds(&opinions, &targets);
        let order = top_k(&bounds, pool.candidates, self.pool.max(count), rng.next_u64());

        let (members, classes) = (opinions.size(), opinions.classes());
        let rows: Vec<&[f32]> = targets.iter().flat_map(|&place| opinions.rows(place)).collect();
        let share = 1.0 / (targets.len() * members) as f64;
        let known =
            Mixture::new(members, targets.len() * classes, |case, member| share * f64::from(rows[case / classes * members + member][case % classes]));
        let mut consensus = vec![0.0; classes];
        let mut scores = vec![f32::NAN; pool.candidates.len()];
        // The best `count` so far, the worst first.
        let mut best: Vec<f32> = Vec::with_capacity(count + 1);
        for place in order {
            if best.len() == count && best[0] > bounds[place] {
                break;
            }
            opinions.consensus(place, &mut consensus);
            let entropy = -consensus.iter().map(|&p| bits::p_log2_p(p)).sum::<f64>();
            let score = bits::settled(entropy - known.conditional_entropy(opinions.rows(place), classes));
            scores[place] = score;
            let at = best.partition_point(|&other| other < score);
            best.insert(at, score);
            if best.len() > count {
                best.remove(0);
            }
        }
        Ok(pool.best(&scores, count, rng, |place| {
            let told = scores[place].max(0.0);
            format!("would tell {told:.3} bits about the label of a typical other text: {}", opinions.votes_in_words(place, pool))
        }))
    }
}

/// What no candidate's score can exceed: the smaller of BALD and log₂(1 + mean χ² to the targets).
///
/// χ²(y, y*) = ‖Σ_m a_m(y)·a_m(y*)‖²/M² over all y and y*, with a_m(y) = (p_m(y) − p̄(y))/√p̄(y): the product ⟨K(x), K(x*)⟩/M² of the matrices
/// K_{mk} = Σ_y a_m(y)·a_k(y), so that the mean over targets needs their mean matrix only.
fn bounds(opinions: &Opinions<'_>, targets: &[usize]) -> Vec<f32> {
    let members = opinions.size();
    let mut kernel = vec![0.0f64; members * members];
    let mut of_targets = vec![0.0f64; members * members];
    let mut deviations = vec![0.0f64; members * opinions.classes()];
    let mut consensus = vec![0.0f64; opinions.classes()];
    let share = 1.0 / (targets.len() * members * members) as f64;
    let mut fill = |place: usize, consensus: &mut [f64], kernel: &mut [f64]| {
        for (row, deviations) in opinions.rows(place).zip(deviations.chunks_exact_mut(consensus.len().max(1))) {
            for ((deviation, &p), &mean) in deviations.iter_mut().zip(row).zip(&*consensus) {
                // Where the mean is 0 no member deviates.
                *deviation = if mean == 0.0 { 0.0 } else { (f64::from(p) - mean) / mean.sqrt() };
            }
        }
        kernel.fill(0.0);
        for (row, left) in deviations.chunks_exact(consensus.len().max(1)).enumerate() {
            for (column, right) in deviations.chunks_exact(consensus.len().max(1)).enumerate() {
                kernel[row * members + column] = left.iter().zip(right).map(|(a, b)| a * b).sum();
            }
        }
    };
    for &place in targets {
        opinions.consensus(place, &mut consensus);
        fill(place, &mut consensus, &mut kernel);
        of_targets.iter_mut().zip(&kernel).for_each(|(sum, k)| *sum += k * share);
    }
    opinions.scores(|place| {
        let bald = opinions.information(place, &mut consensus);
        fill(place, &mut consensus, &mut kernel);
        let chi = kernel.iter().zip(&of_targets).map(|(a, b)| a * b).sum::<f64>();
        let information = bits::log2(1.0 + chi);
        // A little more than the bound, for rounding.
        (if information < bald { information } else { bald }) as f32 + 1e-6
    })
}
