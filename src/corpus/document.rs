//! The texts, with all columns of the file that they came from. Owns identity: a document's id is its place in the file.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};

/// The place of a document in its corpus, from 0: stable for the life of a project.
pub type DocId = u32;

/// One row of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// The text as it stood in the file, never normalised. Blank texts are kept but never asked about.
    pub text: String,
    /// The label that the file gave, if it had a label column and a value there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_label: Option<String>,
    /// Every cell of the source row, in the order of [`Corpus::columns`]; extra cells of a ragged row follow.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<String>,
}

impl Document {
    /// Whether there is nothing to read: empty, or white space only.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// All documents of a project, in file order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Corpus {
    /// The file's name, for the title of exports; empty where texts were given directly.
    #[serde(default)]
    pub name: String,
    /// Header of the source columns, made unique.
    #[serde(default)]
    pub columns: Vec<String>,
    /// The rows.
    pub documents: Vec<Document>,
}

impl Corpus {
    /// The number of documents.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there is no document at all.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// One document.
    ///
    /// # Errors
    /// `unknown_document` where the id is past the end.
    pub fn get(&self, id: DocId) -> Result<&Document> {
        self.documents.get(id as usize).ok_or_else(|| {
            let message = format!("There is no document {id}; this project has {} (0 to {}).", self.len(), self.len().saturating_sub(1));
            Error::new(Code::UnknownDocument, message)
        })
    }
}
