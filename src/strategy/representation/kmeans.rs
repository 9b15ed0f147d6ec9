//! Embedding k-means (Yuan et al. 2020, there with as many clusters as texts asked for): one typical text from each group of similar
//! ones, largest groups first. The strategy for the time before there is a model.
//!
//! So that it also works one text at a time, groups are made of answered texts too, as many as there are answers plus texts asked
//! for, and those with the fewest answers come first (the rule of TypiClust, Hacohen et al. 2022). Score: the group's share of
//! the texts, less the answers in it. Beyond [`CLUSTERS`] groups a second text is taken from each, and so on.
//! A large pool is represented by a uniform sample, so that the time does not grow with it.

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::rng::Rng;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

use super::chance::sample;
use super::clustering::{CLUSTERS, around_centres, cluster, rows, sample_size, take_turns};

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct Kmeans {}

impl Strategy for Kmeans {
    fn about(&self) -> About {
        About {
            title: "k-means",
            family: "representation",
            paper: "Yuan, Lin & Boyd-Graber 2020, Cold-start active learning through self-supervised language modeling",
            formula: "share of the group − answers in it",
            cost: "(L + n)·d, on a sample of at least 2048",
            summary: "Asks about one typical text of each group of similar ones, large groups first. Needs no model: the cold start.",
            scope: Scope::Any,
        }
    }

    fn need(&self) -> Need {
        Need::Features
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let count = count.min(pool.candidates.len());
        if count == 0 {
            return Ok(Vec::new());
        }
        let clusters = CLUSTERS.min(pool.labelled.len() + count);
        let size = sample_size(clusters).max(count);
        let candidates = sample(pool.candidates, size, rng);
        let answered = sample(pool.labelled, size, rng);
        let points = rows(pool, candidates.iter().chain(&answered).copied());
        let (group_of, centres) = cluster(&points, None, clusters, rng);
        let groups = around_centres(&points, &candidates, &group_of, &centres, rng.next_u64());
        let scale = pool.candidates.len() as f32 / candidates.len() as f32;
        let reason = |group: usize| {
            let size = (groups[group].members.len() as f32 * scale).round();
            let about = if scale > 1.0 { "about " } else { "" };
            match size as usize {
                0 | 1 => "in a group of its own".into(),
                size => format!("typical of a group of {about}{size} similar texts"),
            }
        };
        let picks = take_turns(&groups, count).into_iter();
        Ok(picks.map(|taken| Pick { id: taken.id, score: taken.score, reason: reason(taken.group) }).collect())
    }
}
