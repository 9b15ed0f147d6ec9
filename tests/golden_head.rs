//! Class weights, one-vs-rest, temperature and the choice of the penalty against golden vectors of scikit-learn and SciPy:
//! tests/reference/head.py makes them and says how to run it.

use handpick::head::{ClassWeight, HeadConfig, OneVsRestHead, Regularisation, SoftmaxHead, Temperature};
use handpick::matrix::Matrix;
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    balanced: Vec<BalancedCase>,
    one_vs_rest: Vec<OneVsRestCase>,
    temperature: Vec<TemperatureCase>,
    cross_validation: Vec<ChoiceCase>,
}

#[derive(Deserialize)]
struct BalancedCase {
    name: String,
    classes: usize,
    rows: Vec<Vec<f32>>,
    targets: Vec<usize>,
    test: Vec<Vec<f32>>,
    probabilities: Vec<Vec<f32>>,
}

#[derive(Deserialize)]
struct OneVsRestCase {
    name: String,
    labels: usize,
    balanced: bool,
    rows: Vec<Vec<f32>>,
    sets: Vec<Vec<usize>>,
    test: Vec<Vec<f32>>,
    probabilities: Vec<Vec<f32>>,
}

#[derive(Deserialize)]
struct TemperatureCase {
    name: String,
    probabilities: Vec<Vec<f32>>,
    targets: Vec<usize>,
    temperature: f64,
    scaled: Vec<Vec<f32>>,
}

#[derive(Deserialize)]
struct ChoiceCase {
    rows: Vec<Vec<f32>>,
    targets: Vec<usize>,
    classes: usize,
    chosen: f64,
}

fn golden() -> Golden {
    serde_json::from_str(include_str!("fixtures/head.json")).unwrap()
}

fn matrix(rows: &[Vec<f32>]) -> Matrix {
    Matrix::from_vec(rows.len(), rows[0].len(), rows.concat()).unwrap()
}

/// The largest difference of any number.
fn distance(ours: &Matrix, theirs: &[Vec<f32>]) -> f32 {
    assert_eq!((ours.rows(), ours.cols()), (theirs.len(), theirs[0].len()));
    ours.as_slice().iter().zip(theirs.iter().flatten()).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

#[test]
fn balanced_class_weights_are_those_of_scikit_learn() {
    let config = HeadConfig { class_weight: ClassWeight::Balanced, ..HeadConfig::default() };
    for case in golden().balanced {
        // One class more than there are answers of: it must not count in the balance.
        let head = SoftmaxHead::fit(&matrix(&case.rows), &case.targets, case.classes + 1, &config, None).unwrap();
        let ours = head.predict_proba(&matrix(&case.test));
        let padded: Vec<Vec<f32>> = case.probabilities.iter().map(|row| row.iter().copied().chain([0.0]).collect()).collect();
        let difference = distance(&ours, &padded);
        assert!(difference < 2e-6, "{}: {difference}", case.name);
    }
}

#[test]
fn one_vs_rest_has_the_probabilities_of_scikit_learn() {
    for case in golden().one_vs_rest {
        let class_weight = if case.balanced { ClassWeight::Balanced } else { ClassWeight::None };
        let config = HeadConfig { class_weight, ..HeadConfig::default() };
        let head = OneVsRestHead::fit(&matrix(&case.rows), &case.sets, case.labels, &config, None).unwrap();
        assert!(head.converged(), "{}", case.name);
        let difference = distance(&head.predict_proba(&matrix(&case.test)), &case.probabilities);
        assert!(difference < 2e-6, "{}: {difference}", case.name);
    }
}

#[test]
fn the_temperature_is_the_one_that_scipy_finds() {
    for case in golden().temperature {
        let mut probabilities = matrix(&case.probabilities);
        let temperature = Temperature::fit(&probabilities, &case.targets).unwrap();
        let difference = (temperature.value() / case.temperature - 1.0).abs();
        assert!(difference < 1e-5, "{}: {} instead of {}", case.name, temperature.value(), case.temperature);
        temperature.apply(&mut probabilities);
        let difference = distance(&probabilities, &case.scaled);
        assert!(difference < 1e-5, "{}: {difference}", case.name);
    }
}

#[test]
fn cross_validation_chooses_the_penalty_that_scikit_learn_finds_best() {
    let config = HeadConfig { regularisation: Regularisation::CrossValidated, ..HeadConfig::default() };
    for case in golden().cross_validation {
        for seed in 0..3 {
            assert_eq!(config.chosen(&matrix(&case.rows), &case.targets, case.classes, seed).unwrap().c, case.chosen, "seed {seed}");
        }
    }
}
