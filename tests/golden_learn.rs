//! Heads, strategies and metrics against golden vectors of an independent implementation in NumPy, SciPy and scikit-learn:
//! tests/reference/learn.py makes them and says how to run it.

use handpick::evaluate;
use handpick::head::{HeadConfig, SoftmaxHead, prototypes};
use handpick::matrix::Matrix;
use handpick::rng::Rng;
use handpick::strategy::{Pick, PoolView, StrategyConfig};
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    head: Vec<HeadCase>,
    uncertainty: Uncertainty,
    coreset: CoresetCase,
    kmeans: KmeansCase,
    prototypes: PrototypeCase,
    metrics: Vec<MetricsCase>,
    wilson: Vec<WilsonCase>,
    area: AreaCase,
}

#[derive(Deserialize)]
struct HeadCase {
    name: String,
    classes: usize,
    rows: Vec<Vec<f32>>,
    targets: Vec<usize>,
    test: Vec<Vec<f32>>,
    probabilities: Vec<Vec<f32>>,
}

#[derive(Deserialize)]
struct Uncertainty {
    probabilities: Vec<Vec<f32>>,
    least_confidence: Vec<f32>,
    margin: Vec<f32>,
    entropy_bits: Vec<f32>,
    order: Orders,
}

#[derive(Deserialize)]
struct Orders {
    least_confidence: Vec<u32>,
    margin: Vec<u32>,
    entropy: Vec<u32>,
}

#[derive(Deserialize)]
struct CoresetCase {
    rows: Vec<Vec<f32>>,
    labelled: Vec<u32>,
    order: Vec<u32>,
    distances: Vec<f32>,
}

#[derive(Deserialize)]
struct KmeansCase {
    rows: Vec<Vec<f32>>,
    picks: Vec<u32>,
    sizes: Vec<usize>,
}

#[derive(Deserialize)]
struct PrototypeCase {
    rows: Vec<Vec<f32>>,
    prototypes: Vec<Vec<f32>>,
    temperature: f32,
    probabilities: Vec<Vec<f32>>,
}

#[derive(Deserialize)]
struct MetricsCase {
    truth: Vec<usize>,
    predicted: Vec<usize>,
    classes: usize,
    accuracy: f64,
    macro_f1: f64,
    precision: Vec<f64>,
    recall: Vec<f64>,
    f1: Vec<f64>,
    support: Vec<usize>,
    confusion: Vec<Vec<usize>>,
}

#[derive(Deserialize)]
struct WilsonCase {
    correct: usize,
    total: usize,
    low: f64,
    high: f64,
}

#[derive(Deserialize)]
struct AreaCase {
    labels: Vec<usize>,
    accuracy: Vec<f64>,
    area: f64,
}

fn golden() -> Golden {
    serde_json::from_str(include_str!("fixtures/learn.json")).unwrap()
}

fn matrix(rows: &[Vec<f32>]) -> Matrix {
    Matrix::from_vec(rows.len(), rows[0].len(), rows.concat()).unwrap()
}

/// The largest difference of any number.
fn distance(ours: &Matrix, theirs: &[Vec<f32>]) -> f32 {
    assert_eq!((ours.rows(), ours.cols()), (theirs.len(), theirs[0].len()));
    ours.as_slice().iter().zip(theirs.iter().flatten()).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

fn close(ours: &[f64], theirs: &[f64]) -> bool {
    ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| (a - b).abs() < 1e-9)
}

#[test]
fn the_head_has_the_probabilities_of_scikit_learn() {
    for case in golden().head {
        let head = SoftmaxHead::fit(&matrix(&case.rows), &case.targets, case.classes, &HeadConfig::default(), None).unwrap();
        assert!(head.converged(), "{}", case.name);
        let difference = distance(&head.predict_proba(&matrix(&case.test)), &case.probabilities);
        assert!(difference < 2e-6, "{}: {difference}", case.name);
    }
}

#[test]
fn a_class_without_example_has_probability_zero_exactly() {
    let case = golden().head.into_iter().find(|case| case.name == "classes without an example").unwrap();
    let head = SoftmaxHead::fit(&matrix(&case.rows), &case.targets, case.classes, &HeadConfig::default(), None).unwrap();
    assert!(head.predict_proba(&matrix(&case.test)).iter().all(|row| row[1] == 0.0 && row[3] == 0.0 && row[5] == 0.0));
}

fn named(name: &str) -> StrategyConfig {
    StrategyConfig::from_name(name).unwrap()
}

