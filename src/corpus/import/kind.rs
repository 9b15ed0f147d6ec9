//! Files that are no text: known by their first bytes, refused with advice. Knows no format that Handpick does read.

use super::source::Format;
use crate::error::{Code, Error, Result};

const SPREADSHEET: &str = "open it in a spreadsheet and save the sheet as CSV (UTF-8)";
const UNPACK: &str = "unpack it and drop the file inside";
const CONVERT: &str = "export it as CSV or JSON lines";
const TEXT_ONLY: &str = "it reads CSV, TSV, JSON, JSON lines and plain text, one text a line";

/// First bytes, what such a file is, what to do.
const MAGIC: &[(&[u8], &str, &str)] = &[
    (b"\x1f\x8b", "a gzip archive", UNPACK),
    (b"BZh", "a bzip2 archive", UNPACK),
    (b"\xfd7zXZ\0", "an xz archive", UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.xls, .doc)", SPREADSHEET),
    (b"%PDF-", "a PDF", "copy its text into a file with one text a line"),
    (b"{\\rtf", "a rich text document", "save it as plain text"),
    (b"PAR1", "a Parquet file", CONVERT),
    (b"ARROW1", "an Arrow file", CONVERT),
    (b"Obj\x01", "an Avro file", CONVERT),
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file", CONVERT),
    (b"SQLite format 3\0", "an SQLite database", CONVERT),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", TEXT_ONLY),
    (b"\xff\xd8\xff", "a JPEG image", TEXT_ONLY),
    (b"GIF8", "a GIF image", TEXT_ONLY),
    (b"II*\0", "a TIFF image", TEXT_ONLY),
    (b"MM\0*", "a TIFF image", TEXT_ONLY),
    (b"RIFF", "a sound, film or WebP file", TEXT_ONLY),
    (b"OggS", "a sound file", TEXT_ONLY),
    (b"fLaC", "a sound file", TEXT_ONLY),
    (b"ID3", "an MP3 file", TEXT_ONLY),
    (b"\x7fELF", "a program", TEXT_ONLY),
    (b"\0asm", "a WebAssembly module", TEXT_ONLY),
    (b"\x80\x04\x95", "a Python pickle", CONVERT),
];

/// Refuses what is no text.
///
/// # Errors
/// `import_unsupported`, saying what the file is and what to do.
pub(super) fn refuse_binary(name: &str, bytes: &[u8]) -> Result<()> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Err(zip(name, bytes));
    }
    if let Some((_, kind, advice)) = MAGIC.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        // A text may begin with a few of these letters ("RIFF raff"): such magic counts only with binary bytes after it.
        let lettered = matches!(bytes.first(), Some(b'A'..=b'Z')) && std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0);
        if !lettered {
            return Err(unsupported(name, kind, advice));
        }
    }
    Ok(())
}

/// Refuses text that is made of control characters, and texts of kinds that are not lists of texts. A format that the user names overrules the latter.
///
/// # Errors
/// `import_unsupported`, saying what the file is and what to do.
pub(super) fn refuse_text(name: &str, text: &str, asked: Option<Format>) -> Result<()> {
    let (mut controls, mut seen) = (0_usize, 0_usize);
    for character in text.chars().take(8192) {
        seen += 1;
        controls += usize::from(character.is_control() && !matches!(character, '\0' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{1b}' | '\u{85}'));
    }
    if controls * 10 > seen {
        return Err(unsupported(name, "no text that could be recognised", TEXT_ONLY));
    }
    if asked.is_some() {
        return Ok(());
    }
    let start: String = text.trim_start().chars().take(15).flat_map(char::to_lowercase).collect();
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        return Err(unsupported(name, "a web page", "copy its texts into a file with one text a line"));
    }
    if start.starts_with("<?xml") {
        return Err(unsupported(name, "an XML file", CONVERT));
    }
    let ending = ending(name);
    if matches!(ending.as_str(), "conll" | "conllu" | "conllx" | "iob" | "iob2" | "bio") {
        let advice = "export one sentence a line, or choose TSV to take every token as a row";
        return Err(unsupported(name, "a file with one token a line (CoNLL)", advice));
    }
    Ok(())
}

/// The ending of a file's name, in small letters.
pub(super) fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

fn zip(name: &str, bytes: &[u8]) -> Error {
    let head = &bytes[..bytes.len().min(4096)];
    let holds = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
    let tail = &bytes[bytes.len().saturating_sub(8192)..];
    let lists = |needle: &[u8]| holds(needle) || tail.windows(needle.len()).any(|window| window == needle);
    if lists(b"xl/") || ending(name) == "xlsx" {
        return unsupported(name, "an Excel workbook", SPREADSHEET);
    }
    if lists(b"opendocument.spreadsheet") || ending(name) == "ods" {
        return unsupported(name, "an OpenDocument spreadsheet", SPREADSHEET);
    }
    if lists(b"word/") || lists(b"opendocument.text") {
        return unsupported(name, "a word processor's document", "save it as plain text, one text a line");
    }
    unsupported(name, "a ZIP archive", UNPACK)
}

/// The error for files of another kind: what it is, what to do.
pub(super) fn unsupported(name: &str, kind: &str, advice: &str) -> Error {
    let name = if name.is_empty() { "The file" } else { name };
    Error::new(Code::ImportUnsupported, format!("{name} is {kind}, which Handpick does not read; {advice}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archives_sheets_and_images_are_refused_with_advice() {
        let refused = |name: &str, bytes: &[u8]| refuse_binary(name, bytes).unwrap_err();
        assert!(refused("a.xlsx", b"PK\x03\x04....xl/workbook.xml").message().contains("Excel workbook"));
        assert!(refused("a.zip", b"PK\x03\x04....readme.txt").message().contains("unpack"));
        assert!(refused("a.csv.gz", b"\x1f\x8b\x08").message().contains("gzip"));
        assert!(refused("a.parquet", b"PAR1\x15\x04\0\0").message().contains("Parquet"));
        assert!(refused("a.png", b"\x89PNG\r\n\x1a\n\0\0").message().contains("PNG"));
        assert_eq!(refused("a.pdf", b"%PDF-1.7").code(), Code::ImportUnsupported);
    }

    #[test]
    fn texts_that_begin_like_a_binary_file_are_texts() {
        assert!(refuse_binary("a.txt", b"RIFF raff, street kids\nBZh is no word\n").is_ok());
        assert!(refuse_binary("a.txt", b"PK is short for public key\n").is_ok());
    }

    #[test]
    fn noise_and_markup_are_no_list_of_texts() {
        assert!(refuse_text("x", "\u{1}\u{2}\u{3}a\u{4}", None).is_err());
        assert!(refuse_text("x.html", "<!DOCTYPE html>\n<p>", None).is_err());
        assert!(refuse_text("x.html", "<!DOCTYPE html>\n<p>", Some(Format::Lines)).is_ok());
        assert!(refuse_text("x.conll", "EU\tB-ORG\n", None).unwrap_err().message().contains("one sentence a line"));
    }
}
