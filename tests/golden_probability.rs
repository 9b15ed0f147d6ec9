//! Strategies of uncertainty, committee and gradient against golden vectors of an independent implementation in NumPy:
//! tests/reference/probability.py makes them and says how to run it.

use std::collections::BTreeMap;

use handpick::error::Code;
use handpick::matrix::Matrix;
use handpick::rng::Rng;
use handpick::strategy::{Pick, PoolView, StrategyConfig};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
struct Golden {
    probabilities: Vec<Vec<f32>>,
    rows: Vec<Vec<f32>>,
    members: Vec<Vec<Vec<f32>>>,
    uncertainty: Uncertainty,
    committee: BTreeMap<String, Ranked>,
    batch_bald: Ranked,
    epig: Ranked,
    gradient: Gradient,
}

/// Each candidate's score, and the candidates best first. BatchBALD: scores in the order of the batch.
#[derive(Deserialize)]
struct Ranked {
    scores: Vec<f32>,
    order: Vec<u32>,
}

#[derive(Deserialize)]
struct Uncertainty {
    costs: Vec<Vec<f32>>,
    cost_sensitive: Ranked,
    without_costs: Ranked,
    entropy: Ranked,
    normalized: Ranked,
}

#[derive(Deserialize)]
struct Gradient {
    expected_gradient_length: Ranked,
    gradient_norm: Ranked,
    badge: Badge,
}

#[derive(Deserialize)]
struct Badge {
    first: u32,
    norm: f32,
    distances: Vec<Vec<f32>>,
    /// Probability of each candidate to be the second, and the likeliest one.
    second: Vec<f64>,
    likeliest: u32,
    /// Probability of each candidate to be the third after the first and the likeliest second.
    third: Vec<f64>,
}

fn golden() -> Golden {
    serde_json::from_str(include_str!("fixtures/probability.json")).unwrap()
}

fn matrix(rows: &[Vec<f32>]) -> Matrix {
    Matrix::from_vec(rows.len(), rows[0].len(), rows.concat()).unwrap()
}

fn select(config: serde_json::Value, rows: &Matrix, model: &Matrix, members: &[Matrix], count: usize, seed: u64) -> Vec<Pick> {
    let ids: Vec<u32> = (0..model.rows() as u32).collect();
    let pool = PoolView { probabilities: Some(model), committee: Some(members), ..PoolView::new(rows, &ids, &ids, model.cols()) };
    let config: StrategyConfig = serde_json::from_value(config).unwrap();
    config.build().unwrap().select(&pool, count, &mut Rng::new(seed)).unwrap()
}

/// By the model's probabilities and rows.
fn by_model(case: &Golden, config: serde_json::Value, count: usize, seed: u64) -> Vec<Pick> {
    select(config, &matrix(&case.rows), &matrix(&case.probabilities), &[], count, seed)
}

/// By the committee's.
fn by_committee(case: &Golden, config: serde_json::Value, count: usize) -> Vec<Pick> {
    let members: Vec<Matrix> = case.members.iter().map(|member| matrix(member)).collect();
    select(config, &Matrix::zeros(members[0].rows(), 1), &members[0], &members, count, 3)
}

fn assert_scores(picks: &[Pick], expected: &Ranked, name: &str) {
    for pick in picks {
        assert!((pick.score - expected.scores[pick.id as usize]).abs() < 1e-5, "{name}: {pick:?}, not {}", expected.scores[pick.id as usize]);
    }
}

/// Scores and order; candidates with equal scores may change places.
fn assert_ranked(picks: &[Pick], expected: &Ranked, name: &str) {
    assert_scores(picks, expected, name);
    for (pick, &other) in picks.iter().zip(&expected.order) {
        let equal = (expected.scores[pick.id as usize] - expected.scores[other as usize]).abs() < 1e-6;
        assert!(pick.id == other || equal, "{name}: {} where {other} should be", pick.id);
    }
}

#[test]
fn cost_sensitive_and_normalised_scores_are_those_of_numpy() {
    let case = golden();
    let (want, count) = (&case.uncertainty, case.rows.len());
    assert_ranked(&by_model(&case, json!({"name": "cost_sensitive", "costs": want.costs}), count, 3), &want.cost_sensitive, "costs");
    assert_ranked(&by_model(&case, json!("cost_sensitive"), count, 3), &want.without_costs, "no costs");
    assert_ranked(&by_model(&case, json!("least_confidence"), count, 3), &want.without_costs, "least confidence");
    assert_ranked(&by_model(&case, json!("entropy"), count, 3), &want.entropy, "entropy");
    assert_ranked(&by_model(&case, json!({"name": "entropy", "normalized": true}), count, 3), &want.normalized, "normalized");
}

