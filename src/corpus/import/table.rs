//! Rows and columns of text: what every format is read into, and all that column guessing sees. Knows no bytes.

use std::collections::HashSet;

use super::source::Format;
use super::warnings::{Oddity, Warnings};

/// Short rows are padded up to this many columns. Wider tables are read, but not filled up: a header of a hundred thousand cells above as
/// many rows of one cell would otherwise take terabytes.
const PADDED: usize = 4096;

/// A source, taken apart.
#[derive(Debug)]
pub(super) struct Table {
    pub format: Format,
    pub encoding: String,
    pub delimiter: Option<char>,
    pub has_header: bool,
    /// Unique, none empty.
    pub columns: Vec<String>,
    /// Cells of each row; a row may be longer than `columns`.
    pub rows: Vec<Vec<String>>,
    /// Rows that could not be taken apart, by place, with what stood there: it becomes the text.
    pub whole: Vec<(usize, String)>,
}

impl Table {
    /// The number of a row as a spreadsheet shows it.
    pub(super) fn row_number(&self, place: usize) -> usize {
        place + 1 + usize::from(self.has_header)
    }

    /// Pads short rows and reports rows of another length than the header's.
    pub(super) fn square_up(&mut self, warnings: &mut Warnings) {
        let width = self.columns.len();
        for place in 0..self.rows.len() {
            let (cells, number) = (self.rows[place].len(), self.row_number(place));
            if cells > width {
                warnings.note(Oddity::LongRow, number, 1);
            } else if cells < width {
                warnings.note(Oddity::ShortRow, number, 1);
            }
        }
        self.pad();
    }

    /// Pads short rows.
    pub(super) fn pad(&mut self) {
        let width = self.columns.len();
        if width <= PADDED {
            for row in &mut self.rows {
                if row.len() < width {
                    row.resize(width, String::new());
                }
            }
        }
    }
}

/// Turns header cells into names: trimmed, none empty, none twice.
pub(super) fn name_columns(header: Vec<String>, row: Option<usize>, warnings: &mut Warnings) -> Vec<String> {
    let trimmed: Vec<&str> = header.iter().map(|name| name.trim()).collect();
    let mut taken: HashSet<String> = trimmed.iter().filter(|name| !name.is_empty()).map(|name| (*name).to_owned()).collect();
    let mut used: HashSet<&str> = HashSet::new();
    let (mut unnamed, mut renamed) = (Vec::new(), Vec::new());
    let mut next: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    let mut names = Vec::with_capacity(trimmed.len());
    for (place, name) in trimmed.iter().enumerate() {
        let unique = if name.is_empty() {
            let unique = unused(&format!("column_{}", place + 1), false, &mut taken, &mut next);
            unnamed.push(unique.clone());
            unique
        } else if used.insert(name) {
            (*name).to_owned()
        } else {
            let unique = unused(name, true, &mut taken, &mut next);
            renamed.push(unique.clone());
            unique
        };
        names.push(unique);
    }
    if let Some(row) = row {
        if !unnamed.is_empty() {
            let sentence =
                format!("The header leaves {} without a name; called {}", super::preview::counted(unnamed.len(), "column"), listed(&unnamed));
            warnings.say(Oddity::UnnamedColumn, Some(row), unnamed.len(), sentence);
        }
        if !renamed.is_empty() {
            let sentence = format!("The header uses a name more than once; later ones are called {}", listed(&renamed));
            warnings.say(Oddity::DuplicateHeader, Some(row), renamed.len(), sentence);
        }
    }
    names
}

/// A name that is not taken yet: `base` itself if `numbered` is not asked for, or `base_2`, `base_3`…
pub(crate) fn unused(base: &str, numbered: bool, taken: &mut HashSet<String>, next: &mut std::collections::HashMap<String, usize>) -> String {
    if !numbered && taken.insert(base.to_owned()) {
        return base.to_owned();
    }
    let number = next.entry(base.to_owned()).or_insert(2);
    loop {
        let name = format!("{base}_{number}");
        *number += 1;
        if taken.insert(name.clone()) {
            return name;
        }
    }
}

/// The first few of a list, for a sentence.
pub(super) fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(5).map(|name| format!("`{name}`")).collect();
    let more = names.len() - shown.len();
    if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(header: &[&str]) -> (Vec<String>, Vec<String>) {
        let mut warnings = Warnings::default();
        let names = name_columns(header.iter().map(ToString::to_string).collect(), Some(1), &mut warnings);
        (names, warnings.finish().into_iter().map(|warning| warning.code).collect())
    }

    #[test]
    fn a_name_that_is_there_twice_is_numbered_and_a_missing_one_is_made() {
        assert_eq!(named(&["label", " label ", "", "label"]).0, ["label", "label_2", "column_3", "label_3"]);
        assert_eq!(named(&["label", "", "label"]).1, ["duplicate_header", "unnamed_column"]);
        assert!(named(&["text", "label"]).1.is_empty());
    }

    #[test]
    fn made_names_never_take_one_that_the_file_uses() {
        assert_eq!(named(&["a", "a", "a_2", "", "column_4"]).0, ["a", "a_3", "a_2", "column_4_2", "column_4"]);
    }
}
