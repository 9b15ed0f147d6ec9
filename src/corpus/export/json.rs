//! JSON lines: one object a document, keys as the columns of the CSV, in the same order. Knows the syntax only.

use super::layout::{Annotation, Cell, Layout};
use crate::corpus::{Corpus, LabelSet};

/// Answers and predictions as JSON lines, with the keys that [`csv`](super::csv) has as columns. Source cells are strings, as they were read;
/// what is not known is `null`.
pub fn jsonl(corpus: &Corpus, labels: &LabelSet, rows: &[Annotation<'_>]) -> Vec<u8> {
    let layout = Layout::new(corpus, labels);
    let keys: Vec<String> = layout.source.iter().chain(&layout.own).map(|name| quoted(name)).collect();
    let mut out = String::new();
    for (id, document) in corpus.documents.iter().enumerate() {
        let own = layout.cells(id, document, &rows.get(id).copied().unwrap_or_default()).into_iter().map(value);
        let source = (0..layout.source.len()).map(|at| quoted(document.cells.get(at).map_or("", String::as_str)));
        for (place, (key, value)) in keys.iter().zip(source.chain(own)).enumerate() {
            out.push(if place == 0 { '{' } else { ',' });
            out.push_str(key);
            out.push(':');
            out.push_str(&value);
        }
        out.push_str("}\n");
    }
    out.into_bytes()
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text is always JSON")
}

fn value(cell: Cell<'_>) -> String {
    match cell {
        Cell::Absent => "null".to_owned(),
        Cell::Text(text) => quoted(text),
        Cell::Owned(text) => quoted(&text),
        Cell::Id(id) => id.to_string(),
        // Only finite numbers come here; Rust prints the shortest digits that read back as the same f32, without an exponent.
        Cell::Share(share) => share.to_string(),
        Cell::Flag(flag) => flag.to_string(),
    }
}
