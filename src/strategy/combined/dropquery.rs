//! DropQuery (Gupte et al. 2024), made for frozen embeddings under a linear head: texts whose predicted label changes when most of their
//! numbers are dropped, one from each group of such texts. Five times a random three quarters of a row are set to zero (the rest is scaled
//! up, as dropout does); kept are the texts whose label changes in more than half of the tries, or the most changeable where these are too
//! few; k-means of the kept, and of each group the text nearest to the centre. The label of a whole row is the likeliest of its probabilities.
//!
//! What is dropped hangs on the seed, the try and the id. Score: the group's share of the kept, less what was taken of it before. Kept
//! texts beyond [`SAMPLE`] are represented by a uniform sample; more texts than [`CLUSTERS`] are taken in turns.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};
use crate::head::SoftmaxHead;
use crate::matrix::{Matrix, top_k};
use crate::rng::{Rng, mix};
use crate::strategy::pool::top_two;
use crate::strategy::representation::chance::sample;
use crate::strategy::representation::clustering::{CLUSTERS, Taken, around_centres, cluster, rows, take_turns};
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

use super::fitting_head;

/// Kept texts that are grouped, at most (or as many as are asked for).
const SAMPLE: usize = 4096;

/// See the file's head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct DropQuery {
    /// Share of a row's numbers that is dropped, from 0 to below 1; rounded to 256ths.
    pub rate: f32,
    /// Tries for each text, 1 to 50.
    pub masks: usize,
}

impl Default for DropQuery {
    fn default() -> Self {
        Self { rate: 0.75, masks: 5 }
    }
}

impl Strategy for DropQuery {
    fn about(&self) -> About {
        About {
            title: "DropQuery",
            family: "combined",
            paper: "Gupte, Aklilu, Nirschl & Yeung-Levy 2024, Revisiting active learning in the era of vision foundation models",
            formula: "k-means of {x : the label of x ⊙ mask differs in more than half of the masks}",
            cost: "5·N·d·C, and n·d on a sample of 4096",
            summary: "Asks about texts whose predicted label changes when most of the embedding is hidden, one of each kind. For batches.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Probabilities
    }

    fn check(&self) -> Result<()> {
        if (0.0..0.998).contains(&self.rate) && (1..=50).contains(&self.masks) {
            return Ok(());
        }
        let message = format!("DropQuery cannot drop {} of a row {} times; rate is from 0 to 0.998 and masks from 1 to 50.", self.rate, self.masks);
        Err(Error::new(Code::InvalidStrategy, message))
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        pool.single_label()?;
        let probabilities = pool.probabilities()?;
        let count = count.min(pool.candidates.len());
        let changes = self.changes(pool, probabilities, Linear::new(fitting_head(pool)?), rng.next_u64());
        if count == 0 {
            return Ok(Vec::new());
        }
        let changeable = changes.iter().filter(|&&changed| 2 * changed > self.masks).count();
        let scores: Vec<f32> = changes.iter().map(|&changed| changed as f32).collect();
        let mut order = top_k(&scores, pool.candidates, changeable.max(count), rng.next_u64());
        order.sort_unstable_by_key(|&place| pool.candidates[place]);
        let kept: Vec<u32> = order.iter().map(|&place| pool.candidates[place]).collect();
        let sampled = sample(&kept, SAMPLE.max(count), rng);
        let points = rows(pool, sampled.iter().copied());
        let (group_of, centres) = cluster(&points, None, CLUSTERS.min(count), rng);
        let groups = around_centres(&points, &sampled, &group_of, &centres, rng.next_u64());
        let pick = |taken: Taken| {
            let changed = kept.binary_search(&taken.id).map_or(0, |found| changes[order[found]]);
            let others = match groups[taken.group].members.len() {
                1 => String::new(),
                size => format!("; {} more like it do", size - 1),
            };
            let reason = format!("its label changes in {changed} of {} looks at a part of it{others}", self.masks);
            Pick { id: taken.id, score: taken.score, reason }
        };
        Ok(take_turns(&groups, count).into_iter().map(pick).collect())
    }
}

impl DropQuery {
    /// For each candidate, in how many tries its label changes.
    fn changes(&self, pool: &PoolView<'_>, probabilities: &Matrix, mut linear: Linear, seed: u64) -> Vec<usize> {
        let dropped = (self.rate * 256.0).round() as u64;
        let scale = 256.0 / (256 - dropped.min(255)) as f32;
        let mut of_one = |(&id, probabilities): (&u32, &[f32])| {
            let whole = top_two(probabilities).0.0;
            let hash = mix(seed, u64::from(id));
            (0..self.masks).filter(|&mask| linear.label(pool.feature(id), mix(hash, mask as u64), dropped, scale) != whole).count()
        };
        pool.candidates.iter().zip(probabilities.iter()).map(&mut of_one).collect()
    }
}

/// The head with its weights turned: all classes of one place lie side by side, and dropped places cost nothing.
struct Linear {
    /// The classes that have been seen.
    classes: Vec<usize>,
    /// `[dims, lanes]` eights of classes, filled up with zeros.
    weights: Vec<[f32; 8]>,
    bias: Vec<f32>,
    lanes: usize,
    logits: Vec<[f32; 8]>,
    kept: Vec<u32>,
}

impl Linear {
    fn new(head: &SoftmaxHead) -> Self {
        let classes: Vec<usize> = (0..head.classes()).filter(|&class| head.seen()[class]).collect();
        let lanes = classes.len().div_ceil(8);
        let mut weights = vec![[0.0; 8]; head.dims() * lanes];
        for (number, &class) in classes.iter().enumerate() {
            for (place, &weight) in head.weight(class).iter().enumerate() {
                weights[place * lanes + number / 8][number % 8] = weight;
            }
        }
        let bias = classes.iter().map(|&class| head.bias()[class]).collect();
        Self { classes, weights, bias, lanes, logits: vec![[0.0; 8]; lanes], kept: Vec::new() }
    }

    /// The likeliest class of what a mask leaves of a row, scaled up; the first of equals. Eight places share one hash, a byte each.
    fn label(&mut self, row: &[f32], seed: u64, dropped: u64, scale: f32) -> usize {
        self.kept.clear();
        for first in (0..row.len()).step_by(8) {
            let bits = mix(seed, first as u64);
            for lane in 0..8.min(row.len() - first) {
                if (bits >> (8 * lane)) & 0xFF >= dropped {
                    self.kept.push((first + lane) as u32);
                }
            }
        }
        self.logits.fill([0.0; 8]);
        for &place in &self.kept {
            let place = place as usize;
            let value = row[place] * scale;
            for (logits, weights) in self.logits.iter_mut().zip(&self.weights[place * self.lanes..(place + 1) * self.lanes]) {
                for lane in 0..8 {
                    logits[lane] += value * weights[lane];
                }
            }
        }
        let mut best = (0, f32::NEG_INFINITY);
        for (number, (logit, bias)) in self.logits.as_flattened().iter().zip(&self.bias).enumerate() {
            if logit + bias > best.1 {
                best = (number, logit + bias);
            }
        }
        self.classes.get(best.0).copied().unwrap_or(0)
    }
}
