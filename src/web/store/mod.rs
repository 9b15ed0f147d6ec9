//! What the browser keeps of a project: one IndexedDB database each, `handpick/<name>`.
//! Knows the small state (corpus, labels, events, seed) and a cache of embeddings; derives nothing.
//!
//! | object store | key | value |
//! |---|---|---|
//! | `meta` | `project` | JSON: version, seed, labels, settings |
//! | `meta` | `undone` | JSON: steps that can be done again |
//! | `corpus` | `corpus` | JSON as bytes, in one piece |
//! | `events` | number of the event, from 0 | JSON of one event; appended, and taken from the end by undo |
//! | `features` | counter | a chunk of embeddings with the texts' digests: see [`features`] |
//!
//! Everything but embeddings is written with strict durability where the browser has it: when the promise settles, it is on the disk.
//! When space gets short, the embeddings go first: they can be computed again, answers cannot.

mod features;
mod transaction;

use idb::builder::ObjectStoreBuilder;
use idb::{Database, TransactionMode};
use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::IdbDatabase;

use transaction::{Transaction, failure};

use crate::corpus::{Corpus, Event, EventLog, Label, LabelSet};
use crate::error::{Code, Error, Result};
use crate::session::ProjectOptions;

pub use features::{Chunk, Digest, digest_of};

const VERSION: u32 = 1;
const META: &str = "meta";
const UNDONE: &str = "undone";
const CORPUS: &str = "corpus";
const EVENTS: &str = "events";
const FEATURES: &str = "features";

/// A stored project, as it is read and as it is written whole.
#[derive(Debug, Default)]
pub struct Project {
    /// Of all chance in it.
    pub seed: u64,
    /// The documents.
    pub corpus: Corpus,
    /// The labels.
    pub labels: LabelSet,
    /// What the annotator did.
    pub log: EventLog,
    /// The project's settings.
    pub options: ProjectOptions,
    /// Steps that were undone and can be done again.
    pub undone: Vec<Event>,
}

/// What changed since the last write.
#[derive(Debug, Default)]
pub struct Change<'a> {
    /// How many events stay, of those that are stored.
    pub kept: usize,
    /// Events to be taken from the end.
    pub removed: usize,
    /// Events that follow.
    pub appended: &'a [Event],
    /// Seed, labels and settings, where these changed.
    pub meta: Option<(u64, &'a LabelSet, &'a ProjectOptions)>,
    /// What can be done again, where that changed.
    pub undone: Option<&'a [Event]>,
}

impl Change<'_> {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.removed == 0 && self.appended.is_empty() && self.meta.is_none() && self.undone.is_none()
    }
}

#[derive(Serialize, Deserialize)]
struct Meta {
    version: u32,
    seed: u64,
    labels: Vec<Label>,
    #[serde(default)]
    options: ProjectOptions,
}

/// The open database of one project.
#[derive(Debug)]
pub struct Store {
    database: IdbDatabase,
}

impl Store {
    /// Opens the project's database, or makes it.
    ///
    /// # Errors
    /// `storage_unavailable` where the browser denies it, or a newer Handpick has written it.
    pub async fn open(project: &str) -> Result<Self> {
        let builder = Database::builder(&format!("handpick/{project}"))
            .version(VERSION)
            .add_object_store(ObjectStoreBuilder::new(META))
            .add_object_store(ObjectStoreBuilder::new(CORPUS))
            .add_object_store(ObjectStoreBuilder::new(EVENTS))
            .add_object_store(ObjectStoreBuilder::new(FEATURES).auto_increment(true));
        let database: IdbDatabase = builder.build().await.map_err(|error| failure("opened", &JsValue::from(error.to_string())))?.into();
        // Lets the project be deleted or upgraded from another tab, which would wait for ever otherwise.
        let open = database.clone();
        let on_change = Closure::once_into_js(move || open.close());
        database.set_onversionchange(Some(on_change.unchecked_ref()));
        Ok(Self { database })
    }