fn select(config: &StrategyConfig, features: &Matrix, probabilities: Option<&Matrix>, labelled: &[u32], count: usize) -> Vec<Pick> {
    let row_of: Vec<u32> = (0..features.rows() as u32).collect();
    let candidates: Vec<u32> = row_of.iter().copied().filter(|id| !labelled.contains(id)).collect();
    let classes = probabilities.map_or(2, Matrix::cols);
    let targets = vec![0; labelled.len()];
    let pool = PoolView { probabilities, labelled, targets: &targets, ..PoolView::new(features, &row_of, &candidates, classes) };
    config.build().unwrap().select(&pool, count, &mut Rng::new(3)).unwrap()
}

fn ids(picks: &[Pick]) -> Vec<u32> {
    picks.iter().map(|pick| pick.id).collect()
}

#[test]
fn uncertainty_scores_and_orders_are_those_of_numpy() {
    let case = golden().uncertainty;
    let probabilities = matrix(&case.probabilities);
    let features = Matrix::zeros(probabilities.rows(), 1);
    let margin_scores: Vec<f32> = case.margin.iter().map(|margin| 1.0 - margin).collect();
    let expected = [
        (named("least_confidence"), &case.least_confidence, &case.order.least_confidence),
        (named("margin"), &margin_scores, &case.order.margin),
        (named("entropy"), &case.entropy_bits, &case.order.entropy),
    ];
    for (config, scores, order) in expected {
        let picks = select(&config, &features, Some(&probabilities), &[], probabilities.rows());
        assert_eq!(&ids(&picks), order, "{}", config.name());
        assert!(picks.iter().all(|pick| (pick.score - scores[pick.id as usize]).abs() < 1e-6), "{}", config.name());
    }
}

#[test]
fn k_centre_picks_what_the_full_distance_matrix_picks() {
    let case = golden().coreset;
    let picks = select(&named("coreset"), &matrix(&case.rows), None, &case.labelled, case.order.len());
    assert_eq!(ids(&picks), case.order);
    assert!(picks.iter().zip(&case.distances).all(|(pick, distance)| (pick.score - distance).abs() < 1e-6));
}

#[test]
fn k_means_picks_the_text_nearest_to_the_centre_of_each_separate_group() {
    let case = golden().kmeans;
    let picks = select(&named("kmeans"), &matrix(&case.rows), None, &[], case.picks.len());
    assert_eq!(ids(&picks), case.picks);
    for (pick, size) in picks.iter().zip(&case.sizes) {
        assert_eq!(pick.reason, format!("typical of a group of {size} similar texts"));
    }
}

#[test]
fn prototypes_are_a_softmax_of_cosines() {
    let case = golden().prototypes;
    let ours = prototypes(&matrix(&case.prototypes), &matrix(&case.rows), case.temperature).unwrap();
    let difference = distance(&ours, &case.probabilities);
    assert!(difference < 2e-5, "{difference}");
}

#[test]
fn metrics_are_those_of_scikit_learn() {
    for case in golden().metrics {
        let (truth, predicted) = (&case.truth, &case.predicted);
        assert!((evaluate::accuracy(truth, predicted) - case.accuracy).abs() < 1e-12);
        assert!((evaluate::macro_f1(truth, predicted, case.classes) - case.macro_f1).abs() < 1e-12);
        assert_eq!(evaluate::confusion(truth, predicted, case.classes), case.confusion);
        let scores = evaluate::per_class(truth, predicted, case.classes);
        assert!(close(&scores.iter().map(|score| score.precision).collect::<Vec<_>>(), &case.precision));
        assert!(close(&scores.iter().map(|score| score.recall).collect::<Vec<_>>(), &case.recall));
        assert!(close(&scores.iter().map(|score| score.f1).collect::<Vec<_>>(), &case.f1));
        assert_eq!(scores.iter().map(|score| score.support).collect::<Vec<_>>(), case.support);
    }
}

#[test]
fn wilson_intervals_are_those_of_scipy() {
    for case in golden().wilson {
        let (low, high) = evaluate::wilson(case.correct, case.total);
        assert!((low - case.low).abs() < 1e-9 && (high - case.high).abs() < 1e-9, "{} of {}: {low} to {high}", case.correct, case.total);
    }
}

#[test]
fn the_area_under_a_curve_is_the_trapezoid_over_the_range() {
    let case = golden().area;
    assert!((evaluate::normalised_area(&case.labels, &case.accuracy) - case.area).abs() < 1e-12);
}
