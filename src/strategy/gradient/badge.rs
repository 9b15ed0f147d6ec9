//! BADGE (Ash et al. 2020): a batch of texts that would change the model much, each in another direction. k-means++ (Arthur & Vassilvitskii
//! 2007) on the gradients g = (p − e_ŷ) ⊗ [x; 1] of the log-loss at the guess ŷ: first the longest, then each drawn with a probability
//! in proportion to D², its squared distance to the nearest chosen so far.
//!
//! The gradients' C·(d + 1) numbers are never made: ‖g_i − g_j‖² = ‖g_i‖² + ‖g_j‖² − 2·(a_i·a_j)·(x_i·x_j + 1) with a = p − e_ŷ. And where
//! ‖g_i‖² + ‖g_j‖² − 2·|a_i·a_j|·‖[x_i; 1]‖·‖[x_j; 1]‖ says that j is not nearer, x_i·x_j is not taken either.
//!
//! The draw is a race: each candidate waits for a time that is exponential by a hash of seed, step and id, divided by D², and the
//! first to come is taken; so no candidate is chosen twice and the pool's order has no say. Where all D² are 0 the rest is a seeded draw.
//! Score: the distance to the nearest chosen before (for the first, its gradient's length), cut to the lowest so far, since a draw is not
//! a ranking.

use serde::{Deserialize, Serialize};

use super::gradients::{self, residual_length, row_length};
use crate::error::Result;
use crate::matrix::{Matrix, dot, top_k};
use crate::rng::{Rng, mix};
use crate::strategy::pool::{percent, top_two};
use crate::strategy::uncertainty::bits;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// Squared distances below this share of the squared lengths are rounding of `f32`.
const SAME: f64 = 1e-6;

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Badge {}

impl Strategy for Badge {
    fn about(&self) -> About {
        About {
            title: "BADGE",
            family: "gradient",
            paper: "Ash et al. 2020, Deep batch active learning by diverse, uncertain gradient lower bounds",
            formula: "P(pick) ∝ min over picked s of ‖g − g_s‖², g = (p − e_ŷ) ⊗ [x; 1]",
            cost: "N·n·(C + d)",
            summary: "Asks for a batch of texts on which the model is in doubt, each in another way. For batches; one at a time use margin.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Probabilities
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let probabilities = gradients::probabilities(pool)?;
        let count = count.min(pool.candidates.len());
        let seed = rng.next_u64();
        let gradients = Gradients::of(pool, probabilities);
        let best_guess = |place: usize| {
            let (class, p) = top_two(probabilities.row(place)).0;
            format!("best guess {} {}", pool.name(class), percent(p))
        };
        // First by length, then by the squared distance to the nearest of those chosen.
        let mut squared = gradients.squared.clone();
        let mut chosen = vec![false; squared.len()];
        let mut picks: Vec<Pick> = Vec::with_capacity(count);
        let mut lowest = f64::INFINITY;
        while picks.len() < count {
            let next = if picks.is_empty() {
                longest(&squared, pool.candidates, seed)
            } else {
                race(&squared, pool.candidates, mix(seed, picks.len() as u64))
            };
            let Some(place) = next else { break };
            lowest = lowest.min(squared[place].sqrt());
            let reason = match picks.len() {
                0 => format!("its answer would move the model most; {}", best_guess(place)),
                _ => format!("would move the model another way than those before it; {}", best_guess(place)),
            };
            picks.push(Pick { id: pool.candidates[place], score: lowest as f32, reason });
            chosen[place] = true;
            if picks.len() == 1 {
                squared.fill(f64::INFINITY);
            }
            if picks.len() < count {
                gradients.approach(&mut squared, place);
                squared[place] = 0.0;
            }
        }
        // What is left teaches nothing that those before it do not.
        let open: Vec<f32> = chosen.iter().map(|&chosen| if chosen { f32::NEG_INFINITY } else { 0.0 }).collect();
        for place in top_k(&open, pool.candidates, count - picks.len(), seed) {
            let reason = format!("drawn at random: to the model no text left differs from those before it; {}", best_guess(place));
            picks.push(Pick { id: pool.candidates[place], score: 0.0, reason });
        }
        Ok(picks)
    }
}

/// The candidate with the highest figure above 0.
fn longest(squared: &[f64], ids: &[u32], seed: u64) -> Option<usize> {
    let order = |&a: &usize, &b: &usize| squared[a].total_cmp(&squared[b]).then(mix(seed, ids[b].into()).cmp(&mix(seed, ids[a].into())));
    (0..squared.len()).filter(|&place| squared[place] > 0.0).max_by(order)
}

/// One candidate, drawn in proportion to its figure; none where all are 0.
fn race(squared: &[f64], ids: &[u32], seed: u64) -> Option<usize> {
    let mut first = (None, f64::INFINITY);
    for (place, (&weight, &id)) in squared.iter().zip(ids).enumerate() {
        if weight > 0.0 {
            // Uniform in (0, 1): the logarithm is finite and below 0.
            let uniform = ((mix(seed, id.into()) >> 11) as f64 + 0.5) / (1u64 << 53) as f64;
            let time = -bits::log2(uniform) / weight;
            if time < first.1 {
                first = (Some(place), time);
            }
        }
    }
    first.0
}

/// The candidates' gradients at their guesses, in factors.
struct Gradients<'a> {
    pool: &'a PoolView<'a>,
    probabilities: &'a Matrix,
    guesses: Vec<u32>,
    /// √(‖x‖² + 1).
    row_lengths: Vec<f64>,
    /// ‖g‖²; 0 where it is not a finite number, so that nothing is drawn for it.
    squared: Vec<f64>,
}

