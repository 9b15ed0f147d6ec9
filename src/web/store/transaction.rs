//! One IndexedDB transaction: requests, and the wait for its end with the true cause of a failure.
//! Knows nothing of projects.
//!
//! `idb` opens databases and makes the requests. Two things are done here on the browser's own object: asking for strict durability, and
//! waiting for `complete` or `abort`. A full disk shows as an abort without any failed request, and only the transaction knows why.

use idb::{ObjectStore, Query, TransactionMode};
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{IdbDatabase, IdbTransaction};

use crate::error::{Code, Error, Result};
use crate::web::wire;

/// A transaction under way. It commits by itself once nothing more is asked of it.
pub struct Transaction {
    inner: IdbTransaction,
    end: Promise,
    wrapped: idb::Transaction,
}

impl Transaction {
    /// Begins one. `strict` asks for the data to be on the disk when it ends.
    ///
    /// # Errors
    /// `storage_unavailable` where the database was closed or deleted.
    pub fn open(database: &IdbDatabase, stores: &[&str], mode: TransactionMode, strict: bool) -> Result<Self> {
        let inner = begin(database, stores, mode, strict).map_err(|error| failure("used", &error))?;
        // Listened to from the start: a transaction without requests is over after this turn of the event loop.
        let end = end_of(&inner);
        // Who only reads does not wait for the end; its failure shows in the requests.
        let watched = JsFuture::from(end.clone());
        spawn_local(async move { drop(watched.await) });
        Ok(Self { wrapped: inner.clone().into(), inner, end })
    }

    /// Waits for the end.
    ///
    /// # Errors
    /// `storage_full`, `storage_unavailable`; nothing was written then.
    pub async fn finish(self) -> Result<()> {
        JsFuture::from(self.end.clone()).await.map_err(|error| failure("written", &error))?;
        Ok(())
    }

    /// Writes a value under a key.
    pub fn put(&self, store: &str, key: &JsValue, value: &JsValue) -> Result<()> {
        self.store(store)?.put(value, Some(key)).map(drop).map_err(|error| self.refused(&error))
    }

    /// Writes a value under the store's own next key.
    pub fn append(&self, store: &str, value: &JsValue) -> Result<()> {
        self.store(store)?.add(value, None).map(drop).map_err(|error| self.refused(&error))
    }

    /// Writes a value under a key that must be free; the transaction fails otherwise.
    pub fn add(&self, store: &str, key: &JsValue, value: &JsValue) -> Result<()> {
        self.store(store)?.add(value, Some(key)).map(drop).map_err(|error| self.refused(&error))
    }

    /// Deletes a key; nothing happens where it is not there.
    pub fn delete(&self, store: &str, key: &JsValue) -> Result<()> {
        self.store(store)?.delete(Query::Key(key.clone())).map(drop).map_err(|error| self.refused(&error))
    }

    /// Deletes all.
    pub fn clear(&self, store: &str) -> Result<()> {
        self.store(store)?.clear().map(drop).map_err(|error| self.refused(&error))
    }

    /// The value of a key.
    pub async fn get(&self, store: &str, key: &JsValue) -> Result<Option<JsValue>> {
        let request = self.store(store)?.get(Query::Key(key.clone())).map_err(|error| self.refused(&error))?;
        request.await.map_err(|error| self.refused(&error))
    }

    /// All values by rising key.
    pub async fn all(&self, store: &str) -> Result<Vec<JsValue>> {
        let request = self.store(store)?.get_all(None, None).map_err(|error| self.refused(&error))?;
        request.await.map_err(|error| self.refused(&error))
    }

    /// All keys, rising.
    pub async fn keys(&self, store: &str) -> Result<Vec<JsValue>> {
        let request = self.store(store)?.get_all_keys(None, None).map_err(|error| self.refused(&error))?;
        request.await.map_err(|error| self.refused(&error))
    }

    fn store(&self, name: &str) -> Result<ObjectStore> {
        self.wrapped.object_store(name).map_err(|error| self.refused(&error))
    }

    fn refused(&self, error: &idb::Error) -> Error {
        // Takes with it what was asked for before; it may have ended by itself already.
        let _ = self.inner.abort();
        failure("used", &JsValue::from(error.to_string()))
    }
}

/// `web_sys` does not offer the options argument in its stable form, so the method is called by name.
fn begin(database: &IdbDatabase, stores: &[&str], mode: TransactionMode, strict: bool) -> std::result::Result<IdbTransaction, JsValue> {
    let options = Object::new();
    if strict {
        Reflect::set(&options, &"durability".into(), &"strict".into())?;
    }
    let names: Array = stores.iter().map(|name| JsValue::from(*name)).collect();
    let mode = if mode == TransactionMode::ReadWrite { "readwrite" } else { "readonly" };
    let method: Function = Reflect::get(database, &"transaction".into())?.dyn_into()?;
    Ok(method.call3(database, &names, &mode.into(), &options)?.unchecked_into())
}

fn end_of(transaction: &IdbTransaction) -> Promise {
    Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        let ended = transaction.clone();
        let on_abort = Closure::once_into_js(move |_: web_sys::Event| {
            let cause = ended.error().map_or(JsValue::from("the write was given up"), JsValue::from);
            let _ = reject.call1(&JsValue::NULL, &cause);
        });
        transaction.set_onabort(Some(on_abort.unchecked_ref()));
    })
}

/// What a failure of the browser's storage means to a person.
pub fn failure(what: &str, cause: &JsValue) -> Error {
    let (name, message) = (wire::name_of(cause), wire::message_of(cause));
    let is = |exception: &str| name == exception || message.contains(exception);
    if is("QuotaExceededError") {
        return Error::new(Code::StorageFull, "The browser's storage is full. Free some disk space, or save the project as a file; then try again.");
    }
    if is("ConstraintError") {
        return Error::new(Code::StorageUnavailable, "The project was changed in another tab. Reload this page to go on from there.");
    }
    if is("VersionError") {
        return Error::new(Code::StorageUnavailable, "The project was stored by a newer Handpick. Reload the page to get it.");
    }
    let message = format!(
        "The browser's storage could not be {what} ({message}). Allow storage for this page, or work in memory and save the project as a file."
    );
    Error::new(Code::StorageUnavailable, message)
}
