//! From what was typed to a pattern. Knows nothing of documents.

use regex::{Regex, RegexBuilder};

use crate::error::{Code, Error, Result};

/// A compiled pattern may take so many bytes: enough for any search, too few to fill the memory.
const COMPILED_BYTES: usize = 4 << 20;

/// The pattern that texts have to match, whatever their case; `None` where all do.
pub(super) fn pattern(typed: &str, regex: bool) -> Result<Option<Regex>> {
    if typed.is_empty() {
        return Ok(None);
    }
    let source = if regex { typed.to_owned() } else { regex::escape(typed) };
    let built = RegexBuilder::new(&source).case_insensitive(true).size_limit(COMPILED_BYTES).build();
    built.map(Some).map_err(|error| Error::new(Code::InvalidArgument, explain(&error)))
}

fn explain(error: &regex::Error) -> String {
    match error {
        regex::Error::CompiledTooBig(_) => "The pattern is too large. Use smaller numbers of repetitions.".into(),
        error => {
            let drawn = error.to_string();
            let reason = drawn.rsplit_once("error: ").map_or(drawn.as_str(), |(_, reason)| reason).trim();
            // The library draws the pattern, indented by four, and marks under it where it went wrong.
            // From the end, because the pattern itself may be such a line.
            let column = drawn.lines().rev().filter(|line| line.chars().all(|mark| mark == ' ' || mark == '^')).find_map(|line| line.find('^'));
            match column.and_then(|column| column.checked_sub(4)) {
                Some(place) => format!("The pattern cannot be read at character {}: {reason}.", place + 1),
                None => format!("The pattern cannot be read: {reason}."),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(typed: &str, regex: bool, text: &str) -> bool {
        pattern(typed, regex).unwrap().unwrap().is_match(text)
    }

    #[test]
    fn a_plain_search_takes_every_character_as_it_is_but_not_its_case() {
        assert!(matches("a.b(", false, "xA.B(y"));
        assert!(!matches("a.b", false, "axb"));
        assert!(matches("ÄPFEL", false, "äpfel und birnen"));
    }

    #[test]
    fn a_regular_expression_ignores_case_unless_it_says_otherwise() {
        assert!(matches(r"^refund\b", true, "REFUND please"));
        assert!(!matches(r"(?-i)^refund", true, "REFUND please"));
    }

    #[test]
    fn a_bad_pattern_is_refused_with_reason_and_place() {
        let error = pattern("ab(c", true).unwrap_err();
        assert_eq!(error.code(), Code::InvalidArgument);
        assert_eq!(error.message(), "The pattern cannot be read at character 3: unclosed group.");
        assert_eq!(pattern("^(", true).unwrap_err().message(), "The pattern cannot be read at character 2: unclosed group.");
        assert!(pattern("é[z-a]", true).unwrap_err().message().starts_with("The pattern cannot be read at character 3: "));
        assert!(pattern("a\n(", true).is_err());
    }

    #[test]
    fn a_pattern_that_would_fill_the_memory_is_refused() {
        assert!(pattern(r"(\w{1000}){1000}", true).unwrap_err().message().contains("too large"));
    }

    proptest::proptest! {
        #[test]
        fn no_pattern_panics_and_every_plain_search_finds_itself(typed in ".{1,30}", regex: bool) {
            drop(pattern(&typed, regex));
            let text = format!("before {typed} after");
            proptest::prop_assert!(matches(&typed, false, &text));
        }
    }
}
