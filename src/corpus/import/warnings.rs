//! Collects oddities while a source is read, folds those that are alike and words them. Knows no parser.

use super::preview::{Warning, counted};

/// How many rows a folded warning names.
const NAMED: usize = 5;

/// What can be odd. The order is the order of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Oddity {
    FormatMismatch,
    Replaced,
    NulBytes,
    DuplicateHeader,
    UnnamedColumn,
    UnnamedCells,
    ManyColumns,
    NestedRows,
    LabelPrefix,
    BackslashEscapes,
    LiteralQuotes,
    UnclosedQuote,
    StrayQuote,
    ShortRow,
    LongRow,
    BlankLine,
    TrailingBlankLines,
    MalformedLine,
    LoneSurrogate,
    DuplicateKey,
    BlankText,
}

impl Oddity {
    /// Public contract: never respelt.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::FormatMismatch => "format_mismatch",
            Self::Replaced => "undecodable_bytes",
            Self::NulBytes => "nul_bytes",
            Self::DuplicateHeader => "duplicate_header",
            Self::UnnamedColumn => "unnamed_column",
            Self::UnnamedCells => "unnamed_cells",
            Self::ManyColumns => "many_columns",
            Self::NestedRows => "nested_rows",
            Self::LabelPrefix => "label_prefix",
            Self::BackslashEscapes => "backslash_escapes",
            Self::LiteralQuotes => "literal_quotes",
            Self::UnclosedQuote => "unclosed_quote",
            Self::StrayQuote => "stray_quote",
            Self::ShortRow | Self::LongRow => "ragged_row",
            Self::BlankLine => "blank_line",
            Self::TrailingBlankLines => "trailing_blank_lines",
            Self::MalformedLine => "malformed_line",
            Self::LoneSurrogate => "lone_surrogate",
            Self::DuplicateKey => "duplicate_key",
            Self::BlankText => "blank_text",
        }
    }

    /// What happened and what was done about it, where a caller gave no sentence of its own.
    fn sentence(self, count: usize) -> String {
        let rows = counted(count, "row");
        match self {
            Self::Replaced => {
                format!("{} could not be decoded and became “\u{fffd}”; choose another encoding if texts look wrong", counted(count, "place"))
            }
            Self::NulBytes => format!("{rows} with NUL characters, which are kept"),
            Self::UnclosedQuote => {
                format!("{} opened and never closed; taken as a plain character, nothing is lost", counted(count, "quotation mark"))
            }
            Self::StrayQuote => format!("{rows} with quotation marks inside a quoted cell that are not doubled; they are kept as they stand"),
            Self::ShortRow => format!("{rows} with fewer cells than there are columns; the missing ones are empty"),
            Self::LongRow => {
                format!("{rows} with more cells than there are columns (is a delimiter in the text not quoted?); the extra ones are kept")
            }
            Self::UnnamedCells => format!("{rows} with something in a column that has no name (was a text cut at a delimiter?); it is kept"),
            Self::BlankLine => format!("{} inside the file; each is kept as an empty row", counted(count, "blank line")),
            Self::TrailingBlankLines => format!("{} at the end of the file left out", counted(count, "blank line")),
            Self::MalformedLine => format!("{rows} not in JSON; the whole line is kept as the text"),
            Self::LoneSurrogate => format!("{rows} with half of a surrogate pair (as in \\ud800); it became “\u{fffd}”"),
            Self::DuplicateKey => format!("{rows} with the same key twice; the last value counts, as in JavaScript"),
            Self::BlankText => format!("{rows} without text: kept, but never asked about"),
            Self::FormatMismatch
            | Self::DuplicateHeader
            | Self::UnnamedColumn
            | Self::ManyColumns
            | Self::NestedRows
            | Self::LabelPrefix
            | Self::BackslashEscapes
            | Self::LiteralQuotes => rows,
        }
    }
}

#[derive(Debug)]
struct Folded {
    oddity: Oddity,
    rows: Vec<usize>,
    count: usize,
    sentence: Option<String>,
}

/// All oddities of one source.
#[derive(Debug, Default)]
pub(super) struct Warnings(Vec<Folded>);

impl Warnings {
    fn entry(&mut self, oddity: Oddity) -> &mut Folded {
        let at = self.0.iter().position(|folded| folded.oddity == oddity).unwrap_or_else(|| {
            self.0.push(Folded { oddity, rows: Vec::new(), count: 0, sentence: None });
            self.0.len() - 1
        });
        &mut self.0[at]
    }

    /// Notes `times` oddities in a row (as a spreadsheet counts).
    pub(super) fn note(&mut self, oddity: Oddity, row: usize, times: usize) {
        let folded = self.entry(oddity);
        folded.count += times;
        if folded.rows.len() <= NAMED && folded.rows.last() != Some(&row) {
            folded.rows.push(row);
        }
    }

    /// Notes something about the file as a whole, in its own words (no full stop at the end).
    pub(super) fn say(&mut self, oddity: Oddity, row: Option<usize>, times: usize, sentence: String) {
        let folded = self.entry(oddity);
        folded.count += times;
        folded.rows.extend(row);
        folded.sentence = Some(sentence);
    }

    /// The report, in a fixed order.
    pub(super) fn finish(mut self) -> Vec<Warning> {
        self.0.sort_by_key(|folded| folded.oddity);
        self.0.into_iter().map(Folded::finish).collect()
    }
}

impl Folded {
    fn finish(self) -> Warning {
        let mut message = match self.sentence {
            Some(sentence) => sentence,
            None => {
                let named: Vec<String> = self.rows.iter().take(NAMED).map(ToString::to_string).collect();
                let place = match (self.rows.len(), self.rows.len() > NAMED) {
                    (0, _) => String::new(),
                    (1, _) => format!(" (row {})", named[0]),
                    (_, false) => format!(" (rows {})", named.join(", ")),
                    (_, true) => format!(" (rows {}…)", named.join(", ")),
                };
                format!("{}{place}", self.oddity.sentence(self.count))
            }
        };
        message.push('.');
        Warning { row: self.rows.first().copied(), code: self.oddity.code().into(), message, count: self.count }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alike_oddities_are_folded_and_the_first_rows_named() {
        let mut warnings = Warnings::default();
        for row in 2..40 {
            warnings.note(Oddity::ShortRow, row, 1);
        }
        warnings.note(Oddity::NulBytes, 7, 3);
        warnings.note(Oddity::LongRow, 3, 1);
        let report = warnings.finish();
        assert_eq!(report.len(), 3);
        assert_eq!((report[0].code.as_str(), report[0].row, report[0].count), ("nul_bytes", Some(7), 3));
        assert_eq!((report[1].code.as_str(), report[1].row, report[1].count), ("ragged_row", Some(2), 38));
        assert!(report[1].message.ends_with("(rows 2, 3, 4, 5, 6…)."), "{}", report[1].message);
        assert!(report[2].message.ends_with("(row 3)."), "{}", report[2].message);
    }
}
