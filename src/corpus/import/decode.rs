//! From bytes to text: which encoding, and what could not be decoded. Knows nothing of rows.
//!
//! Order of evidence: what the user says, a byte order mark, the NUL pattern of UTF-16, strict UTF-8, and last a statistical guess.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::error::{Code, Error, Result};

/// How many bytes the statistical guess is made from: more is slow and tells nothing new.
const JUDGED: usize = 1 << 20;

/// Text, and how it was had.
#[derive(Debug)]
pub(super) struct Decoded {
    pub text: String,
    /// The encoding's name, as the WHATWG Encoding Standard spells it.
    pub encoding: String,
    /// Of all U+FFFD in the text, counted from 0, those that stand for bytes that could not be decoded. (Others stood in the file.) Ascending.
    pub replaced: Vec<usize>,
}

/// An encoding: one of the standard's, or UTF-32, which the standard leaves out.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Charset {
    Standard(&'static Encoding),
    Utf32 { big_endian: bool },
}

/// Decodes a file.
///
/// # Errors
/// `invalid_argument` for an encoding that nobody knows.
pub(super) fn decode(bytes: &[u8], asked: Option<&str>) -> Result<Decoded> {
    let charset = match asked {
        Some(name) => named(name)?,
        None => detect(bytes),
    };
    let body = &bytes[mark_length(bytes, charset)..];
    Ok(match charset {
        Charset::Standard(encoding) => standard(body, encoding),
        Charset::Utf32 { big_endian } => utf32(body, big_endian),
    })
}

fn named(name: &str) -> Result<Charset> {
    match name.trim().to_ascii_lowercase().as_str() {
        "utf-32" | "utf-32le" | "utf32le" | "utf32" => return Ok(Charset::Utf32 { big_endian: false }),
        "utf-32be" | "utf32be" => return Ok(Charset::Utf32 { big_endian: true }),
        _ => {}
    }
    Encoding::for_label(name.as_bytes()).map(Charset::Standard).ok_or_else(|| {
        let message = format!("No encoding is called “{name}”; use a name such as utf-8, utf-16le, windows-1252, iso-8859-2, shift_jis or gbk.");
        Error::new(Code::InvalidArgument, message)
    })
}

/// How many bytes of byte order mark to leave out before decoding.
fn mark_length(bytes: &[u8], charset: Charset) -> usize {
    let mark: &[u8] = match charset {
        Charset::Utf32 { big_endian: false } => &[0xff, 0xfe, 0, 0],
        Charset::Utf32 { big_endian: true } => &[0, 0, 0xfe, 0xff],
        Charset::Standard(encoding) if encoding == UTF_8 => &[0xef, 0xbb, 0xbf],
        Charset::Standard(encoding) if encoding == UTF_16LE => &[0xff, 0xfe],
        Charset::Standard(encoding) if encoding == UTF_16BE => &[0xfe, 0xff],
        Charset::Standard(_) => &[],
    };
    if bytes.starts_with(mark) { mark.len() } else { 0 }
}

fn detect(bytes: &[u8]) -> Charset {
    // UTF-32LE's mark begins with UTF-16LE's: it goes first. A text that really begins with U+0000 in UTF-16 is not to be expected.
    match bytes {
        [0xff, 0xfe, 0, 0, ..] if bytes.len().is_multiple_of(4) => return Charset::Utf32 { big_endian: false },
        [0, 0, 0xfe, 0xff, ..] if bytes.len().is_multiple_of(4) => return Charset::Utf32 { big_endian: true },
        [0xef, 0xbb, 0xbf, ..] => return Charset::Standard(UTF_8),
        [0xff, 0xfe, ..] => return Charset::Standard(UTF_16LE),
        [0xfe, 0xff, ..] => return Charset::Standard(UTF_16BE),
        _ => {}
    }
    let valid = std::str::from_utf8(bytes).is_ok();
    if let Some(encoding) = unmarked_utf16(bytes, valid) {
        return Charset::Standard(encoding);
    }
    if valid && !switches_to_japanese(bytes) {
        return Charset::Standard(UTF_8);
    }
    // UTF-8 has been tried strictly. But where all of the file except a few bytes is UTF-8, it is UTF-8 with a few broken ones.
    if mostly_utf8(bytes) {
        return Charset::Standard(UTF_8);
    }
    let guess = guess(bytes, valid);
    Charset::Standard(if guess.is_single_byte() && is_almost_ascii(bytes) { WINDOWS_1252 } else { guess })
}

