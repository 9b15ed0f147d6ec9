//! What changes the log: appending, undo and redo, several things as one, and taking a whole call back that could not be stored.
//! Derives nothing itself; says what has to be derived again.

use crate::corpus::{self, DocId, Event, EventLog, Label, LabelSet, Rename};
use crate::error::{Code, Error, Result};

use super::{ProjectOptions, Session};

/// Undone steps that can be done again, at most; the oldest are let go first.
const MOST_UNDONE: usize = 500;

/// As much of a session as is needed to take one call back.
#[derive(Clone, Debug)]
pub struct Checkpoint {
    /// Events that there were.
    pub events: usize,
    /// The labels that there were.
    pub labels: LabelSet,
    /// The settings that there were.
    pub options: ProjectOptions,
    /// What could be done again.
    pub undone: Vec<Event>,
}

impl Session {
    /// Gives a document a label, and notes who asked and what the model expected.
    ///
    /// # Errors
    /// `unknown_document`, `unknown_label`; nothing is appended then.
    pub fn annotate(&mut self, document: DocId, label: String, audit: bool, asked_by: Option<String>, at: u64) -> Result<()> {
        self.corpus.get(document)?;
        let class = self.labels.class_of(&label)?;
        let expected = self.expected(document, class);
        self.apply(Event::Annotate { document, label, audit, asked_by, expected, at })
    }

    /// Appends one event, after checking that its documents and labels exist. What was undone before cannot be done again after it.
    ///
    /// # Errors
    /// `unknown_document`, `unknown_label`, `invalid_argument`; nothing is appended then.
    pub fn apply(&mut self, event: Event) -> Result<()> {
        for leaf in event.leaves() {
            match leaf {
                Event::Annotate { label, .. } => drop(self.labels.class_of(label)?),
                Event::AnnotateSet { labels, .. } => self.check_set(labels)?,
                Event::EditLabels { .. } | Event::Batch { .. } => {
                    return Err(Error::new(Code::InvalidArgument, "Labels are changed by editLabels, and a batch holds no batch."));
                }
                _ => {}
            }
            if let Some(document) = leaf.document() {
                self.corpus.get(document)?;
            }
        }
        self.undone.clear();
        self.log.push(event);
        self.forget_answers();
        Ok(())
    }

    /// Gives several documents the same labels (in a project with one label a text: exactly one), as one step. Blank documents are left out.
    /// Returns how many got them.
    ///
    /// # Errors
    /// `unknown_document`, `unknown_label`, `invalid_argument`; nothing is changed then.
    pub fn annotate_many(&mut self, documents: &[DocId], labels: &[String], at: u64) -> Result<usize> {
        self.check_set(labels)?;
        let one = if self.options.multi_label { None } else { labels.first() };
        if !self.options.multi_label && labels.len() != 1 {
            let message = format!("In this project a text has one label; {} were given.", labels.len());
            return Err(Error::new(Code::InvalidArgument, message));
        }
        let answer = |document| match one {
            Some(label) => Event::annotate(document, label, false, at),
            None => Event::AnnotateSet { document, labels: labels.to_vec(), audit: false, asked_by: None, at },
        };
        self.batch(documents, at, answer)
    }

    /// Takes several documents' answers back, as one step. Returns how many.
    ///
    /// # Errors
    /// `unknown_document`; nothing is changed then.
    pub fn unlabel_many(&mut self, documents: &[DocId], at: u64) -> Result<usize> {
        self.batch(documents, at, |document| Event::Unlabel { document, at })
    }

    fn batch(&mut self, documents: &[DocId], at: u64, event: impl Fn(DocId) -> Event) -> Result<usize> {
        let mut events = Vec::with_capacity(documents.len());
        for &document in documents {
            if !self.corpus.get(document)?.is_blank() {
                events.push(event(document));
            }
        }
        let count = events.len();
        if count > 0 {
            self.apply(Event::Batch { events, at })?;
        }
        Ok(count)
    }

