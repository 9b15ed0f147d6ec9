use super::*;
use crate::head::ClassWeight;
use crate::head::tests::{difference, problem};

fn committee(rows: &Matrix, targets: &[usize], classes: usize, start: Option<&Committee>) -> Committee {
    let ids: Vec<u32> = (0..rows.rows() as u32).map(|place| 5 * place).collect();
    Committee::fit_by_id(rows, targets, &ids, classes, &HeadConfig::default(), 5, 3, start).unwrap()
}

/// Each member's sample written out row by row, and an exact head fitted on it.
fn separate(rows: &Matrix, targets: &[usize], classes: usize, member: usize) -> SoftmaxHead {
    let ids: Vec<u32> = (0..rows.rows() as u32).map(|place| 5 * place).collect();
    let counts = bootstrap::counts(&ids, targets, classes, rng::mix(3, member as u64));
    let places: Vec<usize> = (0..rows.rows()).flat_map(|place| vec![place; counts[place] as usize]).collect();
    let sampled: Vec<usize> = places.iter().map(|&place| targets[place]).collect();
    SoftmaxHead::fit(&rows.gather(&places), &sampled, classes, &HeadConfig::default(), None).unwrap()
}

#[test]
fn members_fitted_together_are_members_fitted_one_by_one() {
    // Few classes share one product, many have one each.
    for (count, dims, classes) in [(20, 48, 2), (120, 64, 3), (90, 96, 8), (300, 64, 20), (500, 96, 5)] {
        let (rows, targets) = problem(count, dims, classes, 31);
        let pool = problem(200, dims, classes, 32).0;
        let together = committee(&rows, &targets, classes, None);
        let probabilities = together.predict_proba(&pool);
        for (member, (head, ours)) in together.members().iter().zip(&probabilities).enumerate() {
            assert!(head.converged());
            let difference = difference(ours, &separate(&rows, &targets, classes, member).predict_proba(&pool));
            assert!(difference < 1e-4, "{count} rows, {classes} classes, member {member}: {difference}");
        }
    }
}

#[test]
fn one_product_for_all_members_gives_what_each_gives() {
    let (rows, targets) = problem(80, 32, 4, 33);
    let committee = committee(&rows, &targets, 6, None);
    for (ours, member) in committee.predict_proba(&rows).iter().zip(committee.members()) {
        assert!(difference(ours, &member.predict_proba(&rows)) < 1e-6);
        assert!(ours.iter().all(|row| row[4] == 0.0 && row[5] == 0.0));
    }
}

#[test]
fn a_warm_refit_is_as_right_and_takes_fewer_steps() {
    let (all, targets) = problem(201, 64, 8, 34);
    let before = committee(&all.gather(&(0..200).collect::<Vec<_>>()), &targets[..200], 8, None);
    let (warm, cold) = (committee(&all, &targets, 8, Some(&before)), committee(&all, &targets, 8, None));
    let steps = |committee: &Committee| committee.members().iter().map(SoftmaxHead::iterations).sum::<usize>();
    assert!(4 * steps(&warm) < 3 * steps(&cold), "{} {}", steps(&warm), steps(&cold));
    for (warm, cold) in warm.predict_proba(&all).iter().zip(&cold.predict_proba(&all)) {
        assert!(difference(warm, cold) < 1e-4);
    }
}

#[test]
fn a_start_from_the_head_changes_steps_alone() {
    for classes in [3, 9] {
        let (rows, targets) = problem(150, 48, classes, 38);
        let head = SoftmaxHead::fit(&rows, &targets, classes, &HeadConfig::default(), None).unwrap();
        let (warm, cold) = (committee(&rows, &targets, classes, Some(&Committee::of(&head, 5))), committee(&rows, &targets, classes, None));
        for ((warm, cold), (a, b)) in warm.members().iter().zip(cold.members()).zip(warm.predict_proba(&rows).iter().zip(&cold.predict_proba(&rows)))
        {
            assert!(warm.iterations() <= cold.iterations() && difference(a, b) < 1e-4);
        }
    }
}

#[test]
fn members_disagree_and_the_same_seed_gives_the_same_bits() {
    let (rows, targets) = problem(60, 30, 4, 35);
    let one = committee(&rows, &targets, 4, None);
    assert_eq!(one, committee(&rows, &targets, 4, None));
    let probabilities = one.predict_proba(&rows);
    assert!((1..5).all(|member| difference(&probabilities[0], &probabilities[member]) > 0.01));
}

#[test]
fn balanced_weights_reach_the_members() {
    let (rows, mut targets) = problem(100, 30, 2, 36);
    (0..100).filter(|place| place % 5 != 0).for_each(|place| targets[place] = 0);
    let mean = |class_weight| {
        let config = HeadConfig { class_weight, ..HeadConfig::default() };
        let committee = Committee::fit(&rows, &targets, 2, &config, 3, 1, None).unwrap();
        committee.predict_proba(&rows).iter().flat_map(|member| member.iter().map(|row| row[1])).sum::<f32>() / 300.0
    };
    assert!(mean(ClassWeight::Balanced) > mean(ClassWeight::None) + 0.05);
}

#[test]
fn what_single_precision_cannot_finish_double_precision_does() {
    let (rows, targets) = problem(300, 20, 3, 37);
    let long = Matrix::from_vec(300, 20, rows.as_slice().iter().map(|x| 300.0 * x).collect()).unwrap();
    let committee = Committee::fit(&long, &targets, 3, &HeadConfig::default(), 2, 1, None).unwrap();
    assert!(committee.members().iter().all(SoftmaxHead::converged));
}

#[test]
fn what_cannot_be_fitted_is_refused() {
    let rows = Matrix::zeros(2, 3);
    let config = HeadConfig::default();
    assert_eq!(Committee::fit(&rows, &[0, 1], 2, &config, 0, 1, None).unwrap_err().code(), Code::InvalidArgument);
    assert_eq!(Committee::fit(&rows, &[0, 2], 2, &config, 2, 1, None).unwrap_err().code(), Code::InvalidArgument);
    assert_eq!(Committee::fit_by_id(&rows, &[0, 1], &[7], 2, &config, 2, 1, None).unwrap_err().code(), Code::InvalidArgument);
    assert_eq!(Committee::fit(&Matrix::zeros(0, 3), &[], 2, &config, 2, 1, None).unwrap_err().code(), Code::NotReady);
}
