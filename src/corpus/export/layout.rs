//! Which columns an export has and what stands in them; both formats write this. Knows no syntax.

use std::collections::{HashMap, HashSet};

use crate::corpus::import::table::unused;
use crate::corpus::{Corpus, Document, LabelSet};

/// What is known of one document: one exported row beside its source.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Annotation<'a> {
    /// The label given by the annotator.
    pub label: Option<&'a str>,
    /// Whether it was passed over.
    pub skipped: bool,
    /// Whether it was shown as a random check.
    pub audit: bool,
    /// When, in milliseconds since 1970; 0 where not known.
    pub at: u64,
    /// The likeliest label.
    pub predicted: Option<&'a str>,
    /// Probability of each label, in label order, or empty.
    pub probabilities: &'a [f32],
}

/// One cell that Handpick adds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    Absent,
    Text(&'a str),
    Owned(String),
    Id(usize),
    Share(f32),
    Flag(bool),
}

/// The columns of an export.
#[derive(Debug)]
pub(super) struct Layout<'a> {
    labels: &'a LabelSet,
    /// The source's columns, also those that only ragged rows have.
    pub source: Vec<String>,
    /// Handpick's own, none of which is called as one of the source's.
    pub own: Vec<String>,
    with_text: bool,
}

impl<'a> Layout<'a> {
    pub(super) fn new(corpus: &Corpus, labels: &'a LabelSet) -> Self {
        let mut taken: HashSet<String> = corpus.columns.iter().cloned().collect();
        let mut next = HashMap::new();
        let mut source = corpus.columns.clone();
        let widest = corpus.documents.iter().map(|document| document.cells.len()).max().unwrap_or(0);
        for place in source.len()..widest {
            source.push(unused(&format!("column_{}", place + 1), false, &mut taken, &mut next));
        }
        let with_text = !is_column(corpus);
        let mut own = vec!["id".to_owned()];
        own.extend(with_text.then(|| "text".to_owned()));
        own.extend(["label", "label_source", "predicted_label", "confidence"].map(String::from));
        own.extend(labels.as_slice().iter().map(|label| format!("p_{}", label.name)));
        own.extend(["skipped", "audit", "labelled_at"].map(String::from));
        let own = own.into_iter().map(|name| unused(&name, false, &mut taken, &mut next)).collect();
        Self { labels, source, own, with_text }
    }

    /// Handpick's own cells of a row, aligned with `own`.
    pub(super) fn cells<'b>(&self, id: usize, document: &'b Document, row: &Annotation<'b>) -> Vec<Cell<'b>> {
        let text = |text: Option<&'b str>| text.map_or(Cell::Absent, Cell::Text);
        let mut cells = Vec::with_capacity(self.own.len());
        cells.push(Cell::Id(id));
        if self.with_text {
            cells.push(Cell::Text(&document.text));
        }
        cells.push(text(row.label));
        cells.push(text(row.label.map(|_| "human")));
        cells.push(text(row.predicted));
        cells.push(share(row.predicted.and_then(|name| self.labels.class_of(name).ok()).and_then(|class| row.probabilities.get(class))));
        cells.extend((0..self.labels.len()).map(|class| share(row.probabilities.get(class))));
        cells.push(Cell::Flag(row.skipped));
        cells.push(Cell::Flag(row.audit));
        cells.push(if row.at == 0 { Cell::Absent } else { Cell::Owned(iso_8601(row.at)) });
        cells
    }
}

fn share<'a>(probability: Option<&f32>) -> Cell<'a> {
    probability.filter(|probability| probability.is_finite()).map_or(Cell::Absent, |probability| Cell::Share(*probability))
}

/// Whether every text is a cell of one and the same source column.
fn is_column(corpus: &Corpus) -> bool {
    (0..corpus.columns.len()).any(|at| {
        !corpus.is_empty()
            && corpus.documents.iter().all(|document| document.cells.get(at).map_or(document.text.is_empty(), |cell| *cell == document.text))
    })
}

/// `2026-11-25T02:46:01.250Z`. Days to dates by Howard Hinnant's `civil_from_days` (chrono-Compatible Low-Level Date Algorithms).
fn iso_8601(milliseconds: u64) -> String {
    let (days, rest) = (milliseconds / 86_400_000, milliseconds % 86_400_000);
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (seconds, milli) = (rest / 1000, rest % 1000);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{milli:03}Z", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_become_dates() {
        // As Python's datetime.fromtimestamp(…, timezone.utc) has them.
        assert_eq!(iso_8601(1), "1970-01-01T00:00:00.001Z");
        assert_eq!(iso_8601(951_782_400_000), "2000-02-29T00:00:00.000Z");
        assert_eq!(iso_8601(1_795_574_761_250), "2026-11-25T02:46:01.250Z");
        assert_eq!(iso_8601(4_107_542_399_999), "2100-02-28T23:59:59.999Z");
        assert_eq!(iso_8601(4_107_542_400_000), "2100-03-01T00:00:00.000Z");
    }
}
