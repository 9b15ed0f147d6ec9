//! Plain text, one document a line; labels in front of the texts are found and split off. Knows no delimiter.

use std::collections::HashSet;

use super::preview::counted;
use super::source::{Format, ImportOptions};
use super::table::{Table, name_columns};
use super::warnings::{Oddity, Warnings};

/// How fastText marks a label.
const FASTTEXT: &str = "__label__";

/// Splits at `\n`, `\r\n` and `\r` and nowhere else; an end of line at the very end begins no line.
pub(super) fn split_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.bytes().position(|byte| matches!(byte, b'\n' | b'\r'));
        let line = &rest[..end.unwrap_or(rest.len())];
        rest = end.map_or("", |end| &rest[end + if rest[end..].starts_with("\r\n") { 2 } else { 1 }..]);
        Some(line)
    })
}

/// Reads lines: all of them, blank ones too.
pub(super) fn read(text: &str, options: &ImportOptions, warnings: &mut Warnings) -> Table {
    let mut lines: Vec<&str> = split_lines(text).collect();
    let has_header = options.has_header.unwrap_or(false) && !lines.is_empty();
    let (columns, rows) = if has_header {
        let header = vec![lines.remove(0).to_owned()];
        (name_columns(header, Some(1), warnings), lines.into_iter().map(|line| vec![line.to_owned()]).collect())
    } else if let Some((columns, rows)) = labelled(&lines) {
        let sentence = format!("{} begin with a label; split into {}", counted(lines.len(), "line"), super::table::listed(&columns));
        warnings.say(Oddity::LabelPrefix, None, rows.len(), sentence);
        (columns, rows)
    } else {
        (vec!["text".to_owned()], lines.into_iter().map(|line| vec![line.to_owned()]).collect())
    };
    Table { format: Format::Lines, encoding: String::new(), delimiter: None, has_header, columns, rows, whole: Vec::new() }
}

/// Columns and rows.
type Split = (Vec<String>, Vec<Vec<String>>);

/// Splits off what stands before the texts, if every line has such a thing and it can only be a label.
fn labelled(lines: &[&str]) -> Option<Split> {
    let filled: Vec<&str> = lines.iter().copied().filter(|line| !line.trim().is_empty()).collect();
    let marked = filled.iter().filter(|line| line.starts_with(FASTTEXT)).count();
    if marked > 0 && marked * 2 > filled.len() {
        return Some((names(&["label", "text", "line"]), lines.iter().map(|line| fasttext(line)).collect()));
    }
    // Fewer lines could be anything.
    if filled.len() < 20 {
        return None;
    }
    let mut distinct = HashSet::new();
    let (mut numbers, mut pairs) = (true, true);
    for line in &filled {
        let (first, rest) = line.split_once([' ', '\t'])?;
        if rest.trim().is_empty() {
            return None;
        }
        numbers &= first.len() <= 2 && first.bytes().all(|byte| byte.is_ascii_digit());
        pairs &= is_pair(first);
        if !numbers && !pairs {
            return None;
        }
        distinct.insert(first);
    }
    // Numbers that never repeat count the lines; labels come back.
    if distinct.len() < 2 || distinct.len() * 4 > filled.len() {
        return None;
    }
    let columns = if pairs { names(&["label", "label_fine", "text", "line"]) } else { names(&["label", "text", "line"]) };
    Some((columns, lines.iter().map(|line| prefixed(line, pairs)).collect()))
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

/// Coarse and fine label with a colon between, as in `LOC:city`.
fn is_pair(word: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    word.split_once(':').is_some_and(|(coarse, fine)| part(coarse) && part(fine) && coarse.chars().next().is_some_and(char::is_alphabetic))
}

fn prefixed(line: &str, pairs: bool) -> Vec<String> {
    let (label, text) = line.split_once([' ', '\t']).unwrap_or(("", line));
    let mut row = Vec::with_capacity(4);
    if pairs {
        row.push(label.split_once(':').map_or(label, |(coarse, _)| coarse).to_owned());
    }
    row.extend([label.to_owned(), text.to_owned(), line.to_owned()]);
    row
}

fn fasttext(line: &str) -> Vec<String> {
    let (mut labels, mut rest) = (Vec::new(), line);
    while let Some(after) = rest.strip_prefix(FASTTEXT) {
        let (label, text) = after.split_once([' ', '\t']).unwrap_or((after, ""));
        labels.push(label);
        rest = text;
    }
    vec![labels.join(","), rest.to_owned(), line.to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        read(text, &ImportOptions::default(), &mut Warnings::default())
    }

    #[test]
    fn lines_end_at_the_three_line_ends_and_nowhere_else() {
        let text = "a\nb\r\nc\rd\u{2028}e\u{b}f\u{c}g\u{85}h\n\ni\n";
        assert_eq!(split_lines(text).collect::<Vec<_>>(), ["a", "b", "c", "d\u{2028}e\u{b}f\u{c}g\u{85}h", "", "i"]);
        assert_eq!(split_lines("\n\n").collect::<Vec<_>>(), ["", ""]);
        assert_eq!(split_lines("").count(), 0);
    }

    #[test]
    fn a_label_in_front_is_split_off_and_the_line_kept() {
        let text = "LOC:city Where is it ?\nHUM:ind Who is it ?\n".repeat(15);
        let table = table(&text);
        assert_eq!(table.columns, ["label", "label_fine", "text", "line"]);
        assert_eq!(table.rows[0], ["LOC", "LOC:city", "Where is it ?", "LOC:city Where is it ?"]);
        assert_eq!(table.rows.len(), 30);
    }

    #[test]
    fn fasttext_labels_are_split_off_and_lines_without_one_have_none() {
        let table = table("__label__a one\n__label__a __label__b two\nthree\n__label__b\n");
        assert_eq!(table.rows[1], ["a,b", "two", "__label__a __label__b two"]);
        assert_eq!(table.rows[2], ["", "three", "three"]);
        assert_eq!(table.rows[3], ["b", "", "__label__b"]);
    }

    #[test]
    fn numbered_lists_and_dialogues_are_not_labels() {
        let numbered: String = (1..=40).map(|at| format!("{at} item\n")).collect();
        assert_eq!(table(&numbered).columns, ["text"]);
        let clock: String = (0..40).map(|at| format!("{:02}:{:02} the train leaves\n", at % 24, at)).collect();
        assert_eq!(table(&clock).columns, ["text"]);
        assert_eq!(table(&"I like it\nYou do not\n".repeat(20)).columns, ["text"]);
    }
}
