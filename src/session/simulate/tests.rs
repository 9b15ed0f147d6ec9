use std::sync::Arc;

use super::*;
use crate::corpus::DocId;
use crate::corpus::import::{ImportOptions, Source};
use crate::error::Code;
use crate::evaluate::{mean_interval, normalised_area};
use crate::head::HeadConfig;
use crate::matrix::{Matrix, norm};
use crate::rng::Rng;
use crate::session::Session;
use crate::strategy::StrategyConfig;

/// Three overlapping clouds in 6 dimensions, on the unit sphere; the third class is rare.
fn gold(seed: u64) -> Arc<Gold> {
    let mut rng = Rng::new(seed);
    let mut part = |count: usize| {
        let classes: Vec<usize> = (0..count).map(|i| if i % 10 == 0 { 2 } else { i % 2 }).collect();
        let mut rows = Matrix::zeros(0, 6);
        for &class in &classes {
            let mut row: Vec<f32> = (0..6).map(|place| rng.uniform() as f32 - 0.5 + if place == class { 0.6 } else { 0.0 }).collect();
            let length = norm(&row);
            row.iter_mut().for_each(|x| *x /= length);
            rows.push_row(&row);
        }
        Part { rows, classes }
    };
    let (pool, test) = (part(160), part(200));
    Arc::new(Gold::new(pool, test, vec!["a".into(), "b".into(), "c".into()]).unwrap())
}

fn plan(strategy: &str, schedule: Schedule) -> Plan {
    Plan { strategy: StrategyConfig::from_name(strategy).unwrap(), schedule, noise: 0.0, seed: 3 }
}

fn small() -> Schedule {
    Schedule { initial: 6, balanced_initial: false, batch: 5, rounds: Some(4), budget: None }
}

fn labels(points: &[SimulatedPoint]) -> Vec<usize> {
    points.iter().map(|point| point.labels).collect()
}

fn run(plan: &Plan) -> Vec<SimulatedPoint> {
    Replay::new(gold(1), plan, &HeadConfig::default()).unwrap().run().unwrap()
}

#[test]
fn a_schedule_says_beforehand_what_points_there_will_be() {
    let schedules = [
        (small(), vec![6, 11, 16, 21, 26]),
        (Schedule { budget: Some(19), ..small() }, vec![6, 11, 16, 19]),
        (Schedule { budget: Some(4), ..small() }, vec![4]),
        (Schedule { initial: 0, rounds: Some(2), ..small() }, vec![5, 10]),
        (Schedule { batch: 70, rounds: None, ..small() }, vec![6, 76, 146, 160]),
        (Schedule { initial: 500, ..small() }, vec![160]),
    ];
    for (schedule, wanted) in schedules {
        let points = run(&plan("random", schedule));
        assert_eq!(labels(&points), wanted, "{schedule:?}");
        assert_eq!(schedule.points(160), wanted.len(), "{schedule:?}");
        assert_eq!(schedule.labels(160), *wanted.last().unwrap());
    }
}

#[test]
fn the_protocols_are_those_that_were_published() {
    assert_eq!((Schedule::from(Protocol::A).labels(5000), Schedule::from(Protocol::A).points(5000)), (525, 21));
    assert_eq!((Schedule::from(Protocol::B).labels(5000), Schedule::from(Protocol::B).points(5000)), (130, 11));
    assert_eq!((Schedule::from(Protocol::C).labels(5000), Schedule::from(Protocol::C).points(5000)), (100, 100));
    let budget = ScheduleOptions { budget: Some(300), ..ScheduleOptions::default() };
    assert_eq!(Schedule::from(budget).labels(5000), 300);
    let rounds = ScheduleOptions { protocol: Some(Protocol::C), rounds: Some(7), ..ScheduleOptions::default() };
    assert_eq!(Schedule::from(rounds).labels(5000), 7);
}

#[test]
fn every_strategy_replays_from_zero_labels_one_at_a_time() {
    let schedule = Schedule { initial: 0, balanced_initial: false, batch: 1, rounds: None, budget: Some(12) };
    for strategy in StrategyConfig::all() {
        let plan = Plan { strategy: strategy.clone(), schedule, noise: 0.0, seed: 2 };
        match Replay::new(gold(1), &plan, &HeadConfig::default()) {
            Ok(replay) => assert_eq!(labels(&replay.run().unwrap()), (1..=12).collect::<Vec<_>>(), "{}", strategy.name()),
            Err(error) => assert_eq!(error.code(), Code::InvalidStrategy, "{}", strategy.name()),
        }
    }
}

