//! The session in its worker, and the store that keeps it. Owns the promise that an answer is stored before it is answered, and that
//! memory and store agree when a write fails.
//!
//! A call is carried out on the session, what it changed is written, then it is answered. When the write fails, the session is
//! taken back to where it was and the call fails with `storage_full` or `storage_unavailable`: nothing is half done, and the same call may
//! be tried again. Documents and project files, which replace everything, are taken into a new session that takes the old one's place
//! only once it is stored.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use js_sys::{Array, Object, Reflect, Uint32Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::replay::Replay;
use super::store::{Change, Chunk, Digest, Store, digest_of};
use super::wire;
use crate::error::{Code, Error, Result};
use crate::matrix::Matrix;
use crate::protocol::{Reply, Request, WireError, dispatch};
use crate::session::{Checkpoint, ModelInfo, Session};

/// Rows are stored in chunks of so many; a reload in between embeds the rest again.
const CHUNK_ROWS: usize = 256;

/// A project that is open. Calls that change it come one at a time: the worker queues them.
#[wasm_bindgen]
pub struct Engine {
    session: RefCell<Session>,
    store: Option<Store>,
    /// Counts the times that the documents were replaced: embeddings of texts from before find nobody.
    generation: Cell<u32>,
    /// Digests of the texts that are being embedded.
    handed_out: RefCell<BTreeMap<u32, Digest>>,
    /// Rows that are not stored yet.
    unstored: RefCell<Chunk>,
    /// The generation and model for which the store was searched.
    searched: RefCell<Option<(u32, String)>>,
    /// A write is under way.
    writing: Cell<bool>,
}

#[wasm_bindgen]
impl Engine {
    /// Opens the project of that name as it was left, or a new one with this seed; without a name, one in memory only.
    ///
    /// # Errors
    /// `storage_unavailable`, `project_malformed`.
    pub async fn open(project: Option<String>, seed: f64) -> std::result::Result<Engine, JsValue> {
        Self::start(project.as_deref(), seed as u64).await.map_err(|error| wire::thrown(&error))
    }

    /// Carries a request out; its changes are stored when the promise settles.
    ///
    /// # Errors
    /// Those of the request; `storage_full` and `storage_unavailable`, with the project as it was before the call.
    pub async fn handle(&self, request: JsValue) -> std::result::Result<JsValue, JsValue> {
        let answer = match wire::from_js(request) {
            Ok(request) => self.answer(request).await,
            Err(error) => Err(error),
        };
        answer.and_then(|reply| wire::to_js(&reply)).map_err(|error| wire::thrown(&error))
    }

    /// Where the project stands.
    ///
    /// # Errors
    /// None that a caller could act on.
    pub fn status(&self) -> std::result::Result<JsValue, JsValue> {
        wire::to_js(&self.session.borrow_mut().status()).map_err(|error| wire::thrown(&error))
    }

    /// A replay of the project's documents that has not begun; `options` are those of the request `simulate`. It goes on by itself, apart
    /// from the project.
    ///
    /// # Errors
    /// Those of [`Session::simulation`].
    pub fn simulate(&self, options: JsValue) -> std::result::Result<Replay, JsValue> {
        let session = self.session.borrow();
        let run = wire::from_js(options).and_then(|options| session.simulation(&options));
        run.map(|run| Replay::new(run, session.corpus().name.clone())).map_err(|error| wire::thrown(&error))
    }

