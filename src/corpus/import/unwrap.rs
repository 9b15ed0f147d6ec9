//! The wrappings that tools put around a list of texts in JSON: a list inside an object, columns instead of rows, Label Studio's tasks.
//! Knows no text but JSON.

use super::json::{as_text, entries, items, string};
use super::kind::unsupported;
use super::records::Records;
use super::source::{Format, ImportOptions};
use super::structured::read_values;
use super::table::{Table, listed};
use super::warnings::{Oddity, Warnings};
use crate::error::Result;

const ADVICE: &str = "save a list of objects, such as [{\"text\": \"…\", \"label\": \"…\"}], or one object a line";

/// A key and the source text of its value.
type Member<'a> = (&'a str, &'a str);

/// Reads a file that is one object.
///
/// # Errors
/// `import_unsupported` where no list can be made out in it.
pub(super) fn object(members: &[Member<'_>], name: &str, options: &ImportOptions, warnings: &mut Warnings) -> Result<Table> {
    let starts = |value: &str, bracket: char| value.starts_with(bracket);
    if members.is_empty() {
        return Err(unsupported(name, "an empty JSON object", ADVICE));
    }
    if members.iter().all(|(_, value)| !starts(value, '[') && !starts(value, '{')) {
        let mut records = Records::default();
        records.push(members.iter().map(|(key, value)| (string(key).0, as_text(value).0)), warnings);
        return Ok(records.finish(Format::Json, warnings));
    }
    if let Some(table) = columns(members, warnings).or_else(|| keyed(members, warnings)) {
        return Ok(table);
    }
    // The longest list inside: `{"data": […]}`, `{"name": "…", "sentences": […]}`.
    let mut longest: Option<(&str, Vec<&str>)> = None;
    for (key, value) in members.iter().filter(|(_, value)| starts(value, '[')) {
        let list = items(value).unwrap_or_default();
        let rows =
            list.iter().all(|item| starts(item, '{')) || list.iter().all(|item| starts(item, '"')) || list.iter().all(|item| starts(item, '['));
        if rows && list.len() > longest.as_ref().map_or(0, |(_, longest)| longest.len()) {
            longest = Some((key, list));
        }
    }
    let Some((key, list)) = longest else {
        let keys: Vec<String> = members.iter().map(|(key, _)| string(key).0).collect();
        return Err(unsupported(name, &format!("one JSON object ({}) and no list of texts", listed(&keys)), ADVICE));
    };
    let has = |wanted: &str| list.first().and_then(|item| entries(item).ok()).is_some_and(|members| members.iter().any(|(key, _)| *key == wanted));
    if has("\"paragraphs\"") {
        return Err(unsupported(name, "a question-answering set (SQuAD)", "write one question or one paragraph a line"));
    }
    let others: Vec<String> = members.iter().filter(|(other, _)| *other != key).map(|(other, _)| string(other).0).collect();
    let beside = if others.is_empty() { String::new() } else { format!("; {} beside it is left out", listed(&others)) };
    warnings.say(Oddity::NestedRows, None, 1, format!("The rows are the list `{}` inside the file's object{beside}", string(key).0));
    read_values(&list, Format::Json, options, warnings)
}

/// `{"text": ["…", "…"], "label": ["…", "…"]}`, and pandas's `{"text": {"0": "…", "1": "…"}}`.
fn columns(members: &[Member<'_>], warnings: &mut Warnings) -> Option<Table> {
    let mut lists: Vec<Vec<&str>> = Vec::new();
    for (_, value) in members {
        let list = match value.as_bytes().first() {
            Some(b'[') => items(value).ok()?,
            Some(b'{') => {
                let inner = entries(value).ok()?;
                let numbered = inner.iter().enumerate().all(|(place, (key, _))| string(key).0 == place.to_string());
                numbered.then(|| inner.into_iter().map(|(_, cell)| cell).collect())?
            }
            _ => return None,
        };
        lists.push(list);
    }
    let rows = lists.first()?.len();
    let flat = lists.iter().all(|list| list.len() == rows && !list.iter().any(|cell| cell.starts_with('{')));
    // A list alone beside nothing is a list of rows, not a column of the same name; both read alike.
    if !flat || rows == 0 {
        return None;
    }
    let names: Vec<String> = members.iter().map(|(key, _)| string(key).0).collect();
    let mut records = Records::default();
    for row in 0..rows {
        let mut halves = false;
        let cells: Vec<(String, String)> = lists
            .iter()
            .zip(&names)
            .map(|(list, name)| {
                let (text, half) = as_text(list[row]);
                halves |= half;
                (name.clone(), text)
            })
            .collect();
        if halves {
            warnings.note(Oddity::LoneSurrogate, row + 1, 1);
        }
        records.push(cells, warnings);
    }
    Some(records.finish(Format::Json, warnings))
}

/// `{"a1": {"text": "…"}, "a2": {"text": "…"}}`: the keys become a column.
fn keyed(members: &[Member<'_>], warnings: &mut Warnings) -> Option<Table> {
    let mut inner = Vec::with_capacity(members.len());
    for (_, value) in members {
        inner.push(value.starts_with('{').then(|| entries(value).ok()).flatten()?);
    }
    // Records are alike; the parts of a configuration are not.
    let first: Vec<&str> = inner.first()?.iter().map(|(key, _)| *key).collect();
    let alike = inner.iter().all(|record| record.iter().any(|(key, _)| first.contains(key)));
    let texts = inner.iter().all(|record| record.iter().any(|(_, value)| value.starts_with('"')));
    if members.len() < 2 || !alike || !texts {
        return None;
    }
    let mut records = Records::default();
    for ((key, _), record) in members.iter().zip(inner) {
        let cells = record.into_iter().map(|(key, value)| (string(key).0, as_text(value).0));
        records.push(std::iter::once(("key".to_owned(), string(key).0)).chain(cells), warnings);
    }
    Some(records.finish(Format::Json, warnings))
}

/// Whether the texts lie one object deeper: no record of the first twenty has a text of its own, but all have an object.
pub(super) fn texts_are_nested(values: &[&str]) -> bool {
    let mut objects = values.iter().take(20).filter_map(|value| entries(value).ok()).peekable();
    objects.peek().is_some()
        && objects.all(|members| !members.iter().any(|(_, value)| value.starts_with('"')) && members.iter().any(|(_, value)| value.starts_with('{')))
}

/// The members of a record as they become cells: Label Studio's `data` is opened, and so are all objects where the texts are nested.
pub(super) fn members(members: Vec<Member<'_>>, nested: bool) -> Vec<(String, String)> {
    let key_is = |wanted: &str| members.iter().any(|(key, _)| *key == wanted);
    let task = key_is("\"data\"") && (key_is("\"annotations\"") || key_is("\"predictions\"") || key_is("\"completions\""));
    let mut cells = Vec::with_capacity(members.len());
    for (key, value) in &members {
        match entries(value) {
            Ok(inner) if task && *key == "\"data\"" => {
                // What the task calls `id` is not what the data calls so.
                cells.extend(inner.into_iter().map(|(inner, value)| {
                    let clash = key_is(inner);
                    let name = string(inner).0;
                    (if clash { format!("data.{name}") } else { name }, value.to_owned())
                }));
            }
            Ok(inner) if nested && !inner.is_empty() => {
                cells.extend(inner.into_iter().map(|(inner, value)| (format!("{}.{}", string(key).0, string(inner).0), value.to_owned())));
            }
            _ => cells.push((string(key).0, (*value).to_owned())),
        }
    }
    if task && let Some(choice) = choice(&members) {
        cells.push(("choice".to_owned(), serde_json::Value::String(choice).to_string()));
    }
    cells
}

/// What the last annotation of a Label Studio task chose, if it chose anything.
fn choice(members: &[Member<'_>]) -> Option<String> {
    let (_, annotations) = members.iter().find(|(key, _)| matches!(*key, "\"annotations\"" | "\"completions\""))?;
    let annotations: serde_json::Value = serde_json::from_str(annotations).ok()?;
    let kept = annotations.as_array()?.iter().rev().find(|annotation| annotation["was_cancelled"] != true)?;
    let chosen = kept["result"].as_array()?.iter().filter_map(|result| result["value"]["choices"].as_array());
    let names: Vec<&str> = chosen.flatten().filter_map(serde_json::Value::as_str).collect();
    (!names.is_empty()).then(|| names.join(","))
}
