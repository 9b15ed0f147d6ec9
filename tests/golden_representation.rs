//! The representation and combined strategies against golden vectors of an independent implementation in NumPy, SciPy and scikit-learn:
//! tests/reference/representation.py makes them and says how to run it. Strategies that draw at random are held against their exact chances.

use std::collections::BTreeMap;

use handpick::head::{HeadConfig, SoftmaxHead};
use handpick::matrix::Matrix;
use handpick::rng::Rng;
use handpick::strategy::{Pick, PoolView, StrategyConfig};
use serde::Deserialize;
use serde_json::{Value, json};

/// Draws for a test of chances.
const DRAWS: u64 = 40_000;

#[derive(Deserialize)]
struct Golden {
    lightweight_coreset: Case,
    typiclust: Case,
    probcover: ProbCover,
    information_density: Cases,
    cal: Case,
    discriminative: Case,
    clue: Case,
    dropquery: Case,
    falcun: Case,
    ranked_batch: Case,
    stochastic_batch: Cases,
    expected_error_reduction: Cases,
}

#[derive(Deserialize)]
struct ProbCover {
    fixed: Case,
    found: Case,
}

/// One pool with several sets of parameters.
#[derive(Deserialize)]
struct Cases {
    #[serde(flatten)]
    pool: Case,
    cases: Vec<Case>,
}

/// Whatever of it a strategy has.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Case {
    rows: Vec<Vec<f32>>,
    labelled: Vec<u32>,
    targets: Vec<usize>,
    /// Of the candidates, in the order of their ids.
    probabilities: Vec<Vec<f32>>,
    classes: usize,
    head: Value,
    order: Vec<u32>,
    scores: Vec<f32>,
    beta: f32,
    delta: f32,
    gamma: f32,
    rate: f32,
    masks: usize,
    kind: String,
    loss: String,
    first: Vec<f64>,
    second: Vec<f64>,
    change: Vec<f64>,
    pairs: Vec<Vec<f64>>,
}

fn golden() -> Golden {
    serde_json::from_str(include_str!("fixtures/representation.json")).unwrap()
}

fn matrix(rows: &[Vec<f32>]) -> Matrix {
    Matrix::from_vec(rows.len(), rows.first().map_or(0, Vec::len), rows.concat()).unwrap()
}

/// Everything that a view borrows.
struct Pool {
    features: Matrix,
    row_of: Vec<u32>,
    candidates: Vec<u32>,
    probabilities: Option<Matrix>,
    head: Option<SoftmaxHead>,
    labelled: Vec<u32>,
    targets: Vec<usize>,
    classes: usize,
}

impl Case {
    fn pool(&self) -> Pool {
        // A strategy that looks at probabilities alone still has a pool of rows.
        let features = if self.rows.is_empty() { Matrix::zeros(self.probabilities.len(), 1) } else { matrix(&self.rows) };
        let row_of: Vec<u32> = (0..features.rows() as u32).collect();
        let candidates: Vec<u32> = row_of.iter().copied().filter(|id| !self.labelled.contains(id)).collect();
        let head: Option<SoftmaxHead> = (!self.head.is_null()).then(|| serde_json::from_value(self.head.clone()).unwrap());
        let classes = self.probabilities.first().map_or(self.classes.max(2), Vec::len).max(head.as_ref().map_or(0, SoftmaxHead::classes));
        let targets = if self.targets.is_empty() { vec![0; self.labelled.len()] } else { self.targets.clone() };
        let probabilities = match &head {
            Some(head) if self.probabilities.is_empty() => Some(head.predict_proba(&features)),
            _ => (!self.probabilities.is_empty()).then(|| matrix(&self.probabilities)),
        };
        Pool { features, row_of, candidates, probabilities, head, labelled: self.labelled.clone(), targets, classes }
    }
}

