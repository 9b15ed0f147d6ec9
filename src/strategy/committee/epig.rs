//! EPIG, expected predictive information gain (Bickford Smith et al. 2023): the texts whose answer tells most about the labels of *other*
//! texts, rather than about the model itself as BALD does. Score: mean over targets x* of I(y; y*) = H(y) + H(y*) − H(y, y*) in bits,
//! where p(y, y*) = mean_m p_m(y)·p_m(y*).
//!
//! The targets are a seeded sample of the candidates: a person wants the pool right. Each score costs targets × M × C² steps, but a bound from
//! above that does not depend on the number of targets costs M² × C, and a rough one M × C (see `Bounds`). The highest figure is made
//! finer again and again, until the highest `count` are scores; `pool` scores are taken at most. Memory: targets × M × C and a few
//! numbers a candidate.

use std::collections::BinaryHeap;

use serde::{Deserialize, Serialize};

use super::gain::Gain;
use super::mixture::Mixture;
use super::opinions::Opinions;
use crate::error::{Code, Error, Result};
use crate::matrix::top_k;
use crate::rng::{Rng, mix};
use crate::strategy::uncertainty::bits;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// Most that `targets` and `pool` may be.
const MOST: usize = 1_000_000;

/// How well a candidate's figure is known.
const ROUGH: usize = 0;
const FINE: usize = 1;
const SCORE: usize = 2;

/// See the file's head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Epig {
    /// How many candidates, drawn at random, stand for the texts whose labels are wanted; 200.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub targets: usize,
    /// How many candidates, those with the highest bounds first, are scored at most; 1000, and at least as many as are asked for.
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
            cost: "N·M·C, few·M²·C and at most pool·targets·M·C²",
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
        // What is not a number would leave none of the mean.
        targets.retain(|&place| opinions.mean_entropy(place).is_finite());
        // Sums are taken in an order of their own, not in that of the pool.
        targets.sort_unstable_by_key(|&place| pool.candidates[place]);
        let (members, classes) = (opinions.size(), opinions.classes());
        let mut consensus = vec![0.0; classes];
        let mut bounds = Bounds::new(&opinions, &targets, &mut consensus);
        let seed = rng.next_u64();
        let rough = |(place, &id): (usize, &u32)| Gain::new(bounds.rough(&opinions, place, &mut consensus), mix(seed, id.into()), place, ROUGH);
        let mut open: BinaryHeap<Gain> = pool.candidates.iter().enumerate().map(rough).collect();
        // Each target is a whole of its own, so that the number of targets adds no rounding; the mean is taken at the end.
        let mut rows: Vec<&[f32]> = targets.iter().flat_map(|&place| opinions.rows(place)).collect();
        let share = 1.0 / members as f64;
        let known =
            Mixture::new(members, targets.len() * classes, |case, member| share * f64::from(rows[case / classes * members + member][case % classes]));
        let mut scores = vec![f32::NAN; pool.candidates.len()];
        let (mut looked_at, mut found) = (0, 0);
        while let Some(best) = open.pop().filter(|_| found < count) {
            let place = best.place;
            match best.step {
                ROUGH => {
                    let bound = bounds.fine(&opinions, place, &mut consensus);
                    open.push(Gain::new(if bound < best.bits { bound } else { best.bits }, best.rank, place, FINE));
                }
                FINE if looked_at < self.pool.max(count) => {
                    looked_at += 1;
                    rows.clear();
                    rows.extend(opinions.rows(place));
                    let score = known.information(&rows, classes) / targets.len() as f64;
                    scores[place] = bits::settled(score);
                    open.push(Gain::new(score, best.rank, place, SCORE));
                }
                SCORE => found += 1,
                // Enough have been looked at.
                _ => {}
            }
        }
        Ok(pool.best(&scores, count, rng, |place| {
            let told = scores[place].max(0.0);
            format!("would tell {told:.3} bits about the label of a typical other text: {}", opinions.votes_in_words(place, pool))
        }))
    }
}

