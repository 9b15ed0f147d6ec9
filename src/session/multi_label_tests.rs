//! A project whose texts may have several labels, from the first answer to the saved file.

use super::tests::{embed_all, embedding, label};
use super::*;
use crate::error::Code;
use crate::strategy::{self, StrategyConfig};

const WORDS: [&str; 3] = ["apple", "boat", "cloud"];

/// "apple cloud 17": the words are the labels. Some texts have none.
fn texts(count: usize) -> Vec<String> {
    let words = |i: usize| (0..3).filter(move |word| (i % 8) >> word & 1 == 1).map(|word| format!("{} ", WORDS[word]));
    (0..count).map(|i| format!("{}{i}", words(i).collect::<String>())).collect()
}

/// Each word has its own direction; a text lies between those of its words.
fn place(text: &str) -> Vec<f32> {
    let mut row: Vec<f32> = embedding(text).iter().map(|x| 0.2 * x).collect();
    row.resize(12, 0.0);
    text.split(' ').filter_map(|word| WORDS.iter().position(|other| *other == word)).for_each(|word| row[8 + word] += 1.0);
    row[11] += 0.5;
    let length = crate::matrix::norm(&row);
    row.iter_mut().for_each(|x| *x /= length);
    row
}

fn embed(session: &mut Session) {
    let pending = session.pending_texts(usize::MAX);
    let mut rows = Matrix::default();
    pending.iter().for_each(|text| rows.push_row(&place(&text.text)));
    let keys: Vec<u32> = pending.iter().map(|text| text.key).collect();
    session.add_features(&keys, &rows, &vec![0; keys.len()]).unwrap();
}

fn several() -> ProjectOptions {
    ProjectOptions { multi_label: true, ..ProjectOptions::default() }
}

fn project(count: usize) -> Session {
    let mut session = Session::new(7);
    session.import(&Source::Texts { texts: texts(count) }, &ImportOptions::default()).unwrap();
    session.set_labels(WORDS.map(label).to_vec()).unwrap();
    session.set_options(several()).unwrap();
    embed(&mut session);
    session
}

fn truth(session: &Session, id: DocId) -> Vec<String> {
    let text = &session.corpus().get(id).unwrap().text;
    WORDS.iter().filter(|word| text.contains(**word)).map(|word| (*word).to_owned()).collect()
}

fn set(document: DocId, labels: &[&str], audit: bool) -> Event {
    Event::AnnotateSet { document, labels: labels.iter().map(|label| (*label).to_owned()).collect(), audit, asked_by: None, at: 0 }
}

fn answer_some(session: &mut Session, count: usize) -> Vec<DocId> {
    (0..count)
        .map(|_| {
            let item = session.query(None, 1).unwrap().remove(0);
            let labels = truth(session, item.id);
            session.apply(Event::AnnotateSet { document: item.id, labels, audit: item.audit, asked_by: Some(item.strategy), at: 0 }).unwrap();
            item.id
        })
        .collect()
}

#[test]
fn several_labels_are_learnt_and_every_text_gets_all_of_its_own() {
    let mut session = project(96);
    answer_some(&mut session, 40);
    let predictions = session.predict().unwrap();
    let right = predictions.iter().filter(|row| row.labels == truth(&session, row.id)).count();
    assert!(right >= 90, "{right} of 96 with all labels right");
    assert!(predictions.iter().any(|row| row.labels.is_empty()) && predictions.iter().any(|row| row.labels.len() == 3));
    let sums: Vec<f32> = predictions.iter().map(|row| row.probabilities.iter().sum()).collect();
    assert!(sums.iter().any(|&sum| sum > 2.0) && sums.iter().any(|&sum| sum < 0.5), "probabilities are independent");
    assert!(session.head().unwrap().is_none() && session.multi_label_head().unwrap().is_some());
    let status = session.status();
    assert_eq!((status.labelled, status.phase.as_str(), status.multi_label), (40, "learning", true));
    let given: usize = predictions.iter().filter_map(|row| row.answers.as_ref()).map(Vec::len).sum();
    assert_eq!(status.classes.iter().map(|class| class.count).sum::<usize>(), given);
    let (total, answered) = session.answered(0, 100);
    assert_eq!(total, 40);
    assert!(answered.iter().all(|row| row.labels == truth(&session, row.id)));
}

#[test]
fn a_question_suggests_every_label_that_applies_and_its_probability() {
    let mut session = project(96);
    answer_some(&mut session, 40);
    let all = (0..96).find(|&id| truth(&session, id).len() == 3).unwrap();
    let suggestion = session.item(all).unwrap().suggestion.unwrap();
    assert_eq!((suggestion.labels.len(), suggestion.source.as_str()), (3, "head"));
    assert!(suggestion.probabilities.is_sorted_by(|a, b| a >= b) && suggestion.probabilities[2] >= 0.5);
    assert_eq!((&suggestion.label, suggestion.probability), (&suggestion.labels[0], suggestion.probabilities[0]));
    let none = (0..96).find(|&id| truth(&session, id).is_empty()).unwrap();
    let suggestion = session.item(none).unwrap().suggestion.unwrap();
    assert!(suggestion.labels.is_empty() && suggestion.probability < 0.5);
}

