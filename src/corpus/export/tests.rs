//! What is written reads back, through the project's own import.

use proptest::prelude::*;

use super::*;
use crate::corpus::import::{Format, ImportOptions, Source, import};
use crate::corpus::{Corpus, Document, Label, LabelSet};

fn labels(names: &[&str]) -> LabelSet {
    LabelSet::new(names.iter().map(|name| Label { name: (*name).into(), ..Label::default() }).collect()).unwrap()
}

fn corpus(columns: &[&str], rows: &[&[&str]], text: usize) -> Corpus {
    let owned = |cells: &[&str]| cells.iter().map(ToString::to_string).collect::<Vec<_>>();
    let documents = rows.iter().map(|row| Document { text: row[text].into(), source_label: None, cells: owned(row) }).collect();
    Corpus { name: "a.csv".into(), columns: owned(columns), documents }
}

#[test]
fn source_columns_come_first_then_ours() {
    let corpus = corpus(&["n", "text"], &[&["007", "a, b"], &["", "c"]], 1);
    let rows = [
        Annotation {
            label: Some("x"),
            audit: true,
            at: 1_795_574_761_250,
            predicted: Some("y"),
            probabilities: &[0.1, 0.9],
            ..Annotation::default()
        },
        Annotation { skipped: true, ..Annotation::default() },
    ];
    let expected = "n,text,id,label,label_source,predicted_label,confidence,p_x,p_y,skipped,audit,labelled_at\n\
                    007,\"a, b\",0,x,human,y,0.9,0.1,0.9,false,true,2026-11-25T02:46:01.250Z\n\
                    ,c,1,,,,,,,true,false,\n";
    assert_eq!(String::from_utf8(csv(&corpus, &labels(&["x", "y"]), &rows)).unwrap(), expected);
    let lines = String::from_utf8(jsonl(&corpus, &labels(&["x", "y"]), &rows)).unwrap();
    let expected = "{\"n\":\"007\",\"text\":\"a, b\",\"id\":0,\"label\":\"x\",\"label_source\":\"human\",\"predicted_label\":\"y\",\"confidence\":0.9,\
                    \"p_x\":0.1,\"p_y\":0.9,\"skipped\":false,\"audit\":true,\"labelled_at\":\"2026-11-25T02:46:01.250Z\"}";
    assert_eq!(lines.lines().next().unwrap(), expected);
    assert!(lines.lines().nth(1).unwrap().contains("\"label\":null"));
}

#[test]
fn a_name_that_the_source_uses_gets_a_number() {
    let corpus = corpus(&["label", "id", "p_x", "label_2"], &[&["gold", "17", "z", "w"]], 0);
    let text = String::from_utf8(csv(&corpus, &labels(&["x"]), &[])).unwrap();
    assert!(text.starts_with("label,id,p_x,label_2,id_2,label_3,label_source,predicted_label,confidence,p_x_2,"), "{text}");
    assert!(text.contains("\ngold,17,z,w,0,"));
}

#[test]
fn a_text_that_is_no_source_column_is_written_too_and_so_are_extra_cells() {
    let mut corpus = corpus(&["title", "body"], &[&["a", "b", "extra"], &["c", "d"]], 0);
    corpus.documents[0].text = "a\nb".into();
    let text = String::from_utf8(csv(&corpus, &labels(&[]), &[])).unwrap();
    assert!(text.starts_with("title,body,column_3,id,text,label,"), "{text}");
    assert!(text.contains("\na,b,extra,0,\"a\nb\","), "{text}");
}

#[test]
fn probabilities_read_back_as_the_same_number() {
    let corpus = corpus(&["text"], &[&["a"]], 0);
    for probability in [1.0 / 3.0, f32::MIN_POSITIVE, 1e-7, 0.999_999_94, 1.0, 0.0] {
        let probabilities = [probability];
        let rows = [Annotation { predicted: Some("x"), probabilities: &probabilities, ..Annotation::default() }];
        let lines = String::from_utf8(jsonl(&corpus, &labels(&["x"]), &rows)).unwrap();
        let value: serde_json::Value = serde_json::from_str(&lines).unwrap();
        assert_eq!(value["p_x"].as_f64().unwrap() as f32, probability);
        let text = String::from_utf8(csv(&corpus, &labels(&["x"]), &rows)).unwrap();
        let cells: Vec<&str> = text.lines().nth(1).unwrap().split(',').collect();
        assert_eq!((cells[5].parse::<f32>(), cells[6].parse::<f32>()), (Ok(probability), Ok(probability)));
    }
}

/// Characters that break careless writers.
const CELL: &str = "[\\PC\r\n\t\0\u{2028}\u{feff}\u{202e}\"'\\\\,;|אب😀]{0,10}";

fn names() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::btree_set("[^\\s\\pC][\\PC\0\"',;\n\r]{0,6}[^\\s\\pC]", 2..5).prop_map(|names| names.into_iter().collect())
}

proptest! {
    #[test]
    fn what_is_written_reads_back(columns in names(), label_names in names(), seeds in proptest::collection::vec(proptest::collection::vec(CELL, 5), 1..8)) {
        let width = columns.len();
        let documents: Vec<Document> = seeds.iter().map(|cells| Document { text: cells[0].clone(), source_label: None, cells: cells[..width].to_vec() }).collect();
        let corpus = Corpus { name: String::new(), columns: columns.clone(), documents };
        let set = LabelSet::new(label_names.iter().map(|name| Label { name: name.clone(), ..Label::default() }).collect()).unwrap();
        let rows: Vec<Annotation<'_>> = (0..seeds.len()).map(|at| Annotation { label: Some(&label_names[at % label_names.len()]), ..Annotation::default() }).collect();
        let written = [(Format::Csv, csv(&corpus, &set, &rows)), (Format::Jsonl, jsonl(&corpus, &set, &rows))];
        for (format, bytes) in written {
            let options = ImportOptions { format: Some(format), encoding: Some("utf-8".into()), has_header: Some(true), delimiter: (format == Format::Csv).then_some(','), ..Default::default() };
            let source = Source::File { name: "export".into(), bytes };
            let Ok(back) = import(&source, &options) else {
                // Control characters by the dozen are refused as binary.
                prop_assume!(false);
                unreachable!()
            };
            let read = &back.corpus;
            prop_assert_eq!(&read.columns[..width], &columns[..]);
            prop_assert_eq!(read.len(), corpus.len());
            let label = read.columns.iter().position(|name| name == "label");
            for (at, (before, after)) in corpus.documents.iter().zip(&read.documents).enumerate() {
                prop_assert_eq!(&before.cells[..], &after.cells[..width]);
                if !columns.iter().any(|name| name.starts_with("label")) && !label_names.iter().any(|name| name.starts_with("label")) {
                    prop_assert_eq!(rows[at].label.unwrap(), &after.cells[label.unwrap()]);
                }
            }
        }
    }
}
