//! Several people without a server: the answers of others come in from their project files, are compared with one's own, and what people
//! disagree about is decided by whoever holds this project. Knows files only as the project format reads them.
//!
//! Others' answers are a step of the log like any other: undone by undo, saved with the project, and never learned from: what the head
//! learns is what this project's own log answers.

use std::collections::{BTreeMap, BTreeSet};

use csv::WriterBuilder;

use super::view::{Agreement, AnnotatorAnswer, AnnotatorPair, AnnotatorSummary, Disagreement, Exported, Merged};
use super::{Session, project};
use crate::corpus::{Answer, DocId, Event, OthersAnswer};
use crate::error::{Code, Error, Result};
use crate::evaluate;

/// What one's own answers are called where the project names no annotator.
const SELF: &str = "you";
/// What another's are called where their project names none.
const OTHER: &str = "annotator";

/// Answers by document, and where in the log they came in.
#[derive(Debug, Default)]
struct Person {
    name: String,
    answers: BTreeMap<DocId, Vec<String>>,
}

impl Session {
    /// Takes the answers of another's project file in, under the name that it gives or `name`. Texts are matched by their wording, repeated
    /// texts in order. Answers of the same name that came in before are replaced.
    ///
    /// # Errors
    /// `project_malformed` where the file is no project; `invalid_argument` where none of its answered texts is in this project, or the
    /// name is one's own. Nothing is changed then.
    pub fn merge_project(&mut self, bytes: &[u8], name: Option<&str>, at: u64) -> Result<Merged> {
        let other = project::read(bytes)?;
        let named = [name.unwrap_or_default().trim(), other.annotator()].into_iter().find(|name| !name.is_empty());
        let name = named.map_or_else(|| self.unused_name(), str::to_owned);
        if name == self.own_name() {
            let message = format!("Both projects call their annotator “{name}”. Give one of them another name, so that they can be told apart.");
            return Err(Error::new(Code::InvalidArgument, message));
        }
        let mut places: BTreeMap<&str, Vec<DocId>> = BTreeMap::new();
        for (id, document) in self.corpus.documents.iter().enumerate().rev() {
            places.entry(&document.text).or_default().push(id as DocId);
        }
        let mut unmatched = 0;
        let mut answers = Vec::new();
        for (document, answer) in other.answered() {
            // The next of the documents with this text: the file's first goes to the project's first.
            let place = places.get_mut(document).and_then(Vec::pop);
            match (place, answer) {
                (Some(document), Some(labels)) => answers.push(OthersAnswer { document, labels }),
                (Some(_), None) => {}
                (None, Some(_)) => unmatched += 1,
                (None, None) => {}
            }
        }
        if answers.is_empty() {
            let message = "None of the texts answered in that project is in this one; open the project that was made from the same file.";
            return Err(Error::new(Code::InvalidArgument, message));
        }
        let known: BTreeSet<&str> = self.labels.as_slice().iter().map(|label| label.name.as_str()).collect();
        let given: BTreeSet<&str> = answers.iter().flat_map(|answer| &answer.labels).map(String::as_str).collect();
        let unknown_labels = given.difference(&known).map(|name| (*name).to_owned()).collect();
        let merged = Merged { name: name.clone(), answers: answers.len(), unmatched, unknown_labels };
        self.apply(Event::OthersAnswers { name, answers, at })?;
        Ok(merged)
    }

    /// How far the annotators agree: each pair by Cohen's kappa, all by Krippendorff's alpha. A set of labels counts as one category.
    pub fn agreement(&self) -> Agreement {
        let people = self.people();
        let mut categories: BTreeMap<&[String], usize> = BTreeMap::new();
        for labels in people.iter().flat_map(|person| person.answers.values()) {
            let next = categories.len();
            categories.entry(labels).or_insert(next);
        }
        let mut pairs = Vec::new();
        for (place, a) in people.iter().enumerate() {
            for b in &people[place + 1..] {
                let both: Vec<(usize, usize)> = a
                    .answers
                    .iter()
                    .filter_map(|(id, labels)| Some((categories[labels.as_slice()], categories[b.answers.get(id)?.as_slice()])))
                    .collect();
                let (left, right): (Vec<usize>, Vec<usize>) = both.iter().copied().unzip();
                let agreed = both.iter().filter(|(left, right)| left == right).count();
                let kappa = (!both.is_empty()).then(|| evaluate::cohen_kappa(&left, &right, categories.len()));
                pairs.push(AnnotatorPair { annotators: [a.name.clone(), b.name.clone()], both: both.len(), agreed, kappa });
            }
        }
        let mut units: BTreeMap<DocId, Vec<usize>> = BTreeMap::new();
        for (id, labels) in people.iter().flat_map(|person| &person.answers) {
            units.entry(*id).or_default().push(categories[labels.as_slice()]);
        }
        Agreement {
            annotators: people.iter().map(|person| AnnotatorSummary { name: person.name.clone(), answers: person.answers.len() }).collect(),
            pairs,
            alpha: evaluate::krippendorff_alpha(&units.into_values().collect::<Vec<_>>()),
            disagreements: self.open_disagreements(&people).len(),
        }
    }

