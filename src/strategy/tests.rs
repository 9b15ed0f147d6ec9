//! What every strategy promises, tried on pools of all kinds.

use std::collections::HashSet;

use proptest::prelude::*;
use proptest::strategy::Strategy as Strategy_;

use super::*;
use crate::corpus::DocId;
use crate::error::Code;
use crate::head::{HeadConfig, SoftmaxHead};
use crate::matrix::Matrix;
use crate::rng::Rng;

fn named(name: &str) -> StrategyConfig {
    StrategyConfig::from_name(name).unwrap()
}

/// A whole pool with everything a [`PoolView`] borrows.
#[derive(Clone, Debug)]
struct Pool {
    features: Matrix,
    row_of: Vec<u32>,
    candidates: Vec<DocId>,
    probabilities: Matrix,
    committee: Vec<Matrix>,
    head: SoftmaxHead,
    labelled: Vec<DocId>,
    targets: Vec<usize>,
    /// Of a project in which a text can have several labels.
    label_sets: Option<Vec<Vec<usize>>>,
    names: Vec<String>,
}

/// Every strategy that is for projects with one label a text, wrappers also with small parameters and within one another.
fn for_one_label() -> Vec<StrategyConfig> {
    let small = [
        r#"{"name":"subsample","size":3,"inner":"coreset"}"#,
        r#"{"name":"seals","k":1,"inner":{"name":"diverse_batch","factor":1,"threshold":0.5}}"#,
        r#"{"name":"anchor_subsampling","anchors":1,"k":2,"size":2,"inner":{"name":"class_balanced","inner":"kmeans"}}"#,
        r#"{"name":"class_balanced","inner":{"name":"seals","k":2}}"#,
        r#"{"name":"bandit","arms":["auto",{"name":"subsample","inner":{"name":"bandit"}}]}"#,
    ];
    let nested = small.iter().map(|text| serde_json::from_str(text).unwrap());
    StrategyConfig::all().into_iter().chain(nested).filter(|config| config.about().scope != Scope::MultiLabel).collect()
}

/// Every strategy that is for projects in which a text can have several labels, and wrappers around such.
fn for_several_labels() -> Vec<StrategyConfig> {
    let wrapped = [
        r#"{"name":"subsample","size":3,"inner":"summed_entropy"}"#,
        r#"{"name":"seals","k":1,"inner":{"name":"diverse_batch","inner":"cvirs"}}"#,
        r#"{"name":"anchor_subsampling","anchors":1,"k":2,"inner":"binary_minimum"}"#,
        r#"{"name":"bandit","arms":["max_loss","random"]}"#,
    ];
    let nested = wrapped.iter().map(|text| serde_json::from_str(text).unwrap());
    StrategyConfig::all().into_iter().chain(nested).filter(|config| config.about().scope != Scope::SingleLabel).collect()
}

/// A head for such rows, fitted on all of them with the classes in turn.
fn head(features: &Matrix, classes: usize) -> SoftmaxHead {
    let rows = if features.rows() == 0 { Matrix::zeros(1, features.cols()) } else { features.clone() };
    let targets: Vec<usize> = (0..rows.rows()).map(|row| row % classes).collect();
    SoftmaxHead::fit(&rows, &targets, classes, &HeadConfig::default(), None).unwrap()
}

impl Pool {
    fn view(&self) -> PoolView<'_> {
        PoolView {
            probabilities: Some(&self.probabilities),
            committee: Some(&self.committee),
            head: Some(&self.head),
            labelled: &self.labelled,
            targets: &self.targets,
            label_sets: self.label_sets.as_deref(),
            names: &self.names,
            ..PoolView::new(&self.features, &self.row_of, &self.candidates, self.names.len())
        }
    }

    fn select(&self, config: &StrategyConfig, count: usize, seed: u64) -> Vec<Pick> {
        config.build().unwrap().select(&self.view(), count, &mut Rng::new(seed)).unwrap()
    }

    /// The same pool with its candidates in another order.
    fn shuffled(&self, seed: u64) -> Self {
        let mut order: Vec<usize> = (0..self.candidates.len()).collect();
        Rng::new(seed).shuffle(&mut order);
        let candidates = order.iter().map(|&place| self.candidates[place]).collect();
        let committee = self.committee.iter().map(|member| member.gather(&order)).collect();
        Self { candidates, probabilities: self.probabilities.gather(&order), committee, ..self.clone() }
    }
}

