//! The event log: what the annotator did, in order. Answers are derived from it; undo takes the last event away.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{DocId, Label};

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
    /// Gave a document all of its labels at once, in a project where a text may have several; none of them is an answer too.
    AnnotateSet {
        /// Which.
        document: DocId,
        /// The labels' names.
        labels: Vec<String>,
        /// Whether the item was shown as a random check.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        audit: bool,
        /// The strategy that asked, as its item said; absent where nobody asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        asked_by: Option<String>,
        /// When, in milliseconds since 1970.
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
        /// Whether the annotator could not tell, rather than finding that no label fits.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unsure: bool,
        /// When, in milliseconds since 1970.
        #[serde(default)]
        at: u64,
    },
    /// Marked a document to come back to, whatever its answer is; a second flag takes the place of the first.
    Flag {
        /// Which.
        document: DocId,
        /// Why; may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
        /// When, in milliseconds since 1970.
        #[serde(default)]
        at: u64,
    },
    /// Took a document's flag away.
    Unflag {
        /// Which.
        document: DocId,
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
    /// Renamed, merged, added, recoloured or removed labels. All at once, so that two labels can change places.
    EditLabels {
        /// The labels from now on.
        labels: Vec<Label>,
        /// The labels until now, so that it can be undone.
        before: Vec<Label>,
        /// Answers with one name that have another from now on. Names that are no longer there and are not renamed stop counting.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        renames: Vec<Rename>,
        /// When, in milliseconds since 1970.
        #[serde(default)]
        at: u64,
    },
    /// Took in what another person answered. Takes the place of what came in under the same name before; changes no answer.
    OthersAnswers {
        /// Who.
        name: String,
        /// What, with the labels' names as they gave them.
        answers: Vec<OthersAnswer>,
        /// When, in milliseconds since 1970.
        #[serde(default)]
        at: u64,
    },
    /// Several things done as one, and undone as one. Holds no batch itself.
    Batch {
        /// In order.
        events: Vec<Event>,
        /// When, in milliseconds since 1970.
        #[serde(default)]
        at: u64,
    },
}

/// Another person's answer: all labels that they gave a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OthersAnswer {
    /// Which document of this project.
    pub document: DocId,
    /// The labels' names.
    pub labels: Vec<String>,
}

/// A label's former name and its name from now on; several may go to one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Rename {
    /// The former name.
    pub from: String,
    /// The name from now on.
    pub to: String,
}

impl Event {
    /// An answer of which nothing more is known.
    pub fn annotate(document: DocId, label: impl Into<String>, audit: bool, at: u64) -> Self {
        Self::Annotate { document, label: label.into(), audit, asked_by: None, expected: None, at }
    }

    /// A skip of which nothing more is known.
    pub fn skip(document: DocId, audit: bool, at: u64) -> Self {
        Self::Skip { document, audit, unsure: false, at }
    }

    /// The document that it is about; none where it is about labels or several documents.
    pub fn document(&self) -> Option<DocId> {
        match self {
            Self::Annotate { document, .. }
            | Self::AnnotateSet { document, .. }
            | Self::Skip { document, .. }
            | Self::Unlabel { document, .. }
            | Self::Flag { document, .. }
            | Self::Unflag { document, .. } => Some(*document),
            Self::EditLabels { .. } | Self::OthersAnswers { .. } | Self::Batch { .. } => None,
        }
    }

    /// The events that it stands for: those of a batch, or itself.
    pub fn leaves(&self) -> &[Event] {
        match self {
            Self::Batch { events, .. } => events,
            _ => std::slice::from_ref(self),
        }
    }

    /// When, in milliseconds since 1970; 0 where not known.
    pub fn at(&self) -> u64 {
        match self {
            Self::Annotate { at, .. }
            | Self::AnnotateSet { at, .. }
            | Self::Skip { at, .. }
            | Self::Unlabel { at, .. }
            | Self::Flag { at, .. }
            | Self::Unflag { at, .. }
            | Self::EditLabels { at, .. }
            | Self::OthersAnswers { at, .. }
            | Self::Batch { at, .. } => *at,
        }
    }

    /// Whether it answers a random check.
    pub fn is_audit(&self) -> bool {
        matches!(self, Self::Annotate { audit: true, .. } | Self::AnnotateSet { audit: true, .. } | Self::Skip { audit: true, .. })
    }

    /// Whether it says what to think of a document: a label, labels, or that it is passed over.
    pub fn is_answer(&self) -> bool {
        self.is_annotation() || matches!(self, Self::Skip { .. })
    }

    /// Whether it gives a document a label, or its labels.
    pub fn is_annotation(&self) -> bool {
        matches!(self, Self::Annotate { .. } | Self::AnnotateSet { .. })
    }
}

/// What is known of one document after all events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The label given last.
    Label(String),
    /// All labels, given last; perhaps none.
    Labels(Vec<String>),
    /// Skipped, and not answered since.
    Skipped,
    /// Skipped because the annotator could not tell, and not answered since.
    Unsure,
}

