//! Whether more answers would still change the model: predictions of successive models on the stop set, and what they advise.
//!
//! Models are compared at fixed numbers of answers: every ten, and from 200 on every tenth more (every twenty from 200, every thirty
//! from 300, …), so that a comparison means about as much late as early. What a model said is a function of the log's
//! beginning and the seed, so it is kept once made and never stored; after a project was opened, a call makes one that is
//! missing, newest first. The stop set is a uniform sample of the texts, at most 1,000, and waits until all of it is embedded.

use std::collections::BTreeMap;

use crate::corpus::Event;
use crate::error::Result;
use crate::evaluate::{self, AuditFigures, StopHistory};
use crate::head::SoftmaxHead;

use super::Session;
use super::answers::Answers;
use super::view::{StoppingAdvice, StoppingCriterion};

/// Missing models made in one call: each is one fit.
const MODELS_A_CALL: usize = 1;
const STEP: usize = 10;

/// What models said, by the number of events that they had learnt from. `None`: there was nothing to learn from there.
#[derive(Clone, Debug, Default)]
pub(super) struct StopModels(BTreeMap<usize, Option<Snapshot>>);

#[derive(Clone, Debug)]
struct Snapshot {
    /// Labelled documents.
    answers: usize,
    /// Class of each text of the stop set.
    predicted: Vec<usize>,
    /// Which of them had no answer.
    open: Vec<bool>,
    uncertainty: f64,
}

impl StopModels {
    /// Forgets models of events that were taken back.
    pub fn truncate(&mut self, events: usize) {
        self.0.retain(|&at, _| at <= events);
    }
}

impl Session {
    /// Makes missing models, newest first; answers whether all that the advice looks back on are there now. While texts of the stop
    /// set are still to be embedded there is nothing to make.
    pub(super) fn extend_snapshots(&mut self) -> Result<bool> {
        if !self.texts.stop_rows().iter().all(|&row| self.texts.is_row_embedded(row)) {
            return Ok(true);
        }
        let missing: Vec<usize> = self.checkpoints().into_iter().filter(|at| !self.stop_models.0.contains_key(at)).collect();
        let complete = missing.len() <= MODELS_A_CALL;
        for at in missing.into_iter().take(MODELS_A_CALL) {
            let answers = Answers::new(&self.log, at, &self.labels, self.corpus.len());
            if !self.has_unread_answers(&answers) {
                let snapshot = self.snapshot(at, &answers)?;
                self.stop_models.0.insert(at, snapshot);
            }
        }
        Ok(complete)
    }

    pub(super) fn stopping_advice(&self, answers: &Answers, audit: Option<AuditFigures>) -> StoppingAdvice {
        let mut history = StopHistory::new(self.labels.len());
        let mut checkpoints = self.checkpoints();
        checkpoints.reverse();
        // A gap (a model that is not made yet) would make the comparison across it mean more answers than it should.
        let known = checkpoints.iter().rposition(|at| !self.stop_models.0.contains_key(at)).map_or(0, |gap| gap + 1);
        for snapshot in checkpoints[known..].iter().filter_map(|at| self.stop_models.0.get(at)?.as_ref()) {
            history.record(snapshot.answers, snapshot.predicted.clone(), &snapshot.open, snapshot.uncertainty);
        }
        let unseen = answers.per_class(self.labels.len()).iter().filter(|&&count| count == 0).count();
        let advice = evaluate::advise(&history, audit, unseen);
        StoppingAdvice {
            verdict: advice.verdict.as_str().to_owned(),
            sentence: advice.sentence,
            comparisons: history.comparisons(),
            compared: history.open().unwrap_or(0),
            criteria: criteria(&history, audit),
        }
    }

    /// Where the models that the advice looks back on stand in the log, newest first: just after the last answers whose number is a
    /// checkpoint.
    fn checkpoints(&self) -> Vec<usize> {
        let given = self.log.events().iter().enumerate().filter(|(_, event)| event.leaves().iter().any(Event::is_annotation));
        let mut places = Vec::new();
        let mut next = STEP;
        for (count, (place, _)) in given.enumerate() {
            if count + 1 == next {
                places.push(place + 1);
                next += STEP * (next / (10 * STEP)).max(1);
            }
        }
        places.into_iter().rev().take(evaluate::WINDOW + 1).collect()
    }

    fn snapshot(&self, at: usize, answers: &Answers) -> Result<Option<Snapshot>> {
        let (ids, targets) = self.embedded_answers(answers);
        // With one label seen, every prediction is that one and says nothing.
        if targets.iter().max() == targets.iter().min() {
            return Ok(None);
        }
        let current = self.fitted.as_ref().filter(|_| at == self.log.len()).and_then(|fitted| fitted.head.clone());
        let head = match current {
            Some(head) => head,
            None => SoftmaxHead::fit(&self.rows(&ids), &targets, self.labels.len(), &self.options.head, self.warm.as_ref())?,
        };
        let rows: Vec<usize> = self.texts.stop_rows().iter().map(|&row| row as usize).collect();
        let probabilities = head.predict_proba(&self.texts.features().gather(&rows));
        let mut answered = vec![false; self.texts.rows()];
        // By text, not by document: a text that is there twice has been learnt once it is answered once.
        ids.iter().for_each(|&id| answered[self.texts.row_of()[id as usize] as usize] = true);
        Ok(Some(Snapshot {
            answers: answers.labelled.len(),
            predicted: probabilities.iter().map(|row| evaluate::likeliest(row).0).collect(),
            open: rows.iter().map(|&row| !answered[row]).collect(),
            uncertainty: evaluate::overall_uncertainty(&probabilities),
        }))
    }
}

fn criteria(history: &StopHistory, audit: Option<AuditFigures>) -> Vec<StoppingCriterion> {
    let full = history.comparisons() == evaluate::WINDOW;
    let criterion = |name: &str, value: Option<f64>, threshold: f64, met: bool| StoppingCriterion { name: name.to_owned(), value, threshold, met };
    let at_most = |name: &str, value: Option<f64>, threshold: f64, ready: bool| {
        criterion(name, value, threshold, ready && value.is_some_and(|value| value <= threshold))
    };
    let kappa = history.kappa();
    vec![
        criterion("kappa_average", kappa, evaluate::KAPPA_THRESHOLD, full && kappa.is_some_and(|kappa| kappa >= evaluate::KAPPA_THRESHOLD)),
        at_most("classification_change", history.largest_change(), 0.0, full),
        at_most("overall_uncertainty", history.uncertainty(), evaluate::UNCERTAINTY_THRESHOLD, true),
        at_most("delta_f", history.largest_delta_f(), evaluate::DELTA_F_THRESHOLD, full),
        at_most("interval_width", audit.map(|audit| audit.high - audit.low), evaluate::WIDEST_INTERVAL, true),
    ]
}
