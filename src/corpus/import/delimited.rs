//! Separated values: which delimiter, which quotation marks, then the `csv` crate. Knows no encoding and no meaning of columns.

use csv::{ReaderBuilder, StringRecord};

use super::header;
use super::kind::ending;
use super::mend::{Mended, Quotes, mend};
use super::preview::counted;
use super::source::{Format, ImportOptions};
use super::table::{Table, name_columns};
use super::warnings::{Oddity, Warnings};
use crate::error::{Code, Error, Result};

/// How much of the file the delimiter is judged by.
const HEAD: usize = 1 << 18;
/// In order of preference where all fit alike: the rarer in prose, the better.
const CANDIDATES: [u8; 4] = [b'\t', b';', b'|', b','];

/// How well a delimiter fits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fit {
    pub delimiter: u8,
    /// The commonest number of cells in a row, at least 2.
    pub cells: usize,
    /// Share of rows with so many.
    pub share: f64,
    /// Rows judged.
    pub rows: usize,
    /// Cells of the first row.
    first: usize,
    /// Share of rows with at least two cells.
    several: f64,
    /// Whether the first row has a name in it that everybody uses.
    pub named: bool,
    /// Whether cells are quoted.
    pub quoted: bool,
    /// Whether the delimiter is mostly followed by a blank, as a comma in a sentence is.
    prose: bool,
}

impl Fit {
    /// Whether this is separated values though the file's name does not say so. Prose has commas too.
    pub(super) fn convinces(&self) -> bool {
        match self.delimiter {
            b'\t' => self.share >= 0.8,
            _ => self.share >= 0.95 && (self.named || !self.prose && (self.quoted && self.rows >= 2 || self.rows >= 10)),
        }
    }
}

/// Parses the head of the file with each delimiter and takes the one that gives the most even table.
pub(super) fn sniff(text: &str, name: &str) -> Option<Fit> {
    let head = head(text);
    let preferred = match ending(name).as_str() {
        "tsv" | "tab" => b'\t',
        _ => 0,
    };
    let fits: Vec<Fit> = CANDIDATES.into_iter().filter_map(|delimiter| fit(head, delimiter)).collect();
    let best = |fits: &[Fit], score: &dyn Fn(&Fit) -> f64| {
        let mut best: Option<Fit> = None;
        for fit in fits {
            let value = |fit: &Fit| score(fit) + if fit.delimiter == preferred { 0.05 } else { 0.0 };
            if best.as_ref().is_none_or(|best| value(fit) > value(best) + 1e-9) {
                best = Some(*fit);
            }
        }
        best
    };
    let even: Vec<Fit> = fits.iter().copied().filter(|fit| fit.cells >= 2 && fit.share >= 0.5).collect();
    if let Some(found) = best(&even, &|fit| fit.share) {
        return Some(found);
    }
    // Nothing is even: unquoted commas in the texts, perhaps. The header tells.
    let uneven: Vec<Fit> = fits.into_iter().filter(|fit| fit.first >= 2 && fit.several >= 0.5).collect();
    best(&uneven, &|fit| fit.several + if fit.named { 1.0 } else { 0.0 })
}

fn head(text: &str) -> &str {
    if text.len() <= HEAD {
        return text;
    }
    let mut end = HEAD;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    head.rfind(['\n', '\r']).map_or(head, |line_end| &head[..line_end])
}

