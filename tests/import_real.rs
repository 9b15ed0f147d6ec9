//! Import of real files: published data sets and exports by people who label. They lie beside the checkout, in `../shared/data`, and are
//! no part of the project; where they are absent, each test says so and passes.

use std::path::PathBuf;

use handpick::corpus::import::{Format, Import, ImportOptions, Preview, Source, import, inspect};
use handpick::error::Code;

fn source(path: &str) -> Option<Source> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(path);
    match std::fs::read(&file) {
        Ok(bytes) => Some(Source::File { name: path.rsplit('/').next().unwrap_or(path).into(), bytes }),
        Err(_) => {
            eprintln!("SKIPPED: {path} is not here");
            None
        }
    }
}

fn preview(path: &str) -> Option<Preview> {
    Some(inspect(&source(path)?, &ImportOptions::default()).unwrap_or_else(|error| panic!("{path}: {error}")))
}

/// What a preview must say.
struct Expected {
    path: &'static str,
    format: Format,
    rows: usize,
    encoding: &'static str,
    columns: &'static [&'static str],
    text: &'static str,
    label: Option<&'static str>,
    labels: usize,
    warnings: &'static [&'static str],
}

const fn expected(path: &'static str, format: Format, rows: usize, columns: &'static [&'static str], text: &'static str) -> Expected {
    Expected { path, format, rows, encoding: "UTF-8", columns, text, label: None, labels: 0, warnings: &[] }
}

impl Expected {
    const fn label(self, name: &'static str, labels: usize) -> Self {
        Self { label: Some(name), labels, ..self }
    }

    const fn encoding(self, encoding: &'static str) -> Self {
        Self { encoding, ..self }
    }

    const fn warnings(self, warnings: &'static [&'static str]) -> Self {
        Self { warnings, ..self }
    }
}

use Format::{Csv, Json, Jsonl, Lines, Tsv};

const PREFIX: &[&str] = &["label", "text", "line"];
const PAIR: &[&str] = &["label", "label_fine", "text", "line"];

const SETS: &[Expected] = &[
    expected("trec/TREC.train", Lines, 5452, PAIR, "text").label("label", 6).encoding("windows-1252").warnings(&["label_prefix"]),
    expected("trec/TREC.test", Lines, 500, PAIR, "text").label("label", 6).warnings(&["label_prefix"]),
    expected("agnews/test.csv", Csv, 7600, &["column_1", "column_2", "column_3"], "column_3").label("column_1", 4),
    expected("agnews/classes.txt", Lines, 4, &["text"], "text"),
    expected("banking77/train.csv", Csv, 10_003, &["text", "category"], "text").label("category", 77),
    expected("banking77/test.csv", Csv, 3080, &["text", "category"], "text").label("category", 77),
    expected("banking77/categories.json", Json, 77, &["text"], "text"),
    expected("sms_spam/SMSSpamCollection", Tsv, 5574, &["Label", "SMS"], "SMS").label("Label", 2).warnings(&["literal_quotes"]),
    expected("medical_abstracts/medical_tc_test.csv", Csv, 2888, &["condition_label", "medical_abstract"], "medical_abstract")
        .label("condition_label", 5),
    expected("goemotions/train.tsv", Tsv, 43_410, &["column_1", "column_2", "column_3"], "column_1").label("column_2", 100),
    expected("goemotions/dev.tsv", Tsv, 5426, &["column_1", "column_2", "column_3"], "column_1").label("column_2", 100),
    expected("sst2/stsa.binary.train", Lines, 6920, PREFIX, "text").label("label", 2).warnings(&["label_prefix"]),
    expected("sst2/stsa.fine.test", Lines, 2210, PREFIX, "text").label("label", 5).warnings(&["label_prefix"]),
    expected("subj/subj.objective", Lines, 5000, &["text"], "text"),
    expected("subj/subj.subjective", Lines, 5000, &["text"], "text").encoding("windows-1252"),
    expected("mr/rt-polarity.pos", Lines, 5331, &["text"], "text").encoding("windows-1252"),
    expected("mr/rt-polarity.neg", Lines, 5331, &["text"], "text").encoding("windows-1252"),
    expected("cr/custrev.pos", Lines, 2407, &["text"], "text").warnings(&["blank_text"]),
    expected("tatoeba/tatoeba.cmn-eng.cmn", Lines, 1000, &["text"], "text"),
    expected("nlu_corpora/ChatbotCorpus.json", Json, 206, &["text", "intent", "entities", "training"], "text")
        .label("intent", 2)
        .warnings(&["nested_rows"]),
    expected("nlupp_multilabel/fold0.json", Json, 104, &["text", "intents", "slots"], "text"),
    expected("restaurant8k_spans/test.json", Json, 3731, &["userInput.text", "context.requestedSlots", "labels", "context"], "userInput.text"),
    expected("workloads/mixed.json", Json, 1000, &["text"], "text").warnings(&["nested_rows"]),
];

