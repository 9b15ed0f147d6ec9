//! Class-balanced batch: the places of a batch are dealt out to the predicted classes, each place to the class with the fewest answers
//! (those of earlier places counted in), and the inner strategy chooses among the candidates predicted to be of that class.
//! Score: the inner one's, lowered to that of the place before where it would rise.
//!
//! The rule is that of small-text's class balancer and of ordinary stratified sampling; classes with equally many answers take turns in
//! an order drawn by the seed. Predictions are guesses: the answers may be less even than the batch.

use serde::{Deserialize, Serialize};

use super::{Narrow, both, check_inner, never_rising};
use crate::error::{Code, Error, Result};
use crate::rng::{Rng, mix};
use crate::strategy::pool::top_two;
use crate::strategy::{About, Need, Pick, PoolView, Scope, Strategy, StrategyConfig};

/// See the file's head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct ClassBalanced {
    /// The strategy that chooses within a class.
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub inner: Box<StrategyConfig>,
}

impl Strategy for ClassBalanced {
    fn about(&self) -> About {
        About {
            title: "Class-balanced batch",
            family: "wrapper",
            paper: "usual practice; see Ertekin et al. 2007, Learning on the border, for active learning with rare classes",
            formula: "the inner score within the predicted class that has the fewest answers, place by place",
            cost: "N·C, and the inner strategy's on each predicted class",
            summary: "Spreads a batch over the predicted labels, those with few answers first. For labels of very unequal frequency.",
            scope: Scope::SingleLabel,
        }
    }

    fn need(&self) -> Need {
        both(self.inner.need(), Need::Probabilities)
    }

    fn check(&self) -> Result<()> {
        if self.inner.about().scope == Scope::MultiLabel {
            let message = format!("“{}” is for texts with several labels, and a class-balanced batch for those with one.", self.inner.name());
            return Err(Error::new(Code::InvalidStrategy, message));
        }
        check_inner(&self.inner)
    }

    fn select(&self, pool: &PoolView<'_>, count: usize, rng: &mut Rng) -> Result<Vec<Pick>> {
        if pool.label_sets.is_some() {
            let message = "A class-balanced batch is for projects with one label a text; choose a strategy for several labels.";
            return Err(Error::new(Code::InvalidStrategy, message));
        }
        let probabilities = pool.probabilities()?;
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); pool.classes.max(1)];
        for (place, row) in probabilities.iter().enumerate() {
            members[top_two(row).0.0].push(place);
        }
        let mut answers = vec![0; members.len()];
        pool.targets.iter().filter(|&&class| class < pool.classes).for_each(|&class| answers[class] += 1);
        let sizes: Vec<usize> = members.iter().map(Vec::len).collect();
        let order = deal(&answers, &sizes, count.min(pool.candidates.len()), rng.next_u64());

        let inner = self.inner.build()?;
        let mut of_class = Vec::with_capacity(members.len());
        for (class, places) in members.iter().enumerate() {
            let wanted = order.iter().filter(|&&dealt| dealt == class).count();
            let picks = if wanted > 0 { inner.select(&Narrow::new(pool, places)?.view(pool), wanted, rng)? } else { Vec::new() };
            of_class.push(picks.into_iter());
        }
        let picks = order.into_iter().filter_map(|class| {
            let pick = of_class[class].next()?;
            let few = match answers[class] {
                0 => "no answer yet".to_owned(),
                1 => "1 answer so far".to_owned(),
                count => format!("{count} answers so far"),
            };
            Some(Pick { reason: format!("likely {} ({few}): {}", pool.name(class), pick.reason), ..pick })
        });
        Ok(never_rising(picks.collect()))
    }
}

/// The class of each of `count` places: always one with candidates left (`sizes`) and, among those, with the fewest answers, places
/// dealt to it counted in.
fn deal(answers: &[usize], sizes: &[usize], count: usize, seed: u64) -> Vec<usize> {
    let mut dealt = vec![0; answers.len()];
    let mut order = Vec::with_capacity(count);
    while order.len() < count {
        let open = (0..answers.len()).filter(|&class| dealt[class] < sizes[class]);
        let Some(class) = open.min_by_key(|&class| (answers[class] + dealt[class], mix(seed, class as u64), class)) else { break };
        dealt[class] += 1;
        order.push(class);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_go_to_the_class_with_fewest_answers_while_it_has_candidates() {
        assert_eq!(deal(&[5, 0, 3], &[9, 2, 9], 4, 1), [1, 1, 2, 2]);
        let mut even = deal(&[0, 0, 0], &[9, 9, 9], 3, 1);
        even.sort_unstable();
        assert_eq!(even, [0, 1, 2]);
        assert_eq!(deal(&[0, 0], &[1, 0], 5, 1), [0]);
    }
}
