//! What was found in a source: the wire types of the answer, and the sentence that says it. Knows no parser.

use serde::{Deserialize, Serialize};

use super::source::Format;
use super::table::Table;
use crate::corpus::Corpus;

/// How many rows a preview shows.
const SAMPLE: usize = 5;
/// How many distinct labels a preview lists.
const LABEL_VALUES: usize = 100;

/// Something odd about the source. Many alike are folded into one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Warning {
    /// The first row that it is about, counted from 1 as a spreadsheet does: a header is row 1. Absent where it is about the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub row: Option<usize>,
    /// What kind, for programs: never changes its spelling.
    pub code: String,
    /// What, where and what was done about it, for a person.
    pub message: String,
    /// How many times.
    pub count: usize,
}

/// A source as Handpick would read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// The format.
    pub format: Format,
    /// The encoding's name, as the WHATWG Encoding Standard spells it; empty where the source was no file.
    pub encoding: String,
    /// What stands between two cells, where the format has such a thing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub delimiter: Option<String>,
    /// Whether the first row names the columns.
    pub has_header: bool,
    /// The columns' names, made unique.
    pub columns: Vec<String>,
    /// Rows of data.
    pub rows: usize,
    /// The column of the texts: as asked for, or else the best guess.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub text_column: Option<String>,
    /// The column of labels: as asked for, or else the best guess, which `import` does not use unasked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub label_column: Option<String>,
    /// The distinct labels in that column, in file order, at most 100.
    pub label_values: Vec<String>,
    /// The first five rows, aligned with `columns`.
    pub sample: Vec<Vec<String>>,
    /// Everything odd.
    pub warnings: Vec<Warning>,
    /// All this in a sentence.
    pub sentence: String,
}

/// Documents, and how they were read.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// As many documents as the source has rows.
    pub corpus: Corpus,
    /// What was found.
    pub preview: Preview,
}

/// Which columns were settled on.
#[derive(Clone, Debug, Default)]
pub(super) struct Chosen {
    /// Name and place(s) of the text column.
    pub text: Option<(String, Vec<usize>)>,
    /// Name and place of the label column.
    pub label: Option<(String, usize)>,
    /// Whether the label column was asked for, and not only guessed.
    pub label_asked: bool,
}

impl Preview {
    pub(super) fn new(table: &Table, chosen: &Chosen, warnings: Vec<Warning>) -> Self {
        let width = table.columns.len();
        let sample = table.rows.iter().take(SAMPLE).map(|row| (0..width).map(|at| row.get(at).cloned().unwrap_or_default()).collect()).collect();
        let label_values = chosen.label.as_ref().map(|(_, at)| distinct(table, *at)).unwrap_or_default();
        Self {
            format: table.format,
            encoding: table.encoding.clone(),
            delimiter: table.delimiter.map(String::from),
            has_header: table.has_header,
            columns: table.columns.clone(),
            rows: table.rows.len(),
            text_column: chosen.text.as_ref().map(|(name, _)| name.clone()),
            label_column: chosen.label.as_ref().map(|(name, _)| name.clone()),
            label_values,
            sample,
            warnings,
            sentence: sentence(table, chosen),
        }
    }
}

/// The distinct values of a column, trimmed, blanks left out, in file order.
fn distinct(table: &Table, column: usize) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let values = table.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.trim());
    values.filter(|value| !value.is_empty() && seen.insert(*value)).take(LABEL_VALUES).map(String::from).collect()
}

fn sentence(table: &Table, chosen: &Chosen) -> String {
    let mut parts = vec![counted(table.rows.len(), "row")];
    if !table.encoding.is_empty() {
        parts.push(table.encoding.clone());
    }
    match table.delimiter {
        Some('\t') => parts.push("tabs".into()),
        Some(delimiter) => parts.push(format!("“{delimiter}”")),
        None => parts.push(table.format.title().into()),
    }
    let width = counted(table.columns.len(), "column");
    parts.push(if table.has_header || table.delimiter.is_none() { width } else { format!("{width} without names") });
    let mut sentence = parts.join(", ");
    match &chosen.text {
        Some((name, _)) => sentence.push_str(&format!(": text looks like `{name}`")),
        None => sentence.push_str(": no column looks like text"),
    }
    if let Some((name, _)) = &chosen.label {
        sentence.push_str(&format!("; labels already in `{name}`{}", if chosen.label_asked { "" } else { "?" }));
    }
    if !sentence.ends_with('?') {
        sentence.push('.');
    }
    sentence
}

/// `1 row`, `12,431 rows`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    let digits = count.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped_and_one_is_singular() {
        assert_eq!(counted(1, "row"), "1 row");
        assert_eq!(counted(0, "row"), "0 rows");
        assert_eq!(counted(999, "row"), "999 rows");
        assert_eq!(counted(12_431, "row"), "12,431 rows");
        assert_eq!(counted(1_234_567, "column"), "1,234,567 columns");
    }
}
