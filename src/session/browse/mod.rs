//! The list of all documents: filtered, sorted, a page at a time, and one document's past.
//! Owns what the list needs to know of every document, kept until an answer, a label or an embedding changes, and the last order asked
//! for, so that scrolling neither scores nor filters again. Changes nothing, and knows no strategy.

mod filter;
mod order;
mod past;
mod search;

pub use filter::{AnswerState, BrowseFilter, BrowseRow, BrowseSort};
pub use past::{PastEvent, PastKind};

use std::collections::BTreeMap;

use crate::corpus::{Answer, DocId};
use crate::error::{Code, Error, Result};
use crate::matrix;

use super::Session;
use super::answers::Given;

/// What the list needs to know of every document.
#[derive(Debug)]
pub(super) struct Listed {
    states: Vec<AnswerState>,
    /// Class numbers of the answer; empty where there is none.
    classes: Vec<Vec<usize>>,
    /// The likeliest class and its probability, where the model has one.
    predicted: Vec<Option<(usize, f32)>>,
    given: Vec<Given>,
    flags: BTreeMap<DocId, String>,
    last: Option<Ordered>,
}

/// An answer to a filter and a sort.
#[derive(Debug)]
struct Ordered {
    filter: BrowseFilter,
    sort: BrowseSort,
    ids: Vec<DocId>,
    /// Of every document, where examples were given.
    similarity: Vec<Option<f32>>,
}

impl Session {
    /// Documents that pass the filter, in order: how many there are, and `limit` of them from `offset` on.
    ///
    /// # Errors
    /// `invalid_argument` for a pattern that cannot be read, a confidence outside `[0, 1]` or a sort that lacks its examples;
    /// `unknown_label`, `unknown_document`; `not_ready` while no example is embedded; those of the fit.
    pub fn browse(&mut self, filter: &BrowseFilter, sort: BrowseSort, offset: usize, limit: usize) -> Result<(usize, Vec<BrowseRow>)> {
        self.list(filter, sort)?;
        let (listed, ordered) = self.listed_and_ordered();
        let rows = ordered.ids.iter().skip(offset).take(limit).map(|&id| self.browse_row(listed, ordered, id)).collect();
        Ok((ordered.ids.len(), rows))
    }

    /// The same documents, all of them and as numbers alone: for doing something with every one.
    ///
    /// # Errors
    /// Those of [`browse`](Self::browse).
    pub fn browse_ids(&mut self, filter: &BrowseFilter, sort: BrowseSort) -> Result<Vec<DocId>> {
        self.list(filter, sort)?;
        Ok(self.listed_and_ordered().1.ids.clone())
    }

    fn listed_and_ordered(&self) -> (&Listed, &Ordered) {
        let listed = self.listed.as_ref().expect("the list was made just before");
        (listed, listed.last.as_ref().expect("an order was made just before"))
    }

    /// Makes the list and its order, where they are not there already.
    fn list(&mut self, filter: &BrowseFilter, sort: BrowseSort) -> Result<()> {
        if self.listed.is_none() {
            self.listed = Some(self.make_listed()?);
        }
        let known = self.listed.as_ref().and_then(|listed| listed.last.as_ref());
        if known.is_some_and(|last| last.filter == *filter && last.sort == sort) {
            return Ok(());
        }
        let similarity = self.similarity(&filter.similar_to)?;
        let listed = self.listed.as_ref().expect("it was just put there");
        let mut ids = filter::passing(filter, &self.corpus, &self.labels, listed)?;
        order::sort(&mut ids, sort, &self.corpus, listed, &similarity)?;
        let ordered = Ordered { filter: filter.clone(), sort, ids, similarity };
        self.listed.as_mut().expect("it was just put there").last = Some(ordered);
        Ok(())
    }

    fn make_listed(&mut self) -> Result<Listed> {
        let documents = self.corpus.len();
        let predicted = self.predict()?.into_iter();
        let predicted = predicted.map(|row| Some((self.labels.class_of(row.label.as_deref()?).ok()?, row.probability))).collect();
        // Whether an answer counts is said in one place only.
        let answers = self.answers().clone();
        let (mut states, mut classes) = (vec![AnswerState::Open; documents], vec![Vec::new(); documents]);
        for (id, answer) in self.log.answers(documents).into_iter().enumerate().filter(|&(id, _)| answers.answered[id]) {
            let Some(answer) = answer else { continue };
            states[id] = match answer {
                Answer::Label(_) | Answer::Labels(_) => AnswerState::Labelled,
                Answer::Skipped => AnswerState::Skipped,
                Answer::Unsure => AnswerState::Unsure,
            };
            // In the order in which they were given.
            classes[id] = answer.labels().unwrap_or_default().iter().filter_map(|name| self.labels.class_of(name).ok()).collect();
        }
        Ok(Listed { states, classes, predicted, given: self.given(), flags: self.log.flags(), last: None })
    }

    /// Mean cosine of every document to the examples; none of a document that is not embedded. Empty where there are no examples.
    fn similarity(&self, examples: &[DocId]) -> Result<Vec<Option<f32>>> {
        if examples.is_empty() {
            return Ok(Vec::new());
        }
        for &id in examples {
            self.corpus.get(id)?;
        }
        let embedded: Vec<DocId> = examples.iter().copied().filter(|&id| self.texts.is_embedded(id)).collect();
        if embedded.is_empty() {
            let message = "The model has not read this text yet, so it cannot tell what is like it. Try again in a moment.";
            return Err(Error::new(Code::NotReady, message));
        }
        // Rows have unit length: the mean of the cosines is the product with the mean.
        let rows = self.rows(&embedded);
        let mut mean = vec![0.0f32; rows.cols()];
        for row in rows.iter() {
            mean.iter_mut().zip(row).for_each(|(sum, x)| *sum += x / embedded.len() as f32);
        }
        let features = self.texts.features();
        let cosine = |id: DocId| matrix::dot(&mean, features.row(self.texts.row_of()[id as usize] as usize));
        Ok((0..self.corpus.len() as DocId).map(|id| self.texts.is_embedded(id).then(|| cosine(id))).collect())
    }

    fn browse_row(&self, listed: &Listed, ordered: &Ordered, id: DocId) -> BrowseRow {
        let (place, document) = (id as usize, &self.corpus.documents[id as usize]);
        let Given { at, audit, .. } = listed.given[place];
        BrowseRow {
            id,
            text: document.text.clone(),
            state: listed.states[place],
            labels: listed.classes[place].iter().map(|&class| self.label_name(class)).collect(),
            predicted: listed.predicted[place].map(|(class, _)| self.label_name(class)),
            probability: listed.predicted[place].map_or(0.0, |(_, probability)| probability),
            flag: listed.flags.get(&id).cloned(),
            audit,
            at,
            source_label: document.source_label.clone(),
            similarity: ordered.similarity.get(place).copied().flatten(),
        }
    }
}

#[cfg(test)]
mod tests;