impl<'a> Gradients<'a> {
    fn of(pool: &'a PoolView<'a>, probabilities: &'a Matrix) -> Self {
        let guesses: Vec<u32> = probabilities.iter().map(|row| top_two(row).0.0 as u32).collect();
        let row_lengths: Vec<f64> = pool.candidates.iter().map(|&id| row_length(pool.feature(id))).collect();
        let squared = probabilities.iter().zip(&guesses).zip(&row_lengths).map(|((row, &guess), length)| {
            let squared = (residual_length(row, guess as usize) * length).powi(2);
            if squared.is_finite() { squared } else { 0.0 }
        });
        let squared = squared.collect();
        Self { pool, probabilities, guesses, row_lengths, squared }
    }

    /// Lowers each figure to the squared distance to the gradient at `place` where that is nearer.
    fn approach(&self, nearest: &mut [f64], place: usize) {
        let centre: Vec<f64> = self.residual(place);
        let (row, length, squared) = (self.pool.feature(self.pool.candidates[place]), self.row_lengths[place], self.squared[place]);
        for (other, nearest) in nearest.iter_mut().enumerate() {
            if *nearest <= 0.0 {
                continue;
            }
            let probabilities = self.probabilities.row(other);
            let aligned = probabilities.iter().zip(&centre).map(|(&p, a)| f64::from(p) * a).sum::<f64>() - centre[self.guesses[other] as usize];
            let both = squared + self.squared[other];
            if both - 2.0 * aligned.abs() * length * self.row_lengths[other] >= *nearest {
                continue;
            }
            let product = f64::from(dot(self.pool.feature(self.pool.candidates[other]), row)) + 1.0;
            let distance = both - 2.0 * aligned * product;
            // Not a number counts as no distance, as in the lengths.
            let distance = if distance > SAME * both { distance } else { 0.0 };
            *nearest = nearest.min(distance);
        }
    }

