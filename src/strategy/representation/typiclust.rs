//! TypiClust (Hacohen, Dekel & Weinshall 2022): the most typical text of each group, groups without answers first, then the largest.
//!
//! Groups are made by k-means of candidates and answers, as many as there are answers plus texts asked for, at most `max_clusters`.
//! Typical is what lies among many: 1 / (mean distance to the 20 nearest of its group + 10⁻⁵). Groups of at most [`SMALL`]
//! candidates come only when all others are used up. Score: the group's share of the candidates, less the answers in it and what was
//! taken of it before.
//!
//! Bounded: centres come from a sample of 2048 texts (16 a group where that is more), [`ASSIGNED`] candidates at most are then
//! assigned to them, and neighbours are sought among [`MEMBERS`] of a group. All draws hang on the ids alone.

use serde::{Deserialize, Serialize};

use crate::corpus::DocId;
use crate::error::{Code, Error, Result};
use crate::matrix::Matrix;
use crate::rng::{Rng, mix};
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

use super::chance::sample;
use super::clustering::{Group, cluster, rows, sample_size, take_turns};
use super::distances::{nearest, squared_distances};

/// Neighbours whose mean distance counts, at most.
const NEIGHBOURS: usize = 20;
/// Groups of so few candidates are left for last.
const SMALL: usize = 5;
/// Candidates that are assigned to groups, at most (or as many as are asked for).
const ASSIGNED: usize = 20_480;
/// Members of a group that are compared with each other, at most.
const MEMBERS: usize = 384;

/// See the file's head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct TypiClust {
    /// Most groups that are made, 1 to 500. The time grows with it.
    pub max_clusters: usize,
}

impl Default for TypiClust {
    fn default() -> Self {
        Self { max_clusters: 100 }
    }
}

impl Strategy for TypiClust {
    fn about(&self) -> About {
        About {
            title: "TypiClust",
            family: "representation",
            paper: "Hacohen, Dekel & Weinshall 2022, Active learning on a budget: opposite strategies suit high and low budgets",
            formula: "max 1/(mean distance to 20 neighbours) in the group with fewest answers, then the largest",
            cost: "N·K·d, K = min(L + n, 100) groups, N at most 20480",
            summary: "Asks about the most typical text of each group of similar ones, groups without an answer first. For the first few dozen \
                      labels; needs no model.",
            scope: Scope::Any,
        }
    }

    fn need(&self) -> Need {
        Need::Features
    }

    fn check(&self) -> Result<()> {
        if (1..=500).contains(&self.max_clusters) {
            return Ok(());
        }
        Err(Error::new(Code::InvalidStrategy, format!("TypiClust cannot make {} groups; maxClusters is from 1 to 500.", self.max_clusters)))
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let count = count.min(pool.candidates.len());
        if count == 0 {
            return Ok(Vec::new());
        }
        let clusters = self.max_clusters.min(pool.labelled.len() + count);
        let size = sample_size(clusters);
        let points = rows(pool, sample(pool.candidates, size, rng).into_iter().chain(sample(pool.labelled, size, rng)));
        let (_, centres) = cluster(&points, None, clusters, rng);
        let candidates = sample(pool.candidates, ASSIGNED.max(count), rng);
        let mut groups = assign(pool, &candidates, &centres);
        let wanted: Vec<usize> = take_turns(&groups, count).into_iter().map(|taken| taken.group).collect();
        let seed = rng.next_u64();
        for (number, group) in groups.iter_mut().enumerate() {
            if wanted.contains(&number) {
                group.members = most_typical_first(pool, &group.members, seed);
            }
        }
        let scale = pool.candidates.len() as f64 / candidates.len() as f64;
        let picks = take_turns(&groups, count).into_iter();
        Ok(picks.map(|taken| Pick { id: taken.id, score: taken.score, reason: reason(&groups[taken.group], scale) }).collect())
    }
}

fn reason(group: &Group, scale: f64) -> String {
    let about = if scale > 1.0 { "about " } else { "" };
    let size = (group.members.len() as f64 * scale).round();
    match (size as usize, group.answers) {
        (0 | 1, _) => "the only one of its group".into(),
        (size, 0) => format!("the most typical of {about}{size} similar texts, none of them labelled"),
        (size, 1) => format!("typical of {about}{size} similar texts; one text like them is labelled"),
        (size, answers) => format!("typical of {about}{size} similar texts; {answers} texts like them are labelled"),
    }
}

/// Groups of the candidates, in the order of their ids, with the answers counted.
fn assign(pool: &PoolView<'_>, candidates: &[DocId], centres: &Matrix) -> Vec<Group> {
    let mut groups: Vec<Group> = (0..centres.rows()).map(|_| Group::default()).collect();
    let mut scratch = Vec::new();
    for &id in candidates {
        groups[nearest(pool.feature(id), centres, &mut scratch).0].members.push(id);
    }
    for &id in pool.labelled {
        groups[nearest(pool.feature(id), centres, &mut scratch).0].answers += 1;
    }
    for group in &mut groups {
        group.share = group.members.len() as f64 / candidates.len() as f64;
        group.last = group.members.len() <= SMALL;
    }
    groups
}

/// The most typical first; of a large group, those that were not compared come after all that were.
fn most_typical_first(pool: &PoolView<'_>, members: &[DocId], seed: u64) -> Vec<DocId> {
    let mut order = members.to_vec();
    order.sort_unstable_by_key(|&id| (mix(seed, u64::from(id)), id));
    let compared = order.len().min(MEMBERS);
    let points = rows(pool, order[..compared].iter().copied());
    let mut distances = Vec::new();
    let typicality = |point: &[f32]| {
        squared_distances(point, &points, 0..compared, &mut distances);
        // The nearest of all is the text itself, at 0; what is not a number is as far as can be.
        distances.iter_mut().filter(|distance| distance.is_nan()).for_each(|distance| *distance = f32::MAX);
        let neighbours = NEIGHBOURS.min(distances.len() - 1);
        distances.select_nth_unstable_by(neighbours, f32::total_cmp);
        let mut near: Vec<f32> = distances[..=neighbours].to_vec();
        near.sort_unstable_by(f32::total_cmp);
        let sum: f64 = near[1..].iter().map(|&squared| f64::from(squared).sqrt()).sum();
        1.0 / (sum / neighbours.max(1) as f64 + 1e-5)
    };
    let scored: Vec<f64> = points.iter().map(typicality).collect();
    let mut ranked: Vec<usize> = (0..compared).collect();
    // A stable sort: equals stay in the order of the hash.
    ranked.sort_by(|&a, &b| scored[b].total_cmp(&scored[a]));
    let first: Vec<DocId> = ranked.into_iter().map(|place| order[place]).collect();
    order[..compared].copy_from_slice(&first);
    order
}
