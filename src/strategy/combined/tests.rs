//! What the combined and representation strategies do on pools larger than they look at, and what they refuse.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::*;
use crate::head::{HeadConfig, Regularisation};
use crate::matrix::Matrix;
use crate::strategy::{Pick, Scope, StrategyConfig};

struct Pool {
    features: Matrix,
    row_of: Vec<u32>,
    candidates: Vec<DocId>,
    labelled: Vec<DocId>,
    targets: Vec<usize>,
    head: SoftmaxHead,
    probabilities: Matrix,
}

/// Candidates first, then answers: points in a square, three classes.
fn pool(candidates: usize, answers: usize) -> Pool {
    let mut rng = Rng::new(5);
    let count = candidates + answers;
    let features = Matrix::from_vec(count, 2, (0..2 * count).map(|_| rng.uniform() as f32).collect()).unwrap();
    let few: Vec<usize> = (0..30).collect();
    let targets: Vec<usize> = few.iter().map(|&row| (3.0 * features.row(row)[0]) as usize).collect();
    let head = SoftmaxHead::fit(&features.gather(&few), &targets, 3, &HeadConfig::default(), None).unwrap();
    Pool {
        row_of: (0..count as u32).collect(),
        candidates: (0..candidates as DocId).collect(),
        labelled: (candidates as DocId..count as DocId).collect(),
        targets: (candidates..count).map(|row| (3.0 * features.row(row)[0]) as usize).collect(),
        probabilities: head.predict_proba(&features.gather(&(0..candidates).collect::<Vec<_>>())),
        head,
        features,
    }
}

impl Pool {
    fn view(&self) -> PoolView<'_> {
        PoolView {
            probabilities: Some(&self.probabilities),
            head: Some(&self.head),
            labelled: &self.labelled,
            targets: &self.targets,
            ..PoolView::new(&self.features, &self.row_of, &self.candidates, 3)
        }
    }

    fn select(&self, config: Value, count: usize) -> Vec<Pick> {
        let config: StrategyConfig = serde_json::from_value(config).unwrap();
        config.build().unwrap().select(&self.view(), count, &mut Rng::new(9)).unwrap()
    }

    fn shuffled(&self) -> Self {
        let order = Rng::new(1).sample(self.candidates.len(), self.candidates.len());
        Self {
            candidates: order.iter().map(|&place| self.candidates[place]).collect(),
            probabilities: self.probabilities.gather(&order),
            features: self.features.clone(),
            row_of: self.row_of.clone(),
            labelled: self.labelled.clone(),
            targets: self.targets.clone(),
            head: self.head.clone(),
        }
    }
}

fn in_order(picks: &[Pick], count: usize) -> bool {
    let distinct: HashSet<DocId> = picks.iter().map(|pick| pick.id).collect();
    distinct.len() == count && picks.len() == count && picks.is_sorted_by(|a, b| a.score >= b.score && b.score.is_finite())
}

#[test]
fn a_pool_larger_than_what_is_looked_at_is_still_ranked_whole_and_whatever_its_order() {
    // 2500 × 3000 pairs are more than are compared; 2500 candidates are more than ProbCover has in its graph.
    let pool = pool(2500, 3000);
    let shuffled = pool.shuffled();
    for (name, all) in [("cal", 2500), ("ranked_batch", 1600), ("probcover", 2500), ("typiclust", 2500), ("information_density", 2500)] {
        let picks = pool.select(json!(name), all);
        assert!(in_order(&picks, all), "{name}");
        assert_eq!(picks, shuffled.select(json!(name), all), "{name}");
    }
    let compared = pool.select(json!("cal"), 2500).iter().filter(|pick| !pick.reason.starts_with("not compared")).count();
    assert_eq!(compared, PAIRS / 3000);
}

#[test]
fn large_pools_are_sampled_by_id_alone() {
    let pool = pool(6000, 20);
    let shuffled = pool.shuffled();
    for name in ["clue", "dropquery", "discriminative", "lightweight_coreset", "falcun", "stochastic_batch", "expected_error_reduction"] {
        let picks = pool.select(json!(name), 12);
        assert!(in_order(&picks, 12), "{name}");
        assert_eq!(picks, shuffled.select(json!(name), 12), "{name}");
    }
}

#[test]
fn what_expected_error_reduction_did_not_try_comes_after_what_it_tried() {
    let picks = pool(100, 12).select(json!({"name": "expected_error_reduction", "candidates": 10, "evaluation": 30}), 100);
    assert!(in_order(&picks, 100));
    assert!(picks[..10].iter().all(|pick| pick.reason.starts_with("with its label")), "{picks:?}");
    assert!(picks[10..].iter().all(|pick| pick.reason.ends_with("not tried")), "{picks:?}");
}

