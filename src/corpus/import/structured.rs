//! JSON and JSON lines as rows: arrays of objects, of texts and of arrays, and the wrappings that tools put around them. Knows no encoding.

use super::header;
use super::json::{self, as_text, entries, items};
use super::kind::unsupported;
use super::lines::split_lines;
use super::preview::counted;
use super::records::Records;
use super::source::{Format, ImportOptions};
use super::table::{Table, name_columns};
use super::unwrap;
use super::warnings::{Oddity, Warnings};
use crate::error::{Code, Error, Result};

/// The column of values that have no key.
const VALUE: &str = "text";

/// Reads one JSON value a line. A line that is not JSON is a row all the same.
///
/// # Errors
/// `import_malformed` where no line is JSON.
pub(super) fn read_lines(text: &str, name: &str, options: &ImportOptions, warnings: &mut Warnings) -> Result<Table> {
    let mut blank = 0;
    let mut lines: Vec<&str> = split_lines(text)
        .filter(|line| {
            !line.trim().is_empty() || {
                blank += 1;
                false
            }
        })
        .collect();
    let valid = lines.iter().filter(|line| json::is_valid(line)).count();
    if valid * 2 < lines.len() || valid == 0 {
        // Objects written over several lines, one after the other.
        match sequence(text) {
            Some(values) => {
                lines = values;
                blank = 0;
            }
            None if valid == 0 && !lines.is_empty() => {
                let message = format!("No line of {} is JSON; choose another format, such as plain lines.", named(name));
                return Err(Error::new(Code::ImportMalformed, message));
            }
            None => {}
        }
    }
    if blank > 0 {
        warnings.say(Oddity::BlankLine, None, blank, format!("{} between the records left out", counted(blank, "blank line")));
    }
    read_values(&lines, Format::Jsonl, options, warnings)
}

fn named(name: &str) -> &str {
    if name.is_empty() { "the file" } else { name }
}

/// The values of a text that holds nothing but JSON values, at least two.
pub(super) fn sequence(text: &str) -> Option<Vec<&str>> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>();
    let (mut parts, mut start) = (Vec::new(), 0);
    while let Some(value) = values.next() {
        value.ok()?;
        parts.push(text[start..values.byte_offset()].trim());
        start = values.byte_offset();
    }
    (parts.len() >= 2 && parts.iter().all(|part| part.starts_with(['{', '[']))).then_some(parts)
}

/// Reads one JSON document.
///
/// # Errors
/// `import_malformed` where it is not JSON, with the row; `import_unsupported` where it is no list of texts.
pub(super) fn read_document(text: &str, name: &str, options: &ImportOptions, warnings: &mut Warnings) -> Result<Table> {
    let body = text.trim_start();
    if body.starts_with('[') {
        let values = items(body).map_err(|(place, reason)| broken(name, Some(place + 1), &reason))?;
        if !json::is_valid(text) {
            return Err(broken(name, Some(values.len() + 1), "something follows the end of the list"));
        }
        return read_values(&values, Format::Json, options, warnings);
    }
    if !json::is_valid(text) {
        let reason = entries(body).err().unwrap_or_else(|| "something follows its end".into());
        return Err(broken(name, None, &reason));
    }
    if !body.starts_with('{') {
        return Err(unsupported(name, "a single JSON value", "put the texts into a list, such as [\"first text\", \"second text\"]"));
    }
    let members = entries(body).map_err(|reason| broken(name, None, &reason))?;
    unwrap::object(&members, name, options, warnings)
}

fn broken(name: &str, row: Option<usize>, reason: &str) -> Error {
    let place = row.map(|row| format!(" at row {row}")).unwrap_or_default();
    let message =
        format!("{} is not valid JSON{place}: {reason}. Repair it, or choose another format.", if name.is_empty() { "The file" } else { name });
    Error::new(Code::ImportMalformed, message)
}

/// Reads values, one row each.
pub(super) fn read_values(values: &[&str], format: Format, options: &ImportOptions, warnings: &mut Warnings) -> Result<Table> {
    if !values.is_empty() && values.iter().all(|value| value.trim_start().starts_with('[') && json::is_valid(value)) {
        return Ok(read_arrays(values, format, options, warnings));
    }
    let nested = unwrap::texts_are_nested(values);
    let mut records = Records::default();
    for value in values {
        push(&mut records, value, nested, warnings);
    }
    Ok(records.finish(format, warnings))
}

/// Adds a value as a row.
fn push(records: &mut Records, value: &str, nested: bool, warnings: &mut Warnings) {
    let number = records.len() + 1;
    let trimmed = value.trim_matches([' ', '\t', '\n', '\r']);
    let mut halves = false;
    let mut text = |value: &str| {
        let (text, half) = as_text(value);
        halves |= half;
        text
    };
    if !json::is_valid(trimmed) {
        warnings.note(Oddity::MalformedLine, number, 1);
        records.push_whole(value);
        return;
    }
    let row: Vec<(String, String)> = match trimmed.as_bytes().first() {
        Some(b'{') => match entries(trimmed) {
            Ok(members) => unwrap::members(members, nested).into_iter().map(|(key, value)| (key, text(&value))).collect(),
            Err(_) => vec![(VALUE.to_owned(), trimmed.to_owned())],
        },
        Some(b'[') => {
            let cells = items(trimmed).unwrap_or_default();
            cells.into_iter().enumerate().map(|(place, cell)| (format!("column_{}", place + 1), text(cell))).collect()
        }
        _ => vec![(VALUE.to_owned(), text(trimmed))],
    };
    if halves {
        warnings.note(Oddity::LoneSurrogate, number, 1);
    }
    records.push(row, warnings);
}

/// Rows as arrays of cells, as spreadsheets in JSON have them.
fn read_arrays(values: &[&str], format: Format, options: &ImportOptions, warnings: &mut Warnings) -> Table {
    let mut rows: Vec<Vec<String>> = Vec::with_capacity(values.len());
    for (place, value) in values.iter().enumerate() {
        let cells: Vec<(String, bool)> = items(value).unwrap_or_default().into_iter().map(as_text).collect();
        if cells.iter().any(|(_, half)| *half) {
            warnings.note(Oddity::LoneSurrogate, place + 1, 1);
        }
        rows.push(cells.into_iter().map(|(cell, _)| cell).collect());
    }
    let has_header = options.has_header.unwrap_or_else(|| header::looks_like_one(&rows)) && !rows.is_empty();
    let columns = if has_header {
        name_columns(rows.remove(0), Some(1), warnings)
    } else {
        let width = rows.iter().map(Vec::len).max().unwrap_or(1).clamp(1, 4096);
        name_columns(vec![String::new(); width], None, warnings)
    };
    let mut table = Table { format, encoding: String::new(), delimiter: None, has_header, columns, rows, whole: Vec::new() };
    table.square_up(warnings);
    table
}
