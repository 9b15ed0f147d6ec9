//! Comma-separated values: RFC 4180, UTF-8 without a mark, lines ended by `\n`. Knows the syntax only.

use csv::WriterBuilder;

use super::layout::{Annotation, Cell, Layout};
use crate::corpus::{Corpus, LabelSet};

/// Answers and predictions as CSV: all source columns first and unchanged, then `id`, `text` (where no source column is the text), `label`,
/// `label_source`, `predicted_label`, `confidence`, `p_<label>` for each label, `skipped`, `audit`, `labelled_at`. An own column that is called as one
/// of the source's gets a number. Documents without an annotation have empty cells.
pub fn csv(corpus: &Corpus, labels: &LabelSet, rows: &[Annotation<'_>]) -> Vec<u8> {
    let layout = Layout::new(corpus, labels);
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    let header: Vec<&[u8]> = layout.source.iter().chain(&layout.own).map(|name| name.as_bytes()).collect();
    write(&mut writer, &header);
    for (id, document) in corpus.documents.iter().enumerate() {
        let own: Vec<String> = layout.cells(id, document, &rows.get(id).copied().unwrap_or_default()).into_iter().map(text).collect();
        let source = (0..layout.source.len()).map(|at| document.cells.get(at).map_or(&b""[..], |cell| cell.as_bytes()));
        let record: Vec<&[u8]> = source.chain(own.iter().map(|cell| cell.as_bytes())).collect();
        write(&mut writer, &record);
    }
    let bytes = writer.into_inner().expect("writing to memory cannot fail");
    guard_mark(bytes)
}

fn write(writer: &mut csv::Writer<Vec<u8>>, record: &[&[u8]]) {
    writer.write_record(record).expect("writing rows of one length to memory cannot fail");
}

fn text(cell: Cell<'_>) -> String {
    match cell {
        Cell::Absent => String::new(),
        Cell::Text(text) => text.to_owned(),
        Cell::Owned(text) => text,
        Cell::Id(id) => id.to_string(),
        // Rust prints the shortest digits that read back as the same f32.
        Cell::Share(share) => share.to_string(),
        Cell::Flag(flag) => flag.to_string(),
    }
}

/// A first name that begins with U+FEFF would be taken for a byte order mark: a real mark before it keeps it.
fn guard_mark(bytes: Vec<u8>) -> Vec<u8> {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    if bytes.starts_with(MARK) { [MARK, &bytes].concat() } else { bytes }
}
