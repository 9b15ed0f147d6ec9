//! Uniform subsample: the inner strategy sees `size` candidates, drawn uniformly, in place of the whole pool. Score: the inner one's.
//! It bounds the time of dear strategies, and its draw keeps a batch from being all of one kind.

use serde::{Deserialize, Serialize};

use super::{MAX_PART, Narrow, check_inner, within};
use crate::error::Result;
use crate::matrix::top_k;
use crate::rng::Rng;
use crate::strategy::{About, Need, Pick, PoolView, Strategy, StrategyConfig};

/// See the file's head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Subsample {
    /// The strategy that chooses.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub inner: Box<StrategyConfig>,
    /// Candidates that it sees; as many as are asked for where that is more.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub size: usize,
}

impl Default for Subsample {
    fn default() -> Self {
        Self { inner: Box::default(), size: 1000 }
    }
}

impl Strategy for Subsample {
    fn about(&self) -> About {
        About {
            title: "Subsample",
            family: "wrapper",
            paper: "usual practice; see Lesci & Vlachos 2024 for a comparison",
            formula: "the inner score on `size` candidates drawn uniformly",
            cost: "N, and the inner strategy's on `size` candidates",
            summary: "Lets another strategy choose from a random part of the texts. Makes slow strategies fast on large pools.",
            scope: self.inner.about().scope,
        }
    }

    fn need(&self) -> Need {
        self.inner.need()
    }

    fn check(&self) -> Result<()> {
        within("size", self.size, MAX_PART)?;
        check_inner(&self.inner)
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let places = top_k(&vec![0.0; pool.candidates.len()], pool.candidates, self.size.max(count), rng.next_u64());
        let part = Narrow::new(pool, &places)?;
        self.inner.build()?.select(&part.view(pool), count, rng)
    }
}
