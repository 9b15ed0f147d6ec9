//! The gradient strategies' closed forms against back-propagation: the lengths of the log-loss's gradients, and the distances between them, as
//! Burn's automatic differentiation has them in double precision. Owns the comparison; knows the strategies by what they answer alone.
//! Natively only, where Burn is built with `autodiff`.
#![cfg(not(target_arch = "wasm32"))]

use burn::tensor::activation::log_softmax;
use burn::tensor::{DType, Device, Tensor, TensorData};
use handpick::head::{HeadConfig, SoftmaxHead};
use handpick::matrix::Matrix;
use handpick::rng::Rng;
use handpick::strategy::{Pick, PoolView, StrategyConfig};

/// Probabilities and rows reach a strategy in single precision.
const CLOSE: f64 = 1e-5;

/// Rows of several lengths, a head fitted on others, and what it says of them.
struct Case {
    rows: Matrix,
    head: SoftmaxHead,
    probabilities: Matrix,
    ids: Vec<u32>,
}

fn cases() -> Vec<Case> {
    let shapes = [(2, 3, 1.0), (3, 16, 10.0), (5, 384, 10.0), (20, 64, 3.0)];
    shapes.iter().enumerate().map(|(seed, &(classes, dims, c))| case(classes, dims, c, seed as u64)).collect()
}

fn case(classes: usize, dims: usize, c: f64, seed: u64) -> Case {
    let mut rng = Rng::new(seed);
    let mut rows = |count: usize, length: f32| {
        // Not around zero: rows have a direction in common, as embeddings have, and gradients at the same guess are near each other.
        let numbers = (0..count * dims).map(|_| length * (rng.uniform() as f32 - 0.2)).collect();
        Matrix::from_vec(count, dims, numbers).unwrap()
    };
    let (known, rows) = (rows(4 * classes, 1.0), rows(30, 2.0));
    let targets: Vec<usize> = (0..4 * classes).map(|place| place % classes).collect();
    let head = SoftmaxHead::fit(&known, &targets, classes, &HeadConfig { c, ..HeadConfig::default() }, None).unwrap();
    let probabilities = head.predict_proba(&rows);
    Case { ids: (0..rows.rows() as u32).collect(), rows, head, probabilities }
}

impl Case {
    fn classes(&self) -> usize {
        self.head.classes()
    }

    fn ask(&self, strategy: &str, ids: &[u32]) -> Vec<Pick> {
        let probabilities = self.probabilities.gather(&ids.iter().map(|&id| id as usize).collect::<Vec<_>>());
        let pool = PoolView { probabilities: Some(&probabilities), ..PoolView::new(&self.rows, &self.ids, ids, self.classes()) };
        StrategyConfig::from_name(strategy).unwrap().build().unwrap().select(&pool, ids.len(), &mut Rng::new(1)).unwrap()
    }

    /// The head's likeliest class of a row.
    fn guess(&self, row: u32) -> usize {
        let row = self.probabilities.row(row as usize);
        (0..row.len()).max_by(|&a, &b| row[a].total_cmp(&row[b])).unwrap()
    }

    /// The gradient of −ln p(label) of one row by every weight and every bias of the head, back-propagated.
    fn gradient(&self, row: u32, label: usize) -> Vec<f64> {
        let (classes, dims, device) = (self.classes(), self.rows.cols(), Device::flex().autodiff());
        let tensor = |numbers: &[f32], shape: [usize; 2]| {
            let numbers: Vec<f64> = numbers.iter().map(|&x| f64::from(x)).collect();
            Tensor::<2>::from_data(TensorData::new(numbers, shape), (&device, DType::F64))
        };
        let weights: Vec<f32> = (0..classes).flat_map(|class| self.head.weight(class)).copied().collect();
        let weights = tensor(&weights, [classes, dims]).require_grad();
        let bias = tensor(self.head.bias(), [1, classes]).require_grad();
        let x = tensor(self.rows.row(row as usize), [1, dims]);
        let logits = x.matmul(weights.clone().transpose()) + bias.clone();
        let loss = -log_softmax(logits, 1).slice([0..1, label..label + 1]).sum();
        let gradients = loss.backward();
        let numbers = |tensor: Tensor<2>| tensor.grad(&gradients).expect("the loss depends on it").into_data().try_to_vec::<f64>().unwrap();
        [numbers(weights), numbers(bias)].concat()
    }
}