/// Few distinct rows, so that duplicates of candidates and of answers are common; zero rows too.
fn row(dims: usize) -> impl Strategy_<Value = Vec<f32>> {
    proptest::collection::vec(prop_oneof![Just(0.0f32), Just(1.0), -1.0f32..1.0], dims)
}

/// Probabilities, among them certain ones (p = 0 and p = 1) and uniform ones.
fn distribution(classes: usize) -> impl Strategy_<Value = Vec<f32>> {
    let certain = (0..classes).prop_map(move |class| (0..classes).map(|c| if c == class { 1.0 } else { 0.0 }).collect());
    let uniform = Just(vec![1.0 / classes as f32; classes]);
    let any = proptest::collection::vec(0.0f32..1.0, classes).prop_map(|raw| {
        let sum: f32 = raw.iter().sum::<f32>().max(1e-6);
        raw.iter().map(|p| p / sum).collect()
    });
    prop_oneof![certain, uniform, any]
}

fn pools() -> impl Strategy_<Value = Pool> {
    (1usize..5, 1usize..4, 0usize..30, 0usize..6).prop_flat_map(|(classes, dims, candidates, labelled)| {
        let documents = candidates + labelled;
        (
            proptest::collection::vec(row(dims), documents),
            proptest::collection::vec(distribution(classes), candidates),
            proptest::collection::vec(proptest::collection::vec(distribution(classes), candidates), 1..4),
            proptest::collection::vec(0..classes, labelled),
            proptest::sample::subsequence((0..documents as u32).collect::<Vec<_>>(), candidates),
            any::<u64>(),
        )
            .prop_map(move |(rows, probabilities, committee, targets, candidates, seed)| {
                let mut row_of: Vec<u32> = (0..documents as u32).collect();
                Rng::new(seed).shuffle(&mut row_of);
                let features = Matrix::from_vec(documents, dims, rows.concat()).unwrap();
                Pool {
                    head: head(&features, classes),
                    features,
                    row_of,
                    labelled: (0..documents as u32).filter(|id| !candidates.contains(id)).collect(),
                    probabilities: Matrix::from_vec(candidates.len(), classes, probabilities.concat()).unwrap(),
                    committee: committee.iter().map(|rows| Matrix::from_vec(candidates.len(), classes, rows.concat()).unwrap()).collect(),
                    candidates,
                    targets,
                    label_sets: None,
                    names: (0..classes).map(|class| format!("label {class}")).collect(),
                }
            })
    })
}

/// Pools of projects in which a text can have several labels or none.
fn multi_label_pools() -> impl Strategy_<Value = Pool> {
    pools().prop_flat_map(|pool| {
        let classes = pool.names.len();
        let likely = prop_oneof![Just(0.0f32), Just(1.0), Just(0.5), 0.0f32..1.0];
        let sets = proptest::collection::vec(proptest::sample::subsequence((0..classes).collect::<Vec<_>>(), 0..=classes), pool.labelled.len());
        (proptest::collection::vec(likely, classes * pool.candidates.len()), sets).prop_map(move |(probabilities, sets)| Pool {
            probabilities: Matrix::from_vec(pool.candidates.len(), classes, probabilities).unwrap(),
            targets: Vec::new(),
            label_sets: Some(sets),
            ..pool.clone()
        })
    })
}

fn gives_what_is_asked(pool: &Pool, config: &StrategyConfig, count: usize, seed: u64) -> Result<(), TestCaseError> {
    let picks = pool.select(config, count, seed);
    prop_assert_eq!(picks.len(), count.min(pool.candidates.len()), "{:?}", config);
    let distinct: HashSet<DocId> = picks.iter().map(|pick| pick.id).collect();
    prop_assert_eq!(distinct.len(), picks.len(), "{:?}", config);
    prop_assert!(distinct.iter().all(|id| pool.candidates.contains(id)), "{config:?}");
    prop_assert!(picks.iter().all(|pick| pick.score.is_finite() && !pick.reason.is_empty()), "{config:?}: {picks:?}");
    prop_assert!(picks.is_sorted_by(|a, b| a.score >= b.score), "{config:?}: {picks:?}");
    Ok(())
}

