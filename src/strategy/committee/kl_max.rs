//! Largest KL divergence to the consensus (after McCallum & Nigam 1998, who take the mean; the largest is modAL's maximum disagreement): the
//! texts on which one member is farthest from what all think together. Score: max_m Σ_y p_m·log₂(p_m/p̄) in bits, p̄ the mean of the
//! members' probabilities. At most log₂ M; finite, since p̄ = 0 only where every p_m is.

use serde::{Deserialize, Serialize};

use super::opinions::Opinions;
use crate::error::Result;
use crate::rng::Rng;
use crate::strategy::pool::{percent, top_two};
use crate::strategy::uncertainty::bits;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct KlMax {}

impl Strategy for KlMax {
    fn about(&self) -> About {
        About {
            title: "KL divergence, largest",
            family: "committee",
            paper: "McCallum & Nigam 1998, Employing EM and pool-based active learning for text classification",
            formula: "max_m Σ_y p_m·log₂(p_m/p̄), p̄ = mean_m p_m",
            cost: "N·M·C",
            summary: "Asks where one model of the committee is farthest from what all think together. Finds the text on which a single model knows something else.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Committee
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let opinions = Opinions::of(pool)?;
        let mut logs = vec![0.0; opinions.classes()];
        let scores = opinions.scores(|place| bits::settled(farthest(&opinions, place, &mut logs).1));
        Ok(pool.best(&scores, count, rng, |place| {
            let members = opinions.size();
            let mut consensus = vec![0.0; opinions.classes()];
            let (member, _) = farthest(&opinions, place, &mut consensus);
            opinions.consensus(place, &mut consensus);
            let Some((class, p)) = opinions.rows(place).nth(member).map(|row| top_two(row).0) else { return format!("{members} models") };
            let together = consensus.get(class).map_or(0.0, |&p| p as f32);
            format!("one of {members} models gives {} {}, all together give it {}", pool.name(class), percent(p), percent(together))
        }))
    }
}

/// The member farthest from the consensus, the first of equals, and its divergence in bits. `logs` is room for one number a class.
fn farthest(opinions: &Opinions<'_>, place: usize, logs: &mut [f64]) -> (usize, f64) {
    opinions.consensus(place, logs);
    logs.iter_mut().for_each(|p| *p = bits::log2(*p));
    let mut best = (0, f64::NEG_INFINITY);
    for (member, row) in opinions.rows(place).enumerate() {
        let cross: f64 = row.iter().zip(&*logs).map(|(&p, consensus)| f64::from(p) * consensus).sum();
        let divergence = -bits::entropy(row) - cross;
        // What is not a number is kept: it ranks last.
        if divergence > best.1 || divergence.is_nan() {
            best = (member, divergence);
        }
        if divergence.is_nan() {
            break;
        }
    }
    best
}
