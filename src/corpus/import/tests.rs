//! The whole way from bytes to documents.

use proptest::prelude::*;

use super::*;

fn file(name: &str, bytes: impl AsRef<[u8]>) -> Source {
    Source::File { name: name.into(), bytes: bytes.as_ref().to_vec() }
}

fn read(name: &str, bytes: impl AsRef<[u8]>) -> Import {
    import(&file(name, bytes), &ImportOptions::default()).unwrap()
}

fn texts(import: &Import) -> Vec<&str> {
    import.corpus.documents.iter().map(|document| document.text.as_str()).collect()
}

fn codes(preview: &Preview) -> Vec<(&str, Option<usize>, usize)> {
    preview.warnings.iter().map(|warning| (warning.code.as_str(), warning.row, warning.count)).collect()
}

#[test]
fn the_preview_says_all_in_one_sentence() {
    let rows: String = (0..1200).map(|at| format!("{at};Message number {at} says a few words;{}\n", ["a", "b"][at % 2])).collect();
    let text = format!("id;message;topic\n{rows}");
    let bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let preview = inspect(&file("a.csv", bytes), &ImportOptions::default()).unwrap();
    assert_eq!(preview.sentence, "1,200 rows, UTF-16LE, “;”, 3 columns: text looks like `message`; labels already in `topic`?");
    assert_eq!((preview.format, preview.rows, preview.has_header, preview.label_values.len()), (Format::Csv, 1200, true, 2));
    assert_eq!(preview.sample.len(), 5);
    assert_eq!(preview.sample[1], ["1", "Message number 1 says a few words", "b"]);
    assert!(preview.warnings.is_empty());
}

#[test]
fn a_guessed_label_column_is_offered_but_only_used_when_asked_for() {
    let source = file("a.csv", "text,label\none two, x \nthree,\n");
    let unasked = import(&source, &ImportOptions::default()).unwrap();
    assert_eq!(unasked.preview.label_column.as_deref(), Some("label"));
    assert!(unasked.corpus.documents.iter().all(|document| document.source_label.is_none()));
    let asked = import(&source, &ImportOptions { label_column: Some(" LABEL".into()), ..Default::default() }).unwrap();
    assert_eq!(asked.corpus.documents[0].source_label.as_deref(), Some("x"));
    assert_eq!(asked.corpus.documents[0].cells, ["one two", " x "]);
    assert_eq!(asked.corpus.documents[1].source_label, None);
    let none = inspect(&source, &ImportOptions { label_column: Some(String::new()), ..Default::default() }).unwrap();
    assert_eq!((none.label_column, none.label_values), (None, vec![]));
}

#[test]
fn several_columns_can_be_one_text() {
    let source = file("a.csv", "title,description,y\nA,Long words here,1\nB,,2\n");
    let options = ImportOptions { text_column: Some("title + description".into()), ..Default::default() };
    let import = import(&source, &options).unwrap();
    assert_eq!(texts(&import), ["A\nLong words here", "B"]);
    assert_eq!(import.preview.text_column.as_deref(), Some("title + description"));
}

#[test]
fn a_column_that_is_not_there_is_an_error_that_lists_those_that_are() {
    let source = file("a.csv", "text,label\na b,x\n");
    for options in [
        ImportOptions { text_column: Some("body".into()), ..Default::default() },
        ImportOptions { label_column: Some("body".into()), ..Default::default() },
        ImportOptions { text_column: Some("text + body".into()), ..Default::default() },
    ] {
        let error = inspect(&source, &options).unwrap_err();
        assert_eq!(error.code(), Code::ImportNoColumn);
        assert_eq!(error.message(), "There is no column “body”; the file has `text`, `label`.");
    }
}

#[test]
fn nothing_is_interpreted() {
    let import = read("a.csv", "text,label\nNA,007\n1e5,null\nTRUE, 1.50 \n\u{a0}x,None\n");
    assert_eq!(texts(&import), ["NA", "1e5", "TRUE", "\u{a0}x"]);
    let cells: Vec<&str> = import.corpus.documents.iter().map(|document| document.cells[1].as_str()).collect();
    assert_eq!(cells, ["007", "null", " 1.50 ", "None"]);
}

