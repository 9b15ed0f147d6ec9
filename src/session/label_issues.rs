//! Answers worth looking at again: those that a model of the others contradicts, and pairs that contradict each other.
//! Made on request, since it takes one fit a fold; owns the sentences, computes no score itself.

use crate::corpus::DocId;
use crate::error::{Code, Result};
use crate::evaluate::{self, Contradiction, LabelError};

use super::Session;
use super::view::{ContradictingAnswers, LabelIssues, SuspiciousAnswer};

/// Folds over all answers.
const FOLDS: usize = 5;

impl Session {
    /// The `limit` most suspicious answers and the `limit` clearest contradictions. Answers whose text is not embedded yet are left out; with
    /// fewer than two labels answered there is nothing to judge, and both lists are empty.
    ///
    /// # Errors
    /// Those of the fit.
    pub fn label_issues(&mut self, limit: usize) -> Result<LabelIssues> {
        let answers = self.answers().clone();
        let (ids, given) = self.embedded_answers(&answers);
        let flagged = self.suspicious(&ids, &given)?;
        let pairs = self.contradicting(&ids, &given, limit);
        Ok(LabelIssues {
            judged: ids.len(),
            suspicious_total: flagged.len(),
            suspicious: flagged.iter().take(limit).map(|error| self.suspicious_answer(error, &ids, &given)).collect(),
            contradictions: pairs.iter().map(|pair| self.contradicting_answers(pair, &ids, &given)).collect(),
        })
    }

    fn suspicious(&self, ids: &[DocId], given: &[usize]) -> Result<Vec<LabelError>> {
        if given.iter().max() == given.iter().min() {
            return Ok(Vec::new());
        }
        let all: Vec<usize> = (0..ids.len()).collect();
        let start = self.warm.as_ref();
        match evaluate::out_of_fold(&self.rows(ids), given, &all, self.labels.len(), &self.options.head, FOLDS, self.seed, start) {
            Ok(probabilities) => Ok(evaluate::label_errors(&probabilities, given, ids, self.seed)),
            Err(error) if error.code() == Code::NotReady => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    fn contradicting(&self, ids: &[DocId], given: &[usize], limit: usize) -> Vec<Contradiction> {
        let mut distinct: Vec<usize> = ids.iter().map(|&id| self.texts.row_of()[id as usize] as usize).collect();
        let text_rows = distinct.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let row_of: Vec<usize> = text_rows.iter().map(|row| distinct.partition_point(|other| other < row)).collect();
        evaluate::contradictions(&self.texts.features().gather(&distinct), &row_of, given, ids, limit, self.seed)
    }

    fn suspicious_answer(&self, error: &LabelError, ids: &[DocId], given: &[usize]) -> SuspiciousAnswer {
        let id = ids[error.place];
        let (label, suggested) = (self.label_name(given[error.place]), self.label_name(error.suggested));
        let reason = format!(
            "Going by the other answers this is “{suggested}” ({:.0} %), not “{label}” ({:.0} %).",
            100.0 * error.confidence,
            100.0 * error.self_confidence
        );
        let text = self.corpus.documents[id as usize].text.clone();
        SuspiciousAnswer { id, text, label, suggested, self_confidence: error.self_confidence, confidence: error.confidence, reason }
    }

    fn contradicting_answers(&self, pair: &Contradiction, ids: &[DocId], given: &[usize]) -> ContradictingAnswers {
        let both = [pair.first, pair.second];
        let labels = both.map(|place| self.label_name(given[place]));
        let what = if pair.same_text { "The same text was" } else { "Two texts that say nearly the same were" };
        let reason = format!("{what} answered “{}” and “{}”.", labels[0], labels[1]);
        let ids = both.map(|place| ids[place]);
        let texts = ids.map(|id| self.corpus.documents[id as usize].text.clone());
        ContradictingAnswers { ids, texts, labels, similarity: pair.cosine, reason }
    }
}
