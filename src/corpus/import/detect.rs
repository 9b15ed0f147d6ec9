//! Which format a text is in: by what stands in it first, by the file's name second. Changes nothing and reads no row.

use super::delimited::sniff;
use super::json;
use super::kind::ending;
use super::lines::split_lines;
use super::source::{Format, ImportOptions};
use super::structured;
use super::warnings::{Oddity, Warnings};

/// How many lines are tried as JSON.
const TRIED: usize = 50;

/// Decides on a format.
pub(super) fn detect(text: &str, name: &str, options: &ImportOptions, warnings: &mut Warnings) -> Format {
    if let Some(format) = options.format {
        return format;
    }
    let ending = ending(name);
    let claims_lines = matches!(ending.as_str(), "jsonl" | "ndjson" | "jsonlines" | "ldjson");
    let claims_json = claims_lines || ending == "json";
    let start = text.trim_start();
    if start.starts_with(['{', '[']) {
        if json::is_valid(text) {
            return if start.starts_with('{') && claims_lines { Format::Jsonl } else { Format::Json };
        }
        if json_lines(text, &['{', '[']) {
            return Format::Jsonl;
        }
        // Objects over several lines, one after the other.
        if structured::sequence(text).is_some() {
            return Format::Jsonl;
        }
        if claims_json {
            return if claims_lines { Format::Jsonl } else { Format::Json };
        }
        // Anything else that begins with a bracket is a text.
    }
    if claims_lines && json_lines(text, &[]) {
        return Format::Jsonl;
    }
    if ending == "json" && json::is_valid(text) {
        return Format::Json;
    }
    let found = match (ending.as_str(), sniff(text, name)) {
        ("csv" | "psv", Some(fit)) => by_delimiter(fit.delimiter),
        ("csv" | "psv", None) => Format::Csv,
        ("tsv" | "tab", fit) => fit.map_or(Format::Tsv, |fit| by_delimiter(fit.delimiter)),
        (_, Some(fit)) if options.delimiter.is_none() && fit.convinces() => by_delimiter(fit.delimiter),
        _ if options.delimiter.is_some() => Format::Csv,
        _ => Format::Lines,
    };
    if claims_json {
        let sentence = format!("The file is called .{ending} but holds no JSON; read as {}", found.title());
        warnings.say(Oddity::FormatMismatch, None, 1, sentence);
    }
    found
}

fn by_delimiter(delimiter: u8) -> Format {
    if delimiter == b'\t' { Format::Tsv } else { Format::Csv }
}

/// Whether most of the first lines are JSON values that begin with one of these characters (or with any, where there are none).
fn json_lines(text: &str, starts: &[char]) -> bool {
    let (mut tried, mut fit) = (0, 0);
    for line in split_lines(text).filter(|line| !line.trim().is_empty()).take(TRIED) {
        tried += 1;
        fit += usize::from((starts.is_empty() || line.trim_start().starts_with(starts)) && json::is_valid(line));
    }
    fit > 0 && fit * 2 >= tried
}
