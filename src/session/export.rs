//! Predictions, and answers with predictions as a file.

use crate::corpus::DocId;
use crate::corpus::export::{self, Annotation};
use crate::error::Result;
use crate::evaluate;

use super::Session;
use super::model;
use super::view::{DocumentPrediction, Exported, Status};

impl Session {
    /// Every document's answer, likeliest label and probabilities, in file order.
    ///
    /// # Errors
    /// Those of the fit.
    pub fn predict(&mut self) -> Result<Vec<DocumentPrediction>> {
        let head = self.fitted_head()?.cloned();
        let answers = self.answers().clone();
        let ids: Vec<DocId> = (0..self.corpus.len() as DocId).filter(|&id| self.texts.is_embedded(id)).collect();
        let scored = head.map(|head| self.score(&head, &ids));
        let mut next = 0;
        let mut out = Vec::with_capacity(self.corpus.len());
        for id in 0..self.corpus.len() as DocId {
            let row = (ids.get(next) == Some(&id)).then(|| {
                next += 1;
                next - 1
            });
            let given = answers.sets[id as usize].as_ref().map(|set| self.label_names(set));
            let probabilities = row.zip(scored.as_ref()).map_or_else(Vec::new, |(row, scored)| scored.row(row).to_vec());
            let best = (!probabilities.is_empty()).then(|| evaluate::likeliest(&probabilities));
            out.push(DocumentPrediction {
                id,
                answer: given.as_ref().map(|names| names.join(", ")),
                answers: given,
                label: best.map(|(class, _)| self.label_name(class)),
                probability: best.map_or(0.0, |(_, probability)| probability),
                labels: self.label_names(&model::guessed(&probabilities, answers.multi_label)),
                probabilities,
            });
        }
        Ok(out)
    }

    /// Answers and predictions beside all source columns, as CSV.
    ///
    /// # Errors
    /// Those of the fit.
    pub fn export_csv(&mut self) -> Result<Exported> {
        let bytes = self.with_annotations(|session, rows| export::csv(&session.corpus, &session.labels, rows))?;
        Ok(Exported { file_name: self.file_name("labels.csv"), media_type: "text/csv;charset=utf-8".into(), bytes })
    }

    /// Answers and predictions beside all source columns, one JSON object a line.
    ///
    /// # Errors
    /// Those of the fit.
    pub fn export_jsonl(&mut self) -> Result<Exported> {
        let bytes = self.with_annotations(|session, rows| export::jsonl(&session.corpus, &session.labels, rows))?;
        Ok(Exported { file_name: self.file_name("labels.jsonl"), media_type: "application/jsonl".into(), bytes })
    }

    /// Where the project stands; fits nothing.
    pub fn status(&mut self) -> Status {
        let answers = self.answers().clone();
        let (texts, embedded, truncated) = self.texts.counts();
        let answerable = self.corpus.documents.iter().filter(|document| !document.is_blank()).count();
        let skipped = answers.skipped.iter().filter(|&&skipped| skipped).count();
        let labelled = answers.labelled.len();
        let classes = self.class_counts(&answers);
        let phase = match () {
            () if self.corpus.is_empty() => "documents",
            () if self.labels.len() < if answers.multi_label { 1 } else { 2 } => "labels",
            () if labelled + skipped >= answerable => "finished",
            () if answers.cold_start(self.labels.len()) => "cold_start",
            () => "learning",
        };
        Status {
            name: self.corpus.name.clone(),
            documents: self.corpus.len(),
            answerable,
            labelled,
            skipped,
            texts,
            embedded,
            truncated,
            events: self.log.len(),
            redoable: self.undone.len(),
            unsure: answers.unsure,
            flagged: self.log.flags().len(),
            multi_label: self.options.multi_label,
            audited: self.audited(self.log.len(), &answers).len(),
            classes,
            phase: phase.to_owned(),
        }
    }

    pub(super) fn label_name(&self, class: usize) -> String {
        self.labels.as_slice()[class].name.clone()
    }

    pub(super) fn label_names(&self, classes: &[usize]) -> Vec<String> {
        classes.iter().map(|&class| self.label_name(class)).collect()
    }

    /// The source file's name without its ending, with another.
    pub(super) fn file_name(&self, ending: &str) -> String {
        let stem = self.corpus.name.rsplit_once('.').map_or(self.corpus.name.as_str(), |(stem, _)| stem);
        format!("{}-{ending}", if stem.is_empty() { "handpick" } else { stem })
    }

    fn with_annotations(&mut self, write: impl FnOnce(&Self, &[Annotation<'_>]) -> Vec<u8>) -> Result<Vec<u8>> {
        let predictions = self.predict()?;
        let answers = self.answers().clone();
        let given = self.given();
        let rows: Vec<Annotation<'_>> = predictions
            .iter()
            .zip(given)
            .map(|(row, given)| Annotation {
                label: row.answer.as_deref(),
                skipped: answers.skipped[row.id as usize],
                audit: given.audit,
                at: given.at,
                predicted: row.label.as_deref(),
                probabilities: &row.probabilities,
            })
            .collect();
        Ok(write(self, &rows))
    }
}
