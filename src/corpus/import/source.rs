//! What can be imported and how it should be read: the wire types of the question. Knows no parser.

use serde::{Deserialize, Serialize};

/// Where documents come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Source {
    /// A file as it lies on the disk.
    File {
        /// Its name; the ending is a hint of the format, no more.
        name: String,
        /// Its bytes, in whatever encoding.
        #[serde(with = "serde_bytes")]
        #[cfg_attr(feature = "types", ts(type = "Uint8Array"))]
        bytes: Vec<u8>,
    },
    /// Texts alone, one document each.
    Texts {
        /// In order.
        texts: Vec<String>,
    },
    /// Records, as JavaScript has them.
    Rows {
        /// In order. Values that are no text are written as JSON; `null` and absent ones are empty.
        #[cfg_attr(feature = "types", ts(type = "Record<string, unknown>[]"))]
        rows: Vec<serde_json::Map<String, serde_json::Value>>,
    },
}

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Separated values, RFC 4180, with whatever delimiter.
    Csv,
    /// The same, with tabs.
    Tsv,
    /// One JSON value a line.
    Jsonl,
    /// One JSON array: of objects, of strings, or of arrays.
    Json,
    /// One text a line.
    Lines,
}

impl Format {
    /// What it is called in a sentence.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Tsv => "TSV",
            Self::Jsonl => "JSON lines",
            Self::Json => "JSON",
            Self::Lines => "plain lines",
        }
    }
}

/// How to read a source; whatever is left out is guessed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct ImportOptions {
    /// The column of the texts; the best guess where left out. Several columns may be joined: `title + description`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub text_column: Option<String>,
    /// The column of labels that the file has. Left out or empty, no label is taken over; a guess is only offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub label_column: Option<String>,
    /// The format, where the guess is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub format: Option<Format>,
    /// The encoding, by a label of the WHATWG Encoding Standard (`utf-8`, `windows-1252`, `shift_jis`…), or `utf-32le`, `utf-32be`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub encoding: Option<String>,
    /// What stands between two cells: one ASCII character.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub delimiter: Option<char>,
    /// Whether the first row names the columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub has_header: Option<bool>,
}
