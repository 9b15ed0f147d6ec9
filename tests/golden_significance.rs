//! Wilcoxon, Holm and Student against tests/fixtures/significance.json, which tests/reference/significance.py makes from scipy.

use handpick::evaluate::{holm, mean_interval, wilcoxon_signed_rank};
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    wilcoxon: Vec<Test>,
    holm: Vec<Family>,
    means: Vec<Series>,
}

#[derive(Deserialize)]
struct Test {
    differences: Vec<f64>,
    p: f64,
}

#[derive(Deserialize)]
struct Family {
    p: Vec<f64>,
    adjusted: Vec<f64>,
}

#[derive(Deserialize)]
struct Series {
    values: Vec<f64>,
    mean: f64,
    sd: f64,
    low: f64,
    high: f64,
}

fn golden() -> Golden {
    serde_json::from_str(include_str!("fixtures/significance.json")).expect("the fixture is what its script wrote")
}

#[test]
fn the_signed_rank_test_is_exact_with_and_without_ties() {
    let tests = golden().wilcoxon;
    assert!(tests.len() >= 19);
    for Test { differences, p } in tests {
        let found = wilcoxon_signed_rank(&differences);
        assert!((found - p).abs() < 1e-12, "{found} is not {p} for {differences:?}");
        let turned: Vec<f64> = differences.iter().map(|difference| -difference).collect();
        assert!((wilcoxon_signed_rank(&turned) - p).abs() < 1e-12, "the other way round: {differences:?}");
    }
}

#[test]
fn the_correction_is_holms() {
    for Family { p, adjusted } in golden().holm {
        assert!(holm(&p).iter().zip(&adjusted).all(|(found, wanted)| (found - wanted).abs() < 1e-12), "{p:?}");
    }
}

#[test]
fn the_interval_of_a_mean_is_students() {
    for Series { values, mean, sd, low, high } in golden().means {
        let found = mean_interval(&values);
        // The quantile is a published approximation (Hill 1970), good to six figures.
        let near = |a: f64, b: f64, error: f64| (a - b).abs() < error;
        assert!(near(found.mean, mean, 1e-12) && near(found.sd, sd, 1e-12), "{found:?}");
        assert!(near(found.low, low, 2e-6 * (high - low)) && near(found.high, high, 2e-6 * (high - low)), "{found:?} instead of {low} to {high}");
    }
}
