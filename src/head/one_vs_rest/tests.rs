use super::*;
use crate::head::tests::{difference, problem};

/// Rows with up to two labels of four.
fn labelled(rows: usize, seed: u64) -> (Matrix, Vec<Vec<usize>>) {
    let (matrix, targets) = problem(rows, 40, 4, seed);
    let second = problem(rows, 40, 5, seed + 100).1;
    let sets = targets.into_iter().zip(second).map(|(one, two)| if one == 3 { vec![] } else { vec![one, two.min(3)] }).collect();
    (matrix, sets)
}

fn fit(rows: &Matrix, sets: &[Vec<usize>], start: Option<&OneVsRestHead>) -> OneVsRestHead {
    let head = OneVsRestHead::fit(rows, sets, 4, &HeadConfig::default(), start).unwrap();
    assert!(head.converged());
    head
}

#[test]
fn a_warm_refit_equals_a_cold_fit_and_takes_fewer_steps() {
    let (rows, sets) = labelled(150, 41);
    let before = fit(&rows.gather(&(0..140).collect::<Vec<_>>()), &sets[..140], None);
    let (warm, cold) = (fit(&rows, &sets, Some(&before)), fit(&rows, &sets, None));
    assert!(difference(&warm.predict_proba(&rows), &cold.predict_proba(&rows)) < 1e-6);
    assert!(warm.iterations() < cold.iterations());
}

#[test]
fn labels_fitted_together_are_labels_fitted_alone() {
    let (rows, sets) = labelled(100, 42);
    let together = fit(&rows, &sets, None).predict_proba(&rows);
    for label in 0..4 {
        let alone: Vec<Vec<usize>> = sets.iter().map(|set| if set.contains(&label) { vec![0] } else { vec![] }).collect();
        let head = OneVsRestHead::fit(&rows, &alone, 1, &HeadConfig::default(), None).unwrap();
        let ours = head.predict_proba(&rows);
        assert!((0..100).all(|row| (ours.row(row)[0] - together.row(row)[label]).abs() < 1e-6));
    }
}

#[test]
fn a_label_that_is_new_and_other_dims_do_not_hinder_a_warm_start() {
    let (rows, sets) = labelled(80, 43);
    let some: Vec<Vec<usize>> = sets.iter().map(|set| set.iter().copied().filter(|&label| label < 2).collect()).collect();
    let two = OneVsRestHead::fit(&rows, &some, 2, &HeadConfig::default(), None).unwrap();
    let short = OneVsRestHead::fit(&Matrix::zeros(1, 3), &[vec![0]], 4, &HeadConfig::default(), None).unwrap();
    let cold = fit(&rows, &sets, None).predict_proba(&rows);
    for start in [two, short] {
        assert!(difference(&fit(&rows, &sets, Some(&start)).predict_proba(&rows), &cold) < 1e-6);
    }
}

#[test]
fn a_head_survives_json_bit_for_bit() {
    let (rows, sets) = labelled(30, 44);
    let head = fit(&rows, &sets, None);
    let read: OneVsRestHead = serde_json::from_str(&serde_json::to_string(&head).unwrap()).unwrap();
    assert_eq!(read, head);
}

#[test]
fn what_cannot_be_learnt_from_is_refused() {
    let code = |rows: &Matrix, sets: &[Vec<usize>], config: &HeadConfig| OneVsRestHead::fit(rows, sets, 2, config, None).unwrap_err().code();
    let good = HeadConfig::default();
    let two = Matrix::zeros(2, 3);
    assert_eq!(code(&Matrix::zeros(0, 3), &[], &good), Code::NotReady);
    assert_eq!(code(&two, &[vec![0]], &good), Code::InvalidArgument);
    assert_eq!(code(&two, &[vec![0], vec![2]], &good), Code::InvalidArgument);
    assert_eq!(code(&two, &[vec![0], vec![]], &HeadConfig { c: -1.0, ..good.clone() }), Code::InvalidArgument);
    let validated = HeadConfig { regularisation: Regularisation::CrossValidated, ..good };
    assert_eq!(code(&two, &[vec![0], vec![]], &validated), Code::InvalidArgument);
}
