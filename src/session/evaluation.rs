//! The honest estimate: out-of-fold accuracy on the random checks alone, with its interval, and how it grew.
//!
//! A point of the curve belongs to the event that answered a random check, and says what the estimate was then. Points are
//! functions of the log's beginning, so they are kept once made; a call makes at most a few that are missing (after a
//! project was opened there are many), newest first, so that no call keeps the annotator waiting.

use std::collections::BTreeMap;

use crate::corpus::{DocId, Event};
use crate::error::Result;
use crate::evaluate;

use super::Session;
use super::answers::Answers;
use super::view::{AuditEstimate, ClassCount, ClassMetrics, CurvePoint, Evaluation};

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

impl Session {
    /// The estimate, its curve, and the answers of each class.
    ///
    /// # Errors
    /// Those of the fit.
    pub fn evaluate(&mut self) -> Result<Evaluation> {
        let answers = self.answers().clone();
        let audit = self.estimate(self.log.len(), &answers)?;
        let complete = self.extend_curve()?;
        let curve: Vec<CurvePoint> = self.curve.0.values().flatten().cloned().collect();
        let checks = self.audited(self.log.len(), &answers).len();
        Ok(Evaluation { sentence: sentence(audit.as_ref(), checks), audit, curve, complete, classes: self.class_counts(&answers) })
    }

    /// Answers of each label.
    pub(super) fn class_counts(&self, answers: &Answers) -> Vec<ClassCount> {
        let counts = answers.per_class(self.labels.len());
        self.labels.as_slice().iter().zip(counts).map(|(label, count)| ClassCount { label: label.name.clone(), count }).collect()
    }

    fn estimate(&self, events: usize, answers: &Answers) -> Result<Option<AuditEstimate>> {
        let (ids, targets) = self.embedded_answers(answers);
        let checked = self.audited(events, answers);
        let mut audit: Vec<usize> = checked.iter().filter_map(|id| ids.binary_search(id).ok()).collect();
        audit.sort_unstable();
        if audit.len() < FEWEST_CHECKS || ids.len() < audit.len() + 1 {
            return Ok(None);
        }
        let classes = self.labels.len();
        let rows = self.rows(&ids);
        let predicted = evaluate::audit_predictions(&rows, &targets, &audit, classes, &self.head_config, FOLDS, self.seed, self.warm.as_ref())?;
        let truth: Vec<usize> = audit.iter().map(|&place| targets[place]).collect();
        let correct = truth.iter().zip(&predicted).filter(|(a, b)| a == b).count();
        let (low, high) = evaluate::wilson(correct, truth.len());
        let per_class = evaluate::per_class(&truth, &predicted, classes);
        // A label that no check has and no prediction names has no F1; counting it as 0 would show 80 % beside an accuracy of 100 %.
        let named: Vec<f64> =
            (0..classes).filter(|class| truth.contains(class) || predicted.contains(class)).map(|class| per_class[class].f1).collect();
        Ok(Some(AuditEstimate {
            audited: truth.len(),
            correct,
            accuracy: evaluate::accuracy(&truth, &predicted),
            low,
            high,
            macro_f1: named.iter().sum::<f64>() / named.len() as f64,
            per_class: self
                .labels
                .as_slice()
                .iter()
                .zip(per_class)
                .map(|(label, score)| ClassMetrics {
                    label: label.name.clone(),
                    precision: score.precision,
                    recall: score.recall,
                    f1: score.f1,
                    support: score.support,
                })
                .collect(),
            confusion: evaluate::confusion(&truth, &predicted, classes),
        }))
    }

    /// Makes missing points, newest first; answers whether all are there now.
    fn extend_curve(&mut self) -> Result<bool> {
        let checks: Vec<usize> =
            (0..self.log.len()).filter(|&at| matches!(self.log.events()[at], Event::Annotate { audit: true, .. })).map(|at| at + 1).collect();
        let step = checks.len().div_ceil(MOST_POINTS).max(1);
        // Counted from the first check, so that a new one does not move the points that are there.
        let last = checks.len().saturating_sub(1);
        let wanted: Vec<usize> = (0..checks.len()).rev().filter(|place| place % step == 0 || *place == last).map(|place| checks[place]).collect();
        self.curve.0.retain(|at, _| wanted.contains(at));
        let missing: Vec<usize> = wanted.into_iter().filter(|at| !self.curve.0.contains_key(at)).collect();
        let complete = missing.len() <= POINTS_A_CALL;
        let missing = missing.into_iter().take(POINTS_A_CALL);
        for at in missing {
            let answers = Answers::new(&self.log, at, &self.labels, self.corpus.len());
            if self.has_unread_answers(&answers) {
                continue;
            }
            let point = self.estimate(at, &answers)?.map(|audit| CurvePoint {
                labels: answers.labelled.len(),
                audited: audit.audited,
                accuracy: audit.accuracy,
                low: audit.low,
                high: audit.high,
                macro_f1: audit.macro_f1,
            });
            self.curve.0.insert(at, point);
        }
        Ok(complete)
    }

    /// A point made before all answered texts are embedded would not be the point that the log stands for.
    fn has_unread_answers(&self, answers: &Answers) -> bool {
        answers.labelled.iter().any(|&id: &DocId| !self.texts.is_embedded(id))
    }
}

fn sentence(audit: Option<&AuditEstimate>, checks: usize) -> String {
    match audit {
        Some(audit) => format!(
            "Estimated accuracy {:.0} % ({:.0}–{:.0} %, from {} random checks).",
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
