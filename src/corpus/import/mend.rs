//! Turns what people's tools write between quotation marks into RFC 4180, so that the `csv` crate reads it without loss. Knows no columns.
//!
//! A file that already is RFC 4180 passes unchanged and uncopied. Otherwise: a quotation mark that closes nothing is doubled, one that
//! opens a cell and is never closed becomes a plain character, `\"` becomes `""`, and a blank line becomes a row with one empty cell.

use std::borrow::Cow;
use std::ops::Range;

/// After so many marks that are never closed, all later marks are plain characters; otherwise each would cost a walk to the end.
const UNCLOSED: usize = 16;

/// How quotation marks are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    /// A quotation mark inside a quoted cell is doubled: RFC 4180.
    Doubled,
    /// A quotation mark inside a quoted cell follows a backslash, and so does a backslash.
    Backslash,
    /// Quotation marks are characters like any other.
    Literal,
}

/// The text as RFC 4180, and what had to be done. Records are counted from 0, a header included.
#[derive(Debug)]
pub(super) struct Mended<'a> {
    pub text: Cow<'a, str>,
    /// Records with quotation marks that close nothing.
    pub stray: Vec<usize>,
    /// Records with a quotation mark that opens a cell and is never closed.
    pub unclosed: Vec<usize>,
    /// Records that are blank lines.
    pub blank: Vec<usize>,
    /// Cells that are enclosed in quotation marks.
    pub quoted: usize,
    /// Of these, those that have to be: a delimiter, a line end or a doubled mark is in them.
    pub needed: usize,
    /// Escaped quotation marks.
    pub escaped: usize,
    /// Records that go over several lines, as places in the source text.
    pub multiline: Vec<Range<usize>>,
}

impl Mended<'_> {
    /// Quotation marks that do not fit.
    pub(super) fn faults(&self) -> usize {
        self.stray.len() + self.unclosed.len()
    }
}

/// Mends a text whose cells are separated by `delimiter`.
pub(super) fn mend(text: &str, delimiter: u8, quotes: Quotes) -> Mended<'_> {
    let mended =
        Mended { text: Cow::Borrowed(text), stray: vec![], unclosed: vec![], blank: vec![], quoted: 0, needed: 0, escaped: 0, multiline: vec![] };
    let mut walk = Walk { text, bytes: text.as_bytes(), delimiter, quotes, out: None, copied: 0, close: 0, barren: 0..0, mended };
    walk.run();
    let Walk { out, copied, mut mended, .. } = walk;
    if let Some(mut out) = out {
        out.push_str(&text[copied..]);
        mended.text = Cow::Owned(out);
    }
    mended
}

struct Walk<'a> {
    text: &'a str,
    bytes: &'a [u8],
    delimiter: u8,
    quotes: Quotes,
    /// The mended text so far, once something had to be mended.
    out: Option<String>,
    /// How much of the source is in `out`.
    copied: usize,
    /// A place where a quotation mark is known to close, so that a line is not searched twice.
    close: usize,
    /// Places from which no quotation mark closes before the line ends, for the same reason.
    barren: Range<usize>,
    mended: Mended<'a>,
}

/// How a quoted cell came out.
enum Cell {
    /// It closes before this place.
    Ends(usize),
    /// Its first mark opens nothing.
    Plain { unclosed: bool },
}

impl<'a> Walk<'a> {
    fn run(&mut self) {
        let (mut at, mut record, mut start, mut several) = (0, 0, 0, false);
        while at < self.bytes.len() {
            if at == start && self.is_line_end(at) {
                self.mended.blank.push(record);
                self.replace(at..at, "\"\"");
            } else if self.bytes[at] == b'"' {
                let end = self.cell(at, record);
                several |= self.bytes[at..end].iter().any(|byte| matches!(byte, b'\n' | b'\r'));
                at = end;
            } else {
                at = self.skip_plain(at);
            }
            if at >= self.bytes.len() {
                break;
            }
            // At a delimiter or a line end.
            if self.bytes[at] == self.delimiter {
                at += 1;
                // A delimiter at the very end leaves an empty last cell; so does one at a line's end: `start` is passed, it is no blank line.
                continue;
            }
            if several {
                self.mended.multiline.push(start..at);
                several = false;
            }
            at += if self.bytes[at..].starts_with(b"\r\n") { 2 } else { 1 };
            record += 1;
            start = at;
        }
        if several {
            self.mended.multiline.push(start..self.bytes.len());
        }
    }

