//! A committee: several softmax heads, each fitted on a bootstrap sample of the answers (Abe & Mamitsuka 1998, query by bagging).
//!
//! The bootstrap is stratified: every class is drawn with replacement from its own answers, as often as it has answers, so that no
//! member lacks a class and nothing is drawn again and again until it fits. Knows what a head knows.

use serde::{Deserialize, Serialize};

use super::{HeadConfig, SoftmaxHead};
use crate::error::{Code, Error, Result};
use crate::matrix::Matrix;
use crate::rng::Rng;

/// Members that are fitted where nobody says how many.
pub const COMMITTEE_SIZE: usize = 8;

/// Fitted members, in a fixed order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Committee {
    members: Vec<SoftmaxHead>,
}

impl Committee {
    /// Fits `members` heads as [`SoftmaxHead::fit`] does, each on its own bootstrap sample of the same size, drawn by `seed` and the
    /// member's number. Member `m` starts from member `m` of `start` where there is one.
    ///
    /// # Errors
    /// `invalid_argument` for no members; those of [`SoftmaxHead::fit`].
    pub fn fit(
        rows: &Matrix,
        targets: &[usize],
        classes: usize,
        config: &HeadConfig,
        members: usize,
        seed: u64,
        start: Option<&Self>,
    ) -> Result<Self> {
        if members == 0 {
            return Err(Error::new(Code::InvalidArgument, "A committee of 0 has no opinion; use 2 members or more."));
        }
        let fit = |member: usize| {
            let places = bootstrap(targets, classes, &mut Rng::stream(seed, &format!("committee member {member}")));
            let sampled: Vec<usize> = places.iter().map(|&place| targets[place]).collect();
            let start = start.and_then(|start| start.members.get(member));
            SoftmaxHead::fit(&rows.gather(&places), &sampled, classes, config, start)
        };
        Ok(Self { members: (0..members).map(fit).collect::<Result<_>>()? })
    }

    /// Each member's class probabilities of `rows [n, dims]`: one `[n, classes]` a member.
    pub fn predict_proba(&self, rows: &Matrix) -> Vec<Matrix> {
        self.members.iter().map(|member| member.predict_proba(rows)).collect()
    }

    /// The members.
    pub fn members(&self) -> &[SoftmaxHead] {
        &self.members
    }
}

/// Places of a stratified bootstrap sample, ascending.
fn bootstrap(targets: &[usize], classes: usize, rng: &mut Rng) -> Vec<usize> {
    let mut of_class: Vec<Vec<usize>> = vec![Vec::new(); classes];
    for (place, &class) in targets.iter().enumerate() {
        if let Some(places) = of_class.get_mut(class) {
            places.push(place);
        }
    }
    let mut drawn: Vec<usize> =
        of_class.iter().flat_map(|places| (0..places.len()).map(|_| places[rng.below(places.len())]).collect::<Vec<_>>()).collect();
    drawn.sort_unstable();
    drawn
}
