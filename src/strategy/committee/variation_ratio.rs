//! Variation ratio (Freeman 1965; for committees Beluch et al. 2018): the texts on whose label most members are against the majority.
//! Score: 1 − max_y V_y/M, where V_y of the M members think y the likeliest. Knows votes only, not how sure a member is.

use serde::{Deserialize, Serialize};

use super::opinions::Opinions;
use crate::error::Result;
use crate::rng::Rng;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct VariationRatio {}

impl Strategy for VariationRatio {
    fn about(&self) -> About {
        About {
            title: "Variation ratio",
            family: "committee",
            paper: "Freeman 1965, Elementary applied statistics; Beluch et al. 2018",
            formula: "1 − max_y votes_y/M",
            cost: "N·M·C",
            summary: "Asks where the largest share of the committee's models is against the majority. Has few different values with few models: ties are drawn.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Committee
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let opinions = Opinions::of(pool)?;
        let members = opinions.size();
        let mut votes = vec![0; opinions.classes()];
        let scores = opinions.scores(|place| match opinions.votes(place, &mut votes) {
            true => (members as u32 - votes.iter().copied().max().unwrap_or(members as u32)) as f32 / members as f32,
            false => f32::NAN,
        });
        Ok(pool.best(&scores, count, rng, |place| opinions.votes_in_words(place, pool)))
    }
}
