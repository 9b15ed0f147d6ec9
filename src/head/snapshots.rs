//! The last fits, so that a head can be had back, and the rule by which a fit that went wrong is refused.
//!
//! The function that a fit minimises is convex: a fit that has converged is at its lowest value, and no other head is below. So a new fit
//! can be worse than the head before it in one way only: it has not converged, and on the very same answers the old head has the lower
//! value. Accuracy is no judge: on few random checks it falls by chance. Knows heads; no texts, no session.

use std::collections::VecDeque;

use super::{HeadConfig, SoftmaxHead};
use crate::error::{Code, Error, Result};
use crate::matrix::Matrix;

/// Fits that are kept where nobody says how many.
pub const SNAPSHOTS_KEPT: usize = 16;

/// Values closer than this share are equal: weights are stored in single precision.
const SAME: f64 = 1e-6;

/// One fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// The head.
    pub head: SoftmaxHead,
    /// Answers that it learnt from.
    pub labels: usize,
    /// The inverse strength of its penalty.
    pub c: f64,
    /// The value of the minimised function on these answers, see [`SoftmaxHead::objective`].
    pub loss: f64,
    /// Its out-of-fold accuracy on the random checks, once measured.
    pub audit_accuracy: Option<f64>,
}

/// The last fits, oldest first. The oldest makes room.
#[derive(Clone, Debug)]
pub struct Snapshots {
    kept: usize,
    fits: VecDeque<Snapshot>,
    refused: usize,
}

impl Default for Snapshots {
    fn default() -> Self {
        Self { kept: SNAPSHOTS_KEPT, fits: VecDeque::new(), refused: 0 }
    }
}

/// Whether `next`, fitted on these answers, must not take the place of `previous`.
///
/// # Errors
/// Those of [`SoftmaxHead::objective`].
pub fn worse(previous: &SoftmaxHead, next: &SoftmaxHead, rows: &Matrix, targets: &[usize], classes: usize, config: &HeadConfig) -> Result<bool> {
    if next.converged() || previous.dims() != next.dims() {
        return Ok(false);
    }
    let next = next.objective(rows, targets, classes, config)?;
    Ok(above(next, previous.objective(rows, targets, classes, config)?))
}

fn above(next: f64, previous: f64) -> bool {
    !next.is_finite() || next > previous + SAME * previous.abs()
}

impl Snapshots {
    /// Room for `kept` fits; at least one.
    pub fn new(kept: usize) -> Self {
        Self { kept: kept.max(1), ..Self::default() }
    }

    /// Fits as [`SoftmaxHead::fit_measured`] does, with `c` settled by [`HeadConfig::chosen`], and keeps the fit. Where the fit is [`worse`] than
    /// `previous`, it is refused: the answer is `previous`, [carried](SoftmaxHead::carried) over to these answers, and nothing is kept.
    ///
    /// # Errors
    /// Those of [`SoftmaxHead::fit`].
    pub fn fit(
        &mut self,
        rows: &Matrix,
        targets: &[usize],
        classes: usize,
        config: &HeadConfig,
        previous: Option<&SoftmaxHead>,
    ) -> Result<SoftmaxHead> {
        let config = config.chosen(rows, targets, classes, 0)?;
        let (head, loss) = SoftmaxHead::fit_measured(rows, targets, classes, &config, previous)?;
        self.admit(head, loss, rows, targets, classes, &config, previous)
    }

    #[allow(clippy::too_many_arguments)]
    fn admit(
        &mut self,
        head: SoftmaxHead,
        loss: f64,
        rows: &Matrix,
        targets: &[usize],
        classes: usize,
        config: &HeadConfig,
        previous: Option<&SoftmaxHead>,
    ) -> Result<SoftmaxHead> {
        if let Some(previous) = previous
            && worse(previous, &head, rows, targets, classes, config)?
        {
            self.refused += 1;
            return previous.carried(targets, classes);
        }
        if self.fits.len() == self.kept {
            self.fits.pop_front();
        }
        self.fits.push_back(Snapshot { head: head.clone(), labels: targets.len(), c: config.c, loss, audit_accuracy: None });
        Ok(head)
    }

    /// The fits that are kept, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Snapshot> + ExactSizeIterator {
        self.fits.iter()
    }

    /// Fits that were refused.
    pub fn refused(&self) -> usize {
        self.refused
    }

    /// Notes the accuracy of the newest fit; nothing where there is none.
    pub fn note_audit_accuracy(&mut self, accuracy: f64) {
        if let Some(newest) = self.fits.back_mut() {
            newest.audit_accuracy = Some(accuracy);
        }
    }

    /// The head of the fit `place`, counted as [`iter`](Self::iter) does. Later fits are forgotten: the next one goes on from here.
    ///
    /// # Errors
    /// `invalid_argument` where there is no such fit.
    pub fn restore(&mut self, place: usize) -> Result<SoftmaxHead> {
        if place >= self.fits.len() {
            let message = format!("There is no snapshot {place}; {} are kept, numbered from 0, oldest first.", self.fits.len());
            return Err(Error::new(Code::InvalidArgument, message));
        }
        self.fits.truncate(place + 1);
        Ok(self.fits[place].head.clone())
    }
}

#[cfg(test)]
mod tests;