    /// What is stored; `None` where nothing is yet.
    ///
    /// # Errors
    /// `project_malformed` where it cannot be understood, `storage_unavailable`.
    pub async fn read(&self) -> Result<Option<Project>> {
        let transaction = Transaction::open(&self.database, &[META, CORPUS, EVENTS], TransactionMode::ReadOnly, false)?;
        let meta = transaction.get(META, &"project".into()).await?;
        let corpus = transaction.get(CORPUS, &"corpus".into()).await?;
        let events = transaction.all(EVENTS).await?;
        let undone = transaction.get(META, &UNDONE.into()).await?.and_then(|undone| undone.as_string());
        let Some(meta) = meta.and_then(|meta| meta.as_string()) else { return Ok(None) };
        let meta: Meta = serde_json::from_str(&meta).map_err(|error| malformed(&error))?;
        if meta.version > VERSION {
            return Err(Error::new(Code::ProjectMalformed, "The stored project was written by a newer Handpick; reload the page to get it."));
        }
        let corpus = match corpus.and_then(|bytes| bytes.dyn_into::<Uint8Array>().ok()) {
            Some(bytes) => serde_json::from_slice(&bytes.to_vec()).map_err(|error| malformed(&error))?,
            None => Corpus::default(),
        };
        let mut log = EventLog::default();
        for event in events {
            let text = event.as_string().unwrap_or_default();
            log.push(serde_json::from_str(&text).map_err(|error| malformed(&error))?);
        }
        // Of no use without the log that it follows, and no answer: what cannot be read of it is let go.
        let undone = undone.and_then(|undone| serde_json::from_str(&undone).ok()).unwrap_or_default();
        Ok(Some(Project { seed: meta.seed, corpus, labels: LabelSet::new(meta.labels)?, log, options: meta.options, undone }))
    }

    /// Writes a project in place of what is there; embeddings stay.
    ///
    /// # Errors
    /// `storage_full`, `storage_unavailable`; what is there stays as it is then.
    pub async fn replace(&self, seed: u64, corpus: &Corpus, labels: &LabelSet, log: &EventLog, options: &ProjectOptions) -> Result<()> {
        let bytes = Uint8Array::from(json(corpus)?.as_slice());
        let (meta, events) = (meta_value(seed, labels, options)?, event_values(log.events())?);
        self.with_room(async || {
            let transaction = Transaction::open(&self.database, &[META, CORPUS, EVENTS], TransactionMode::ReadWrite, true)?;
            transaction.put(CORPUS, &"corpus".into(), &bytes)?;
            transaction.put(META, &"project".into(), &meta)?;
            transaction.delete(META, &UNDONE.into())?;
            transaction.clear(EVENTS)?;
            for (number, event) in events.iter().enumerate() {
                transaction.add(EVENTS, &number.into(), event)?;
            }
            transaction.finish().await
        })
        .await
    }

    /// Writes what changed.
    ///
    /// # Errors
    /// `storage_full`; `storage_unavailable`, also where another tab has appended to the same project. Nothing is written then.
    pub async fn apply(&self, change: &Change<'_>) -> Result<()> {
        let meta = change.meta.map(|(seed, labels, options)| meta_value(seed, labels, options)).transpose()?;
        let undone = change.undone.map(text_of).transpose()?;
        let events = event_values(change.appended)?;
        self.with_room(async || {
            let transaction = Transaction::open(&self.database, &[META, EVENTS], TransactionMode::ReadWrite, true)?;
            if let Some(meta) = &meta {
                transaction.put(META, &"project".into(), meta)?;
            }
            if let Some(undone) = &undone {
                transaction.put(META, &UNDONE.into(), undone)?;
            }
            for number in change.kept..change.kept + change.removed {
                transaction.delete(EVENTS, &number.into())?;
            }
            for (place, event) in events.iter().enumerate() {
                // `add` refuses a number that is taken.
                transaction.add(EVENTS, &(change.kept + place).into(), event)?;
            }
            transaction.finish().await
        })
        .await
    }

    /// Lets go of the database.
    pub fn close(&self) {
        self.database.close();
    }

    /// Tries to write; where the storage is full, the embeddings make room and it is tried once more.
    async fn with_room(&self, write: impl AsyncFn() -> Result<()>) -> Result<()> {
        match write().await {
            Err(error) if error.code() == Code::StorageFull => {
                self.forget_features().await?;
                write().await
            }
            result => result,
        }
    }
}

fn meta_value(seed: u64, labels: &LabelSet, options: &ProjectOptions) -> Result<JsValue> {
    text_of(&Meta { version: VERSION, seed, labels: labels.as_slice().to_vec(), options: options.clone() })
}

fn event_values(events: &[Event]) -> Result<Vec<JsValue>> {
    events.iter().map(text_of).collect()
}

fn text_of<T: Serialize + ?Sized>(value: &T) -> Result<JsValue> {
    Ok(String::from_utf8_lossy(&json(value)?).as_ref().into())
}

fn json<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(|error| Error::new(Code::Internal, format!("The project could not be written: {error}.")))
}

fn malformed(error: &dyn std::fmt::Display) -> Error {
    Error::new(Code::ProjectMalformed, format!("The stored project cannot be read ({error}). Delete it, or open another one."))
}
