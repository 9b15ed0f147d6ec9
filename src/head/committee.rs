//! A committee: several softmax heads, each fitted on a bootstrap sample of the answers (Abe & Mamitsuka 1998, query by bagging).
//!
//! A sample is a weight for each answer, so the rows are shared and no sample is ever written out. Knows what a head knows.

use serde::{Deserialize, Serialize};

use super::bootstrap;
use super::problem::Problem;
use super::rough::minimise_roughly;
use super::rows::score;
use super::{HeadConfig, SoftmaxHead};
use crate::error::{Code, Error, Result};
use crate::matrix::Matrix;
use crate::rng;

/// Members that are fitted where nobody says how many.
pub const COMMITTEE_SIZE: usize = 8;

/// From so many classes on, members are fitted one after another, each on the rows of its sample alone: those are 63 % of all, and what a
/// member remembers stays in the processor's cache (at 20 classes a third faster). With fewer classes one product for all members costs less.
const OWN_ROWS_FROM: usize = 5;

/// Fitted members, in a fixed order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Committee {
    members: Vec<SoftmaxHead>,
}

impl Committee {
    /// [`fit_by_id`](Self::fit_by_id), each row's id being its place.
    ///
    /// # Errors
    /// Those of [`fit_by_id`](Self::fit_by_id).
    pub fn fit(
        rows: &Matrix,
        targets: &[usize],
        classes: usize,
        config: &HeadConfig,
        members: usize,
        seed: u64,
        start: Option<&Self>,
    ) -> Result<Self> {
        let ids: Vec<u32> = (0..rows.rows() as u32).collect();
        Self::fit_by_id(rows, targets, &ids, classes, config, members, seed, start)
    }

    /// A committee of one opinion: each of `members` is `head`. Where there is no earlier committee, one to start from.
    pub fn of(head: &SoftmaxHead, members: usize) -> Self {
        Self { members: vec![head.clone(); members] }
    }

    /// Fits `members` heads as [`SoftmaxHead::fit`] does, to a probability of about 1e-4, each on its own stratified bootstrap sample of
    /// the rows, drawn by `seed`, the member's number and the rows' `ids`. Member `m` starts from member `m` of `start` where there
    /// is one; with lasting ids, its sample is then nearly the same as before.
    ///
    /// # Errors
    /// `invalid_argument` for no members, or another number of ids than rows; those of [`SoftmaxHead::fit`].
    #[allow(clippy::too_many_arguments)]
    pub fn fit_by_id(
        rows: &Matrix,
        targets: &[usize],
        ids: &[u32],
        classes: usize,
        config: &HeadConfig,
        members: usize,
        seed: u64,
        start: Option<&Self>,
    ) -> Result<Self> {
        if members == 0 {
            return Err(Error::new(Code::InvalidArgument, "A committee of 0 has no opinion; use 2 members or more."));
        }
        let problem = Problem::new(rows, targets, classes, config)?;
        if ids.len() != rows.rows() {
            let message = format!("{} rows need as many ids; {} were given.", rows.rows(), ids.len());
            return Err(Error::new(Code::InvalidArgument, message));
        }
        if problem.present.len() < 2 {
            return Ok(Self { members: vec![problem.certain(); members] });
        }
        let c = config.chosen(rows, targets, classes, 0)?.c;
        let counts = |member| bootstrap::counts(ids, targets, classes, rng::mix(seed, member as u64));
        let weights = |member| counts(member).iter().zip(&problem.weights).map(|(&count, weight)| f64::from(count) * weight).collect();
        let samples: Vec<Vec<f64>> = (0..members).map(weights).collect();
        let start = |member: usize| problem.start(start.and_then(|start| start.members.get(member)));
        let minima = if problem.present.len() < OWN_ROWS_FROM {
            let objectives = samples.into_iter().map(|sample| problem.objective(sample, c)).collect();
            minimise_roughly(rows, objectives, (0..members).map(start).collect(), config.limits())
        } else {
            let alone = |(member, sample): (usize, Vec<f64>)| {
                let drawn: Vec<usize> = (0..sample.len()).filter(|&place| sample[place] != 0.0).collect();
                let objective = problem.objective_of(&drawn, &sample, c);
                minimise_roughly(&rows.gather(&drawn), vec![objective], vec![start(member)], config.limits())
            };
            samples.into_iter().enumerate().flat_map(alone).collect()
        };
        Ok(Self { members: minima.into_iter().map(|minimum| problem.head(minimum)).collect() })
    }

    /// Each member's class probabilities of `rows [n, dims]`: one `[n, classes]` a member. One product for all of them.
    ///
    /// # Panics
    /// Where the rows are not as long as those that the members were fitted on.
    pub fn predict_proba(&self, rows: &Matrix) -> Vec<Matrix> {
        let mut probabilities: Vec<Matrix> = self.members.iter().map(|member| Matrix::zeros(rows.rows(), member.classes())).collect();
        let present: Vec<Vec<usize>> = self.members.iter().map(SoftmaxHead::present).collect();
        let weights = self.members.iter().zip(&present).flat_map(|(member, present)| present.iter().flat_map(|&class| member.weight(class)));
        let dims = self.members.first().map_or(0, SoftmaxHead::dims);
        score(rows, weights.copied().collect(), dims, |row, mut products| {
            for ((member, present), out) in self.members.iter().zip(&present).zip(&mut probabilities) {
                let (own, rest) = products.split_at(present.len());
                member.probabilities(present, own, out.row_mut(row));
                products = rest;
            }
        });
        probabilities
    }

    /// The members.
    pub fn members(&self) -> &[SoftmaxHead] {
        &self.members
    }
}

#[cfg(test)]
mod tests;