#[test]
fn a_table_of_costs_for_other_labels_is_refused() {
    let case = golden();
    let (rows, model) = (matrix(&case.rows), matrix(&case.probabilities));
    let ids: Vec<u32> = (0..rows.rows() as u32).collect();
    let pool = PoolView { probabilities: Some(&model), ..PoolView::new(&rows, &ids, &ids, 4) };
    let config: StrategyConfig = serde_json::from_value(json!({"name": "cost_sensitive", "costs": [[0, 1], [1, 0]]})).unwrap();
    assert_eq!(config.build().unwrap().select(&pool, 1, &mut Rng::new(1)).unwrap_err().code(), Code::InvalidStrategy);
}

#[test]
fn scores_of_the_committee_are_those_of_numpy() {
    let case = golden();
    assert_eq!(case.committee.len(), 7);
    for (name, expected) in &case.committee {
        assert_ranked(&by_committee(&case, json!(name), expected.scores.len()), expected, name);
    }
}

#[test]
fn batch_bald_picks_what_a_full_greedy_search_over_all_label_combinations_picks() {
    let case = golden();
    // 4⁴ label combinations of the four before the last: all are kept.
    let picks = by_committee(&case, json!({"name": "batch_bald", "samples": 256}), case.batch_bald.order.len());
    assert_eq!(picks.iter().map(|pick| pick.id).collect::<Vec<_>>(), case.batch_bald.order);
    for (pick, score) in picks.iter().zip(&case.batch_bald.scores) {
        assert!((pick.score - score).abs() < 1e-5, "{pick:?}, not {score}");
    }
    // From the third on drawn (4² combinations are more than 15): the first two are exact still.
    let picks = by_committee(&case, json!({"name": "batch_bald", "samples": 15}), 3);
    assert_eq!(picks[..2].iter().map(|pick| pick.id).collect::<Vec<_>>(), case.batch_bald.order[..2]);
    assert!((picks[1].score - case.batch_bald.scores[1]).abs() < 1e-5);
}

#[test]
fn epig_is_the_mean_information_about_all_targets_however_many_are_asked_for() {
    let case = golden();
    assert_ranked(&by_committee(&case, json!("epig"), case.epig.scores.len()), &case.epig, "all");
    assert_ranked(&by_committee(&case, json!("epig"), 3), &case.epig, "three");
    // Three targets only: another figure.
    let few = by_committee(&case, json!({"name": "epig", "targets": 3}), 1);
    assert!(few[0].score > 0.0 && (few[0].score - case.epig.scores[few[0].id as usize]).abs() > 1e-5);
}

#[test]
fn gradient_lengths_are_those_of_whole_gradients() {
    let case = golden();
    let count = case.rows.len();
    assert_ranked(&by_model(&case, json!("expected_gradient_length"), count, 3), &case.gradient.expected_gradient_length, "expected");
    assert_ranked(&by_model(&case, json!("gradient_norm"), count, 3), &case.gradient.gradient_norm, "norm");
}

#[test]
fn badge_starts_with_the_longest_gradient_and_draws_the_others_by_squared_distance() {
    let case = golden();
    let badge = &case.gradient.badge;
    let runs = 6000;
    let mut second = vec![0u32; case.rows.len()];
    let mut third = vec![0u32; case.rows.len()];
    for seed in 0..runs {
        let picks = by_model(&case, json!("badge"), 3, seed);
        let [a, b, c] = [picks[0].id as usize, picks[1].id as usize, picks[2].id as usize];
        assert!(picks[0].id == badge.first && (picks[0].score - badge.norm).abs() < 1e-5);
        let far = badge.distances[a][b].min(badge.norm);
        assert!((picks[1].score - far).abs() < 1e-4);
        assert!((picks[2].score - far.min(badge.distances[a][c]).min(badge.distances[b][c])).abs() < 1e-4);
        second[b] += 1;
        if picks[1].id == badge.likeliest {
            third[c] += 1;
        }
    }
    for (drawn, expected) in [(second, &badge.second), (third, &badge.third)] {
        let total = f64::from(drawn.iter().sum::<u32>());
        assert!(total > 300.0);
        for (place, (&count, &share)) in drawn.iter().zip(expected).enumerate() {
            let deviation = (total * share * (1.0 - share)).sqrt();
            assert!((f64::from(count) - total * share).abs() <= 4.0 * deviation + 1e-9, "{place}: {count} of {total}, not {share}");
        }
    }
}
