//! The one error of the crate: a stable code for programs and a sentence for people.
//! Knows nothing else; every other module builds its failures here.

use std::fmt;

/// What went wrong, as a code that never changes its spelling. JavaScript sees [`Code::as_str`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Code {
    /// A call's arguments make no sense: zero count, unknown option, wrong shape.
    InvalidArgument,
    /// The file is empty, or holds no row of data.
    ImportEmpty,
    /// The file is not the format that it claims to be; the message names the row.
    ImportMalformed,
    /// The column asked for is not in the file.
    ImportNoColumn,
    /// The file is of a kind that Handpick does not read.
    ImportUnsupported,
    /// No document has this id.
    UnknownDocument,
    /// The label is not in the label set.
    UnknownLabel,
    /// Two labels have the same name, or a name is empty.
    InvalidLabels,
    /// The call needs labels, answers or embeddings that are not there yet.
    NotReady,
    /// There is no event left to undo.
    NothingToUndo,
    /// No strategy has this name, or its parameters are out of range.
    InvalidStrategy,
    /// The project file cannot be read: damaged, or of a newer version.
    ProjectMalformed,
    /// A file of the model is not what it should be (JSON, safetensors, sizes).
    ModelMalformed,
    /// The model is of a family that the encoder does not implement.
    ModelUnsupported,
    /// A file of the model could not be downloaded.
    ModelUnavailable,
    /// A file of the model arrived with other bytes than its checksum promises.
    ModelCorrupt,
    /// The device asked for cannot be had in this browser.
    DeviceUnavailable,
    /// The device computed wrong numbers in the self-test.
    DeviceWrong,
    /// The device was lost, or a computation on it failed.
    DeviceLost,
    /// The browser's storage is full.
    StorageFull,
    /// The browser's storage cannot be used (denied, or private mode).
    StorageUnavailable,
    /// The call was cancelled.
    Cancelled,
    /// A defect of Handpick: please report it.
    Internal,
}

impl Code {
    /// The code as text: part of the public contract.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidArgument => "invalid_argument",
            Self::ImportEmpty => "import_empty",
            Self::ImportMalformed => "import_malformed",
            Self::ImportNoColumn => "import_no_column",
            Self::ImportUnsupported => "import_unsupported",
            Self::UnknownDocument => "unknown_document",
            Self::UnknownLabel => "unknown_label",
            Self::InvalidLabels => "invalid_labels",
            Self::NotReady => "not_ready",
            Self::NothingToUndo => "nothing_to_undo",
            Self::InvalidStrategy => "invalid_strategy",
            Self::ProjectMalformed => "project_malformed",
            Self::ModelMalformed => "model_malformed",
            Self::ModelUnsupported => "model_unsupported",
            Self::ModelUnavailable => "model_unavailable",
            Self::ModelCorrupt => "model_corrupt",
            Self::DeviceUnavailable => "device_unavailable",
            Self::DeviceWrong => "device_wrong",
            Self::DeviceLost => "device_lost",
            Self::StorageFull => "storage_full",
            Self::StorageUnavailable => "storage_unavailable",
            Self::Cancelled => "cancelled",
            Self::Internal => "internal",
        }
    }
}

/// A failure: [`code`](Error::code) for programs, [`message`](Error::message) says what happened and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    code: Code,
    message: String,
}

/// The result of everything that can fail here.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Builds an error. The message is a sentence (or two): what happened, then what to do about it.
    #[cold]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// What happened and what to do, for a person.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}]", self.message, self.code.as_str())
    }
}

impl std::error::Error for Error {}
