//! How a head is fitted: strength of the penalty, weights of the classes, when to stop. Knows no rows.

use serde::{Deserialize, Serialize};

use super::lbfgs::Limits;
use crate::error::{Code, Error, Result};

/// How a head is fitted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", default)]
pub struct HeadConfig {
    /// Inverse strength of the penalty on the summed loss, scikit-learn's `C`. With two classes scikit-learn fits one weight
    /// vector instead of two; its `C` is then twice this one.
    #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
    pub c: f64,
    /// Fitting ends once the gradient is at most this long. No weight is then farther than this from the exact minimiser.
    #[cfg_attr(feature = "types", ts(as = "Option<f64>", optional))]
    pub tolerance: f64,
    /// Or after so many steps; [`SoftmaxHead::converged`](super::SoftmaxHead::converged) tells.
    #[cfg_attr(feature = "types", ts(as = "Option<usize>", optional))]
    pub max_iterations: usize,
    /// What an answer of each class counts for.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg_attr(feature = "types", ts(as = "Option<ClassWeight>", optional))]
    pub class_weight: ClassWeight,
    /// Whether `c` is taken as it is.
    #[serde(skip_serializing_if = "is_default")]
    #[cfg_attr(feature = "types", ts(as = "Option<Regularisation>", optional))]
    pub regularisation: Regularisation,
}

/// What an answer counts for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ClassWeight {
    /// 1, whatever its class.
    #[default]
    None,
    /// n / (classes · answers of its class), so that every class counts alike; scikit-learn's `balanced`. Only classes with an answer
    /// are counted, so no weight is infinite and one class alone has weight 1.
    Balanced,
}

/// Where `c` comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Regularisation {
    /// The configuration.
    #[default]
    Fixed,
    /// Cross-validation on the answers, see [`HeadConfig::chosen`]; the configuration's while there are too few.
    CrossValidated,
}

impl Default for HeadConfig {
    fn default() -> Self {
        Self { c: 10.0, tolerance: 1e-5, max_iterations: 1000, class_weight: ClassWeight::None, regularisation: Regularisation::Fixed }
    }
}

impl HeadConfig {
    /// Refuses numbers with which nothing can be fitted.
    ///
    /// # Errors
    /// `invalid_argument`.
    pub fn check(&self) -> Result<()> {
        let positive = |value: f64| value.is_finite() && value > 0.0;
        if positive(self.c) && positive(self.tolerance) && self.max_iterations > 0 {
            return Ok(());
        }
        let message = format!(
            "The head cannot be fitted with c = {}, tolerance = {}, max_iterations = {}; all three must be above zero.",
            self.c, self.tolerance, self.max_iterations
        );
        Err(Error::new(Code::InvalidArgument, message))
    }

    pub(super) fn limits(&self) -> Limits {
        Limits { tolerance: self.tolerance, max_iterations: self.max_iterations }
    }
}

impl ClassWeight {
    /// The weight of each of `targets`, which are below `classes`.
    pub(super) fn of(self, targets: &[usize], classes: usize) -> Vec<f64> {
        if self == Self::None {
            return vec![1.0; targets.len()];
        }
        let mut counts = vec![0usize; classes];
        targets.iter().for_each(|&target| counts[target] += 1);
        let present = counts.iter().filter(|&&count| count > 0).count();
        targets.iter().map(|&target| targets.len() as f64 / (present * counts[target]) as f64).collect()
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_said_is_as_it_always_was() {
        let old: HeadConfig = serde_json::from_str(r#"{"c":10.0,"tolerance":1e-5,"maxIterations":1000}"#).unwrap();
        assert_eq!(old, HeadConfig::default());
        assert_eq!(serde_json::to_string(&old).unwrap(), r#"{"c":10.0,"tolerance":0.00001,"maxIterations":1000}"#);
        let asked = HeadConfig { class_weight: ClassWeight::Balanced, regularisation: Regularisation::CrossValidated, ..old };
        let text = serde_json::to_string(&asked).unwrap();
        assert!(text.ends_with(r#""classWeight":"balanced","regularisation":"cross_validated"}"#), "{text}");
        assert_eq!(serde_json::from_str::<HeadConfig>(&text).unwrap(), asked);
    }

    #[test]
    fn balanced_classes_weigh_alike_and_the_sum_is_the_number_of_answers() {
        let weights = ClassWeight::Balanced.of(&[0, 0, 0, 2], 4);
        assert_eq!(weights, [4.0 / 6.0, 4.0 / 6.0, 4.0 / 6.0, 2.0]);
        assert_eq!(ClassWeight::Balanced.of(&[1, 1], 3), [1.0, 1.0]);
        assert_eq!(ClassWeight::None.of(&[0, 2], 3), [1.0, 1.0]);
    }
}
