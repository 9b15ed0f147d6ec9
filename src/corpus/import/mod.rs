//! Files of texts as people have them, into a [`Corpus`]: as many documents as there are rows, nothing interpreted, everything odd reported.
//! Knows nothing of labels' meaning, of models and of the browser.
//!
//! The way through: bytes are refused if they are no text (`kind`), decoded (`decode`), their format is found (`detect`), they are taken
//! apart into a table (`delimited` with `mend`, `structured` with `json`, `records` and `unwrap`, or `lines`), the text and label columns are guessed
//! (`guess`, `header`), and what was found is told (`preview`, `warnings`).

mod decode;
mod delimited;
mod detect;
mod guess;
mod header;
mod json;
mod kind;
mod lines;
mod mend;
mod preview;
mod read;
mod records;
mod source;
mod structured;
pub(super) mod table;
mod unwrap;
mod warnings;

#[cfg(test)]
mod tests;

pub use preview::{Import, Preview, Warning};
pub use source::{Format, ImportOptions, Source};

use preview::Chosen;
use table::{Table, listed};
use warnings::{Oddity, Warnings};

use crate::corpus::{Corpus, Document};
use crate::error::{Code, Error, Result};

/// Between the parts of a text that is joined from several columns.
const JOINT: &str = "\n";

/// Reads a source without taking it in.
///
/// # Errors
/// `import_empty`, `import_malformed`, `import_unsupported` where it cannot be read, `import_no_column` where a column that the options name is
/// not there, `invalid_argument` for an option that makes no sense.
pub fn inspect(source: &Source, options: &ImportOptions) -> Result<Preview> {
    let (table, chosen, warnings) = read_and_choose(source, options)?;
    Ok(Preview::new(&table, &chosen, warnings.finish()))
}

/// Reads a source into documents, one a row, blank ones too. The text column is the one that the options name, or the best guess; labels are
/// taken over only from a column that the options name.
///
/// # Errors
/// As [`inspect`]; also `import_no_column` where no column could be the text.
pub fn import(source: &Source, options: &ImportOptions) -> Result<Import> {
    let (table, chosen, warnings) = read_and_choose(source, options)?;
    let Some((_, texts)) = &chosen.text else {
        let message = format!("No column looks like text; name one of {}.", listed(&table.columns));
        return Err(Error::new(Code::ImportNoColumn, message));
    };
    let preview = Preview::new(&table, &chosen, warnings.finish());
    let label = chosen.label.filter(|_| chosen.label_asked).map(|(_, at)| at);
    let Table { columns, rows, .. } = table;
    let document = |cells: Vec<String>| Document {
        text: joined(&cells, texts),
        source_label: label.and_then(|at| cells.get(at)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).map(String::from),
        cells,
    };
    let name = match source {
        Source::File { name, .. } => name.clone(),
        Source::Texts { .. } | Source::Rows { .. } => String::new(),
    };
    Ok(Import { corpus: Corpus { name, columns, documents: rows.into_iter().map(document).collect() }, preview })
}

fn read_and_choose(source: &Source, options: &ImportOptions) -> Result<(Table, Chosen, Warnings)> {
    let mut warnings = Warnings::default();
    let mut table = read::read(source, options, &mut warnings)?;
    let chosen = choose(&table, options)?;
    let texts = chosen.text.as_ref().map_or(&[0][..], |(_, places)| places);
    for (place, line) in std::mem::take(&mut table.whole) {
        let row = &mut table.rows[place];
        if row.len() <= texts[0] {
            row.resize(texts[0] + 1, String::new());
        }
        row[texts[0]] = line;
    }
    for (place, row) in table.rows.iter().enumerate() {
        if texts.iter().all(|at| row.get(*at).is_none_or(|cell| cell.trim().is_empty())) {
            warnings.note(Oddity::BlankText, table.row_number(place), 1);
        }
    }
    Ok((table, chosen, warnings))
}

fn joined(cells: &[String], places: &[usize]) -> String {
    let parts: Vec<&str> = places.iter().filter_map(|at| cells.get(*at)).map(String::as_str).collect();
    match parts.as_slice() {
        [only] => (*only).to_owned(),
        parts => parts.iter().copied().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(JOINT),
    }
}

fn choose(table: &Table, options: &ImportOptions) -> Result<Chosen> {
    let asked = options.text_column.as_deref().filter(|name| !name.trim().is_empty()).map(|name| text_places(table, name)).transpose()?;
    let (text, label) = guess::guess(table, asked.as_deref());
    let named = |at: usize| table.columns[at].clone();
    let text = match asked {
        Some(places) => Some((places.iter().map(|at| named(*at)).collect::<Vec<_>>().join(" + "), places)),
        None => text.map(|at| (named(at), vec![at])),
    };
    let (label, label_asked) = match options.label_column.as_deref() {
        None => (label, false),
        Some(name) if name.trim().is_empty() => (None, true),
        Some(name) => (Some(place_of(table, name).ok_or_else(|| no_column(table, name))?), true),
    };
    Ok(Chosen { text, label: label.map(|at| (named(at), at)), label_asked })
}

/// One column, or several with ` + ` between.
fn text_places(table: &Table, name: &str) -> Result<Vec<usize>> {
    if let Some(at) = place_of(table, name) {
        return Ok(vec![at]);
    }
    let parts = name.split(" + ").map(|part| place_of(table, part).ok_or_else(|| no_column(table, part)));
    parts.collect::<Result<Vec<usize>>>().map_err(|error| if name.contains(" + ") { error } else { no_column(table, name) })
}

/// The place of a column: by its exact name, or, if that is not there, by the only one that differs in blanks around it and capitals alone.
fn place_of(table: &Table, name: &str) -> Option<usize> {
    let exact = table.columns.iter().position(|column| column == name || column == name.trim());
    exact.or_else(|| {
        let mut alike = table.columns.iter().enumerate().filter(|(_, column)| header::folded(column) == header::folded(name));
        alike.next().filter(|_| alike.next().is_none()).map(|(at, _)| at)
    })
}

fn no_column(table: &Table, name: &str) -> Error {
    Error::new(Code::ImportNoColumn, format!("There is no column “{}”; the file has {}.", name.trim(), listed(&table.columns)))
}