impl Answer {
    /// The labels given; none of a document that was passed over.
    pub fn labels(&self) -> Option<&[String]> {
        match self {
            Self::Label(name) => Some(std::slice::from_ref(name)),
            Self::Labels(names) => Some(names),
            Self::Skipped | Self::Unsure => None,
        }
    }
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
        self.answers_at(self.0.len(), documents)
    }

    /// The state of each document after the first `events` events, in the names that labels have at the log's end.
    pub fn answers_at(&self, events: usize, documents: usize) -> Vec<Option<Answer>> {
        let (before, later) = self.0.split_at(events.min(self.0.len()));
        let mut answers = answers_after(before, documents);
        for event in leaves(later) {
            if let Event::EditLabels { renames, .. } = event {
                rename(&mut answers, renames);
            }
        }
        answers
    }

    /// What was done, batches taken apart, oldest first.
    pub fn leaves(&self) -> impl DoubleEndedIterator<Item = &Event> {
        leaves(&self.0)
    }

    /// Documents that are flagged, with the note.
    pub fn flags(&self) -> BTreeMap<DocId, String> {
        let mut flags = BTreeMap::new();
        for event in self.leaves() {
            match event {
                Event::Flag { document, note, .. } => drop(flags.insert(*document, note.clone())),
                Event::Unflag { document, .. } => drop(flags.remove(document)),
                _ => {}
            }
        }
        flags
    }
}

/// Events with batches taken apart.
pub fn leaves(events: &[Event]) -> impl DoubleEndedIterator<Item = &Event> {
    events.iter().flat_map(Event::leaves)
}

/// The state of each of `documents` documents after these events; events about others are left out.
fn answers_after(events: &[Event], documents: usize) -> Vec<Option<Answer>> {
    let mut answers = vec![None; documents];
    for event in leaves(events) {
        if let Event::EditLabels { renames, .. } = event {
            rename(&mut answers, renames);
        }
        let Some(slot) = event.document().and_then(|document| answers.get_mut(document as usize)) else { continue };
        match event {
            Event::Annotate { label, .. } => *slot = Some(Answer::Label(label.clone())),
            Event::AnnotateSet { labels, .. } => *slot = Some(Answer::Labels(labels.clone())),
            Event::Skip { unsure: true, .. } => *slot = Some(Answer::Unsure),
            Event::Skip { .. } => *slot = Some(Answer::Skipped),
            Event::Unlabel { .. } => *slot = None,
            Event::Flag { .. } | Event::Unflag { .. } | Event::EditLabels { .. } | Event::OthersAnswers { .. } | Event::Batch { .. } => {}
        }
    }
    answers
}

fn rename(answers: &mut [Option<Answer>], renames: &[Rename]) {
    if renames.is_empty() {
        return;
    }
    let renamed = |name: &String| renames.iter().find(|rename| rename.from == *name).map_or_else(|| name.clone(), |rename| rename.to.clone());
    for answer in answers.iter_mut().flatten() {
        match answer {
            Answer::Label(name) => *name = renamed(name),
            Answer::Labels(names) => {
                let mut merged: Vec<String> = Vec::with_capacity(names.len());
                for name in names.iter().map(renamed) {
                    if !merged.contains(&name) {
                        merged.push(name);
                    }
                }
                *names = merged;
            }
            Answer::Skipped | Answer::Unsure => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn annotate(document: DocId, label: &str) -> Event {
        Event::annotate(document, label, false, 0)
    }

    fn skip(document: DocId) -> Event {
        Event::skip(document, false, 0)
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

    #[test]
    fn a_batch_is_one_step_of_the_log_and_several_answers() {
        let mut log = log([annotate(0, "a"), Event::Batch { events: vec![annotate(0, "b"), annotate(1, "b"), skip(2)], at: 3 }]);
        assert_eq!(log.answers(3), [label("b"), label("b"), Some(Answer::Skipped)]);
        assert_eq!(log.leaves().count(), 4);
        log.pop();
        assert_eq!(log.answers(3), [label("a"), None, None]);
    }

    #[test]
    fn labels_that_change_places_take_their_answers_along_at_every_moment_of_the_log() {
        let rename = |from: &str, to: &str| Rename { from: from.into(), to: to.into() };
        let swap = Event::EditLabels { labels: Vec::new(), before: Vec::new(), renames: vec![rename("a", "b"), rename("b", "a")], at: 0 };
        let log = log([annotate(0, "a"), annotate(1, "b"), swap, annotate(2, "a")]);
        assert_eq!(log.answers(3), [label("b"), label("a"), label("a")]);
        assert_eq!(log.answers_at(1, 3), [label("b"), None, None]);
    }

    #[test]
    fn merged_labels_stand_once_in_a_set() {
        let merge = Event::EditLabels { labels: Vec::new(), before: Vec::new(), renames: vec![Rename { from: "b".into(), to: "a".into() }], at: 0 };
        let set = Event::AnnotateSet { document: 0, labels: vec!["a".into(), "b".into()], audit: false, asked_by: None, at: 0 };
        assert_eq!(log([set, merge]).answers(1), [Some(Answer::Labels(vec!["a".into()]))]);
    }

    #[test]
    fn a_flag_leaves_the_answer_alone() {
        let flag = |note: &str| Event::Flag { document: 0, note: note.into(), at: 0 };
        let mut log = log([annotate(0, "a"), flag("odd"), flag("very odd")]);
        assert_eq!((log.answers(1), log.flags()), (vec![label("a")], BTreeMap::from([(0, "very odd".to_owned())])));
        log.push(Event::Unflag { document: 0, at: 0 });
        assert_eq!((log.answers(1), log.flags().len()), (vec![label("a")], 0));
    }

    fn any_event() -> impl Strategy<Value = Event> {
        (0..3_u8, 0..6_u32, "[ab]", any::<bool>()).prop_map(|(kind, document, label, audit)| match kind {
            0 => Event::annotate(document, label, audit, 1),
            1 => Event::skip(document, audit, 1),
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
                    _ => unreachable!("no other kind is made here"),
                }
            }
            let expected: Vec<Option<Answer>> = (0..documents).map(|id| state.get(&(id as DocId)).cloned()).collect();
            let log = log(events.clone());
            prop_assert_eq!(log.answers(documents), expected);
            prop_assert_eq!(log.events(), events);
        }
    }
}