/// What no candidate's score can exceed, by what each member's deviation from the consensus and the targets' have in common.
///
/// With q = p̄(y)·p̄(y*) and p(y, y*) = q·(1 + δ), I(y; y*) = Σ q·((1 + δ)·ln(1 + δ) − δ)/ln 2. By convexity the bracket is at most ½δ²·(1 + |δ|) for
/// −1 ≤ δ, and |δ| ≤ σ(y)·σ(y*), where δ = mean_m d_m(y)·d_m(y*) with d_m(y) = p_m(y)/p̄(y) − 1, and σ² = mean_m d_m². So
/// I ≤ Σ q·δ²·(1 + σ(y)·σ(y*))/(2 ln 2). Σ q·δ² is the product ⟨K(x), K(x*)⟩/M² of the matrices K_mk = Σ_y p̄·d_m·d_k, and so is the second part with a
/// factor σ in them; the mean over targets therefore needs the mean matrices of all targets only. Their norms give a rougher bound.
struct Bounds {
    /// `[members]`, d of one class.
    deviations: Vec<f64>,
    /// The targets' mean matrices, without the factor and with it, `[members, members]` each.
    plain: Vec<f64>,
    scaled: Vec<f64>,
    /// Their Frobenius norms times M: d·K·d is at most that much times σ².
    most: [f64; 2],
}

impl Bounds {
    fn new(opinions: &Opinions<'_>, targets: &[usize], consensus: &mut [f64]) -> Self {
        let members = opinions.size();
        let square = || vec![0.0; members * members];
        let mut bounds = Self { deviations: vec![0.0; members], plain: square(), scaled: square(), most: [0.0; 2] };
        let share = 1.0 / (targets.len() * members * members) as f64;
        for &place in targets {
            opinions.consensus(place, consensus);
            for (class, &mean) in consensus.iter().enumerate() {
                let spread = bounds.deviate(opinions, place, class, mean);
                let d = &bounds.deviations;
                for (row, &a) in d.iter().enumerate() {
                    let at = row * members..(row + 1) * members;
                    bounds.plain[at.clone()].iter_mut().zip(d).for_each(|(sum, b)| *sum += share * mean * a * b);
                    bounds.scaled[at].iter_mut().zip(d).for_each(|(sum, b)| *sum += share * mean * spread * a * b);
                }
            }
        }
        let norm = |matrix: &[f64]| members as f64 * matrix.iter().map(|x| x * x).sum::<f64>().sqrt();
        bounds.most = [norm(&bounds.plain), norm(&bounds.scaled)];
        bounds
    }

    /// Fills in how far each member is from the mean on a class, as shares of it; gives their root mean square.
    fn deviate(&mut self, opinions: &Opinions<'_>, place: usize, class: usize, mean: f64) -> f64 {
        // Where the mean is 0 no member deviates.
        let scale = if mean == 0.0 { 0.0 } else { 1.0 / mean };
        let mut squares = 0.0;
        for (deviation, row) in self.deviations.iter_mut().zip(opinions.rows(place)) {
            *deviation = (f64::from(row[class]) - mean) * scale;
            squares += *deviation * *deviation;
        }
        (squares / self.deviations.len() as f64).sqrt()
    }

    /// A bound of one candidate, in bits, from the size of the members' deviations alone.
    fn rough(&self, opinions: &Opinions<'_>, place: usize, consensus: &mut [f64]) -> f64 {
        opinions.consensus(place, consensus);
        let mut bound = 0.0;
        for (class, &mean) in consensus.iter().enumerate() {
            let squares: f64 = opinions.rows(place).map(|row| (f64::from(row[class]) - mean).powi(2)).sum::<f64>() / opinions.size() as f64;
            // σ² = squares/p̄²; where the mean is 0 no member deviates.
            let weighted = if mean == 0.0 { 0.0 } else { squares / mean };
            let spread = if mean == 0.0 { 0.0 } else { squares.sqrt() / mean };
            bound += weighted * (self.most[0] + spread * self.most[1]);
        }
        in_bits(bound)
    }