#[test]
fn every_delimiter_is_found_by_parsing() {
    for (delimiter, format) in [(',', Format::Csv), (';', Format::Csv), ('|', Format::Csv), ('\t', Format::Tsv)] {
        let text = "text,label\n\"One, two; three | four\tfive\",a\nSix,b\n\"x\ny\",a\n".replace(",a", "§a").replace(",b", "§b").replace(",l", "§l");
        let preview = read("a.csv", text.replace('§', &delimiter.to_string())).preview;
        assert_eq!((preview.format, preview.delimiter, preview.rows), (format, Some(delimiter.to_string()), 3));
    }
    // Decimal commas do not make a comma the delimiter.
    let preview = read("a.csv", "text;score\nhello there;1,5\ngood bye;2,5\nno;3,0\n").preview;
    assert_eq!(preview.delimiter.as_deref(), Some(";"));
}

#[test]
fn quoted_cells_keep_delimiters_line_ends_and_marks() {
    let import = read("a.csv", "text,label\r\n\"a, b\",x\r\n\"two\r\nlines\",y\r\n\"say \"\"hi\"\"\",z\r\n");
    assert_eq!(texts(&import), ["a, b", "two\r\nlines", "say \"hi\""]);
    assert!(import.preview.warnings.is_empty());
}

#[test]
fn ragged_rows_lose_nothing_and_are_named() {
    let import = read("a.csv", "text,label\none\ntwo,x,extra,more\nthree,y\n\nfive,z\n\n\n");
    assert_eq!(texts(&import), ["one", "two", "three", "", "five"]);
    assert_eq!(import.corpus.documents[0].cells, ["one", ""]);
    assert_eq!(import.corpus.documents[1].cells, ["two", "x", "extra", "more"]);
    let expected = [
        ("ragged_row", Some(2), 2),
        ("ragged_row", Some(3), 1),
        ("blank_line", Some(5), 1),
        ("trailing_blank_lines", Some(7), 2),
        ("blank_text", Some(5), 1),
    ];
    assert_eq!(codes(&import.preview), expected);
}

#[test]
fn a_mark_that_is_never_closed_costs_no_row() {
    let import = read("a.csv", "text,label\nfirst,a\n\"second,b\nthird,c\nfourth,d\n");
    assert_eq!(texts(&import), ["first", "\"second", "third", "fourth"]);
    assert_eq!(codes(&import.preview), [("unclosed_quote", Some(3), 1)]);
}

#[test]
fn backslash_escapes_are_read_and_reported() {
    let import = read("a.csv", "text,label\n\"she said \\\"no, never\\\" twice\",a\n\"plain\",b\n");
    assert_eq!(texts(&import), ["she said \"no, never\" twice", "plain"]);
    assert_eq!(codes(&import.preview), [("backslash_escapes", None, 2)]);
    // In a file that doubles its marks, a backslash is a backslash.
    assert_eq!(texts(&read("a.csv", "text,label\n\"a\\\"\"b\",x\n")), ["a\\\"b"]);
}

#[test]
fn marks_that_are_part_of_the_texts_stay() {
    let import = read("a.tsv", "label\ttext\nham\t\"Hello there\nspam\tBuy it \"now\"\nham\tnothing here\n");
    assert_eq!(texts(&import), ["\"Hello there", "Buy it \"now\"", "nothing here"]);
    assert_eq!(codes(&import.preview), [("literal_quotes", None, 1)]);
}

#[test]
fn headers_are_trimmed_made_unique_and_named() {
    let import = read("a.csv", "\u{feff} text ,label,label,\nsome words,a,b,c\n");
    assert_eq!(import.corpus.columns, ["text", "label", "label_2", "column_4"]);
    assert_eq!(codes(&import.preview), [("duplicate_header", Some(1), 1), ("unnamed_column", Some(1), 1), ("unnamed_cells", Some(2), 1)]);
}

#[test]
fn whether_there_is_a_header_can_be_said() {
    let source = file("a.csv", "text,label\nsome words,a\n");
    let without = import(&source, &ImportOptions { has_header: Some(false), ..Default::default() }).unwrap();
    assert_eq!((without.corpus.len(), without.corpus.columns.as_slice()), (2, &["column_1".to_owned(), "column_2".to_owned()][..]));
    let source = file("a.txt", "Heading\nfirst\nsecond");
    let with = import(&source, &ImportOptions { has_header: Some(true), ..Default::default() }).unwrap();
    assert_eq!((with.corpus.columns.as_slice(), texts(&with)), (&["Heading".to_owned()][..], vec!["first", "second"]));
}

#[test]
fn nul_bytes_and_blank_texts_are_kept_and_reported() {
    let import = read("a.csv", "text,label\na\0b,x\n  ,y\n\"\",z\n");
    assert_eq!(texts(&import), ["a\0b", "  ", ""]);
    assert_eq!(codes(&import.preview), [("nul_bytes", Some(2), 1), ("blank_text", Some(3), 2)]);
}

