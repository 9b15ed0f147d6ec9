//! What every head must keep, whatever the answers; and the problems that its files' tests share.

use super::*;
use crate::matrix::Matrix;
use crate::rng::Rng;

/// Unit rows around one centre for each class, as embeddings are, with some labels wrong.
pub(super) fn problem(rows: usize, dims: usize, classes: usize, seed: u64) -> (Matrix, Vec<usize>) {
    let mut rng = Rng::new(seed);
    let mut draw = |count: usize| (0..count).map(|_| (rng.uniform() + rng.uniform() + rng.uniform() - 1.5) as f32).collect::<Vec<f32>>();
    let centres: Vec<Vec<f32>> = (0..classes).map(|_| draw(dims)).collect();
    let noise = draw(rows * dims);
    let mut rng = Rng::new(seed + 1);
    let mut matrix = Matrix::zeros(0, 0);
    let mut targets = Vec::new();
    for noise in noise.chunks_exact(dims) {
        let class = rng.below(classes);
        let mut row: Vec<f32> = noise.iter().zip(&centres[class]).map(|(n, c)| n + 0.5 * c).collect();
        row[0] += 1.0;
        let length = crate::matrix::norm(&row);
        row.iter_mut().for_each(|x| *x /= length);
        matrix.push_row(&row);
        targets.push(if rng.below(20) == 0 { rng.below(classes) } else { class });
    }
    (matrix, targets)
}

/// The largest difference of any number.
pub(super) fn difference(a: &Matrix, b: &Matrix) -> f32 {
    assert_eq!((a.rows(), a.cols()), (b.rows(), b.cols()));
    a.as_slice().iter().zip(b.as_slice()).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

/// Answers that have broken learners: (what, rows, targets).
fn hard_cases() -> Vec<(&'static str, Matrix, Vec<usize>)> {
    let (rows, targets) = problem(40, 12, 3, 21);
    let one_row = Matrix::from_vec(1, 12, rows.row(0).to_vec()).unwrap();
    let duplicate = Matrix::from_vec(24, 12, rows.row(0).repeat(24)).unwrap();
    let mut scaled = rows.clone();
    (0..40).for_each(|row| scaled.row_mut(row).iter_mut().for_each(|x| *x *= 1e4));
    let rare: Vec<usize> = (0..40).map(|row| usize::from(row == 7)).collect();
    vec![
        ("one answer", one_row, vec![1]),
        ("one class", rows.clone(), vec![2; 40]),
        ("a class with one answer", rows.clone(), rare),
        ("duplicates", duplicate.clone(), vec![0; 12].into_iter().chain(vec![0; 12]).collect()),
        ("contradicting duplicates", duplicate, (0..24).map(|row| row % 3).collect()),
        ("rows of zeros", Matrix::zeros(30, 12), (0..30).map(|row| usize::from(row % 5 == 0)).collect()),
        ("separable", rows.clone(), (0..40).map(|row| usize::from(rows.row(row)[3] > 0.0)).collect()),
        ("long rows", scaled, targets),
    ]
}

fn configs() -> Vec<HeadConfig> {
    let base = HeadConfig::default();
    let class_weights = [ClassWeight::None, ClassWeight::Balanced];
    let of = |class_weight| {
        let fixed = HeadConfig { class_weight, ..base.clone() };
        [HeadConfig { regularisation: Regularisation::CrossValidated, ..fixed.clone() }, fixed]
    };
    class_weights.into_iter().flat_map(of).collect()
}

fn is_distribution(rows: &Matrix) -> bool {
    rows.iter().all(|row| row.iter().all(|p| (0.0..=1.0).contains(p)) && (row.iter().sum::<f32>() - 1.0).abs() < 1e-5)
}

#[test]
fn probabilities_are_distributions_whatever_the_answers() {
    for (what, rows, targets) in hard_cases() {
        let mut pool = problem(50, 12, 3, 22).0;
        pool.push_row(&[0.0; 12]);
        for config in configs() {
            let head = SoftmaxHead::fit(&rows, &targets, 4, &config, None).unwrap();
            assert!(is_distribution(&head.predict_proba(&pool)), "{what} {config:?}");
            let again = SoftmaxHead::fit(&rows, &targets, 4, &config, Some(&head)).unwrap();
            assert!(is_distribution(&again.predict_proba(&pool)), "{what} {config:?}, again");
            let committee = Committee::fit(&rows, &targets, 4, &config, 3, 5, None).unwrap();
            assert!(committee.predict_proba(&pool).iter().all(is_distribution), "{what} {config:?}");
        }
    }
}

#[test]
fn labels_have_probabilities_strictly_between_zero_and_one_whatever_the_answers() {
    for (what, rows, targets) in hard_cases() {
        // Label 2 never applies and label 3 always; a text can have none of the others.
        let sets: Vec<Vec<usize>> = targets.iter().map(|&target| if target == 0 { vec![3] } else { vec![target - 1, 3, 3] }).collect();
        for class_weight in [ClassWeight::None, ClassWeight::Balanced] {
            let config = HeadConfig { class_weight, ..HeadConfig::default() };
            let head = OneVsRestHead::fit(&rows, &sets, 4, &config, None).unwrap();
            let probabilities = head.predict_proba(&problem(50, 12, 3, 22).0);
            assert!(probabilities.as_slice().iter().all(|p| *p > 0.0 && *p <= 1.0), "{what}");
            let n = rows.rows() as f32;
            assert!(probabilities.iter().all(|row| (row[2] - 0.5 / (n + 1.0)).abs() < 1e-6), "{what}: a label that never applies");
            assert!(probabilities.iter().all(|row| (row[3] - (n + 0.5) / (n + 1.0)).abs() < 1e-6), "{what}: a label that always applies");
        }
    }
}
