//! The state of every document after all events, as class numbers. Derived; owns nothing that is stored.

use std::sync::Arc;

use crate::corpus::{Answer, DocId, EventLog, LabelSet};
use crate::strategy;

use super::view::AnsweredDocument;

/// What the log says, once it is read through the label set.
#[derive(Clone, Debug, Default)]
pub(super) struct Answers {
    /// Whether a text may have several labels.
    pub multi_label: bool,
    /// Class number of each document's answer, if it has one that is still in the label set. In a project with several labels a text
    /// no document has one: see `sets`.
    pub class: Vec<Option<usize>>,
    /// Class numbers of each document's labels, ascending: exactly one in a project with one label a text, any number in one with several.
    pub sets: Vec<Option<Vec<usize>>>,
    /// Documents passed over.
    pub skipped: Vec<bool>,
    /// How many of them because the annotator could not tell.
    pub unsure: usize,
    /// Documents with an answer of any kind: labelled (with a label that is still there) or skipped.
    pub answered: Vec<bool>,
    /// Labelled documents, ascending.
    pub labelled: Vec<DocId>,
    /// `targets[i]` is the class of `labelled[i]`; empty in a project with several labels a text.
    pub targets: Vec<usize>,
}

/// How a document got its answer.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Given {
    /// The event's place in the log, counted from 1 with batches taken apart; 0 of no answer.
    pub place: usize,
    /// When, in milliseconds since 1970; 0 where not known.
    pub at: u64,
    /// Whether as a random check.
    pub audit: bool,
}

impl Answers {
    /// Reads the log's first `events` events.
    pub fn new(log: &EventLog, events: usize, labels: &LabelSet, documents: usize, multi_label: bool) -> Self {
        let states = log.answers_at(events, documents);
        let mut out = Self {
            multi_label,
            class: vec![None; documents],
            sets: vec![None; documents],
            skipped: vec![false; documents],
            answered: vec![false; documents],
            ..Self::default()
        };
        for (id, state) in states.into_iter().enumerate() {
            let Some(state) = state else { continue };
            match state.labels() {
                Some(names) => out.take(id, names, labels),
                None => {
                    out.unsure += usize::from(state == Answer::Unsure);
                    out.skipped[id] = true;
                    out.answered[id] = true;
                }
            }
        }
        out
    }

    /// Takes a document's labels in. Names that are no longer there are left out; an answer that loses all its names stops counting, since
    /// it never said that none of the others applies. In a project with one label a text only a set of one counts: other sets wait for
    /// the project to be one with several.
    fn take(&mut self, id: usize, names: &[String], labels: &LabelSet) {
        let mut set: Vec<usize> = names.iter().filter_map(|name| labels.class_of(name).ok()).collect();
        let counts = match self.multi_label {
            // Without labels there is nothing that an empty set denies.
            true => !labels.is_empty() && (set.len() == names.len() || !set.is_empty()),
            false => names.len() == 1 && set.len() == 1,
        };
        if !counts {
            return;
        }
        set.sort_unstable();
        self.answered[id] = true;
        self.labelled.push(id as DocId);
        if !self.multi_label {
            self.class[id] = set.first().copied();
            self.targets.push(set[0]);
        }
        self.sets[id] = Some(set);
    }

    /// The labels of a labelled document; none of any other.
    pub fn set(&self, id: DocId) -> &[usize] {
        self.sets[id as usize].as_deref().unwrap_or_default()
    }

    /// Whether there are too few answers to rank by a model.
    pub fn cold_start(&self, classes: usize) -> bool {
        strategy::cold_start(self.labelled.len(), &self.per_class(classes))
    }

    /// Answers with each class.
    pub fn per_class(&self, classes: usize) -> Vec<usize> {
        let mut counts = vec![0; classes];
        self.sets.iter().flatten().flatten().for_each(|&class| counts[class] += 1);
        counts
    }
}

impl super::Session {
    /// Answered documents, most recently answered first: how many there are, and `limit` of them from `offset` on.
    pub fn answered(&mut self, offset: usize, limit: usize) -> (usize, Vec<AnsweredDocument>) {
        let mut open = self.answers().answered.clone();
        let total = open.iter().filter(|&&answered| answered).count();
        let names = self.log.answers(self.corpus.len());
        let latest = self.log.leaves().rev().filter(|event| event.is_answer()).filter_map(|event| {
            let (id, audit, at) = (event.document()?, event.is_audit(), event.at());
            // As it is called now, which may not be how it was called then.
            let labels = names[id as usize].as_ref().and_then(Answer::labels);
            // Only a document's last answer counts: the first met from the end.
            std::mem::take(&mut open[id as usize]).then(|| AnsweredDocument {
                id,
                text: self.corpus.documents[id as usize].text.clone(),
                label: labels.as_ref().map(|names| names.join(", ")),
                labels: labels.unwrap_or_default().to_vec(),
                audit,
                at,
            })
        });
        (total, latest.skip(offset).take(limit).collect())
    }

    /// The state of every document now. Shared, so that a call can hold on to it while it changes the session.
    pub(super) fn answers(&mut self) -> &Arc<Answers> {
        if self.answers.is_none() {
            self.answers = Some(Arc::new(self.answers_at(self.log.len())));
        }
        self.answers.as_ref().expect("it was just put there")
    }

    /// How every document got the answer that counts now; the default where it has none.
    pub(super) fn given(&mut self) -> Vec<Given> {
        let mut given = vec![Given::default(); self.corpus.len()];
        for (place, event) in self.log.leaves().enumerate().filter(|(_, event)| event.is_answer()) {
            if let Some(slot) = event.document().and_then(|id| given.get_mut(id as usize)) {
                *slot = Given { place: place + 1, at: event.at(), audit: event.is_audit() };
            }
        }
        let answered = given.iter_mut().zip(&self.answers().answered);
        answered.filter(|(_, answered)| !**answered).for_each(|(given, _)| *given = Given::default());
        given
    }

    /// The state of every document after the log's first `events` events.
    pub(super) fn answers_at(&self, events: usize) -> Answers {
        Answers::new(&self.log, events, &self.labels, self.corpus.len(), self.options.multi_label)
    }
}
