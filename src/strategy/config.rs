//! The choice of a strategy, with its parameters, as it stands on the wire, in the menu and in a project file.
//! One line a strategy: variant, type, name. The type's fields are the parameters, and all have a default.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use super::*;
use crate::error::{Code, Error, Result};

macro_rules! strategies {
    ($($variant:ident = $name:literal,)*) => {
        /// A strategy with its parameters. Written as `{"name": "margin"}`, parameters beside the name; a bare `"margin"` is
        /// read as well, and parameters that are left out have their defaults.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[cfg_attr(feature = "types", derive(ts_rs::TS))]
        #[serde(tag = "name")]
        pub enum StrategyConfig {
            $(
                #[doc = concat!("`", $name, "`: see [`", stringify!($variant), "`](super::", stringify!($variant), ").")]
                #[serde(rename = $name)]
                $variant($variant),
            )*
        }

        impl StrategyConfig {
            /// Every strategy with its default parameters, in the order of the menu.
            pub fn all() -> Vec<Self> {
                vec![$(Self::$variant($variant::default()),)*]
            }

            /// The name on the wire.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $name,)*
                }
            }

            /// The strategy itself, unchecked.
            fn strategy(&self) -> Box<dyn Strategy> {
                match self {
                    $(Self::$variant(strategy) => Box::new(strategy.clone()),)*
                }
            }

            fn read(name: &str, parameters: Value) -> std::result::Result<Option<Self>, serde_json::Error> {
                match name {
                    $($name => serde_json::from_value(parameters).map(|strategy| Some(Self::$variant(strategy))),)*
                    _ => Ok(None),
                }
            }
        }
    };
}

// Best first choice first, family by family.
strategies! {
    Auto = "auto",
    Margin = "margin",
    LeastConfidence = "least_confidence",
    Entropy = "entropy",
    CostSensitive = "cost_sensitive",
    EpsilonGreedy = "epsilon_greedy",
    VoteEntropy = "vote_entropy",
    ConsensusEntropy = "consensus_entropy",
    KlMax = "kl_max",
    KlMean = "kl_mean",
    CosineDisagreement = "cosine_disagreement",
    VariationRatio = "variation_ratio",
    Bald = "bald",
    BatchBald = "batch_bald",
    Epig = "epig",
    ExpectedGradientLength = "expected_gradient_length",
    GradientNorm = "gradient_norm",
    Badge = "badge",
    Clue = "clue",
    DropQuery = "dropquery",
    Cal = "cal",
    Falcun = "falcun",
    RankedBatch = "ranked_batch",
    StochasticBatch = "stochastic_batch",
    Discriminative = "discriminative",
    ExpectedErrorReduction = "expected_error_reduction",
    Kmeans = "kmeans",
    TypiClust = "typiclust",
    ProbCover = "probcover",
    Coreset = "coreset",
    LightweightCoreset = "lightweight_coreset",
    InformationDensity = "information_density",
    Bandit = "bandit",
    Subsample = "subsample",
    Seals = "seals",
    AnchorSubsampling = "anchor_subsampling",
    ClassBalanced = "class_balanced",
    DiverseBatch = "diverse_batch",
    BinaryMinimum = "binary_minimum",
    MaxLoss = "max_loss",
    MeanMaxLoss = "mean_max_loss",
    LabelCardinalityInconsistency = "label_cardinality_inconsistency",
    AdaptiveMultiLabel = "adaptive_multi_label",
    Cvirs = "cvirs",
    SummedEntropy = "summed_entropy",
    Random = "random",
}

/// What a strategy that holds another holds where nobody says which.
impl Default for StrategyConfig {
    fn default() -> Self {
        Self::Margin(Margin::default())
    }
}

impl StrategyConfig {
    /// What a session asks by where nobody says which.
    pub fn first_choice() -> Self {
        Self::Auto(Auto::default())
    }

    /// The same in a project in which a text can have several labels.
    pub fn first_choice_multi_label() -> Self {
        Self::Cvirs(Cvirs::default())
    }

    /// The strategy with default parameters that has this name.
    ///
    /// # Errors
    /// `invalid_strategy`, with the names that there are.
    pub fn from_name(name: &str) -> Result<Self> {
        Self::from_value(&Value::String(name.to_owned()))
    }

    /// The strategy itself.
    ///
    /// # Errors
    /// `invalid_strategy` where a parameter is out of range.
    pub fn build(&self) -> Result<Box<dyn Strategy>> {
        let strategy = self.strategy();
        strategy.check()?;
        Ok(strategy)
    }

    /// What the strategy says of itself.
    pub fn about(&self) -> About {
        self.strategy().about()
    }

    /// What must be there first.
    pub fn need(&self) -> Need {
        self.strategy().need()
    }

    /// The strategies that it holds.
    pub(in crate::strategy) fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Subsample(wrapper) => vec![&wrapper.inner],
            Self::Seals(wrapper) => vec![&wrapper.inner],
            Self::AnchorSubsampling(wrapper) => vec![&wrapper.inner],
            Self::ClassBalanced(wrapper) => vec![&wrapper.inner],
            Self::DiverseBatch(wrapper) => vec![&wrapper.inner],
            Self::EpsilonGreedy(wrapper) => vec![&wrapper.inner],
            Self::StochasticBatch(wrapper) => vec![&wrapper.inner],
            Self::Bandit(bandit) => bandit.arms.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Reads a name, or an object with a name and parameters.
    fn from_value(value: &Value) -> Result<Self> {
        let invalid = |message: String| Error::new(Code::InvalidStrategy, message);
        // Before anything reads what is within by calling itself.
        if objects_deep(value) > wrapper::MAX_NESTING + 1 {
            return Err(wrapper::too_deep());
        }
        let (name, parameters) = match value {
            Value::String(name) => (name.as_str(), Map::new()),
            Value::Object(fields) => {
                let mut parameters = fields.clone();
                parameters.shift_remove("name");
                let name = fields.get("name").and_then(Value::as_str);
                (name.ok_or_else(|| invalid("A strategy needs a “name”, such as {\"name\": \"margin\"}.".into()))?, parameters)
            }
            _ => return Err(invalid("A strategy is a name, such as \"margin\", or an object with one.".into())),
        };
        match Self::read(name, Value::Object(parameters)) {
            Ok(Some(config)) => Ok(config),
            Ok(None) => {
                let names: Vec<&str> = Self::all().iter().map(Self::name).collect();
                Err(invalid(format!("There is no strategy “{name}”; choose one of {}.", names.join(", "))))
            }
            Err(error) => {
                Err(invalid(format!("The parameters of the strategy “{name}” do not fit: {error}. Leave out what is not known, or mend it.")))
            }
        }
    }
}

/// How many objects are within one another in a value, itself included; found without recursion.
fn objects_deep(value: &Value) -> usize {
    let mut deepest = 0;
    let mut open = vec![(value, 0)];
    while let Some((value, depth)) = open.pop() {
        match value {
            Value::Object(fields) => {
                deepest = deepest.max(depth + 1);
                open.extend(fields.values().map(|field| (field, depth + 1)));
            }
            Value::Array(items) => open.extend(items.iter().map(|item| (item, depth))),
            _ => {}
        }
    }
    deepest
}

impl<'de> Deserialize<'de> for StrategyConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        Self::from_value(&Value::deserialize(deserializer)?).map_err(|error| serde::de::Error::custom(error.message()))
    }
}
