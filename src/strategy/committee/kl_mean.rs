//! Mean KL divergence to the consensus (McCallum & Nigam 1998): the texts on which members are on average farthest from what all think together.
//! Score: mean_m Σ_y p_m·log₂(p_m/p̄) in bits, p̄ the mean of the members' probabilities.
//!
//! The Jensen–Shannon divergence of the members; written out, it is the entropy of the consensus less the mean entropy of the
//! members: for members of equal weight the very score of BALD, and computed as that. Both names are here because both are looked for.

use serde::{Deserialize, Serialize};

use super::opinions::Opinions;
use crate::error::Result;
use crate::rng::Rng;
use crate::strategy::uncertainty::bits;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct KlMean {}

impl Strategy for KlMean {
    fn about(&self) -> About {
        About {
            title: "KL divergence, mean",
            family: "committee",
            paper: "McCallum & Nigam 1998, Employing EM and pool-based active learning for text classification",
            formula: "mean_m Σ_y p_m·log₂(p_m/p̄), p̄ = mean_m p_m",
            cost: "N·M·C",
            summary: "Asks where the committee's models are on average farthest from what they think together. With equal models the same number as BALD.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Committee
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let opinions = Opinions::of(pool)?;
        let mut consensus = vec![0.0; opinions.classes()];
        let scores = opinions.scores(|place| bits::settled(opinions.information(place, &mut consensus)));
        Ok(pool
            .best(&scores, count, rng, |place| format!("the models are {:.2} bits apart: {}", scores[place], opinions.votes_in_words(place, pool))))
    }
}
