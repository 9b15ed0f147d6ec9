//! SEALS, similarity search for efficient active learning (Coleman et al. 2022): the inner strategy sees only the nearest neighbours
//! of answered texts, the union of `k` of each. Score: the inner one's; texts that fill up a batch score no more than those before.
//!
//! Neighbours are sought among today's candidates at every selection, exactly, by cosine: no index that grows stale. With no answer
//! yet, or a union smaller than what is asked for, the inner strategy chooses the missing ones from the rest.

use serde::{Deserialize, Serialize};

use super::narrow::rest;
use super::nearest::nearest;
use super::{MAX_NEIGHBOURS, Narrow, both, check_inner, never_rising, within};
use crate::error::Result;
use crate::rng::Rng;
use crate::strategy::{About, Need, Pick, PoolView, Strategy, StrategyConfig};

/// See the file's head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Seals {
    /// The strategy that chooses.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub inner: Box<StrategyConfig>,
    /// Neighbours of each answered text.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub k: usize,
}

impl Default for Seals {
    fn default() -> Self {
        Self { inner: Box::default(), k: 100 }
    }
}

impl Strategy for Seals {
    fn about(&self) -> About {
        About {
            title: "SEALS (neighbours of answered texts)",
            family: "wrapper",
            paper: "Coleman et al. 2022, Similarity search for efficient active learning and search of rare concepts",
            formula: "the inner score on the union of the k nearest candidates of each s ∈ L",
            cost: "N·L·d, and the inner strategy's on at most k·L candidates",
            summary: "Lets another strategy choose from texts like those answered. Finds more of a rare label; blind to what is far from every answer.",
            scope: self.inner.about().scope,
        }
    }

    fn need(&self) -> Need {
        both(self.inner.need(), Need::Features)
    }

    fn check(&self) -> Result<()> {
        within("k", self.k, MAX_NEIGHBOURS)?;
        check_inner(&self.inner)
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let mut places: Vec<usize> = nearest(pool, pool.labelled, self.k, rng.next_u64()).into_iter().flatten().map(|found| found.place).collect();
        places.sort_unstable();
        places.dedup();
        select_then_fill(&self.inner, pool, &places, count, rng)
    }
}

/// The inner strategy's choice from the candidates at `places`, and from the others where these are too few.
pub(super) fn select_then_fill(inner: &StrategyConfig, pool: &PoolView<'_>, places: &[usize], count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
    let inner = inner.build()?;
    let mut picks = inner.select(&Narrow::new(pool, places)?.view(pool), count, rng)?;
    let missing = count.min(pool.candidates.len()).saturating_sub(picks.len());
    if missing > 0 {
        let others = Narrow::new(pool, &rest(pool.candidates.len(), places))?;
        picks.extend(inner.select(&others.view(pool), missing, rng)?);
    }
    Ok(never_rising(picks))
}
