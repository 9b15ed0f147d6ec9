//! Vote entropy (Engelson & Dagan 1996): the texts on whose label the members of a committee vote most differently.
//! Score: −Σ_y V_y/M·log₂(V_y/M) in bits, where V_y of the M members think y the likeliest; not divided by what could be reached. Knows
//! votes only, not how sure a member is.

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
pub struct VoteEntropy {}

impl Strategy for VoteEntropy {
    fn about(&self) -> About {
        About {
            title: "Vote entropy",
            family: "committee",
            paper: "Engelson & Dagan 1996, Minimizing manual annotation cost in supervised training from corpora",
            formula: "−Σ_y (votes_y/M)·log₂(votes_y/M)",
            cost: "N·M·C",
            summary: "Asks where the models of the committee vote for different labels. Has few different values with few models: ties are drawn.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Committee
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let opinions = Opinions::of(pool)?;
        let members = opinions.size();
        let term: Vec<f64> = (0..=members).map(|votes| -bits::p_log2_p(votes as f64 / members as f64)).collect();
        let mut votes = vec![0; opinions.classes()];
        let scores = opinions.scores(|place| match opinions.votes(place, &mut votes) {
            true => bits::settled(votes.iter().map(|&votes| term[votes as usize]).sum()),
            false => f32::NAN,
        });
        Ok(pool.best(&scores, count, rng, |place| opinions.votes_in_words(place, pool)))
    }
}