impl Pool {
    fn select(&self, config: Value, count: usize, seed: u64) -> Vec<Pick> {
        let view = PoolView {
            probabilities: self.probabilities.as_ref(),
            head: self.head.as_ref(),
            labelled: &self.labelled,
            targets: &self.targets,
            ..PoolView::new(&self.features, &self.row_of, &self.candidates, self.classes)
        };
        let config: StrategyConfig = serde_json::from_value(config).unwrap();
        config.build().unwrap().select(&view, count, &mut Rng::new(seed)).unwrap()
    }
}

fn ids(picks: &[Pick]) -> Vec<u32> {
    picks.iter().map(|pick| pick.id).collect()
}

/// The same texts in the same order with the same scores.
fn assert_picks(picks: &[Pick], order: &[u32], scores: &[f32], tolerance: f32) {
    assert!(!order.is_empty() && order.len() == scores.len());
    assert_eq!(ids(&picks[..order.len()]), order);
    for (pick, score) in picks.iter().zip(scores) {
        assert!((pick.score - score).abs() < tolerance, "{}: {} and not {score}", pick.id, pick.score);
    }
}

/// Scores by id.
fn assert_all(picks: &[Pick], order: &[u32], scores: &[f32], tolerance: f32) {
    assert_picks(picks, order, &order.iter().map(|&id| scores[id as usize]).collect::<Vec<_>>(), tolerance);
}

/// Every count is within five standard deviations of what it should be.
fn assert_chances(counts: &[f64], chances: &[f64], draws: f64) {
    assert_eq!(counts.len(), chances.len());
    for (place, (count, chance)) in counts.iter().zip(chances).enumerate() {
        let deviation = (draws * chance * (1.0 - chance)).sqrt();
        assert!((count - draws * chance).abs() <= 5.0 * deviation, "{place}: {count} of {draws} and not {}", draws * chance);
    }
}

/// How often each pair comes first and second.
fn pairs(pool: &Pool, config: &Value) -> Vec<f64> {
    let count = pool.candidates.len();
    let mut counts = vec![0.0; count * count];
    for seed in 0..DRAWS {
        let picks = pool.select(config.clone(), 2, seed);
        counts[picks[0].id as usize * count + picks[1].id as usize] += 1.0;
    }
    counts
}

#[test]
fn a_lightweight_coreset_is_drawn_with_its_chances_and_without_replacement() {
    let case = golden().lightweight_coreset;
    let pairs = pairs(&case.pool(), &json!("lightweight_coreset"));
    let count = case.rows.len();
    let first: Vec<f64> = pairs.chunks(count).map(|row| row.iter().sum()).collect();
    let second: Vec<f64> = (0..count).map(|place| pairs.iter().skip(place).step_by(count).sum()).collect();
    assert_chances(&first, &case.first, DRAWS as f64);
    assert_chances(&second, &case.second, DRAWS as f64);
}

#[test]
fn typiclust_picks_the_most_typical_of_the_groups_with_fewest_answers() {
    let case = golden().typiclust;
    for seed in 0..5 {
        assert_picks(&case.pool().select(json!("typiclust"), case.order.len(), seed), &case.order, &case.scores, 1e-5);
    }
}

#[test]
fn probcover_covers_greedily_within_a_given_radius_and_within_one_found_by_purity() {
    let golden = golden().probcover;
    let fixed = json!({"name": "probcover", "delta": golden.fixed.delta});
    assert_picks(&golden.fixed.pool().select(fixed, 10, 1), &golden.fixed.order, &golden.fixed.scores, 1e-5);
    for seed in 0..5 {
        assert_picks(&golden.found.pool().select(json!("probcover"), 10, seed), &golden.found.order, &golden.found.scores, 1e-5);
    }
}

#[test]
fn information_density_is_the_mean_of_all_cosines() {
    let golden = golden().information_density;
    for case in &golden.cases {
        let picks = golden.pool.pool().select(json!({"name": "information_density", "beta": case.beta}), 30, 1);
        assert_all(&picks, &case.order, &case.scores, 1e-5);
        // What is unlike the pool, or certain, scores nothing.
        assert!(picks[case.order.len()..].iter().all(|pick| pick.score.abs() < 1e-5));
    }
}

