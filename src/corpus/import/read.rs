//! From a source to a table: calls the right reader and reports what concerns all formats (undecodable bytes, NUL). Knows no column's meaning.

use super::decode::{Decoded, decode};
use super::source::{Format, ImportOptions, Source};
use super::table::Table;
use super::warnings::{Oddity, Warnings};
use super::{delimited, detect, kind, lines, preview, records, structured};
use crate::error::{Code, Error, Result};

/// Reads any source.
pub(super) fn read(source: &Source, options: &ImportOptions, warnings: &mut Warnings) -> Result<Table> {
    let table = match source {
        Source::File { name, bytes } => file(name, bytes, options, warnings)?,
        Source::Texts { texts } => Table {
            format: Format::Lines,
            encoding: String::new(),
            delimiter: None,
            has_header: false,
            columns: vec!["text".to_owned()],
            rows: texts.iter().map(|text| vec![text.clone()]).collect(),
            whole: Vec::new(),
        },
        Source::Rows { rows } => {
            let mut gathered = records::Records::default();
            for row in rows {
                gathered.push(row.iter().map(|(key, value)| (key.clone(), value_text(value))), warnings);
            }
            gathered.finish(Format::Json, warnings)
        }
    };
    if table.rows.is_empty() {
        let header = if table.has_header { " but a header" } else { "" };
        return Err(Error::new(Code::ImportEmpty, format!("There is nothing{header} in it; choose a source with at least one text.")));
    }
    for (place, row) in table.rows.iter().enumerate() {
        if row.iter().any(|cell| cell.contains('\0'))
            || table.whole.binary_search_by_key(&place, |(at, _)| *at).is_ok_and(|at| table.whole[at].1.contains('\0'))
        {
            warnings.note(Oddity::NulBytes, table.row_number(place), 1);
        }
    }
    Ok(table)
}

fn value_text(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn file(name: &str, bytes: &[u8], options: &ImportOptions, warnings: &mut Warnings) -> Result<Table> {
    kind::refuse_binary(name, bytes)?;
    let decoded = decode(bytes, options.encoding.as_deref())?;
    if decoded.text.is_empty() {
        let name = if name.is_empty() { "The file" } else { name };
        return Err(Error::new(Code::ImportEmpty, format!("{name} is empty; choose a file with at least one text.")));
    }
    kind::refuse_text(name, &decoded.text, options.format)?;
    let format = detect::detect(&decoded.text, name, options, warnings);
    let mut table = match format {
        Format::Csv | Format::Tsv => delimited::read(&decoded.text, name, format, options, warnings)?,
        Format::Jsonl => structured::read_lines(&decoded.text, name, options, warnings)?,
        Format::Json => structured::read_document(&decoded.text, name, options, warnings)?,
        Format::Lines => lines::read(&decoded.text, options, warnings),
    };
    report_replaced(&decoded, &table, warnings);
    table.encoding = decoded.encoding;
    Ok(table)
}

/// Says in which rows bytes could not be decoded. No reader drops or moves a U+FFFD, so that their order tells the row.
fn report_replaced(decoded: &Decoded, table: &Table, warnings: &mut Warnings) {
    if decoded.replaced.is_empty() {
        return;
    }
    let whole: std::collections::HashMap<usize, &str> = table.whole.iter().map(|(place, line)| (*place, line.as_str())).collect();
    let marks = |text: &str| text.matches('\u{fffd}').count();
    let in_rows = |place: usize| {
        let row = &table.rows[place];
        // The last cell of a line is the whole line, also where a label was split off.
        let cells: usize =
            if table.format == Format::Lines { row.last().map_or(0, |line| marks(line)) } else { row.iter().map(|cell| marks(cell)).sum() };
        cells + whole.get(&place).map_or(0, |line| marks(line))
    };
    let total = marks(&decoded.text);
    let counts: Vec<usize> = (0..table.rows.len()).map(in_rows).collect();
    let found: usize = counts.iter().sum();
    // Only where each stands in exactly one cell is the order a proof; keys and escapes of JSON may take some away and add some.
    let proof = if table.format == Format::Jsonl { found == total } else { found <= total && table.format != Format::Json };
    if !proof {
        let sentence = format!(
            "{} could not be decoded as {} and became “\u{fffd}”; choose another encoding if texts look wrong",
            preview::counted(decoded.replaced.len(), "place"),
            decoded.encoding
        );
        warnings.say(Oddity::Replaced, None, decoded.replaced.len(), sentence);
        return;
    }
    // What is missing stood in the header.
    let mut seen = total - found;
    let mut replaced = decoded.replaced.iter().copied().peekable();
    while replaced.next_if(|at| *at < seen).is_some() {
        warnings.note(Oddity::Replaced, 1, 1);
    }
    for (place, count) in counts.into_iter().enumerate() {
        seen += count;
        while replaced.next_if(|at| *at < seen).is_some() {
            warnings.note(Oddity::Replaced, table.row_number(place), 1);
        }
    }
}
