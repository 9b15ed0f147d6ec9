//! Takes JSON apart without changing it: keys, and the source text of each value. `serde_json` finds where a value ends and decodes strings;
//! numbers keep their spelling (`1.10`, `12345678901234567890`), which reading them as numbers would lose. Knows no rows.

use serde::de::IgnoredAny;

/// JSON's own white space.
fn skip_blanks(json: &str, at: usize) -> usize {
    at + json[at..].bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count()
}

/// The value that begins at a place (blanks before it left out), and the place behind it.
fn value_at(json: &str, at: usize) -> Result<(&str, usize), String> {
    let start = skip_blanks(json, at);
    let mut values = serde_json::Deserializer::from_str(&json[start..]).into_iter::<IgnoredAny>();
    match values.next() {
        Some(Ok(_)) => {
            let end = start + values.byte_offset();
            Ok((&json[start..end], end))
        }
        Some(Err(error)) => Err(reason(&error)),
        None => Err("it ends too early".into()),
    }
}

/// `serde_json`'s message without the place, which counts from the wrong start.
fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.rsplit_once(" at line ").map_or(message.clone(), |(message, _)| message.to_owned())
}

/// Whether a text is exactly one JSON value.
pub(super) fn is_valid(json: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(json).is_ok()
}

/// Keys and the source text of the values of an object, in order.
pub(super) fn entries(object: &str) -> Result<Vec<(&str, &str)>, String> {
    let mut entries = Vec::new();
    let mut at = open(object, '{')?;
    if object[at..].starts_with('}') {
        return Ok(entries);
    }
    loop {
        let (key, end) = value_at(object, at)?;
        if !key.starts_with('"') {
            return Err("a key must be a string".into());
        }
        at = skip_blanks(object, end);
        at = object[at..].starts_with(':').then_some(at + 1).ok_or("a colon is missing")?;
        let (value, end) = value_at(object, at)?;
        entries.push((key, value));
        match next(object, end, '}')? {
            Some(place) => at = place,
            None => return Ok(entries),
        }
    }
}

/// The source text of an array's items, in order; where it breaks off, also how many there were before.
pub(super) fn items(array: &str) -> Result<Vec<&str>, (usize, String)> {
    let mut items = Vec::new();
    let mut at = open(array, '[').map_err(|reason| (0, reason))?;
    if array[at..].starts_with(']') {
        return Ok(items);
    }
    loop {
        let (item, end) = value_at(array, at).map_err(|reason| (items.len(), reason))?;
        items.push(item);
        match next(array, end, ']').map_err(|reason| (items.len(), reason))? {
            Some(place) => at = place,
            None => return Ok(items),
        }
    }
}

fn open(json: &str, bracket: char) -> Result<usize, String> {
    let start = skip_blanks(json, 0);
    if json[start..].starts_with(bracket) { Ok(skip_blanks(json, start + 1)) } else { Err(format!("“{bracket}” is missing")) }
}

/// The place behind a comma, or nothing at the closing bracket.
fn next(json: &str, at: usize, bracket: char) -> Result<Option<usize>, String> {
    let at = skip_blanks(json, at);
    match json[at..].chars().next() {
        Some(',') => Ok(Some(at + 1)),
        Some(found) if found == bracket => Ok(None),
        Some(found) => Err(format!("expected a comma or “{bracket}”, found “{found}”")),
        None => Err("it ends too early".into()),
    }
}

/// A value as text: a string decoded, `null` empty, numbers and booleans as they are spelt, the rest as compact JSON.
/// Also says whether half a surrogate pair had to be replaced.
pub(super) fn as_text(value: &str) -> (String, bool) {
    match value.as_bytes().first() {
        Some(b'"') => string(value),
        Some(b'{' | b'[') => (compact(value), false),
        _ if value == "null" => (String::new(), false),
        _ => (value.to_owned(), false),
    }
}

/// Decodes a string that is known to be well formed but for lone surrogates, which no Rust text can hold.
pub(super) fn string(quoted: &str) -> (String, bool) {
    if let Ok(text) = serde_json::from_str(quoted) {
        return (text, false);
    }
    match serde_json::from_str(&pair_surrogates(quoted)) {
        Ok(text) => (text, true),
        // Nothing else is known to be refused here; should it happen, the text stays as it was spelt.
        Err(_) => (quoted.to_owned(), false),
    }
}

/// Replaces every escaped half of a surrogate pair that has no other half.
fn pair_surrogates(quoted: &str) -> String {
    let unit = |at: usize| quoted.get(at..at + 6).and_then(|escape| escape.strip_prefix("\\u")).and_then(|hex| u16::from_str_radix(hex, 16).ok());
    let mut mended = String::with_capacity(quoted.len());
    let (mut at, mut copied) = (0, 0);
    while let Some(found) = quoted[at..].find('\\') {
        let escape = at + found;
        let (high, low) = (unit(escape), unit(escape + 6));
        at = match high {
            Some(0xd800..=0xdbff) if matches!(low, Some(0xdc00..=0xdfff)) => escape + 12,
            Some(0xd800..=0xdfff) => {
                mended.push_str(&quoted[copied..escape]);
                mended.push_str("\\ufffd");
                copied = escape + 6;
                copied
            }
            Some(_) => escape + 6,
            None => escape + 1 + quoted[escape + 1..].chars().next().map_or(0, char::len_utf8),
        };
    }
    mended.push_str(&quoted[copied..]);
    mended
}

/// Leaves out the blanks between the parts of a value; everything else stays as it is spelt.
fn compact(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let (mut quoted, mut escaped) = (false, false);
    for character in value.chars() {
        if quoted {
            quoted = escaped || character != '"';
            escaped = !escaped && character == '\\';
        } else if matches!(character, ' ' | '\t' | '\n' | '\r') {
            continue;
        } else {
            quoted = character == '"';
        }
        out.push(character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_their_spelling() {
        let object = r#" { "a" : 1.10 , "b":12345678901234567890123, "c": null,"d":true, "e": { "x" : [ 1, "y z\" " ] }, "f":"\u00e9\n", "g":1e5 } "#;
        let texts: Vec<String> = entries(object).unwrap().into_iter().map(|(_, value)| as_text(value).0).collect();
        assert_eq!(texts, ["1.10", "12345678901234567890123", "", "true", r#"{"x":[1,"y z\" "]}"#, "é\n", "1e5"]);
    }

    #[test]
    fn half_a_surrogate_pair_is_replaced_and_reported() {
        assert_eq!(as_text(r#""a\ud800b""#), ("a\u{fffd}b".into(), true));
        assert_eq!(as_text(r#""\ud83d\ude00 \udc00 \\ud800""#), ("😀 \u{fffd} \\ud800".into(), true));
        assert_eq!(as_text(r#""\ud83d\ude00""#), ("😀".into(), false));
    }

    #[test]
    fn broken_json_says_where() {
        assert_eq!(items("[1, 2, {\"a\":}]").unwrap_err().0, 2);
        assert_eq!(items("[1, 2").unwrap_err().0, 2);
        assert_eq!(items("[1, 2,]").unwrap_err().0, 2);
        assert!(entries("{\"a\" 1}").is_err());
        assert!(entries("{1: 1}").is_err());
        assert_eq!(entries("{}").unwrap(), []);
        assert_eq!(items(" [ ] ").unwrap(), [""; 0]);
    }

    #[test]
    fn deep_nesting_overflows_nothing() {
        let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
        assert_eq!(items(&deep).unwrap().len(), 1);
        assert!(is_valid(&deep));
    }
}
