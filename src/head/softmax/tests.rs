use super::*;
use crate::head::ClassWeight;
use crate::head::rows::BLOCK;
use crate::head::tests::{difference, problem};
use crate::rng::Rng;

fn fit(rows: &Matrix, targets: &[usize], classes: usize, start: Option<&SoftmaxHead>) -> SoftmaxHead {
    let head = SoftmaxHead::fit(rows, targets, classes, &HeadConfig::default(), start).unwrap();
    assert!(head.converged());
    head
}

#[test]
fn a_warm_refit_equals_a_cold_fit() {
    for (rows, dims, classes) in [(120, 40, 5), (60, 96, 10), (200, 20, 2)] {
        let (all, targets) = problem(rows, dims, classes, 3);
        let pool = problem(300, dims, classes, 9).0;
        let mut warm: Option<SoftmaxHead> = None;
        for count in (rows - 30..=rows).step_by(6) {
            let first: Vec<usize> = (0..count).collect();
            let (answers, targets) = (all.gather(&first), &targets[..count]);
            let refit = fit(&answers, targets, classes, warm.as_ref());
            let cold = fit(&answers, targets, classes, None);
            let difference = difference(&refit.predict_proba(&pool), &cold.predict_proba(&pool));
            assert!(difference < 1e-6, "{rows} rows: {difference}");
            warm = Some(refit);
        }
    }
}

#[test]
fn a_warm_refit_takes_fewer_steps() {
    let (all, targets) = problem(150, 64, 8, 5);
    let before = fit(&all.gather(&(0..149).collect::<Vec<_>>()), &targets[..149], 8, None);
    assert!(fit(&all, &targets, 8, Some(&before)).iterations() < fit(&all, &targets, 8, None).iterations());
}

#[test]
fn the_order_of_the_answers_does_not_matter() {
    let (rows, targets) = problem(80, 30, 4, 6);
    let mut order: Vec<usize> = (0..80).collect();
    Rng::new(1).shuffle(&mut order);
    let shuffled: Vec<usize> = order.iter().map(|&row| targets[row]).collect();
    let (one, other) = (fit(&rows, &targets, 4, None), fit(&rows.gather(&order), &shuffled, 4, None));
    assert!(difference(&one.predict_proba(&rows), &other.predict_proba(&rows)) < 1e-6);
}

#[test]
fn the_same_input_gives_the_same_bits() {
    let (rows, targets) = problem(80, 30, 4, 6);
    assert_eq!(fit(&rows, &targets, 4, None), fit(&rows, &targets, 4, None));
}

#[test]
fn probabilities_sum_to_one_over_many_blocks_of_rows() {
    let (rows, targets) = problem(50, 8, 3, 2);
    let pool = problem(2 * BLOCK + 7, 8, 3, 4).0;
    let probabilities = fit(&rows, &targets, 3, None).predict_proba(&pool);
    assert_eq!((probabilities.rows(), probabilities.cols()), (2 * BLOCK + 7, 3));
    assert!(probabilities.iter().all(|row| (row.iter().sum::<f32>() - 1.0).abs() < 1e-6));
}

#[test]
fn a_new_class_starts_at_zero_and_the_old_ones_where_they_were() {
    let (rows, targets) = problem(90, 30, 4, 7);
    let old: Vec<usize> = (0..90).filter(|&row| targets[row] < 3).collect();
    let old_targets: Vec<usize> = old.iter().map(|&row| targets[row]).collect();
    let three = fit(&rows.gather(&old), &old_targets, 3, None);
    let grown = fit(&rows, &targets, 4, Some(&three));
    let cold = fit(&rows, &targets, 4, None);
    assert!(difference(&grown.predict_proba(&rows), &cold.predict_proba(&rows)) < 1e-6);
    // And back again, as after an undo.
    let shrunk = fit(&rows.gather(&old), &old_targets, 4, Some(&grown));
    let probabilities = shrunk.predict_proba(&rows);
    assert!(probabilities.iter().all(|row| row[3] == 0.0));
    assert!((0..90).all(|row| difference_of_rows(&probabilities.row(row)[..3], three.predict_proba(&rows).row(row)) < 1e-6));
}

