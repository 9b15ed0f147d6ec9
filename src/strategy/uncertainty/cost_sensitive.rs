//! Cost-sensitive least confidence (Margineantu 2005, with the minimum expected cost as in scikit-activeml): the texts for which even the
//! best answer is likely to be an expensive mistake. Score: min_k Σ_y p_y·cost(y, k), where k is what would be predicted.
//!
//! Without a table every mistake costs 1, and the score is that of least confidence, 1 − max p. Knows class numbers, not what a cost is.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};
use crate::rng::Rng;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy};

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct CostSensitive {
    /// What it costs to predict label k (column) where y is right (row), `[labels][labels]` in the order of the labels. Any unit, at least 0;
    /// empty: 1 for every mistake.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub costs: Vec<Vec<f32>>,
}

impl CostSensitive {
    /// The prediction with the least expected cost, and that cost. `expected` is room for one number a class.
    fn cheapest(&self, probabilities: &[f32], expected: &mut [f64]) -> (usize, f64) {
        if self.costs.is_empty() {
            let total: f64 = probabilities.iter().map(|&p| f64::from(p)).sum();
            expected.iter_mut().zip(probabilities).for_each(|(cost, &p)| *cost = total - f64::from(p));
        } else {
            expected.fill(0.0);
            for (&p, of_class) in probabilities.iter().zip(&self.costs) {
                expected.iter_mut().zip(of_class).for_each(|(cost, &unit)| *cost += f64::from(p) * f64::from(unit));
            }
        }
        let mut best = (0, f64::INFINITY);
        for (predicted, &cost) in expected.iter().enumerate() {
            // What is not a number is kept: it ranks last.
            if cost < best.1 || cost.is_nan() {
                best = (predicted, cost);
            }
        }
        best
    }
}

impl Strategy for CostSensitive {
    fn about(&self) -> About {
        About {
            title: "Cost-sensitive least confidence",
            family: "uncertainty",
            paper: "Margineantu 2005, Active cost-sensitive learning",
            formula: "min_k Σ_y p_y·cost(y, k)",
            cost: "N·C²",
            summary: "Asks where even the best answer is likely to be an expensive mistake. For labels whose confusion costs more than others'; \
                      without a table of costs the same as least confidence.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        Need::Probabilities
    }

    fn check(&self) -> Result<()> {
        let side = self.costs.len();
        let fits = self.costs.iter().all(|row| row.len() == side && row.iter().all(|cost| cost.is_finite() && *cost >= 0.0));
        if fits {
            return Ok(());
        }
        let message = "“costs” must be a square table, one row for each right label and one column for each predicted one, of numbers of at least 0.";
        Err(Error::new(Code::InvalidStrategy, message))
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        pool.single_label()?;
        let probabilities = pool.probabilities()?;
        if !self.costs.is_empty() && self.costs.len() != pool.classes {
            let (rows, classes) = (self.costs.len(), pool.classes);
            let message =
                format!("“costs” is a table for {rows} labels, and there are {classes}; give one row and one column for each, in their order.");
            return Err(Error::new(Code::InvalidStrategy, message));
        }
        let mut expected = vec![0.0; pool.classes];
        let scores: Vec<f32> = probabilities.iter().map(|row| self.cheapest(row, &mut expected).1 as f32).collect();
        Ok(pool.best(&scores, count, rng, |place| {
            let (class, cost) = self.cheapest(probabilities.row(place), &mut vec![0.0; pool.classes]);
            format!("even the safest guess, {}, may cost {cost:.2}", pool.name(class))
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::Matrix;

    fn pick(costs: Vec<Vec<f32>>, rows: &[[f32; 2]]) -> Result<Vec<Pick>> {
        let features = Matrix::zeros(rows.len(), 1);
        let ids: Vec<u32> = (0..rows.len() as u32).collect();
        let probabilities = Matrix::from_vec(rows.len(), 2, rows.concat()).unwrap();
        let pool = PoolView { probabilities: Some(&probabilities), ..PoolView::new(&features, &ids, &ids, 2) };
        let strategy = CostSensitive { costs };
        strategy.check()?;
        strategy.select(&pool, rows.len(), &mut Rng::new(1))
    }

    #[test]
    fn a_dear_mistake_is_asked_about_before_a_likely_one() {
        // Missing a fraud costs 10, a false alarm 1.
        let picks = pick(vec![vec![0.0, 1.0], vec![10.0, 0.0]], &[[0.5, 0.5], [0.9, 0.1], [0.99, 0.01]]).unwrap();
        assert_eq!(picks.iter().map(|pick| pick.id).collect::<Vec<_>>(), [1, 0, 2]);
        assert!((picks[0].score - 0.9).abs() < 1e-6 && (picks[1].score - 0.5).abs() < 1e-6 && (picks[2].score - 0.1).abs() < 1e-6);
        assert_eq!(picks[1].reason, "even the safest guess, class 2, may cost 0.50");
    }

    #[test]
    fn without_costs_it_is_least_confidence() {
        let picks = pick(vec![], &[[0.5, 0.5], [0.9, 0.1], [1.0, 0.0]]).unwrap();
        assert!(picks.iter().zip([0.5, 0.1, 0.0]).all(|(pick, score)| (pick.score - score).abs() < 1e-6), "{picks:?}");
    }

    #[test]
    fn a_table_of_the_wrong_shape_or_with_wrong_numbers_is_refused() {
        for wrong in [vec![vec![0.0, 1.0]], vec![vec![0.0]], vec![vec![0.0, -1.0], vec![1.0, 0.0]], vec![vec![0.0, f32::NAN], vec![1.0, 0.0]]] {
            assert_eq!(pick(wrong.clone(), &[[0.5, 0.5]]).unwrap_err().code(), Code::InvalidStrategy, "{wrong:?}");
        }
    }
}