#[test]
fn undecodable_bytes_are_reported_with_their_rows() {
    let options = ImportOptions { encoding: Some("utf-8".into()), ..Default::default() };
    let preview = inspect(&file("a.csv", b"text,label\nfine \xef\xbf\xbd,a\nbad \xff\xfe one,b\ngood,c\nbad \x80,d\n"), &options).unwrap();
    assert_eq!(codes(&preview), [("undecodable_bytes", Some(3), 3)]);
    assert!(preview.warnings[0].message.ends_with("(rows 3, 5)."), "{}", preview.warnings[0].message);
    let error = inspect(&file("a.csv", b"a"), &ImportOptions { encoding: Some("utf-9".into()), ..Default::default() }).unwrap_err();
    assert_eq!(error.code(), Code::InvalidArgument);
}

#[test]
fn what_holds_no_row_is_empty() {
    for bytes in ["", "text,label\n", "\u{feff}", "[]"] {
        assert_eq!(import(&file("a.csv", bytes), &ImportOptions::default()).unwrap_err().code(), Code::ImportEmpty, "{bytes:?}");
    }
    assert_eq!(import(&Source::Texts { texts: vec![] }, &ImportOptions::default()).unwrap_err().code(), Code::ImportEmpty);
}

#[test]
fn plain_lines_are_one_text_each_whatever_commas_they_have() {
    let import = read("notes.txt", "Hello, world\nNo, I do not, thanks\nWell\n\nEnd\u{2028}less");
    assert_eq!(texts(&import), ["Hello, world", "No, I do not, thanks", "Well", "", "End\u{2028}less"]);
    assert_eq!((import.preview.format, import.preview.encoding.as_str()), (Format::Lines, "UTF-8"));
    let templated: String = (0..50).map(|at| format!("Order {at} has arrived, but it is broken.\n")).collect();
    assert_eq!(read("notes.txt", templated).preview.format, Format::Lines);
    let table: String = (0..50).map(|at| format!("Order {at} has arrived,late\n")).collect();
    assert_eq!(read("notes.txt", table).preview.format, Format::Csv);
}

#[test]
fn content_counts_for_more_than_the_name() {
    assert_eq!(read("a.csv", "{\"text\":\"a b\"}\n{\"text\":\"c\"}\n").preview.format, Format::Jsonl);
    assert_eq!(read("a.json", "{\"text\":\"a b\"}\n{\"text\":\"c\"}\n").preview.format, Format::Jsonl);
    assert_eq!(read("a.jsonl", "[{\"text\":\"a b\"},{\"text\":\"c\"}]").preview.format, Format::Json);
    assert_eq!(read("a.txt", "text\tlabel\na b\tx\nc d\ty\n").preview.format, Format::Tsv);
    let mislabelled = read("a.json", "text,label\na b,x\n").preview;
    assert_eq!((mislabelled.format, mislabelled.warnings[0].code.as_str()), (Format::Csv, "format_mismatch"));
    assert_eq!(read("a.txt", "[laughs] no\n{sighs} yes\n").preview.format, Format::Lines);
}

#[test]
fn json_lines_keep_every_line() {
    let text = "{\"text\":\"one\",\"n\":1.10}\r\n\r\n{\"text\":\"two\",\"ok\":true,\"text\":\"zwei\"}\nnot json\n{\"n\":null,\"text\":\"x\\ud800\",\"m\":{\"a\": [1]}}\n";
    let import = read("a.jsonl", text);
    assert_eq!(texts(&import), ["one", "zwei", "not json", "x\u{fffd}"]);
    assert_eq!(import.corpus.columns, ["text", "n", "ok", "m"]);
    assert_eq!(import.corpus.documents[0].cells, ["one", "1.10", "", ""]);
    assert_eq!(import.corpus.documents[3].cells, ["x\u{fffd}", "", "", "{\"a\":[1]}"]);
    let expected = [("blank_line", None, 1), ("malformed_line", Some(3), 1), ("lone_surrogate", Some(4), 1), ("duplicate_key", Some(2), 1)];
    assert_eq!(codes(&import.preview), expected);
}

