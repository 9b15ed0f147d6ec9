//! Binary minimum (Brinker 2006): the texts of which some single label is most in doubt, whatever the others say.
//! Score: 1 − min_l |p(l) − p(not l)|.

use serde::{Deserialize, Serialize};

use super::{decision, read};
use crate::error::Result;
use crate::rng::Rng;
use crate::strategy::pool::percent;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct BinaryMinimum {}

impl Strategy for BinaryMinimum {
    fn about(&self) -> About {
        About {
            title: "Binary minimum",
            family: "multi-label",
            paper: "Brinker 2006, On active learning in multi-label classification",
            formula: "1 − min_l |2 p_l − 1|",
            cost: "N·C",
            summary: "Asks about the texts of which one label is nearest to even odds. Simple and strong; looks at one label at a time.",
            scope: Scope::MultiLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Probabilities
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let (probabilities, _) = read(pool)?;
        let doubtful: Vec<(usize, f64)> = probabilities.iter().map(most_doubtful).collect();
        let scores: Vec<f32> = doubtful.iter().map(|&(_, distance)| (1.0 - distance) as f32).collect();
        Ok(pool.best(&scores, count, rng, |place| {
            let label = doubtful[place].0;
            let p = probabilities.row(place)[label];
            format!("{} or not: {}", pool.name(label), percent(p))
        }))
    }
}

/// The label nearest to even odds and how far from them it is, the first of equals. A row with a figure that is not a number has none.
fn most_doubtful(row: &[f32]) -> (usize, f64) {
    if row.iter().any(|p| p.is_nan()) {
        return (0, f64::NAN);
    }
    let distances = row.iter().map(|&p| decision(p).abs()).enumerate();
    distances.fold((0, 1.0), |best, other| if other.1 < best.1 { other } else { best })
}
