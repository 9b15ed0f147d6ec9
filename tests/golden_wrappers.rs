//! The wrappers and the bandit against golden vectors of an independent implementation in NumPy: tests/reference/wrappers.py makes them
//! and says how to run it.

use handpick::matrix::Matrix;
use handpick::rng::Rng;
use handpick::strategy::{Bandit, Pick, PoolView, StrategyConfig, Turn};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Golden {
    rows: Vec<Vec<f32>>,
    probabilities: Vec<Vec<f32>>,
    targets: Vec<usize>,
    uncertainty: Vec<f32>,
    seals: SealsCase,
    anchors: AnchorsCase,
    class_balanced: Vec<Vec<u32>>,
    diverse_batch: Vec<u32>,
    diverse_fill: Vec<u32>,
    bandits: Vec<BanditCase>,
}

#[derive(Deserialize)]
struct SealsCase {
    k: usize,
    order: Vec<u32>,
    inside: usize,
}

#[derive(Deserialize)]
struct AnchorsCase {
    k: usize,
    size: usize,
    order: Vec<u32>,
}

#[derive(Deserialize)]
struct BanditCase {
    horizon: usize,
    delta: f64,
    history: Vec<(usize, f64)>,
    first: Vec<f64>,
    middle: Vec<f64>,
    last: Vec<f64>,
}

fn golden() -> Golden {
    serde_json::from_str(include_str!("fixtures/wrappers.json")).unwrap()
}

fn matrix(rows: &[Vec<f32>]) -> Matrix {
    Matrix::from_vec(rows.len(), rows[0].len(), rows.concat()).unwrap()
}

fn select(golden: &Golden, config: Value, count: usize) -> Vec<Pick> {
    let (features, probabilities) = (matrix(&golden.rows), matrix(&golden.probabilities));
    let row_of: Vec<u32> = (0..golden.rows.len() as u32).collect();
    let (candidates, labelled) = row_of.split_at(golden.probabilities.len());
    let view = PoolView {
        probabilities: Some(&probabilities),
        labelled,
        targets: &golden.targets,
        ..PoolView::new(&features, &row_of, candidates, golden.probabilities[0].len())
    };
    let config: StrategyConfig = serde_json::from_value(config).unwrap();
    config.build().unwrap().select(&view, count, &mut Rng::new(5)).unwrap()
}

fn ids(picks: &[Pick]) -> Vec<u32> {
    picks.iter().map(|pick| pick.id).collect()
}

#[test]
fn seals_chooses_among_neighbours_and_then_among_the_rest() {
    let golden = golden();
    let picks = select(&golden, json!({"name": "seals", "k": golden.seals.k}), golden.seals.order.len());
    assert_eq!(ids(&picks), golden.seals.order);
    for pick in &picks[..golden.seals.inside] {
        assert!((pick.score - golden.uncertainty[pick.id as usize]).abs() < 1e-5);
    }
    // What fills up scores no more than the last that was near.
    assert!(picks[golden.seals.inside..].iter().all(|pick| pick.score <= picks[golden.seals.inside - 1].score));
}

#[test]
fn anchor_subsampling_keeps_those_most_like_the_anchors_that_found_them() {
    let golden = golden();
    let case = &golden.anchors;
    let picks = select(&golden, json!({"name": "anchor_subsampling", "k": case.k, "size": case.size}), case.size);
    assert_eq!(ids(&picks), case.order);
}

#[test]
fn a_class_balanced_batch_levels_the_classes() {
    let golden = golden();
    let count = golden.class_balanced.iter().map(Vec::len).sum();
    let picks = ids(&select(&golden, json!({"name": "class_balanced"}), count));
    for expected in &golden.class_balanced {
        let found: Vec<u32> = picks.iter().copied().filter(|id| expected.contains(id)).collect();
        assert_eq!(&found, expected);
    }
}

#[test]
fn a_diverse_batch_skips_near_duplicates_and_fills_up_at_the_end() {
    let golden = golden();
    assert_eq!(ids(&select(&golden, json!({"name": "diverse_batch"}), golden.diverse_batch.len())), golden.diverse_batch);
    let strict = json!({"name": "diverse_batch", "threshold": -0.5, "factor": 2});
    assert_eq!(ids(&select(&golden, strict, golden.diverse_fill.len())), golden.diverse_fill);
}

#[test]
fn the_bandit_has_the_probabilities_of_exp4_p() {
    for case in golden().bandits {
        let bandit = Bandit { horizon: case.horizon, delta: case.delta, ..Bandit::default() };
        let history: Vec<Turn> = case.history.iter().map(|&(arm, reward)| Turn { arm: bandit.arms[arm].name().to_owned(), reward }).collect();
        for (turns, expected) in [(0, &case.first), (history.len() / 2, &case.middle), (history.len(), &case.last)] {
            let found = bandit.probabilities(&history[..turns]);
            assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-8), "{found:?} ≠ {expected:?}");
        }
    }
}

#[test]
fn the_bandit_draws_its_arms_as_often_as_it_trusts_them_and_comes_to_trust_the_best() {
    let bandit = Bandit::default();
    let best = |arm: &str| Turn { arm: arm.to_owned(), reward: if arm == "badge" { 0.9 } else { 0.2 } };
    let mut rng = Rng::new(11);
    let mut history: Vec<Turn> = Vec::new();
    for _ in 0..2000 {
        let name = bandit.choose(&history[history.len().saturating_sub(400)..], &mut rng).0.name();
        history.push(best(name));
    }
    let trust = bandit.probabilities(&history[history.len() - 400..]);
    let place = bandit.arms.iter().position(|arm| arm.name() == "badge").unwrap();
    assert!(trust.iter().enumerate().all(|(arm, p)| arm == place || *p < trust[place]), "{trust:?}");
    let drawn = (0..4000).filter(|_| bandit.choose(&history[history.len() - 400..], &mut rng).0.name() == "badge").count() as f64;
    let sd = (4000.0 * trust[place] * (1.0 - trust[place])).sqrt();
    assert!((drawn - 4000.0 * trust[place]).abs() < 4.0 * sd, "{drawn} of 4000 at {}", trust[place]);
}
