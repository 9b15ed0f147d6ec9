use super::*;
use crate::error::Code;
use crate::rng;
use crate::strategy::StrategyConfig;

/// A stand-in for the encoder: texts that begin alike lie near each other, on the unit sphere in 8 dimensions.
pub(super) fn embedding(text: &str) -> Vec<f32> {
    let topic = u64::from(text.bytes().next().unwrap_or(0));
    let noise = text.bytes().fold(topic, |hash, byte| rng::mix(hash, u64::from(byte)));
    let coordinate = |seed: u64, place: u64| (rng::mix(seed, place) % 2001) as f32 / 1000.0 - 1.0;
    let mut row: Vec<f32> = (0..8).map(|place| coordinate(topic, place) + 0.4 * coordinate(noise, place)).collect();
    let length = crate::matrix::norm(&row);
    row.iter_mut().for_each(|x| *x /= length);
    row
}

pub(super) fn embed_all(session: &mut Session) {
    let pending = session.pending_texts(usize::MAX);
    let mut rows = Matrix::default();
    pending.iter().for_each(|text| rows.push_row(&embedding(&text.text)));
    let keys: Vec<u32> = pending.iter().map(|text| text.key).collect();
    session.add_features(&keys, &rows, &vec![0; keys.len()]).unwrap();
}

fn texts(count: usize) -> Vec<String> {
    (0..count).map(|i| format!("{} number {i}", ["apple", "boat", "cloud"][i % 3])).collect()
}

pub(super) fn label(name: &str) -> Label {
    Label { name: name.to_owned(), ..Label::default() }
}

fn project(count: usize) -> Session {
    let mut session = Session::new(7);
    session.import(&Source::Texts { texts: texts(count) }, &ImportOptions::default()).unwrap();
    session.set_labels(vec![label("apple"), label("boat"), label("cloud")]).unwrap();
    session
}

fn truth(session: &Session, id: DocId) -> String {
    session.corpus().get(id).unwrap().text.split(' ').next().unwrap().to_owned()
}

fn answer(session: &mut Session, item: &QueryItem) {
    let label = truth(session, item.id);
    session.apply(Event::annotate(item.id, label, item.audit, 0)).unwrap();
}

/// Answers `count` items, one at a time; returns the ids in order.
fn label_some(session: &mut Session, count: usize) -> Vec<DocId> {
    (0..count)
        .map(|_| {
            let item = session.query(None, 1).unwrap().remove(0);
            answer(session, &item);
            item.id
        })
        .collect()
}