fn gives_the_same_again(pool: &Pool, config: &StrategyConfig, count: usize, seed: u64, order: u64) -> Result<(), TestCaseError> {
    let picks = pool.select(config, count, seed);
    prop_assert_eq!(&picks, &pool.select(config, count, seed), "{:?}", config);
    prop_assert_eq!(&picks, &pool.shuffled(order).select(config, count, seed), "{:?}", config);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn every_strategy_gives_exactly_as_many_distinct_candidates_as_asked_best_first(pool in pools(), count in 0usize..40, seed: u64) {
        for config in for_one_label() {
            gives_what_is_asked(&pool, &config, count, seed)?;
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_answer_whatever_the_order_of_the_pool(pool in pools(), count in 0usize..40, seed: u64, order: u64) {
        for config in for_one_label() {
            gives_the_same_again(&pool, &config, count, seed, order)?;
        }
    }

    #[test]
    fn strategies_for_several_labels_promise_the_same(pool in multi_label_pools(), count in 0usize..40, seed: u64, order: u64) {
        for config in for_several_labels() {
            gives_what_is_asked(&pool, &config, count, seed)?;
            gives_the_same_again(&pool, &config, count, seed, order)?;
        }
    }

    #[test]
    fn k_centre_takes_a_duplicate_of_a_labelled_text_only_when_nothing_else_is_left(pool in pools(), count in 0usize..40, seed: u64) {
        let picks = pool.select(&named("coreset"), count, seed);
        let known = |id: DocId| pool.labelled.iter().any(|&other| pool.view().feature(other) == pool.view().feature(id));
        let first_known = picks.iter().position(|pick| known(pick.id));
        if let Some(place) = first_known {
            let before: Vec<&[f32]> = picks[..place].iter().map(|pick| pool.view().feature(pick.id)).collect();
            // Whatever is new has been picked already, or is a copy of something that has.
            prop_assert!(pool.candidates.iter().all(|&id| known(id) || before.contains(&pool.view().feature(id))));
        }
    }
}

/// `count` candidates on a line, one answer at its start, two classes.
fn line(count: usize) -> Pool {
    let rows: Vec<f32> = (0..=count).map(|place| place as f32).collect();
    let probabilities: Vec<f32> = (1..=count).flat_map(|place| [1.0 / (1 + place) as f32, place as f32 / (1 + place) as f32]).collect();
    let opposite: Vec<f32> = probabilities.iter().map(|p| 1.0 - p).collect();
    let features = Matrix::from_vec(count + 1, 1, rows).unwrap();
    Pool {
        head: head(&features, 2),
        features,
        row_of: (0..=count as u32).collect(),
        candidates: (1..=count as u32).collect(),
        committee: [&probabilities, &probabilities, &opposite].map(|rows| Matrix::from_vec(count, 2, rows.clone()).unwrap()).into(),
        probabilities: Matrix::from_vec(count, 2, probabilities).unwrap(),
        labelled: vec![0],
        targets: vec![0],
        label_sets: None,
        names: vec!["billing".into(), "bug".into()],
    }
}

#[test]
fn reasons_name_labels_and_figures() {
    let pool = line(9);
    let reason = |config: &StrategyConfig| pool.select(config, 1, 1).remove(0).reason;
    assert_eq!(reason(&named("margin")), "between billing (50 %) and bug (50 %)");
    assert_eq!(reason(&named("least_confidence")), "best guess billing only 50 %");
    assert_eq!(reason(&named("entropy")), "1.00 of 1.00 bits of doubt");
    assert_eq!(reason(&named("coreset")), "unlike anything labelled so far (distance 9.00)");
    assert_eq!(reason(&named("random")), "drawn at random");
    assert_eq!(reason(&named("cost_sensitive")), "even the safest guess, billing, may cost 0.50");
    assert_eq!(reason(&named("variation_ratio")), "2 of 3 models say bug, 1 billing");
    assert_eq!(reason(&named("consensus_entropy")), "together 3 models have 1.00 of 1.00 bits of doubt");
    assert_eq!(reason(&named("kl_max")), "one of 3 models gives billing 90 %, all together give it 37 %");
    assert_eq!(reason(&named("bald")), "the answer would tell the models apart by 0.48 bits: 2 of 3 models say bug, 1 billing");
    assert!(reason(&named("epig")).starts_with("would tell 0.") && reason(&named("epig")).ends_with("2 of 3 models say bug, 1 billing"));
    assert!(reason(&named("badge")).starts_with("its answer would move the model most; best guess bug"));
    assert!(reason(&named("kmeans")).starts_with("typical of a group of "));
}

#[test]
fn a_label_without_a_name_is_called_by_its_number() {
    let mut pool = line(1);
    pool.names.clear();
    let view = PoolView { classes: 2, ..pool.view() };
    let picks = &named("margin").build().unwrap().select(&view, 1, &mut Rng::new(1)).unwrap();
    assert_eq!(picks[0].reason, "between class 1 (50 %) and class 2 (50 %)");
}

#[test]
fn without_a_model_only_those_that_need_one_refuse() {
    let (single, multi) = (line(5), Pool { label_sets: Some(vec![vec![0]]), targets: vec![], ..line(5) });
    let cases = for_one_label().into_iter().map(|config| (&single, config)).chain(for_several_labels().into_iter().map(|config| (&multi, config)));
    for (pool, config) in cases {
        let strategy = config.build().unwrap();
        let picks = strategy.select(&PoolView { probabilities: None, committee: None, ..pool.view() }, 2, &mut Rng::new(1));
        match strategy.need() {
            Need::Probabilities | Need::Committee => assert_eq!(picks.unwrap_err().code(), Code::NotReady, "{config:?}"),
            Need::Nothing | Need::Features => assert_eq!(picks.unwrap().len(), 2, "{config:?}"),
        }
    }
}

#[test]
fn strategies_for_several_labels_refuse_a_project_with_one() {
    let pool = line(5);
    for config in for_several_labels().into_iter().filter(|config| config.about().scope == Scope::MultiLabel) {
        // A bandit refuses by the arm that it draws; the others always.
        let strategy = config.build().unwrap();
        let refusals = (0..20).filter_map(|seed| strategy.select(&pool.view(), 2, &mut Rng::new(seed)).err());
        let codes: Vec<Code> = refusals.map(|error| error.code()).collect();
        assert!(codes.iter().all(|&code| code == Code::InvalidStrategy), "{config:?}");
        assert!(if config.name() == "bandit" { !codes.is_empty() } else { codes.len() == 20 }, "{config:?}");
    }
}

#[test]
fn auto_and_class_balance_refuse_a_project_with_several_labels() {
    let pool = Pool { label_sets: Some(vec![vec![0]]), targets: vec![], ..line(5) };
    for name in ["auto", "class_balanced"] {
        let refused = named(name).build().unwrap().select(&pool.view(), 2, &mut Rng::new(1)).unwrap_err();
        assert_eq!(refused.code(), Code::InvalidStrategy, "{name}");
    }
}

#[test]
fn parameters_out_of_range_and_strategies_too_deep_are_refused() {
    let wrong = [
        r#"{"name":"subsample","size":0}"#,
        r#"{"name":"seals","k":0}"#,
        r#"{"name":"seals","k":1001}"#,
        r#"{"name":"anchor_subsampling","anchors":0}"#,
        r#"{"name":"anchor_subsampling","k":0}"#,
        r#"{"name":"anchor_subsampling","size":0}"#,
        r#"{"name":"class_balanced","inner":"cvirs"}"#,
        r#"{"name":"diverse_batch","factor":0}"#,
        r#"{"name":"diverse_batch","threshold":1.5}"#,
        r#"{"name":"bandit","arms":["margin"]}"#,
        r#"{"name":"bandit","arms":["margin","margin"]}"#,
        r#"{"name":"bandit","arms":["margin","cvirs"]}"#,
        r#"{"name":"bandit","horizon":0}"#,
        r#"{"name":"bandit","delta":0}"#,
        r#"{"name":"adaptive_multi_label","uncertaintyWeight":1.1}"#,
        r#"{"name":"seals","inner":{"name":"subsample","size":0}}"#,
    ];
    for text in wrong {
        let config: StrategyConfig = serde_json::from_str(text).unwrap();
        assert_eq!(config.build().map(|_| ()).unwrap_err().code(), Code::InvalidStrategy, "{text}");
    }
    let nested = |depth: usize| (0..depth).fold("\"margin\"".to_owned(), |inner, _| format!(r#"{{"name":"subsample","inner":{inner}}}"#));
    let read = |text: &str| serde_json::from_str::<StrategyConfig>(text).map_err(|error| error.to_string());
    assert!(read(&nested(4)).unwrap().build().is_ok());
    assert_eq!(read(&nested(5)).unwrap().build().map(|_| ()).unwrap_err().code(), Code::InvalidStrategy);
    assert!(read(&nested(100)).unwrap_err().contains("4 deep"));
    // serde_json's own limit keeps a hostile file from exhausting the stack before that.
    assert!(read(&nested(100_000)).unwrap_err().contains("recursion limit"));
}

#[test]
fn wrapped_strategies_say_why_in_full() {
    let pool = line(9);
    let reason = |text: &str| pool.select(&serde_json::from_str(text).unwrap(), 1, 1).remove(0).reason;
    assert_eq!(reason(r#"{"name":"class_balanced"}"#), "likely bug (no answer yet): between bug (67 %) and billing (33 %)");
    assert!(reason(r#"{"name":"bandit","arms":["margin","entropy"]}"#).contains(" (50 % trust): "));
    assert!(reason(r#"{"name":"auto"}"#).starts_with("finding the labels: typical of a group of "));
    let taught = Pool { labelled: vec![0, 1, 2, 3], targets: vec![0, 0, 1, 1], ..line(40) };
    let auto = taught.select(&named("auto"), 3, 1);
    assert!(auto.iter().all(|pick| pick.reason.starts_with("sharpening the labels: between ")), "{auto:?}");
}

#[test]
fn a_diverse_batch_takes_copies_only_when_nothing_else_is_left() {
    let mut pool = line(6);
    pool.features = Matrix::from_vec(7, 2, vec![1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0]).unwrap();
    let picks = pool.select(&named("diverse_batch"), 6, 1);
    let distinct: HashSet<Vec<u32>> = picks[..3].iter().map(|pick| pool.view().feature(pick.id).iter().map(|x| x.to_bits()).collect()).collect();
    assert_eq!(distinct.len(), 3);
    assert_eq!(picks.len(), 6);
}

#[test]
fn seals_sees_only_what_is_near_an_answer() {
    // Directions on a quarter circle; the answer lies at its start.
    let count = 30;
    let rows: Vec<f32> = (0..=count).flat_map(|place| [(place as f32 * 0.05).cos(), (place as f32 * 0.05).sin()]).collect();
    let pool = Pool { features: Matrix::from_vec(count + 1, 2, rows).unwrap(), ..line(count) };
    let near: HashSet<DocId> = (0..20)
        .flat_map(|seed| pool.select(&serde_json::from_str(r#"{"name":"seals","k":5,"inner":"random"}"#).unwrap(), 5, seed))
        .map(|pick| pick.id)
        .collect();
    assert_eq!(near, (1..=5).collect());
}

#[test]
fn a_subsample_is_uniform() {
    let pool = line(10);
    let config = serde_json::from_str(r#"{"name":"subsample","size":2}"#).unwrap();
    let mut drawn = [0u32; 11];
    for seed in 0..5000 {
        pool.select(&config, 2, seed).iter().for_each(|pick| drawn[pick.id as usize] += 1);
    }
    assert!(drawn[1..].iter().all(|&count| (f64::from(count) - 1000.0).abs() < 4.0 * 28.3), "{drawn:?}");
}

#[test]
fn probabilities_of_the_wrong_shape_are_refused() {
    let pool = line(5);
    let wrong = Matrix::zeros(4, 2);
    let view = PoolView { probabilities: Some(&wrong), ..pool.view() };
    assert_eq!(view.probabilities().unwrap_err().code(), Code::InvalidArgument);
}

#[test]
fn a_probability_that_is_not_a_number_ranks_last() {
    let mut pool = line(3);
    pool.probabilities.row_mut(1).fill(f32::NAN);
    pool.committee[1].row_mut(1)[0] = f32::NAN;
    for config in StrategyConfig::all().iter().filter(|config| ["uncertainty", "committee", "gradient"].contains(&config.about().family)) {
        // A draw may take it for what it is worth: one of the pool.
        if config.name() == "epsilon_greedy" {
            continue;
        }
        let picks = pool.select(config, 3, 1);
        assert_eq!(picks[2].id, 2, "{}", config.name());
        assert!(picks.iter().all(|pick| pick.score.is_finite()));
    }
}

#[test]
fn strategies_for_one_label_a_text_refuse_a_pool_of_several() {
    let (pool, sets) = (line(5), [vec![0, 1]]);
    let view = PoolView { label_sets: Some(&sets), targets: &[], ..pool.view() };
    for config in StrategyConfig::all().iter().filter(|config| ["uncertainty", "committee", "gradient"].contains(&config.about().family)) {
        let refused = config.build().unwrap().select(&view, 2, &mut Rng::new(1)).unwrap_err();
        assert_eq!(refused.code(), Code::InvalidStrategy, "{}", config.name());
    }
}

#[test]
fn members_that_agree_have_nothing_to_tell() {
    let mut pool = line(6);
    pool.committee[2] = pool.probabilities.clone();
    for name in ["vote_entropy", "variation_ratio", "kl_max", "kl_mean", "cosine_disagreement", "bald", "batch_bald", "epig"] {
        // And nothing exactly: no rounding decides who is first.
        assert!(pool.select(&named(name), 6, 1).iter().all(|pick| pick.score == 0.0), "{name}");
    }
}

#[test]
fn random_draws_every_text_about_equally_often() {
    let pool = line(10);
    let mut drawn = [0u32; 11];
    for seed in 0..5000 {
        drawn[pool.select(&named("random"), 1, seed)[0].id as usize] += 1;
    }
    assert!(drawn[1..].iter().all(|&count| (f64::from(count) - 500.0).abs() < 4.0 * 21.3), "{drawn:?}");
}

#[test]
fn k_means_leaves_groups_with_an_answer_for_last() {
    // Two groups far apart: the larger one has an answer, the smaller none.
    let mut rows = vec![0.0f32; 10];
    rows.extend([9.0, 9.1, 9.2]);
    let features = Matrix::from_vec(13, 1, rows).unwrap();
    let pool = Pool {
        head: head(&features, 1),
        features,
        row_of: (0..13).collect(),
        candidates: (1..13).collect(),
        probabilities: Matrix::zeros(12, 1),
        committee: vec![],
        labelled: vec![0],
        targets: vec![0],
        label_sets: None,
        names: vec!["one".into()],
    };
    let picks = pool.select(&named("kmeans"), 1, 4);
    assert_eq!((picks[0].id, picks[0].reason.as_str()), (11, "typical of a group of 3 similar texts"));
}

#[test]
fn k_means_works_on_a_sample_of_a_large_pool_and_says_about() {
    let count = 5000;
    let mut rng = Rng::new(2);
    let rows: Vec<f32> = (0..count * 2).map(|_| rng.uniform() as f32).collect();
    let features = Matrix::from_vec(count, 2, rows).unwrap();
    let pool = Pool {
        head: head(&features, 1),
        features,
        row_of: (0..count as u32).collect(),
        candidates: (0..count as u32).collect(),
        probabilities: Matrix::zeros(count, 1),
        committee: vec![],
        labelled: vec![],
        targets: vec![],
        label_sets: None,
        names: vec!["one".into()],
    };
    let picks = pool.select(&named("kmeans"), 4, 4);
    assert!(picks.iter().all(|pick| pick.reason.starts_with("typical of a group of about ")), "{picks:?}");
    assert_eq!(pool.select(&named("kmeans"), count, 4).len(), count);
}

#[test]
fn a_strategy_is_read_from_a_name_or_an_object_and_written_as_an_object() {
    for config in StrategyConfig::all() {
        let written = serde_json::to_value(&config).unwrap();
        assert_eq!(written["name"], config.name());
        assert_eq!(serde_json::from_value::<StrategyConfig>(written).unwrap(), config);
        assert_eq!(serde_json::from_value::<StrategyConfig>(config.name().into()).unwrap(), config);
    }
}

#[test]
fn an_unknown_strategy_is_answered_with_the_names_there_are() {
    for wrong in ["\"margins\"", "{\"name\":\"margins\"}"] {
        let message = serde_json::from_str::<StrategyConfig>(wrong).unwrap_err().to_string();
        assert!(message.contains("“margins”") && message.contains("margin, least_confidence"), "{message}");
    }
    for wrong in ["7", "{}", "{\"name\":\"margin\",\"temperature\":2}"] {
        assert!(serde_json::from_str::<StrategyConfig>(wrong).is_err(), "{wrong}");
    }
    assert_eq!(StrategyConfig::from_name("x").unwrap_err().code(), Code::InvalidStrategy);
}

#[test]
fn the_menu_has_one_full_line_for_each_strategy() {
    let menu = menu();
    assert_eq!(
        menu.iter().map(|info| info.name.as_str()).collect::<Vec<_>>(),
        StrategyConfig::all().iter().map(StrategyConfig::name).collect::<Vec<_>>()
    );
    for info in menu {
        assert!(
            [&info.title, &info.family, &info.paper, &info.formula, &info.cost, &info.needs, &info.summary].iter().all(|field| !field.is_empty()),
            "{info:?}"
        );
    }
}