#[test]
fn cal_diverges_from_the_nearest_labelled_texts() {
    let case = golden().cal;
    let picks = case.pool().select(json!("cal"), case.order.len(), 1);
    assert_all(&picks, &case.order, &case.scores, 1e-5);
}

#[test]
fn discriminative_learning_fits_anew_for_each_part_of_a_batch() {
    let case = golden().discriminative;
    let picks = case.pool().select(json!({"name": "discriminative", "subBatches": 2}), case.order.len(), 1);
    assert_picks(&picks, &case.order, &case.scores, 1e-5);
}

#[test]
fn clue_picks_the_nearest_to_centres_weighted_by_doubt() {
    let case = golden().clue;
    for seed in 0..5 {
        assert_picks(&case.pool().select(json!("clue"), case.order.len(), seed), &case.order, &case.scores, 1e-5);
    }
}

#[test]
fn dropquery_changes_labels_as_often_as_all_masks_together_say() {
    let case = golden().dropquery;
    let pool = case.pool();
    let rounds = 2000;
    let mut changes = vec![0.0; case.rows.len()];
    for seed in 0..rounds {
        let picks = pool.select(json!({"name": "dropquery", "rate": case.rate, "masks": case.masks}), changes.len(), seed);
        for pick in picks {
            let told = pick.reason.strip_prefix("its label changes in ").unwrap().split(' ').next().unwrap();
            changes[pick.id as usize] += told.parse::<f64>().unwrap();
        }
    }
    assert_chances(&changes, &case.change, (rounds as usize * case.masks) as f64);
}

#[test]
fn dropquery_keeps_what_changes_in_more_than_half_of_the_masks() {
    let case = golden().dropquery;
    let picks = case.pool().select(json!({"name": "dropquery", "masks": 25}), 3, 1);
    let told = |pick: &Pick| pick.reason.strip_prefix("its label changes in ").unwrap().split(' ').next().unwrap().parse::<usize>().unwrap();
    assert!(case.change.iter().filter(|&&change| change > 0.6).count() >= 3, "{:?}", case.change);
    assert!(picks.iter().all(|pick| told(pick) > 12), "{picks:?}");
}

#[test]
fn falcun_draws_the_second_by_its_distance_to_the_first() {
    let case = golden().falcun;
    let config = json!({"name": "falcun", "gamma": case.gamma});
    assert_chances(&pairs(&case.pool(), &config), &case.pairs.concat(), DRAWS as f64);
}

#[test]
fn ranked_batch_mode_is_that_of_the_full_distance_matrix() {
    let case = golden().ranked_batch;
    assert_picks(&case.pool().select(json!("ranked_batch"), case.order.len(), 1), &case.order, &case.scores, 1e-5);
}

#[test]
fn stochastic_batches_are_drawn_with_their_chances_and_without_replacement() {
    let golden = golden().stochastic_batch;
    let mut seen = BTreeMap::new();
    for case in &golden.cases {
        let config = json!({"name": "stochastic_batch", "kind": case.kind, "beta": golden.pool.beta, "inner": "margin"});
        assert_chances(&pairs(&golden.pool.pool(), &config), &case.pairs.concat(), DRAWS as f64);
        seen.insert(case.kind.as_str(), ());
    }
    assert_eq!(seen.len(), 3);
}

#[test]
fn expected_errors_are_those_of_refitting_with_every_label_of_every_text() {
    let golden = golden().expected_error_reduction;
    let mut pool = golden.pool.pool();
    let rows = pool.features.gather(&pool.labelled.iter().map(|&id| id as usize).collect::<Vec<_>>());
    pool.head = Some(SoftmaxHead::fit(&rows, &pool.targets, pool.classes, &HeadConfig::default(), None).unwrap());
    for case in &golden.cases {
        let config = json!({"name": "expected_error_reduction", "loss": case.loss, "labels": 3, "iterations": 1000});
        assert_picks(
            &pool.select(config, case.order.len(), 1),
            &case.order,
            &case.order.iter().map(|id| case.scores[pool.candidates.iter().position(|other| other == id).unwrap()]).collect::<Vec<_>>(),
            1e-5,
        );
    }
}
