use super::*;
use crate::head::tests::problem;
use crate::head::{ClassWeight, SoftmaxHead};

fn config() -> HeadConfig {
    HeadConfig { regularisation: Regularisation::CrossValidated, ..HeadConfig::default() }
}

#[test]
fn the_choice_is_the_best_by_fits_without_the_fold() {
    let (rows, targets) = problem(70, 24, 3, 51);
    for class_weight in [ClassWeight::None, ClassWeight::Balanced] {
        let config = HeadConfig { class_weight, ..config() };
        let weights = class_weight.of(&targets, 3);
        let fold_of = stratified_folds(&targets, FOLDS, &mut Rng::stream(9, "regularisation folds"));
        let by_hand = C_GRID.map(|c| {
            let mut loss = 0.0;
            for fold in 0..FOLDS {
                // Weights are those of all answers, so the fit without a fold cannot balance anew: rows are repeated by hand instead.
                let fixed = HeadConfig { c, tolerance: 1e-8, ..HeadConfig::default() };
                let problem = Problem::new(&rows, &targets, 3, &fixed).unwrap();
                let kept = (0..70).map(|row| if fold_of[row] == fold { 0.0 } else { weights[row] }).collect();
                let plain = crate::head::rows::Rows::plain(&rows);
                let minimum =
                    crate::head::lbfgs::minimise(&plain, &[problem.objective(kept, c)], vec![problem.start(None)], fixed.limits()).remove(0);
                let probabilities = problem.head(minimum).predict_proba(&rows);
                let left_out = (0..70).filter(|&row| fold_of[row] == fold);
                loss -= left_out.map(|row| weights[row] * f64::from(probabilities.row(row)[targets[row]]).ln()).sum::<f64>();
            }
            loss / weights.iter().sum::<f64>()
        });
        let ours = config.losses(&rows, &Problem::new(&rows, &targets, 3, &config).unwrap(), 9);
        assert!(ours.iter().zip(&by_hand).all(|(a, b)| (a - b).abs() < 1e-3 * b), "{ours:?} {by_hand:?}");
        let best = (0..5).min_by(|&a, &b| by_hand[a].total_cmp(&by_hand[b])).unwrap();
        assert_eq!(config.chosen(&rows, &targets, 3, 9).unwrap(), HeadConfig { c: C_GRID[best], class_weight, ..HeadConfig::default() });
    }
}

#[test]
fn labels_at_random_ask_for_the_strongest_penalty_and_clear_ones_for_a_weaker() {
    let (rows, clear) = problem(150, 24, 3, 52);
    let mut rng = Rng::new(1);
    let random: Vec<usize> = (0..150).map(|_| rng.below(3)).collect();
    let chosen = |targets: &[usize]| config().chosen(&rows, targets, 3, 2).unwrap().c;
    assert_eq!(chosen(&random), C_GRID[0]);
    assert!(chosen(&clear) > C_GRID[0]);
}

#[test]
fn with_too_few_answers_c_stays_what_it_was() {
    let (rows, targets) = problem(60, 24, 3, 53);
    let of = |count: usize, targets: &[usize]| {
        let config = HeadConfig { c: 7.0, ..config() };
        config.chosen(&rows.gather(&(0..count).collect::<Vec<_>>()), &targets[..count], 4, 2).unwrap()
    };
    let kept = HeadConfig { c: 7.0, ..HeadConfig::default() };
    assert_eq!(of(FEWEST_ANSWERS - 1, &targets), kept);
    assert_eq!(of(60, &[1; 60]), kept, "one class");
    let mut lone = targets.clone();
    lone[5] = 3;
    assert_eq!(of(60, &lone), kept, "a class with one answer");
    assert_ne!(of(60, &targets), kept);
}

#[test]
fn a_fit_that_is_to_choose_does() {
    let (rows, targets) = problem(60, 24, 3, 54);
    let chosen = config().chosen(&rows, &targets, 3, 0).unwrap();
    let [asked, fixed] = [&config(), &chosen].map(|config| SoftmaxHead::fit(&rows, &targets, 3, config, None).unwrap());
    assert_eq!(asked, fixed);
}

#[test]
fn folds_are_even_stratified_and_seeded() {
    let targets: Vec<usize> = (0..32).map(|row| if row < 2 { 2 } else { row % 2 }).collect();
    let of = |seed| stratified_folds(&targets, FOLDS, &mut Rng::new(seed));
    let fold_of = of(1);
    for fold in 0..FOLDS {
        let members: Vec<usize> = (0..32).filter(|&row| fold_of[row] == fold).collect();
        assert!((6..=7).contains(&members.len()));
        assert!((0..2).all(|class| members.iter().filter(|&&row| targets[row] == class).count() == 3), "{fold_of:?}");
    }
    assert_ne!(fold_of[0], fold_of[1], "a class of two is never left out whole");
    assert_ne!(fold_of, of(2));
}
