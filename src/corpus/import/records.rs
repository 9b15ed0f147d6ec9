//! Gathers records with keys into a table: the columns are all keys, in order of first appearance. Knows no JSON text.

use std::collections::HashMap;

use super::source::Format;
use super::table::{Table, name_columns};
use super::warnings::{Oddity, Warnings};

/// So many keys become columns. What has more is a dictionary, and a cell for each key in each row would not fit anywhere.
const COLUMNS: usize = 512;
/// The column that holds the keys beyond.
const MORE: &str = "more_keys";

/// Records so far.
#[derive(Debug, Default)]
pub(super) struct Records {
    columns: Vec<String>,
    places: HashMap<String, usize>,
    rows: Vec<Vec<String>>,
    /// For each column, the row that filled it last (counted from 1).
    filled: Vec<usize>,
    whole: Vec<(usize, String)>,
    beyond: usize,
}

impl Records {
    /// The number of rows so far.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Adds a row; absent keys are empty cells.
    pub(super) fn push(&mut self, entries: impl IntoIterator<Item = (String, String)>, warnings: &mut Warnings) {
        let number = self.rows.len() + 1;
        let mut row: Vec<String> = Vec::with_capacity(self.columns.len());
        let mut more = serde_json::Map::new();
        for (key, value) in entries {
            let place = match self.places.get(&key) {
                Some(place) => *place,
                None if self.columns.len() < COLUMNS => {
                    self.places.insert(key.clone(), self.columns.len());
                    self.columns.push(key);
                    self.filled.push(0);
                    self.columns.len() - 1
                }
                None => {
                    self.beyond += 1;
                    more.insert(key, value.into());
                    continue;
                }
            };
            if self.filled[place] == number {
                warnings.note(Oddity::DuplicateKey, number, 1);
            }
            self.filled[place] = number;
            if row.len() <= place {
                row.resize(place + 1, String::new());
            }
            row[place] = value;
        }
        if !more.is_empty() {
            row.resize(COLUMNS, String::new());
            row.push(serde_json::Value::Object(more).to_string());
        }
        self.rows.push(row);
    }

    /// Adds a row that could not be taken apart: all of it will be the text.
    pub(super) fn push_whole(&mut self, line: &str) {
        self.whole.push((self.rows.len(), line.to_owned()));
        self.rows.push(Vec::new());
    }

    /// The table.
    pub(super) fn finish(mut self, format: Format, warnings: &mut Warnings) -> Table {
        if self.beyond > 0 {
            let sentence = format!("There are more than {COLUMNS} different keys; the values of later ones are kept in the column `{MORE}`, as JSON");
            warnings.say(Oddity::ManyColumns, None, self.beyond, sentence);
            self.columns.push(MORE.to_owned());
        }
        if self.columns.is_empty() {
            self.columns.push("text".to_owned());
        }
        // Keys such as "" and " a" beside "a" are names too, but no good ones.
        let columns = name_columns(self.columns, Some(1), warnings);
        let mut table = Table { format, encoding: String::new(), delimiter: None, has_header: false, columns, rows: self.rows, whole: self.whole };
        table.pad();
        table
    }
}
