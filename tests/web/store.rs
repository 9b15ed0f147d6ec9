//! What is written is read back, and what cannot be written leaves no trace.

use std::collections::BTreeMap;

use handpick::corpus::{Corpus, Document, Event, EventLog, Label, LabelSet};
use handpick::error::Code;
use handpick::matrix::Matrix;
use handpick::session::ProjectOptions;
use handpick::web::store::{Change, Chunk, Store, digest_of};
use wasm_bindgen_test::wasm_bindgen_test;

fn labels(names: &[&str]) -> LabelSet {
    LabelSet::new(names.iter().map(|name| Label { name: (*name).into(), ..Label::default() }).collect()).unwrap()
}

fn corpus() -> Corpus {
    let document = |text: &str| Document { text: text.into(), source_label: None, cells: vec![text.into(), "007".into()] };
    Corpus {
        name: "a.csv".into(), columns: vec!["text".into(), "n".into()], documents: ["naïve 👩‍👩‍👧", "", "c\0d"].map(document).to_vec()
    }
}

fn annotate(document: u32, label: &str) -> Event {
    Event::annotate(document, label, document == 1, 1_795_574_761_250)
}

fn log(events: &[Event]) -> EventLog {
    let mut log = EventLog::default();
    events.iter().cloned().for_each(|event| log.push(event));
    log
}

async fn stored_events(store: &Store) -> Vec<Event> {
    store.read().await.unwrap().unwrap().log.events().to_vec()
}

#[wasm_bindgen_test]
async fn a_new_project_is_empty_and_a_written_one_reads_back() {
    let store = Store::open("store reads back").await.unwrap();
    assert!(store.read().await.unwrap().is_none());
    let events = [annotate(0, "x"), Event::skip(1, true, 5), Event::Unlabel { document: 0, at: 6 }];
    store.replace(u64::MAX >> 11, &corpus(), &labels(&["x", "NA"]), &log(&events), &ProjectOptions::default()).await.unwrap();
    store.close();

    let project = Store::open("store reads back").await.unwrap().read().await.unwrap().unwrap();
    assert_eq!(project.seed, u64::MAX >> 11);
    assert_eq!(project.corpus, corpus());
    assert_eq!(project.labels, labels(&["x", "NA"]));
    assert_eq!(project.log.events(), events);
}

#[wasm_bindgen_test]
async fn events_are_appended_and_taken_from_the_end() {
    let store = Store::open("store appends").await.unwrap();
    store.replace(1, &corpus(), &labels(&["x"]), &EventLog::default(), &ProjectOptions::default()).await.unwrap();
    store.apply(&Change { appended: &[annotate(0, "x"), annotate(1, "x")], ..Change::default() }).await.unwrap();
    store.apply(&Change { kept: 2, appended: &[annotate(2, "x")], ..Change::default() }).await.unwrap();
    assert_eq!(stored_events(&store).await, [annotate(0, "x"), annotate(1, "x"), annotate(2, "x")]);
    store.apply(&Change { kept: 1, removed: 2, ..Change::default() }).await.unwrap();
    assert_eq!(stored_events(&store).await, [annotate(0, "x")]);
}

#[wasm_bindgen_test]
async fn an_event_whose_number_is_taken_is_refused_with_all_that_came_along() {
    let store = Store::open("store refuses").await.unwrap();
    store.replace(1, &corpus(), &labels(&["x"]), &log(&[annotate(0, "x")]), &ProjectOptions::default()).await.unwrap();
    let other = labels(&["x", "y"]);
    let error = store
        .apply(&Change { appended: &[annotate(2, "y")], meta: Some((1, &other, &ProjectOptions::default())), ..Change::default() })
        .await
        .unwrap_err();
    assert_eq!(error.code(), Code::StorageUnavailable);
    assert!(error.message().contains("another tab"), "{error}");
    assert_eq!(stored_events(&store).await, [annotate(0, "x")]);
    assert_eq!(store.read().await.unwrap().unwrap().labels, labels(&["x"]));
}

#[wasm_bindgen_test]
async fn settings_and_what_can_be_done_again_are_kept_and_a_new_project_has_neither() {
    let store = Store::open("store settings").await.unwrap();
    let options = ProjectOptions { guideline: "Read twice.".into(), ..ProjectOptions::default() };
    store.replace(1, &corpus(), &labels(&["x"]), &EventLog::default(), &options).await.unwrap();
    store.apply(&Change { undone: Some(&[annotate(0, "x")]), ..Change::default() }).await.unwrap();
    let stored = store.read().await.unwrap().unwrap();
    assert_eq!((stored.options, stored.undone), (options, vec![annotate(0, "x")]));
    store.replace(1, &corpus(), &labels(&["x"]), &EventLog::default(), &ProjectOptions::default()).await.unwrap();
    let stored = store.read().await.unwrap().unwrap();
    assert_eq!((stored.options, stored.undone.len()), (ProjectOptions::default(), 0));
}

#[wasm_bindgen_test]
async fn a_project_that_cannot_be_read_says_so() {
    let store = Store::open("store damaged").await.unwrap();
    store.replace(1, &corpus(), &labels(&["x"]), &EventLog::default(), &ProjectOptions::default()).await.unwrap();
    super::engine::damage("store damaged", "events", "{").await;
    assert_eq!(store.read().await.unwrap_err().code(), Code::ProjectMalformed);
}

#[wasm_bindgen_test]
async fn embeddings_are_found_by_text_and_model() {
    let store = Store::open("store features").await.unwrap();
    let chunk = |texts: &[&str], first: f32| Chunk {
        digests: texts.iter().map(|text| digest_of(text)).collect(),
        rows: Matrix::from_vec(texts.len(), 2, (0..2 * texts.len()).map(|number| first + number as f32).collect()).unwrap(),
        dropped: (0..texts.len() as u32).collect(),
    };
    store.keep_features("model one", &chunk(&["a", "b"], 0.0)).await.unwrap();
    store.keep_features("model one", &chunk(&["c"], 10.0)).await.unwrap();

    let wanted: BTreeMap<_, _> = [(digest_of("b"), 7), (digest_of("c"), 8), (digest_of("z"), 9)].into();
    let mut found = Vec::new();
    let mut take = |keys: &[u32], rows: Matrix, dropped: Vec<usize>| found.push((keys.to_vec(), rows.into_vec(), dropped));
    store.find_features("model one", &wanted, &mut take).await.unwrap();
    assert_eq!(found, [(vec![7], vec![2.0, 3.0], vec![1]), (vec![8], vec![10.0, 11.0], vec![0])]);

    // What another model made is of no use, and goes.
    store.find_features("model two", &wanted, |_, _, _| panic!("another model's rows were handed out")).await.unwrap();
    store.find_features("model one", &wanted, |_, _, _| panic!("it should have been deleted")).await.unwrap();
}
