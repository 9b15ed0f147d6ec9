//! Anchor subsampling, AnchorAL (Lesci & Vlachos 2024): the inner strategy sees the candidates most like a few varied answers of every
//! class. Of each class's answers `anchors` are drawn by k-means++, of each anchor the `k` nearest candidates by cosine are taken,
//! a candidate's similarity is the mean over the anchors that found it, and the `size` highest are the part that the inner strategy
//! sees. Score: the inner one's; texts that fill up a batch score no more than those before.
//!
//! As many anchors for a rare class as for a frequent one: the part is more balanced than the pool. With no answer yet, or a part
//! smaller than what is asked for, the inner strategy chooses the missing ones from the rest.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::nearest::{nearest, unit_rows};
use super::seals::select_then_fill;
use super::{MAX_NEIGHBOURS, MAX_PART, both, check_inner, within};
use crate::corpus::DocId;
use crate::error::Result;
use crate::matrix::{squared_distance, top_k};
use crate::rng::Rng;
use crate::strategy::{About, Need, Pick, PoolView, Strategy, StrategyConfig};

/// See the file's head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct AnchorSubsampling {
    /// The strategy that chooses.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub inner: Box<StrategyConfig>,
    /// Anchors of each class.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub anchors: usize,
    /// Neighbours of each anchor.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub k: usize,
    /// Candidates that the inner strategy sees; as many as are asked for where that is more.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub size: usize,
}

impl Default for AnchorSubsampling {
    fn default() -> Self {
        Self { inner: Box::default(), anchors: 10, k: 50, size: 500 }
    }
}

impl Strategy for AnchorSubsampling {
    fn about(&self) -> About {
        About {
            title: "Anchor subsampling",
            family: "wrapper",
            paper: "Lesci & Vlachos 2024, AnchorAL: computationally efficient active learning for large and imbalanced datasets",
            formula: "the inner score on the `size` highest by mean cosine to the anchors that found them, k nearest of each anchor",
            cost: "N·A·C·d for A anchors a class, and the inner strategy's on `size` candidates",
            summary: "Lets another strategy choose from texts like varied answers of every label. For large pools with rare labels.",
            scope: self.inner.about().scope,
        }
    }

    fn need(&self) -> Need {
        both(self.inner.need(), Need::Features)
    }

    fn check(&self) -> Result<()> {
        within("anchors", self.anchors, MAX_NEIGHBOURS)?;
        within("k", self.k, MAX_NEIGHBOURS)?;
        within("size", self.size, MAX_PART)?;
        check_inner(&self.inner)
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let mut anchors: Vec<DocId> = Vec::new();
        for answers in answers_by_class(pool) {
            anchors.extend(k_means_plus_plus(pool, &answers, self.anchors, rng));
        }
        // A text with several labels may be an anchor of each; it counts once.
        anchors.sort_unstable();
        anchors.dedup();
        let seed = rng.next_u64();
        let mut similarities: BTreeMap<usize, (f64, u32)> = BTreeMap::new();
        for found in nearest(pool, &anchors, self.k, seed).into_iter().flatten() {
            let sum = similarities.entry(found.place).or_default();
            *sum = (sum.0 + f64::from(found.similarity), sum.1 + 1);
        }
        let places: Vec<usize> = similarities.keys().copied().collect();
        let means: Vec<f32> = similarities.values().map(|&(sum, count)| (sum / f64::from(count)) as f32).collect();
        let ids: Vec<DocId> = places.iter().map(|&place| pool.candidates[place]).collect();
        let part: Vec<usize> = top_k(&means, &ids, self.size.max(count), seed).into_iter().map(|place| places[place]).collect();
        select_then_fill(&self.inner, pool, &part, count, rng)
    }
}

/// The answered documents of each class, ascending; a class that nothing was answered with has none.
fn answers_by_class(pool: &PoolView<'_>) -> Vec<Vec<DocId>> {
    let mut answers: Vec<Vec<DocId>> = vec![Vec::new(); pool.classes];
    for (place, &id) in pool.labelled.iter().enumerate() {
        let classes = match pool.label_sets {
            Some(sets) => sets.get(place).map_or(&[][..], Vec::as_slice),
            None => pool.targets.get(place..=place).unwrap_or(&[]),
        };
        for &class in classes {
            if let Some(answers) = answers.get_mut(class) {
                answers.push(id);
            }
        }
    }
    answers.iter_mut().for_each(|ids| ids.sort_unstable());
    answers
}

/// At most `count` of the documents by k-means++ (Arthur & Vassilvitskii 2007) on rows of length 1: the first uniformly, each further
/// one by its squared distance to the nearest so far. Documents that are copies of those drawn are left out.
fn k_means_plus_plus(pool: &PoolView<'_>, ids: &[DocId], count: usize, rng: &mut Rng) -> Vec<DocId> {
    if ids.len() <= count {
        return ids.to_vec();
    }
    let rows = unit_rows(pool, ids);
    let mut chosen = vec![rng.below(ids.len())];
    let mut distances = vec![f64::INFINITY; ids.len()];
    while chosen.len() < count {
        let last = rows.row(chosen[chosen.len() - 1]);
        for (distance, row) in distances.iter_mut().zip(rows.iter()) {
            *distance = distance.min(f64::from(squared_distance(row, last)));
        }
        let total: f64 = distances.iter().sum();
        if total <= 0.0 {
            break;
        }
        let mut left = rng.uniform() * total;
        let drawn = distances.iter().position(|&distance| {
            left -= distance;
            left < 0.0
        });
        // Rounding can leave a remainder after the last document; the last one with any weight takes it.
        let last_weighty = || distances.iter().rposition(|&distance| distance > 0.0);
        chosen.extend(drawn.or_else(last_weighty));
    }
    chosen.into_iter().map(|place| ids[place]).collect()
}