    /// Documents on which people disagree and which were not decided since: how many there are, and `limit` of them from `offset` on, in
    /// file order. A document is decided by answering it (or keeping the answer: answering it the same again) after the others' answers came in.
    pub fn disagreements(&self, offset: usize, limit: usize) -> (usize, Vec<Disagreement>) {
        let people = self.people();
        let open = self.open_disagreements(&people);
        let shown = open.iter().skip(offset).take(limit).map(|&id| Disagreement {
            id,
            text: self.corpus.documents[id as usize].text.clone(),
            answers: people
                .iter()
                .filter_map(|person| Some(AnnotatorAnswer { annotator: person.name.clone(), labels: person.answers.get(&id)?.clone() }))
                .collect(),
        });
        (open.len(), shown.collect())
    }

    /// Every annotator's answers side by side as CSV: `id`, `text`, one column a person, and `agreed`. Sets of labels are JSON lists.
    ///
    /// # Errors
    /// None that data could cause.
    pub fn export_annotators(&self) -> Result<Exported> {
        let people = self.people();
        let mut writer = WriterBuilder::new().from_writer(Vec::new());
        let failed = |error: csv::Error| Error::new(Code::Internal, format!("The table could not be written: {error}."));
        let header = ["id", "text"].into_iter().chain(people.iter().map(|person| person.name.as_str())).chain(["agreed"]);
        writer.write_record(header).map_err(failed)?;
        let ids: BTreeSet<DocId> = people.iter().flat_map(|person| person.answers.keys().copied()).collect();
        for id in ids {
            let given: Vec<Option<&Vec<String>>> = people.iter().map(|person| person.answers.get(&id)).collect();
            let cells = given.iter().map(|labels| labels.map_or_else(String::new, |labels| cell(labels)));
            let agreed = if given.iter().flatten().count() < 2 { String::new() } else { all_equal(&given).to_string() };
            let record = [id.to_string(), self.corpus.documents[id as usize].text.clone()].into_iter().chain(cells).chain([agreed]);
            writer.write_record(record).map_err(failed)?;
        }
        let bytes = writer.into_inner().map_err(|error| Error::new(Code::Internal, format!("The table could not be written: {error}.")))?;
        Ok(Exported { file_name: self.file_name("annotators.csv"), media_type: "text/csv;charset=utf-8".into(), bytes })
    }

    fn own_name(&self) -> &str {
        if self.options.annotator.is_empty() { SELF } else { &self.options.annotator }
    }

    fn unused_name(&self) -> String {
        let taken: Vec<String> = self.people().into_iter().map(|person| person.name).collect();
        (2..).map(|number| format!("{OTHER} {number}")).find(|name| !taken.contains(name)).unwrap_or_else(|| OTHER.to_owned())
    }

    /// Oneself first, then the others in the order in which they came in.
    fn people(&self) -> Vec<Person> {
        let own = self.log.answers(self.corpus.len()).into_iter().enumerate().filter_map(|(id, answer)| Some((id as DocId, labels_of(answer?)?)));
        let mut people = vec![Person { name: self.own_name().to_owned(), answers: own.collect() }];
        for event in self.log.leaves() {
            let Event::OthersAnswers { name, answers, .. } = event else { continue };
            let given = answers.iter().filter(|answer| (answer.document as usize) < self.corpus.len());
            let answers = given.map(|answer| (answer.document, sorted(answer.labels.clone()))).collect();
            match people[1..].iter().position(|person| person.name == *name) {
                Some(place) => people[place + 1].answers = answers,
                None => people.push(Person { name: name.clone(), answers }),
            }
        }
        people
    }

    fn open_disagreements(&self, people: &[Person]) -> Vec<DocId> {
        let mut given: BTreeMap<DocId, Vec<Option<&Vec<String>>>> = BTreeMap::new();
        for (id, labels) in people.iter().flat_map(|person| &person.answers) {
            given.entry(*id).or_default().push(Some(labels));
        }
        // Answered by oneself since the last of the others' answers came in.
        let mut decided = BTreeSet::new();
        for event in self.log.leaves() {
            match event {
                Event::OthersAnswers { .. } => decided.clear(),
                Event::Unlabel { document, .. } => drop(decided.remove(document)),
                event if event.is_annotation() => drop(event.document().map(|document| decided.insert(document))),
                _ => {}
            }
        }
        given.into_iter().filter(|(id, labels)| !decided.contains(id) && !all_equal(labels)).map(|(id, _)| id).collect()
    }
}

/// The labels of an answer, sorted, so that equal sets are equal; none of a skip.
pub(super) fn labels_of(answer: Answer) -> Option<Vec<String>> {
    answer.labels().map(|names| sorted(names.to_vec()))
}

fn sorted(mut labels: Vec<String>) -> Vec<String> {
    labels.sort_unstable();
    labels
}

fn all_equal(labels: &[Option<&Vec<String>>]) -> bool {
    let mut given = labels.iter().flatten();
    let Some(first) = given.next() else { return true };
    given.all(|labels| labels == first)
}

fn cell(labels: &[String]) -> String {
    match labels {
        [label] => label.clone(),
        labels => serde_json::to_string(labels).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests;
