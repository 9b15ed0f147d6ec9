//! The choice of a strategy as it stands on the wire, in the menu and in a project file.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::{Coreset, Entropy, Kmeans, LeastConfidence, Margin, Random, Strategy};
use crate::error::{Code, Error, Result};

/// A strategy by name. Written as `{"name": "margin"}`; a bare `"margin"` is read as well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum StrategyConfig {
    /// Uniformly at random.
    Random,
    /// Least confidence.
    LeastConfidence,
    /// Margin (breaking ties).
    #[default]
    Margin,
    /// Prediction entropy.
    Entropy,
    /// Greedy k-centre.
    Coreset,
    /// Embedding k-means.
    Kmeans,
}

impl StrategyConfig {
    /// Every strategy with its default parameters, in the order of the menu.
    pub fn all() -> Vec<Self> {
        vec![Self::Margin, Self::LeastConfidence, Self::Entropy, Self::Kmeans, Self::Coreset, Self::Random]
    }

    /// The name on the wire.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::LeastConfidence => "least_confidence",
            Self::Margin => "margin",
            Self::Entropy => "entropy",
            Self::Coreset => "coreset",
            Self::Kmeans => "kmeans",
        }
    }

    /// The strategy with default parameters that has this name.
    ///
    /// # Errors
    /// `invalid_strategy`, with the names that there are.
    pub fn from_name(name: &str) -> Result<Self> {
        Self::all().into_iter().find(|config| config.name() == name).ok_or_else(|| {
            let names: Vec<&str> = Self::all().iter().map(Self::name).collect();
            Error::new(Code::InvalidStrategy, format!("There is no strategy “{name}”; choose one of {}.", names.join(", ")))
        })
    }

    /// The strategy itself.
    ///
    /// # Errors
    /// `invalid_strategy` where a parameter is out of range.
    pub fn build(&self) -> Result<Box<dyn Strategy>> {
        Ok(match self {
            Self::Random => Box::new(Random),
            Self::LeastConfidence => Box::new(LeastConfidence),
            Self::Margin => Box::new(Margin),
            Self::Entropy => Box::new(Entropy),
            Self::Coreset => Box::new(Coreset),
            Self::Kmeans => Box::new(Kmeans),
        })
    }

    /// Reads a name or an object with a name.
    fn from_value(value: &Value) -> Result<Self> {
        let invalid = |message: String| Error::new(Code::InvalidStrategy, message);
        match value {
            Value::String(name) => Self::from_name(name),
            Value::Object(fields) => {
                let name = fields.get("name").and_then(Value::as_str);
                let config = Self::from_name(name.ok_or_else(|| invalid("A strategy needs a “name”, such as {\"name\": \"margin\"}.".into()))?)?;
                if let Some(field) = fields.keys().find(|field| *field != "name") {
                    return Err(invalid(format!("The strategy “{}” has no parameter “{field}”; leave it out.", config.name())));
                }
                Ok(config)
            }
            _ => Err(invalid("A strategy is a name, such as \"margin\", or an object with one.".into())),
        }
    }
}

impl<'de> Deserialize<'de> for StrategyConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        Self::from_value(&Value::deserialize(deserializer)?).map_err(|error| serde::de::Error::custom(error.message()))
    }
}
