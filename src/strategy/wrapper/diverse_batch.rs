//! Diverse batch: no near-duplicates in a batch. The inner strategy is asked for `factor` times as many texts; from the best down, a text
//! is skipped where its cosine to one already taken reaches `threshold`. Where too few remain, the skipped ones fill up, best first.
//! Score: the inner one's, lowered to that of the place before for those that fill up.
//!
//! Only texts of one batch are compared: a text like an answered one is the inner strategy's affair.

use serde::{Deserialize, Serialize};

use super::nearest::unit_rows;
use super::{both, check_inner, never_rising, within};
use crate::error::{Code, Error, Result};
use crate::matrix::dot;
use crate::rng::Rng;
use crate::strategy::{About, Need, Pick, PoolView, Strategy, StrategyConfig};

/// See the file's head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct DiverseBatch {
    /// The strategy that chooses.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub inner: Box<StrategyConfig>,
    /// Cosine from which two texts are near-duplicates, above −1 and at most 1.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub threshold: f64,
    /// Texts that the inner strategy is asked for, as a multiple of the batch.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub factor: usize,
}

impl Default for DiverseBatch {
    fn default() -> Self {
        Self { inner: Box::default(), threshold: 0.95, factor: 5 }
    }
}

impl Strategy for DiverseBatch {
    fn about(&self) -> About {
        About {
            title: "Diverse batch (no near-duplicates)",
            family: "wrapper",
            paper: "Brinker 2003, Incorporating diversity in active learning with support vector machines, with a fixed threshold",
            formula: "the inner score, among texts with cosine < threshold to every text taken before",
            cost: "the inner strategy's for `factor`·n texts, and factor·n²·d",
            summary: "Skips texts that nearly repeat one of the same batch. For pools with many repeated or templated texts.",
            scope: self.inner.about().scope,
        }
    }

    fn need(&self) -> Need {
        both(self.inner.need(), Need::Features)
    }

    fn check(&self) -> Result<()> {
        if !(self.threshold > -1.0 && self.threshold <= 1.0) {
            let message = format!("threshold is a cosine above −1 and at most 1; {} is not. 0.95 is usual.", self.threshold);
            return Err(Error::new(Code::InvalidStrategy, message));
        }
        within("factor", self.factor, 100)?;
        check_inner(&self.inner)
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let offered = self.inner.build()?.select(pool, count.saturating_mul(self.factor), rng)?;
        let ids: Vec<_> = offered.iter().map(|pick| pick.id).collect();
        let rows = unit_rows(pool, &ids);
        // A cosine of 1 in exact arithmetic may come out a hair below.
        let threshold = (self.threshold - 1e-6) as f32;
        // Two rows of zeros are the same text to the model.
        let zero = |row: &[f32]| row.iter().all(|&x| x == 0.0);
        let alike = |a: usize, b: usize| dot(rows.row(a), rows.row(b)) >= threshold || (zero(rows.row(a)) && zero(rows.row(b)));
        let mut taken: Vec<usize> = Vec::with_capacity(count.min(ids.len()));
        let mut skipped: Vec<usize> = Vec::new();
        for place in 0..ids.len() {
            if taken.len() == count {
                break;
            }
            if taken.iter().any(|&other| alike(place, other)) {
                skipped.push(place);
            } else {
                taken.push(place);
            }
        }
        let missing = count.min(ids.len()).saturating_sub(taken.len());
        taken.extend(skipped.into_iter().take(missing));
        Ok(never_rising(taken.into_iter().map(|place| offered[place].clone()).collect()))
    }
}