fn length(numbers: impl IntoIterator<Item = f64>) -> f64 {
    numbers.into_iter().map(|x| x * x).sum::<f64>().sqrt()
}

fn close(ours: f64, theirs: f64) -> bool {
    (ours - theirs).abs() <= CLOSE * theirs.abs().max(1e-2)
}

#[test]
fn the_length_of_the_gradient_for_every_label_is_the_residual_times_the_row() {
    for case in cases() {
        for &row in &case.ids {
            let (x, p) = (case.rows.row(row as usize), case.probabilities.row(row as usize));
            let row_length = (1.0 + x.iter().map(|&x| f64::from(x).powi(2)).sum::<f64>()).sqrt();
            for label in 0..case.classes() {
                let residual = length(p.iter().enumerate().map(|(class, &p)| f64::from(p) - f64::from(u8::from(class == label))));
                let back = length(case.gradient(row, label));
                assert!(close(residual * row_length, back), "{} classes, row {row}, label {label}: {residual} · {row_length} ≠ {back}", p.len());
            }
        }
    }
}

#[test]
fn expected_gradient_length_is_the_mean_of_the_back_propagated_lengths() {
    for case in cases() {
        let picks = case.ask("expected_gradient_length", &case.ids);
        assert_eq!(picks.len(), case.ids.len());
        for pick in picks {
            let p = case.probabilities.row(pick.id as usize);
            let back: f64 = (0..case.classes()).map(|label| f64::from(p[label]) * length(case.gradient(pick.id, label))).sum();
            assert!(close(f64::from(pick.score), back), "{} classes, row {}: {} ≠ {back}", p.len(), pick.id, pick.score);
        }
    }
}

#[test]
fn gradient_norm_is_the_back_propagated_length_at_the_guess() {
    for case in cases() {
        let picks = case.ask("gradient_norm", &case.ids);
        assert_eq!(picks.len(), case.ids.len());
        for pick in picks {
            let back = length(case.gradient(pick.id, case.guess(pick.id)));
            assert!(close(f64::from(pick.score), back), "{} classes, row {}: {} ≠ {back}", case.classes(), pick.id, pick.score);
        }
    }
}

/// Of two texts BADGE takes the one with the longer gradient first; the other's score is the distance between the two gradients, unless that is
/// longer than the first is. So the distance from the factors meets the one from all numbers, and with it the inner product.
#[test]
fn badge_measures_the_distance_between_back_propagated_gradients_from_their_factors() {
    for case in cases() {
        let gradients: Vec<Vec<f64>> = case.ids.iter().map(|&row| case.gradient(row, case.guess(row))).collect();
        let mut measured = 0;
        for a in 0..case.ids.len() {
            for b in 0..a {
                let picks = case.ask("badge", &[a as u32, b as u32]);
                let longest = length(gradients[a].iter().copied()).max(length(gradients[b].iter().copied()));
                let apart = length(gradients[a].iter().zip(&gradients[b]).map(|(x, y)| x - y));
                assert!(close(f64::from(picks[0].score), longest), "{} classes, rows {a} and {b}: {} ≠ {longest}", case.classes(), picks[0].score);
                let second = f64::from(picks[1].score);
                assert!(close(second, apart.min(longest)), "{} classes, rows {a} and {b}: {second} ≠ {apart}", case.classes());
                measured += usize::from(apart < longest);
            }
        }
        assert!(measured >= 20, "{measured} pairs with {} classes are nearer to each other than the longer one is long", case.classes());
    }
}
