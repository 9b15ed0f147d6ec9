//! One sentence from all criteria: whether more answers would still change anything, and how well accuracy is known.
//!
//! Stopping needs both: predictions that have settled (a model can settle on being wrong), and an audit interval narrow enough to
//! know what one settles for. Owns the wording and the order in which the cases are looked at; computes no criterion itself.

use super::history::{FEWEST_OPEN, StopHistory, WINDOW};

/// A wider 95 % interval of the accuracy does not say enough to stop on: about 30 checks at 86 %.
pub const WIDEST_INTERVAL: f64 = 0.25;

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Too few models so far to compare.
    TooEarly,
    /// The model still changes.
    GoOn,
    /// The model has settled, but how good it is is not known well enough.
    Measure,
    /// The model has settled and its accuracy is known; or hardly a text is left.
    Stop,
}

impl Verdict {
    /// As it stands on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TooEarly => "too_early",
            Self::GoOn => "go_on",
            Self::Measure => "measure",
            Self::Stop => "stop",
        }
    }
}

/// Accuracy on the random checks with its interval, as shares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AuditFigures {
    /// Share right.
    pub accuracy: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The verdict and its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What to do.
    pub verdict: Verdict,
    /// Why, for a person.
    pub sentence: String,
}

/// Puts the criteria together. `unseen` is the number of labels without an answer: they keep nobody going (a label may never occur), but
/// the sentence says so.
pub fn advise(history: &StopHistory, audit: Option<AuditFigures>, unseen: usize) -> Advice {
    let told = |verdict: Verdict, sentence: String| Advice { verdict, sentence };
    let accuracy = |audit: AuditFigures| format!("{:.0} % ({:.0}–{:.0} %)", 100.0 * audit.accuracy, 100.0 * audit.low, 100.0 * audit.high);
    if history.open().is_some_and(|open| open < FEWEST_OPEN) {
        return told(Verdict::Stop, "Nearly every text has an answer: there is little left to learn.".to_owned());
    }
    let Some(change) = history.last_change() else {
        return told(Verdict::TooEarly, "Too early to say when to stop: go on.".to_owned());
    };
    let span = history.span();
    if !history.is_stable() {
        let moved = history.largest_change().unwrap_or(change);
        if history.comparisons() < WINDOW && moved == 0.0 {
            return told(Verdict::TooEarly, format!("Unchanged over the last {span} answers, which is too few to stop on: go on."));
        }
        // Below half a percent the share would read as 0 %.
        let how = if moved < 0.005 { "a few".to_owned() } else { format!("up to {:.0} %", 100.0 * moved) };
        let sentence = format!("The model still changes ({how} of its predictions at a time over the last {span} answers): go on.");
        return told(Verdict::GoOn, sentence);
    }
    let settled = format!("{} over the last {span} answers", if history.largest_change() == Some(0.0) { "Unchanged" } else { "Hardly changed" });
    let but = match unseen {
        0 => String::new(),
        1 => ", though one label has no answer yet".to_owned(),
        _ => format!(", though {unseen} labels have no answer yet"),
    };
    match audit {
        None => told(Verdict::Measure, format!("{settled}, but accuracy is not known: go on until there are a few random checks.")),
        Some(audit) if audit.high - audit.low > WIDEST_INTERVAL => {
            told(Verdict::Measure, format!("{settled}, but accuracy is only known as {}: more random checks would tell.", accuracy(audit)))
        }
        Some(audit) => told(Verdict::Stop, format!("{settled} and accuracy is {}: you could stop{but}.", accuracy(audit))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: AuditFigures = AuditFigures { accuracy: 0.86, low: 0.78, high: 0.92 };

    fn history(models: &[usize]) -> StopHistory {
        let mut history = StopHistory::new(3);
        let predictions = |shift: usize| (0..90).map(|i| (i + shift) % 3).collect::<Vec<usize>>();
        models.iter().enumerate().for_each(|(place, &shift)| history.record(10 * place, predictions(shift), &[true; 90], 0.4));
        history
    }

    fn says(history: &StopHistory, audit: Option<AuditFigures>, unseen: usize) -> (Verdict, String) {
        let Advice { verdict, sentence } = advise(history, audit, unseen);
        (verdict, sentence)
    }

    #[test]
    fn settled_and_known_is_enough() {
        let sentence = "Unchanged over the last 30 answers and accuracy is 86 % (78–92 %): you could stop.";
        assert_eq!(says(&history(&[0, 0, 0, 0]), Some(KNOWN), 0), (Verdict::Stop, sentence.to_owned()));
        assert!(says(&history(&[0, 0, 0, 0]), Some(KNOWN), 2).1.ends_with("you could stop, though 2 labels have no answer yet."));
    }

    #[test]
    fn a_changing_model_goes_on_however_well_it_is_known() {
        let (verdict, sentence) = says(&history(&[0, 0, 0, 1]), Some(KNOWN), 0);
        let expected = "The model still changes (up to 100 % of its predictions at a time over the last 30 answers): go on.";
        assert_eq!((verdict, sentence.as_str()), (Verdict::GoOn, expected));
    }

    #[test]
    fn a_settled_model_whose_accuracy_is_not_known_needs_checks() {
        assert_eq!(says(&history(&[0, 0, 0, 0]), None, 0).0, Verdict::Measure);
        assert_eq!(says(&history(&[0, 0, 0, 0]), Some(AuditFigures { low: 0.5, ..KNOWN }), 0).0, Verdict::Measure);
    }

    #[test]
    fn too_little_to_compare_is_too_early_and_nothing_left_is_the_end() {
        assert_eq!(says(&history(&[]), Some(KNOWN), 0).0, Verdict::TooEarly);
        assert_eq!(says(&history(&[0]), Some(KNOWN), 0).0, Verdict::TooEarly);
        assert_eq!(says(&history(&[0, 0]), Some(KNOWN), 0).0, Verdict::TooEarly);
        let mut done = StopHistory::new(3);
        done.record(10, vec![0; 90], &[false; 90], 0.1);
        assert_eq!(says(&done, None, 0).0, Verdict::Stop);
    }
}