#[test]
fn the_start_looks_around_and_then_the_first_choice_for_several_labels_asks() {
    let mut session = project(96);
    assert_eq!(session.query(None, 1).unwrap()[0].strategy, "kmeans");
    answer_some(&mut session, 24);
    let first = StrategyConfig::first_choice_multi_label().name().to_owned();
    let auto = StrategyConfig::first_choice();
    assert_eq!(session.query(None, 1).unwrap()[0].strategy, first);
    assert_eq!(session.query(Some(&auto), 1).unwrap()[0].strategy, first, "the page asks by auto where nobody chose");
}

#[test]
fn every_strategy_of_the_menu_works_or_refuses_as_the_menu_says() {
    let mut session = project(64);
    answer_some(&mut session, 26);
    for line in strategy::menu() {
        let config = StrategyConfig::from_name(&line.name).unwrap();
        match session.query(Some(&config), 3) {
            Ok(items) => assert!(items.len() == 3 && (line.multi_label || line.name == "auto"), "{}", line.name),
            Err(error) => assert!(error.code() == Code::InvalidStrategy && !line.multi_label, "{}: {error}", line.name),
        }
    }
}

#[test]
fn undo_takes_a_label_set_back_and_the_model_with_it() {
    let mut session = project(64);
    answer_some(&mut session, 20);
    let (before, next) = (session.predict().unwrap(), session.query(None, 3).unwrap());
    session.apply(set(next[0].id, &WORDS, false)).unwrap();
    assert_ne!(session.predict().unwrap(), before);
    session.undo().unwrap();
    for (a, b) in before.iter().zip(&session.predict().unwrap()) {
        assert_eq!((&a.answers, &a.labels), (&b.answers, &b.labels));
        assert!(a.probabilities.iter().zip(&b.probabilities).all(|(a, b)| (a - b).abs() < 1e-4));
    }
    let ids = |items: &[QueryItem]| items.iter().map(|item| item.id).collect::<Vec<_>>();
    assert_eq!(ids(&session.query(None, 3).unwrap()), ids(&next));
}

#[test]
fn a_saved_project_with_several_labels_opens_at_the_same_place_and_replays_to_the_same_questions() {
    let mut session = project(64);
    let asked = answer_some(&mut session, 30);
    assert_eq!(asked, answer_some(&mut project(64), 30));
    let bytes = session.save().unwrap().bytes;
    let file: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(file["head"]["fitted"], serde_json::json!([true, true, true]));
    let mut opened = Session::new(99);
    opened.restore(&bytes).unwrap();
    embed(&mut opened);
    assert_eq!(opened.status(), session.status());
    let ids = |session: &mut Session| session.query(None, 5).unwrap().iter().map(|item| item.id).collect::<Vec<_>>();
    assert_eq!(ids(&mut opened), ids(&mut session));
}

#[test]
fn switching_to_one_label_and_back_keeps_every_answer() {
    let mut session = project(64);
    answer_some(&mut session, 24);
    let (before, log) = (session.predict().unwrap(), session.log().clone());
    session.set_options(ProjectOptions::default()).unwrap();
    let status = session.status();
    let ones = before.iter().filter(|row| row.answers.as_ref().is_some_and(|names| names.len() == 1)).count();
    assert_eq!((status.labelled, status.multi_label), (ones, false), "sets of one count");
    assert!(session.predict().unwrap().iter().all(|row| row.answers.as_ref().is_none_or(|names| names.len() == 1)));
    assert!(session.query(None, 1).unwrap()[0].suggestion.is_some());
    session.set_options(several()).unwrap();
    assert_eq!(session.log(), &log);
    let again = session.predict().unwrap();
    assert!(before.iter().zip(&again).all(|(a, b)| (&a.answers, &a.labels) == (&b.answers, &b.labels)));
}

#[test]
fn a_single_label_counts_as_a_set_of_one_and_names_that_went_are_left_out() {
    let mut session = project(16);
    session.apply(Event::annotate(1, "apple", false, 0)).unwrap();
    session.apply(set(3, &["apple", "boat"], false)).unwrap();
    session.apply(set(0, &[], false)).unwrap();
    session.apply(set(2, &["boat"], false)).unwrap();
    session.set_labels(vec![label("apple"), label("cloud")]).unwrap();
    embed(&mut session);
    let answers: Vec<Option<Vec<String>>> = session.predict().unwrap().into_iter().take(4).map(|row| row.answers).collect();
    let apple = Some(vec!["apple".to_owned()]);
    assert_eq!(answers, [Some(Vec::new()), apple.clone(), None, apple], "an answer that lost all its names says nothing any more");
}