#[test]
fn json_arrays_of_all_kinds_are_read() {
    assert_eq!(texts(&read("a.json", "[\"a\", null, 7, \"b\"]")), ["a", "", "7", "b"]);
    assert_eq!(texts(&read("a.json", "[[\"text\",\"label\"],[\"one two\",\"x\"],[\"three\",\"y\"]]")), ["one two", "three"]);
    assert_eq!(texts(&read("a.json", "[{\"text\":\"a\"}, \"b\"]")), ["a", "b"]);
    assert_eq!(texts(&read("a.json", "{\"text\":[\"a b\",\"c d\"],\"label\":[\"x\",\"y\"]}")), ["a b", "c d"]);
    assert_eq!(texts(&read("a.json", "{\"text\":{\"0\":\"a b\",\"1\":\"c d\"},\"label\":{\"0\":\"x\",\"1\":\"y\"}}")), ["a b", "c d"]);
    assert_eq!(texts(&read("a.json", "{\"data\":[{\"text\":\"a\"},{\"text\":\"b\"}],\"version\":1}")), ["a", "b"]);
    assert_eq!(texts(&read("a.json", "{\"k1\":{\"text\":\"a b\"},\"k2\":{\"text\":\"c d\"}}")), ["a b", "c d"]);
    assert_eq!(texts(&read("a.json", "{\n \"text\": \"a\"\n}\n{\n \"text\": \"b\"\n}")), ["a", "b"]);
    assert_eq!(texts(&read("a.json", "[{\"input\":{\"text\":\"a b\"},\"n\":1},{\"input\":{\"text\":\"c\"},\"n\":2}]")), ["a b", "c"]);
}

#[test]
fn label_studio_tasks_are_opened() {
    let task = r#"[{"id":1,"data":{"text":"good film"},"annotations":[{"result":[{"value":{"choices":["pos"]}}]}]},
                   {"id":2,"data":{"text":"bad film"},"annotations":[{"result":[{"value":{"choices":["neg"]}}]}]}]"#;
    let options = ImportOptions { label_column: Some("choice".into()), ..Default::default() };
    let import = import(&file("tasks.json", task), &options).unwrap();
    assert_eq!(texts(&import), ["good film", "bad film"]);
    assert_eq!(import.corpus.documents[1].source_label.as_deref(), Some("neg"));
}

#[test]
fn json_that_is_no_list_or_broken_says_so() {
    let error = |name: &str, text: &str| import(&file(name, text), &ImportOptions::default()).unwrap_err();
    assert_eq!(error("a.json", "{\"a\":{\"b\":{\"c\":1}}}").code(), Code::ImportUnsupported);
    assert_eq!(error("a.json", "\"just a text\"").code(), Code::ImportUnsupported);
    let broken = error("a.json", "[{\"text\":\"a\"},{\"text\":}]");
    assert_eq!(broken.code(), Code::ImportMalformed);
    assert!(broken.message().contains("row 2"), "{broken}");
    let options = ImportOptions { format: Some(Format::Jsonl), ..Default::default() };
    assert_eq!(import(&file("a.txt", "a\nb\n"), &options).unwrap_err().code(), Code::ImportMalformed);
}

#[test]
fn a_dictionary_of_many_keys_does_not_become_a_table_of_many_columns() {
    let lines: String = (0..3000).map(|at| format!("{{\"text\":\"t{at}\",\"key{at}\":\"{at}\"}}\n")).collect();
    let import = read("a.jsonl", lines);
    assert_eq!((import.corpus.len(), import.corpus.columns.len()), (3000, 513));
    assert_eq!(import.corpus.documents[2999].cells[512], "{\"key2999\":\"2999\"}");
    assert_eq!(codes(&import.preview)[0].0, "many_columns");
}

