//! The event log: what the annotator did, in order. Answers are derived from it; undo takes the last event away.

use serde::{Deserialize, Serialize};

use super::DocId;

/// One thing that the annotator did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[allow(missing_docs)] // `document` and `at` say themselves what they are
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
        /// The strategy that asked, as its item said; absent where nobody asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        asked_by: Option<String>,
        /// What the model gave this label before it learned the answer, in thousandths; absent while there was no model.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expected: Option<u16>,
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
    /// An answer of which nothing more is known.
    pub fn annotate(document: DocId, label: impl Into<String>, audit: bool, at: u64) -> Self {
        Self::Annotate { document, label: label.into(), audit, asked_by: None, expected: None, at }
    }

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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn annotate(document: DocId, label: &str) -> Event {
        Event::annotate(document, label, false, 0)
    }

    fn skip(document: DocId) -> Event {
        Event::Skip { document, audit: false, at: 0 }
    }

    fn log(events: impl IntoIterator<Item = Event>) -> EventLog {
        let mut log = EventLog::default();
        events.into_iter().for_each(|event| log.push(event));
        log
    }

    fn label(name: &str) -> Option<Answer> {
        Some(Answer::Label(name.into()))
    }

    #[test]
    fn taking_the_last_event_away_brings_the_answer_before_back() {
        let mut log = log([annotate(0, "a"), annotate(0, "b"), skip(1)]);
        assert_eq!(log.answers(2), [label("b"), Some(Answer::Skipped)]);
        assert_eq!(log.pop(), Some(skip(1)));
        assert_eq!(log.answers(2), [label("b"), None]);
        log.pop();
        assert_eq!(log.answers(2), [label("a"), None]);
        log.pop();
        assert_eq!((log.answers(2), log.pop()), (vec![None, None], None));
        assert!(log.is_empty());
    }

    #[test]
    fn the_last_word_counts() {
        let unlabel = Event::Unlabel { document: 0, at: 0 };
        assert_eq!(log([annotate(0, "a"), annotate(0, "b")]).answers(1), [label("b")]);
        assert_eq!(log([annotate(0, "a"), unlabel.clone()]).answers(1), [None]);
        assert_eq!(log([skip(0), annotate(0, "a")]).answers(1), [label("a")]);
        assert_eq!(log([annotate(0, "a"), skip(0)]).answers(1), [Some(Answer::Skipped)]);
        assert_eq!(log([unlabel]).answers(1), [None]);
    }

    #[test]
    fn events_about_documents_that_are_not_there_are_left_out() {
        assert_eq!(log([annotate(5, "a"), annotate(0, "b")]).answers(1), [label("b")]);
        assert_eq!(log([annotate(0, "a")]).answers(0), []);
    }

    #[test]
    fn a_log_is_a_plain_list_of_tagged_events() {
        let log = log([Event::annotate(3, "a", true, 7), skip(1)]);
        let json = r#"[{"type":"annotate","document":3,"label":"a","audit":true,"at":7},{"type":"skip","document":1,"at":0}]"#;
        assert_eq!(serde_json::to_string(&log).unwrap(), json);
        assert_eq!(serde_json::from_str::<EventLog>(json).unwrap(), log);
        assert_eq!(serde_json::from_str::<EventLog>(r#"[{"type":"skip","document":1}]"#).unwrap().events(), [skip(1)]);
    }

    fn any_event() -> impl Strategy<Value = Event> {
        (0..3_u8, 0..6_u32, "[ab]", any::<bool>()).prop_map(|(kind, document, label, audit)| match kind {
            0 => Event::annotate(document, label, audit, 1),
            1 => Event::Skip { document, audit, at: 1 },
            _ => Event::Unlabel { document, at: 1 },
        })
    }

    proptest! {
        #[test]
        fn answers_are_those_of_a_naive_replay(events in proptest::collection::vec(any_event(), 0..60), documents in 0..6_usize) {
            let mut state: BTreeMap<DocId, Answer> = BTreeMap::new();
            for event in &events {
                match event {
                    Event::Annotate { document, label, .. } => drop(state.insert(*document, Answer::Label(label.clone()))),
                    Event::Skip { document, .. } => drop(state.insert(*document, Answer::Skipped)),
                    Event::Unlabel { document, .. } => drop(state.remove(document)),
                }
            }
            let expected: Vec<Option<Answer>> = (0..documents).map(|id| state.get(&(id as DocId)).cloned()).collect();
            let log = log(events.clone());
            prop_assert_eq!(log.answers(documents), expected);
            prop_assert_eq!(log.events(), events);
        }
    }
}
