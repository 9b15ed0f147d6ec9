//! A part of a pool, with the matching rows of everything that has one row a candidate. Knows no strategy.

use crate::corpus::DocId;
use crate::error::Result;
use crate::matrix::Matrix;
use crate::strategy::PoolView;

/// Owns what a narrowed [`PoolView`] borrows.
pub(in crate::strategy) struct Narrow {
    candidates: Vec<DocId>,
    probabilities: Option<Matrix>,
    committee: Option<Vec<Matrix>>,
}

impl Narrow {
    /// The candidates at these places of the pool's list.
    ///
    /// # Errors
    /// `invalid_argument` where the pool's probabilities, or a committee member's, are of another shape.
    pub(in crate::strategy) fn new(pool: &PoolView<'_>, places: &[usize]) -> Result<Self> {
        let probabilities = pool.probabilities.map(|_| pool.probabilities()).transpose()?;
        let committee = pool.committee.filter(|members| !members.is_empty()).map(|_| pool.committee()).transpose()?;
        Ok(Self {
            candidates: places.iter().map(|&place| pool.candidates[place]).collect(),
            probabilities: probabilities.map(|rows| rows.gather(places)),
            committee: committee.map(|members| members.iter().map(|member| member.gather(places)).collect()),
        })
    }

    /// The pool with these candidates in place of its own.
    pub(in crate::strategy) fn view<'a>(&'a self, pool: &PoolView<'a>) -> PoolView<'a> {
        PoolView { candidates: &self.candidates, probabilities: self.probabilities.as_ref(), committee: self.committee.as_deref(), ..*pool }
    }
}

/// The places of `0..count` that are not among `places`.
pub(super) fn rest(count: usize, places: &[usize]) -> Vec<usize> {
    let mut taken = vec![false; count];
    places.iter().for_each(|&place| taken[place] = true);
    (0..count).filter(|&place| !taken[place]).collect()
}
