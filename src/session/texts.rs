//! Distinct texts and their embeddings: every text is embedded once, however many documents have it.
//! Knows documents only by id, and nothing of answers.

use std::collections::BTreeMap;

use crate::corpus::{Corpus, DocId};
use crate::error::{Code, Error, Result};
use crate::matrix::Matrix;
use crate::rng::Rng;

/// A text that is to be embedded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingText {
    /// Names it when its embedding comes back.
    pub key: u32,
    /// The text.
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Waiting,
    HandedOut,
    Embedded,
}

/// The texts of the documents and of the labels, each once.
#[derive(Debug, Default)]
pub(super) struct Texts {
    texts: Vec<String>,
    /// Text → row. Looked up only, never iterated.
    index: BTreeMap<String, u32>,
    states: Vec<State>,
    dropped: Vec<u32>,
    /// One row a text; zeros until embedded. Empty until the first embedding says how wide rows are.
    features: Matrix,
    /// Document → row; blank documents have [`BLANK`].
    row_of: Vec<u32>,
    label_rows: Vec<u32>,
    /// Rows below this are documents' texts; those above are texts of labels, of today or of earlier.
    document_texts: usize,
    /// Documents' texts, drawn at random, on which successive models are compared: the first to be embedded.
    stop_rows: Vec<u32>,
    /// Rows in the order in which they are to be embedded, and how far that has got.
    queue: Vec<u32>,
    next: usize,
    /// Keys are rows counted from here; an import moves it on, so that late embeddings of old texts find nobody.
    base: u32,
}

/// Texts on which successive models are compared, at most.
const STOP_SET: usize = 1000;

/// The row of a blank document: none.
pub(super) const BLANK: u32 = u32::MAX;

impl Texts {
    /// Takes the documents' texts in place of the former ones; embeddings of texts that stay are kept.
    pub fn set_documents(&mut self, corpus: &Corpus, seed: u64) {
        let old = std::mem::take(self);
        self.base = old.base.wrapping_add(old.texts.len() as u32);
        self.row_of = corpus.documents.iter().map(|document| if document.is_blank() { BLANK } else { self.intern(&document.text) }).collect();
        self.document_texts = self.texts.len();
        let mut order: Vec<u32> = (0..self.texts.len() as u32).collect();
        Rng::stream(seed, "embedding order").shuffle(&mut order);
        self.stop_rows = order[..order.len().min(STOP_SET)].to_vec();
        self.queue = order;
        for row in 0..self.texts.len() {
            if let Some(&known) = old.index.get(&self.texts[row])
                && old.states[known as usize] == State::Embedded
            {
                self.put(row, old.features.row(known as usize), old.dropped[known as usize]);
            }
        }
    }

    /// Takes the labels' texts; they are embedded before all others. Texts of former labels are no longer handed out.
    pub fn set_label_texts(&mut self, texts: &[String]) {
        self.label_rows = texts.iter().map(|text| self.intern(text)).collect();
        let mut rest = self.queue.split_off(self.next.min(self.queue.len()));
        let first: Vec<u32> = self.label_rows.iter().copied().filter(|&row| self.states[row as usize] == State::Waiting).collect();
        rest.retain(|row| !first.contains(row));
        self.queue.extend(first);
        self.queue.extend(rest);
    }

    pub fn hand_out(&mut self, limit: usize) -> Vec<PendingText> {
        let mut out = Vec::new();
        while out.len() < limit && self.next < self.queue.len() {
            let row = self.queue[self.next] as usize;
            self.next += 1;
            if self.states[row] == State::Waiting && self.is_used(row) {
                self.states[row] = State::HandedOut;
                out.push(PendingText { key: self.base.wrapping_add(row as u32), text: self.texts[row].clone() });
            }
        }
        out
    }

    pub fn requeue(&mut self) {
        let lost: Vec<u32> = self.queue[..self.next].iter().copied().filter(|&row| self.states[row as usize] == State::HandedOut).collect();
        for &row in &lost {
            self.states[row as usize] = State::Waiting;
        }
        let rest = self.queue.split_off(self.next);
        self.queue.extend(lost);
        self.queue.extend(rest);
    }

