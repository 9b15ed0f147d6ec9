//! ProbCover (Yehuda et al. 2022): again and again the text with the most texts within distance δ that nothing labelled or chosen is
//! within δ of. Score: those texts' share of all; it never grows, because what is covered stays so.
//!
//! δ is the largest at which a share `purity` of the texts has only texts of its own pseudo-label within it; pseudo-labels are k-means
//! groups, as many as there are classes. A text's ball is pure exactly up to its distance to the nearest text of another pseudo-label,
//! so δ is an order statistic of those distances, exact and without a grid. Or it is given.
//!
//! Bounded: a uniform sample of [`SAMPLE`] candidates (by id) stands for the pool. Its distances, one for each pair, take 8 MB however large
//! the pool is, the graph one bit a pair, 0.5 MB. When all is covered, the rest is drawn at random, at score 0.

use serde::{Deserialize, Serialize};

use crate::corpus::DocId;
use crate::error::{Code, Error, Result};
use crate::matrix::{Matrix, top_k};
use crate::rng::Rng;
use crate::strategy::pool::percent;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

use super::chance::sample;
use super::clustering::{cluster, rows};
use super::distances::squared_distances;

/// Candidates in the graph, at most.
const SAMPLE: usize = 2048;
/// Answers that a candidate is compared with at once.
const BLOCK: usize = 64;

/// See the file's head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct ProbCover {
    /// The radius δ, above 0; by default it is found from `purity`.
    pub delta: Option<f32>,
    /// The share of texts whose ball must be pure, above 0 and at most 1.
    pub purity: f32,
}

impl Default for ProbCover {
    fn default() -> Self {
        Self { delta: None, purity: 0.95 }
    }
}

impl Strategy for ProbCover {
    fn about(&self) -> About {
        About {
            title: "ProbCover",
            family: "representation",
            paper: "Yehuda, Dekel, Hacohen & Weinshall 2022, Active learning through a covering lens",
            formula: "max |{u not covered : ‖u − x‖ < δ}|",
            cost: "S²·d for a sample of S ≤ 2048 candidates, and L·S·d",
            summary: "Asks about the text that has the most texts close by which nothing labelled is close to. For the first few dozen labels; \
                      needs no model.",
            scope: Scope::Any,
        }
    }

    fn need(&self) -> Need {
        Need::Features
    }

    fn check(&self) -> Result<()> {
        if let Some(delta) = self.delta
            && !(delta > 0.0 && delta.is_finite())
        {
            return Err(Error::new(Code::InvalidStrategy, format!("ProbCover cannot cover within a distance of {delta}; delta is above 0.")));
        }
        if !(self.purity > 0.0 && self.purity <= 1.0) {
            let message = format!("ProbCover cannot ask for a purity of {}; it is above 0 and at most 1.", self.purity);
            return Err(Error::new(Code::InvalidStrategy, message));
        }
        Ok(())
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let count = count.min(pool.candidates.len());
        if count == 0 {
            return Ok(Vec::new());
        }
        let sampled = sample(pool.candidates, SAMPLE, rng);
        let points = rows(pool, sampled.iter().copied());
        let pairs = Pairs::new(&points);
        let squared = match self.delta {
            Some(delta) => delta * delta,
            None => pairs.pure_radius(&cluster(&points, None, pool.classes.max(2), rng).0, self.purity),
        };
        let mut cover = Cover::new(&pairs, squared);
        cover.without(pool, &points, squared);
        let seed = rng.next_u64();
        let mut picks: Vec<Pick> = Vec::with_capacity(count);
        while picks.len() < count {
            let scores: Vec<f32> = cover.degree.iter().map(|&degree| degree as f32).collect();
            let Some(&place) = top_k(&scores, &sampled, 1, seed).first() else { break };
            let gain = cover.degree[place];
            if gain == 0 {
                break;
            }
            let share = gain as f32 / sampled.len() as f32;
            let reason = match gain {
                1 => "nothing labelled is close to it, nor is any other text".into(),
                _ => format!("{} of all texts are close to it and to nothing labelled", percent_of(share)),
            };
            picks.push(Pick { id: sampled[place], score: share, reason });
            cover.take(place);
        }
        picks.extend(rest(pool, &picks, count - picks.len(), seed));
        Ok(picks)
    }
}

/// A small share keeps a digit.
fn percent_of(share: f32) -> String {
    if share < 0.01 { format!("{:.1} %", 100.0 * share) } else { percent(share) }
}