#[test]
fn expected_error_reduction_fits_again_with_the_penalty_of_the_head() {
    let pool = pool(60, 12);
    let config: StrategyConfig = serde_json::from_value(json!({"name": "expected_error_reduction", "iterations": 1000})).unwrap();
    let strategy = config.build().unwrap();
    let scores = |head_config: Option<&HeadConfig>| {
        let view = PoolView { head_config, ..pool.view() };
        let picks = strategy.select(&view, 60, &mut Rng::new(9)).unwrap();
        picks.into_iter().filter(|pick| !pick.reason.ends_with("not tried")).map(|pick| pick.score).collect::<Vec<f32>>()
    };
    let unsaid = scores(None);
    assert_eq!(unsaid, scores(Some(&HeadConfig::default())));
    // Less penalty leaves less doubt, more leaves more; a penalty that is to be searched for is taken as it is.
    let [strong, weak] =
        [0.1, 1000.0].map(|c| scores(Some(&HeadConfig { c, regularisation: Regularisation::CrossValidated, ..HeadConfig::default() })));
    assert!(strong[0] < unsaid[0] && unsaid[0] < weak[0], "{} {} {}", strong[0], unsaid[0], weak[0]);
}

#[test]
fn half_of_what_expected_error_reduction_tries_are_the_best_by_margin() {
    let pool = pool(100, 12);
    let margin: HashSet<DocId> = pool.select(json!("margin"), 5).iter().map(|pick| pick.id).collect();
    let tried = pool.select(json!({"name": "expected_error_reduction", "candidates": 10}), 10);
    assert!(margin.iter().all(|id| tried.iter().any(|pick| pick.id == *id)));
}

#[test]
fn discriminative_learning_asks_about_what_the_answers_are_not_like() {
    // Answers are on the left; the middle and the right are asked about.
    let mut pool = pool(200, 0);
    pool.labelled = pool.candidates.iter().copied().filter(|&id| pool.features.row(id as usize)[0] < 0.3).collect();
    pool.candidates.retain(|id| !pool.labelled.contains(id));
    let view = PoolView { probabilities: None, ..pool.view() };
    let config = StrategyConfig::from_name("discriminative").unwrap();
    let picks = config.build().unwrap().select(&view, 5, &mut Rng::new(2)).unwrap();
    assert!(picks.iter().all(|pick| pool.features.row(pick.id as usize)[0] > 0.6), "{picks:?}");
}

#[test]
fn a_probability_that_is_not_a_number_ranks_last() {
    let mut pool = pool(20, 10);
    pool.probabilities.row_mut(7).fill(f32::NAN);
    for name in ["cal", "falcun", "ranked_batch", "stochastic_batch", "information_density"] {
        assert_eq!(pool.select(json!(name), 20)[19].id, 7, "{name}");
    }
    for name in ["clue", "dropquery", "expected_error_reduction"] {
        assert!(in_order(&pool.select(json!(name), 20), 20), "{name}");
    }
}

#[test]
fn a_row_that_is_not_a_number_stops_nothing() {
    let mut pool = pool(40, 10);
    pool.features.row_mut(3).fill(f32::NAN);
    for config in StrategyConfig::all().into_iter().filter(|config| ["representation", "combined"].contains(&config.about().family)) {
        let picks = config.build().unwrap().select(&pool.view(), 40, &mut Rng::new(4)).unwrap();
        assert!(in_order(&picks, 40), "{}", config.name());
    }
}

#[test]
fn strategies_for_one_label_a_text_refuse_several() {
    let pool = pool(24, 8);
    let sets = vec![vec![0]; 8];
    let view = PoolView { label_sets: Some(&sets), ..pool.view() };
    for config in StrategyConfig::all().into_iter().filter(|config| ["representation", "combined"].contains(&config.about().family)) {
        let answer = config.build().unwrap().select(&view, 2, &mut Rng::new(1));
        match config.about().scope {
            Scope::SingleLabel => assert_eq!(answer.unwrap_err().code(), Code::InvalidStrategy, "{}", config.name()),
            _ => assert_eq!(answer.unwrap().len(), 2, "{}", config.name()),
        }
    }
}

#[test]
fn a_head_for_other_rows_is_refused() {
    let pool = pool(24, 8);
    let other = SoftmaxHead::fit(&Matrix::zeros(2, 5), &[0, 1], 3, &HeadConfig::default(), None).unwrap();
    let view = PoolView { head: Some(&other), ..pool.view() };
    for name in ["cal", "dropquery", "expected_error_reduction"] {
        let strategy = StrategyConfig::from_name(name).unwrap().build().unwrap();
        assert_eq!(strategy.select(&view, 2, &mut Rng::new(1)).unwrap_err().code(), Code::InvalidArgument, "{name}");
    }
}

#[test]
fn parameters_out_of_range_are_refused() {
    for wrong in [
        json!({"name": "typiclust", "maxClusters": 0}),
        json!({"name": "probcover", "delta": 0.0}),
        json!({"name": "probcover", "purity": 1.5}),
        json!({"name": "information_density", "beta": -1.0}),
        json!({"name": "cal", "neighbours": 0}),
        json!({"name": "discriminative", "subBatches": 0}),
        json!({"name": "dropquery", "rate": 1.0}),
        json!({"name": "dropquery", "masks": 0}),
        json!({"name": "falcun", "gamma": -2.0}),
        json!({"name": "expected_error_reduction", "candidates": 0}),
        json!({"name": "expected_error_reduction", "labels": 101}),
    ] {
        let config: StrategyConfig = serde_json::from_value(wrong.clone()).unwrap();
        assert_eq!(config.build().err().map(|error| error.code()), Some(Code::InvalidStrategy), "{wrong}");
    }
}
