use super::*;
use crate::head::rows::Precision;
use crate::matrix::Matrix;
use crate::rng::Rng;

/// Seven rows with a softmax of three classes, and with a yes or no; weights of 0, 1 and more.
fn problems() -> Vec<(Rows, Objective, Vec<f64>)> {
    let mut rng = Rng::new(4);
    let mut draw = |count: usize| (0..count).map(|_| rng.uniform() - 0.5).collect::<Vec<f64>>();
    let matrix = Matrix::from_vec(7, 5, draw(7 * 5).into_iter().map(|x| x as f32).collect()).unwrap();
    let targets = vec![0, 1, 2, 0, 1, 2, 2];
    let yes = targets.iter().map(|&target| usize::from(target == 2)).collect();
    let some = vec![1.0, 0.0, 2.5, 1.0, 3.0, 1.0, 0.5];
    vec![
        (Rows::plain(&matrix), Objective::softmax(targets.clone(), vec![1.0; 7], 5, 3, 10.0), draw(3 * 6)),
        (Rows::conditioned(&matrix, Precision::Double), Objective::softmax(targets, some.clone(), 5, 3, 10.0), draw(3 * 6)),
        (Rows::conditioned(&matrix, Precision::Double), Objective::sigmoid(yes, some, 5, 10.0), draw(6)),
    ]
}

fn at(rows: &Rows, objective: &Objective, params: Vec<f64>) -> Point {
    Objective::points(rows, &[objective], vec![params]).remove(0)
}

#[test]
fn the_gradient_is_the_slope_of_the_value() {
    for (rows, objective, params) in problems() {
        let gradient = at(&rows, &objective, params.clone()).gradient;
        for place in 0..params.len() {
            let value = |step: f64| {
                let mut moved = params.clone();
                moved[place] += step;
                at(&rows, &objective, moved).value
            };
            let slope = (value(1e-5) - value(-1e-5)) / 2e-5;
            assert!((slope - gradient[place]).abs() < 1e-6 * slope.abs().max(1.0), "{place}: {slope} {}", gradient[place]);
        }
    }
}

#[test]
fn a_ray_agrees_with_the_function_itself() {
    for (rows, objective, params) in problems() {
        let origin = at(&rows, &objective, params);
        let direction: Vec<f64> = origin.gradient.iter().map(|g| -0.1 * g).collect();
        let logits = rows.forward(std::slice::from_ref(&direction)).remove(0);
        let ray = objective.ray(&origin, &direction, logits);
        let (slope, curvature) = ray.start();
        let (before, here, after) = (ray.at(-1e-4), ray.at(0.0), ray.at(1e-4));
        assert!((here.value - origin.value).abs() < 1e-9 && (here.slope - slope).abs() < 1e-9);
        assert!(((after.value - before.value) / 2e-4 - slope).abs() < 1e-5 * slope.abs());
        assert!(((after.slope - before.slope) / 2e-4 - curvature).abs() < 1e-5 * curvature.abs());
        let arrived = ray.arrive(ray.at(0.7));
        let direct = at(&rows, &objective, arrived.params.clone());
        assert!((arrived.value - direct.value).abs() < 1e-9);
        assert!(arrived.logits.iter().zip(&direct.logits).all(|(a, b)| (a - b).abs() < 1e-9));
    }
}

#[test]
fn a_weight_counts_as_so_many_rows() {
    let (rows, targets) = ([0.2f32, -0.4, 0.9, 0.1, -0.3, 0.5], [0usize, 1, 1]);
    let matrix = Matrix::from_vec(3, 2, rows.to_vec()).unwrap();
    let repeated = matrix.gather(&[0, 0, 2]);
    let params = vec![0.3, -0.2, 0.1, 0.7, 0.0, 0.2];
    let weighted = Objective::softmax(targets.to_vec(), vec![2.0, 0.0, 1.0], 2, 2, 3.0);
    let plain = Objective::softmax(vec![0, 0, 1], vec![1.0; 3], 2, 2, 3.0);
    let (one, other) = (at(&Rows::plain(&matrix), &weighted, params.clone()), at(&Rows::plain(&repeated), &plain, params));
    assert!((one.value - other.value).abs() < 1e-12);
    assert!(one.gradient.iter().zip(&other.gradient).all(|(a, b)| (a - b).abs() < 1e-12));
}