    /// Says which model embeds, and looks up what it embedded on earlier visits: once for the same documents and model, and before
    /// any text is handed out. Returns how many texts were found.
    ///
    /// # Errors
    /// None: a cache that cannot be read is no loss.
    #[wasm_bindgen(js_name = useModel)]
    pub async fn use_model(&self, name: String, id: String, max_tokens: usize) -> u32 {
        self.session.borrow_mut().set_model(ModelInfo { name, id: id.clone(), max_tokens });
        let Some(store) = &self.store else { return 0 };
        let generation = self.generation.get();
        let search = Some((generation, id.clone()));
        if self.searched.replace(search.clone()) == search {
            return 0;
        }
        let pending = self.session.borrow_mut().pending_texts(usize::MAX);
        let wanted: BTreeMap<Digest, u32> = pending.iter().map(|text| (digest_of(&text.text), text.key)).collect();
        drop(pending);
        let mut count = 0;
        if !wanted.is_empty() {
            let found = |keys: &[u32], rows: Matrix, dropped: Vec<usize>| {
                // Rows of another width than the model's are refused, and embedded again.
                if generation == self.generation.get() && self.session.borrow_mut().add_features(keys, &rows, &dropped).is_ok() {
                    count += keys.len() as u32;
                }
            };
            let _ = store.find_features(&id, &wanted, found).await;
        }
        if generation == self.generation.get() {
            self.session.borrow_mut().requeue_texts();
        }
        count
    }

    /// Up to `limit` texts to embed: `{ generation, keys, texts }`. Each is handed out once.
    #[wasm_bindgen(js_name = pendingTexts)]
    pub fn pending_texts(&self, limit: usize) -> JsValue {
        let pending = self.session.borrow_mut().pending_texts(limit);
        if self.store.is_some() {
            self.handed_out.borrow_mut().extend(pending.iter().map(|text| (text.key, digest_of(&text.text))));
        }
        let keys: Vec<u32> = pending.iter().map(|text| text.key).collect();
        let texts: Array = pending.into_iter().map(|text| JsValue::from(text.text)).collect();
        let chunk = Object::new();
        for (key, part) in
            [("generation", self.generation.get().into()), ("keys", Uint32Array::from(keys.as_slice()).into()), ("texts", texts.into())]
        {
            // Setting a property of a fresh object cannot fail.
            let _ = Reflect::set(&chunk, &key.into(), &part);
        }
        chunk.into()
    }

    /// Takes embeddings in, for texts that [`pending_texts`](Self::pending_texts) handed out in the same generation; others are ignored.
    ///
    /// # Errors
    /// `invalid_argument` where lengths disagree.
    #[wasm_bindgen(js_name = addFeatures)]
    pub fn add_features(&self, generation: u32, keys: Vec<u32>, rows: Vec<f32>, dropped: Vec<u32>) -> std::result::Result<(), JsValue> {
        self.take_features(generation, &keys, rows, dropped).map_err(|error| wire::thrown(&error))
    }

    /// Stores new embeddings, once there are enough or where `all` is set. Answers with a notice where they could not be kept.
    ///
    /// # Errors
    /// None: embeddings can be made again.
    #[wasm_bindgen(js_name = keepFeatures)]
    pub async fn keep_features(&self, all: bool) -> JsValue {
        let (Some(store), Some(id)) = (&self.store, self.session.borrow().model().map(|model| model.id.clone())) else { return JsValue::UNDEFINED };
        let due = if all { 1 } else { CHUNK_ROWS };
        if self.unstored.borrow().digests.len() < due {
            return JsValue::UNDEFINED;
        }
        let chunk = self.unstored.take();
        match store.keep_features(&id, &chunk).await {
            Ok(()) => JsValue::UNDEFINED,
            Err(error) => {
                let message = format!("The embeddings made so far could not be kept, so a reload computes them again. {}", error.message());
                wire::to_js(&WireError::from(&Error::new(error.code(), message))).unwrap_or(JsValue::UNDEFINED)
            }
        }
    }
}

impl Engine {
    async fn start(project: Option<&str>, seed: u64) -> Result<Self> {
        let store = match project {
            Some(project) => Some(Store::open(project).await?),
            None => None,
        };
        let stored = match &store {
            Some(store) => store.read().await?,
            None => None,
        };
        let session = stored.map_or_else(
            || Session::new(seed),
            |stored| {
                let mut session = Session::resume(stored.seed, stored.corpus, stored.labels, stored.log, stored.options);
                session.set_undone(stored.undone);
                session
            },
        );
        Ok(Self {
            session: RefCell::new(session),
            store,
            generation: Cell::new(0),
            handed_out: RefCell::default(),
            unstored: RefCell::default(),
            searched: RefCell::default(),
            writing: Cell::new(false),
        })
    }

