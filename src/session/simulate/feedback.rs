//! What a bandit over strategies is told of its choices: after each batch, how well the model knew texts that nobody chose.
//!
//! Hsu & Lin (2015) reward an arm by the accuracy of the next model on the labelled texts, weighted by one over the probability with which
//! each had been queried, because a queried sample is biased. Here some labels of each batch go to texts drawn uniformly from those
//! that are left, one label in eight as in a session, and no weights are needed. They are answered before the arm of their batch is
//! chosen. The reward is the mean probability that the model gives to their answers *before it learns them*, as if one more answer had
//! been guessed at 1/C; it goes to every arm that picked since the reward before, for theirs are the labels that the model has learned
//! since. Probability instead of right or wrong, because a batch has few checks.

use crate::strategy::Turn;

/// Choices of arms and their rewards.
#[derive(Clone, Debug, Default)]
pub(in crate::session) struct Feedback {
    history: Vec<Turn>,
    waiting: Vec<String>,
}

impl Feedback {
    /// Rewarded choices, oldest first.
    pub fn history(&self) -> &[Turn] {
        &self.history
    }

    /// An arm picked texts; its reward comes with the next checks.
    pub fn chose(&mut self, arm: String) {
        self.waiting.push(arm);
    }

    /// Checks were answered: `probabilities` holds the model's for each answer.
    pub fn checked(&mut self, probabilities: &[f32], classes: usize) {
        if probabilities.is_empty() {
            return;
        }
        let sum: f64 = probabilities.iter().map(|&p| if p.is_finite() { f64::from(p) } else { 0.0 }).sum();
        let reward = (sum + 1.0 / classes.max(1) as f64) / (probabilities.len() + 1) as f64;
        self.history.extend(self.waiting.drain(..).map(|arm| Turn { arm, reward }));
    }
}