    /// The bound of one candidate, in bits.
    fn fine(&mut self, opinions: &Opinions<'_>, place: usize, consensus: &mut [f64]) -> f64 {
        opinions.consensus(place, consensus);
        let mut bound = 0.0;
        for (class, &mean) in consensus.iter().enumerate() {
            let spread = self.deviate(opinions, place, class, mean);
            let d = &self.deviations;
            let mut form = 0.0;
            for ((plain, scaled), a) in self.plain.chunks_exact(d.len()).zip(self.scaled.chunks_exact(d.len())).zip(d) {
                let row: f64 = plain.iter().zip(scaled).zip(d).map(|((plain, scaled), b)| (plain + spread * scaled) * b).sum();
                form += a * row;
            }
            bound += mean * form;
        }
        in_bits(bound)
    }
}

/// Half of it in bits, and a little more, for rounding.
fn in_bits(bound: f64) -> f64 {
    0.5 * std::f64::consts::LOG2_E * bound * (1.0 + 1e-9) + 1e-7
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::Matrix;

    /// `count` candidates of which each of five members thinks something else, by how much depends on the candidate.
    fn committee(count: usize, classes: usize) -> Vec<Matrix> {
        let mut rng = Rng::new(4);
        let mut member = || {
            let mut rows = Matrix::zeros(0, 0);
            for place in 0..count {
                let raw: Vec<f64> = (0..classes).map(|class| (place % 7) as f64 * rng.uniform() + (class == place % classes) as u8 as f64).collect();
                let exp: Vec<f64> = raw.iter().map(|x| x.exp()).collect();
                rows.push_row(&exp.iter().map(|x| (x / exp.iter().sum::<f64>()) as f32).collect::<Vec<_>>());
            }
            rows
        };
        (0..5).map(|_| member()).collect()
    }

    #[test]
    fn few_candidates_are_looked_at_and_yet_the_best_are_found() {
        let (count, classes) = (400, 4);
        let (features, ids, committee) = (Matrix::zeros(count, 1), (0..count as u32).collect::<Vec<_>>(), committee(count, classes));
        let pool = PoolView { committee: Some(&committee), ..PoolView::new(&features, &ids, &ids, classes) };
        let all = Epig::default().select(&pool, count, &mut Rng::new(1)).unwrap();
        assert!(all[0].score > 2.0 * all[count / 2].score && all[count - 1].score >= 0.0);
        for batch in [1, 5, 50] {
            assert_eq!(Epig::default().select(&pool, batch, &mut Rng::new(1)).unwrap(), all[..batch]);
        }
        // A limit of candidates still gives the whole batch.
        assert_eq!(Epig { pool: 1, ..Epig::default() }.select(&pool, 20, &mut Rng::new(1)).unwrap().len(), 20);
    }

    #[test]
    fn no_score_exceeds_its_bound() {
        let (count, classes) = (200, 3);
        let (features, ids, committee) = (Matrix::zeros(count, 1), (0..count as u32).collect::<Vec<_>>(), committee(count, classes));
        let pool = PoolView { committee: Some(&committee), ..PoolView::new(&features, &ids, &ids, classes) };
        let opinions = Opinions::of(&pool).unwrap();
        let mut consensus = vec![0.0; classes];
        let places: Vec<usize> = (0..count).collect();
        let mut bounds = Bounds::new(&opinions, &places, &mut consensus);
        for pick in Epig::default().select(&pool, count, &mut Rng::new(1)).unwrap() {
            let rough = bounds.rough(&opinions, pick.id as usize, &mut consensus);
            let (score, fine) = (f64::from(pick.score), bounds.fine(&opinions, pick.id as usize, &mut consensus));
            assert!(score <= fine && fine <= rough && fine <= 3.0 * score + 1e-5, "{score} {fine} {rough}");
        }
    }

    #[test]
    fn numbers_out_of_range_are_refused() {
        for wrong in [Epig { targets: 0, pool: 10 }, Epig { targets: 10, pool: 0 }, Epig { targets: MOST + 1, pool: 1 }] {
            assert_eq!(wrong.check().unwrap_err().code(), Code::InvalidStrategy);
        }
    }
}