fn difference_of_rows(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

#[test]
fn one_class_only_is_certain() {
    let (rows, _) = problem(5, 6, 2, 1);
    let head = fit(&rows, &[1; 5], 3, None);
    assert_eq!(head.seen(), [false, true, false]);
    assert!(head.predict_proba(&rows).iter().all(|row| row == [0.0, 1.0, 0.0]));
}

#[test]
fn contradicting_duplicates_share_the_probability() {
    let row = [0.6f32, 0.8];
    let rows = Matrix::from_vec(4, 2, row.repeat(4)).unwrap();
    let probabilities = fit(&rows, &[0, 1, 1, 1], 2, None).predict_proba(&rows);
    assert!((probabilities.row(0)[1] - 0.75).abs() < 1e-5, "{probabilities:?}");
}

#[test]
fn a_class_with_one_example_is_learnt() {
    let (mut rows, mut targets) = problem(40, 20, 2, 8);
    let mut lone = vec![0.0f32; 20];
    lone[19] = -1.0;
    rows.push_row(&lone);
    targets.push(2);
    let head = fit(&rows, &targets, 3, None);
    let own = head.predict_proba(&rows).row(40).to_vec();
    assert!(own[2] > own[0] && own[2] > own[1], "{own:?}");
}

#[test]
fn numbers_far_from_unit_length_do_not_break_the_fit() {
    for scale in [1e-6f32, 1e4] {
        let (rows, targets) = problem(30, 5, 3, 3);
        let rows = Matrix::from_vec(30, 5, rows.into_vec().into_iter().map(|x| x * scale).collect()).unwrap();
        let head = SoftmaxHead::fit(&rows, &targets, 3, &HeadConfig::default(), None).unwrap();
        assert!(head.predict_proba(&rows).as_slice().iter().all(|p| p.is_finite()), "{scale}");
    }
}

#[test]
fn what_cannot_be_learnt_from_is_refused() {
    let code = |rows: &Matrix, targets: &[usize], classes: usize, config: &HeadConfig| {
        SoftmaxHead::fit(rows, targets, classes, config, None).unwrap_err().code()
    };
    let good = HeadConfig::default();
    let two = Matrix::zeros(2, 3);
    assert_eq!(code(&Matrix::zeros(0, 3), &[], 2, &good), Code::NotReady);
    assert_eq!(code(&two, &[0], 2, &good), Code::InvalidArgument);
    assert_eq!(code(&two, &[0, 2], 2, &good), Code::InvalidArgument);
    assert_eq!(code(&Matrix::zeros(2, 0), &[0, 1], 2, &good), Code::InvalidArgument);
    let mut nan = two.clone();
    nan.row_mut(1)[2] = f32::NAN;
    assert_eq!(code(&nan, &[0, 1], 2, &good), Code::InvalidArgument);
    for bad in [HeadConfig { c: 0.0, ..good.clone() }, HeadConfig { tolerance: f64::NAN, ..good.clone() }, HeadConfig { max_iterations: 0, ..good }] {
        assert_eq!(code(&two, &[0, 1], 2, &bad), Code::InvalidArgument);
    }
}

#[test]
fn a_head_survives_json_bit_for_bit() {
    let (rows, targets) = problem(30, 9, 3, 3);
    let head = fit(&rows, &targets, 4, None);
    let read: SoftmaxHead = serde_json::from_str(&serde_json::to_string(&head).unwrap()).unwrap();
    assert_eq!(read, head);
}

#[test]
fn a_fit_that_runs_out_of_steps_says_so() {
    let (rows, targets) = problem(60, 20, 4, 3);
    let config = HeadConfig { max_iterations: 2, ..HeadConfig::default() };
    let head = SoftmaxHead::fit(&rows, &targets, 4, &config, None).unwrap();
    assert_eq!((head.iterations(), head.converged()), (2, false));
}

#[test]
fn balanced_weights_lift_the_rare_class_and_equal_counts_change_nothing() {
    let (rows, targets) = problem(120, 30, 2, 12);
    let uneven: Vec<usize> = (0..120).filter(|&row| targets[row] == 0 || row % 6 == 0).collect();
    let (rows, targets) = (rows.gather(&uneven), uneven.iter().map(|&row| targets[row]).collect::<Vec<_>>());
    let balanced = HeadConfig { class_weight: ClassWeight::Balanced, ..HeadConfig::default() };
    let mean = |config: &HeadConfig, targets: &[usize]| {
        let probabilities = SoftmaxHead::fit(&rows, targets, 2, config, None).unwrap().predict_proba(&rows);
        probabilities.iter().map(|row| f64::from(row[1])).sum::<f64>() / rows.rows() as f64
    };
    assert!(mean(&balanced, &targets) > mean(&HeadConfig::default(), &targets) + 0.02);
    let even: Vec<usize> = (0..rows.rows() / 2 * 2).map(|row| row % 2).collect();
    let first = rows.gather(&(0..even.len()).collect::<Vec<_>>());
    let fits = [balanced, HeadConfig::default()].map(|config| SoftmaxHead::fit(&first, &even, 2, &config, None).unwrap());
    assert_eq!(fits[0], fits[1]);
}

#[test]
fn the_value_of_a_fit_is_that_of_its_head_and_no_other_head_is_below() {
    let (rows, targets) = problem(90, 30, 4, 7);
    let config = HeadConfig { class_weight: ClassWeight::Balanced, ..HeadConfig::default() };
    let (head, value) = SoftmaxHead::fit_measured(&rows, &targets, 5, &config, None).unwrap();
    let of = |head: &SoftmaxHead| head.objective(&rows, &targets, 5, &config).unwrap();
    assert!((of(&head) - value).abs() < 1e-6 * value, "{} {value}", of(&head));
    let (older, _) = problem(40, 30, 4, 9);
    let other = SoftmaxHead::fit(&older, &targets[..40], 5, &config, None).unwrap();
    let zero = SoftmaxHead::fit(&rows, &[2; 90], 5, &config, None).unwrap();
    assert!(of(&other) > value && of(&zero) > value);
}

#[test]
fn a_head_carried_over_has_a_number_for_every_class_that_was_answered() {
    let (rows, targets) = problem(60, 20, 3, 4);
    let old: Vec<usize> = (0..60).filter(|&row| targets[row] < 2).collect();
    let two = fit(&rows.gather(&old), &old.iter().map(|&row| targets[row]).collect::<Vec<_>>(), 4, None);
    let carried = two.carried(&targets, 4).unwrap();
    assert_eq!(carried.seen(), [true, true, true, false]);
    assert!(!carried.converged() && carried.predict_proba(&rows).iter().all(|row| row[2] > 0.0 && row[3] == 0.0));
    assert_eq!(two.carried(&[4], 4).unwrap_err().code(), Code::InvalidArgument);
}
