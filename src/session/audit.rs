//! The stream of random checks. One in eight shown items comes from here; accuracy is measured on these alone,
//! because what a strategy picks is a biased sample.
//!
//! The stream is one seeded shuffle of the distinct texts, walked from its start. A text that the annotator has labelled
//! already, because a strategy asked for it, needs no second look: it is passed and counts as checked. So the checked texts
//! are always a prefix of the shuffle, a uniform sample without replacement. The prefix ends at the last text that was *shown*
//! as a check: going on over texts that only a strategy chose would add hard ones.

use crate::corpus::{self, Corpus, DocId, Event};
use crate::rng::Rng;

use super::Session;
use super::answers::Answers;
use super::texts::{BLANK, Texts};

/// Of so many shown items, one is a random check.
pub(super) const EVERY: usize = 8;

/// The first document of each distinct text, shuffled.
pub(super) fn order(corpus: &Corpus, texts: &Texts, seed: u64) -> Vec<DocId> {
    let mut seen = vec![false; texts.rows()];
    let mut order: Vec<DocId> = (0..corpus.len() as DocId)
        .filter(|&id| {
            let row = texts.row_of()[id as usize];
            row != BLANK && !std::mem::replace(&mut seen[row as usize], true)
        })
        .collect();
    Rng::stream(seed, "audit").shuffle(&mut order);
    order
}

/// Whether the item shown after `answered` answers is a random check.
pub(super) fn is_turn(answered: usize) -> bool {
    answered % EVERY == EVERY - 1
}

impl Session {
    /// How far the stream was shown: one past the last text that an event calls a check and that is still answered.
    pub(super) fn audit_reach(&self, events: usize, answers: &Answers) -> usize {
        let mut shown: Vec<DocId> = corpus::leaves(&self.log.events()[..events.min(self.log.len())])
            .filter(|event| event.is_audit())
            .filter_map(Event::document)
            .filter(|&id| answers.answered[id as usize])
            .collect();
        shown.sort_unstable();
        self.audit_order.iter().rposition(|id| shown.binary_search(id).is_ok()).map_or(0, |last| last + 1)
    }

    /// Labelled texts of the stream's shown part: the uniform sample.
    pub(super) fn audited(&self, events: usize, answers: &Answers) -> Vec<DocId> {
        let reach = self.audit_reach(events, answers);
        self.audit_order[..reach].iter().copied().filter(|&id| answers.sets[id as usize].is_some()).collect()
    }

    /// The next text of the stream that nobody has answered, if there is one.
    pub(super) fn next_audit(&self, answers: &Answers) -> Option<DocId> {
        let reach = self.audit_reach(self.log.len(), answers);
        self.audit_order[reach..].iter().copied().find(|&id| !answers.answered[id as usize])
    }
}
