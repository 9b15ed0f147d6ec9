//! CLUE, clustering uncertainty-weighted embeddings (Prabhu et al. 2021): k-means in which a text counts as much as the model doubts
//! about it, and of each group the text nearest to the centre. Weight: the entropy of the text's probabilities.
//!
//! Groups with most doubt first. Score: the group's share of all doubt, less what was taken of it before: never a text twice. More texts
//! than [`CLUSTERS`] are taken in turns, a second of each group and so on. Groups are made of a uniform sample of [`SAMPLE`] candidates.

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::matrix::Matrix;
use crate::rng::Rng;
use crate::strategy::pool::percent;
use crate::strategy::representation::chance::sample_places;
use crate::strategy::representation::clustering::{CLUSTERS, around_centres, cluster, rows, take_turns};
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy, entropy_bits};

/// Candidates that are grouped, at most (or as many as are asked for).
const SAMPLE: usize = 4096;

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Clue {}

impl Strategy for Clue {
    fn about(&self) -> About {
        About {
            title: "CLUE",
            family: "combined",
            paper: "Prabhu, Chandrasekaran, Saenko & Hoffman 2021, Active domain adaptation via clustering uncertainty-weighted embeddings",
            formula: "nearest to the centres of min Σ H(p_x)·‖x − μ‖²",
            cost: "N·C, and n·d on a sample of 4096",
            summary: "Asks about one text of each group of similar ones, in which texts count as much as the model doubts about them. For batches.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Probabilities
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        pool.single_label()?;
        let probabilities = pool.probabilities()?;
        let count = count.min(pool.candidates.len());
        if count == 0 {
            return Ok(Vec::new());
        }
        let places = sample_places(pool.candidates, SAMPLE.max(count), rng);
        let ids: Vec<_> = places.iter().map(|&place| pool.candidates[place]).collect();
        let points = rows(pool, ids.iter().copied());
        let weights = doubts(probabilities, &places);
        let (group_of, centres) = cluster(&points, Some(&weights), CLUSTERS.min(count), rng);
        let mut groups = around_centres(&points, &ids, &group_of, &centres, rng.next_u64());
        let total: f64 = weights.iter().sum();
        groups.iter_mut().for_each(|group| group.share = 0.0);
        for (&group, weight) in group_of.iter().zip(&weights) {
            groups[group].share += weight / total;
        }
        let scale = pool.candidates.len() as f64 / ids.len() as f64;
        let reason = |group: usize| {
            let about = if scale > 1.0 { "about " } else { "" };
            let size = (groups[group].members.len() as f64 * scale).round() as usize;
            let share = percent(groups[group].share as f32);
            match size {
                0 | 1 => format!("a text of its own kind, with {share} of all doubt"),
                _ => format!("in the middle of {about}{size} similar texts with {share} of all doubt"),
            }
        };
        let picks = take_turns(&groups, count).into_iter();
        Ok(picks.map(|taken| Pick { id: taken.id, score: taken.score, reason: reason(taken.group) }).collect())
    }
}

/// The entropy of each; 0 where it is not a number. Where the model doubts about nothing, all count the same.
fn doubts(probabilities: &Matrix, places: &[usize]) -> Vec<f64> {
    let entropy = |&place: &usize| f64::from(entropy_bits(probabilities.row(place)));
    let doubts: Vec<f64> = places.iter().map(entropy).map(|doubt| if doubt.is_finite() { doubt.max(0.0) } else { 0.0 }).collect();
    if doubts.iter().any(|&doubt| doubt > 0.0) { doubts } else { vec![1.0; doubts.len()] }
}