const MESSY: &[Expected] = &[
    expected("messy/csv_spanish_arguments.csv", Csv, 39, &["ac_id", "ac_text", "ac_type", "annotator", "timestamp"], "ac_text").label("ac_type", 3),
    expected("messy/doccano_bsner_setswana.jsonl", Jsonl, 454, &["id", "text", "label", "Comments"], "text"),
    expected("messy/doccano_fixture_example.invalid.2.csv", Csv, 3, &["text", "label"], "text").label("label", 1).warnings(&["ragged_row"]),
    expected("messy/doccano_fixture_example.jsonl", Jsonl, 1, &["text", "entities", "relations"], "text"),
    expected("messy/doccano_fixture_example.utf16.csv", Csv, 3, &["text", "label"], "text").label("label", 2).encoding("UTF-16LE"),
    expected("messy/doccano_fixture_example_fasttext.txt", Lines, 4, PREFIX, "text").label("label", 2).warnings(&["label_prefix", "blank_text"]),
    expected("messy/doccano_fixture_example_out_of_order_columns.csv", Csv, 3, &["label", "foo", "text"], "text")
        .label("label", 2)
        .warnings(&["blank_text"]),
    expected("messy/doccano_spanish_latin1.jsonl", Jsonl, 50, &["id", "data", "label"], "data").encoding("windows-1252"),
    expected("messy/kaggle_spam_latin1.csv", Csv, 5572, &["v1", "v2", "column_3", "column_4", "column_5"], "v2")
        .label("v1", 2)
        .encoding("windows-1252")
        .warnings(&["unnamed_column", "unnamed_cells"]),
    expected(
        "messy/prodigy_ner_headlines.jsonl",
        Jsonl,
        373,
        &["text", "meta", "_input_hash", "_task_hash", "tokens", "_session_id", "_view_id", "spans", "answer"],
        "text",
    )
    .label("answer", 2),
    expected(
        "messy/prodigy_textcat_github_issues.jsonl",
        Jsonl,
        828,
        &["text", "priority", "meta", "label", "_input_hash", "_task_hash", "answer"],
        "text",
    )
    .label("answer", 3),
    expected("messy/spacy_cats_cooking_part.jsonl", Jsonl, 250, &["cats", "meta", "text"], "text"),
];

fn check(expected: &Expected) {
    let Some(found) = preview(expected.path) else { return };
    let path = expected.path;
    assert_eq!((found.format, found.rows, found.encoding.as_str()), (expected.format, expected.rows, expected.encoding), "{path}");
    assert_eq!(found.columns, expected.columns, "{path}");
    assert_eq!((found.text_column.as_deref(), found.label_column.as_deref()), (Some(expected.text), expected.label), "{path}");
    assert_eq!(found.label_values.len(), expected.labels, "{path}: {:?}", found.label_values);
    let warnings: Vec<&str> = found.warnings.iter().map(|warning| warning.code.as_str()).collect();
    assert_eq!(warnings, expected.warnings, "{path}");
}

#[test]
fn published_sets_are_read_as_they_are_meant() {
    SETS.iter().for_each(check);
}

#[test]
fn files_of_people_who_label_are_read_as_they_are_meant() {
    MESSY.iter().for_each(check);
}

#[test]
fn label_studio_exports_are_opened() {
    let Some(found) = preview("messy/labelstudio_norwegian_ner.json") else { return };
    assert_eq!((found.format, found.rows, found.text_column.as_deref(), found.label_column), (Json, 5, Some("text"), None));
    assert!(found.columns.contains(&"doc_name".to_owned()));
}

#[test]
fn what_is_no_list_of_texts_is_refused_with_advice() {
    let refused = [
        ("messy/inab_pair_labels.xlsx", "save the sheet as CSV"),
        ("messy/doccano_fixture_labeling.trailing.conll", "one sentence a line"),
        ("wnut17/wnut17train.conll", "one sentence a line"),
        ("xquad/xquad.en.json", "one question or one paragraph a line"),
        ("nlupp_multilabel/ontology.json", "save a list of objects"),
        ("mnist_sample/train-labels-idx1-ubyte.gz", "unpack it"),
        ("fsdd/2_george_0.wav", "CSV, TSV"),
    ];
    for (path, advice) in refused {
        let Some(source) = source(path) else { continue };
        let error = inspect(&source, &ImportOptions::default()).unwrap_err();
        assert_eq!(error.code(), Code::ImportUnsupported, "{path}");
        assert!(error.message().contains(advice), "{path}: {error}");
    }
}

fn imported(path: &str, label: &str) -> Option<Import> {
    let options = ImportOptions { label_column: Some(label.into()), ..Default::default() };
    Some(import(&source(path)?, &options).unwrap_or_else(|error| panic!("{path}: {error}")))
}

#[test]
fn texts_and_labels_arrive_unchanged() {
    if let Some(import) = imported("trec/TREC.train", "label") {
        let first = &import.corpus.documents[0];
        assert_eq!(first.text, "How did serfdom develop in and then leave Russia ?");
        assert_eq!(first.source_label.as_deref(), Some("DESC"));
        assert_eq!(first.cells[1], "DESC:manner");
        assert!(import.corpus.documents.iter().all(|document| document.source_label.is_some() && !document.is_blank()));
        assert!(import.corpus.documents.iter().any(|document| document.text.contains("sisterðcity")));
    }
    if let Some(import) = imported("messy/kaggle_spam_latin1.csv", "v1") {
        let spam = import.corpus.documents.iter().filter(|document| document.source_label.as_deref() == Some("spam")).count();
        assert_eq!(spam, 747);
        let spilled = import.corpus.documents.iter().filter(|document| document.cells[2..].iter().any(|cell| !cell.is_empty())).count();
        assert_eq!(spilled, 50);
        assert!(import.corpus.documents.iter().any(|document| document.text.contains('£')));
        assert!(!import.corpus.documents.iter().any(|document| document.text.contains('\u{fffd}')));
    }
    if let Some(import) = imported("sms_spam/SMSSpamCollection", "Label") {
        // The file has quotation marks around some messages, and means them.
        assert_eq!(import.corpus.documents.iter().filter(|document| document.text.starts_with('"')).count(), 54);
    }
    if let Some(import) = imported("banking77/train.csv", "category") {
        assert_eq!(import.corpus.documents.iter().filter(|document| document.text.contains('\n')).count(), 10);
    }
}