    async fn answer(&self, request: Request) -> Result<Reply> {
        if self.writing.replace(true) {
            return Err(Error::new(Code::Internal, "A call came while another one was being stored; calls must be queued."));
        }
        let answer = match request {
            Request::Import { .. } | Request::Restore { .. } => self.replace(request).await,
            request if request.is_read() => dispatch(&mut self.session.borrow_mut(), request),
            _ => self.change(request).await,
        };
        self.writing.set(false);
        answer
    }

    /// Takes documents or a project file into a session that takes the place of this one once it is stored.
    async fn replace(&self, request: Request) -> Result<Reply> {
        let mut next = {
            let session = self.session.borrow();
            let mut next = Session::new(session.seed());
            next.set_labels(session.labels().as_slice().to_vec())?;
            next.set_options(session.options().clone())?;
            if let Some(model) = session.model() {
                next.set_model(model.clone());
            }
            next
        };
        let reply = dispatch(&mut next, request)?;
        if let Some(store) = &self.store {
            store.replace(next.seed(), next.corpus(), next.labels(), next.log(), next.options()).await?;
        }
        self.session.replace(next);
        self.generation.set(self.generation.get() + 1);
        self.handed_out.borrow_mut().clear();
        Ok(reply)
    }

    async fn change(&self, request: Request) -> Result<Reply> {
        let before = self.session.borrow().checkpoint();
        let reply = dispatch(&mut self.session.borrow_mut(), request)?;
        let Some(store) = &self.store else { return Ok(reply) };
        if let Err(error) = self.write(store, &before).await {
            self.session.borrow_mut().roll_back(before);
            return Err(error);
        }
        Ok(reply)
    }

    async fn write(&self, store: &Store, before: &Checkpoint) -> Result<()> {
        // Copied, because embeddings come in while the write is under way.
        let (kept, appended, meta, undone) = {
            let session = self.session.borrow();
            let kept = session.log().len().min(before.events);
            let changed = *session.labels() != before.labels || *session.options() != before.options;
            let meta = changed.then(|| (session.seed(), session.labels().clone(), session.options().clone()));
            let undone = (session.undone() != before.undone).then(|| session.undone().to_vec());
            (kept, session.log().events()[kept..].to_vec(), meta, undone)
        };
        let meta = meta.as_ref().map(|(seed, labels, options)| (*seed, labels, options));
        let change = Change { kept, removed: before.events - kept, appended: &appended, meta, undone: undone.as_deref() };
        if change.is_empty() { Ok(()) } else { store.apply(&change).await }
    }

    fn take_features(&self, generation: u32, keys: &[u32], rows: Vec<f32>, dropped: Vec<u32>) -> Result<()> {
        if generation != self.generation.get() || keys.is_empty() {
            return Ok(());
        }
        if !rows.len().is_multiple_of(keys.len()) {
            return Err(Error::new(Code::InvalidArgument, format!("{} numbers cannot be rows of {} texts.", rows.len(), keys.len())));
        }
        let rows = Matrix::from_vec(keys.len(), rows.len() / keys.len(), rows)?;
        let left_out: Vec<usize> = dropped.iter().map(|&count| count as usize).collect();
        self.session.borrow_mut().add_features(keys, &rows, &left_out)?;
        let mut unstored = self.unstored.borrow_mut();
        let mut handed_out = self.handed_out.borrow_mut();
        for (place, key) in keys.iter().enumerate() {
            if let Some(digest) = handed_out.remove(key) {
                unstored.digests.push(digest);
                unstored.rows.push_row(rows.row(place));
                unstored.dropped.push(dropped[place]);
            }
        }
        Ok(())
    }
}
