//! The model's files, from a server that the tests play: right, wrong, cut short, replaced by a web page, or not there.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use handpick::encoder::{ModelFiles, model_id};
use handpick::web::{identify_model, load_model};
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use sha2::{Digest, Sha256};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{AbortSignal, Request, Response};

use super::{code, get, message};

const CONFIG: &[u8] = include_bytes!("../fixtures/tiny_model/config.json");
const TOKENIZER: &[u8] = include_bytes!("../fixtures/tiny_model/tokenizer.json");
const WEIGHTS: &[u8] = include_bytes!("../fixtures/tiny_model/model.safetensors");
const MANIFEST: &str = "handpick-model.json";

/// What the server says to one address.
#[derive(Clone)]
enum Answer {
    Bytes(Vec<u8>),
    Status(u16),
    Offline,
}

type Site = Rc<RefCell<BTreeMap<String, Answer>>>;

/// A server with one model in a folder of its own, and a count of what was asked for. Takes the place of `fetch` until it is dropped.
struct Server {
    folder: String,
    files: Site,
    asked: Rc<RefCell<Vec<String>>>,
    original: JsValue,
    _fetch: Closure<dyn FnMut(Request) -> JsValue>,
}

impl Server {
    fn new(name: &str) -> Self {
        let files: Site = Rc::default();
        let asked: Rc<RefCell<Vec<String>>> = Rc::default();
        let fetch = Closure::<dyn FnMut(Request) -> JsValue>::new({
            let (files, asked) = (files.clone(), asked.clone());
            move |request: Request| {
                let url = request.url();
                let name = url.rsplit('/').next().unwrap_or_default().to_owned();
                asked.borrow_mut().push(name.clone());
                reply(files.borrow().get(&name).unwrap_or(&Answer::Status(404))).into()
            }
        });
        let original = get(&js_sys::global(), "fetch");
        Reflect::set(&js_sys::global(), &"fetch".into(), fetch.as_ref()).unwrap();
        let server = Self { folder: format!("https://models.invalid/{name}/"), files, asked, original, _fetch: fetch };
        for (name, bytes) in [("config.json", CONFIG), ("tokenizer.json", TOKENIZER), ("model.safetensors", WEIGHTS)] {
            server.serve(name, Answer::Bytes(bytes.to_vec()));
        }
        server
    }