#[test]
fn texts_and_rows_come_in_as_they_are() {
    let import_of = |source: Source| import(&source, &ImportOptions::default()).unwrap();
    let import = import_of(Source::Texts { texts: vec!["a,b\nc".into(), String::new()] });
    assert_eq!(texts(&import), ["a,b\nc", ""]);
    assert_eq!((import.corpus.columns.as_slice(), codes(&import.preview)), (&["text".to_owned()][..], vec![("blank_text", Some(2), 1)]));
    let rows: Source = serde_json::from_str(r#"{"type":"rows","rows":[{"body":"a b c","n":1},{"n":null,"x":[1,"2"],"body":"d"}]}"#).unwrap();
    let import = import_of(rows);
    assert_eq!(texts(&import), ["a b c", "d"]);
    assert_eq!(import.corpus.documents[1].cells, ["d", "", "[1,\"2\"]"]);
}

#[test]
fn options_may_be_left_out_on_the_wire() {
    let options: ImportOptions = serde_json::from_str(r#"{"textColumn":"a","hasHeader":false,"delimiter":";","format":"jsonl"}"#).unwrap();
    let expected = ImportOptions {
        text_column: Some("a".into()),
        has_header: Some(false),
        delimiter: Some(';'),
        format: Some(Format::Jsonl),
        ..Default::default()
    };
    assert_eq!(options, expected);
    assert_eq!(serde_json::from_str::<ImportOptions>("{}").unwrap(), ImportOptions::default());
}

#[test]
fn huge_cells_are_read_whole() {
    let huge = "word ".repeat(1 << 20);
    let import = read("a.csv", format!("text,label\n\"{huge}\",x\nsmall,y\n"));
    assert_eq!(import.corpus.documents[0].text.len(), huge.len());
    assert_eq!(import.corpus.len(), 2);
}

/// RFC 4180, written by hand so that no reader and writer share a mistake.
fn quote(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), name in "[a-z]{0,3}(\\.(csv|tsv|json|jsonl|txt))?") {
        if let Ok(import) = import(&file(&name, &bytes), &ImportOptions::default()) {
            prop_assert_eq!(import.corpus.len(), import.preview.rows);
        }
    }

    #[test]
    fn no_text_of_brackets_marks_and_line_ends_makes_it_panic(
        text in "[\\[\\]{}\"\\\\,;:\t\r\nua1 é]{0,80}",
        name in "[a-z]{0,3}(\\.(csv|tsv|json|jsonl|txt))?",
        format in prop::option::of(prop::sample::select(vec![Format::Csv, Format::Tsv, Format::Jsonl, Format::Json, Format::Lines])),
    ) {
        let options = ImportOptions { format, ..Default::default() };
        if let Ok(import) = import(&file(&name, &text), &options) {
            prop_assert_eq!(import.corpus.len(), import.preview.rows);
        }
    }

    #[test]
    fn rows_in_are_rows_out_and_cells_are_unchanged(
        rows in proptest::collection::vec(proptest::collection::vec("[\\PC\r\n\t\0\u{2028}\"',;|]{0,12}", 3), 1..12),
        delimiter in prop::sample::select(vec![',', ';', '\t', '|']),
        line_end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
    ) {
        let header = ["id", "text", "label"].join(&delimiter.to_string());
        let lines: Vec<String> = rows.iter().map(|row| row.iter().map(|cell| quote(cell)).collect::<Vec<_>>().join(&delimiter.to_string())).collect();
        let text = format!("{header}{line_end}{}{line_end}", lines.join(line_end));
        let options = ImportOptions { delimiter: Some(delimiter), format: Some(Format::Csv), encoding: Some("utf-8".into()), ..Default::default() };
        let import = import(&file("a.csv", text), &options).unwrap();
        prop_assert_eq!(import.corpus.documents.iter().map(|document| document.cells.clone()).collect::<Vec<_>>(), rows);
    }

    #[test]
    fn delimiter_and_header_are_found_in_ordinary_tables(
        rows in proptest::collection::vec(("[a-z]{2,8}( [a-z]{2,8}){3,9}[.,;!?|]?", "[A-Z]{1,5}"), 3..20),
        delimiter in prop::sample::select(vec![',', ';', '\t', '|']),
    ) {
        let lines: String = rows.iter().map(|(text, label)| format!("{}{delimiter}{label}\n", quote(text))).collect();
        let preview = inspect(&file("data", format!("text{delimiter}label\n{lines}")), &ImportOptions::default()).unwrap();
        prop_assert_eq!((preview.rows, preview.delimiter, preview.has_header), (rows.len(), Some(delimiter.to_string()), true));
        prop_assert_eq!((preview.text_column.as_deref(), preview.label_column.as_deref()), (Some("text"), Some("label")));
    }

    #[test]
    fn every_line_is_a_row(lines in proptest::collection::vec("[^\r\n]{0,20}", 1..20), line_end in prop::sample::select(vec!["\n", "\r\n", "\r"])) {
        let text = lines.join(line_end) + line_end;
        prop_assume!(!text.starts_with('\u{feff}'));
        let options = ImportOptions { format: Some(Format::Lines), encoding: Some("utf-8".into()), ..Default::default() };
        if let Ok(import) = import(&file("a.txt", &text), &options) {
            prop_assert_eq!(texts(&import), lines);
        } else {
            // Only what is made of control characters is refused.
            prop_assert!(text.chars().any(char::is_control));
        }
    }

    #[test]
    fn mending_loses_no_character_but_quotation_marks(text in "[ab,\"\n]{0,60}") {
        for quotes in [mend::Quotes::Doubled, mend::Quotes::Literal] {
            let mended = mend::mend(&text, b',', quotes);
            let kept = |text: &str| text.replace('"', "");
            prop_assert_eq!(kept(&mended.text), kept(&text));
        }
    }
}