/// ISO-2022-JP is made of ASCII bytes, with escape sequences before and after Japanese.
fn switches_to_japanese(bytes: &[u8]) -> bool {
    bytes.is_ascii() && bytes.windows(3).any(|window| matches!(window, [0x1b, b'$', b'@' | b'B']))
}

/// The likeliest encoding, judged by the lines that tell something: those that are not all ASCII (in an ASCII file, all).
fn guess(bytes: &[u8], ascii: bool) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let mut left = JUDGED;
    for line in bytes.split_inclusive(|byte| *byte == b'\n').filter(|line| ascii || !line.is_ascii()) {
        let line = &line[..line.len().min(left)];
        detector.feed(line, false);
        left -= line.len();
        if left == 0 {
            break;
        }
    }
    detector.feed(b"", true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether there are so few other bytes that statistics says nothing: a stray dash or accent in English, which was written in Windows-1252.
fn is_almost_ascii(bytes: &[u8]) -> bool {
    let others = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let unassigned = bytes.iter().any(|byte| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d));
    others * 1000 < bytes.len() && !unassigned
}

/// Whether well-formed sequences of two bytes and more outnumber the malformed ones by far.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 20 * bad
}

/// UTF-16 without a mark shows in NUL bytes at every other place.
fn unmarked_utf16(bytes: &[u8], valid_utf8: bool) -> Option<&'static Encoding> {
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let head = &bytes[..bytes.len().min(1 << 16) & !1];
    // Pairs that are one ASCII character each: letters, and in any script blanks and line ends.
    let (mut little, mut big) = (0_usize, 0_usize);
    for pair in head.chunks_exact(2) {
        little += usize::from(pair[1] == 0 && matches!(pair[0], 1..=0x7f));
        big += usize::from(pair[0] == 0 && matches!(pair[1], 1..=0x7f));
    }
    let (most, least, encoding) = if little >= big { (little, big, UTF_16LE) } else { (big, little, UTF_16BE) };
    // Valid UTF-8 may hold NULs of its own: only a regular pattern counts. Otherwise the blanks and line ends of a Chinese text are enough.
    let enough = if valid_utf8 { most * 5 >= head.len() / 2 } else { most > 0 && most * 200 >= head.len() / 2 };
    let sound = || encoding.decode_without_bom_handling_and_without_replacement(bytes).is_some();
    (enough && least * 10 <= most && (valid_utf8 || sound())).then_some(encoding)
}

fn standard(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let name = encoding.name().to_owned();
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        return Decoded { text: text.into_owned(), encoding: name, replaced: Vec::new() };
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8 + 16);
    let (mut replaced, mut seen, mut counted, mut read) = (Vec::new(), 0, 0, 0);
    loop {
        text.reserve(64);
        let (result, taken) = decoder.decode_to_string_without_replacement(&bytes[read..], &mut text, true);
        read += taken;
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => text.reserve(bytes.len() - read + 64),
            DecoderResult::Malformed(..) => {
                seen += text[counted..].matches('\u{fffd}').count();
                replaced.push(seen);
                text.push('\u{fffd}');
                seen += 1;
                counted = text.len();
            }
        }
    }
    Decoded { text, encoding: name, replaced }
}

