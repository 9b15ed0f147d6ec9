//! The honest estimate: out-of-fold accuracy on the random checks alone, with its interval, and how it grew.
//!
//! A point of the curve belongs to the event that answered a random check, and says what the estimate was then. Points are
//! functions of the log's beginning, so they are kept once made; a call makes at most a few that are missing (after a
//! project was opened there are many), newest first, so that no call keeps the annotator waiting.

use std::collections::BTreeMap;

use crate::corpus::{DocId, Event};
use crate::error::Result;
use crate::evaluate::{self, AuditFigures, Interval, RESAMPLES, Resamples};
use crate::matrix::Matrix;

use super::Session;
use super::answers::Answers;
use super::model::{self, Head};
use super::texts::BLANK;
use super::view::{AuditEstimate, CalibrationBin, CalibrationEstimate, ClassCount, ClassMetrics, CurvePoint, Evaluation, Figure};

/// Fewer checks than this say nothing worth showing.
const FEWEST_CHECKS: usize = 3;
/// Folds over the checks.
const FOLDS: usize = 5;
/// Missing points made in one call.
const POINTS_A_CALL: usize = 2;
/// The curve is thinned to about so many points.
const MOST_POINTS: usize = 48;

/// Points made so far, by the number of events that they look back on. `None`: nothing could be estimated there.
#[derive(Clone, Debug, Default)]
pub(super) struct Curve(BTreeMap<usize, Option<CurvePoint>>);

impl Curve {
    /// Forgets points of events that were taken back.
    pub fn truncate(&mut self, events: usize) {
        self.0.retain(|&at, _| at <= events);
    }
}

/// The random checks as they were answered, and as heads that had not seen them would have.
struct Judged {
    truth: Truth,
    /// `[checks, classes]`.
    probabilities: Matrix,
    /// Of the checks, those predicted right; with several labels a text, those whose whole set is.
    correct: usize,
}

/// What was answered, beside what was predicted.
enum Truth {
    Classes { truth: Vec<usize>, predicted: Vec<usize> },
    Sets { truth: Vec<Vec<usize>>, predicted: Vec<Vec<usize>> },
}

impl Judged {
    fn checks(&self) -> usize {
        self.probabilities.rows()
    }

    fn accuracy(&self) -> f64 {
        self.correct as f64 / self.checks().max(1) as f64
    }

    fn macro_f1(&self, classes: usize) -> f64 {
        match &self.truth {
            Truth::Classes { truth, predicted } => evaluate::macro_f1_present(truth.iter().copied().zip(predicted.iter().copied()), classes),
            Truth::Sets { truth, predicted } => evaluate::macro_f1_of_sets(truth, predicted, classes),
        }
    }
}

impl Session {
    /// The estimate, its curve, the stopping advice, and the answers of each class.
    ///
    /// # Errors
    /// Those of the fit.
    pub fn evaluate(&mut self) -> Result<Evaluation> {
        let answers = self.answers().clone();
        let judged = self.judge(self.log.len(), &answers)?;
        let audit = judged.as_ref().map(|judged| self.estimate(judged));
        let curve_complete = self.extend_curve(judged.as_ref())?;
        let complete = self.extend_snapshots()? && curve_complete;
        let figures = audit.as_ref().map(|audit| AuditFigures { accuracy: audit.accuracy, low: audit.low, high: audit.high });
        let stopping = self.stopping_advice(&answers, figures);
        let curve: Vec<CurvePoint> = self.curve.0.values().flatten().cloned().collect();
        let checks = self.audited(self.log.len(), &answers).len();
        Ok(Evaluation {
            sentence: sentence(audit.as_ref(), checks, answers.multi_label),
            audit,
            stopping,
            curve,
            complete,
            classes: self.class_counts(&answers),
        })
    }