#[test]
fn labelling_teaches_the_head_and_every_text_is_scored() {
    let mut session = project(60);
    embed_all(&mut session);
    label_some(&mut session, 20);
    let predictions = session.predict().unwrap();
    let right = predictions.iter().filter(|row| row.label.as_deref() == Some(truth(&session, row.id).as_str())).count();
    assert!(right >= 55, "{right} of 60");
    assert!(predictions.iter().all(|row| (row.probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-5));
}

#[test]
fn no_text_is_asked_twice_and_none_is_ever_out_of_reach() {
    let mut session = project(30);
    embed_all(&mut session);
    let mut asked = label_some(&mut session, 30);
    asked.sort_unstable();
    assert_eq!(asked, (0..30).collect::<Vec<_>>());
    assert!(session.query(None, 1).unwrap().is_empty());
    assert_eq!(session.status().phase, "finished");
}

#[test]
fn labelling_can_start_before_anything_is_embedded() {
    let mut session = project(10);
    let items = session.query(None, 3).unwrap();
    assert_eq!(items.len(), 3);
    assert!(items.iter().all(|item| item.suggestion.is_none()));
}

#[test]
fn an_answer_notes_who_asked_and_what_the_model_had_expected() {
    let mut session = project(30);
    embed_all(&mut session);
    label_some(&mut session, 12);
    let item = session.query(None, 1).unwrap().remove(0);
    let suggestion = item.suggestion.clone().unwrap();
    session.annotate(item.id, suggestion.label, false, Some(item.strategy.clone()), 5).unwrap();
    let Some(Event::Annotate { asked_by, expected, .. }) = session.log.events().last() else { panic!("the last event is the answer") };
    assert_eq!(asked_by.as_deref(), Some(item.strategy.as_str()));
    assert_eq!(*expected, Some((1000.0 * suggestion.probability).round() as u16));
    assert_eq!(session.annotate(item.id, "no such label".into(), false, None, 5).unwrap_err().code(), Code::UnknownLabel);
}

#[test]
fn a_bandit_says_which_arm_asked_and_learns_from_the_checks() {
    let mut session = project(60);
    embed_all(&mut session);
    label_some(&mut session, 8);
    let bandit = StrategyConfig::from_name("bandit").unwrap();
    let mut arms = 0;
    for _ in 0..24 {
        let item = session.query(Some(&bandit), 1).unwrap().remove(0);
        assert!(item.audit || item.strategy.starts_with("bandit/"), "{}", item.strategy);
        arms += usize::from(!item.audit);
        let label = truth(&session, item.id);
        session.annotate(item.id, label, item.audit, Some(item.strategy), 0).unwrap();
    }
    let history = session.arms_so_far();
    let waiting = session.log.events().iter().rev().take_while(|event| !matches!(event, Event::Annotate { audit: true, .. })).count();
    assert_eq!(history.len(), arms - waiting, "every arm before the last check has its reward");
    assert!(history.iter().all(|turn| (0.0..=1.0).contains(&turn.reward)) && history.iter().any(|turn| turn.reward > 0.4), "{history:?}");
}

#[test]
fn a_label_set_of_one_class_so_far_is_defined() {
    let mut session = project(12);
    embed_all(&mut session);
    for id in [0, 3] {
        session.apply(Event::annotate(id, "apple", false, 0)).unwrap();
    }
    let items = session.query(Some(&StrategyConfig::from_name("entropy").unwrap()), 4).unwrap();
    assert_eq!(items.len(), 4);
    let suggestion = items[0].suggestion.as_ref().unwrap();
    assert_eq!((suggestion.label.as_str(), suggestion.probability), ("apple", 1.0));
}

#[test]
fn contradicting_answers_for_one_text_are_kept_and_leave_the_head_undecided() {
    let mut session = Session::new(1);
    let texts = vec!["same".to_owned(), "same".to_owned(), "other".to_owned()];
    session.import(&Source::Texts { texts }, &ImportOptions::default()).unwrap();
    session.set_labels(vec![label("yes"), label("no")]).unwrap();
    embed_all(&mut session);
    for (document, label) in [(0, "yes"), (1, "no")] {
        session.apply(Event::annotate(document, label, false, 0)).unwrap();
    }
    let rows = session.predict().unwrap();
    assert!((rows[0].probabilities[0] - 0.5).abs() < 1e-4, "{:?}", rows[0].probabilities);
    assert_eq!((rows[0].answer.as_deref(), rows[1].answer.as_deref()), (Some("yes"), Some("no")));
}

#[test]
fn a_repeated_text_is_embedded_once_and_asked_about_last() {
    let mut session = Session::new(1);
    let texts = ["a x", "a x", "b y", "", "  "].map(str::to_owned).to_vec();
    let imported = session.import(&Source::Texts { texts }, &ImportOptions::default()).unwrap();
    assert_eq!((imported.documents, imported.blank, imported.distinct), (5, 2, 2));
    session.set_labels(vec![label("p"), label("q")]).unwrap();
    assert_eq!(session.pending_texts(100).len(), 4, "two labels and two texts");
    session.requeue_texts();
    embed_all(&mut session);
    let mut order = Vec::new();
    while let Some(item) = session.query(None, 1).unwrap().first().cloned() {
        session.apply(Event::annotate(item.id, "p", item.audit, 0)).unwrap();
        order.push(item.id);
    }
    assert_eq!((order.len(), order[2]), (3, 1));
}

#[test]
fn label_names_alone_give_suggestions() {
    let mut session = project(9);
    embed_all(&mut session);
    let items = session.query(None, 3).unwrap();
    assert!(items.iter().all(|item| item.suggestion.as_ref().unwrap().source == "label_names"));
}

#[test]
fn undo_takes_back_the_last_event_and_the_model_with_it() {
    let mut session = project(30);
    embed_all(&mut session);
    label_some(&mut session, 10);
    let before = session.predict().unwrap();
    let next = session.query(None, 3).unwrap();
    answer(&mut session, &next[0].clone());
    session.predict().unwrap();
    assert_eq!(session.undo().unwrap().document(), Some(next[0].id));
    let after = session.predict().unwrap();
    for (a, b) in before.iter().zip(&after) {
        assert_eq!((a.id, &a.answer, &a.label), (b.id, &b.answer, &b.label));
        assert!((a.probability - b.probability).abs() < 1e-4);
    }
    let ids = |items: &[QueryItem]| items.iter().map(|item| item.id).collect::<Vec<_>>();
    assert_eq!(ids(&session.query(None, 3).unwrap()), ids(&next));
    while session.undo().is_ok() {}
    assert_eq!(session.undo().unwrap_err().code(), Code::NothingToUndo);
}

#[test]
fn the_same_project_replays_to_the_same_questions() {
    let run = || {
        let mut session = project(60);
        embed_all(&mut session);
        label_some(&mut session, 40)
    };
    assert_eq!(run(), run());
}

#[test]
fn a_saved_project_opens_at_the_same_place_and_saves_to_the_same_bytes() {
    let mut session = project(40);
    embed_all(&mut session);
    label_some(&mut session, 15);
    let bytes = session.save().unwrap().bytes;
    let mut opened = Session::new(99);
    opened.restore(&bytes).unwrap();
    embed_all(&mut opened);
    assert_eq!(opened.status(), session.status());
    let ids = |session: &mut Session| session.query(None, 5).unwrap().iter().map(|item| item.id).collect::<Vec<_>>();
    assert_eq!(ids(&mut opened), ids(&mut session));
    let again = opened.save().unwrap().bytes;
    let (mut one, mut two): (serde_json::Value, serde_json::Value) =
        (serde_json::from_slice(&bytes).unwrap(), serde_json::from_slice(&again).unwrap());
    // The head is fitted anew from a cold start: equal to rounding, not to the bit.
    one.as_object_mut().unwrap().remove("head");
    two.as_object_mut().unwrap().remove("head");
    assert_eq!(one, two);
}

#[test]
fn a_damaged_project_file_is_refused_and_nothing_changes() {
    let mut session = project(5);
    let status = session.status();
    let bytes = session.save().unwrap().bytes;
    for damaged in [
        &b"{}"[..],
        b"not json",
        &bytes[..bytes.len() / 2],
        br#"{"format":"handpick-project","version":99,"seed":1,"labels":[],"corpus":{"documents":[]},"events":[]}"#,
    ] {
        assert_eq!(session.restore(damaged).unwrap_err().code(), Code::ProjectMalformed);
    }
    assert_eq!(session.status(), status);
}

#[test]
fn one_item_in_eight_is_a_random_check_and_the_checks_do_not_depend_on_the_strategy() {
    let checks = |strategy: &str| {
        let mut session = project(90);
        embed_all(&mut session);
        let config = StrategyConfig::from_name(strategy).unwrap();
        let mut checks = Vec::new();
        for place in 0..40 {
            let item = session.query(Some(&config), 1).unwrap().remove(0);
            assert_eq!(item.audit, place % 8 == 7);
            if item.audit {
                checks.push(item.id);
            }
            answer(&mut session, &item);
        }
        let order = session.audit_order.clone();
        (checks, order)
    };
    let ((margin, order), (random, same)) = (checks("margin"), checks("random"));
    assert_eq!(order, same);
    for stream in [margin, random] {
        let places: Vec<usize> = stream.iter().map(|id| order.iter().position(|other| other == id).unwrap()).collect();
        assert!(places.is_sorted(), "checks are taken from the shuffle in order: {places:?}");
    }
}

#[test]
fn a_batch_holds_the_checks_whose_turn_comes_within_it() {
    let mut session = project(90);
    embed_all(&mut session);
    let audits: Vec<bool> = session.query(None, 20).unwrap().iter().map(|item| item.audit).collect();
    let expected: Vec<bool> = (0..20).map(|place| place % 8 == 7).collect();
    assert_eq!(audits, expected);
}

#[test]
fn the_estimate_rests_on_random_checks_and_grows_into_a_curve() {
    let mut session = project(90);
    embed_all(&mut session);
    assert!(session.evaluate().unwrap().audit.is_none());
    for _ in 0..48 {
        let item = session.query(None, 1).unwrap().remove(0);
        answer(&mut session, &item);
        session.evaluate().unwrap();
    }
    let evaluation = session.evaluate().unwrap();
    let audit = evaluation.audit.unwrap();
    assert!(audit.audited >= 6 && audit.audited == session.status().audited);
    assert!(audit.low <= audit.accuracy && audit.accuracy <= audit.high);
    assert_eq!(audit.confusion.iter().flatten().sum::<usize>(), audit.audited);
    assert!(evaluation.curve.len() >= 4, "{:?}", evaluation.curve);
    assert!(evaluation.curve.is_sorted_by_key(|point| point.labels));
}

#[test]
fn a_label_that_no_check_has_does_not_lower_the_macro_f1() {
    let mut session = project(90);
    session.set_labels(vec![label("apple"), label("boat"), label("cloud"), label("never seen")]).unwrap();
    embed_all(&mut session);
    label_some(&mut session, 64);
    let audit = session.evaluate().unwrap().audit.unwrap();
    let checked: Vec<&ClassMetrics> = audit.per_class.iter().filter(|class| class.support > 0).collect();
    assert!(checked.len() < 4 && audit.accuracy == 1.0, "the three topics lie apart: {audit:?}");
    assert_eq!(audit.macro_f1, 1.0);
}

#[test]
fn an_opened_project_makes_its_curve_piece_by_piece_and_arrives_at_the_same() {
    let mut session = project(90);
    embed_all(&mut session);
    for _ in 0..64 {
        let item = session.query(None, 1).unwrap().remove(0);
        answer(&mut session, &item);
        session.evaluate().unwrap();
    }
    let mut opened = Session::new(0);
    opened.restore(&session.save().unwrap().bytes).unwrap();
    embed_all(&mut opened);
    let mut calls = 1;
    let mut evaluation = opened.evaluate().unwrap();
    while !evaluation.complete {
        evaluation = opened.evaluate().unwrap();
        calls += 1;
    }
    assert!(calls > 1, "a long log is not evaluated at one go");
    assert_eq!(evaluation.curve, session.evaluate().unwrap().curve);
}

#[test]
fn answers_survive_a_label_that_goes_and_comes_back() {
    let mut session = project(12);
    embed_all(&mut session);
    label_some(&mut session, 8);
    let before = session.status();
    session.set_labels(vec![label("apple"), label("boat")]).unwrap();
    assert!(session.status().labelled < before.labelled);
    session.set_labels(vec![label("apple"), label("boat"), label("cloud")]).unwrap();
    assert_eq!(session.status().labelled, before.labelled);
}

#[test]
fn the_text_of_a_label_that_went_is_neither_counted_nor_embedded() {
    let mut session = project(9);
    let before = session.status();
    session.set_labels(vec![label("apple"), label("boat"), label("cloud"), label("a passing thought")]).unwrap();
    assert_eq!(session.status().texts, before.texts + 1);
    session.set_labels(vec![label("apple"), label("boat"), label("cloud")]).unwrap();
    assert_eq!(session.status(), before);
    assert!(session.pending_texts(1000).iter().all(|pending| pending.text != "a passing thought"));
    session.set_labels(vec![label("apple"), label("a passing thought")]).unwrap();
    let pending: Vec<String> = session.pending_texts(1000).into_iter().map(|pending| pending.text).collect();
    assert!(pending.contains(&"a passing thought".to_owned()), "it is embedded when it comes back");
}

#[test]
fn embeddings_that_come_too_late_for_an_import_are_ignored() {
    let mut session = project(10);
    let late = session.pending_texts(usize::MAX);
    session.import(&Source::Texts { texts: vec!["new text".into(), "apple number 0".into()] }, &ImportOptions::default()).unwrap();
    let mut rows = Matrix::default();
    late.iter().for_each(|text| rows.push_row(&embedding(&text.text)));
    session.add_features(&late.iter().map(|text| text.key).collect::<Vec<_>>(), &rows, &vec![0; late.len()]).unwrap();
    assert_eq!(session.status().embedded, 0);
}

#[test]
fn a_wrong_event_is_refused_and_not_logged() {
    let mut session = project(3);
    let event = |document, label: &str| Event::annotate(document, label, false, 0);
    assert_eq!(session.apply(event(3, "apple")).unwrap_err().code(), Code::UnknownDocument);
    assert_eq!(session.apply(event(0, "pear")).unwrap_err().code(), Code::UnknownLabel);
    assert_eq!(session.log().len(), 0);
}

#[test]
fn labels_of_the_file_can_be_taken_as_answers() {
    let mut session = Session::new(3);
    let bytes = b"text,topic\nfirst,a\nsecond,b\nthird,\n".to_vec();
    let options = ImportOptions { text_column: Some("text".into()), label_column: Some("topic".into()), ..ImportOptions::default() };
    let imported = session.import(&Source::File { name: "f.csv".into(), bytes }, &options).unwrap();
    assert_eq!(imported.source_labels, ["a", "b"]);
    session.set_labels(vec![label("a"), label("b")]).unwrap();
    assert_eq!(session.adopt_source_labels(5), 2);
    assert_eq!(session.status().labelled, 2);
}

#[test]
fn the_exported_head_reproduces_the_predictions() {
    let mut session = project(30);
    embed_all(&mut session);
    assert_eq!(session.export_head().unwrap_err().code(), Code::NotReady);
    label_some(&mut session, 12);
    let head: serde_json::Value = serde_json::from_slice(&session.export_head().unwrap().bytes).unwrap();
    for row in session.predict().unwrap() {
        let x = embedding(&session.corpus().get(row.id).unwrap().text);
        let logits: Vec<f64> = (0..3)
            .map(|class| {
                let weights = head["weights"][class].as_array().unwrap();
                let product: f64 = weights.iter().zip(&x).map(|(w, x)| w.as_f64().unwrap() * f64::from(*x)).sum();
                product + head["bias"][class].as_f64().unwrap()
            })
            .collect();
        let total: f64 = logits.iter().map(|logit| logit.exp()).sum();
        for (logit, probability) in logits.iter().zip(&row.probabilities) {
            assert!((logit.exp() / total - f64::from(*probability)).abs() < 1e-5);
        }
    }
}

#[test]
fn one_document_can_be_asked_for_by_its_number() {
    let mut session = project(30);
    embed_all(&mut session);
    label_some(&mut session, 9);
    let asked = session.query(None, 1).unwrap().remove(0);
    let again = session.item(asked.id).unwrap();
    assert_eq!((again.text, again.suggestion), (asked.text.clone(), asked.suggestion.clone()));
    assert!(!session.is_answered(asked.id).unwrap());
    answer(&mut session, &asked);
    assert!(session.is_answered(asked.id).unwrap());
    assert_eq!(session.item(30).unwrap_err().code(), Code::UnknownDocument);
}

#[test]
fn the_estimate_says_how_sure_it_is_of_every_figure() {
    let mut session = project(120);
    embed_all(&mut session);
    label_some(&mut session, 90);
    let audit = session.evaluate().unwrap().audit.unwrap();
    assert!(audit.macro_f1_low <= audit.macro_f1 && audit.macro_f1 <= audit.macro_f1_high);
    assert!(audit.macro_f1_low < 1.0, "all checks right still leaves doubt: {audit:?}");
    for class in &audit.per_class {
        assert!(class.precision_low <= class.precision && class.precision <= class.precision_high, "{class:?}");
        assert!(class.recall_low <= class.recall && class.recall <= class.recall_high, "{class:?}");
    }
    assert_eq!(audit.per_class.iter().map(|class| class.predicted).sum::<usize>(), audit.audited);
    let calibration = &audit.calibration;
    assert_eq!(calibration.bins.iter().map(|bin| bin.count).sum::<usize>(), audit.audited);
    for figure in [calibration.brier, calibration.ece, calibration.adaptive_ece] {
        assert!(figure.low <= figure.value && figure.value <= figure.high && figure.value > 0.0, "{figure:?}");
    }
}

/// What the advice is after each answer, with the session that it came from.
fn advised(session: &mut Session, answers: usize) -> Vec<StoppingAdvice> {
    (0..answers)
        .map(|_| {
            let item = session.query(None, 1).unwrap().remove(0);
            answer(session, &item);
            session.evaluate().unwrap().stopping
        })
        .collect()
}

#[test]
fn advice_starts_too_early_and_ends_once_the_model_has_settled_and_is_known() {
    let mut session = project(600);
    embed_all(&mut session);
    let advice = advised(&mut session, 120);
    assert_eq!(advice[0].verdict, "too_early");
    assert!(advice.iter().take(39).all(|advice| advice.verdict != "stop"), "four models take forty answers");
    let last = advice.last().unwrap();
    assert_eq!((last.verdict.as_str(), last.comparisons), ("stop", 3), "the three topics lie apart: {last:?}");
    assert!(last.sentence.ends_with("you could stop."), "{}", last.sentence);
    assert!(last.criteria.iter().all(|criterion| criterion.value.is_some()));
    let settled = last.criteria.iter().filter(|criterion| criterion.name != "overall_uncertainty");
    assert!(settled.clone().count() == 4 && settled.clone().all(|criterion| criterion.met), "{last:?}");
}

#[test]
fn advice_depends_on_the_log_alone() {
    let mut session = project(300);
    embed_all(&mut session);
    let advice = advised(&mut session, 64);
    let mut opened = Session::new(0);
    opened.restore(&session.save().unwrap().bytes).unwrap();
    embed_all(&mut opened);
    let mut evaluation = opened.evaluate().unwrap();
    assert!(!evaluation.complete && evaluation.stopping.comparisons < 3);
    while !evaluation.complete {
        evaluation = opened.evaluate().unwrap();
    }
    let (kept, again) = (advice.last().unwrap(), evaluation.stopping);
    assert_eq!((kept.verdict.as_str(), &kept.sentence, kept.compared), (again.verdict.as_str(), &again.sentence, again.compared));
    for (a, b) in kept.criteria.iter().zip(&again.criteria) {
        assert!((a.value.unwrap() - b.value.unwrap()).abs() < 1e-4, "{a:?} {b:?}");
    }
    // Taking answers back brings the former advice back; kappa and the rest are then those of the models before.
    for _ in 0..5 {
        session.undo().unwrap();
    }
    assert_eq!(session.evaluate().unwrap().stopping.comparisons, advice[58].comparisons);
    assert_eq!(session.evaluate().unwrap().stopping.criteria[0], advice[58].criteria[0]);
}

#[test]
fn a_pool_without_open_texts_left_is_done() {
    let mut session = project(30);
    embed_all(&mut session);
    let advice = advised(&mut session, 30);
    assert_eq!(advice.last().unwrap().verdict, "stop");
    assert!(advice.last().unwrap().sentence.starts_with("Nearly every text has an answer"));
}

#[test]
fn a_planted_wrong_answer_is_found_first_and_taking_it_back_clears_it() {
    let mut session = project(90);
    embed_all(&mut session);
    label_some(&mut session, 60);
    assert_eq!(session.label_issues(10).unwrap().suspicious, []);
    let wrong = session.answered(0, 60).1.iter().find(|document| document.text.starts_with("boat")).unwrap().id;
    session.apply(Event::annotate(wrong, "cloud", false, 0)).unwrap();
    let issues = session.label_issues(10).unwrap();
    let worst = &issues.suspicious[0];
    assert_eq!((worst.id, worst.label.as_str(), worst.suggested.as_str()), (wrong, "cloud", "boat"));
    assert!(worst.reason.starts_with("Going by the other answers this is “boat”"), "{}", worst.reason);
    assert_eq!((issues.judged, session.label_issues(0).unwrap().suspicious.len()), (60, 0));
    session.undo().unwrap();
    assert_eq!(session.label_issues(10).unwrap().suspicious_total, 0);
}

#[test]
fn answers_that_contradict_each_other_are_listed_with_both_texts() {
    let mut session = Session::new(1);
    let texts = vec!["same".to_owned(), "same".to_owned(), "other".to_owned(), String::new()];
    session.import(&Source::Texts { texts }, &ImportOptions::default()).unwrap();
    session.set_labels(vec![label("yes"), label("no")]).unwrap();
    assert_eq!(session.label_issues(5).unwrap().judged, 0);
    embed_all(&mut session);
    for (document, label) in [(0, "yes"), (1, "no"), (3, "no")] {
        session.apply(Event::annotate(document, label, false, 0)).unwrap();
    }
    let issues = session.label_issues(5).unwrap();
    assert_eq!(issues.judged, 2, "the blank document is not read");
    let pair = &issues.contradictions[0];
    assert_eq!((pair.ids, pair.similarity, issues.contradictions.len()), ([0, 1], 1.0, 1));
    assert_eq!(pair.reason, "The same text was answered “yes” and “no”.");
    assert!(session.evaluate().unwrap().complete);
}

#[test]
fn every_fit_is_kept_as_a_snapshot_until_labels_change() {
    let mut session = project(60);
    embed_all(&mut session);
    label_some(&mut session, 6);
    let head = session.head().unwrap().cloned();
    let newest = session.snapshots().iter().next_back().cloned();
    assert_eq!(newest.as_ref().map(|snapshot| snapshot.labels), Some(6));
    assert_eq!(newest.map(|snapshot| snapshot.head), head);
    assert_eq!((session.snapshots().iter().len(), session.snapshots().refused()), (6, 0));
    session.set_labels(vec![label("apple"), label("boat")]).unwrap();
    assert_eq!(session.snapshots().iter().len(), 0);
}

fn names(session: &Session) -> Vec<String> {
    session.labels().as_slice().iter().map(|label| label.name.clone()).collect()
}

#[test]
fn what_was_undone_can_be_done_again_until_something_else_is_done() {
    let mut session = project(12);
    for id in 0..4 {
        session.apply(Event::annotate(id, "apple", false, 1)).unwrap();
    }
    let before = session.save().unwrap().bytes;
    for _ in 0..4 {
        session.undo().unwrap();
    }
    assert_eq!(session.status().labelled, 0);
    for _ in 0..4 {
        session.redo().unwrap();
    }
    assert_eq!(session.save().unwrap().bytes, before);
    session.undo().unwrap();
    session.apply(Event::annotate(5, "apple", false, 2)).unwrap();
    assert_eq!(session.redo().unwrap_err().code(), Code::NothingToUndo);
}

#[test]
fn many_documents_are_labelled_in_one_step() {
    let mut session = project(12);
    assert_eq!(session.annotate_many(&[0, 1, 2], &["apple".into()], 1).unwrap(), 3);
    assert_eq!((session.status().labelled, session.log().len()), (3, 1));
    assert_eq!(session.annotate_many(&[0], &["pear".into()], 1).unwrap_err().code(), Code::UnknownLabel);
    assert_eq!(session.annotate_many(&[0], &[], 1).unwrap_err().code(), Code::InvalidArgument);
    assert_eq!(session.unlabel_many(&[0, 1], 2).unwrap(), 2);
    assert_eq!(session.status().labelled, 1);
    session.undo().unwrap();
    session.undo().unwrap();
    assert_eq!((session.status().labelled, session.log().len()), (0, 0));
}

#[test]
fn renamed_and_merged_labels_take_their_answers_along_and_undo_brings_both_back() {
    let mut session = project(12);
    let first = names(&session);
    session.apply(Event::annotate(0, first[0].clone(), false, 1)).unwrap();
    session.apply(Event::annotate(1, first[1].clone(), false, 1)).unwrap();
    let rename = |from: &str, to: &str| crate::corpus::Rename { from: from.into(), to: to.into() };
    session.edit_labels(vec![label("fruit"), label("other")], vec![rename(&first[0], "fruit"), rename(&first[1], "fruit")], 2).unwrap();
    assert_eq!((names(&session), session.status().labelled), (vec!["fruit".to_owned(), "other".to_owned()], 2));
    assert_eq!(session.status().classes[0].count, 2);
    session.undo().unwrap();
    assert_eq!((names(&session), session.status().classes[0].count), (first.clone(), 1));
    session.redo().unwrap();
    assert_eq!(session.status().classes[0].count, 2);
    let unknown = session.edit_labels(vec![label("x")], vec![rename("fruit", "y")], 3).unwrap_err();
    assert_eq!(unknown.code(), Code::UnknownLabel);
}

#[test]
fn a_call_that_could_not_be_stored_leaves_no_trace() {
    let mut session = project(12);
    session.apply(Event::annotate(0, "apple", false, 1)).unwrap();
    session.undo().unwrap();
    let before = session.save().unwrap().bytes;
    let checkpoint = session.checkpoint();
    session.redo().unwrap();
    session.roll_back(checkpoint);
    assert_eq!((session.save().unwrap().bytes, session.undone().len()), (before.clone(), 1));
    session.redo().unwrap();
    let answered = session.save().unwrap().bytes;
    let checkpoint = session.checkpoint();
    session.undo().unwrap();
    session.roll_back(checkpoint);
    assert_eq!((session.save().unwrap().bytes, session.undone().len()), (answered, 0));
    session.undo().unwrap();
    let checkpoint = session.checkpoint();
    session.edit_labels(vec![label("x"), label("y")], Vec::new(), 2).unwrap();
    session.roll_back(checkpoint);
    let checkpoint = session.checkpoint();
    session.set_options(ProjectOptions { guideline: "Read twice.".into(), ..ProjectOptions::default() }).unwrap();
    session.roll_back(checkpoint);
    assert_eq!(session.save().unwrap().bytes, before);
}

#[test]
fn settings_of_the_head_change_the_head_and_stay_in_the_project_file() {
    let mut session = project(12);
    embed_all(&mut session);
    for (id, name) in names(&session).iter().cycle().take(6).enumerate() {
        session.apply(Event::annotate(id as DocId, name.clone(), false, 1)).unwrap();
    }
    let plain = session.head().unwrap().cloned();
    let head = crate::head::HeadConfig { c: 0.1, ..Default::default() };
    session.set_options(ProjectOptions { head: head.clone(), ..ProjectOptions::default() }).unwrap();
    assert_ne!(session.head().unwrap().cloned(), plain);
    let saved = session.save().unwrap().bytes;
    let mut other = Session::new(1);
    other.restore(&saved).unwrap();
    assert_eq!(other.options().head, head);
    let none = crate::head::HeadConfig { c: 0.0, ..Default::default() };
    let refused = session.set_options(ProjectOptions { head: none, ..ProjectOptions::default() }).unwrap_err();
    assert_eq!((refused.code(), &session.options().head), (Code::InvalidArgument, &head));
}

#[test]
fn a_flag_is_told_with_the_text_that_has_it() {
    let mut session = project(6);
    session.apply(Event::Flag { document: 2, note: "odd".into(), at: 1 }).unwrap();
    assert_eq!(session.item(2).unwrap().flag, Some(Flag { note: "odd".into() }));
    assert_eq!(session.item(1).unwrap().flag, None);
    session.apply(Event::Unflag { document: 2, at: 2 }).unwrap();
    assert_eq!(session.item(2).unwrap().flag, None);
}

#[test]
fn a_change_of_one_setting_leaves_the_others_alone() {
    let all = ProjectOptions { multi_label: true, annotator: "Ann".into(), guideline: "Read twice.".into(), ..ProjectOptions::default() };
    assert_eq!(all.with(OptionChanges::default()), all);
    let changed = all.with(OptionChanges { guideline: Some(String::new()), ..OptionChanges::default() });
    assert_eq!(changed, ProjectOptions { guideline: String::new(), ..all });
}
