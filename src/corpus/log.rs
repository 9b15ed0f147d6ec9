//! The event log: what the annotator did, in order. Answers are derived from it; undo takes the last event away.

use serde::{Deserialize, Serialize};

use super::DocId;

/// One thing that the annotator did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Event {
    /// Gave a document a label, by name, so that the log outlives changes of the label set.
    Annotate {
        /// Which.
        document: DocId,
        /// The label's name.
        label: String,
        /// Whether the item was shown as a random check.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        audit: bool,
        /// When, in milliseconds since 1970; a note for people, never used in a computation.
        #[serde(default)]
        at: u64,
    },
    /// Looked at a document and passed on.
    Skip {
        /// Which.
        document: DocId,
        /// Whether the item was shown as a random check.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        audit: bool,
        /// When, in milliseconds since 1970.
        #[serde(default)]
        at: u64,
    },
    /// Took an answer back; the document may be asked about again.
    Unlabel {
        /// Which.
        document: DocId,
        /// When, in milliseconds since 1970.
        #[serde(default)]
        at: u64,
    },
}

impl Event {
    /// The document that it is about.
    pub fn document(&self) -> DocId {
        match self {
            Self::Annotate { document, .. } | Self::Skip { document, .. } | Self::Unlabel { document, .. } => *document,
        }
    }
}

/// What is known of one document after all events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The label given last.
    Label(String),
    /// Skipped, and not answered since.
    Skipped,
}

/// Events in the order in which they happened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventLog(Vec<Event>);

impl EventLog {
    /// Appends one.
    pub fn push(&mut self, event: Event) {
        self.0.push(event);
    }

    /// Takes the last one away.
    pub fn pop(&mut self) -> Option<Event> {
        self.0.pop()
    }

    /// All events, oldest first.
    pub fn events(&self) -> &[Event] {
        &self.0
    }

    /// The number of events.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing has happened yet.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The state of each of `documents` documents after all events; events about others are left out.
    pub fn answers(&self, documents: usize) -> Vec<Option<Answer>> {
        answers_after(&self.0, documents)
    }
}

/// The state of each of `documents` documents after these events; events about others are left out.
pub fn answers_after(events: &[Event], documents: usize) -> Vec<Option<Answer>> {
    let mut answers = vec![None; documents];
    for event in events {
        let Some(slot) = answers.get_mut(event.document() as usize) else { continue };
        *slot = match event {
            Event::Annotate { label, .. } => Some(Answer::Label(label.clone())),
            Event::Skip { .. } => Some(Answer::Skipped),
            Event::Unlabel { .. } => None,
        };
    }
    answers
}