    /// Answers of each label.
    pub(super) fn class_counts(&self, answers: &Answers) -> Vec<ClassCount> {
        let counts = answers.per_class(self.labels.len());
        self.labels.as_slice().iter().zip(counts).map(|(label, count)| ClassCount { label: label.name.clone(), count }).collect()
    }

    fn judge(&self, events: usize, answers: &Answers) -> Result<Option<Judged>> {
        let (ids, targets) = self.embedded_answers(answers);
        let checked = self.audited(events, answers);
        let mut audit: Vec<usize> = checked.iter().filter_map(|id| ids.binary_search(id).ok()).collect();
        audit.sort_unstable();
        if audit.len() < FEWEST_CHECKS || ids.len() < audit.len() + 1 {
            return Ok(None);
        }
        let (rows, classes, start) = (self.rows(&ids), self.labels.len(), self.warm.as_ref());
        if answers.multi_label {
            let (_, sets) = self.embedded_sets(answers);
            let (config, start) = (model::fixed(&self.options.head), start.and_then(Head::one_vs_rest));
            let probabilities = evaluate::out_of_fold_sets(&rows, &sets, &audit, classes, &config, FOLDS, self.seed, start)?;
            let truth: Vec<Vec<usize>> = audit.iter().map(|&place| sets[place].clone()).collect();
            let predicted: Vec<Vec<usize>> = probabilities.iter().map(evaluate::guessed_set).collect();
            let correct = evaluate::exact_sets(&truth, &predicted);
            return Ok(Some(Judged { truth: Truth::Sets { truth, predicted }, probabilities, correct }));
        }
        let (config, start) = (&self.options.head, start.and_then(Head::softmax));
        let probabilities = evaluate::out_of_fold(&rows, &targets, &audit, classes, config, FOLDS, self.seed, start)?;
        let truth: Vec<usize> = audit.iter().map(|&place| targets[place]).collect();
        let predicted: Vec<usize> = probabilities.iter().map(|row| evaluate::likeliest(row).0).collect();
        let correct = truth.iter().zip(&predicted).filter(|(a, b)| a == b).count();
        Ok(Some(Judged { truth: Truth::Classes { truth, predicted }, probabilities, correct }))
    }

    fn point(&self, judged: &Judged, labels: usize) -> CurvePoint {
        let (low, high) = evaluate::wilson(judged.correct, judged.checks());
        let macro_f1 = judged.macro_f1(self.labels.len());
        CurvePoint { labels, audited: judged.checks(), accuracy: judged.accuracy(), low, high, macro_f1 }
    }

    fn estimate(&self, judged: &Judged) -> AuditEstimate {
        let Judged { truth, probabilities, correct } = judged;
        let classes = self.labels.len();
        let (low, high) = evaluate::wilson(*correct, judged.checks());
        let resamples = Resamples::draw(judged.checks(), RESAMPLES, self.seed);
        let (macro_f1, scores, briers, confusion, calibrated) = match truth {
            Truth::Classes { truth, predicted } => (
                evaluate::macro_f1_interval(truth, predicted, classes, &resamples),
                evaluate::per_class(truth, predicted, classes),
                vec![None; classes],
                evaluate::confusion(truth, predicted, classes),
                evaluate::calibration(probabilities, truth, &resamples),
            ),
            Truth::Sets { truth, predicted } => (
                evaluate::macro_f1_sets(truth, predicted, classes, &resamples),
                evaluate::per_label(truth, predicted, classes),
                evaluate::brier_of_labels(probabilities, truth).into_iter().map(Some).collect(),
                // No label is taken for another where each is decided alone.
                Vec::new(),
                evaluate::calibration_of_sets(probabilities, truth, &resamples),
            ),
        };
        let metrics = self.labels.as_slice().iter().zip(scores).zip(briers);
        AuditEstimate {
            audited: judged.checks(),
            correct: *correct,
            accuracy: judged.accuracy(),
            low,
            high,
            macro_f1: macro_f1.value,
            macro_f1_low: macro_f1.low,
            macro_f1_high: macro_f1.high,
            per_class: metrics.map(|((label, score), brier)| class_metrics(&label.name, score, brier)).collect(),
            confusion,
            calibration: calibration(calibrated),
        }
    }

