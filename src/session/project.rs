//! The project file, which holds everything that a session derives from, and the exported head, which holds everything
//! that reproduces its predictions. Both are JSON and say their own format and version.

use serde::{Deserialize, Serialize};

use crate::corpus::{Corpus, EventLog, LabelSet};
use crate::error::{Code, Error, Result};
use crate::evaluate;

use super::history::greatest_document;
use super::model::Head;
use super::people::labels_of;
use super::view::Exported;
use super::{ModelInfo, ProjectOptions, Session};

/// What a project file calls itself.
pub const PROJECT_FORMAT: &str = "handpick-project";
/// What a head file calls itself.
pub const HEAD_FORMAT: &str = "handpick-head";
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Project {
    format: String,
    version: u32,
    seed: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    model: Option<ModelInfo>,
    labels: LabelSet,
    #[serde(default, skip_serializing_if = "is_default")]
    options: ProjectOptions,
    corpus: Corpus,
    events: EventLog,
    /// The head as it was when the file was written: for readers of the file. Opening a project fits it anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    head: Option<Head>,
}

impl Project {
    /// Who answered in it; empty where it does not say.
    pub fn annotator(&self) -> &str {
        self.options.annotator.trim()
    }

    /// Its documents' texts in order, and the labels that each was given; `None` for those without an answer.
    pub fn answered(&self) -> impl Iterator<Item = (&str, Option<Vec<String>>)> {
        let answers = self.events.answers(self.corpus.len());
        self.corpus.documents.iter().zip(answers).map(|(document, answer)| (document.text.as_str(), answer.and_then(labels_of)))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HeadFile<'a> {
    format: &'static str,
    version: u32,
    /// How to predict from it.
    how: &'static str,
    model: Option<&'a ModelInfo>,
    labels: Vec<&'a str>,
    answers: usize,
    regularisation: &'a crate::head::HeadConfig,
    dims: usize,
    /// One row a label.
    weights: Vec<&'a [f32]>,
    bias: &'a [f32],
    /// Labels that were learnt. Where a text has one label, the others have probability 0, whatever their row gives; where it may have
    /// several, the others have one probability for all texts, which their bias gives.
    seen: &'a [bool],
    /// Where a text may have several labels: a label is predicted from this probability on.
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold: Option<f32>,
}

const HOW: &str = "Embed the text with the model (mean pooling over its tokens, unit length); logits = weights · embedding + bias; \
                   probabilities = softmax of the logits of the labels that were seen, 0 for the others.";

/// The same where a text may have several labels.
const HOW_SEVERAL: &str = "Embed the text with the model (mean pooling over its tokens, unit length); logits = weights · embedding + bias; \
                           the probability of each label, independent of the others, = sigmoid of its logit = 1 / (1 + exp(−logit)); \
                           a text has every label whose probability is at least the threshold, perhaps none.";

impl Session {
    /// The whole project as one file. The same project gives the same bytes.
    ///
    /// # Errors
    /// Those of the fit.
    pub fn save(&mut self) -> Result<Exported> {
        let head = self.fitted_head()?.cloned();
        let project = Project {
            format: PROJECT_FORMAT.to_owned(),
            version: VERSION,
            seed: self.seed,
            model: self.model.clone(),
            labels: self.labels.clone(),
            options: self.options.clone(),
            corpus: self.corpus.clone(),
            events: self.log.clone(),
            head,
        };
        Ok(Exported { file_name: self.file_name("project.json"), media_type: "application/json".into(), bytes: to_json(&project)? })
    }

    /// Opens a project file in place of what is there; embeddings of texts that stay are kept.
    ///
    /// # Errors
    /// `project_malformed`; nothing is changed then.
    pub fn restore(&mut self, bytes: &[u8]) -> Result<()> {
        let project = read(bytes)?;
        self.log = EventLog::default();
        self.seed = project.seed;
        self.labels = project.labels;
        self.options = project.options;
        self.undone.clear();
        self.set_corpus(project.corpus);
        self.log = project.events;
        self.intern_labels();
        self.forget_derived();
        Ok(())
    }

    /// The head as JSON, with everything that reproduces its predictions.
    ///
    /// # Errors
    /// `not_ready` while there is no head.
    pub fn export_head(&mut self) -> Result<Exported> {
        let answers = self.answers().labelled.len();
        let head = self.fitted_head()?.cloned().ok_or_else(|| {
            Error::new(Code::NotReady, "There is no trained head yet: give a few texts a label first, and wait until they are embedded.")
        })?;
        let file = HeadFile {
            format: HEAD_FORMAT,
            version: VERSION,
            how: if head.softmax().is_some() { HOW } else { HOW_SEVERAL },
            model: self.model.as_ref(),
            labels: self.labels.as_slice().iter().map(|label| label.name.as_str()).collect(),
            answers,
            regularisation: &self.options.head,
            dims: head.dims(),
            weights: (0..head.classes()).map(|class| head.weight(class)).collect(),
            bias: head.bias(),
            seen: head.seen(),
            threshold: head.one_vs_rest().map(|_| evaluate::GUESSED),
        };
        Ok(Exported { file_name: self.file_name("head.json"), media_type: "application/json".into(), bytes: to_json(&file)? })
    }
}

pub(super) fn read(bytes: &[u8]) -> Result<Project> {
    let malformed = |what: String| Error::new(Code::ProjectMalformed, what);
    let project: Project = serde_json::from_slice(bytes).map_err(|error| {
        malformed(format!("This is not a project file of Handpick, or it is damaged ({error}). Choose a file that “Save project” made."))
    })?;
    if project.format != PROJECT_FORMAT {
        return Err(malformed(format!("This file calls itself “{}”; a project file is a “{PROJECT_FORMAT}”.", project.format)));
    }
    if project.version > VERSION {
        return Err(malformed(format!(
            "This project was saved by a newer Handpick (version {} of the format; this one reads up to {VERSION}). Open it there.",
            project.version
        )));
    }
    let documents = project.corpus.len();
    if let Some(document) = greatest_document(&project.events).filter(|&document| document as usize >= documents) {
        return Err(malformed(format!("The file's log speaks of document {document}, but it holds only {documents}.")));
    }
    Ok(project)
}

fn is_default(options: &ProjectOptions) -> bool {
    *options == ProjectOptions::default()
}

fn to_json(value: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(|error| Error::new(Code::Internal, format!("The file could not be written as JSON: {error}")))
}
