//! BALD, Bayesian active learning by disagreement (Houlsby et al. 2011), with a committee for the posterior: the texts whose answer tells
//! most about which member is right. Score: H(p̄) − mean_m H(p_m) in bits, p̄ the mean of the members' probabilities; at most log₂ M.
//! Doubt that all members share (a text that is ambiguous in itself) counts for nothing.

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
pub struct Bald {}

impl Strategy for Bald {
    fn about(&self) -> About {
        About {
            title: "BALD",
            family: "committee",
            paper: "Houlsby et al. 2011, Bayesian active learning for classification and preference learning",
            formula: "H(mean_m p_m) − mean_m H(p_m)",
            cost: "N·M·C",
            summary: "Asks where each model is sure but of different labels, and not where all are equally in doubt. The information that an answer has about the model.",
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
        Ok(pool.best(&scores, count, rng, |place| {
            format!("the answer would tell the models apart by {:.2} bits: {}", scores[place], opinions.votes_in_words(place, pool))
        }))
    }
}
