//! BADGE (Ash et al. 2020): a batch of texts that would change the model much, each in another direction. k-means++ (Arthur & Vassilvitskii
//! 2007) on the gradients g = (p − e_ŷ) ⊗ [x; 1] of the log-loss at the guess ŷ: first the longest, then each drawn with a probability
//! in proportion to D², its squared distance to the nearest chosen so far.
//!
//! The gradients' C·(d + 1) numbers are never made: ‖g_i − g_j‖² = ‖g_i‖² + ‖g_j‖² − 2·(a_i·a_j)·(x_i·x_j + 1) with a = p − e_ŷ.
//!
//! The draw is a race: each candidate takes a time that is exponential by a hash of seed, step and id, divided by D², and the first to
//! arrive is taken; so no candidate is chosen twice and the pool's order has no say. D² only falls, so an old one gives a time that is too
//! early at worst: it is brought up to date only for those that seem to arrive first. Where all D² are 0 the rest is a seeded draw.
//! Score: the distance to the nearest chosen before (for the first, its gradient's length), cut to the lowest so far, since a draw is not
//! a ranking.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use serde::{Deserialize, Serialize};

use super::gradients::{self, residual_length, row_length};
use crate::corpus::DocId;
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
            cost: "N·(C + d + n), and N·n·(C + d) at worst",
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
        let mut picks: Vec<Pick> = Vec::with_capacity(count);
        let mut chosen = vec![false; pool.candidates.len()];
        if let Some(first) = gradients.longest(seed).filter(|_| count > 0) {
            let mut lowest = gradients.squared[first].sqrt();
            let mut draw = Draw::new(&gradients);
            let mut next = Some(first);
            while let Some(place) = next {
                if !picks.is_empty() {
                    lowest = lowest.min(draw.nearest[place].sqrt());
                }
                let reason = match picks.len() {
                    0 => format!("its answer would move the model most; {}", best_guess(place)),
                    _ => format!("would move the model another way than those before it; {}", best_guess(place)),
                };
                picks.push(Pick { id: pool.candidates[place], score: lowest as f32, reason });
                chosen[place] = true;
                draw.choose(place);
                next = if picks.len() < count { draw.race(mix(seed, picks.len() as u64)) } else { None };
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

/// The candidates' gradients at their guesses, in factors.
struct Gradients<'a> {
    pool: &'a PoolView<'a>,
    probabilities: &'a Matrix,
    guesses: Vec<u32>,
    /// ‖g‖²; 0 where it is not a finite number, so that nothing is drawn for it.
    squared: Vec<f64>,
}

impl<'a> Gradients<'a> {
    fn of(pool: &'a PoolView<'a>, probabilities: &'a Matrix) -> Self {
        let guesses: Vec<u32> = probabilities.iter().map(|row| top_two(row).0.0 as u32).collect();
        let squared = probabilities.iter().zip(&guesses).zip(pool.candidates).map(|((row, &guess), &id)| {
            let squared = (residual_length(row, guess as usize) * row_length(pool.feature(id))).powi(2);
            if squared.is_finite() { squared } else { 0.0 }
        });
        let squared = squared.collect();
        Self { pool, probabilities, guesses, squared }
    }

    /// The candidate with the longest gradient; none where all are 0.
    fn longest(&self, seed: u64) -> Option<usize> {
        let hash = |place: usize| mix(seed, self.pool.candidates[place].into());
        let order = |&a: &usize, &b: &usize| self.squared[a].total_cmp(&self.squared[b]).then(hash(b).cmp(&hash(a)));
        (0..self.squared.len()).filter(|&place| self.squared[place] > 0.0).max_by(order)
    }

    /// Squared distance between a candidate's gradient and that of a centre with its residual.
    fn distance(&self, place: usize, centre: usize, residual: &[f64]) -> f64 {
        let row = |place: usize| self.pool.feature(self.pool.candidates[place]);
        let both = self.squared[place] + self.squared[centre];
        let products = self.probabilities.row(place).iter().zip(residual).map(|(&p, a)| f64::from(p) * a);
        let aligned = products.sum::<f64>() - residual[self.guesses[place] as usize];
        let distance = both - 2.0 * aligned * (f64::from(dot(row(place), row(centre))) + 1.0);
        // What is not a number is no distance, as with the lengths.
        if distance > SAME * both { distance } else { 0.0 }
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

/// k-means++ under way.
struct Draw<'a> {
    gradients: &'a Gradients<'a>,
    /// Places chosen and their residuals, in order.
    centres: Vec<(usize, Vec<f64>)>,
    /// Squared distance to the nearest of the first `seen` centres, or more.
    nearest: Vec<f64>,
    seen: Vec<u32>,
}

impl<'a> Draw<'a> {
    fn new(gradients: &'a Gradients<'a>) -> Self {
        let candidates = gradients.squared.len();
        Self { gradients, centres: Vec::new(), nearest: vec![f64::INFINITY; candidates], seen: vec![0; candidates] }
    }

    fn choose(&mut self, place: usize) {
        if self.centres.is_empty() {
            // Two gradients are at most as far apart as both are long.
            let length = self.gradients.squared[place].sqrt();
            self.nearest.iter_mut().zip(&self.gradients.squared).for_each(|(nearest, squared)| *nearest = (squared.sqrt() + length).powi(2));
        }
        self.centres.push((place, self.gradients.residual(place)));
        self.nearest[place] = 0.0;
    }

    /// Whether the distance was up to date; it is now.
    fn is_current(&mut self, place: usize) -> bool {
        let seen = self.seen[place] as usize;
        for (centre, residual) in &self.centres[seen..] {
            self.nearest[place] = self.nearest[place].min(self.gradients.distance(place, *centre, residual));
        }
        self.seen[place] = self.centres.len() as u32;
        seen == self.centres.len()
    }

    /// One candidate, drawn in proportion to its squared distance; none where all are 0.
    fn race(&mut self, seed: u64) -> Option<usize> {
        let ids = self.gradients.pool.candidates;
        let runners = ids.iter().zip(&self.nearest).enumerate().filter(|(_, (_, weight))| **weight > 0.0);
        let mut runners: BinaryHeap<Runner> = runners.map(|(place, (&id, &weight))| Runner::new(seed, id, place, weight)).collect();
        while let Some(first) = runners.pop() {
            if self.is_current(first.place) {
                return Some(first.place);
            }
            if self.nearest[first.place] > 0.0 {
                runners.push(Runner::new(seed, first.id, first.place, self.nearest[first.place]));
            }
        }
        None
    }
}

/// Who takes part in a race; the earliest is the greatest.
struct Runner {
    time: f64,
    id: DocId,
    place: usize,
}

impl Runner {
    fn new(seed: u64, id: DocId, place: usize, weight: f64) -> Self {
        // Uniform in (0, 1): the logarithm is finite and below 0.
        let uniform = ((mix(seed, id.into()) >> 11) as f64 + 0.5) / (1u64 << 53) as f64;
        Self { time: -bits::log2(uniform) / weight, id, place }
    }
}

impl Ord for Runner {
    fn cmp(&self, other: &Self) -> Ordering {
        other.time.total_cmp(&self.time).then(other.id.cmp(&self.id))
    }
}

impl PartialOrd for Runner {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Runner {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Runner {}

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
    fn the_race_brings_few_distances_up_to_date_and_ends_as_if_all_were() {
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
        let distance = |a: usize, b: usize| whole(a).iter().zip(whole(b)).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
        let mut draw = Draw::new(&gradients);
        let mut nearest = vec![f64::INFINITY; count];
        let mut place = gradients.longest(1).unwrap();
        for step in 0..40 {
            draw.choose(place);
            nearest.iter_mut().enumerate().for_each(|(other, nearest)| *nearest = nearest.min(distance(other, place)));
            nearest[place] = 0.0;
            let next = draw.race(step).unwrap();
            let times = (0..count).filter(|&other| nearest[other] > 0.0).map(|other| Runner::new(step, ids[other], other, nearest[other]));
            assert_eq!(next, times.max().unwrap().place, "step {step}");
            assert!((draw.nearest[next] - nearest[next]).abs() < 1e-6);
            place = next;
        }
        assert!(draw.seen.iter().sum::<u32>() < 40 * 300 / 2);
    }

    #[test]
    fn who_is_first_depends_on_the_weight_in_proportion() {
        let weights = [1.0, 2.0, 5.0];
        let mut drawn = [0u32; 3];
        for seed in 0..8000 {
            drawn[(0..3).map(|place| Runner::new(seed, 7 * place as u32, place, weights[place])).max().unwrap().place] += 1;
        }
        for (count, weight) in drawn.iter().zip(weights) {
            let share = weight / 8.0;
            assert!((f64::from(*count) - 8000.0 * share).abs() <= 4.0 * (8000.0 * share * (1.0 - share)).sqrt(), "{drawn:?}");
        }
    }
}
