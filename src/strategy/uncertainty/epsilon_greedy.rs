//! Epsilon-greedy (Watkins 1989; for active learning in libact): another strategy's order, in which each place goes to a text drawn at
//! random with probability ε, so that no part of the pool is out of reach however sure the model is.
//!
//! Score: that of the text to which the other strategy would have given the place; so scores still fall from best to last, and a
//! text drawn at random bears the score of the one whose place it took. Knows nothing of what the other strategy looks at.

use serde::{Deserialize, Serialize};

use crate::corpus::DocId;
use crate::error::{Code, Error, Result};
use crate::matrix::top_k;
use crate::rng::Rng;
use crate::strategy::{About, Need, Pick, PoolView, Strategy, StrategyConfig};

/// See the file's head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct EpsilonGreedy {
    /// Probability, in `[0, 1]`, that a place goes to a text drawn at random; 0.1.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub epsilon: f64,
    /// The strategy that fills the other places; margin.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub inner: Box<StrategyConfig>,
}

impl Default for EpsilonGreedy {
    fn default() -> Self {
        Self { epsilon: 0.1, inner: Box::default() }
    }
}

impl Strategy for EpsilonGreedy {
    fn about(&self) -> About {
        About {
            title: "Epsilon-greedy",
            family: "uncertainty",
            paper: "Watkins 1989, Learning from delayed rewards; Sutton & Barto 1998",
            formula: "with probability ε a random text, else the best of the inner strategy",
            cost: "the inner strategy's + N",
            summary: "Follows another strategy (margin), but gives one place in ten to a text drawn at random. For a model that may be sure and wrong.",
            scope: self.inner.about().scope,
        }
    }

    fn need(&self) -> Need {
        self.inner.need()
    }

    fn check(&self) -> Result<()> {
        if !(0.0..=1.0).contains(&self.epsilon) {
            return Err(Error::new(Code::InvalidStrategy, format!("“epsilon” is a probability from 0 to 1, not {}.", self.epsilon)));
        }
        self.inner.build().map(|_| ())
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        let ranked = self.inner.build()?.select(pool, count, rng)?;
        // All scores are equal, so the seeded hash alone decides: a random order that does not depend on the pool's.
        let drawn = top_k(&vec![0.0; pool.candidates.len()], pool.candidates, ranked.len(), rng.next_u64());
        let mut drawn = drawn.into_iter().map(|place| pool.candidates[place]);
        // Ids already given a place, ascending.
        let mut taken: Vec<DocId> = Vec::with_capacity(ranked.len());
        let mut picks = Vec::with_capacity(ranked.len());
        let mut next = 0;
        while picks.len() < ranked.len() {
            let Some(best) = ranked.get(next) else { break };
            if taken.binary_search(&best.id).is_ok() {
                next += 1;
                continue;
            }
            // Whatever was passed over in the random order has a place already, so the next one is uniform among the rest.
            let random = if rng.uniform() < self.epsilon { drawn.find(|id| taken.binary_search(id).is_err()) } else { None };
            let pick = match random {
                Some(id) => Pick { id, score: best.score, reason: "drawn at random, for a change".into() },
                None => best.clone(),
            };
            let place = taken.partition_point(|&other| other < pick.id);
            taken.insert(place, pick.id);
            picks.push(pick);
        }
        Ok(picks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::Matrix;
    use crate::strategy::Scope;

    fn picks(epsilon: f64, count: usize, seed: u64) -> Vec<Pick> {
        let (features, ids): (_, Vec<u32>) = (Matrix::zeros(50, 1), (0..50).collect());
        let rows = (0..50).flat_map(|id| [0.5 + id as f32 / 100.0, 0.5 - id as f32 / 100.0]).collect();
        let probabilities = Matrix::from_vec(50, 2, rows).unwrap();
        let pool = PoolView { probabilities: Some(&probabilities), ..PoolView::new(&features, &ids, &ids, 2) };
        EpsilonGreedy { epsilon, ..EpsilonGreedy::default() }.select(&pool, count, &mut Rng::new(seed)).unwrap()
    }

    #[test]
    fn without_chance_it_is_the_inner_strategy_and_with_nothing_else_it_is_random() {
        assert_eq!(picks(0.0, 5, 1).iter().map(|pick| pick.id).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        let mut drawn = [0u32; 50];
        for seed in 0..5000 {
            picks(1.0, 1, seed).iter().for_each(|pick| drawn[pick.id as usize] += 1);
        }
        // 100 ± 4 standard deviations of 9.9.
        assert!(drawn.iter().all(|count| (60..=140).contains(count)), "{drawn:?}");
    }

    #[test]
    fn one_place_in_ten_is_random() {
        let random: usize = (0..1000).map(|seed| picks(0.1, 10, seed).iter().filter(|pick| pick.reason.starts_with("drawn")).count()).sum();
        // 10,000 places: 1000 ± 4 standard deviations of 30.
        assert!((880..=1120).contains(&random), "{random}");
    }

    #[test]
    fn it_asks_for_what_the_inner_strategy_needs_and_refuses_what_is_no_probability() {
        let random: EpsilonGreedy = serde_json::from_str(r#"{"inner": "random"}"#).unwrap();
        assert_eq!((random.need(), random.about().scope, random.epsilon), (Need::Nothing, Scope::Any, 0.1));
        assert_eq!(EpsilonGreedy::default().need(), Need::Probabilities);
        for epsilon in [-0.1, 1.1, f64::NAN] {
            let refused = EpsilonGreedy { epsilon, ..EpsilonGreedy::default() }.check().unwrap_err();
            assert_eq!(refused.code(), Code::InvalidStrategy);
        }
        let inner = EpsilonGreedy { epsilon: 7.0, ..EpsilonGreedy::default() };
        let outer = EpsilonGreedy { inner: Box::new(StrategyConfig::EpsilonGreedy(inner)), ..EpsilonGreedy::default() };
        assert_eq!(outer.check().unwrap_err().code(), Code::InvalidStrategy);
    }
}