fn fit(head: &str, delimiter: u8) -> Option<Fit> {
    if !head.as_bytes().contains(&delimiter) {
        return None;
    }
    let mended = best_quotes(head.trim_end_matches(['\n', '\r']), delimiter).1;
    let (mut counts, mut tally) = (Vec::new(), std::collections::BTreeMap::<usize, usize>::new());
    let mut first_row = Vec::new();
    let mut blank = mended.blank.iter().copied().peekable();
    each_record(&mended.text, delimiter, |place, record| {
        if counts.is_empty() {
            first_row = record.iter().map(str::to_owned).collect();
        }
        if blank.next_if_eq(&place).is_none() {
            counts.push(record.len());
            *tally.entry(record.len()).or_default() += 1;
        }
    });
    let rows = counts.len();
    let (cells, alike) = tally.iter().filter(|(cells, _)| **cells >= 2).max_by_key(|(_, rows)| **rows).map(|(cells, rows)| (*cells, *rows))?;
    Some(Fit {
        delimiter,
        cells,
        share: alike as f64 / rows as f64,
        rows,
        first: first_row.len(),
        several: counts.iter().filter(|cells| **cells >= 2).count() as f64 / rows as f64,
        named: header::names_something(&first_row),
        prose: head.matches(&format!("{} ", delimiter as char)).count() * 10 > count(head, delimiter) * 9,
        quoted: head.starts_with('"') || head.contains(&format!("{}\"", delimiter as char)),
    })
}

/// Decides what quotation marks mean.
fn best_quotes(text: &str, delimiter: u8) -> (Quotes, Mended<'_>) {
    let doubled = mend(text, delimiter, Quotes::Doubled);
    let mut best = (Quotes::Doubled, doubled);
    if best.1.faults() > 0 && text.contains("\\\"") {
        let escaped = mend(text, delimiter, Quotes::Backslash);
        if escaped.escaped > 0 && escaped.faults() < best.1.faults() {
            best = (Quotes::Backslash, escaped);
        }
    }
    // Marks that do not fit, and rows that seem to go over several lines, each of which would be a row by itself: the marks are part of the
    // texts. What is RFC 4180 throughout is never doubted.
    if best.1.faults() > 0 && !best.1.multiline.is_empty() {
        let cells = modal_delimiters(text, delimiter);
        let whole = |line: &str| cells > 0 && count(line, delimiter) == cells;
        let split =
            best.1.multiline.iter().filter(|part| text[(*part).clone()].split(['\n', '\r']).filter(|line| !line.is_empty()).all(whole)).count();
        if split * 2 > best.1.multiline.len() {
            return (Quotes::Literal, mend(text, delimiter, Quotes::Literal));
        }
    }
    // Marks that do not fit, and none that would be needed, in a few cells only: nobody enclosed cells here.
    if best.0 == Quotes::Doubled && best.1.faults() > 0 && best.1.needed == 0 && best.1.quoted > 0 && best.1.quoted * 2 < count_lines(text) {
        return (Quotes::Literal, mend(text, delimiter, Quotes::Literal));
    }
    best
}

fn count(line: &str, delimiter: u8) -> usize {
    line.bytes().filter(|byte| *byte == delimiter).count()
}

fn count_lines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count().max(text.bytes().filter(|byte| *byte == b'\r').count()) + 1
}

/// The commonest number of delimiters on a line.
fn modal_delimiters(text: &str, delimiter: u8) -> usize {
    let mut tally = std::collections::BTreeMap::<usize, usize>::new();
    for line in text.split(['\n', '\r']).filter(|line| !line.is_empty()) {
        *tally.entry(count(line, delimiter)).or_default() += 1;
    }
    tally.into_iter().max_by_key(|(_, lines)| *lines).map_or(0, |(cells, _)| cells)
}

fn each_record(text: &str, delimiter: u8, mut visit: impl FnMut(usize, &StringRecord)) {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut place = 0;
    // Reading UTF-8 from memory with rows of any length has no way to fail.
    while let Ok(true) = reader.read_record(&mut record) {
        visit(place, &record);
        place += 1;
    }
}

