//! Ranked batch mode (Cardoso et al. 2017): far from all that is labelled or chosen while there are few answers, unsure as they grow.
//! Worth: α·(1 − 1/(1 + d)) + (1 − α)·(1 − max p), where d is the Euclidean distance to the nearest of those and
//! α = unlabelled / (unlabelled + labelled), counted anew after every pick. Score: the worth when it was chosen, never more than before.
//!
//! Incremental: one distance for each candidate is kept and lowered by each pick, (L + n)·N·d. Beyond 4.5 million pairs of candidate and
//! answer a uniform sample of the candidates is compared; the others come last, at random. A row that is not a number ranks last.

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::matrix::{squared_distance, top_k};
use crate::rng::Rng;
use crate::strategy::pool::{percent, top_two};
use crate::strategy::representation::clustering::rows;
use crate::strategy::representation::distances::nearest;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

use super::{answers, compared};

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct RankedBatch {}

impl Strategy for RankedBatch {
    fn about(&self) -> About {
        About {
            title: "Ranked batch mode",
            family: "combined",
            paper: "Cardoso, Silva, Canuto, Moro & Gonçalves 2017, Ranked batch-mode active learning",
            formula: "α·(1 − 1/(1 + min ‖x − x_s‖)) + (1 − α)·(1 − max p), α = |U|/(|U| + |L|)",
            cost: "N·(L + n)·d, at most 4.5 million pairs with answers",
            summary: "Asks about texts far from all that is labelled, and more and more about what the model is unsure of. For batches.",
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
        let doubt: Vec<f32> = probabilities.iter().map(|row| 1.0 - top_two(row).0.1).collect();
        let labelled = rows(pool, answers(pool).into_iter().map(|(id, _)| id));
        let places = compared(pool, rng);
        let ids: Vec<u32> = places.iter().map(|&place| pool.candidates[place]).collect();
        let mut scratch = Vec::new();
        let mut squared: Vec<f32> = ids.iter().map(|&id| nearest(pool.feature(id), &labelled, &mut scratch).1).collect();
        let seed = rng.next_u64();
        let mut picked = vec![false; pool.candidates.len()];
        let mut picks: Vec<Pick> = Vec::with_capacity(count);
        while picks.len() < count.min(places.len()) {
            let (unlabelled, known) = ((pool.candidates.len() - picks.len()) as f64, (pool.labelled.len() + picks.len()) as f64);
            let alpha = unlabelled / (unlabelled + known);
            let worth = |(&place, &squared): (&usize, &f32)| match picked[place] {
                true => f32::NEG_INFINITY,
                false => (alpha * (1.0 - similarity(squared)) + (1.0 - alpha) * f64::from(doubt[place])) as f32,
            };
            let worths: Vec<f32> = places.iter().zip(&squared).map(worth).collect();
            // What was picked is at −∞, what is not a number just above it.
            let usable: Vec<f32> = worths.iter().map(|worth| if worth.is_nan() { f32::MIN } else { *worth }).collect();
            let Some(&best) = top_k(&usable, &ids, 1, seed).first() else { break };
            let score = picks.last().map_or(usable[best], |before| before.score.min(usable[best]));
            picks.push(Pick { id: ids[best], score, reason: reason(pool, similarity(squared[best]), doubt[places[best]]) });
            picked[places[best]] = true;
            for (squared, &id) in squared.iter_mut().zip(&ids) {
                *squared = squared.min(squared_distance(pool.feature(id), pool.feature(ids[best])));
            }
        }
        let left: Vec<u32> = pool.candidates.iter().zip(&picked).filter(|(_, picked)| !**picked).map(|(&id, _)| id).collect();
        for place in top_k(&vec![0.0; left.len()], &left, count - picks.len(), seed) {
            picks.push(Pick { id: left[place], score: f32::MIN, reason: "not compared: a sample of the pool was".into() });
        }
        Ok(picks)
    }
}

/// 1/(1 + d); 0 to nothing at all.
fn similarity(squared: f32) -> f64 {
    1.0 / (1.0 + f64::from(squared).sqrt())
}

fn reason(pool: &PoolView<'_>, similarity: f64, doubt: f32) -> String {
    let known = if pool.labelled.is_empty() { "chosen" } else { "labelled or chosen" };
    let likeness = match similarity {
        1.0.. => format!("the same as a text {known} already"),
        0.6.. => format!("like a text {known} already"),
        _ => format!("unlike anything {known} (likeness {similarity:.2})"),
    };
    format!("{likeness}; best guess only {}", percent(1.0 - doubt))
}
