//! Calibration, intervals, stopping criteria and label errors against golden vectors of an independent implementation in NumPy, SciPy and
//! scikit-learn: tests/reference/evaluation.py makes them and says how to run it.

use handpick::evaluate::{self, Interval, Resamples};
use handpick::matrix::Matrix;
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    calibration: Vec<CalibrationCase>,
    resampling: ResamplingCase,
    stopping: Vec<StoppingCase>,
    label_errors: Vec<LabelErrorCase>,
    contradictions: ContradictionCase,
}

#[derive(Deserialize)]
struct CalibrationCase {
    probabilities: Vec<Vec<f32>>,
    truth: Vec<usize>,
    draws: Vec<usize>,
    brier: [f64; 3],
    ece: [f64; 3],
    adaptive_ece: [f64; 3],
    adaptive_bins: usize,
    bins: Vec<(usize, f64, f64)>,
    macro_f1: [f64; 3],
    precision: Vec<[f64; 2]>,
    recall: Vec<[f64; 2]>,
}

#[derive(Deserialize)]
struct ResamplingCase {
    values: Vec<f64>,
    low: f64,
    high: f64,
    error: f64,
}

#[derive(Deserialize)]
struct StoppingCase {
    classes: usize,
    before: Vec<usize>,
    after: Vec<usize>,
    kappa: f64,
    change: f64,
    delta_f: f64,
    probabilities: Vec<Vec<f32>>,
    uncertainty: f64,
}

#[derive(Deserialize)]
struct LabelErrorCase {
    probabilities: Vec<Vec<f32>>,
    given: Vec<usize>,
    thresholds: Vec<Option<f64>>,
    places: Vec<usize>,
    suggested: Vec<usize>,
}

#[derive(Deserialize)]
struct ContradictionCase {
    rows: Vec<Vec<f32>>,
    given: Vec<usize>,
    pairs: Vec<[usize; 2]>,
    cosines: Vec<f64>,
}

fn golden() -> Golden {
    serde_json::from_str(include_str!("fixtures/evaluation.json")).unwrap()
}

fn matrix(rows: &[Vec<f32>]) -> Matrix {
    Matrix::from_vec(rows.len(), rows[0].len(), rows.concat()).unwrap()
}

fn same(ours: Interval, theirs: [f64; 3], what: &str) {
    for (a, b) in [ours.value, ours.low, ours.high].into_iter().zip(theirs) {
        assert!((a - b).abs() < 1e-9, "{what}: {ours:?} is not {theirs:?}");
    }
}

#[test]
fn calibration_and_its_intervals_are_those_of_numpy() {
    for case in golden().calibration {
        let probabilities = matrix(&case.probabilities);
        let resamples = Resamples::given(case.truth.len(), case.draws);
        let ours = evaluate::calibration(&probabilities, &case.truth, &resamples);
        same(ours.brier, case.brier, "Brier score");
        same(ours.ece, case.ece, "calibration error");
        same(ours.adaptive_ece, case.adaptive_ece, "calibration error, equal mass");
        assert_eq!(ours.adaptive_bins, case.adaptive_bins);
        for (bin, (count, confidence, accuracy)) in ours.bins.iter().zip(&case.bins) {
            assert_eq!(bin.count, *count);
            assert!((bin.confidence - confidence).abs() < 1e-9 && (bin.accuracy - accuracy).abs() < 1e-9, "{bin:?}");
        }
        assert_eq!(ours.bins.len(), case.bins.len());
    }
}

#[test]
fn macro_f1_precision_and_recall_have_the_intervals_of_scikit_learn_and_scipy() {
    for case in golden().calibration {
        let classes = case.probabilities[0].len();
        let predicted: Vec<usize> = matrix(&case.probabilities).iter().map(|row| evaluate::likeliest(row).0).collect();
        let resamples = Resamples::given(case.truth.len(), case.draws);
        same(evaluate::macro_f1_interval(&case.truth, &predicted, classes, &resamples), case.macro_f1, "macro F1");
        let close = |(low, high): (f64, f64), theirs: &[f64; 2]| (low - theirs[0]).abs() < 1e-9 && (high - theirs[1]).abs() < 1e-9;
        for (score, (precision, recall)) in evaluate::per_class(&case.truth, &predicted, classes).iter().zip(case.precision.iter().zip(&case.recall))
        {
            assert!(close(score.precision_interval(), precision) && close(score.recall_interval(), recall), "{score:?} {precision:?} {recall:?}");
        }
    }
}

#[test]
fn our_own_resamples_come_near_to_those_of_scipy() {
    let ResamplingCase { values, low, high, error } = golden().resampling;
    let mean = |places: &[usize]| places.iter().map(|&place| values[place]).sum::<f64>() / places.len() as f64;
    for seed in 0..5 {
        let ours = Resamples::draw(values.len(), 4000, seed).interval(mean);
        // A 2.5 % point over 4,000 draws is known to about 0.05 standard errors.
        assert!((ours.low - low).abs() < 0.2 * error && (ours.high - high).abs() < 0.2 * error, "{ours:?} is far from {low} to {high}");
    }
}

#[test]
fn stopping_criteria_are_those_of_scikit_learn_and_of_the_papers() {
    for case in golden().stopping {
        let (before, after) = (&case.before, &case.after);
        assert!((evaluate::cohen_kappa(before, after, case.classes) - case.kappa).abs() < 1e-12);
        assert!((evaluate::classification_change(before, after) - case.change).abs() < 1e-12);
        assert!((evaluate::delta_f(before, after, case.classes) - case.delta_f).abs() < 1e-12);
        assert!((evaluate::overall_uncertainty(&matrix(&case.probabilities)) - case.uncertainty).abs() < 1e-9);
    }
}

#[test]
fn label_errors_are_the_off_diagonal_of_the_confident_joint() {
    for case in golden().label_errors {
        let probabilities = matrix(&case.probabilities);
        for (ours, theirs) in evaluate::class_thresholds(&probabilities, &case.given).iter().zip(&case.thresholds) {
            assert!(ours.is_some() == theirs.is_some() && (ours.unwrap_or(0.0) - theirs.unwrap_or(0.0)).abs() < 1e-12);
        }
        let ids: Vec<u32> = (0..case.given.len() as u32).collect();
        let found = evaluate::label_errors(&probabilities, &case.given, &ids, 1);
        assert_eq!(found.iter().map(|error| error.place).collect::<Vec<_>>(), case.places);
        assert_eq!(found.iter().map(|error| error.suggested).collect::<Vec<_>>(), case.suggested);
    }
}

#[test]
fn contradictions_are_those_of_the_full_cosine_matrix() {
    let case = golden().contradictions;
    let row_of: Vec<usize> = (0..case.given.len()).collect();
    let ids: Vec<u32> = (0..case.given.len() as u32).collect();
    let found = evaluate::contradictions(&matrix(&case.rows), &row_of, &case.given, &ids, 1000, 1);
    assert_eq!(found.iter().map(|pair| [pair.first, pair.second]).collect::<Vec<_>>(), case.pairs);
    assert!(found.iter().zip(&case.cosines).all(|(pair, cosine)| (f64::from(pair.cosine) - cosine).abs() < 1e-5 && !pair.same_text));
}