    fn with_manifest(name: &str) -> Self {
        let server = Self::new(name);
        let entry = |name: &str, bytes: &[u8]| {
            let digest: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            format!(r#"{{"name":"{name}","bytes":{},"sha256":"{digest}"}}"#, bytes.len())
        };
        let entries = [entry("config.json", CONFIG), entry("tokenizer.json", TOKENIZER), entry("model.safetensors", WEIGHTS)];
        server.serve(MANIFEST, Answer::Bytes(format!(r#"{{"name":"tiny","files":[{}]}}"#, entries.join(",")).into_bytes()));
        server
    }

    fn serve(&self, name: &str, answer: Answer) {
        self.files.borrow_mut().insert(name.into(), answer);
    }

    fn go_offline(&self) {
        self.files.borrow_mut().values_mut().for_each(|answer| *answer = Answer::Offline);
    }

    fn asked(&self, name: &str) -> usize {
        self.asked.borrow().iter().filter(|asked| *asked == name).count()
    }

    async fn load(&self) -> Result<JsValue, JsValue> {
        load_model(self.folder.clone(), Function::new_no_args(""), None).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        Reflect::set(&js_sys::global(), &"fetch".into(), &self.original).unwrap();
    }
}

fn reply(answer: &Answer) -> Promise {
    match answer {
        Answer::Bytes(bytes) => {
            Promise::resolve(&JsValue::from(Response::new_with_opt_js_u8_array(Some(&Uint8Array::from(bytes.as_slice()))).unwrap()))
        }
        Answer::Status(status) => {
            let make = Function::new_with_args("status", "return new Response('no', { status })");
            Promise::resolve(&make.call1(&JsValue::NULL, &(*status).into()).unwrap())
        }
        Answer::Offline => Promise::reject(&js_sys::TypeError::new("Failed to fetch")),
    }
}

fn weights(model: &JsValue) -> Vec<u8> {
    get(model, "weights").unchecked_into::<Uint8Array>().to_vec()
}

#[wasm_bindgen_test]
async fn a_model_arrives_whole_with_progress_in_bytes_and_is_kept() {
    let server = Server::with_manifest("whole");
    let steps = Array::new();
    let record = Function::new_with_args("done, total", "this.push([done, total])").bind0(&steps);
    let model = load_model(server.folder.clone(), record.unchecked_into(), None).await.unwrap();
    assert_eq!(weights(&model), WEIGHTS);
    assert_eq!(get(&model, "name").as_string().unwrap(), "whole");
    assert!(get(&model, "notice").is_undefined(), "{:?}", get(&model, "notice"));
    let total = (CONFIG.len() + TOKENIZER.len() + WEIGHTS.len()) as f64;
    let last = Array::from(&steps.get(steps.length() - 1));
    assert_eq!([last.get(0), last.get(1)].map(|number| number.as_f64().unwrap()), [total, total]);

    // The same identity as the native command line gives it, before and after loading.
    let id = model_id(&ModelFiles { config: CONFIG, tokenizer: TOKENIZER, weights: WEIGHTS });
    assert_eq!(get(&model, "id").as_string().unwrap(), id);
    let known = identify_model(server.folder.clone()).await.unwrap();
    assert_eq!(get(&known, "id").as_string().unwrap(), id);

    server.load().await.unwrap();
    assert_eq!(server.asked("model.safetensors"), 1, "the second time it comes from the cache");
    server.go_offline();
    assert_eq!(weights(&server.load().await.unwrap()), WEIGHTS);
    assert_eq!(get(&identify_model(server.folder.clone()).await.unwrap(), "id").as_string().unwrap(), id);
}

#[wasm_bindgen_test]
async fn an_ordinary_folder_without_a_manifest_will_do() {
    let server = Server::new("ordinary");
    assert_eq!(weights(&server.load().await.unwrap()), WEIGHTS);
    assert!(identify_model(server.folder.clone()).await.unwrap().is_undefined());
    server.go_offline();
    assert_eq!(weights(&server.load().await.unwrap()), WEIGHTS);
}

#[wasm_bindgen_test]
async fn what_is_wrong_is_named_never_kept_and_mended_by_another_try() {
    let page = b"\n<!DOCTYPE html><title>Welcome</title>".to_vec();
    let mut changed = WEIGHTS.to_vec();
    *changed.last_mut().unwrap() ^= 1;
    let longer = [WEIGHTS, b"more"].concat();
    let cases = [
        ("model.safetensors", Answer::Status(404), "model_unavailable"),
        ("tokenizer.json", Answer::Status(500), "model_unavailable"),
        ("config.json", Answer::Offline, "model_unavailable"),
        ("model.safetensors", Answer::Bytes(page.clone()), "model_unavailable"),
        ("config.json", Answer::Bytes(page.clone()), "model_unavailable"),
        ("model.safetensors", Answer::Bytes(WEIGHTS[..WEIGHTS.len() - 100].to_vec()), "model_corrupt"),
        ("model.safetensors", Answer::Bytes(changed), "model_corrupt"),
        ("model.safetensors", Answer::Bytes(longer), "model_corrupt"),
        ("tokenizer.json", Answer::Bytes(Vec::new()), "model_corrupt"),
    ];
    for (place, (name, answer, expected)) in cases.into_iter().enumerate() {
        let server = Server::with_manifest(&format!("wrong-{place}"));
        let right = server.files.borrow()[name].clone();
        server.serve(name, answer);
        let error = server.load().await.unwrap_err();
        assert_eq!(code(&error), expected, "{}", message(&error));
        assert!(message(&error).contains(name), "{}", message(&error));
        server.serve(name, right);
        assert_eq!(weights(&server.load().await.unwrap()), WEIGHTS);
    }
}

#[wasm_bindgen_test]
async fn without_a_manifest_damage_is_still_told() {
    for (place, (name, bytes)) in [
        ("model.safetensors", WEIGHTS[..WEIGHTS.len() - 100].to_vec()),
        ("model.safetensors", b"version https://git-lfs.github.com/spec/v1".to_vec()),
        ("tokenizer.json", b"not json".to_vec()),
    ]
    .into_iter()
    .enumerate()
    {
        let server = Server::new(&format!("damaged-{place}"));
        server.serve(name, Answer::Bytes(bytes));
        assert_eq!(code(&server.load().await.unwrap_err()), "model_corrupt", "{name}");
    }
}

#[wasm_bindgen_test]
async fn a_start_page_in_place_of_the_manifest_means_that_there_is_none() {
    let server = Server::new("start-page");
    server.serve(MANIFEST, Answer::Bytes(b"<html></html>".to_vec()));
    assert_eq!(weights(&server.load().await.unwrap()), WEIGHTS);
    server.serve(MANIFEST, Answer::Bytes(br#"{"files":[{"name":"config.json","bytes":1,"sha256":"xyz"}]}"#.to_vec()));
    assert_eq!(code(&server.load().await.unwrap_err()), "model_corrupt");
}

#[wasm_bindgen_test]
async fn a_copy_in_the_cache_that_was_damaged_is_replaced() {
    let server = Server::with_manifest("cache-damaged");
    server.load().await.unwrap();
    let cache = cache().await;
    for request in Array::from(&wasm_bindgen_futures::JsFuture::from(cache.keys()).await.unwrap()).iter().map(JsCast::unchecked_into::<Request>) {
        if request.url().contains("cache-damaged/model.safetensors") {
            let rubbish = Response::new_with_opt_str(Some("<html>rubbish</html>")).unwrap();
            wasm_bindgen_futures::JsFuture::from(cache.put_with_request(&request, &rubbish)).await.unwrap();
        }
    }
    assert_eq!(weights(&server.load().await.unwrap()), WEIGHTS);
    assert_eq!(server.asked("model.safetensors"), 2);
    server.load().await.unwrap();
    assert_eq!(server.asked("model.safetensors"), 2);
}

async fn cache() -> web_sys::Cache {
    let storage: web_sys::CacheStorage = get(&js_sys::global(), "caches").unchecked_into();
    wasm_bindgen_futures::JsFuture::from(storage.open("handpick-models")).await.unwrap().unchecked_into()
}

#[wasm_bindgen_test]
async fn loading_can_be_cancelled() {
    let server = Server::with_manifest("cancelled");
    let error = load_model(server.folder.clone(), Function::new_no_args(""), Some(AbortSignal::abort())).await.unwrap_err();
    assert_eq!(code(&error), "cancelled");
}