    fn is_line_end(&self, at: usize) -> bool {
        matches!(self.bytes.get(at), Some(b'\n' | b'\r'))
    }

    /// Whether a cell may end before this place.
    fn is_cell_end(&self, at: usize) -> bool {
        self.bytes.get(at).is_none_or(|byte| *byte == self.delimiter || matches!(byte, b'\n' | b'\r'))
    }

    fn skip_plain(&self, at: usize) -> usize {
        let rest = &self.bytes[at..];
        at + rest.iter().position(|byte| *byte == self.delimiter || matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len())
    }

    /// Puts `with` in place of a part of the source; parts come in ascending order.
    fn replace(&mut self, part: Range<usize>, with: &str) {
        let out = self.out.get_or_insert_with(|| String::with_capacity(self.text.len() + self.text.len() / 16));
        out.push_str(&self.text[self.copied..part.start]);
        out.push_str(with);
        self.copied = part.end;
    }

    /// Reads a cell that begins with a quotation mark; gives the place behind it.
    fn cell(&mut self, start: usize, record: usize) -> usize {
        let checkpoint = self.out.as_ref().map(String::len);
        let (copied, stray, escaped) = (self.copied, self.mended.stray.len(), self.mended.escaped);
        let given_up = self.quotes == Quotes::Literal || self.mended.unclosed.len() >= UNCLOSED;
        let cell = if given_up { Cell::Plain { unclosed: false } } else { self.quoted(start, record) };
        let unclosed = match cell {
            Cell::Ends(end) => {
                let inside = &self.bytes[start + 1..end - 1];
                let telling = |byte: &u8| *byte == self.delimiter || matches!(byte, b'\n' | b'\r');
                self.mended.quoted += 1;
                self.mended.needed += usize::from(inside.iter().any(telling) || inside.windows(2).any(|pair| pair == b"\"\""));
                return end;
            }
            Cell::Plain { unclosed } => unclosed,
        };
        // Takes back what was done inside.
        match (checkpoint, &mut self.out) {
            (Some(length), Some(out)) => out.truncate(length),
            _ => self.out = None,
        }
        self.copied = copied;
        self.mended.stray.truncate(stray);
        self.mended.escaped = escaped;
        if unclosed {
            self.mended.unclosed.push(record);
        } else if self.quotes != Quotes::Literal && !given_up {
            self.mended.stray.push(record);
        }
        let end = self.skip_plain(start);
        let whole = format!("\"{}\"", self.text[start..end].replace('"', "\"\""));
        self.replace(start..end, &whole);
        end
    }

    fn quoted(&mut self, start: usize, record: usize) -> Cell {
        let mut at = start + 1;
        loop {
            let sought = |byte: &u8| *byte == b'"' || (*byte == b'\\' && self.quotes == Quotes::Backslash);
            let Some(found) = self.bytes[at..].iter().position(sought) else { return Cell::Plain { unclosed: true } };
            let mark = at + found;
            if self.bytes[mark] == b'\\' {
                match self.bytes.get(mark + 1) {
                    Some(b'"') => {
                        self.mended.escaped += 1;
                        self.replace(mark..mark + 2, "\"\"");
                        at = mark + 2;
                    }
                    Some(b'\\') => {
                        self.replace(mark..mark + 2, "\\");
                        at = mark + 2;
                    }
                    _ => at = mark + 1,
                }
            } else if self.bytes.get(mark + 1) == Some(&b'"') {
                at = mark + 2;
            } else if self.is_cell_end(mark + 1) {
                return Cell::Ends(mark + 1);
            } else if let Some(end) = self.padded_end(mark + 1) {
                // Blanks between the mark and the delimiter belong to the cell: the mark moves behind them.
                let blanks = self.text[mark + 1..end].to_owned();
                self.replace(mark..end, &(blanks + "\""));
                return Cell::Ends(end);
            } else if self.reopens(start, mark) || !self.closes_on_this_line(mark + 1) {
                return Cell::Plain { unclosed: false };
            } else {
                self.mended.stray.push(record);
                self.replace(mark..mark + 1, "\"\"");
                at = mark + 1;
            }
        }
    }