    pub fn add(&mut self, keys: &[u32], rows: &Matrix, dropped: &[usize]) -> Result<()> {
        if rows.rows() != keys.len() || dropped.len() != keys.len() {
            let message = format!("{} keys came with {} rows and {} counts; there must be one of each.", keys.len(), rows.rows(), dropped.len());
            return Err(Error::new(Code::InvalidArgument, message));
        }
        if self.features.cols() > 0 && !keys.is_empty() && rows.cols() != self.features.cols() {
            let message = format!("Embeddings of {} numbers do not go with those of {} that are there.", rows.cols(), self.features.cols());
            return Err(Error::new(Code::InvalidArgument, message));
        }
        for (place, &key) in keys.iter().enumerate() {
            let row = key.wrapping_sub(self.base) as usize;
            if row < self.texts.len() && self.states[row] != State::Embedded {
                self.put(row, rows.row(place), dropped[place] as u32);
            }
        }
        Ok(())
    }

    /// Drops every embedding: another model makes them from now on.
    pub fn forget_embeddings(&mut self) {
        self.states.fill(State::Waiting);
        self.dropped.fill(0);
        self.features = Matrix::default();
        self.next = 0;
    }

    /// One row a text, zeros where it is not embedded yet; empty before the first embedding.
    pub fn features(&self) -> &Matrix {
        &self.features
    }

    /// How many rows [`row_of`](Self::row_of) can point to, at most.
    pub fn rows(&self) -> usize {
        self.texts.len()
    }

    /// Rows on which successive models are compared: a uniform sample of the documents' texts, the same whatever is answered.
    pub fn stop_rows(&self) -> &[u32] {
        &self.stop_rows
    }

    /// Whether a row is embedded.
    pub fn is_row_embedded(&self, row: u32) -> bool {
        self.states[row as usize] == State::Embedded
    }

    /// Document → row of [`features`](Self::features).
    pub fn row_of(&self) -> &[u32] {
        &self.row_of
    }

    /// Whether a document's text is embedded.
    pub fn is_embedded(&self, id: DocId) -> bool {
        let row = self.row_of[id as usize];
        row != BLANK && self.states[row as usize] == State::Embedded
    }

    /// Tokens left out of a document's text.
    pub fn dropped(&self, id: DocId) -> usize {
        let row = self.row_of[id as usize];
        if row == BLANK { 0 } else { self.dropped[row as usize] as usize }
    }

    /// The labels' embeddings, `[labels, dims]`, once all are there.
    pub fn label_features(&self) -> Option<Matrix> {
        let ready = !self.label_rows.is_empty() && self.label_rows.iter().all(|&row| self.states[row as usize] == State::Embedded);
        ready.then(|| self.features.gather(&self.label_rows.iter().map(|&row| row as usize).collect::<Vec<_>>()))
    }

    /// (distinct texts, embedded, truncated) among those that documents or labels have now.
    pub fn counts(&self) -> (usize, usize, usize) {
        let used = || (0..self.texts.len()).filter(|&row| self.is_used(row));
        let embedded = used().filter(|&row| self.states[row] == State::Embedded).count();
        (used().count(), embedded, used().filter(|&row| self.dropped[row] > 0).count())
    }

    fn is_used(&self, row: usize) -> bool {
        row < self.document_texts || self.label_rows.contains(&(row as u32))
    }

    fn intern(&mut self, text: &str) -> u32 {
        if let Some(&row) = self.index.get(text) {
            return row;
        }
        let row = self.texts.len() as u32;
        self.texts.push(text.to_owned());
        self.index.insert(text.to_owned(), row);
        self.states.push(State::Waiting);
        self.dropped.push(0);
        if self.features.cols() > 0 {
            let zeros = vec![0.0; self.features.cols()];
            self.features.push_row(&zeros);
        }
        row
    }

    fn put(&mut self, row: usize, features: &[f32], dropped: u32) {
        if self.features.cols() == 0 {
            self.features = Matrix::zeros(self.texts.len(), features.len());
        }
        self.features.row_mut(row).copy_from_slice(features);
        self.states[row] = State::Embedded;
        self.dropped[row] = dropped;
    }
}
