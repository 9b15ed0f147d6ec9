use super::*;
use crate::corpus::Label;
use crate::corpus::import::{ImportOptions, Source};
use crate::session::ProjectOptions;

fn project(annotator: &str, texts: &[&str]) -> Session {
    let mut session = Session::new(1);
    let texts = texts.iter().map(|text| (*text).to_owned()).collect();
    session.import(&Source::Texts { texts }, &ImportOptions::default()).unwrap();
    session.set_labels(["x", "y", "z"].map(|name| Label { name: name.into(), ..Label::default() }).to_vec()).unwrap();
    session.set_options(ProjectOptions { annotator: annotator.into(), ..ProjectOptions::default() }).unwrap();
    session
}

fn answer(session: &mut Session, answers: &[(DocId, &str)]) {
    answers.iter().for_each(|(id, label)| session.apply(Event::annotate(*id, *label, false, 1)).unwrap());
}

const TEXTS: [&str; 6] = ["one", "two", "two", "three", "four", "five"];

/// Ann answered x x y z, Ben (with the texts in another order) x y y z.
fn merged() -> Session {
    let mut ann = project("Ann", &TEXTS);
    answer(&mut ann, &[(0, "x"), (1, "x"), (2, "y"), (3, "z")]);
    let mut ben = project("Ben", &["three", "two", "two", "one", "elsewhere"]);
    answer(&mut ben, &[(0, "z"), (1, "y"), (2, "y"), (3, "x"), (4, "x")]);
    let file = ben.save().unwrap().bytes;
    let merged = ann.merge_project(&file, None, 5).unwrap();
    assert_eq!(merged, Merged { name: "Ben".into(), answers: 4, unmatched: 1, unknown_labels: Vec::new() });
    ann
}

#[test]
fn texts_are_matched_by_their_wording_and_repeated_texts_in_order() {
    let session = merged();
    let agreement = session.agreement();
    let names: Vec<(&str, usize)> = agreement.annotators.iter().map(|annotator| (annotator.name.as_str(), annotator.answers)).collect();
    assert_eq!(names, [("Ann", 4), ("Ben", 4)]);
    assert_eq!((agreement.pairs[0].both, agreement.pairs[0].agreed), (4, 3));
    // scikit-learn's cohen_kappa_score of x x y z and x y y z: (0.75 − 0.3125) / (1 − 0.3125).
    assert!((agreement.pairs[0].kappa.unwrap() - 0.636_363_636).abs() < 1e-6);
    // 8 answers, x 3, y 3, z 2; 6 of 8 coincide: 1 − 7 · 2 / (64 − 22).
    assert!((agreement.alpha.unwrap() - (1.0 - 14.0 / 42.0)).abs() < 1e-12);
}

#[test]
fn what_people_disagree_about_is_asked_until_it_is_decided() {
    let mut session = merged();
    let (total, shown) = session.disagreements(0, 10);
    assert_eq!((total, shown[0].id, shown[0].text.as_str()), (1, 1, "two"));
    let said: Vec<(&str, &str)> = shown[0].answers.iter().map(|answer| (answer.annotator.as_str(), answer.labels[0].as_str())).collect();
    assert_eq!(said, [("Ann", "x"), ("Ben", "y")]);
    // Keeping one's answer decides too.
    answer(&mut session, &[(1, "x")]);
    assert_eq!((session.disagreements(0, 10).0, session.agreement().disagreements), (0, 0));
    session.undo().unwrap();
    assert_eq!(session.disagreements(0, 10).0, 1);
}

#[test]
fn others_answers_are_undone_saved_and_never_learned_from() {
    let mut session = merged();
    assert_eq!(session.status().labelled, 4);
    let file = session.save().unwrap().bytes;
    let mut again = Session::new(2);
    again.restore(&file).unwrap();
    assert_eq!(again.agreement(), session.agreement());
    assert_eq!(again.save().unwrap().bytes, file);
    session.undo().unwrap();
    assert_eq!((session.agreement().annotators.len(), session.status().labelled), (1, 4));
}

#[test]
fn a_second_file_of_the_same_person_takes_the_place_of_the_first() {
    let mut session = merged();
    let mut ben = project("Ben", &TEXTS);
    answer(&mut ben, &[(0, "x"), (1, "x")]);
    session.merge_project(&ben.save().unwrap().bytes, None, 6).unwrap();
    assert_eq!(session.agreement().annotators[1].answers, 2);
    assert_eq!(session.agreement().pairs[0].kappa, Some(1.0));
}

#[test]
fn what_cannot_be_merged_says_why_and_changes_nothing() {
    let mut session = merged();
    let before = session.save().unwrap().bytes;
    let code = |result: Result<Merged>| result.unwrap_err().code();
    let own = session.save().unwrap().bytes;
    assert_eq!(code(session.merge_project(&own, None, 1)), Code::InvalidArgument);
    assert_eq!(code(session.merge_project(b"{}", None, 1)), Code::ProjectMalformed);
    let mut strange = project("Cleo", &["nothing", "of", "this"]);
    answer(&mut strange, &[(0, "x")]);
    assert_eq!(code(session.merge_project(&strange.save().unwrap().bytes, None, 1)), Code::InvalidArgument);
    assert_eq!(session.save().unwrap().bytes, before);
}

#[test]
fn the_table_of_annotators_has_a_column_a_person() {
    let table = String::from_utf8(merged().export_annotators().unwrap().bytes).unwrap();
    assert_eq!(table, "id,text,Ann,Ben,agreed\n0,one,x,x,true\n1,two,x,y,false\n2,two,y,y,true\n3,three,z,z,true\n");
}
