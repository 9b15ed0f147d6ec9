//! Whether more answers would still change the model: predictions of successive models on the stop set, and what they advise.
//!
//! Models are compared at fixed numbers of answers: every ten, and from 200 on every tenth more (every twenty from 200, every thirty
//! from 300, …), so that a comparison means about as much late as early. What a model said is a function of the log's
//! beginning and the seed, so it is kept once made and never stored; after a project was opened, a call makes one that is
//! missing, newest first. Where a text may have several labels, each distinct label set counts as a class: a text has changed where its set
//! has, and uncertainty is the mean over labels. The stop set is a uniform sample of the texts, at most 1,000, and waits until all of it is embedded.

use std::collections::BTreeMap;

use crate::corpus::Event;
use crate::error::Result;
use crate::evaluate::{self, AuditFigures, StopHistory};
use crate::head::SoftmaxHead;
use crate::matrix::Matrix;

use super::Session;
use super::answers::Answers;
use super::model::{self, Head};
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
    /// Label set of each text of the stop set; of one where a text has one label.
    predicted: Vec<Vec<usize>>,
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
            let answers = self.answers_at(at);
            if !self.has_unread_answers(&answers) {
                let snapshot = self.snapshot(at, &answers)?;
                self.stop_models.0.insert(at, snapshot);
            }
        }
        Ok(complete)
    }

    pub(super) fn stopping_advice(&self, answers: &Answers, audit: Option<AuditFigures>) -> StoppingAdvice {
        let mut checkpoints = self.checkpoints();
        checkpoints.reverse();
        // A gap (a model that is not made yet) would make the comparison across it mean more answers than it should.
        let known = checkpoints.iter().rposition(|at| !self.stop_models.0.contains_key(at)).map_or(0, |gap| gap + 1);
        let snapshots: Vec<&Snapshot> = checkpoints[known..].iter().filter_map(|at| self.stop_models.0.get(at)?.as_ref()).collect();
        let history = self.stop_history(&snapshots, answers.multi_label);
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

    fn stop_history(&self, snapshots: &[&Snapshot], multi_label: bool) -> StopHistory {
        let all: Vec<Vec<usize>> = snapshots.iter().flat_map(|snapshot| snapshot.predicted.iter().cloned()).collect();
        // A set of one is the class itself.
        let numbers = if multi_label { evaluate::number_sets(&all) } else { all.iter().flatten().copied().collect() };
        let classes = if multi_label { numbers.iter().max().map_or(0, |most| most + 1) } else { self.labels.len() };
        let mut history = StopHistory::new(classes);
        let mut next = 0;
        for snapshot in snapshots {
            let predicted = numbers[next..next + snapshot.predicted.len()].to_vec();
            next += snapshot.predicted.len();
            history.record(snapshot.answers, predicted, &snapshot.open, snapshot.uncertainty);
        }
        history
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
        let (_, sets) = self.embedded_sets(answers);
        // With one label (or label set) seen, every prediction is that one and says nothing.
        if sets.iter().max() == sets.iter().min() {
            return Ok(None);
        }
        let current = self.fitted.as_ref().filter(|_| at == self.log.len()).and_then(|fitted| fitted.head.clone());
        let (classes, config, warm) = (self.labels.len(), &self.options.head, self.warm.as_ref());
        let head = match current {
            Some(head) => head,
            None if answers.multi_label => Head::OneVsRest(Head::fit_sets(&self.rows(&ids), &sets, classes, config, warm)?),
            None => Head::Softmax(SoftmaxHead::fit(&self.rows(&ids), &targets, classes, config, warm.and_then(Head::softmax))?),
        };
        let rows: Vec<usize> = self.texts.stop_rows().iter().map(|&row| row as usize).collect();
        let probabilities = head.predict_proba(&self.texts.features().gather(&rows));
        let mut answered = vec![false; self.texts.rows()];
        // By text, not by document: a text that is there twice has been learnt once it is answered once.
        ids.iter().for_each(|&id| answered[self.texts.row_of()[id as usize] as usize] = true);
        Ok(Some(Snapshot {
            answers: answers.labelled.len(),
            predicted: probabilities.iter().map(|row| model::guessed(row, answers.multi_label)).collect(),
            open: rows.iter().map(|&row| !answered[row]).collect(),
            uncertainty: if answers.multi_label { uncertainty_of_labels(&probabilities) } else { evaluate::overall_uncertainty(&probabilities) },
        }))
    }
}

/// The same figure of independent labels: of each the odds of yes and no, then the mean over all.
fn uncertainty_of_labels(probabilities: &Matrix) -> f64 {
    let mut odds = Matrix::zeros(0, 2);
    probabilities.iter().flatten().for_each(|&p| odds.push_row(&[p, 1.0 - p]));
    evaluate::overall_uncertainty(&odds)
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
