use super::*;
use crate::head::tests::{difference, problem};

fn hasty() -> HeadConfig {
    HeadConfig { max_iterations: 1, ..HeadConfig::default() }
}

#[test]
fn a_fit_that_stopped_above_the_old_head_is_refused_and_the_old_one_carried_over() {
    let (rows, targets) = problem(90, 30, 4, 61);
    let old: Vec<usize> = (0..90).filter(|&row| targets[row] < 3 && row < 80).collect();
    let old_targets: Vec<usize> = old.iter().map(|&row| targets[row]).collect();
    let good = SoftmaxHead::fit(&rows.gather(&old), &old_targets, 4, &HeadConfig::default(), None).unwrap();
    // One step from zeros: above where the old head is, though that has never seen the fourth class.
    let (bad, loss) = SoftmaxHead::fit_measured(&rows, &targets, 4, &hasty(), None).unwrap();
    assert!(worse(&good, &bad, &rows, &targets, 4, &hasty()).unwrap());
    let mut snapshots = Snapshots::new(3);
    let kept = snapshots.admit(bad, loss, &rows, &targets, 4, &hasty(), Some(&good)).unwrap();
    assert_eq!((kept.clone(), snapshots.refused(), snapshots.iter().len()), (good.carried(&targets, 4).unwrap(), 1, 0));
    assert_eq!(kept.seen(), [true; 4]);
}

#[test]
fn a_fit_from_the_old_head_is_never_refused_however_short() {
    let (rows, targets) = problem(90, 30, 4, 62);
    let good = SoftmaxHead::fit(&rows.gather(&(0..60).collect::<Vec<_>>()), &targets[..60], 4, &HeadConfig::default(), None).unwrap();
    let mut snapshots = Snapshots::default();
    let mut previous = good;
    for _ in 0..5 {
        previous = snapshots.fit(&rows, &targets, 4, &hasty(), Some(&previous)).unwrap();
        assert!(!previous.converged());
    }
    let losses: Vec<f64> = snapshots.iter().map(|snapshot| snapshot.loss).collect();
    assert!(losses.len() == 5 && losses.windows(2).all(|pair| pair[1] < pair[0]), "{losses:?}");
}

#[test]
fn a_fit_that_converged_is_never_worse() {
    for seed in 63..68 {
        let (rows, targets) = problem(60, 20, 3, seed);
        let config = HeadConfig::default();
        let next = SoftmaxHead::fit(&rows, &targets, 3, &config, None).unwrap();
        let previous = SoftmaxHead::fit(&rows, &targets, 3, &HeadConfig { tolerance: 1e-9, ..config.clone() }, None).unwrap();
        assert!(!worse(&previous, &next, &rows, &targets, 3, &config).unwrap());
        let (ours, best) = (next.objective(&rows, &targets, 3, &config).unwrap(), previous.objective(&rows, &targets, 3, &config).unwrap());
        assert!(!above(ours, best), "{ours} {best}");
    }
}

#[test]
fn the_last_fits_are_kept_and_any_of_them_can_be_had_back() {
    let (rows, targets) = problem(60, 20, 3, 70);
    let mut snapshots = Snapshots::new(3);
    let mut heads = Vec::new();
    for count in [20, 30, 40, 50, 60] {
        let first = rows.gather(&(0..count).collect::<Vec<_>>());
        heads.push(snapshots.fit(&first, &targets[..count], 3, &HeadConfig::default(), heads.last()).unwrap());
    }
    snapshots.note_audit_accuracy(0.75);
    let kept: Vec<(usize, f64, Option<f64>)> = snapshots.iter().map(|snapshot| (snapshot.labels, snapshot.c, snapshot.audit_accuracy)).collect();
    assert_eq!(kept, [(40, 10.0, None), (50, 10.0, None), (60, 10.0, Some(0.75))]);
    assert!(snapshots.iter().all(|snapshot| snapshot.head.converged() && snapshot.loss > 0.0));
    let restored = snapshots.restore(1).unwrap();
    assert_eq!(difference(&restored.predict_proba(&rows), &heads[3].predict_proba(&rows)), 0.0);
    assert_eq!(snapshots.iter().len(), 2, "what came later is forgotten");
    assert_eq!(snapshots.restore(2).unwrap_err().code(), Code::InvalidArgument);
}