/// Reads separated values.
///
/// # Errors
/// `invalid_argument` for a delimiter that cannot be one.
pub(super) fn read(text: &str, name: &str, format: Format, options: &ImportOptions, warnings: &mut Warnings) -> Result<Table> {
    let delimiter = match options.delimiter {
        Some(delimiter) => checked(delimiter)?,
        None if options.format == Some(Format::Tsv) => b'\t',
        None => sniff(text, name).map_or(if format == Format::Tsv { b'\t' } else { b',' }, |fit| fit.delimiter),
    };
    let body = text.trim_end_matches(['\n', '\r']);
    let (quotes, mended) = best_quotes(body, delimiter);
    let mut rows: Vec<Vec<String>> = Vec::new();
    each_record(&mended.text, delimiter, |_, record| rows.push(record.iter().map(String::from).collect()));
    let has_header = options.has_header.unwrap_or_else(|| header::looks_like_one(&rows));
    report(&mended, quotes, warnings);
    let trailing = line_ends(&text[body.len()..]).saturating_sub(1);
    if trailing > 0 && !rows.is_empty() {
        warnings.say(
            Oddity::TrailingBlankLines,
            Some(rows.len() + 1),
            trailing,
            format!("{} at the end of the file left out", counted(trailing, "blank line")),
        );
    }
    let columns = if has_header && !rows.is_empty() {
        let header = rows.remove(0);
        report_unnamed(&header, &rows, warnings);
        name_columns(header, Some(1), warnings)
    } else {
        name_columns(vec![String::new(); usual_width(&rows)], None, warnings)
    };
    let format = if delimiter == b'\t' { Format::Tsv } else { Format::Csv };
    let mut table = Table { format, encoding: String::new(), delimiter: Some(delimiter.into()), has_header, columns, rows, whole: Vec::new() };
    table.square_up(warnings);
    Ok(table)
}

fn checked(delimiter: char) -> Result<u8> {
    if delimiter.is_ascii() && !matches!(delimiter, '"' | '\n' | '\r' | '\0') {
        return Ok(delimiter as u8);
    }
    let message = format!("{delimiter:?} cannot separate cells; use one ASCII character such as a comma, a semicolon or a tab.");
    Err(Error::new(Code::InvalidArgument, message))
}

/// Without a header, columns are as many as most rows have cells.
fn usual_width(rows: &[Vec<String>]) -> usize {
    let mut tally = std::collections::BTreeMap::<usize, usize>::new();
    for row in rows {
        *tally.entry(row.len()).or_default() += 1;
    }
    tally.into_iter().max_by_key(|(_, rows)| *rows).map_or(1, |(cells, _)| cells)
}

fn line_ends(tail: &str) -> usize {
    tail.replace("\r\n", "\n").len()
}

/// Names the rows that have something in a column without a name: often the rest of a text that was cut at a delimiter.
fn report_unnamed(header: &[String], rows: &[Vec<String>], warnings: &mut Warnings) {
    let unnamed: Vec<usize> = (0..header.len()).filter(|at| header[*at].trim().is_empty()).collect();
    for (place, row) in rows.iter().enumerate() {
        if unnamed.iter().any(|at| row.get(*at).is_some_and(|cell| !cell.trim().is_empty())) {
            warnings.note(Oddity::UnnamedCells, place + 2, 1);
        }
    }
}

fn report(mended: &Mended<'_>, quotes: Quotes, warnings: &mut Warnings) {
    for (records, oddity) in [(&mended.stray, Oddity::StrayQuote), (&mended.unclosed, Oddity::UnclosedQuote), (&mended.blank, Oddity::BlankLine)] {
        let mut last = None;
        for record in records {
            // A row with several is one row.
            if last != Some(record) {
                warnings.note(oddity, record + 1, 1);
            }
            last = Some(record);
        }
    }
    match quotes {
        Quotes::Doubled => {}
        Quotes::Backslash => {
            let sentence = format!("{} escaped with a backslash; read as plain ones", counted(mended.escaped, "quotation mark"));
            warnings.say(Oddity::BackslashEscapes, None, mended.escaped, sentence);
        }
        Quotes::Literal => {
            let sentence = "Quotation marks do not enclose cells in this file; they are kept as part of the texts".to_owned();
            warnings.say(Oddity::LiteralQuotes, None, 1, sentence);
        }
    }
}