fn utf32(bytes: &[u8], big_endian: bool) -> Decoded {
    let mut text = String::with_capacity(bytes.len() / 2);
    let (mut replaced, mut seen) = (Vec::new(), 0);
    for unit in bytes.chunks(4) {
        let scalar = <[u8; 4]>::try_from(unit).ok().map(|unit| if big_endian { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) });
        let character = scalar.and_then(char::from_u32);
        if character.is_none() {
            replaced.push(seen);
        }
        let character = character.unwrap_or('\u{fffd}');
        seen += usize::from(character == '\u{fffd}');
        text.push(character);
    }
    Decoded { text, encoding: if big_endian { "UTF-32BE" } else { "UTF-32LE" }.into(), replaced }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Grüße, 世界 😀 — naïve";

    fn utf16(text: &str, big_endian: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    fn utf32_bytes(text: &str, big_endian: bool) -> Vec<u8> {
        text.chars().flat_map(|c| if big_endian { (c as u32).to_be_bytes() } else { (c as u32).to_le_bytes() }).collect()
    }

    fn check(bytes: &[u8], text: &str, encoding: &str) {
        let decoded = decode(bytes, None).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding.as_str()), (text, encoding));
        assert!(decoded.replaced.is_empty());
    }

    #[test]
    fn a_byte_order_mark_decides_and_is_left_out() {
        check(TEXT.as_bytes(), TEXT, "UTF-8");
        check(&[b"\xef\xbb\xbf", TEXT.as_bytes()].concat(), TEXT, "UTF-8");
        check(&[vec![0xff, 0xfe], utf16(TEXT, false)].concat(), TEXT, "UTF-16LE");
        check(&[vec![0xfe, 0xff], utf16(TEXT, true)].concat(), TEXT, "UTF-16BE");
        check(&[vec![0xff, 0xfe, 0, 0], utf32_bytes(TEXT, false)].concat(), TEXT, "UTF-32LE");
        check(&[vec![0, 0, 0xfe, 0xff], utf32_bytes(TEXT, true)].concat(), TEXT, "UTF-32BE");
    }

    #[test]
    fn utf16_without_a_mark_is_known_by_its_nul_bytes() {
        let english = "text,label\nA first sentence.,yes\n";
        check(&utf16(english, false), english, "UTF-16LE");
        check(&utf16(english, true), english, "UTF-16BE");
        let chinese = "显示所有提醒\n我需要带伞吗\n这是什么意思呢\n今天天气怎么样啊\n";
        check(&utf16(chinese, false), chinese, "UTF-16LE");
    }

    #[test]
    fn a_nul_byte_in_a_utf8_file_does_not_make_it_utf16() {
        check(b"text\na\0b\nabcdef\n ok", "text\na\0b\nabcdef\n ok", "UTF-8");
    }

    #[test]
    fn old_western_and_other_encodings_are_guessed() {
        let french = "Où est la gare ? Le café était déjà fermé à Besançon, quel dommage pour l’élève.\n".repeat(3);
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&french);
        check(&bytes, &french, "windows-1252");
        let russian = "Привет, это обычное сообщение о погоде и новостях.\n".repeat(3);
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&russian);
        check(&bytes, &russian, "windows-1251");
        let japanese = "すべてのリマインダーを表示してください。今日は雨が降りますか。\n".repeat(3);
        let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(&japanese);
        check(&bytes, &japanese, "Shift_JIS");
        check(b"text\n\x1b$B$3$s$K$A$O\x1b(B\n", "text\nこんにちは\n", "ISO-2022-JP");
    }

    #[test]
    fn a_single_odd_byte_in_a_long_english_text_is_western() {
        let bytes = ["A relationship as a sister".as_bytes(), b"\xf0", "city with a name.\n".repeat(100).as_bytes()].concat();
        assert_eq!(decode(&bytes, None).unwrap().encoding, "windows-1252");
    }

    #[test]
    fn what_cannot_be_decoded_is_told_from_what_stood_in_the_file() {
        let decoded = decode(b"ok \xef\xbf\xbd then \xff and \xfe", Some("utf-8")).unwrap();
        assert_eq!(decoded.text, "ok \u{fffd} then \u{fffd} and \u{fffd}");
        assert_eq!(decoded.replaced, [1, 2]);
    }

    #[test]
    fn a_few_broken_bytes_do_not_turn_utf8_into_something_else() {
        let bytes = [TEXT.repeat(30).as_bytes(), b"\xc3("].concat();
        let decoded = decode(&bytes, None).unwrap();
        assert_eq!((decoded.encoding.as_str(), decoded.replaced.len()), ("UTF-8", 1));
    }

    #[test]
    fn the_user_has_the_last_word_and_must_name_an_encoding_that_exists() {
        assert_eq!(decode(b"\xe9", Some("latin1")).unwrap().text, "é");
        assert_eq!(decode(b"a", Some("klingon")).unwrap_err().code(), Code::InvalidArgument);
    }
}