    /// Renames, merges, adds, recolours or removes labels, as one step. Answers follow their label through `renames`; answers with a
    /// name that is neither there nor renamed stop counting, and count again when it is undone.
    ///
    /// # Errors
    /// `invalid_labels`, `unknown_label`; nothing is changed then.
    pub fn edit_labels(&mut self, labels: Vec<Label>, renames: Vec<Rename>, at: u64) -> Result<()> {
        let next = LabelSet::new(labels)?;
        for (place, rename) in renames.iter().enumerate() {
            self.labels.class_of(&rename.from)?;
            next.class_of(&rename.to)?;
            if renames[..place].iter().any(|earlier| earlier.from == rename.from) {
                let message = format!("“{}” cannot be renamed twice in one step.", rename.from);
                return Err(Error::new(Code::InvalidLabels, message));
            }
        }
        let before = self.labels.as_slice().to_vec();
        self.undone.clear();
        self.log.push(Event::EditLabels { labels: next.as_slice().to_vec(), before, renames, at });
        self.take_labels(next);
        Ok(())
    }

    /// Takes the last step back, whatever it was, and returns it. It can be done again until something else is done.
    ///
    /// # Errors
    /// `nothing_to_undo`.
    pub fn undo(&mut self) -> Result<Event> {
        let event = self.log.pop().ok_or_else(|| Error::new(Code::NothingToUndo, "There is no answer left to take back."))?;
        if let Event::EditLabels { before, .. } = &event {
            self.take_labels(LabelSet::new(before.clone())?);
        }
        self.undone.push(event.clone());
        let surplus = self.undone.len().saturating_sub(MOST_UNDONE);
        self.undone.drain(..surplus);
        self.curve.truncate(self.log.len());
        self.stop_models.truncate(self.log.len());
        self.forget_answers();
        Ok(event)
    }

    /// Does again what was undone last, and returns it.
    ///
    /// # Errors
    /// `nothing_to_undo`.
    pub fn redo(&mut self) -> Result<Event> {
        let event = self.undone.pop().ok_or_else(|| Error::new(Code::NothingToUndo, "Nothing was taken back that could be done again."))?;
        if let Event::EditLabels { labels, .. } = &event {
            self.take_labels(LabelSet::new(labels.clone())?);
        }
        self.log.push(event.clone());
        self.forget_answers();
        Ok(event)
    }

    /// Steps that were undone and can be done again, the last one first to come.
    pub fn undone(&self) -> &[Event] {
        &self.undone
    }

    /// Brings back what could be done again when the project was stored.
    pub fn set_undone(&mut self, undone: Vec<Event>) {
        self.undone = undone;
    }

    /// What a call may change, as it is now.
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint { events: self.log.len(), labels: self.labels.clone(), options: self.options.clone(), undone: self.undone.clone() }
    }

    /// Takes back the one call since `checkpoint`: it appended events, took the last one away, or changed labels or settings.
    pub fn roll_back(&mut self, checkpoint: Checkpoint) {
        while self.log.len() > checkpoint.events {
            self.log.pop();
        }
        // Undo keeps what it takes away.
        if self.log.len() < checkpoint.events
            && let Some(event) = self.undone.pop()
        {
            self.log.push(event);
        }
        self.undone = checkpoint.undone;
        let options = std::mem::replace(&mut self.options, checkpoint.options);
        if self.labels == checkpoint.labels && self.options == options {
            self.curve.truncate(self.log.len());
            self.stop_models.truncate(self.log.len());
            self.forget_answers();
        } else {
            self.take_labels(checkpoint.labels);
        }
    }

    fn take_labels(&mut self, labels: LabelSet) {
        self.labels = labels;
        self.intern_labels();
        self.forget_derived();
    }

    fn check_set(&self, labels: &[String]) -> Result<()> {
        for (place, label) in labels.iter().enumerate() {
            self.labels.class_of(label)?;
            if labels[..place].contains(label) {
                return Err(Error::new(Code::InvalidArgument, format!("“{label}” is there twice; a text has every label once.")));
            }
        }
        Ok(())
    }
}

/// The greatest document number that a log speaks of.
pub(super) fn greatest_document(log: &EventLog) -> Option<DocId> {
    let others = |event: &Event| match event {
        Event::OthersAnswers { answers, .. } => answers.iter().map(|answer| answer.document).max(),
        event => event.document(),
    };
    corpus::leaves(log.events()).filter_map(others).max()
}