    /// a = p − e_ŷ.
    fn residual(&self, place: usize) -> Vec<f64> {
        let mut residual: Vec<f64> = self.probabilities.row(place).iter().map(|&p| f64::from(p)).collect();
        if let Some(guess) = residual.get_mut(self.guesses[place] as usize) {
            *guess -= 1.0;
        }
        residual
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool<'a>(features: &'a Matrix, ids: &'a [u32], probabilities: &'a Matrix) -> PoolView<'a> {
        PoolView { probabilities: Some(probabilities), ..PoolView::new(features, ids, ids, probabilities.cols()) }
    }

    #[test]
    fn where_all_gradients_are_alike_the_rest_is_drawn_once_each() {
        let (features, ids) = (Matrix::from_vec(40, 2, [0.6, 0.8].repeat(40)).unwrap(), (0..40).collect::<Vec<u32>>());
        for (row, length) in [([0.7, 0.3], 0.6), ([1.0, 0.0], 0.0)] {
            let probabilities = Matrix::from_vec(40, 2, row.repeat(40)).unwrap();
            let mut firsts = [0u32; 40];
            for seed in 0..2000 {
                let picks = Badge::default().select(&pool(&features, &ids, &probabilities), 40, &mut Rng::new(seed)).unwrap();
                let mut drawn: Vec<u32> = picks.iter().map(|pick| pick.id).collect();
                firsts[drawn[0] as usize] += 1;
                drawn.sort_unstable();
                assert_eq!(drawn, ids);
                assert!((picks[0].score - length).abs() < 1e-6 && picks[1..].iter().all(|pick| pick.score == 0.0));
            }
            // 50 ± 4 standard deviations of 7.
            assert!(firsts.iter().all(|count| (22..=78).contains(count)), "{firsts:?}");
        }
    }

    #[test]
    fn distances_left_out_by_their_bound_would_have_changed_nothing() {
        let (count, dims, classes) = (300, 20, 5);
        let mut rng = Rng::new(8);
        let features = Matrix::from_vec(count, dims, (0..count * dims).map(|_| rng.uniform() as f32 - 0.5).collect()).unwrap();
        let raw: Vec<f64> = (0..count * classes).map(|_| (4.0 * rng.uniform()).exp()).collect();
        let rows = raw.chunks(classes).flat_map(|row| row.iter().map(|x| (x / row.iter().sum::<f64>()) as f32).collect::<Vec<_>>()).collect();
        let (ids, probabilities) = ((0..count as u32).collect::<Vec<_>>(), Matrix::from_vec(count, classes, rows).unwrap());
        let pool = pool(&features, &ids, &probabilities);
        let gradients = Gradients::of(&pool, &probabilities);
        // The gradients as they are, all their numbers.
        let whole = |place: usize| -> Vec<f64> {
            let x = features.row(place).iter().map(|&x| f64::from(x)).chain([1.0]);
            x.flat_map(|x| gradients.residual(place).into_iter().map(move |a| a * x)).collect()
        };
        let distance = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
        let mut ours = vec![f64::INFINITY; count];
        let mut theirs = ours.clone();
        for centre in [7, 100, 250, 31] {
            gradients.approach(&mut ours, centre);
            let at = whole(centre);
            for (place, nearest) in theirs.iter_mut().enumerate() {
                *nearest = nearest.min(distance(&whole(place), &at));
            }
            assert_eq!(ours[centre], 0.0);
        }
        assert!(ours.iter().zip(&theirs).all(|(a, b)| (a - b).abs() < 1e-6));
    }

    #[test]
    fn the_race_draws_in_proportion() {
        let (weights, ids) = ([0.0, 1.0, 2.0, 5.0, 0.0], [3, 1, 4, 0, 2]);
        let mut drawn = [0u32; 5];
        for seed in 0..8000 {
            drawn[race(&weights, &ids, seed).unwrap()] += 1;
        }
        for (count, weight) in drawn.iter().zip(weights) {
            let share = weight / 8.0;
            assert!((f64::from(*count) - 8000.0 * share).abs() <= 4.0 * (8000.0 * share * (1.0 - share)).sqrt(), "{drawn:?}");
        }
        assert_eq!(race(&[0.0, 0.0], &[0, 1], 1), None);
    }
}
