//! FALCUN (Gilhuber et al. 2024): texts that the model is unsure of and whose probabilities are unlike those chosen already. Drawn one after
//! the other with chances (u + d)^γ, where u = 1 − (p₁ − p₂) and d begins as u; after each pick d falls to the L1 distance of the
//! probabilities to those of the pick where that is less, and is scaled to [0, 1] over what is left.
//!
//! Knows probabilities alone, no rows: n·N·C. A draw hangs on the seed, its number and the ids. Score: u + d as it was when the text was
//! chosen, never more than before. A row that is not a number ranks last.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};
use crate::matrix::{Matrix, top_k};
use crate::rng::{Rng, mix};
use crate::strategy::pool::{margin, shown_margin};
use crate::strategy::representation::chance::gumbel;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// Instead of ln 0, which is no number to go on with.
const NO_CHANCE: f64 = -1e30;

/// See the file's head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Falcun {
    /// How much the best are preferred, 0 (a uniform draw) to 1000.
    pub gamma: f32,
}

impl Default for Falcun {
    fn default() -> Self {
        Self { gamma: 10.0 }
    }
}

impl Strategy for Falcun {
    fn about(&self) -> About {
        About {
            title: "FALCUN",
            family: "combined",
            paper: "Gilhuber, Beer, Ma & Seidl 2024, FALCUN: a simple and efficient deep active learning strategy",
            formula: "a draw with chances (u + d)^γ, u = 1 − (p₁ − p₂), d = min ‖p − p_s‖₁ over the picks s",
            cost: "n·N·C",
            summary: "Draws texts that the model is unsure of, each unsure between other labels than those before. For batches.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Probabilities
    }

    fn check(&self) -> Result<()> {
        if (0.0..=1000.0).contains(&self.gamma) {
            return Ok(());
        }
        Err(Error::new(Code::InvalidStrategy, format!("FALCUN cannot draw with gamma = {}; gamma is from 0 to 1000.", self.gamma)))
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        pool.single_label()?;
        let probabilities = pool.probabilities()?;
        let count = count.min(pool.candidates.len());
        let seed = rng.next_u64();
        let doubt: Vec<f32> = probabilities.iter().map(|row| 1.0 - margin(row)).collect();
        let mut distance = doubt.clone();
        let mut picked = vec![false; doubt.len()];
        let mut picks: Vec<Pick> = Vec::with_capacity(count);
        while picks.len() < count {
            let draw = mix(seed, picks.len() as u64);
            let key = |place: usize| {
                let worth = f64::from(doubt[place] + distance[place]);
                // A worth of 0 has no chance while another has one, but comes before what is not a number. Where γ is 0, all count alike.
                let log = if worth == 0.0 { NO_CHANCE } else { worth.ln() };
                (f64::from(self.gamma) * log + gumbel(draw, pool.candidates[place])) as f32
            };
            let left: Vec<usize> = (0..doubt.len()).filter(|&place| !picked[place]).collect();
            let keys: Vec<f32> = left.iter().map(|&place| key(place)).collect();
            let ids: Vec<u32> = left.iter().map(|&place| pool.candidates[place]).collect();
            let place = left[top_k(&keys, &ids, 1, draw)[0]];
            let worth = doubt[place] + distance[place];
            let worth = if worth.is_finite() { worth } else { 0.0 };
            let score = picks.last().map_or(worth, |before| before.score.min(worth));
            let reason = match picks.is_empty() {
                true => shown_margin(pool, probabilities.row(place)),
                false => format!("{}, otherwise than those before it", shown_margin(pool, probabilities.row(place))),
            };
            picks.push(Pick { id: pool.candidates[place], score, reason });
            picked[place] = true;
            approach(probabilities, place, &mut distance, &picked);
        }
        Ok(picks)
    }
}

/// Lowers each distance where the pick is nearer, then scales what is left to [0, 1]; where all are the same, to 0.
fn approach(probabilities: &Matrix, pick: usize, distance: &mut [f32], picked: &[bool]) {
    let chosen = probabilities.row(pick);
    let (mut least, mut most) = (f32::INFINITY, f32::NEG_INFINITY);
    for ((distance, row), &picked) in distance.iter_mut().zip(probabilities.iter()).zip(picked) {
        let to_pick: f32 = row.iter().zip(chosen).map(|(p, q)| (p - q).abs()).sum();
        *distance = distance.min(to_pick);
        if !picked {
            (least, most) = (least.min(*distance), most.max(*distance));
        }
    }
    let range = most - least;
    distance.iter_mut().for_each(|distance| *distance = if range > 0.0 { (*distance - least) / range } else { 0.0 });
}
