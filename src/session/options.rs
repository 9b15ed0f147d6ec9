//! What holds for a project as a whole and is no answer: kept beside the labels, not in the log. Computes nothing.

use serde::{Deserialize, Serialize};

use super::Session;
use crate::error::Result;
use crate::head::HeadConfig;

/// The project's settings. What is left out takes its default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ProjectOptions {
    /// Whether a text may have several labels, or none.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "types", ts(as = "Option<bool>", optional))]
    pub multi_label: bool,
    /// Who labels; goes into exports and names this person's answers when projects are merged.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<String>", optional))]
    pub annotator: String,
    /// How to decide, for whoever labels: plain text.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<String>", optional))]
    pub guideline: String,
    /// How the head is fitted.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg_attr(feature = "types", ts(as = "Option<HeadConfig>", optional))]
    pub head: HeadConfig,
}

/// Changes of the settings: what is left out stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[allow(missing_docs)] // as in `ProjectOptions`
pub struct OptionChanges {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multi_label: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annotator: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guideline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<HeadConfig>,
}

impl ProjectOptions {
    /// These settings with the changes.
    pub fn with(&self, changes: OptionChanges) -> Self {
        Self {
            multi_label: changes.multi_label.unwrap_or(self.multi_label),
            annotator: changes.annotator.unwrap_or_else(|| self.annotator.clone()),
            guideline: changes.guideline.unwrap_or_else(|| self.guideline.clone()),
            head: changes.head.unwrap_or_else(|| self.head.clone()),
        }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Session {
    /// The project's settings.
    pub fn options(&self) -> &ProjectOptions {
        &self.options
    }

    /// Changes the settings. Everything that derives from the head is made again where it is fitted otherwise from now on.
    ///
    /// # Errors
    /// `invalid_argument` where no head can be fitted so; nothing is changed then.
    pub fn set_options(&mut self, options: ProjectOptions) -> Result<()> {
        options.head.check()?;
        let refit = (&options.head, options.multi_label) != (&self.options.head, self.options.multi_label);
        self.options = options;
        if refit {
            self.forget_derived();
        }
        Ok(())
    }
}
