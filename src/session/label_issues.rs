//! Answers worth looking at again: those that a model of the others contradicts, and pairs that contradict each other.
//! Made on request, since it takes one fit a fold; owns the sentences, computes no score itself.

use crate::corpus::DocId;
use crate::error::{Code, Result};
use crate::evaluate::{self, Contradiction, LabelError};
use crate::matrix::Matrix;
use crate::rng;

use super::Session;
use super::answers::Answers;
use super::model::{self, Head};
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
        if answers.multi_label {
            return self.label_set_issues(&answers, limit);
        }
        let (ids, given) = self.embedded_answers(&answers);
        let flagged = self.suspicious(&ids, &given)?;
        let pairs = self.contradicting(&ids, &given, limit);
        Ok(LabelIssues {
            judged: ids.len(),
            suspicious_total: flagged.len(),
            suspicious: flagged.iter().take(limit).map(|error| self.suspicious_answer(error, &ids, &given)).collect(),
            contradictions: pairs.iter().map(|pair| self.contradicting_answers(pair, &ids, |place| self.label_name(given[place]))).collect(),
        })
    }

    fn suspicious(&self, ids: &[DocId], given: &[usize]) -> Result<Vec<LabelError>> {
        if given.iter().max() == given.iter().min() {
            return Ok(Vec::new());
        }
        let all: Vec<usize> = (0..ids.len()).collect();
        let start = self.warm.as_ref().and_then(Head::softmax);
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

    fn contradicting_answers(&self, pair: &Contradiction, ids: &[DocId], name: impl Fn(usize) -> String) -> ContradictingAnswers {
        let both = [pair.first, pair.second];
        let labels = both.map(name);
        let what = if pair.same_text { "The same text was" } else { "Two texts that say nearly the same were" };
        let reason = format!("{what} answered “{}” and “{}”.", labels[0], labels[1]);
        let ids = both.map(|place| ids[place]);
        let texts = ids.map(|id| self.corpus.documents[id as usize].text.clone());
        ContradictingAnswers { ids, texts, labels, similarity: pair.cosine, reason }
    }
    /// The same where a text may have several labels: each label is judged by itself, yes or no, and of an answer with several suspicious
    /// ones the most suspicious is shown. `label` names the whole set given, `suggested` what it would be.
    fn label_set_issues(&self, answers: &Answers, limit: usize) -> Result<LabelIssues> {
        let (ids, sets) = self.embedded_sets(answers);
        let flagged = self.suspicious_labels(&ids, &sets)?;
        let numbers = evaluate::number_sets(&sets);
        let pairs = self.contradicting(&ids, &numbers, limit);
        let suspicious = flagged.iter().take(limit).map(|(label, error)| self.suspicious_set(*label, error, ids[error.place], &sets[error.place]));
        Ok(LabelIssues {
            judged: ids.len(),
            suspicious_total: flagged.len(),
            suspicious: suspicious.collect(),
            contradictions: pairs.iter().map(|pair| self.contradicting_answers(pair, &ids, |place| self.set_name(&sets[place]))).collect(),
        })
    }

    /// Of each answer with a suspicious label the most suspicious one, worst first.
    fn suspicious_labels(&self, ids: &[DocId], sets: &[Vec<usize>]) -> Result<Vec<(usize, LabelError)>> {
        if sets.iter().max() == sets.iter().min() {
            return Ok(Vec::new());
        }
        let all: Vec<usize> = (0..ids.len()).collect();
        let (classes, config, start) = (self.labels.len(), model::fixed(&self.options.head), self.warm.as_ref().and_then(Head::one_vs_rest));
        let probabilities = match evaluate::out_of_fold_sets(&self.rows(ids), sets, &all, classes, &config, FOLDS, self.seed, start) {
            Ok(probabilities) => probabilities,
            Err(error) if error.code() == Code::NotReady => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut worst: Vec<Option<(usize, LabelError)>> = vec![None; ids.len()];
        for label in 0..classes {
            let mut odds = Matrix::zeros(0, 2);
            probabilities.iter().for_each(|row| odds.push_row(&[1.0 - row[label], row[label]]));
            let given: Vec<usize> = sets.iter().map(|set| usize::from(set.contains(&label))).collect();
            for error in evaluate::label_errors(&odds, &given, ids, self.seed) {
                let slot = &mut worst[error.place];
                if slot.is_none_or(|(_, other)| error.self_confidence < other.self_confidence) {
                    *slot = Some((label, error));
                }
            }
        }
        let mut flagged: Vec<(usize, LabelError)> = worst.into_iter().flatten().collect();
        let tie = |error: &LabelError| (rng::mix(self.seed, u64::from(ids[error.place])), ids[error.place]);
        flagged.sort_by(|(_, a), (_, b)| a.self_confidence.total_cmp(&b.self_confidence).then_with(|| tie(a).cmp(&tie(b))));
        Ok(flagged)
    }

    fn suspicious_set(&self, label: usize, error: &LabelError, id: DocId, set: &[usize]) -> SuspiciousAnswer {
        let given = set.contains(&label);
        let mut suggested: Vec<usize> = set.iter().copied().filter(|&other| other != label).collect();
        if !given {
            suggested.push(label);
            suggested.sort_unstable();
        }
        let (name, confidence) = (self.label_name(label), 100.0 * error.confidence);
        let reason = if given {
            format!("Going by the other answers “{name}” does not apply ({confidence:.0} %), but it was given.")
        } else {
            format!("Going by the other answers “{name}” applies ({confidence:.0} %), but it was not given.")
        };
        SuspiciousAnswer {
            id,
            text: self.corpus.documents[id as usize].text.clone(),
            label: self.set_name(set),
            suggested: self.set_name(&suggested),
            self_confidence: error.self_confidence,
            confidence: error.confidence,
            reason,
        }
    }

    fn set_name(&self, set: &[usize]) -> String {
        if set.is_empty() { "none".to_owned() } else { self.label_names(set).join(", ") }
    }
}