/// Candidates that are not among the picks, at random.
fn rest(pool: &PoolView<'_>, picks: &[Pick], count: usize, seed: u64) -> Vec<Pick> {
    let mut picked: Vec<DocId> = picks.iter().map(|pick| pick.id).collect();
    picked.sort_unstable();
    let left: Vec<DocId> = pool.candidates.iter().copied().filter(|id| picked.binary_search(id).is_err()).collect();
    let drawn = top_k(&vec![0.0; left.len()], &left, count, seed);
    let reason = "every text looked at has a labelled one close by; drawn at random";
    drawn.into_iter().map(|place| Pick { id: left[place], score: 0.0, reason: reason.into() }).collect()
}

/// Squared distances of all pairs of the sample: for each point, those to the points before it.
struct Pairs {
    count: usize,
    squared: Vec<f32>,
}

impl Pairs {
    fn new(points: &Matrix) -> Self {
        let mut squared = Vec::with_capacity(points.rows() * points.rows().saturating_sub(1) / 2);
        let mut distances = Vec::new();
        for (place, point) in points.iter().enumerate() {
            squared_distances(point, points, 0..place, &mut distances);
            squared.extend_from_slice(&distances);
        }
        Self { count: points.rows(), squared }
    }

    /// (one point, a point before it, squared distance) for all pairs.
    fn iter(&self) -> impl Iterator<Item = (usize, usize, f32)> {
        let pairs = (0..self.count).flat_map(|place| (0..place).map(move |other| (place, other)));
        pairs.zip(&self.squared).map(|((place, other), &squared)| (place, other, squared))
    }

    /// The square of the largest δ at which a share `purity` of the points has only its own group strictly within δ; ∞ for one group alone.
    fn pure_radius(&self, group_of: &[usize], purity: f32) -> f32 {
        // Squared distance to the nearest of another group: a ball is pure up to and with it.
        let mut free = vec![f32::INFINITY; self.count];
        for (place, other, squared) in self.iter().filter(|&(place, other, _)| group_of[place] != group_of[other]) {
            free[place] = free[place].min(squared);
            free[other] = free[other].min(squared);
        }
        free.sort_unstable_by(f32::total_cmp);
        // So many balls need not be pure.
        let impure = ((1.0 - f64::from(purity)) * free.len() as f64 + 1e-6) as usize;
        free[impure.min(free.len() - 1)]
    }
}

/// Who is within δ of whom, and how many of them are not covered yet.
struct Cover {
    /// A row of bits for each point; symmetric.
    near: Vec<u64>,
    words: usize,
    covered: Vec<bool>,
    /// Points within δ (the point itself is one) that are not covered.
    degree: Vec<u32>,
}

impl Cover {
    fn new(pairs: &Pairs, squared: f32) -> Self {
        let count = pairs.count;
        let words = count.div_ceil(64);
        let mut cover = Self { near: vec![0; count * words], words, covered: vec![false; count], degree: vec![0; count] };
        // A point is within δ of itself, one that is not a number too.
        (0..count).for_each(|place| cover.join(place, place));
        for (place, other, _) in pairs.iter().filter(|&(_, _, distance)| distance < squared) {
            cover.join(place, other);
            cover.join(other, place);
        }
        cover
    }

    fn join(&mut self, place: usize, other: usize) {
        self.near[place * self.words + other / 64] |= 1 << (other % 64);
        self.degree[place] += 1;
    }

    /// Takes away what is covered by the answers.
    fn without(&mut self, pool: &PoolView<'_>, points: &Matrix, squared: f32) {
        let mut answers = pool.labelled.to_vec();
        answers.sort_unstable();
        let answers = rows(pool, answers);
        let mut distances = Vec::new();
        for (place, point) in points.iter().enumerate() {
            // A block at a time: one answer close by is enough.
            let within = |first: usize| {
                squared_distances(point, &answers, first..answers.rows().min(first + BLOCK), &mut distances);
                distances.iter().any(|&distance| distance < squared)
            };
            if (0..answers.rows()).step_by(BLOCK).any(within) {
                self.cover(place);
            }
        }
    }

    /// Takes away what is covered by a point.
    fn take(&mut self, place: usize) {
        self.neighbours(place).into_iter().for_each(|other| self.cover(other));
    }

    fn cover(&mut self, place: usize) {
        if !std::mem::replace(&mut self.covered[place], true) {
            self.neighbours(place).into_iter().for_each(|other| self.degree[other] -= 1);
        }
    }

    fn neighbours(&self, place: usize) -> Vec<usize> {
        let words = &self.near[place * self.words..(place + 1) * self.words];
        let bits = |(word, &bits): (usize, &u64)| (0..64).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| 64 * word + bit);
        words.iter().enumerate().flat_map(bits).collect()
    }
}
