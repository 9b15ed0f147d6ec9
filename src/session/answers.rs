//! The state of every document after all events, as class numbers. Derived; owns nothing that is stored.

use crate::corpus::{Answer, DocId, Event, EventLog, LabelSet};

use super::view::AnsweredDocument;

/// What the log says, once it is read through the label set.
#[derive(Clone, Debug, Default)]
pub(super) struct Answers {
    /// Class number of each document's answer, if it has one that is still in the label set.
    pub class: Vec<Option<usize>>,
    /// Documents passed over.
    pub skipped: Vec<bool>,
    /// How many of them because the annotator could not tell.
    pub unsure: usize,
    /// Documents with an answer of any kind: labelled (with a label that is still there) or skipped.
    pub answered: Vec<bool>,
    /// Labelled documents, ascending, and their classes.
    pub labelled: Vec<DocId>,
    /// `targets[i]` belongs to `labelled[i]`.
    pub targets: Vec<usize>,
}

impl Answers {
    /// Reads the log's first `events` events.
    pub fn new(log: &EventLog, events: usize, labels: &LabelSet, documents: usize) -> Self {
        let states = log.answers_at(events, documents);
        let mut out = Self { class: vec![None; documents], skipped: vec![false; documents], answered: vec![false; documents], ..Self::default() };
        for (id, state) in states.into_iter().enumerate() {
            match state {
                Some(Answer::Label(name)) => {
                    if let Ok(class) = labels.class_of(&name) {
                        out.class[id] = Some(class);
                        out.answered[id] = true;
                        out.labelled.push(id as DocId);
                        out.targets.push(class);
                    }
                }
                // In a project with one label a text, a set of one is that label; other sets wait for the project to be one with several.
                Some(Answer::Labels(names)) => {
                    if let [name] = names.as_slice()
                        && let Ok(class) = labels.class_of(name)
                    {
                        out.class[id] = Some(class);
                        out.answered[id] = true;
                        out.labelled.push(id as DocId);
                        out.targets.push(class);
                    }
                }
                Some(state @ (Answer::Skipped | Answer::Unsure)) => {
                    out.unsure += usize::from(state == Answer::Unsure);
                    out.skipped[id] = true;
                    out.answered[id] = true;
                }
                None => {}
            }
        }
        out
    }

    /// Answers of each class.
    pub fn per_class(&self, classes: usize) -> Vec<usize> {
        let mut counts = vec![0; classes];
        for &class in &self.targets {
            counts[class] += 1;
        }
        counts
    }
}

impl super::Session {
    /// Answered documents, most recently answered first: how many there are, and `limit` of them from `offset` on.
    pub fn answered(&mut self, offset: usize, limit: usize) -> (usize, Vec<AnsweredDocument>) {
        let mut open = self.answers().answered.clone();
        let total = open.iter().filter(|&&answered| answered).count();
        let names = self.log.answers(self.corpus.len());
        let latest = self.log.leaves().rev().filter_map(|event| {
            if !event.is_annotation() && !matches!(event, Event::Skip { .. }) {
                return None;
            }
            let (id, audit, at) = (event.document()?, event.is_audit(), event.at());
            // As it is called now, which may not be how it was called then.
            let label = match &names[id as usize] {
                Some(Answer::Label(name)) => Some(name.clone()),
                Some(Answer::Labels(names)) => Some(names.join(", ")),
                _ => None,
            };
            // Only a document's last answer counts: the first met from the end.
            std::mem::take(&mut open[id as usize]).then(|| AnsweredDocument {
                id,
                text: self.corpus.documents[id as usize].text.clone(),
                label,
                audit,
                at,
            })
        });
        (total, latest.skip(offset).take(limit).collect())
    }

    pub(super) fn answers(&mut self) -> &Answers {
        if self.answers.is_none() {
            self.answers = Some(Answers::new(&self.log, self.log.len(), &self.labels, self.corpus.len()));
        }
        self.answers.as_ref().expect("it was just put there")
    }
}