    /// Whether only blanks stand between here and the end of the cell; gives that end.
    fn padded_end(&self, at: usize) -> Option<usize> {
        let blanks = self.bytes[at..].iter().take_while(|byte| **byte == b' ').count();
        (blanks > 0 && self.is_cell_end(at + blanks)).then_some(at + blanks)
    }

    /// Whether a mark further down looks as if it opened a cell: then the first one was never closed.
    fn reopens(&self, start: usize, mark: usize) -> bool {
        let before = self.bytes[mark - 1];
        (before == self.delimiter || matches!(before, b'\n' | b'\r')) && self.bytes[start..mark].iter().any(|byte| matches!(byte, b'\n' | b'\r'))
    }

    /// Whether a mark that closes the cell follows before the line ends.
    fn closes_on_this_line(&mut self, at: usize) -> bool {
        if self.close >= at {
            return true;
        }
        if self.barren.contains(&at) {
            return false;
        }
        for place in at..self.bytes.len() {
            match self.bytes[place] {
                b'\n' | b'\r' => {
                    self.barren = at..place;
                    return false;
                }
                b'"' if self.is_cell_end(place + 1) || self.padded_end(place + 1).is_some() => {
                    self.close = place;
                    return true;
                }
                _ => {}
            }
        }
        self.barren = at..self.bytes.len();
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubled(text: &str) -> Mended<'_> {
        mend(text, b',', Quotes::Doubled)
    }

    #[test]
    fn what_is_well_formed_is_not_copied() {
        let text = "a,b\n\"x\ny\",\"say \"\"hi\"\"\"\r\n,\"\"\n5\" pipe,z";
        let mended = doubled(text);
        assert!(matches!(mended.text, Cow::Borrowed(_)));
        assert_eq!((mended.faults(), mended.multiline.len(), mended.multiline[0].clone()), (0, 1, 4..22));
        assert_eq!((mended.quoted, mended.needed), (3, 2));
    }

    #[test]
    fn a_mark_that_closes_nothing_is_doubled() {
        let mended = doubled("\"He said \"hello, you\" to me\",x\n");
        assert_eq!(mended.text, "\"He said \"\"hello, you\"\" to me\",x\n");
        assert_eq!(mended.stray, [0, 0]);
    }

    #[test]
    fn a_mark_that_only_opens_a_word_is_a_plain_character() {
        let mended = doubled("\"Hello\" he said,x\n\"b\",y");
        assert_eq!(mended.text, "\"\"\"Hello\"\" he said\",x\n\"b\",y");
        assert_eq!(mended.stray, [0]);
    }

    #[test]
    fn a_mark_that_is_never_closed_loses_nothing_and_no_row() {
        let mended = doubled("a,\"b\nc,d\n");
        assert_eq!((mended.text.as_ref(), mended.unclosed.as_slice()), ("a,\"\"\"b\"\nc,d\n", &[0_usize][..]));
        let mended = doubled("a,\"b\nc,\"d, e\"\n");
        assert_eq!(mended.text, "a,\"\"\"b\"\nc,\"d, e\"\n");
    }

    #[test]
    fn backslashes_escape_only_where_the_file_does_so() {
        let text = r#""a \"b\", c","d\\","e\n""#;
        let mended = mend(text, b',', Quotes::Backslash);
        assert_eq!((mended.text.as_ref(), mended.escaped, mended.faults()), (r#""a ""b"", c","d\","e\n""#, 2, 0));
    }

    #[test]
    fn blank_lines_become_rows_and_literal_marks_stay() {
        assert_eq!(doubled("a,b\n\r\nc,d\n").text, "a,b\n\"\"\r\nc,d\n");
        assert_eq!(mend("\"a\tb\"\n", b'\t', Quotes::Literal).text, "\"\"\"a\"\tb\"\n");
    }

    #[test]
    fn blanks_behind_a_closing_mark_stay_in_the_cell() {
        let mended = doubled("\"a\" ,b");
        assert_eq!((mended.text.as_ref(), mended.faults()), ("\"a \",b", 0));
    }
}
