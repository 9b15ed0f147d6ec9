//! Consensus entropy (the soft vote entropy of Dagan & Engelson 1995; with an ensemble Lakshminarayanan et al. 2017): the texts on which
//! the committee as a whole is in doubt. Score: the entropy of the members' mean probabilities p̄, −Σ p̄·log₂ p̄, in bits.
//! Does not tell doubt that all members share from disagreement among them; BALD does.

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
pub struct ConsensusEntropy {}

impl Strategy for ConsensusEntropy {
    fn about(&self) -> About {
        About {
            title: "Consensus entropy",
            family: "committee",
            paper: "Dagan & Engelson 1995; Lakshminarayanan et al. 2017",
            formula: "−Σ p̄·log₂ p̄, p̄ = mean_m p_m",
            cost: "N·M·C",
            summary: "Asks where the committee as a whole is in doubt, whether its models disagree or are all unsure. Entropy with better calibrated probabilities.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Committee
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let opinions = Opinions::of(pool)?;
        let mut consensus = vec![0.0; opinions.classes()];
        let scores = opinions.scores(|place| {
            opinions.consensus(place, &mut consensus);
            bits::settled(-consensus.iter().map(|&p| bits::p_log2_p(p)).sum::<f64>())
        });
        let (members, most) = (opinions.size(), (pool.classes.max(1) as f32).log2());
        Ok(pool.best(&scores, count, rng, |place| format!("together {members} models have {:.2} of {most:.2} bits of doubt", scores[place])))
    }
}
