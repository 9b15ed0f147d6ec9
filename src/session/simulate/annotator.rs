//! Who answers: the gold label, or with the probability of the noise another label, each of the others alike. Whether and how an answer is
//! wrong depends on the seed and the text alone, so that every strategy meets the same errors; asked twice, it errs alike.

use crate::corpus::DocId;
use crate::rng::{self, Rng};

/// See the file's head.
#[derive(Clone, Debug)]
pub(super) struct Annotator {
    noise: f64,
    stream: u64,
}

impl Annotator {
    pub fn new(noise: f64, seed: u64) -> Self {
        Self { noise, stream: Rng::stream(seed, "simulated errors").next_u64() }
    }

    /// The class that is said of a text of class `truth`.
    pub fn answer(&self, id: DocId, truth: usize, classes: usize) -> usize {
        let mut rng = Rng::new(rng::mix(self.stream, u64::from(id)));
        if classes < 2 || rng.uniform() >= self.noise {
            return truth;
        }
        let other = rng.below(classes - 1);
        if other < truth { other } else { other + 1 }
    }
}
