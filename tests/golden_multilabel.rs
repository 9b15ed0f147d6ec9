//! The multi-label strategies against golden vectors of an independent implementation in NumPy: tests/reference/multilabel.py makes
//! them and says how to run it.

use std::collections::BTreeMap;

use handpick::matrix::Matrix;
use handpick::rng::Rng;
use handpick::strategy::{PoolView, Scope, StrategyConfig};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    probabilities: Vec<Vec<f32>>,
    label_sets: Vec<Vec<usize>>,
    scores: BTreeMap<String, Vec<f32>>,
}

fn golden() -> Vec<Case> {
    serde_json::from_str(include_str!("fixtures/multilabel.json")).unwrap()
}

#[test]
fn every_multi_label_strategy_has_the_scores_and_the_order_of_the_reference() {
    for case in golden() {
        let (count, classes, answered) = (case.probabilities.len(), case.probabilities[0].len(), case.label_sets.len());
        let probabilities = Matrix::from_vec(count, classes, case.probabilities.concat()).unwrap();
        let features = Matrix::zeros(count + answered, 1);
        let row_of: Vec<u32> = (0..(count + answered) as u32).collect();
        let (candidates, labelled) = row_of.split_at(count);
        let view = PoolView {
            probabilities: Some(&probabilities),
            labelled,
            label_sets: Some(&case.label_sets),
            ..PoolView::new(&features, &row_of, candidates, classes)
        };
        let of_many = StrategyConfig::all().into_iter().filter(|config| config.about().scope == Scope::MultiLabel);
        let names: Vec<&str> = of_many.map(|config| config.name()).collect();
        assert_eq!(names.len(), case.scores.len());
        for name in names {
            let expected = &case.scores[name];
            let picks = StrategyConfig::from_name(name).unwrap().build().unwrap().select(&view, count, &mut Rng::new(3)).unwrap();
            assert_eq!(picks.len(), count);
            for pick in &picks {
                let golden = expected[pick.id as usize];
                assert!((pick.score - golden).abs() < 1e-5 * golden.abs().max(1.0), "{name}: text {}: {} ≠ {golden}", pick.id, pick.score);
            }
            // The reference's own scores, in our order, never rise by more than rounding.
            assert!(picks.is_sorted_by(|a, b| expected[a.id as usize] >= expected[b.id as usize] - 1e-5), "{name}");
        }
    }
}