#[test]
fn step_by_step_is_the_same_as_at_once_and_the_same_again() {
    let plan = plan("margin", small());
    let mut replay = Replay::new(gold(1), &plan, &HeadConfig::default()).unwrap();
    let mut stepped = Vec::new();
    while let Some(point) = replay.step().unwrap() {
        stepped.push(point);
    }
    assert_eq!(stepped, run(&plan));
    assert!(replay.step().unwrap().is_none());
}

#[test]
fn curves_of_one_seed_begin_alike_whatever_the_strategy() {
    let first = |strategy| run(&plan(strategy, Schedule { balanced_initial: true, ..small() }))[0];
    assert_eq!(first("margin"), first("random"));
    assert_eq!(first("margin"), first("kmeans"));
}

#[test]
fn the_annotator_errs_at_the_rate_and_alike_for_every_strategy() {
    let annotator = annotator::Annotator::new(0.2, 5);
    let truth = |id: DocId| id as usize % 4;
    let wrong: Vec<(DocId, usize)> =
        (0..20_000).map(|id| (id, annotator.answer(id, truth(id), 4))).filter(|&(id, answer)| answer != truth(id)).collect();
    // Four standard deviations of a binomial.
    assert!((wrong.len() as f64 - 4000.0).abs() < 4.0 * 57.0, "{}", wrong.len());
    let mut shift = [0usize; 4];
    wrong.iter().for_each(|&(id, answer)| shift[(answer + 4 - truth(id)) % 4] += 1);
    assert!(shift[1..].iter().all(|&count| (count as f64 - wrong.len() as f64 / 3.0).abs() < 4.0 * 30.0), "{shift:?}");
    assert!(wrong.iter().all(|&(id, answer)| annotator.answer(id, truth(id), 4) == answer));
    let other = annotator::Annotator::new(0.2, 6);
    assert!(wrong.iter().any(|&(id, answer)| other.answer(id, truth(id), 4) != answer));
}

#[test]
fn noise_costs_accuracy_and_full_noise_is_worse_than_guessing() {
    let schedule = Schedule { initial: 120, rounds: Some(0), ..small() };
    let at = |noise| run(&Plan { noise, ..plan("random", schedule) })[0].accuracy;
    assert!(at(0.0) > at(0.35), "{} {}", at(0.0), at(0.35));
    assert!(at(1.0) < 0.5, "{}", at(1.0));
}

#[test]
fn what_makes_no_sense_is_refused_before_anything_runs() {
    let refused = |plan: Plan| plan.build().err().map(|error| error.code());
    let invalid = Some(Code::InvalidArgument);
    assert_eq!(refused(plan("margin", Schedule { batch: 0, ..small() })), invalid);
    assert_eq!(refused(plan("margin", Schedule { budget: Some(0), ..small() })), invalid);
    assert_eq!(refused(Plan { noise: 1.5, ..plan("margin", small()) }), invalid);
    assert_eq!(refused(Plan { noise: f64::NAN, ..plan("margin", small()) }), invalid);
    let study = |strategies, seeds| Study { strategies, schedule: small(), seeds, noise: 0.0 }.check().unwrap_err().code();
    assert_eq!(study(Vec::new(), 5), Code::InvalidArgument);
    assert_eq!(study(vec![StrategyConfig::default()], 0), Code::InvalidArgument);
    assert_eq!(held_out(10, 0.0).unwrap_err().code(), Code::InvalidArgument);
    assert_eq!(held_out(1, 0.5).unwrap_err().code(), Code::InvalidArgument);
}

#[test]
fn the_held_out_part_is_fixed_and_disjoint() {
    let (pool, test) = held_out(50, 0.2).unwrap();
    assert_eq!((pool.len(), test.len()), (40, 10));
    let mut all = [pool.clone(), test.clone()].concat();
    all.sort_unstable();
    assert_eq!(all, (0..50).collect::<Vec<_>>());
    assert_eq!(held_out(50, 0.2).unwrap(), (pool, test));
    assert_eq!(held_out(2, 0.99).unwrap().0.len(), 1);
}

