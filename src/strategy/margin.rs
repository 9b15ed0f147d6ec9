//! Margin, also called breaking ties (Scheffer et al. 2001; Luo et al. 2005): the texts whose two likeliest labels are closest.
//! Score: 1 − (p₁ − p₂). With one class there is no second label and p₂ is 0.

use super::pool::{percent, top_two};
use super::{Need, Pick, PoolView, Strategy};
use crate::error::Result;
use crate::rng::Rng;

/// See the file's head.
#[derive(Clone, Copy, Debug, Default)]
pub struct Margin;

impl Strategy for Margin {
    fn need(&self) -> Need {
        Need::Probabilities
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let probabilities = pool.probabilities()?;
        let margin = |row: &[f32]| {
            let (first, second) = top_two(row);
            first.1 - second.map_or(0.0, |(_, p)| p)
        };
        let scores: Vec<f32> = probabilities.iter().map(|row| 1.0 - margin(row)).collect();
        Ok(pool.best(&scores, count, rng, |place| {
            let (first, second) = top_two(probabilities.row(place));
            let shown = |(class, p)| format!("{} ({})", pool.name(class), percent(p));
            match second {
                Some(second) => format!("between {} and {}", shown(first), shown(second)),
                None => format!("{} is the only label", shown(first)),
            }
        }))
    }
}