    /// Makes missing points, newest first; answers whether all are there now. `now` is the judgement after all events.
    fn extend_curve(&mut self, now: Option<&Judged>) -> Result<bool> {
        let checks: Vec<usize> = (0..self.log.len())
            .filter(|&at| self.log.events()[at].leaves().iter().any(|event: &Event| event.is_annotation() && event.is_audit()))
            .map(|at| at + 1)
            .collect();
        let step = checks.len().div_ceil(MOST_POINTS).max(1);
        // Counted from the first check, so that a new one does not move the points that are there.
        let last = checks.len().saturating_sub(1);
        let wanted: Vec<usize> = (0..checks.len()).rev().filter(|place| place % step == 0 || *place == last).map(|place| checks[place]).collect();
        self.curve.0.retain(|at, _| wanted.contains(at));
        let missing: Vec<usize> = wanted.into_iter().filter(|at| !self.curve.0.contains_key(at)).collect();
        let complete = missing.len() <= POINTS_A_CALL;
        let missing = missing.into_iter().take(POINTS_A_CALL);
        for at in missing {
            let answers = self.answers_at(at);
            if self.has_unread_answers(&answers) {
                continue;
            }
            let point = |judged: &Judged| self.point(judged, answers.labelled.len());
            let point = if at == self.log.len() { now.map(point) } else { self.judge(at, &answers)?.as_ref().map(point) };
            self.curve.0.insert(at, point);
        }
        Ok(complete)
    }

    /// A point made before all answered texts are embedded would not be the point that the log stands for.
    pub(super) fn has_unread_answers(&self, answers: &Answers) -> bool {
        // Blank documents are never embedded; waiting for one that has an answer would be for ever.
        answers.labelled.iter().any(|&id: &DocId| self.texts.row_of()[id as usize] != BLANK && !self.texts.is_embedded(id))
    }
}

fn class_metrics(label: &str, score: evaluate::ClassScore, brier: Option<f64>) -> ClassMetrics {
    let ((precision_low, precision_high), (recall_low, recall_high)) = (score.precision_interval(), score.recall_interval());
    ClassMetrics {
        label: label.to_owned(),
        precision: score.precision,
        recall: score.recall,
        f1: score.f1,
        support: score.support,
        predicted: score.predicted,
        precision_low,
        precision_high,
        recall_low,
        recall_high,
        brier,
    }
}

fn calibration(of: evaluate::Calibration) -> CalibrationEstimate {
    let figure = |Interval { value, low, high }: Interval| Figure { value, low, high };
    let bins = of.bins.into_iter().map(|bin| CalibrationBin {
        low: bin.low,
        high: bin.high,
        count: bin.count,
        confidence: bin.confidence,
        accuracy: bin.accuracy,
    });
    CalibrationEstimate {
        brier: figure(of.brier),
        ece: figure(of.ece),
        adaptive_ece: figure(of.adaptive_ece),
        adaptive_bins: of.adaptive_bins,
        bins: bins.collect(),
    }
}

fn sentence(audit: Option<&AuditEstimate>, checks: usize, multi_label: bool) -> String {
    match audit {
        Some(audit) => format!(
            "Estimated {} {:.0} % ({:.0}–{:.0} %, from {} random checks).",
            if multi_label { "share of texts with all labels right" } else { "accuracy" },
            100.0 * audit.accuracy,
            100.0 * audit.low,
            100.0 * audit.high,
            audit.audited
        ),
        None if checks < FEWEST_CHECKS => {
            let needed = FEWEST_CHECKS - checks;
            format!("No estimate yet: {needed} more random {} needed.", if needed == 1 { "check is" } else { "checks are" })
        }
        None => "No estimate yet: the answered texts are still being read.".to_owned(),
    }
}