#[test]
fn a_reward_goes_to_every_arm_since_the_last_and_to_none_without_checks() {
    let mut feedback = feedback::Feedback::default();
    feedback.checked(&[0.9], 2);
    assert!(feedback.history().is_empty());
    feedback.chose("margin".into());
    feedback.chose("random".into());
    feedback.checked(&[], 2);
    assert!(feedback.history().is_empty());
    feedback.checked(&[0.9, 0.7], 2);
    feedback.checked(&[0.1], 2);
    let turns: Vec<(&str, f64)> = feedback.history().iter().map(|turn| (turn.arm.as_str(), turn.reward)).collect();
    assert_eq!(turns.iter().map(|turn| turn.0).collect::<Vec<_>>(), ["margin", "random"]);
    assert!(turns.iter().all(|turn| (turn.1 - 0.7).abs() < 1e-6), "{turns:?}");
}

fn study_run() -> StudyRun {
    let strategies = ["margin", "random", "kmeans"].map(|name| StrategyConfig::from_name(name).unwrap()).to_vec();
    let mut run = StudyRun::new(gold(1), Study { strategies, schedule: small(), seeds: 6, noise: 0.0 }, HeadConfig::default()).unwrap();
    let mut before = 0;
    while run.step().unwrap() {
        assert_eq!(run.progress(), (before + 1, 3 * 6 * 5));
        before += 1;
    }
    assert_eq!(run.progress().0, run.progress().1);
    run
}

#[test]
fn a_study_is_its_replays_and_sums_them_up() {
    let run = study_run();
    let alone = Replay::new(gold(1), &run.study().plans()[8], &HeadConfig::default()).unwrap().run().unwrap();
    assert_eq!((run.curves()[8].strategy.as_str(), run.curves()[8].seed, &run.curves()[8].points), ("random", 2, &alone));

    let summary = summarise(run.curves());
    let area = |strategy: &str| -> Vec<f64> {
        let of = |curve: &Curve| normalised_area(&labels(&curve.points), &curve.points.iter().map(|point| point.accuracy).collect::<Vec<_>>());
        run.curves().iter().filter(|curve| curve.strategy == strategy).map(of).collect()
    };
    let [margin, random, kmeans] = &summary.strategies[..] else { panic!("three strategies") };
    assert_eq!(margin.area, mean_interval(&area("margin")));
    assert!(random.comparison.is_none());
    let compared = kmeans.comparison.unwrap();
    let differences: Vec<f64> = area("kmeans").iter().zip(area("random")).map(|(a, b)| a - b).collect();
    assert_eq!(compared.difference, mean_interval(&differences));
    assert_eq!(compared.wins, differences.iter().filter(|difference| **difference > 0.0).count());
    assert!(compared.p_holm >= compared.p && margin.comparison.unwrap().p_holm <= 1.0);
    // Two tests with 6 seeds: the least p is 2 · 2 / 64.
    assert!(summary.note.unwrap().contains("Use 7 or more"));
}

#[test]
fn what_cannot_be_shown_is_said() {
    let curve = |strategy: &str, seed, accuracy| Curve {
        strategy: strategy.into(),
        seed,
        points: vec![SimulatedPoint { labels: 5, accuracy, macro_f1: accuracy }],
    };
    let curves = |seeds: usize| -> Vec<Curve> {
        let of = |name: &'static str, up: f64| (0..seeds).map(move |seed| curve(name, seed, 0.5 + up + seed as f64 / 100.0));
        of("margin", 0.2).chain(of("random", 0.0)).collect()
    };
    let five = summarise(&curves(5));
    assert_eq!(five.note.unwrap(), "5 seeds cannot show significance: the smallest p possible is 0.0625. Use 6 or more.");
    let six = summarise(&curves(6));
    assert_eq!((six.note, six.strategies[0].comparison.unwrap().p), (None, 2.0 / 64.0));
    let alone = summarise(&curves(5)[..5]);
    assert_eq!((alone.note, alone.strategies[0].comparison), (None, None));
    assert!(summarise(&[]).strategies.is_empty());
}

#[test]
fn the_picture_names_every_strategy_and_holds_no_number_that_is_none() {
    let summary = summarise(study_run().curves());
    let picture = svg(&summary, "a <file> & more.csv");
    assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>\n"));
    assert!(picture.contains("a &lt;file&gt; &amp; more.csv") && !picture.contains("NaN") && !picture.contains("inf"));
    for name in ["margin", "random", "kmeans"] {
        assert!(picture.contains(&format!(">{name} ")), "{name}");
    }
    // Of one point and of nothing there is a picture too.
    assert!(!svg(&summarise(&[]), "").contains("NaN"));
}

