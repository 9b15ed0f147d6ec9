//! Answers are stored before they are answered; memory and store agree, also when a write fails.

use handpick::web::Engine;
use idb::{Factory, TransactionMode};
use js_sys::{Array, Float32Array, JSON, Uint32Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{code, get, number};

async fn open(project: &str) -> Engine {
    Engine::open(Some(project.into()), 3.0).await.expect("storage is there")
}

/// A request as the page would send it.
async fn ask(engine: &Engine, request: &str) -> Result<JsValue, JsValue> {
    engine.handle(JSON::parse(request).unwrap()).await
}

async fn fill(engine: &Engine) {
    ask(engine, r#"{"type":"import","source":{"type":"texts","texts":["one","two","three","four"]},"options":{}}"#).await.unwrap();
    ask(engine, r#"{"type":"setLabels","labels":[{"name":"a"},{"name":"b"}]}"#).await.unwrap();
}

fn status(engine: &Engine) -> String {
    String::from(JSON::stringify(&engine.status().unwrap()).unwrap())
}

/// Overwrites the first value of an object store.
pub async fn damage(project: &str, store: &str, value: &str) {
    let database = Factory::new().unwrap().open(&format!("handpick/{project}"), None).unwrap().await.unwrap();
    let transaction = database.transaction(&[store], TransactionMode::ReadWrite).unwrap();
    transaction.object_store(store).unwrap().put(&value.into(), Some(&0.into())).unwrap().await.unwrap();
    transaction.await.unwrap();
    database.close();
}

/// Takes the database away under the engine, as a browser does that clears its data.
async fn take_away(project: &str) {
    Factory::new().unwrap().delete(&format!("handpick/{project}")).unwrap().await.unwrap();
}

#[wasm_bindgen_test]
async fn a_project_is_as_it_was_left() {
    let engine = open("engine reopens").await;
    fill(&engine).await;
    ask(&engine, r#"{"type":"annotate","id":2,"label":"a","audit":true,"at":5}"#).await.unwrap();
    ask(&engine, r#"{"type":"skip","id":1}"#).await.unwrap();
    ask(&engine, r#"{"type":"annotate","id":3,"label":"b"}"#).await.unwrap();
    let undone = ask(&engine, r#"{"type":"undo"}"#).await.unwrap();
    assert_eq!(number(&undone, "id"), 3.0);
    let before = status(&engine);
    assert_eq!(number(&engine.status().unwrap(), "labelled"), 1.0);
    assert_eq!(number(&engine.status().unwrap(), "skipped"), 1.0);

    let again = open("engine reopens").await;
    assert_eq!(status(&again), before);
    let query = r#"{"type":"query","count":4}"#;
    let asked = [ask(&engine, query).await.unwrap(), ask(&again, query).await.unwrap()].map(|items| String::from(JSON::stringify(&items).unwrap()));
    assert_eq!(asked[0], asked[1]);
}

#[wasm_bindgen_test]
async fn other_documents_take_the_place_of_the_old_ones_with_their_answers() {
    let engine = open("engine imports").await;
    fill(&engine).await;
    ask(&engine, r#"{"type":"annotate","id":0,"label":"a"}"#).await.unwrap();
    ask(&engine, r#"{"type":"import","source":{"type":"texts","texts":["five","six"]},"options":{}}"#).await.unwrap();
    for engine in [&engine, &open("engine imports").await] {
        let status = engine.status().unwrap();
        assert_eq!([number(&status, "documents"), number(&status, "labelled"), number(&status, "events")], [2.0, 0.0, 0.0]);
        assert_eq!(Array::from(&get(&status, "classes")).length(), 2, "the labels stay");
    }
}

#[wasm_bindgen_test]
async fn a_project_file_comes_back_in_another_project() {
    let engine = open("engine saves").await;
    fill(&engine).await;
    ask(&engine, r#"{"type":"annotate","id":0,"label":"a"}"#).await.unwrap();
    let saved = get(&get(&ask(&engine, r#"{"type":"save"}"#).await.unwrap(), "exported"), "bytes");
    assert!(saved.is_instance_of::<js_sys::Uint8Array>());

    let other = open("engine restores").await;
    let request = JSON::parse(r#"{"type":"restore"}"#).unwrap();
    js_sys::Reflect::set(&request, &"bytes".into(), &saved).unwrap();
    other.handle(request).await.unwrap();
    assert_eq!(status(&other), status(&engine));
    assert_eq!(status(&open("engine restores").await), status(&engine));
}

#[wasm_bindgen_test]
async fn bytes_of_a_file_arrive_as_they_are() {
    let engine = Engine::open(None, 1.0).await.unwrap();
    let request = JSON::parse(r#"{"type":"import","source":{"type":"file","name":"a.csv"},"options":{"textColumn":"t"}}"#).unwrap();
    let bytes = js_sys::Uint8Array::from("t,n\nna\u{ef}ve,007\n".as_bytes());
    js_sys::Reflect::set(&get(&request, "source"), &"bytes".into(), &bytes).unwrap();
    let reply = engine.handle(request).await.unwrap();
    assert_eq!(number(&reply, "imported.documents"), 1.0);
}

#[wasm_bindgen_test]
async fn what_makes_no_sense_is_refused_by_its_code() {
    let engine = Engine::open(None, 1.0).await.unwrap();
    for (request, expected) in [
        (r#"{"type":"fly"}"#, "invalid_argument"),
        (r#"{"type":"annotate","id":-1,"label":"a"}"#, "invalid_argument"),
        (r#"{"type":"annotate","id":0,"label":"a"}"#, "unknown_document"),
        (r#"{"type":"undo"}"#, "nothing_to_undo"),
        (r#"{"type":"query","strategy":"astrology","count":1}"#, "invalid_argument"),
        (r#"{"type":"setLabels","labels":[{"name":"a"},{"name":"a"}]}"#, "invalid_labels"),
    ] {
        assert_eq!(code(&ask(&engine, request).await.unwrap_err()), expected, "{request}");
    }
}

#[wasm_bindgen_test]
async fn a_second_engine_on_the_same_project_cannot_write_over_the_first() {
    let first = open("engine twice").await;
    fill(&first).await;
    let second = open("engine twice").await;
    ask(&first, r#"{"type":"annotate","id":0,"label":"a"}"#).await.unwrap();
    let before = status(&second);
    let error = ask(&second, r#"{"type":"annotate","id":1,"label":"b"}"#).await.unwrap_err();
    assert_eq!(code(&error), "storage_unavailable");
    assert_eq!(status(&second), before, "an answer that was not stored does not count");
    assert_eq!(status(&open("engine twice").await), status(&first));
}

#[wasm_bindgen_test]
async fn a_call_that_cannot_be_stored_leaves_the_project_as_it_was() {
    let engine = open("engine loses its store").await;
    fill(&engine).await;
    ask(&engine, r#"{"type":"annotate","id":0,"label":"a","at":7}"#).await.unwrap();
    take_away("engine loses its store").await;
    let before = status(&engine);
    for request in [
        r#"{"type":"annotate","id":1,"label":"b"}"#,
        r#"{"type":"undo"}"#,
        r#"{"type":"skip","id":1}"#,
        r#"{"type":"setLabels","labels":[{"name":"c"}]}"#,
        r#"{"type":"import","source":{"type":"texts","texts":["five"]},"options":{}}"#,
    ] {
        assert_eq!(code(&ask(&engine, request).await.unwrap_err()), "storage_unavailable", "{request}");
        assert_eq!(status(&engine), before, "{request}");
    }
    // What needs no storage still works, so that the project can be saved as a file.
    ask(&engine, r#"{"type":"save"}"#).await.unwrap();
}

fn chunk(engine: &Engine, limit: usize) -> (u32, Vec<u32>, Vec<String>) {
    let chunk = engine.pending_texts(limit);
    let texts = Array::from(&get(&chunk, "texts")).iter().map(|text| text.as_string().unwrap()).collect();
    (number(&chunk, "generation") as u32, get(&chunk, "keys").unchecked_into::<Uint32Array>().to_vec(), texts)
}

/// Rows that stand for their texts: length and first letter.
fn rows(texts: &[String]) -> Vec<f32> {
    texts.iter().flat_map(|text| [text.len() as f32, text.as_bytes()[0] as f32]).collect()
}

async fn embed_all(engine: &Engine) {
    let (generation, keys, texts) = chunk(engine, 100);
    let dropped = vec![1; keys.len()];
    engine.add_features(generation, keys, Float32Array::from(rows(&texts).as_slice()).to_vec(), dropped).unwrap();
}

#[wasm_bindgen_test]
async fn embeddings_come_back_on_the_next_visit() {
    let engine = open("engine embeddings").await;
    fill(&engine).await;
    engine.use_model("tiny".into(), "model one".into(), 8).await;
    embed_all(&engine).await;
    assert!(engine.keep_features(true).await.is_undefined());
    let embedded = number(&engine.status().unwrap(), "embedded");
    assert_eq!(embedded, 6.0, "four texts and two labels");

    let again = open("engine embeddings").await;
    assert_eq!(again.use_model("tiny".into(), "model one".into(), 8).await, 6);
    assert_eq!(status(&again), status(&engine));
    assert!(chunk(&again, 100).1.is_empty());

    let other = open("engine embeddings").await;
    assert_eq!(other.use_model("other".into(), "model two".into(), 8).await, 0);
    assert_eq!(chunk(&other, 100).1.len(), 6);
}

#[wasm_bindgen_test]
async fn embeddings_of_replaced_documents_find_nobody() {
    let engine = open("engine generations").await;
    fill(&engine).await;
    let (generation, keys, texts) = chunk(&engine, 3);
    ask(&engine, r#"{"type":"import","source":{"type":"texts","texts":["five","six","seven"]},"options":{}}"#).await.unwrap();
    let count = keys.len();
    engine.add_features(generation, keys, rows(&texts), vec![0; count]).unwrap();
    assert_eq!(number(&engine.status().unwrap(), "embedded"), 0.0);
    embed_all(&engine).await;
    assert_eq!(number(&engine.status().unwrap(), "embedded"), number(&engine.status().unwrap(), "texts"));
}

#[wasm_bindgen_test]
async fn a_replay_goes_batch_by_batch_and_leaves_the_project_alone() {
    let engine = Engine::open(None, 3.0).await.unwrap();
    let texts: Vec<String> = (0..40).map(|i| format!(r#"{{"text":"{}{}","topic":"{}"}}"#, if i % 2 == 0 { "a" } else { "zz" }, i, i % 2)).collect();
    let import = format!(r#"{{"type":"import","source":{{"type":"rows","rows":[{}]}},"options":{{"textColumn":"text"}}}}"#, texts.join(","));
    ask(&engine, &import).await.unwrap();
    let options = || JSON::parse(r#"{"goldColumn":"topic","strategies":["margin","random"],"initial":4,"batch":4,"rounds":2,"seeds":2}"#).unwrap();
    assert_eq!(code(&engine.simulate(options()).err().expect("nothing is embedded")), "not_ready");
    embed_all(&engine).await;
    let before = status(&engine);
    let replay = engine.simulate(options()).ok().expect("a replay");
    // What happens to the project does not matter to it.
    ask(&engine, r#"{"type":"import","source":{"type":"texts","texts":["five"]},"options":{}}"#).await.unwrap();
    let mut steps = 0;
    while replay.step().unwrap() {
        steps += 1;
        assert_eq!(replay.done(), steps);
    }
    assert_eq!((steps, replay.total()), (12, 12));
    let simulation = get(&replay.result().unwrap(), "simulation");
    assert_eq!(number(&simulation, "pool") + number(&simulation, "test"), 40.0);
    assert_eq!(Array::from(&get(&simulation, "curves")).length(), 4);
    assert!(get(&simulation, "svg").as_string().unwrap().starts_with("<svg "));
    assert_ne!(status(&engine), before);
    let wrong = JSON::parse(r#"{"strategies":["astrology"]}"#).unwrap();
    assert_eq!(code(&engine.simulate(wrong).err().expect("no such strategy")), "invalid_argument");
}
