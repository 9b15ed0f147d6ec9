//! Which column holds the texts and which the labels: by name and by what stands in them. Only offers; the caller decides.

use std::collections::HashSet;

use super::header::{self, folded};
use super::table::Table;

/// How many rows are looked at.
const LOOKED_AT: usize = 2000;

/// What stands in a column.
#[derive(Debug, Default)]
struct Column {
    rows: usize,
    filled: usize,
    distinct: usize,
    characters: usize,
    words: usize,
    numbers: usize,
    nested: usize,
    dates: usize,
    links: usize,
}

impl Column {
    fn of(table: &Table, at: usize) -> Self {
        let mut column = Self::default();
        let mut distinct = HashSet::new();
        for row in table.rows.iter().take(LOOKED_AT) {
            column.rows += 1;
            let Some(cell) = row.get(at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty()) else { continue };
            column.filled += 1;
            // The head of a huge cell tells enough.
            let head = cell.char_indices().nth(1000).map_or(cell, |(end, _)| &cell[..end]);
            column.characters += head.chars().count();
            column.words += words(head);
            column.numbers += usize::from(head.parse::<f64>().is_ok());
            column.nested += usize::from(is_nested(cell));
            column.dates += usize::from(is_date(head));
            column.links += usize::from(head.starts_with("http://") || head.starts_with("https://"));
            distinct.insert(head);
        }
        column.distinct = distinct.len();
        column
    }

    fn share(&self, of: usize) -> f64 {
        if self.filled == 0 { 0.0 } else { of as f64 / self.filled as f64 }
    }

    fn is_data(&self) -> bool {
        let odd = self.numbers + self.nested + self.dates + self.links;
        self.filled == 0 || self.share(odd) > 0.8
    }
}

/// Words between spaces; in scripts without spaces, two characters make about one.
fn words(text: &str) -> usize {
    let spaced = text.split_whitespace().count();
    let unspaced = text
        .chars()
        .filter(|c| matches!(*c as u32, 0x0e00..=0x0eff | 0x1780..=0x17ff | 0x3040..=0x30ff | 0x3400..=0x9fff | 0x20000..=0x3ffff))
        .count();
    spaced.max(unspaced / 2)
}

fn is_nested(cell: &str) -> bool {
    (cell.starts_with('[') && cell.ends_with(']') || cell.starts_with('{') && cell.ends_with('}'))
        && serde_json::from_str::<serde::de::IgnoredAny>(cell).is_ok()
}

/// `2023-03-17`, `17.03.2023 16:39`, `3/17/23`.
fn is_date(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let marks = cell.bytes().filter(|byte| matches!(byte, b'-' | b'/' | b'.' | b':')).count();
    digits >= 4
        && marks >= 2
        && cell.len() <= 35
        && cell.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'/' | b'.' | b':' | b'T' | b'Z' | b'+' | b' '))
}

/// How well a name fits a list: 1 for its first entry, a little less for later ones, half for a name that has such a word in it.
fn by_name(name: &str, list: &[&str]) -> f64 {
    let rank = |word: &str| list.iter().position(|entry| *entry == word).map(|at| 1.0 - at as f64 / (3.0 * list.len() as f64));
    if let Some(score) = rank(&folded(name)) {
        return score;
    }
    parts(name).iter().filter_map(|part| rank(part)).fold(0.0, f64::max) * 0.6
}