/// A project whose file has the labels in a column; texts of one topic lie together.
fn project() -> Session {
    let topics = ["apple", "boat", "cloud"];
    let rows: Vec<String> = (0..90).map(|i| format!("{} number {},{}", topics[i % 3], i / 2, topics[i % 3])).collect();
    let file = format!("text,topic\n{}\n,apple\n", rows.join("\n"));
    let mut session = Session::new(7);
    let options = ImportOptions { text_column: Some("text".into()), label_column: Some("topic".into()), ..ImportOptions::default() };
    session.import(&Source::File { name: "fruit.csv".into(), bytes: file.into_bytes() }, &options).unwrap();
    session
}

fn embed(session: &mut Session) {
    let pending = session.pending_texts(usize::MAX);
    let mut rows = Matrix::default();
    for text in &pending {
        let mut rng = Rng::stream(1, &text.text);
        let topic = text.text.bytes().next().unwrap_or(0) as usize % 3;
        rows.push_row(&(0..4).map(|place| 0.5 * rng.uniform() as f32 + if place == topic { 0.8 } else { 0.0 }).collect::<Vec<_>>());
    }
    let keys: Vec<u32> = pending.iter().map(|text| text.key).collect();
    session.add_features(&keys, &rows, &vec![0; keys.len()]).unwrap();
}

fn options(column: Option<&str>) -> SimulationOptions {
    let wanted = serde_json::json!({ "strategies": ["margin", "random"], "initial": 6, "batch": 6, "rounds": 3, "seeds": 2 });
    SimulationOptions { gold_column: column.map(str::to_owned), ..serde_json::from_value(wanted).unwrap() }
}

#[test]
fn a_project_replays_by_a_column_of_its_file_and_stays_as_it_is() {
    let mut session = project();
    assert_eq!(session.gold_columns(), [GoldColumn { name: "topic".into(), labels: 3, texts: 90 }]);
    assert_eq!(session.simulation(&options(Some("topic"))).err().unwrap().code(), Code::NotReady);
    embed(&mut session);
    let before = session.status();
    let simulation = session.simulate(&options(Some("topic"))).unwrap();
    assert_eq!(session.status(), before);
    // Of 90 texts some stand in the file twice.
    let distinct = session.audit_order.len();
    assert_eq!(simulation.pool + simulation.test, distinct);
    assert_eq!(simulation.labels, ["apple", "boat", "cloud"]);
    assert_eq!(simulation.curves.len(), 4);
    assert!(simulation.summary.strategies[0].accuracy.mean > 0.9, "{:?}", simulation.summary.strategies[0].accuracy);
    assert_eq!(simulation.csv.lines().count(), 1 + 4 * 4);
    assert!(simulation.svg.contains("fruit.csv"));
}

#[test]
fn a_project_replays_by_its_answers() {
    let mut session = project();
    embed(&mut session);
    assert_eq!(session.simulation(&options(None)).err().unwrap().code(), Code::NotReady);
    assert_eq!(session.simulation(&options(Some("colour"))).err().unwrap().code(), Code::ImportNoColumn);
    let label = |name: &str| crate::corpus::Label { name: name.into(), ..Default::default() };
    session.set_labels(vec![label("apple"), label("boat"), label("cloud")]).unwrap();
    assert_eq!(session.adopt_source_labels(0), 90);
    assert_eq!(session.unlabel_many(&(60..90).collect::<Vec<_>>(), 1), Ok(30));
    let simulation = session.simulate(&options(None)).unwrap();
    assert!(simulation.pool + simulation.test <= 60);
    assert_eq!(simulation.labels.len(), 3);
}

#[test]
fn a_bandit_is_told_of_every_arm_that_picked() {
    // Fewer checks than batches: each tells of all arms since the one before.
    let schedule = Schedule { initial: 9, balanced_initial: false, batch: 5, rounds: Some(8), budget: None };
    let mut replay = Replay::new(gold(1), &plan("bandit", schedule), &HeadConfig::default()).unwrap();
    let mut told = Vec::new();
    let mut labels = Vec::new();
    while let Some(point) = replay.step().unwrap() {
        labels.push(point.labels);
        told.push(replay.turns().len());
    }
    assert_eq!(labels, [9, 14, 19, 24, 29, 34, 39, 44, 49]);
    // Checks stand at labels 15, 23, 31, 39 and 47, counted from 0.
    assert_eq!(told, [0, 0, 1, 2, 2, 4, 4, 6, 7]);
    // One check each, and one guess at a third: (p + 1/3) / 2.
    let possible = 1.0 / 6.0 - 1e-9..=4.0 / 6.0 + 1e-6;
    assert!(replay.turns().iter().all(|turn| possible.contains(&turn.reward)), "{:?}", replay.turns());
}