#[test]
fn the_exported_head_reproduces_the_probabilities_by_a_sigmoid() {
    let mut session = project(64);
    answer_some(&mut session, 24);
    let head: serde_json::Value = serde_json::from_slice(&session.export_head().unwrap().bytes).unwrap();
    assert!(head["how"].as_str().unwrap().contains("sigmoid") && head["threshold"] == 0.5);
    for row in session.predict().unwrap() {
        let x = place(&session.corpus().get(row.id).unwrap().text);
        for (label, &probability) in row.probabilities.iter().enumerate() {
            let weights = head["weights"][label].as_array().unwrap();
            let product: f64 = weights.iter().zip(&x).map(|(w, x)| w.as_f64().unwrap() * f64::from(*x)).sum();
            let by_hand = 1.0 / (1.0 + (-(product + head["bias"][label].as_f64().unwrap())).exp());
            assert!((by_hand - f64::from(probability)).abs() < 1e-5);
        }
    }
}

#[test]
fn the_estimate_of_several_labels_counts_whole_sets_and_every_label_by_itself() {
    let mut session = project(160);
    answer_some(&mut session, 96);
    let mut evaluation = session.evaluate().unwrap();
    while !evaluation.complete {
        evaluation = session.evaluate().unwrap();
    }
    let audit = evaluation.audit.unwrap();
    assert_eq!((audit.audited, audit.audited >= 12), (session.status().audited, true));
    assert!(audit.low <= audit.accuracy && audit.accuracy <= audit.high && audit.accuracy > 0.7, "{audit:?}");
    assert_eq!((audit.per_class.len(), audit.confusion.len()), (3, 0));
    assert!(audit.per_class.iter().all(|class| class.recall > 0.7 && class.brier.is_some_and(|brier| brier < 0.2)), "{audit:?}");
    let decisions: usize = audit.calibration.bins.iter().map(|bin| bin.count).sum();
    assert_eq!(decisions, 3 * audit.audited);
    assert!(evaluation.sentence.contains("all labels right"), "{}", evaluation.sentence);
    assert!(evaluation.curve.len() >= 4 && evaluation.curve.is_sorted_by_key(|point| point.labels));
    assert!(evaluation.stopping.comparisons >= 1 && evaluation.stopping.compared == 160 - 90, "{:?}", evaluation.stopping);
}

#[test]
fn a_label_planted_or_forgotten_by_mistake_is_found_and_named() {
    let mut session = project(160);
    let ids: Vec<DocId> = (0..120).collect();
    for &id in &ids {
        let mut labels = truth(&session, id);
        if id == 9 {
            labels.push("cloud".to_owned());
        }
        session.apply(Event::AnnotateSet { document: id, labels, audit: false, asked_by: None, at: 0 }).unwrap();
    }
    let issues = session.label_issues(5).unwrap();
    let worst = &issues.suspicious[0];
    assert_eq!((issues.judged, worst.id), (120, 9));
    assert_eq!((worst.label.as_str(), worst.suggested.as_str()), ("apple, cloud", "apple"));
    assert!(worst.reason.contains("“cloud” does not apply"), "{}", worst.reason);
}

#[test]
fn a_project_of_one_label_asks_yes_or_no() {
    let mut session = project(32);
    session.set_labels(vec![label("boat")]).unwrap();
    embed(&mut session);
    let mut answered = 0;
    while answered < 20 {
        let item = session.query(None, 1).unwrap().remove(0);
        let labels = truth(&session, item.id).into_iter().filter(|name| name == "boat").collect();
        session.apply(Event::AnnotateSet { document: item.id, labels, audit: item.audit, asked_by: None, at: 0 }).unwrap();
        answered += 1;
    }
    assert_eq!(session.status().phase, "learning");
    let right = session.predict().unwrap().iter().filter(|row| row.labels.is_empty() != truth(&session, row.id).contains(&"boat".into())).count();
    assert!(right >= 29, "{right} of 32");
}

#[test]
fn strategies_for_several_labels_are_refused_where_a_text_has_one() {
    let mut session = Session::new(1);
    session.import(&Source::Texts { texts: texts(8) }, &ImportOptions::default()).unwrap();
    session.set_labels(WORDS.map(label).to_vec()).unwrap();
    embed_all(&mut session);
    let refused = session.query(Some(&StrategyConfig::first_choice_multi_label()), 1).unwrap_err();
    assert_eq!(refused.code(), Code::InvalidStrategy);
}

#[test]
fn a_replay_of_label_sets_is_refused_rather_than_replayed_wrongly() {
    let mut session = project(64);
    answer_some(&mut session, 30);
    let options = serde_json::from_value(serde_json::json!({"strategies": ["random"]})).unwrap();
    assert_eq!(session.simulate(&options).unwrap_err().code(), Code::InvalidArgument);
}

#[test]
fn an_empty_set_in_a_project_without_labels_is_no_answer_yet() {
    let mut session = project(8);
    session.set_labels(Vec::new()).unwrap();
    session.apply(set(3, &[], false)).unwrap();
    assert_eq!(session.status().labelled, 0);
    assert!(session.predict().unwrap().iter().all(|row| row.labels.is_empty()));
    assert!(session.query(None, 2).unwrap().iter().all(|item| item.suggestion.is_none()));
    session.set_labels(WORDS.map(label).to_vec()).unwrap();
    assert_eq!(session.status().labelled, 1);
}