/// The words of a name: `reviewText`, `ac_text` and `Review text` have two each.
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut small = false;
    for character in name.chars() {
        if !character.is_alphanumeric() || character.is_uppercase() && small {
            parts.push(String::new());
        }
        small = character.is_lowercase();
        if character.is_alphanumeric() {
            parts.last_mut().expect("there is always a last part").extend(character.to_lowercase());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// The places of the text column and of the label column, where there is any.
pub(super) fn guess(table: &Table, text: Option<&[usize]>) -> (Option<usize>, Option<usize>) {
    // A table of thousands of columns is looked at in its first hundreds.
    let columns: Vec<Column> = (0..table.columns.len().min(300)).map(|at| Column::of(table, at)).collect();
    let guessed = best(columns.iter().enumerate().map(|(at, column)| (at, text_score(&table.columns[at], column))));
    // Where every text is blank there is nothing to go by but the names, and the order.
    let blank =
        || columns.iter().enumerate().filter(|(_, column)| column.filled == 0).map(|(at, _)| (at, 0.1 + by_name(&table.columns[at], header::TEXT)));
    let guessed = guessed.or_else(|| best(blank()));
    let single = text.is_none().then_some(guessed).flatten();
    let texts = text.map(<[usize]>::to_vec).unwrap_or_else(|| guessed.into_iter().collect());
    let whole_line = |at: usize| table.columns[at] == "line" && table.columns.iter().any(|name| name == "text");
    let others = columns.iter().enumerate().filter(|(at, _)| !texts.contains(at) && !whole_line(*at));
    let longest = texts.iter().filter_map(|at| columns.get(*at)).map(|column| column.share(column.characters)).fold(0.0, f64::max);
    let label = best(others.map(|(at, column)| (at, label_score(&table.columns[at], column, longest))));
    (single, label)
}

/// The first of the highest scores above 0.
fn best(scores: impl Iterator<Item = (usize, f64)>) -> Option<usize> {
    let mut best = (None, 0.0);
    for (at, score) in scores {
        if score > best.1 {
            best = (Some(at), score);
        }
    }
    best.0
}

fn text_score(name: &str, column: &Column) -> f64 {
    if column.is_data() {
        // An only column of numbers is still what there is; it loses against anything else.
        return if column.filled > 0 && column.share(column.nested) < 0.8 { 0.01 } else { 0.0 };
    }
    let (length, words) = (column.share(column.characters), column.share(column.words));
    let prose = (length / 80.0).min(1.0) * 0.8 + (words / 8.0).min(1.0) * 0.6;
    let filled = column.filled as f64 / column.rows as f64;
    (by_name(name, header::TEXT) * 1.5 + prose + 0.4 * column.share(column.distinct)) * (0.2 + 0.8 * filled)
}

fn label_score(name: &str, column: &Column, text_length: f64) -> f64 {
    if column.filled == 0 || column.share(column.nested) > 0.2 || column.share(column.links) > 0.5 || column.share(column.dates) > 0.5 {
        return 0.0;
    }
    let named = by_name(name, header::LABEL);
    let (length, distinct) = (column.share(column.characters), column.share(column.distinct));
    // Labels come back; texts and numbers of rows do not.
    let few = column.filled < 20 || distinct <= 0.5;
    if length > 60.0
        || named == 0.0 && (column.filled < 6 || !few || text_length < 2.0 * length)
        || !few && named < 0.9
        || column.filled >= 20 && distinct > 0.9
    {
        return 0.0;
    }
    let repeats = 1.0 - distinct;
    let short = 1.0 - length / 60.0;
    let filled = column.filled as f64 / column.rows as f64;
    let score = named * 2.0 + repeats * 0.6 + short * 0.4 + filled * 0.4;
    match column.distinct {
        1 if named == 0.0 => 0.0,
        1 => score * 0.3,
        _ if is_person_or_id(name) => score * 0.3,
        _ => score,
    }
}

/// Names of columns that repeat and are still no labels.
fn is_person_or_id(name: &str) -> bool {
    let never = [
        "id",
        "ids",
        "author",
        "user",
        "username",
        "annotator",
        "worker",
        "source",
        "lang",
        "language",
        "split",
        "fold",
        "date",
        "time",
        "year",
        "count",
        "score",
        "index",
        "idx",
        "url",
    ];
    parts(name).iter().any(|part| never.contains(&part.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart_at_capitals_and_marks() {
        assert_eq!(parts("reviewText"), ["review", "text"]);
        assert_eq!(parts("ac_text"), ["ac", "text"]);
        assert_eq!(parts("TITLE / Body"), ["title", "body"]);
    }

    #[test]
    fn dates_are_told_from_versions_of_text() {
        assert!(is_date("2023-03-17 16:39:40"));
        assert!(is_date("17.03.2023"));
        assert!(!is_date("1.5"));
        assert!(!is_date("call 2023-03-17"));
    }
}
